// SPDX-License-Identifier: GPL-2.0-or-later

#include "toml/toml.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string dump(const TomlValue &value);

std::string dump(const TomlTable &table)
{
	std::string out = "{";

	for (const TomlTable::Entry &entry : table.entries)
		out += str(out.size() > 1 ? ", " : "", entry.key, ": ",
			   dump(entry.value));
	return out + "}";
}

std::string dump(const TomlValue &value)
{
	std::string out = "[";

	if (value.table())
		return dump(*value.table());
	if (value.string())
		return str("'", *value.string(), "'");
	if (value.boolean())
		return *value.boolean() ? "true" : "false";
	if (const int64_t *number = std::get_if<int64_t>(&value.value))
		return str(*number);
	if (!value.array())
		return "other";
	for (const TomlValue &item : value.array()->items)
		out += str(out.size() > 1 ? ", " : "", dump(item));
	return out + "]";
}

std::string parsed(std::string_view text)
{
	const Result<TomlTable> table = parse_toml({ "f.toml", text });

	return table ? dump(table.value()) : outcome(table);
}

/* "line:column+width text" */
std::string written(const Place &place)
{
	return str(place.line, ":", place.column, "+", place.width, " ",
		   place.text);
}

} /* namespace */

TEST_CASE("entries stand in the order of the text")
{
	CHECK(parsed("") == "{}");
	CHECK(parsed("z = 1\na = 'x'\nm = [true, 1.5, {}]\n") ==
	      "{z: 1, a: 'x', m: [true, other, {}]}");
	CHECK(parsed("[z.y]\nb = 2\na = 1\n[a]\n[z.x]\n[z]\nq = 1\n") ==
	      "{z: {y: {b: 2, a: 1}, x: {}, q: 1}, a: {}}");
	CHECK(parsed("b.c = 1\na = 2\nb.a = 3\n") == "{b: {c: 1, a: 3}, a: 2}");
	CHECK(parsed("[[t]]\nx = 1\n[[t]]\nx = 2\n") ==
	      "{t: [{x: 1}, {x: 2}]}");
	CHECK(parsed("t = {z = 1, a = 2}") == "{t: {z: 1, a: 2}}");
	CHECK(parsed("'a.b' = 1979-05-27\n\"\\u00e4\" = 0x10") ==
	      "{a.b: other, \xc3\xa4: 16}");
}

TEST_CASE("keys and values know where they were written")
{
	const std::string text = "\xef\xbb\xbf\xc3\xa4 = 'x'\r\n"
				 "# \xe2\x82\xac\n"
				 "[t]\n"
				 "\"\xe2\x82\xac\" = '\xc3\xa4', 1]\n";
	const std::string good = replace_all(text, "', 1]", "'");
	const Result<TomlTable> table = parse_toml(
		{ "f.toml", replace_all(good, "\xc3\xa4 =", "'\xc3\xa4' =") });

	REQUIRE(outcome(table) == "ok");
	const std::vector<TomlTable::Entry> &top = table.value().entries;
	CHECK(written(top[0].where) == "1:4+4 \xef\xbb\xbf'\xc3\xa4' = 'x'\r");
	CHECK(written(top[0].value.where) ==
	      "1:11+3 \xef\xbb\xbf'\xc3\xa4' = 'x'\r");
	CHECK(written(top[1].where) == "3:2+1 [t]");
	const TomlTable *t = top[1].value.table();
	REQUIRE(t);
	CHECK(written(t->entries[0].where) ==
	      "4:1+5 \"\xe2\x82\xac\" = '\xc3\xa4'");
	CHECK(written(t->entries[0].value.where) ==
	      "4:9+4 \"\xe2\x82\xac\" = '\xc3\xa4'");
	CHECK(t->entries[0].where.file == "f.toml");
}

TEST_CASE("a byte order mark before ASCII is a part of the first line")
{
	const Result<TomlTable> table = parse_toml({ "f", "\xef\xbb\xbf"
							  "a = 'x'\nb = 2" });

	REQUIRE(outcome(table) == "ok");
	const std::vector<TomlTable::Entry> &top = table.value().entries;
	CHECK(written(top[0].where) == "1:4+1 \xef\xbb\xbf"
				       "a = 'x'");
	CHECK(written(top[0].value.where) == "1:8+3 \xef\xbb\xbf"
					     "a = 'x'");
	CHECK(written(top[1].value.where) == "2:5+1 b = 2");
}

TEST_CASE("a value of several lines is underlined to the end of its first")
{
	const SourceText source = { "f", "a = [\n 'b',\n]\n" };
	const Result<TomlTable> table = parse_toml(source);

	REQUIRE(table);
	CHECK(written(table.value().entries[0].value.where) == "1:5+1 a = [");
	CHECK(written(table.value().find("a")->array()->items[0].where) ==
	      "2:2+3  'b',");
}

TEST_CASE("TOML in another file has its places there")
{
	const SourceText source = { "f.yaml", "a = 'b'\n[t]\nc = 1\n", 6, 2 };
	const Result<TomlTable> table = parse_toml(source);

	REQUIRE(table);
	CHECK(written(table.value().entries[0].value.where) ==
	      "7:7+3   a = 'b'");
	CHECK(written(table.value().find("t")->table()->entries[0].where) ==
	      "9:3+1   c = 1");
	const Result<TomlTable> broken =
		parse_toml({ "f.yaml", "a = 1\nb = [", 6, 2 });
	REQUIRE_FALSE(broken);
	CHECK(broken.error().where->file == "f.yaml");
	CHECK(broken.error().where->line == 8);
	const Result<TomlTable> guarded =
		parse_toml({ "f.yaml", "a = 1\nb = 1'x'", 6, 2 });
	REQUIRE_FALSE(guarded);
	CHECK(written(*guarded.error().where) == "8:8+1   b = 1'x'");
}

TEST_CASE("find gives the value of a key or null")
{
	const Result<TomlTable> table = parse_toml({ "f", "a = 1\nb = true" });

	REQUIRE(table);
	CHECK(table.value().find("c") == nullptr);
	REQUIRE(table.value().find("b"));
	CHECK(*table.value().find("b")->boolean());
	CHECK(table.value().find("b")->string() == nullptr);
}

TEST_CASE("what looks like a string within a bare value is none")
{
	constexpr char refused[] = "toml-syntax: a string begins in the middle "
				   "of a value";

	for (const char *const text :
	     { "a=-1-2='\xc3\xa4'", "a = 1.'\xc3\xa4'", "a = [1.'\xc3\xa4']",
	       "a = {b = 1='\xc3\xa4'}", "a = [\n1,\n2.'\xc3\xa4']",
	       "a=-9-27T-=['\xef\xbb\xbe" })
		CHECK(parsed(text) == refused);
	CHECK(parsed("a.'\xc3\xa4'=[['\xc3\xa4'],{b=[\n'\xc3\xa4',1]}] # '\n"
		     "['\xc3\xa4'.'b']\nc=2000-01-02 03:04:05\nd.'\xc3\xa4'=1") ==
	      "{a: {\xc3\xa4: [['\xc3\xa4'], {b: ['\xc3\xa4', 1]}]}, "
	      "\xc3\xa4: {b: {c: other, d: {\xc3\xa4: 1}}}}");
}

TEST_CASE("types have names")
{
	const Result<TomlTable> table =
		parse_toml({ "f", "v = [1.0, 12:00:00, '', 1, true, [], {}]" });
	std::vector<std::string> names;

	REQUIRE(table);
	for (const TomlValue &item : table.value().find("v")->array()->items)
		names.emplace_back(type_name(item));
	CHECK(join(names, ", ") ==
	      "float or date, float or date, string, integer, boolean, array, table");
}

TEST_CASE("what is not TOML is refused where it stands")
{
	struct {
		const char *text, *message, *place;
	} const table[] = {
		{ "a = 1\na = 2\n",
		  "key-value pair: cannot redefine existing integer 'a'",
		  "2:5+1 a = 2" },
		{ "a = 1\n[a]\n",
		  "table header: cannot redefine existing integer 'a' as table",
		  "2:1+1 [a]" },
		{ "[a]\nb.c = 1\n[a.b]\n",
		  "table header: cannot redefine existing table 'a.b'",
		  "3:1+1 [a.b]" },
		{ "a = {b = 1}\na.c = 2\n",
		  "key-value pair: cannot redefine existing table as dotted key-value pair",
		  "2:1+1 a.c = 2" },
		{ "a = {b = 1,}\n",
		  "inline table: expected key-value pair, saw closing '}' (dangling comma)",
		  "1:12+1 a = {b = 1,}" },
		{ "a = \"\xc3\xa4\" x\n",
		  "key-value pair: expected a comment or whitespace, saw 'x'",
		  "1:10+1 a = \"\xc3\xa4\" x" },
		{ "a = 'b\n",
		  "literal string: control characters other than TAB (U+0009) are explicitly prohibited",
		  "1:7+1 a = 'b" },
		{ "a =\n", "key-value pair: expected value, saw '\\n'",
		  "1:4+1 a =" },
		{ "a\n", "key-value pair: expected '=', saw '\\n'", "1:2+1 a" },
		{ "[a\n", "table header: expected ']', saw '\\n'", "1:3+1 [a" },
		{ "[=]\n",
		  "key: expected bare key starting character or string delimiter, saw '='",
		  "1:2+1 [=]" },
		{ "a = 99999999999999999999\n",
		  "decimal integer: '99999999999999999999' is not representable in 64 bits",
		  "1:25+1 a = 99999999999999999999" },
		{ "a = \"\\q\"\n", "string: unknown escape sequence '\\q'",
		  "1:7+1 a = \"\\q\"" },
	};

	for (const auto &row : table) {
		const Result<TomlTable> result =
			parse_toml({ "f.toml", row.text });
		CHECK(outcome(result) ==
		      str("toml-syntax: error while parsing ", row.message));
		REQUIRE_FALSE(result);
		CHECK(written(*result.error().where) == row.place);
	}
}

TEST_CASE("bytes that are not UTF-8, and control characters, are refused")
{
	const std::string_view invalid =
		"toml-syntax: encountered invalid utf-8 sequence";

	CHECK(parsed("a = '\xff'\n") == invalid);
	CHECK(parsed("# \xff\n") == invalid);
	CHECK(parsed("a = '\xed\xa0\x80'\n") == invalid);
	CHECK(parsed("a = '\xc0\x80'\n") == invalid);
	CHECK(parsed(std::string("a = '\0'", 7)).starts_with("toml-syntax: "));
	CHECK(parsed("a = '\x01'\n").starts_with("toml-syntax: "));
	CHECK(parsed("# \x7f\n").starts_with("toml-syntax: "));
}

TEST_CASE("what is not ASCII stands in strings and comments only")
{
	const std::string_view bare =
		"toml-syntax: what is not ASCII must stand in quotes";
	const std::string_view escaped =
		"toml-syntax: a backslash stands before what is not ASCII";

	/* Each of these would have toml++ run into undefined behaviour. */
	CHECK(parsed("a = [\xc3\xa4]") == bare);
	CHECK(parsed("a = 1\xc3\xa4") == bare);
	CHECK(parsed("\xc3\xa4 = 1") == bare);
	CHECK(parsed("a = 1 \xef\xbb\xbf") == bare);
	CHECK(parsed("a = \"\\\xc3\xa4\"") == escaped);
	CHECK(parsed("a = \"\"\"\n\\\xc3\xa4\"\"\"") == escaped);

	CHECK(parsed("a = [x'\xc3\xa4']") ==
	      "toml-syntax: a string begins in the middle of a value");
	CHECK(parsed("a = ['x''\xc3\xa4']") ==
	      "toml-syntax: a string begins in the middle of a word");
	CHECK(parsed("\xef\xbb\xbf'\xc3\xa4'.\"b\"={\"c\"=['d','e']}") ==
	      "{\xc3\xa4: {b: {c: ['d', 'e']}}}");
	CHECK(parsed("a = \"\\\\\xc3\xa4\"") == "{a: '\\\xc3\xa4'}");
	CHECK(parsed("a = '\\\xc3\xa4' # \xc3\xa4") == "{a: '\\\xc3\xa4'}");
	CHECK(parsed("a = '''\n\\\xc3\xa4''''\nb = 1") ==
	      "{a: '\\\xc3\xa4'', b: 1}");

	const Result<TomlTable> result =
		parse_toml({ "f.toml", "x = 1\na = 1\xc3\xa4\n" });
	REQUIRE_FALSE(result);
	CHECK(written(*result.error().where) == "2:6+2 a = 1\xc3\xa4");
}

TEST_CASE("a text that ends too early is told at its end")
{
	for (const auto &[text, place] :
	     { std::pair("a = \"\"\"\n\n", "3:1+1 "),
	       std::pair("a = [\n", "2:1+1 "),
	       std::pair("a = [", "1:6+1 a = [") }) {
		const Result<TomlTable> result = parse_toml({ "f", text });
		REQUIRE_FALSE(result);
		CHECK(written(*result.error().where) == place);
	}
}

TEST_CASE("dots in a key are limited")
{
	const std::string deep =
		"a" + replace_all(std::string(64, '.'), ".", ".a");
	const std::string_view refused =
		"toml-syntax: more than 64 dots in a key";

	CHECK_FALSE(parsed(deep + " = 1").starts_with("toml-syntax"));
	CHECK_FALSE(parsed(str("[", deep, "]")).starts_with("toml-syntax"));
	CHECK(parsed(deep + ".a = 1") == refused);
	CHECK(parsed(str("[", deep, ".'a']")) == refused);
	CHECK(parsed(str("x = 1\n[[", deep, " . \"a\"]]")) == refused);
	CHECK(parsed(str("x = {b = 'a.a', ", deep, ".a = 1}")) == refused);
	CHECK(parsed(str("x = \"\"\"\n\\\"\"\" '", deep, "\"\"\"\"\"\n", deep,
			 ".a = 1")) == refused);
}

TEST_CASE("dots that stand in no key are not counted")
{
	const std::string dots(100, '.');
	const std::string text =
		str("a = '", dots, "'\nb = \"\\\"", dots, "\"\nc = \"\"\"'",
		    dots, "\n\\\"\"\"", dots, "\"\"\"\"\"\nd = '''", dots,
		    "\n'''''\n# ", dots, "\ne = [1.5, 1.5]\n");
	const Result<TomlTable> table = parse_toml({ "f", text });

	REQUIRE(outcome(table) == "ok");
	CHECK(*table.value().find("d")->string() == dots + "\n''");
}

TEST_CASE("nesting is limited")
{
	const std::string open(63, '['), close(63, ']');
	const std::string key =
		"a" + replace_all(std::string(64, '.'), ".", ".a");

	CHECK_FALSE(parsed(str("a = [", open, close, "]")).starts_with("toml"));
	CHECK(parsed(str("a = [[", open, close, "]]"))
		      .starts_with(
			      "toml-syntax: error while parsing value: exceeded maximum nested value depth of 64"));
	CHECK(parsed(str("a = ", std::string(100000, '[')))
		      .starts_with("toml-syntax: error while parsing"));
	CHECK(parsed(str("[", key, "]\n", key, " = {", key, " = 1}")) ==
	      "toml-syntax: nested more than 128 levels deep");
}

TEST_CASE("the text of a line is not repeated without end")
{
	std::string text = "a = [";

	for (int i = 0; i < 10000; i++)
		text += "1, ";
	text += "1]\n";
	const Result<TomlTable> table = parse_toml({ "f", text });
	REQUIRE(table);
	size_t sum = 0;
	for (const TomlValue &item : table.value().find("a")->array()->items)
		sum += item.where.text.view().size();
	CHECK(sum > 60 * text.size());
	CHECK(sum < 66 * text.size());
}

TEST_CASE("a file that no crate could need is refused")
{
	const std::string text((4 << 20) + 1, '\n');

	CHECK(parsed(text) ==
	      "toml-syntax: 'f.toml' is larger than 4194304 bytes");
	CHECK(parsed(text.substr(1)) == "{}");
}
