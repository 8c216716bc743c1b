/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Licences of our own invention, related as those are that there are. */

#include <string>

#include "licence/texts.h"
#include "testing/test.h"

namespace kcrate {

/* What all of them begin with, and end with. */
inline constexpr char may_use[] =
	"Whoever obtains this program is allowed to run it, to read it, to\n"
	"change it and to hand it on, in source form or compiled, for money\n"
	"or without, as long as the following is observed:\n";
inline constexpr char no_promise[] =
	"THIS PROGRAM IS HANDED OUT AS IT IS, AND NOBODY PROMISES THAT IT\n"
	"WORKS, THAT IT IS FIT FOR ANYTHING, OR THAT IT BREAKS NO LAW. IN NO\n"
	"EVENT SHALL THOSE WHO WROTE IT BE LIABLE FOR WHAT COMES OF IT.\n";
inline constexpr char keep_notice[] =
	"1. Copies in source form keep these lines as they are.\n";
inline constexpr char no_names[] =
	"2. Neither the name of <owner> nor the names of those who helped may\n"
	"be used to praise what was made of it unless they agreed before.\n";
inline constexpr char appendix[] =
	"END OF TERMS AND CONDITIONS\n"
	"How to apply them: write the following at the head of each file, and\n"
	"put your own name and the year where it says so, then send a letter\n"
	"with it to everybody whom you know, by ordinary mail if you can.\n";

/*
 * MIT: all that may be; BSD-2-Clause and BSD-3-Clause: one and two conditions;
 * Apache-2.0: a long one with an appendix; Pixar: the same with some words of
 * its own and none.
 */
inline LicenceTexts invented_texts()
{
	const std::string terms =
		std::string("Terms of use\n\n") + may_use +
		"Contributions that somebody sends are under these terms too,\n"
		"unless it is said that they are not, and a patent that would\n"
		"be infringed by them is granted with them to all who use it.\n";
	std::string pixar = terms;
	Result<LicenceTexts> out = LicenceTexts::parse(
		std::string("Invented.\n%%% MIT\nThe easy licence\n\n") +
		may_use + no_promise + "%%% BSD-2-Clause\n" + may_use +
		keep_notice + no_promise + "%%% BSD-3-Clause\n" + may_use +
		keep_notice + no_names + no_promise + "%%% Apache-2.0\n" +
		terms + no_promise + appendix + "%%% Pixar\nModified\n\n" +
		pixar.replace(pixar.find("unless it is said"), 17,
			      "except for trade marks, which are not") +
		no_promise);

	REQUIRE_MESSAGE(out, outcome(out));
	return std::move(out.value());
}

} /* namespace kcrate */
