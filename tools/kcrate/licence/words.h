/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A licence's text as the words that matter.  After SPDX's "Matching
 * guidelines": case, punctuation, line breaks, comment signs, bullets and
 * numbers of paragraphs, and lines that say whose the copyright is, make no
 * difference.
 */

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kcrate {

struct LicenceWords {
	std::vector<std::string> words; /* in lower case; "+" of "GPLv2+" */
	std::vector<size_t> lines;	/* of each, from 1 */
	std::vector<std::string> copyrights; /* the lines that were left out */
};

/* Texts beyond this are no licences; what is behind it is not read. */
constexpr size_t max_licence_size = 1 << 20;

LicenceWords licence_words(std::string_view text);

} /* namespace kcrate */
