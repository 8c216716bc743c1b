// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>
#include <set>

#include "testing/hostile_case.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

std::vector<HostileCase> corpus()
{
	std::vector<HostileCase> all;

	for (const std::vector<HostileCase> &cases :
	     { hostile_containers(), hostile_headers(), hostile_extensions(),
	       hostile_paths() })
		all.insert(all.end(), cases.begin(), cases.end());
	return all;
}

Result<Tree> unpack(const HostileCase &c, std::string_view archive, Sink &sink)
{
	return unpack_crate("demo.crate", archive, "demo", "1.0.0", c.limits,
			    sink);
}

std::map<std::string, std::string> text_of(const Tree &tree)
{
	std::map<std::string, std::string> out;

	for (const auto &[path, file] : tree)
		out.emplace(path, file.bytes());
	return out;
}

bool is_printable(std::string_view s)
{
	return std::all_of(s.begin(), s.end(),
			   [](char c) { return c >= ' ' && c <= '~'; });
}

void check_hostile(const HostileCase &c)
{
	Sink sink;
	const Result<Tree> result = unpack(c, c.hostile, sink);

	REQUIRE_FALSE(result);

	const Diag &diag = result.error();

	CHECK(diag.id == c.id);
	INFO(diag.message);
	CHECK(diag.message.find(c.entry) != std::string::npos);
	CHECK(is_printable(diag.message));
	CHECK(diag.where->file == "demo.crate");
	CHECK_FALSE(diag.help.empty());
	CHECK(sink.diags.empty());
}

void check_twin(const HostileCase &c)
{
	Sink sink;
	const Result<Tree> result = unpack(c, c.twin, sink);

	REQUIRE(outcome(result) == "ok");
	CHECK(text_of(result.value()) == text_of(c.expected));
	CHECK(sink.diags.empty());
}

} /* namespace */

TEST_CASE("every hostile archive is refused for its own reason, its twin not")
{
	for (const HostileCase &c : corpus()) {
		INFO(c.rule);
		CHECK(c.hostile != c.twin);
		check_hostile(c);
		check_twin(c);
	}
}

TEST_CASE("the hostile corpus has a case for each rule")
{
	std::set<Id> covered;
	std::set<std::string> rules;

	for (const HostileCase &c : corpus()) {
		covered.insert(c.id);
		INFO(c.rule);
		CHECK(rules.insert(c.rule).second);
	}
	CHECK(rules.size() >= 60);
	for (const Id id : all_ids()) {
		const bool ours = id >= Id::archive_too_large &&
				  id <= Id::manifest_missing;

		INFO(name_of(id));
		CHECK(covered.count(id) == (ours ? 1 : 0));
	}
}
