// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/yaml_bytes.h"

#include "testing/damaged.h"

using namespace kcrate;

namespace {

constexpr std::string_view specimen = R"(# comment
schema: 1
'quoted key': "quoted \n value"
nothing:
list: [a, "b", {c: d}, []]
deep:
  - - - e
  - |
    two
    lines
)";

YamlNode parsed(std::string_view text)
{
	const Result<YamlNode> node = parse_yaml({ "file.yaml", text });

	REQUIRE(outcome(node) == "ok");
	return node.value();
}

std::string told(const Place &place)
{
	const auto &[file, line, column, width, text] = place;

	return str(file, ":", line, ":", column, "+", width, " '", text, "'");
}

std::string told(const YamlNode &node)
{
	const auto &[kind, scalar, quoted, items, entries, where] = node;
	std::string out = str(static_cast<int>(kind), " '", scalar, "' ",
			      static_cast<int>(quoted), " ", told(where), "\n");

	for (const YamlNode &item : items)
		out += "- " + told(item);
	for (const YamlNode::Entry &entry : entries) {
		const auto &[key, at, value] = entry;
		out += str("'", key, "' ", told(at), ": ", told(value));
	}
	return out;
}

} /* namespace */

TEST_CASE("YAML that is read is what was written")
{
	for (const std::string_view text :
	     { specimen, std::string_view(""), std::string_view("a") }) {
		const YamlNode node = parsed(text);
		const std::string bytes = to_bytes(node);
		const std::optional<YamlNode> again = yaml_of(bytes);

		REQUIRE(again);
		CHECK(told(*again) == told(node));
		CHECK(to_bytes(*again) == bytes);
	}
}

TEST_CASE("bytes of YAML that are cut off, or go on, are nothing")
{
	const std::string bytes = to_bytes(parsed(specimen));

	for (size_t size = 0; size < bytes.size(); size++) {
		CAPTURE(size);
		CHECK_FALSE(yaml_of(std::string_view(bytes).substr(0, size)));
	}
	CHECK_FALSE(yaml_of(bytes + '\0'));
}

TEST_CASE("damaged bytes of YAML are nothing or a value")
{
	check_damaged(to_bytes(parsed(specimen)), yaml_of);
}

TEST_CASE("bytes of YAML that go deeper than any text are nothing")
{
	const auto nested = [](int depth) {
		YamlNode node;

		for (int i = 0; i < depth; i++) {
			YamlNode outer;
			outer.items.push_back(std::move(node));
			node = std::move(outer);
		}
		return to_bytes(node);
	};

	CHECK(yaml_of(nested(64)));
	CHECK_FALSE(yaml_of(nested(1000)));
}
