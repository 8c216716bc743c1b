// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Versions and requirements, for tests/oracle/semver.sh:
 *
 *   semver_answers make SEED COUNT   prints lines "requirement|version|version"
 *   semver_answers                   reads such lines and answers each: what of
 *                                    it can be read, in our spelling; whether
 *                                    the first version meets the requirement;
 *                                    which version is older
 */

#include <iostream>

#include "base/str.h"
#include "random_graphs.h"
#include "semver/semver.h"

using namespace kcrate;

namespace {

/* Few numbers, so that versions and requirements meet often. */
std::string number(Dice &dice)
{
	const std::vector<std::string> odd = {
		"00", "01", "18446744073709551615", "18446744073709551616",
		"",   "-1"
	};

	return dice.percent(2) ? dice.of(odd) : std::to_string(dice.below(4));
}

std::string identifiers(Dice &dice, char begin)
{
	const std::vector<std::string> words = { "0",  "1",   "alpha", "beta",
						 "rc", "a-b", "10",    "1a",
						 "-",  "x" };
	const std::vector<std::string> odd = { "01", "", "_", "a b" };
	std::string out(1, begin);

	for (size_t n = 1 + dice.below(3); n; n--)
		out += (dice.percent(2) ? dice.of(odd) : dice.of(words)) +
		       (n > 1 ? "." : "");
	return out;
}

std::string version(Dice &dice)
{
	std::string out =
		str(number(dice), ".", number(dice), ".", number(dice));

	if (dice.percent(35))
		out += identifiers(dice, '-');
	if (dice.percent(10))
		out += identifiers(dice, '+');
	if (dice.percent(2))
		out.insert(dice.below(out.size() + 1), 1,
			   " .-+xv*"[dice.below(7)]);
	return out;
}

std::string comparator(Dice &dice)
{
	const std::vector<std::string> ops = { "",   "=", ">", ">=", "<",
					       "<=", "~", "^", "==", "> " };
	const std::vector<std::string> wild = { "*", "x", "X" };
	std::string out = dice.percent(35) ? "" : dice.of(ops);
	const size_t parts = 1 + dice.below(3);

	for (size_t n = 0; n < parts; n++)
		out += (n ? "." : "") +
		       (dice.percent(6) ? dice.of(wild) : number(dice));
	if (parts == 3 && dice.percent(30))
		out += identifiers(dice, '-');
	if (dice.percent(5))
		out += identifiers(dice, '+');
	return out;
}

std::string requirement(Dice &dice)
{
	const std::vector<std::string> commas = { ",", ", ", " , ", ",," };
	std::string out = dice.percent(4) ? " " : "";

	out += comparator(dice);
	for (size_t n = dice.percent(30) ? 1 + dice.below(2) : 0; n; n--)
		out += dice.of(commas) + comparator(dice);
	if (dice.percent(2))
		out.insert(dice.below(out.size() + 1), 1,
			   " .-+x,*="[dice.below(8)]);
	return out;
}

std::string answer(std::string_view line)
{
	const std::vector<std::string_view> fields = split(line, '|');
	const Result<Requirement> wanted = parse_requirement(fields[0]);
	const Result<Version> a = parse_version(fields[1]);
	const Result<Version> b = parse_version(fields[2]);
	std::string out = wanted ? to_string(wanted.value()) : "-";

	out += str("|", a ? to_string(a.value()) : "-", "|",
		   b ? to_string(b.value()) : "-", "|");
	if (wanted && a)
		out += matches(wanted.value(), a.value()) ? "meets" : "fails";
	out += "|";
	if (a && b) {
		const auto order = compare(a.value(), b.value());
		out += order < 0 ? "<" : order > 0 ? ">" : "=";
	}
	return out;
}

} /* namespace */

int main(int argc, char **argv)
{
	if (argc == 4) {
		Dice dice(std::stoull(argv[2]));
		for (size_t n = std::stoull(argv[3]); n; n--)
			std::cout << requirement(dice) << '|' << version(dice)
				  << '|' << version(dice) << '\n';
		return 0;
	}
	for (std::string line; std::getline(std::cin, line);)
		std::cout << answer(line) << '\n';
	return 0;
}
