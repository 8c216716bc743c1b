// SPDX-License-Identifier: GPL-2.0-or-later

#include "licence/identify.h"

#include <algorithm>
#include <utility>

namespace kcrate {

namespace {

/* How long those are that most files have: Apache's, GNU's, LLVM's. */
constexpr size_t notice_words = 150;

/* Words that texts of licences are full of. */
bool is_term(std::string_view word)
{
	for (const std::string_view stem :
	     { "licen", "permi", "warrant", "redistribut", "liab", "grant" })
		if (word.starts_with(stem))
			return true;
	return false;
}

void find_rest(const LicenceWords &words, const std::vector<bool> &covered,
	       LicenceFile &out)
{
	size_t begin = 0;

	for (size_t i = 0; i <= covered.size(); i++) {
		if (i < covered.size() && !covered[i])
			continue;
		if (i - begin > out.rest_words) {
			out.rest_words = i - begin;
			out.rest_line = words.lines[begin];
			out.terms = std::any_of(
				words.words.begin() +
					static_cast<ptrdiff_t>(begin),
				words.words.begin() + static_cast<ptrdiff_t>(i),
				is_term);
		}
		begin = i + 1;
	}
}

} /* namespace */

LicenceFile identify_licences(std::string_view text, const LicenceTexts &known)
{
	LicenceWords words = licence_words(text);
	std::vector<bool> covered(words.words.size());
	LicenceFile out;

	for (TextMatch &match : known.find(words)) {
		std::fill(covered.begin() + static_cast<ptrdiff_t>(match.begin),
			  covered.begin() + static_cast<ptrdiff_t>(match.end),
			  true);
		std::vector<TextMatch> &to =
			match.likeness() >= licence_likeness ? out.texts
							     : out.similar;
		to.push_back(std::move(match));
	}
	out.notices = find_notices(text, words, covered);
	for (const LicenceNotice &notice : out.notices)
		if (notice.word < covered.size())
			std::fill_n(covered.begin() +
					    static_cast<ptrdiff_t>(notice.word),
				    std::min(notice_words,
					     covered.size() - notice.word),
				    true);
	find_rest(words, covered, out);
	out.copyrights = std::move(words.copyrights);
	return out;
}

} /* namespace kcrate */
