// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/pax.h"

#include "testing/archive_builder.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

std::string pax_outcome(std::string_view data)
{
	return outcome(parse_pax("a.crate", "x", data));
}

} /* namespace */

TEST_CASE("PAX records are read whatever their values hold")
{
	const Result<PaxRecords> records =
		parse_pax("a.crate", "x",
			  "26 path=demo-1.0.0/a=b \nc\n10 size=7\n"
			  "30 mtime=1153704088.123456789\n");

	REQUIRE(outcome(records) == "ok");
	CHECK(records.value().path == "demo-1.0.0/a=b \nc");
	CHECK(records.value().size == 7);
	CHECK(pax_outcome("") == "ok");
	CHECK(pax_outcome("8 size=\n") != "ok");
	CHECK(pax_outcome("11 mtime=1\n") == "ok");
	CHECK(pax_outcome(pax_record("path", std::string(5000, 'a'))) == "ok");
}

TEST_CASE("a record's length counts itself, also where that adds a digit")
{
	CHECK(pax_record("path", "a") == "9 path=a\n");
	CHECK(pax_record("path", "") == "8 path=\n");
	for (size_t n = 1; n < 1200; n++)
		CHECK(pax_outcome(pax_record("path", std::string(n, 'a'))) ==
		      "ok");
}

TEST_CASE("what is wrong with a PAX record is said")
{
	CHECK(pax_outcome("12 size=7\n") ==
	      "pax-malformed: the PAX header 'x' has a record that cannot be read");
	CHECK(pax_outcome(pax_record("size", "1e3")) ==
	      "pax-malformed: the PAX header 'x' has the size '1e3'");
	CHECK(pax_outcome(pax_record("size", "007")) ==
	      "pax-malformed: the PAX header 'x' has the size '007'");
	CHECK(pax_outcome(pax_record("size", "18446744073709551621")) ==
	      "pax-malformed: the PAX header 'x' has the size '18446744073709551621'");
	CHECK(pax_outcome(pax_record("mtime", "1.2.3")) ==
	      "pax-malformed: the PAX header 'x' has the mtime '1.2.3'");
	CHECK(pax_outcome(pax_record("uname\n", "me")) ==
	      "pax-unknown-key: the PAX header 'x' has the key 'uname\\x0a'");
	CHECK(pax_outcome("10 size=7\n10 size=7\n") ==
	      "pax-duplicate-key: the PAX header 'x' has the key 'size' twice");
	CHECK(pax_outcome(pax_record("path", raw("a\0b"))) ==
	      "tar-name-nul: the PAX header 'x' has a path with a NUL");
}
