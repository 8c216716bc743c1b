// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/index_path.h"

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("the file of an index lies where cargo looks for it")
{
	const std::pair<std::string_view, std::string_view> table[] = {
		{ "a", "1/a" },
		{ "ab", "2/ab" },
		{ "abc", "3/a/abc" },
		{ "Abc", "3/a/abc" },
		{ "AbCd", "ab/cd/abcd" },
		{ "aBcDe", "ab/cd/abcde" },
		{ "proc-macro2", "pr/oc/proc-macro2" },
		{ "proc_macro2", "pr/oc/proc_macro2" },
	};

	for (const auto &[crate, path] : table)
		CHECK(index_path(crate) == path);
}

TEST_CASE("a download URL is made from the markers of 'dl'")
{
	const std::pair<std::string_view, std::string_view> table[] = {
		{ "https://x/api/v1/crates",
		  "https://x/api/v1/crates/AbCd/1.0.0-a+b/download" },
		{ "https://x/", "https://x//AbCd/1.0.0-a+b/download" },
		{ "https://x/{crate}/{crate}-{version}.crate",
		  "https://x/AbCd/AbCd-1.0.0-a+b.crate" },
		{ "https://x/{prefix}/{lowerprefix}", "https://x/Ab/Cd/ab/cd" },
		{ "https://x/{sha256-checksum}", "https://x/01ef" },
		{ "https://x/{other}",
		  "https://x/{other}/AbCd/1.0.0-a+b/download" },
	};

	for (const auto &[dl, url] : table)
		CHECK(download_url(dl, "AbCd", "1.0.0-a+b", "01ef") == url);
	CHECK(download_url("{prefix}{lowerprefix}", "Abc", "1.0.0", "") ==
	      "3/A3/a");
	CHECK(download_url("{prefix}", "ab", "1.0.0", "") == "2");
}
