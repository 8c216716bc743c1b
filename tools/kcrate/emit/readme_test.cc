// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/emit.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

ReadmeFacts facts()
{
	ReadmeFacts out;

	out.name = "demo";
	out.version = "1.2.3";
	out.licence = "Apache-2.0 OR MIT";
	return out;
}

/* The first paragraph behind the heading, as one line. */
std::string prose(const ReadmeFacts &facts)
{
	const std::string text = emit_readme(facts);
	const size_t begin = text.find("\n\n") + 2;

	return replace_all(
		trim(text.substr(begin, text.find("\n\n", begin) - begin)),
		"\n", " ");
}

} /* namespace */

TEST_CASE("a README in full")
{
	ReadmeFacts full = facts();

	full.released = "2025-03-12";
	full.repository = "https://example.org/demo";
	full.changes = { "add the SPDX license identifiers",
			 "remove the `libc` dependency" };
	full.links = { "https://example.org/demo/blob/v1/README.md#license",
		       "LICENSE-MIT" };
	CHECK(emit_readme(full) == R"(# `demo`

These source files come from the Rust `demo` crate, version 1.2.3
(released 2025-03-12), hosted in the <https://example.org/demo>
repository, licensed under "Apache-2.0 OR MIT" and only modified to add
the SPDX license identifiers and to remove the `libc` dependency.

For copyright details, please see:

    https://example.org/demo/blob/v1/README.md#license
    LICENSE-MIT
)");
}

TEST_CASE("a README of a crate from git has the commit")
{
	ReadmeFacts from_git = facts();

	from_git.commit = "0123abc";
	CHECK(prose(from_git).find(
		      "version 1.2.3, as of commit 0123abc, licensed under ") !=
	      std::string::npos);
}

TEST_CASE("a README says nothing of what is not known")
{
	CHECK(emit_readme(facts()) == R"(# `demo`

These source files come from the Rust `demo` crate, version 1.2.3,
licensed under "Apache-2.0 OR MIT" and not modified.
)");
}

TEST_CASE("changes are joined as a sentence")
{
	const std::string head = "These source files come from the Rust `demo` "
				 "crate, version 1.2.3, licensed under "
				 "\"Apache-2.0 OR MIT\" and ";
	const struct {
		std::vector<std::string> changes;
		std::string words;
	} cases[] = {
		{ {}, "not modified." },
		{ { "a" }, "only modified to a." },
		{ { "a", "b" }, "only modified to a and to b." },
		{ { "a", "b", "c" }, "only modified to a, to b and to c." },
	};

	for (const auto &c : cases) {
		ReadmeFacts some = facts();
		some.changes = c.changes;
		CHECK(prose(some) == head + c.words);
	}
}

TEST_CASE("a choice among licences and Debian's version are told")
{
	ReadmeFacts some = facts();

	some.chosen_licence = "MIT";
	some.debian_package = "librust-demo-dev 1.2.3-1";
	CHECK(prose(some) ==
	      "These source files come from the Rust `demo` crate, version "
	      "1.2.3, as Debian distributes it in `librust-demo-dev 1.2.3-1` "
	      "(which may differ from what crates.io has), licensed under "
	      "\"Apache-2.0 OR MIT\" (here: \"MIT\") and not modified.");
}

TEST_CASE("lines are at most 72 columns, but words stay whole")
{
	ReadmeFacts some = facts();

	some.repository = "https://example.org/" + std::string(90, 'x');
	some.changes = { std::string(71, 'y') };
	size_t longer = 0;
	const std::string text = emit_readme(some);
	for (const std::string_view line : lines(text))
		longer += line.size() > 72;
	CHECK(longer == 1);
	CHECK(text.find("\n" + std::string(71, 'y') + ".\n") !=
	      std::string::npos);
}
