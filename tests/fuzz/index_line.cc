// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * An index file of the crate `a`: a version a line, some of them readable.
 * Behind a first byte from 0x80 on, each byte changes a line that is good, by
 * the list below, or ends it: chance alone would take long to find these.
 */

#include <array>
#include <map>
#include <vector>

#include "cargo/index_record.h"
#include "fuzz.h"

using namespace kcrate;

namespace {

struct Member {
	std::string_view key;
	std::string_view value; /* "": it is not there */
};

constexpr std::string_view hash =
	R"("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")";

constexpr std::array<Member, 5> good_members = { {
	{ "name", R"("a")" },
	{ "vers", R"("1.0.0")" },
	{ "deps", "[]" },
	{ "features", "{}" },
	{ "cksum", hash },
} };

constexpr std::array<Member, 63> known_members = { {
	{ "name", R"("b")" },
	{ "name", "" },
	{ "vers", R"("1.2.0-x.1+y")" },
	{ "vers", R"("1.2.0+z")" },
	{ "vers", R"("1.2")" },
	{ "vers", "1" },
	{ "vers", R"("2.0.0")" },
	{ "vers", R"("0.0.1-0")" },
	{ "deps", "" },
	{ "deps", "{}" },
	{ "deps", "[1]" },
	{ "deps", "[{}]" },
	{ "deps", R"([{"name":"b","req":"^1"}])" },
	{ "deps", R"([{"name":"b","req":"^1","optional":true}])" },
	{ "deps", R"([{"name":"b","req":">=1, <2","optional":1}])" },
	{ "deps", R"([{"name":"b","req":"x"}])" },
	{ "deps", R"([{"name":"b"}])" },
	{ "deps", R"([{"name":"","req":"*"}])" },
	{ "deps", R"([{"name":"b","req":"*","package":"b c"}])" },
	{ "deps", R"([{"name":"b","req":"=1.2.3","package":"d"}])" },
	{ "deps", R"([{"name":"b","req":"~1","kind":"dev"}])" },
	{ "deps",
	  R"([{"name":"b","req":"1.*","kind":"dev","optional":true}])" },
	{ "deps", R"([{"name":"b","req":"<0.1","kind":"build"}])" },
	{ "deps", R"([{"name":"b","req":"1","kind":3}])" },
	{ "deps", R"([{"name":"b","req":"1","default_features":false}])" },
	{ "deps", R"([{"name":"b","req":"1","features":["x",""]}])" },
	{ "deps", R"([{"name":"b","req":"1","features":[null]}])" },
	{ "deps", R"([{"name":"b","req":"1","target":null}])" },
	{ "deps",
	  R"j([{"name":"b","req":"1","target":"cfg(any(unix, a))"}])j" },
	{ "deps", R"([{"name":"b","req":"1","target":"cfg("}])" },
	{ "deps", R"([{"name":"b","req":"1","target":"x86_64-x-y"}])" },
	{ "deps", R"([{"name":"b","req":"1","registry":"r"}])" },
	{ "deps", R"([{"name":"b","req":"1","artifact":["bin"]}])" },
	{ "deps",
	  R"([{"name":"b","req":"1","optional":true},{"name":"c","req":"1"}])" },
	{ "features", "" },
	{ "features", "[]" },
	{ "features", R"({"x":1})" },
	{ "features", R"({"x":[1]})" },
	{ "features", R"({"default":["x"],"x":[]})" },
	{ "features", R"({"x":["y"],"y":["x"]})" },
	{ "features", R"({"x":["dep:b","b/z","b?/z"]})" },
	{ "features", R"({"x":["b"]})" },
	{ "features", R"({"x":["c/z"]})" },
	{ "features", R"({"x":["dep:b/z"]})" },
	{ "features", R"({"b":[],"dep:x":[]})" },
	{ "features", R"({"x y":[]})" },
	{ "features2", R"({"x":["dep:b"],"z":[]})" },
	{ "features2", "null" },
	{ "cksum", R"("00")" },
	{ "cksum", "" },
	{ "yanked", "true" },
	{ "yanked", "null" },
	{ "yanked", "0" },
	{ "links", R"("z")" },
	{ "rust_version", R"("1.70")" },
	{ "rust_version", R"("1.x")" },
	{ "pubtime", R"("2025-11-12T19:30:12Z")" },
	{ "pubtime", R"("2025-11-12 19:30")" },
	{ "v", "2" },
	{ "v", "3" },
	{ "v", "-1" },
	{ "v", "4294967296" },
	{ "other",
	  R"([{"\ud83d\ude00":[1e5,-0.5,true,false,"\u00e9\n"]},{}])" },
} };

using Line = std::map<std::string_view, std::string_view>;

Line good_line()
{
	Line out;

	for (const Member &member : good_members)
		out[member.key] = member.value;
	return out;
}

std::string text_of(const Line &line)
{
	std::string out;

	for (const auto &[key, value] : line)
		if (!value.empty())
			out += str(out.empty() ? "{" : ",", '"', key,
				   "\":", value);
	return out + "}\n";
}

std::string index_of(std::string_view input)
{
	constexpr size_t most = 3; /* lines, before the last */
	Line line = good_line();
	std::string out;
	size_t lines = 0;

	if (input.empty() || !(input[0] & 0x80))
		return std::string(input);
	for (const char c : input.substr(1)) {
		const size_t which =
			static_cast<uint8_t>(c) % (known_members.size() + 1);
		if (which < known_members.size()) {
			const Member &member = known_members[which];
			line[member.key] = member.value;
			continue;
		}
		if (lines++ < most)
			out += text_of(line);
		line = good_line();
	}
	return out + text_of(line);
}

/* What can be chosen is whole: nobody asks a record again. */
void check_record(const IndexRecord &record)
{
	require(record.name == "a", "a record is of the crate asked for");
	require(to_string(record.version) == record.version_text,
		"a version is printed as it was read");
	if (!record.fault.empty())
		return;
	require(is_sha256(record.sha256), "what can be chosen has a hash");
	require(bool(feature_map(record.features, record.dependencies)),
		"what can be chosen has features that cargo accepts");
	for (const Dependency &dep : record.dependencies)
		require(!dep.name.empty() && !dep.package.empty(),
			"a dependency has a name");
}

void check_line(const IndexFile &alone)
{
	require(alone.records.size() + alone.skipped.size() <= 1,
		"a line is of one version at most");
}

/* The lines of an index have nothing to do with each other. */
void check_alone(std::string_view line, const IndexFile &whole)
{
	const IndexFile alone = parse_index("index", line, "a");

	check_line(alone);
	for (const IndexRecord &record : alone.records) {
		size_t seen = 0;
		for (const IndexRecord &other : whole.records)
			seen += other.version_text == record.version_text;
		require(seen <= 1, "a version is there once");
	}
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const std::string text = index_of(text_of(data, size));
	const std::vector<std::string_view> lines = split(text, '\n');
	const IndexFile file = parse_index("index", text, "a");

	for (const IndexRecord &record : file.records)
		check_record(record);
	for (const Diag &diag : file.skipped)
		require(diag.where && diag.where->line,
			"a line that is left out has a place");
	if (lines.size() == 1)
		check_line(file);
	else
		for (const std::string_view line : lines)
			check_alone(line, file);
	return 0;
}
