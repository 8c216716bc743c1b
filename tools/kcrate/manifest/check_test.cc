// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/schema.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

constexpr TextFormat lower = { "[a-z]+", "lower-case letters" };
constexpr TextFormat any = { "[^]*", "a text" };

Schema text(const TextFormat &format = lower)
{
	return { Schema::Kind::text, &format, {}, {} };
}

Schema of_kind(Schema::Kind kind, std::vector<Schema> items = {})
{
	return { kind, &lower, std::move(items), {} };
}

Schema mapping()
{
	return { Schema::Kind::mapping,
		 nullptr,
		 {},
		 { { "name", true, "How it is called", text() },
		   { "size", false, "How large it is",
		     of_kind(Schema::Kind::number) } } };
}

/* The outcome, and for a Diag "line:column". */
std::string checked(const Schema &schema, std::string_view yaml)
{
	const Result<YamlNode> node = parse_yaml({ "f.yaml", yaml });

	REQUIRE_MESSAGE(node, outcome(node));
	const Status status = check(node.value(), schema, "it");
	if (status)
		return "ok";
	const Place &at = status.error().where.value();
	return str(outcome(status), " @", at.line, ":", at.column);
}

std::string help_of(const Schema &schema, std::string_view yaml)
{
	const Result<YamlNode> node = parse_yaml({ "f.yaml", yaml });

	REQUIRE_MESSAGE(node, outcome(node));
	const Status status = check(node.value(), schema, "it");
	REQUIRE_FALSE(status);
	return status.error().help;
}

} /* namespace */

TEST_CASE("scalars are judged by kind, form and quotes")
{
	const Schema number = of_kind(Schema::Kind::number);
	const Schema flag = of_kind(Schema::Kind::flag);
	const struct {
		Schema schema;
		std::string_view yaml, said;
	} cases[] = {
		{ text(), "abc\n", "ok" },
		{ text(), "\"abc\"\n", "ok" },
		{ text(), "aBc\n",
		  "bad-value: it must be lower-case letters @1:1" },
		{ text(), "\"abc\\n\"\n",
		  "bad-value: it must be lower-case letters @1:1" },
		{ text(), "[abc]\n",
		  "wrong-type: it must be lower-case letters, not a list @1:1" },
		{ text(), "~\n",
		  "wrong-type: it must be lower-case letters, not nothing @1:1" },
		{ text(any), "\"\"\n", "ok" },
		{ text(any), "\"a\\nB\\x01\"\n", "ok" },
		{ text(any), "{a: b}\n",
		  "wrong-type: it must be a text, not a mapping @1:1" },
		{ number, "0\n", "ok" },
		{ number, "123456789\n", "ok" },
		{ number, "1234567890\n",
		  "bad-value: it must be a number @1:1" },
		{ number, "-1\n", "bad-value: it must be a number @1:1" },
		{ number, "1.5\n", "bad-value: it must be a number @1:1" },
		{ number, "\"1\"\n",
		  "wrong-type: it must be a number, not a text @1:1" },
		{ flag, "true\n", "ok" },
		{ flag, "false\n", "ok" },
		{ flag, "yes\n",
		  "wrong-type: it must be true or false, not a text @1:1" },
		{ flag, "\"true\"\n",
		  "wrong-type: it must be true or false, not a text @1:1" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.yaml);
		CHECK(checked(c.schema, c.yaml) == c.said);
	}
}

TEST_CASE("lists and maps judge what they hold")
{
	const Schema list = of_kind(Schema::Kind::list, { text() });
	const Schema map = of_kind(Schema::Kind::map, { text() });
	const struct {
		Schema schema;
		std::string_view yaml, said;
	} cases[] = {
		{ list, "[]\n", "ok" },
		{ list, "[a, b]\n", "ok" },
		{ list, "- a\n- B\n",
		  "bad-value: an item of it must be lower-case letters @2:3" },
		{ list, "a\n",
		  "wrong-type: it must be a list, not a text @1:1" },
		{ map, "{}\n", "ok" },
		{ map, "a: b\nc: d\n", "ok" },
		{ map, "a: b\nC: d\n",
		  "bad-value: a key of it must be lower-case letters @2:1" },
		{ map, "a: B\n",
		  "bad-value: 'a' must be lower-case letters @1:4" },
		{ map, "[a]\n",
		  "wrong-type: it must be a mapping, not a list @1:1" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.yaml);
		CHECK(checked(c.schema, c.yaml) == c.said);
	}
}

TEST_CASE("a mapping has the keys that it must have and no others")
{
	const Schema schema = mapping();

	CHECK(checked(schema, "name: a\n") == "ok");
	CHECK(checked(schema, "size: 3\nname: a\n") == "ok");
	CHECK(checked(schema, "name: a\nsize: x\n") ==
	      "bad-value: 'size' must be a number @2:7");
	CHECK(checked(schema, "size: 3\n") ==
	      "missing-key: it lacks 'name' @1:1");
	CHECK(help_of(schema, "size: 3\n") == "How it is called");
	CHECK(checked(schema, "name: a\nsise: 3\n") ==
	      "unknown-key: 'sise' is not a key of it @2:1");
	CHECK(help_of(schema, "name: a\nsise: 3\n") == "did you mean 'size'?");
	CHECK(help_of(schema, "zzzzz: 3\n") == "its keys are: name, size");
	CHECK(checked(schema, "a\n") ==
	      "wrong-type: it must be a mapping, not a text @1:1");
}

TEST_CASE("of two alternatives the kind decides, so the message fits it")
{
	const Schema either = {
		Schema::Kind::either, nullptr, { text(), mapping() }, {}
	};

	CHECK(checked(either, "a\n") == "ok");
	CHECK(checked(either, "name: a\n") == "ok");
	CHECK(checked(either, "A\n") ==
	      "bad-value: it must be lower-case letters @1:1");
	CHECK(checked(either, "size: 1\n") ==
	      "missing-key: it lacks 'name' @1:1");
	CHECK(checked(either, "[a]\n") ==
	      "wrong-type: it must be lower-case letters, not a list @1:1");
}

TEST_CASE("a text that is too long is told so, whatever it holds")
{
	const std::string fits(8192, 'a');

	CHECK(checked(text(), fits) == "ok");
	CHECK(checked(text(), fits + "a") ==
	      "bad-value: it is longer than 8192 bytes @1:1");
	CHECK(checked(text(any), fits + "a") == "ok");
}

TEST_CASE("a schema is written as JSON Schema")
{
	const Schema schema = {
		Schema::Kind::mapping,
		nullptr,
		{},
		{ { "name", true, "A name", text() },
		  { "body", false, "A body", text(any) },
		  { "tags", false, "Tags",
		    of_kind(Schema::Kind::map,
			    { of_kind(Schema::Kind::flag) }) },
		  { "list", false, "A list",
		    of_kind(Schema::Kind::list,
			    { of_kind(Schema::Kind::either,
				      { text(),
					of_kind(Schema::Kind::number) }) }) } }
	};

	CHECK(to_json_schema(schema, "a title") == R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "a title",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "name"
  ],
  "properties": {
    "name": {
      "type": "string",
      "pattern": "^([a-z]+)$",
      "description": "A name"
    },
    "body": {
      "type": "string",
      "description": "A body"
    },
    "tags": {
      "type": "object",
      "propertyNames": {
        "pattern": "^([a-z]+)$"
      },
      "additionalProperties": {
        "type": "boolean"
      },
      "description": "Tags"
    },
    "list": {
      "type": "array",
      "items": {
        "anyOf": [
          {
            "type": "string",
            "pattern": "^([a-z]+)$"
          },
          {
            "type": "integer",
            "minimum": 0
          }
        ]
      },
      "description": "A list"
    }
  }
}
)");
}
