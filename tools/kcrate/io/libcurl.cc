// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/libcurl.h"

#include "base/str.h"
#include "io/symbols.h"

namespace kcrate {

namespace {

Result<LibCurl> load()
{
	Symbols symbols("libcurl.so.4");
	LibCurl curl = {};

	symbols.find("curl_global_init", curl.global_init);
	symbols.find("curl_easy_init", curl.easy_init);
	symbols.find("curl_easy_setopt", curl.easy_setopt);
	symbols.find("curl_easy_getinfo", curl.easy_getinfo);
	symbols.find("curl_easy_header", curl.easy_header);
	symbols.find("curl_easy_strerror", curl.easy_strerror);
	symbols.find("curl_easy_cleanup", curl.easy_cleanup);
	symbols.find("curl_multi_init", curl.multi_init);
	symbols.find("curl_multi_setopt", curl.multi_setopt);
	symbols.find("curl_multi_add_handle", curl.multi_add_handle);
	symbols.find("curl_multi_remove_handle", curl.multi_remove_handle);
	symbols.find("curl_multi_perform", curl.multi_perform);
	symbols.find("curl_multi_poll", curl.multi_poll);
	symbols.find("curl_multi_info_read", curl.multi_info_read);
	symbols.find("curl_multi_strerror", curl.multi_strerror);
	symbols.find("curl_multi_cleanup", curl.multi_cleanup);
	symbols.find("curl_slist_append", curl.slist_append);
	symbols.find("curl_slist_free_all", curl.slist_free_all);
	if (symbols.complete && !curl.global_init(CURL_GLOBAL_DEFAULT))
		return curl;

	return Diag(Id::process_failed,
		    str("cannot load libcurl: ", Symbols::why()))
		.with_help("install the package of libcurl that kcrate was "
			   "built with");
}

} /* namespace */

Result<LibCurl> libcurl()
{
	static const Result<LibCurl> loaded = load();

	return loaded;
}

} /* namespace kcrate */
