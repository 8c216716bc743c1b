// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/yaml.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* The text back, in brackets: what was understood, whatever its layout. */
std::string shape(const YamlNode &node)
{
	std::vector<std::string> parts;

	for (const YamlNode &item : node.items)
		parts.push_back(shape(item));
	for (const YamlNode::Entry &entry : node.entries)
		parts.push_back(str(entry.key, "=", shape(entry.value)));
	switch (node.kind) {
	case YamlNode::Kind::null:
		return "~";
	case YamlNode::Kind::scalar:
		return node.quoted ? str("'", node.scalar, "'") : node.scalar;
	case YamlNode::Kind::sequence:
		return str("[", join(parts, " "), "]");
	default:
		return str("{", join(parts, " "), "}");
	}
}

std::string parsed(std::string_view text)
{
	const Result<YamlNode> node = parse_yaml({ "f.yaml", text });

	return node ? shape(node.value()) : outcome(node);
}

/* "line:column+width" of the Diag for @text. */
std::string place_of_error(std::string_view text)
{
	const Result<YamlNode> node = parse_yaml({ "f.yaml", text });

	REQUIRE_FALSE(node);
	const Place &at = node.error().where.value();
	return str(at.line, ":", at.column, "+", at.width);
}

std::string help_of(std::string_view text)
{
	const Result<YamlNode> node = parse_yaml({ "f.yaml", text });

	REQUIRE_FALSE(node);
	return node.error().help;
}

} /* namespace */

TEST_CASE("plain YAML is read as it stands")
{
	const struct {
		std::string_view text, shape;
	} cases[] = {
		{ "", "~" },
		{ "# only a comment\n", "~" },
		{ "a: 1\n", "{a=1}" },
		{ "a:\n", "{a=~}" },
		{ "a: ~\n", "{a=~}" },
		{ "a: null\n", "{a=~}" },
		{ "a: \"null\"\n", "{a='null'}" },
		{ "a: ''\n", "{a=''}" },
		{ "a: [x, \"y z\", 'it''s']\n", "{a=[x 'y z' 'it's']}" },
		{ "a:\n  - x\n  - {b: c}\n", "{a=[x {b=c}]}" },
		{ "a: {b: {c: d}}\n", "{a={b={c=d}}}" },
		{ "a: yes\nb: 1.10\n", "{a=yes b=1.10}" },
		{ "a: |\n  one\n  two\nb: x\n", "{a='one\ntwo\n' b=x}" },
		{ "a: >-\n  one\n  two\n", "{a='one two'}" },
		{ "a: \"\\x41\\u00e9\\n\"\n", "{a='A\xc3\xa9\n'}" },
		{ "a: b # comment\n", "{a=b}" },
		{ "a: b\r\nc: d\r\n", "{a=b c=d}" },
		{ "\"<<\": x\n", "{<<=x}" },
		{ "--- \na: b\n", "{a=b}" },
		{ "\xef\xbb\xbf"
		  "a: b\n",
		  "{a=b}" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.text);
		CHECK(parsed(c.text) == c.shape);
	}
}

TEST_CASE("what makes YAML a trap is refused")
{
	const struct {
		std::string_view text, said, place, help;
	} cases[] = {
		{ "a: &x b\n", "yaml-not-plain: an anchor is not accepted here",
		  "1:4+1", "write the value out" },
		{ "a: &x b\nc: *x\n",
		  "yaml-not-plain: an anchor is not accepted here", "1:4+1",
		  "write the value out" },
		{ "a: *x\n", "yaml-not-plain: an alias is not accepted here",
		  "1:4+1", "write the value out" },
		{ "a: !!str b\n", "yaml-not-plain: a tag is not accepted here",
		  "1:4+1", "write the value out" },
		{ "a: ! \"b\"\n", "yaml-not-plain: a tag is not accepted here",
		  "1:4+1", "write the value out" },
		{ "a: !x [b]\n", "yaml-not-plain: a tag is not accepted here",
		  "1:4+1", "write the value out" },
		{ "a:\n  <<: {b: c}\n",
		  "yaml-not-plain: a merge key is not accepted here", "2:3+2",
		  "write the keys out" },
		{ "a: b\n---\nc: d\n",
		  "yaml-not-plain: a second document is not accepted here",
		  "2:1+1", "write one document" },
		{ "a: b\nc: d\na: e\n", "duplicate-key: 'a' stands here twice",
		  "3:1+1", "the first is in line 1" },
		{ "a: b\n\"a\": e\n", "duplicate-key: 'a' stands here twice",
		  "2:1+1", "the first is in line 1" },
		{ "? [a]\n: b\n", "yaml-syntax: a key must be a text", "1:3+1",
		  "" },
		{ "? {a: b}\n: c\n", "yaml-syntax: a key must be a text",
		  "1:3+1", "" },
		{ "~: b\n", "yaml-syntax: a key must be a text", "1:1+1", "" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.text);
		CHECK(parsed(c.text) == c.said);
		CHECK(place_of_error(c.text) == c.place);
		CHECK(help_of(c.text) == c.help);
	}
}

TEST_CASE("bytes that end the text for the reader alone are refused")
{
	const struct {
		std::string text, place;
	} cases[] = {
		/* yaml-cpp stops at a byte 4 as if the file ended there. */
		{ "a: b\n\x04"
		  "c: d\n",
		  "2:1+1" },
		{ std::string("a: b\0c\n", 7), "1:5+1" },
		{ "a: \x1b[31mb\n", "1:4+1" },
		{ "a: b\x7f\n", "1:5+1" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.text);
		CHECK(parsed(c.text) ==
		      "yaml-syntax: a control character cannot stand here");
		CHECK(place_of_error(c.text) == c.place);
	}
	CHECK(parsed("\xff\xfe"
		     "a\0:\0") == "yaml-syntax: the file is not UTF-8");
}

TEST_CASE("syntax is judged by its reader, at its place")
{
	const struct {
		std::string_view text, place;
	} cases[] = {
		{ "a: [b\n", "2:1+1" },
		{ "a: b: c\n", "1:5+1" },
		{ "a:\n\tb: c\n", "2:3+1" },
		{ "a: b\n c: d\n", "2:3+1" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.text);
		CHECK(parsed(c.text).starts_with("yaml-syntax: "));
		CHECK(place_of_error(c.text) == c.place);
	}
}

TEST_CASE("a tab that stands for blanks is told")
{
	const std::string help =
		"YAML allows no tabs at the beginning of a line: use blanks";

	for (const char *const text :
	     { "a:\n\tb: c\n", "a:\n\tb\n\tc: d\n", "a:\n  b: c\n\td: e\n",
	       "a:\n  \tb: c\n", "a:\n  \t  b: c\n  d: e\n" }) {
		CAPTURE(text);
		CHECK(parsed(text).starts_with("yaml-syntax: "));
		CHECK(help_of(text) == help);
	}
	CHECK(help_of("a: b: c\td\n").empty());
	CHECK(parsed("a:\tb\n") == "{a=b}");
}

TEST_CASE("a text whose quote is not closed is refused where it begins")
{
	/* Each is @open with @close behind it, or with the end of the file. */
	const struct {
		std::string open, close, shape, place;
	} cases[] = {
		{ "a: b\nc: \"d", "\"", "{a=b c='d'}", "2:4+1" },
		{ "a: b\nc: 'd", "'", "{a=b c='d'}", "2:4+1" },
		{ "a: \"", "\"", "{a=''}", "1:4+1" },
		{ "a: '", "'", "{a=''}", "1:4+1" },
		{ "a: \"b\n  c: d\n  e: f", "\"", "{a='b c: d e: f'}",
		  "1:4+1" },
		{ "a: \"b\\\"", "\"", "{a='b\"'}", "1:4+1" },
		{ "a: \"b\\\\\\\"", "\"", "{a='b\\\"'}", "1:4+1" },
		{ "a: \"b\\\n  c", "\"", "{a='bc'}", "1:4+1" },
		{ "a: \"it's", "\"", "{a='it's'}", "1:4+1" },
		{ "a: 'b''", "'", "{a='b''}", "1:4+1" },
		{ "a: 'b\\", "'", "{a='b\\'}", "1:4+1" },
		{ "a: 'b \"c\"", "'", "{a='b \"c\"'}", "1:4+1" },
		{ "a: [b, \"c", "\"]", "{a=[b 'c']}", "1:8+1" },
		{ "a: ['b', 'c, d]", "']", "{a=['b' 'c, d]']}", "1:10+1" },
		{ "a: {b: \"c", "\"}", "{a={b='c'}}", "1:8+1" },
		{ "a: {b: c, \"d: e}", "\": f}", "{a={b=c d: e}=f}}",
		  "1:11+1" },
		{ "- a\n- \"b", "\"", "[a 'b']", "2:3+1" },
		{ "a: b\n\"c: d", "\": e", "{a=b c: d=e}", "2:1+1" },
		{ "\"a: b", "\": c", "{a: b=c}", "1:1+1" },
		{ "? \"a", "\"\n: b", "{a=b}", "1:3+1" },
		{ "a: b\r\nc: \"d\r\n  e: f", "\"", "{a=b c='d e: f'}",
		  "2:4+1" },
		{ "k\xc3\xa9y: \"\xc3\xa9", "\"", "{k\xc3\xa9y='\xc3\xa9'}",
		  "1:7+1" },
	};

	for (const auto &c : cases)
		for (const char *const end : { "", "\n", "\r\n", "\n\n" }) {
			const std::string cut = c.open + end;
			CAPTURE(cut);
			CHECK(parsed(c.open + c.close + end) == c.shape);
			CHECK(parsed(cut) ==
			      "yaml-syntax: the text that begins here has no "
			      "quote at its end");
			CHECK(place_of_error(cut) == c.place);
		}
	CHECK(help_of("a: \"b\n") ==
	      "close it with a \", or write it without quotes");
}

TEST_CASE("a quote inside a text opens nothing")
{
	const struct {
		std::string_view text, shape;
	} cases[] = {
		{ "a: it's\n", "{a=it's}" },
		{ "a: b \"c\n", "{a=b \"c}" },
		{ "a: b # it's\n", "{a=b}" },
		{ "a: |\n  'b\n", "{a=''b\n'}" },
		{ "a: >-\n  \"b\n", "{a='\"b'}" },
		{ "a: |\n  b", "{a='b\n'}" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.text);
		CHECK(parsed(c.text) == c.shape);
	}
}

TEST_CASE("nesting is limited and the rest of the text only skipped")
{
	const auto nested = [](size_t depth) {
		return std::string(depth, '[') + std::string(depth, ']');
	};

	CHECK(parsed(nested(32)) == nested(32));
	CHECK(parsed(nested(33)) ==
	      "yaml-syntax: nested too deeply for this file");
	CHECK(parsed(nested(200)) ==
	      "yaml-syntax: nested too deeply for this file");
	CHECK(parsed(nested(200000)).starts_with("yaml-syntax: "));
}

TEST_CASE("a node knows its line and column, in bytes")
{
	const Result<YamlNode> node = parse_yaml(
		{ "f.yaml", "k\xc3\xa9y: \"\xc3\xa9\"\nlist:\n  - one\n" });

	REQUIRE(node);
	const YamlNode::Entry &first = node.value().entries.at(0);
	CHECK(first.where.column == 1);
	CHECK(first.where.width == 4);
	CHECK(first.value.where.column == 7);
	const YamlNode &one = find(node.value(), "list")->items.at(0);
	CHECK(one.where.file == "f.yaml");
	CHECK(one.where.line == 3);
	CHECK(one.where.column == 5);
	CHECK(one.where.text == "  - one");
}

TEST_CASE("a byte order mark does not move the places behind it")
{
	const Result<YamlNode> node =
		parse_yaml({ "f.yaml", "\xef\xbb\xbfkey: value\n" });

	REQUIRE(node);
	CHECK(node.value().entries.at(0).where.width == 3);
	CHECK(node.value().entries.at(0).where.text == "key: value");
	CHECK(node.value().entries.at(0).value.where.column == 6);
}

TEST_CASE("look-ups give null or nothing for what is not there")
{
	const Result<YamlNode> node = parse_yaml({ "f", "a: b\nc: [d]\n" });

	REQUIRE(node);
	CHECK(text_of(node.value(), "a") == "b");
	CHECK(text_of(node.value(), "c").empty());
	CHECK(text_of(node.value(), "x").empty());
	CHECK(find(node.value(), "x") == nullptr);
	CHECK(kind_name(node.value()) == "a mapping");
	CHECK(kind_name(*find(node.value(), "a")) == "a text");
	CHECK(kind_name(*find(node.value(), "c")) == "a list");
	CHECK(kind_name(YamlNode()) == "nothing");
}

TEST_CASE("many keys take no longer than their number")
{
	std::string text;

	for (int i = 0; i < 30000; i++)
		text += str("key", i, ": x\n");
	const Result<YamlNode> node = parse_yaml({ "f", text });
	REQUIRE(node);
	CHECK(node.value().entries.size() == 30000);
	CHECK(parsed(text + "key7: y\n") ==
	      "duplicate-key: 'key7' stands here twice");
}
