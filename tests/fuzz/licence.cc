// SPDX-License-Identifier: GPL-2.0-or-later

/* A licence expression in the first line, a licence file in the others. */

#include <algorithm>

#include "fuzz.h"
#include "licence/identify.h"
#include "spdx/names.h"

using namespace kcrate;

namespace {

/* Two that share most of their words, and a short one. */
LicenceTexts small_set()
{
	Result<LicenceTexts> out = LicenceTexts::parse(
		"%%% A\nTitle\n\nyou may use copy and change this if <name> "
		"is told of it by mail or phone before the end of the year\n"
		"%%% B\nyou may use copy and change this if <name> is told of "
		"it by mail or phone before the end of the year and pay for "
		"it when you are asked to by those who wrote it\n"
		"%%% C\ndo what you like with it\n");

	require(bool(out), "the set is one");
	return std::move(out.value());
}

void check_expression(std::string_view text)
{
	const Result<LaxLicence> lax = parse_licence_lax(text);
	const Result<Licence> strict = parse_licence(text);

	require(lax || !strict, "what is SPDX is read");
	if (!lax) {
		require_sound(lax.error(), text);
		return;
	}
	const std::string printed = to_string(lax.value().licence);
	const Result<LaxLicence> again = parse_licence_lax(printed);
	require(again && again.value().substitutions.empty(),
		"what was read needs no other reading");
	require(to_string(again.value().licence) == printed,
		"a licence is printed the same again");
	const Result<std::string> tag = kernel_tag(lax.value().licence);
	require(!tag || parse_licence(tag.value()), "a tag can be read");
	require(!tag || gpl2_law(lax.value().licence) == Law::compatible,
		"what the kernel takes is compatible by law");
}

void check_matches(const std::vector<TextMatch> &matches, size_t lines)
{
	size_t end = 0;

	for (const TextMatch &match : matches) {
		require(match.begin < match.end, "a text has words");
		require(match.end > end, "texts are in order");
		require(match.first_line &&
				match.first_line <= match.last_line &&
				match.last_line <= lines,
			"its lines are there");
		require(match.likeness() >= least_likeness &&
				match.likeness() <= 100,
			"it is like its licence");
		require((match.likeness() == 100) ==
				!(match.missing + match.added),
			"it is the same only if nothing differs");
		end = match.end;
	}
}

std::vector<std::string> ids_of(const std::vector<TextMatch> &matches)
{
	std::vector<std::string> out;

	for (const TextMatch &match : matches)
		out.push_back(match.id);
	return out;
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const LicenceTexts known = small_set();
	const std::string_view text = text_of(data, size);
	const size_t end = std::min(text.find('\n'), text.size());
	const std::string_view rest = text.substr(end);
	const LicenceWords words = licence_words(rest);
	const std::vector<TextMatch> matches = known.find(words);
	const LicenceFile file = identify_licences(rest, known);

	check_expression(text.substr(0, end));
	require(words.words.size() == words.lines.size(),
		"each word has a line");
	check_matches(matches, split(rest, '\n').size());
	require(ids_of(known.find(licence_words(str(rest, "\n\n")))) ==
			ids_of(matches),
		"empty lines mean nothing");
	require(file.texts.size() + file.similar.size() == matches.size(),
		"each text is told once");
	for (const LicenceNotice &notice : file.notices)
		require(notice.line && !to_string(notice.licence).empty(),
			"a notice says something");
	return 0;
}
