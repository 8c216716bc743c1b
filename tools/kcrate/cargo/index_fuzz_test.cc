// SPDX-License-Identifier: GPL-2.0-or-later

/* Lines of an index that are damaged at random. */

#include <random>

#include "cargo/index_record.h"
#include "testing/crates.h"

using namespace kcrate;

namespace {

constexpr int rounds = 20000;
constexpr unsigned seed = 20261126;

using Random = std::mt19937;

/* std::uniform_int_distribution differs between libraries. */
size_t below(Random &random, size_t n)
{
	return random() % n;
}

/* A line with all that is known. */
std::string specimen()
{
	return str(
		R"({"name":"demo","vers":"1.0.0","deps":[{"name":"a",)",
		R"("req":"^1, <2","features":["f"],"optional":true,)",
		R"x("default_features":false,"target":"cfg(not(unix))",)x",
		R"("kind":"build","registry":null,"package":"b"}],"cksum":")",
		fake_hash('0'), R"(","features":{"f":["a/g","h"],"h":[]},)",
		R"("features2":{"g":["dep:a","a?/x"]},"yanked":false,)",
		R"("links":"z","rust_version":"1.70","v":2,)",
		R"("pubtime":"2025-11-12T19:30:12Z"})", "\n");
}

void damage(Random &random, std::string &text)
{
	/* Characters that mean something are met more often than by chance. */
	static constexpr std::string_view telling("\0\"[]{},:-0\\\n\xff/", 14);
	const size_t at = below(random, text.size());
	const size_t from = below(random, text.size());

	switch (below(random, 4)) {
	case 0:
		text[at] = telling[below(random, telling.size())];
		break;
	case 1:
		text[at] = static_cast<char>(text[at] ^ 1 << below(random, 8));
		break;
	case 2:
		text.insert(at, text.substr(from, below(random, 40)));
		break;
	default:
		text.erase(at, 1 + below(random, 20));
	}
}

} /* namespace */

TEST_CASE("a damaged line is a record of that crate, or left out")
{
	Random random(seed);
	size_t usable = 0, with_fault = 0, left_out = 0;

	for (int i = 0; i < rounds; i++) {
		std::string text = specimen() + specimen();
		for (size_t n = 1 + below(random, 4); n && !text.empty(); n--)
			damage(random, text);
		const IndexFile file = parse_index("demo", text, "demo");
		for (const IndexRecord &record : file.records) {
			REQUIRE(record.name == "demo");
			REQUIRE(to_string(record.version) ==
				record.version_text);
			if (!record.fault.empty()) {
				with_fault++;
				continue;
			}
			REQUIRE(is_sha256(record.sha256));
			for (const Dependency &dependency : record.dependencies)
				REQUIRE_FALSE(
					contains(dependency.package, "/"));
			usable++;
		}
		left_out += file.skipped.size();
	}
	/* All three have been there, often. */
	CHECK(usable > rounds / 20);
	CHECK(with_fault > rounds / 20);
	CHECK(left_out > rounds / 20);
}
