// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/gzip.h"

#include "testing/archive_builder.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

std::string unzip(std::string_view archive, const UnpackOptions &limits = {})
{
	return outcome(gunzip("a.crate", archive, limits));
}

} /* namespace */

TEST_CASE("stored and compressed content comes out as it went in")
{
	for (const size_t size : { size_t{ 0 }, size_t{ 1 }, size_t{ 65535 },
				   size_t{ 65536 }, size_t{ 200000 } }) {
		const std::string content(size, 'x');
		const Result<std::string> out =
			gunzip("a.crate", gzip_of({ .content = content }), {});

		REQUIRE(outcome(out) == "ok");
		CHECK(out.value() == content);
	}

	const std::string zeros(1 + 258 * 1000, '\0');
	const Result<std::string> out = gunzip(
		"a.crate",
		gzip_of({ .content = zeros, .deflate = deflate_zeros(1000) }),
		{});

	REQUIRE(outcome(out) == "ok");
	CHECK(out.value() == zeros);
}

TEST_CASE("a gzip header may have a file name, and no other flag")
{
	CHECK(unzip(gzip_of({ .content = "a", .flags = 0, .name = "" })) ==
	      "ok");
	CHECK(unzip(gzip_of({ .content = "a", .flags = 4 })) ==
	      "gzip-flags: the gzip header has the flags 0x04; only 0x08, a file name, is accepted");
}

TEST_CASE("what is wrong with a gzip member is said")
{
	const std::string good = gzip_of({ .content = "a" });

	CHECK(unzip("PK") == "gzip-magic: this is not a gzip file");
	CHECK(unzip(gzip_of({ .content = "a", .method = 0 })) ==
	      "gzip-method: the compression method is 0, not 8");
	CHECK(unzip(good + good) == str("gzip-trailing-bytes: ", good.size(),
					" bytes follow the gzip member"));
	CHECK(unzip(gzip_of({ .content = "a", .size = 2 })) ==
	      "gzip-size: the content has 1 bytes, but the gzip trailer gives 2");
	CHECK(unzip(gzip_of({ .content = "a", .crc = 2 })) ==
	      "gzip-crc: the content does not have the CRC that the gzip trailer gives");
}

TEST_CASE("a member that is cut short anywhere is refused")
{
	const std::string good = gzip_of({ .content = "some bytes" });

	for (size_t n = 0; n < good.size(); n++) {
		INFO(n);
		CHECK_FALSE(gunzip("a.crate", good.substr(0, n), {}));
	}
}

TEST_CASE("the limits are inclusive")
{
	const std::string archive = gzip_of({ .content = "12345" });

	CHECK(unzip(archive, { .compressed = archive.size() }) == "ok");
	CHECK(unzip(archive, { .compressed = archive.size() - 1 }) ==
	      str("archive-too-large: the archive has ", archive.size(),
		  " bytes; the limit is ", archive.size() - 1));
	CHECK(unzip(archive, { .unpacked = 5 }) == "ok");
	CHECK(unzip(archive, { .unpacked = 4 }) ==
	      "archive-too-large: the archive unpacks to more than 4 bytes");
}
