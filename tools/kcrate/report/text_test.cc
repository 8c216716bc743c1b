// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/report.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string text_at(const std::string &line, size_t column, size_t width)
{
	return to_text(
		Diag(Id::bad_value, "m").at({ "f", 3, column, width, line }),
		Colour::no);
}

/* The line with the caret alone. */
std::string caret_at(const std::string &line, size_t column, size_t width)
{
	const std::string text = text_at(line, column, width);
	const std::vector<std::string_view> parts = lines(text);

	REQUIRE(parts.size() == 3);
	return std::string(parts[2]);
}

} /* namespace */

TEST_CASE("a finding in full")
{
	Diag diag = Diag(Id::unused_override, "an entry changes nothing")
			    .at({ "crates.yaml", 14, 17, 3,
				  "      features: [std, derive]" })
			    .with_help("remove it");

	diag.context = { "while resolving syn", "needed by x" };
	CHECK(to_text(diag, Colour::no) ==
	      "crates.yaml:14:17: warning: an entry changes nothing "
	      "[unused-override]\n"
	      "          features: [std, derive]\n"
	      "                    ^~~\n"
	      "    while resolving syn\n"
	      "    needed by x\n"
	      "    help: remove it\n");
}

TEST_CASE("a finding that has only a message is one line")
{
	CHECK(to_text(Diag(Id::usage, "no"), Colour::no) ==
	      "kcrate: error: no [usage]\n");
	CHECK(to_text(Diag(Id::usage, "no").at({ "f", 0, 0, 0, "" }),
		      Colour::no) == "f: error: no [usage]\n");
	CHECK(to_text(Diag(Id::usage, "no").at({ "f", 2, 1, 1, "" }),
		      Colour::no) == "f:2:1: error: no [usage]\n");
}

TEST_CASE("a condition is told, and whether it is known")
{
	Diag diag(Id::usage, "m");
	const std::string first = "kcrate: error: m [usage]\n";

	diag.condition = "unix";
	CHECK(to_text(diag, Colour::no) == first + "    when: unix\n");
	diag.conditional = true;
	CHECK(to_text(diag, Colour::no) ==
	      first + "    when: unix, which is not known\n");
	diag.condition.clear();
	diag.evidence = Evidence::refuted;
	CHECK(to_text(diag, Colour::no) ==
	      first + "    when: in some configurations\n"
		      "    rustc: refuted\n");
}

TEST_CASE("colour is on the severity alone")
{
	CHECK(to_text(Diag(Id::usage, "m"), Colour::yes) ==
	      "kcrate: \033[1;31merror:\033[0m m [usage]\n");
	CHECK(to_text(Diag(Id::foreign_file, "m"), Colour::yes) ==
	      "kcrate: \033[1;35mwarning:\033[0m m [foreign-file]\n");
	CHECK(to_text(Diag(Id::file_executable, "m"), Colour::yes) ==
	      "kcrate: \033[1;36mnote:\033[0m m [file-executable]\n");
}

TEST_CASE("the caret stands under its text, whatever is before it")
{
	const struct {
		std::string line;
		size_t column, width;
		std::string caret;
	} cases[] = {
		{ "abc", 1, 1, "    ^" },
		{ "abc", 2, 2, "     ^~" },
		{ "abc", 4, 1, "       ^" },
		{ "\t\tabc", 3, 3, "    \t\t^~~" },
		{ "a\tbc", 3, 2, "     \t^~" },
		/* Two bytes, one column. */
		{ "\xc3\xa9\xc3\xa9x", 5, 1, "      ^" },
		{ "a\xc3\xa9\xc3\xa9z", 2, 4, "     ^~" },
		{ "\xe2\x82\xacx", 4, 1, "     ^" },
		/* One byte, four columns. */
		{ "\x1bxy", 2, 2, "        ^~" },
		{ "a\x1b", 2, 1, "     ^~~~" },
		/* Beyond the line. */
		{ "ab", 9, 1, "      ^" },
		{ "ab", 2, 99, "     ^" },
		{ "ab", 0, 0, "    ^" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.line);
		CHECK(caret_at(c.line, c.column, c.width) == c.caret);
	}
}

TEST_CASE("a very long line is not quoted")
{
	CHECK(text_at(std::string(200, 'x'), 1, 1).find("xxx") !=
	      std::string::npos);
	CHECK(text_at(std::string(201, 'x'), 1, 1) ==
	      "f:3:1: error: m [bad-value]\n");
}

TEST_CASE("nothing that is quoted can give orders to a terminal")
{
	const struct {
		std::string text, shown;
	} cases[] = {
		{ "\x1b[31m", "\\x1b[31m" },
		{ "a\nb\rc", "a\\x0ab\\x0dc" },
		{ std::string("a\0b", 3), "a\\x00b" },
		{ "\x7f\b\a", "\\x7f\\x08\\x07" },
		{ "\xc2\x9b"
		  "31m",
		  "\\xc2\\x9b31m" },
		{ "\xe2\x80\xae"
		  "abc\xe2\x80\xac",
		  "\\xe2\\x80\\xaeabc\\xe2\\x80\\xac" },
		{ "\xe2\x81\xa6x\xe2\x81\xa9",
		  "\\xe2\\x81\\xa6x\\xe2\\x81\\xa9" },
		{ "a\tb", "a\tb" },
		{ "caf\xc3\xa9 \xe2\x82\xac \xc2\xa0",
		  "caf\xc3\xa9 \xe2\x82\xac \xc2\xa0" },
		{ "\xe2\x80\x93", "\xe2\x80\x93" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.shown);
		Diag diag = Diag(Id::usage, c.text)
				    .at({ c.text, 1, 1, 1, c.text })
				    .with_help(c.text);
		diag.context = { c.text };
		const std::string text = to_text(diag, Colour::no);
		CHECK(count_of(text, c.shown) == 5);
		CHECK(lines(text).size() == 5);
	}
}

TEST_CASE("a summary counts by severity, in words")
{
	const Diag error(Id::usage, ""), warning(Id::foreign_file, ""),
		note(Id::file_executable, "");

	CHECK(summary_of(std::vector<Diag>()).empty());
	CHECK(summary_of({ error }) == "1 error\n");
	CHECK(summary_of({ note, warning, error, error }) ==
	      "2 errors, 1 warning, 1 note\n");
	CHECK(summary_of({ note, note }) == "2 notes\n");
}
