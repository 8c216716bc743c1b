// SPDX-License-Identifier: GPL-2.0-or-later

#include "licence/words.h"

#include "base/str.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

std::string words(const std::string &text)
{
	return join(licence_words(text).words, " ");
}

std::string copyrights(const std::string &text)
{
	return join(licence_words(text).copyrights, "; ");
}

} /* namespace */

TEST_CASE("how a text is set makes no difference to its words")
{
	check(words,
	      {
		      { "You MAY copy it.", "you may copy it" },
		      { "// You may\n// copy it.", "you may copy it" },
		      { " * You may\n *   copy it.", "you may copy it" },
		      { "1. You may\n  (b) copy\n c) it", "you may copy it" },
		      { "You 1. may (ii) copy it", "you may copy it" },
		      { "\xe2\x80\x9cYou\xe2\x80\x9d may", "you may" },
		      { "non-\ninfringement non-infringement",
			"noninfringement noninfringement" },
		      { "a Licence at http://x", "a license at https x" },
		      { "Stra\xc3\x9f"
			"e",
			"stra\xc3\x9f"
			"e" },
		      { "All rights\nreserved. Yes", "yes" },
		      { "Version 2.0, version 2. Or GPLv2+",
			"version 2 0 version 2 or gplv2 +" },
		      { "", "" },
		      { "\n\n-- \n", "" },
	      });
}

TEST_CASE("whose the copyright is stands beside the words")
{
	check(copyrights,
	      {
		      { "Copyright (c) 2020 A B\nx", "Copyright (c) 2020 A B" },
		      { "// Copyright 2020 A", "Copyright 2020 A" },
		      { "(c) 2020 A", "(c) 2020 A" },
		      { "\xc2\xa9 2020 A", "\xc2\xa9 2020 A" },
		      { "Copyright (C) A\nCopyright: 2019, B",
			"Copyright (C) A; Copyright: 2019, B" },
		      { "Copyright The Foo Developers",
			"Copyright The Foo Developers" },
		      /* Sentences whose line begins so. */
		      { "copyright notice and this list", "" },
		      { "Copyright License. Subject to", "" },
		      { "COPYRIGHT HOLDERS BE LIABLE", "" },
		      { "(c) You must retain", "" },
	      });
	CHECK(words("Copyright (c) 2020 A\nYou may") == "you may");
	CHECK(words("Copyright 2020 A. Licensed under MIT")
		      .ends_with("licensed under mit"));
}

TEST_CASE("a word has the line that it is in")
{
	const LicenceWords read = licence_words("a\n\n b c\nCopyright 1\nd");

	CHECK(read.lines == std::vector<size_t>{ 1, 3, 3, 5 });
}

TEST_CASE("what is too long for a licence is cut off")
{
	const LicenceWords read =
		licence_words(std::string(max_licence_size + 99, 'a'));

	REQUIRE(read.words.size() == 1);
	CHECK(read.words[0].size() == max_licence_size);
}
