// SPDX-License-Identifier: GPL-2.0-or-later

#include "rewrite/edits.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

struct Edited {
	Result<size_t> places;
	std::string text;
};

/* Carries out @edits on "one two two three" in lib.rs, src/lib.rs upstream. */
Edited edited(const std::string &edits)
{
	Selection selection;

	selection.files["lib.rs"] = File("one two two three");
	selection.facts["lib.rs"] = { "src/lib.rs", FileRole::module, {} };
	selection.dropped["tests/t.rs"] = "not part of the library";
	Result<size_t> places =
		apply_edits(demo_entry("    edits:\n" + edits), selection);
	return { std::move(places),
		 std::string(selection.files["lib.rs"].bytes()) };
}

std::string edit(const std::string &find, const std::string &replace,
		 const std::string &more = "")
{
	return str("      - {file: src/lib.rs, why: w, find: \"", find,
		   "\", replace: \"", replace, "\"", more, "}\n");
}

std::string help_of(const std::string &edits)
{
	const Edited out = edited(edits);

	REQUIRE_FALSE(out.places);
	return out.places.error().help;
}

} /* namespace */

TEST_CASE("edits are made one after the other, and counted")
{
	const Edited none = edited("      []\n");
	const Edited both = edited(edit("one", "1") + edit("1 two", "x") +
				   edit("two", "2"));
	const Edited each = edited(edit("two", "2", ", count: 2"));
	const Edited gone = edited(edit(" two", "", ", count: 2"));

	CHECK(none.places.value() == 0);
	CHECK(none.text == "one two two three");
	CHECK(both.places.value() == 3);
	CHECK(both.text == "x 2 three");
	CHECK(each.places.value() == 2);
	CHECK(each.text == "one 2 2 three");
	CHECK(gone.text == "one three");
}

TEST_CASE("what an edit puts in place is not searched again")
{
	CHECK(edited(edit("two", "two two", ", count: 2")).text ==
	      "one two two two two three");
}

TEST_CASE("an edit finds its text as often as it says, or nothing is done")
{
	const struct {
		std::string edits, said, help;
	} cases[] = {
		{ edit("four", "4"),
		  "edit-mismatch: the text to find does not occur in "
		  "src/lib.rs",
		  "copy it from this version of the crate, white space "
		  "included" },
		{ edit("two", "2"),
		  "edit-mismatch: the text to find occurs 2 times in "
		  "src/lib.rs, not once",
		  "give more of the text around it, or the right 'count'" },
		{ edit("one", "1", ", count: 3"),
		  "edit-mismatch: the text to find occurs once in src/lib.rs, "
		  "not 3 times",
		  "give more of the text around it, or the right 'count'" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.edits);
		const Edited out = edited(c.edits);
		CHECK(outcome(out.places) == c.said);
		CHECK(out.text == "one two two three");
		CHECK(help_of(c.edits) == c.help);
	}
}

TEST_CASE("a file that is not kept says why not, or which was meant")
{
	const auto in = [](const std::string &file) {
		return str("      - {file: ", file,
			   ", why: w, find: a, replace: b}\n");
	};

	CHECK(outcome(edited(in("tests/t.rs")).places) ==
	      "file-not-found: 'tests/t.rs' is not kept: not part of the "
	      "library");
	CHECK(help_of(in("tests/t.rs")) == "remove the edit");
	CHECK(outcome(edited(in("src/lob.rs")).places) ==
	      "file-not-found: the crate has no file 'src/lob.rs'");
	CHECK(help_of(in("src/lob.rs")) == "did you mean 'src/lib.rs'?");
	/* Its name upstream, not the one it gets. */
	CHECK(outcome(edited(in("lib.rs")).places) ==
	      "file-not-found: the crate has no file 'lib.rs'");
	const Edited out = edited(in("x"));
	CHECK(where(out.places.error()) == "crates.yaml:7:9");
}
