/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* libcurl, for io/ alone. */

#include <curl/curl.h>

#include "diag/result.h"

namespace kcrate {

/* Opened when it is first asked for: what needs no network does not map it. */
struct LibCurl {
	decltype(&curl_global_init) global_init;
	decltype(&curl_easy_init) easy_init;
	decltype(&curl_easy_setopt) easy_setopt;
	decltype(&curl_easy_getinfo) easy_getinfo;
	decltype(&curl_easy_header) easy_header;
	decltype(&curl_easy_strerror) easy_strerror;
	decltype(&curl_easy_cleanup) easy_cleanup;
	decltype(&curl_multi_init) multi_init;
	decltype(&curl_multi_setopt) multi_setopt;
	decltype(&curl_multi_add_handle) multi_add_handle;
	decltype(&curl_multi_remove_handle) multi_remove_handle;
	decltype(&curl_multi_perform) multi_perform;
	decltype(&curl_multi_poll) multi_poll;
	decltype(&curl_multi_info_read) multi_info_read;
	decltype(&curl_multi_strerror) multi_strerror;
	decltype(&curl_multi_cleanup) multi_cleanup;
	decltype(&curl_slist_append) slist_append;
	decltype(&curl_slist_free_all) slist_free_all;
};

/* Diag process_failed. */
Result<LibCurl> libcurl();

} /* namespace kcrate */
