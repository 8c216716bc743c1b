// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree/refuse.h"

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("a quoted name is printable and says what its bytes are")
{
	CHECK(quoted("") == "''");
	CHECK(quoted("src/lib.rs ~") == "'src/lib.rs ~'");
	CHECK(quoted("a\n\x1b[2J\x7f") == "'a\\x0a\\x1b[2J\\x7f'");
	CHECK(quoted("caf\xc3\xa9") == "'caf\\xc3\\xa9'");
	CHECK(quoted(std::string_view("\0", 1)) == "'\\x00'");
}

TEST_CASE("no two names are quoted alike")
{
	CHECK(quoted("\\x0a") == "'\\x5cx0a'");
	CHECK(quoted("it's") == "'it\\x27s'");
}

TEST_CASE("of a long name the beginning is shown")
{
	CHECK(quoted(std::string(256, 'a')) ==
	      str("'", std::string(256, 'a'), "'"));
	CHECK(quoted(std::string(1 << 20, 'a')) ==
	      str("'", std::string(256, 'a'), "...'"));
}

TEST_CASE("a refusal names the archive and what to do")
{
	const Diag diag = refuse(Id::tar_magic, "a.crate", "what is wrong");

	CHECK(diag.id == Id::tar_magic);
	CHECK(diag.message == "what is wrong");
	CHECK(diag.where->file == "a.crate");
	CHECK(diag.where->line == 0);
	CHECK(diag.help.find("SHA-256") != std::string::npos);
}
