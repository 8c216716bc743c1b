// SPDX-License-Identifier: GPL-2.0-or-later

#include "licence/texts.h"

#include <algorithm>
#include <cstring>

#include "base/str.h"
#include "licence/test_texts.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

/* "MIT:100:3-9 ISC:97:12-20" */
std::string found_in(const std::string &text)
{
	static const LicenceTexts texts = invented_texts();
	std::vector<std::string> out;

	for (const TextMatch &match : texts.find(licence_words(text)))
		out.push_back(str(match.id, ":", match.likeness(), ":",
				  match.first_line, "-", match.last_line));
	return join(out, " ");
}

/* @text in lines of @words each that begin with @prefix. */
std::string rewrapped(const std::string &text, size_t words,
		      const std::string &prefix)
{
	std::string out = prefix;
	size_t n = 0;

	for (const std::string_view line : lines(text))
		for (const std::string_view word : split(line, ' '))
			out += str(++n % words ? " " : "\n" + prefix, word);
	return out;
}

std::string terms(const std::string &exception = "unless it is said")
{
	return std::string(may_use) +
	       "Contributions that somebody sends are under these terms too, " +
	       exception +
	       " that they are not, and a patent that would be infringed by "
	       "them is granted with them to all who use it.\n" +
	       no_promise;
}

} /* namespace */

TEST_CASE("a text is found by its words, with its lines")
{
	const std::string mit = std::string(may_use) + no_promise;

	check(found_in,
	      {
		      { mit, "MIT:100:1-6" },
		      { "The easy licence\n\n" + mit, "MIT:100:1-8" },
		      { "Copyright (c) 1999 X\n\n" + mit, "MIT:100:3-8" },
		      { "Something else.\n" + mit + "And more.\n",
			"MIT:100:2-7" },
		      { rewrapped(mit, 5, "// "), "MIT:100:1-16" },
		      { rewrapped(mit, 9, " * "), "MIT:100:1-9" },
		      { rewrapped(mit, 1000, ""), "MIT:100:1-1" },
		      { "Another text altogether, of nobody.\n", "" },
		      { "", "" },
	      });
}

TEST_CASE("of licences that contain each other the right one is found")
{
	check(found_in,
	      {
		      { str(may_use, keep_notice, no_promise),
			"BSD-2-Clause:100:1-7" },
		      { str(may_use, keep_notice, no_names, no_promise),
			"BSD-3-Clause:100:1-9" },
		      { str(may_use, " * ", keep_notice + 3, no_promise),
			"BSD-2-Clause:100:1-7" },
	      });
	/* Everybody has a name of his own there. */
	const std::string named =
		replace_all(str(may_use, keep_notice, no_names, no_promise),
			    "<owner>", "the Foo Company of Bar, Baz & Sons");
	CHECK(found_in(named) == "BSD-3-Clause:100:1-9");
	CHECK(found_in(replace_all(named, "THOSE WHO WROTE IT",
				   "FOO AND ALL OF ITS CHILDREN")) ==
	      "BSD-3-Clause:100:1-9");
}

TEST_CASE("without its appendix a text is no other licence's")
{
	check(found_in,
	      {
		      { terms(), "Apache-2.0:100:1-7" },
		      { terms() + appendix, "Apache-2.0:100:1-11" },
		      { "Terms of use\n\n" + terms(), "Apache-2.0:100:1-9" },
		      { terms("except for trade marks, which are not"),
			"Pixar:100:1-7" },
	      });
	/* Its appendix stands in front of it, as some have it. */
	const std::string before =
		str("How to apply them: write the following at the head of "
		    "each file, and put your own name\n\n",
		    terms());
	CHECK(found_in(before) == "Apache-2.0:100:3-9");
}

TEST_CASE("what only some have of a licence is no part of it")
{
	const std::string files =
		"Unicode Data Files include all data files of that place and "
		"of a second one, a third one, and whatever else there is "
		"that somebody has put beside them on some day.\n";
	const std::string rest =
		str("NOTICE TO USER: look out.\n", may_use, no_promise);
	const Result<LicenceTexts> texts =
		LicenceTexts::parse(str("%%% Unicode-DFS-2016\n", files, rest));

	REQUIRE_MESSAGE(texts, outcome(texts));
	for (const std::string &text : { rest, files + rest }) {
		const std::vector<TextMatch> found =
			texts.value().find(licence_words(text));
		REQUIRE(found.size() == 1);
		CHECK(found[0].likeness() == 100);
	}
}

TEST_CASE("what an appendix has in common with the next text is the latter's")
{
	const std::string bsd = str(may_use, keep_notice, no_promise);
	const std::string title = "The long licence of a later year\n\n";

	/* The licence before that text is whole without its appendix. */
	CHECK(found_in(str(terms(), bsd, std::strchr(appendix, '\n'))) ==
	      "Apache-2.0:100:1-7 BSD-2-Clause:100:8-14");
	/* Near and far in the appendix its title is said again, as Apache's. */
	for (const char *end : { "END OF TERMS AND CONDITIONS\n", appendix }) {
		CAPTURE(end);
		const Result<LicenceTexts> known = LicenceTexts::parse(
			str("%%% MIT\n", title, terms(), end, title));
		REQUIRE(known);
		const std::vector<TextMatch> both = known.value().find(
			licence_words(str(title, terms(), title, terms())));
		REQUIRE(both.size() == 2);
		CHECK(both[0].last_line == 9);
		CHECK(both[1].first_line == 10);
	}
}

TEST_CASE("a file with several texts has all of them")
{
	const std::string mit = std::string(may_use) + no_promise;
	const std::string bsd = str(may_use, keep_notice, no_promise);

	check(found_in,
	      {
		      { mit + "\nor\n\n" + bsd,
			"MIT:100:1-6 BSD-2-Clause:100:10-16" },
		      { bsd + mit, "BSD-2-Clause:100:1-7 MIT:100:8-13" },
		      { mit + "---\n" + mit, "MIT:100:1-6 MIT:100:8-13" },
		      { terms() + bsd + mit,
			"Apache-2.0:100:1-7 BSD-2-Clause:100:8-14 "
			"MIT:100:15-20" },
		      { rewrapped(terms() + bsd, 7, "# "),
			"Apache-2.0:100:1-17 BSD-2-Clause:100:17-29" },
	      });
}

TEST_CASE("what was changed is less like its licence")
{
	const std::string mit = std::string(may_use) + no_promise;
	const TextMatch match =
		invented_texts()
			.find(licence_words(replace_all(
				mit, "for money\nor without", "unpaid")))
			.at(0);

	CHECK(match.id == "MIT");
	CHECK(match.likeness() < 100);
	CHECK(match.likeness() >= licence_likeness);
	CHECK(match.missing == 4);
	CHECK(match.added == 1);
	/* One word is enough not to be the same. */
	CHECK(found_in(replace_all(mit, "NOBODY", "SOMEBODY")) == "MIT:98:1-6");
	/* Half a licence is none. */
	CHECK(found_in(may_use) == "");
}

TEST_CASE("a licence is known by its family")
{
	const LicenceTexts texts = invented_texts();

	CHECK(texts.has("MIT"));
	CHECK(texts.has("apache-2.0"));
	CHECK_FALSE(texts.has("GPL-2.0"));
	const Result<LicenceTexts> gpl = LicenceTexts::parse(
		std::string("%%% GPL-2.0-only\n") + may_use);
	REQUIRE(gpl);
	CHECK(gpl.value().has("GPL-2.0-or-later"));
}

TEST_CASE("a set without a text is none")
{
	for (const char *text :
	     { "", "MIT\n", "%%% \n", "%%% MIT\n", "%%% MIT\ntoo short\n",
	       "%%%MIT\na b c d\n" }) {
		CAPTURE(text);
		const Result<LicenceTexts> set = LicenceTexts::parse(text);
		CHECK(outcome(set) == "bad-licence: it has no licence's text");
	}
}

TEST_CASE("no text takes long, whatever it consists of")
{
	const LicenceTexts texts = invented_texts();
	const std::string mit = std::string(may_use) + no_promise;
	std::string phrase, licences, nearly;

	/* Sizes at which a square would be felt: seconds, not moments. */
	while (phrase.size() < 400000)
		phrase += "is allowed to run it, to read it, to change ";
	while (licences.size() < 400000)
		licences += mit;
	while (nearly.size() < 400000)
		nearly += may_use;
	CHECK(texts.find(licence_words(phrase)).empty());
	CHECK(texts.find(licence_words(nearly)).empty());
	const std::vector<TextMatch> all = texts.find(licence_words(licences));
	CHECK(all.size() == licences.size() / mit.size());
	CHECK(std::all_of(all.begin(), all.end(), [](const TextMatch &match) {
		return match.id == "MIT" && match.likeness() == 100;
	}));
}
