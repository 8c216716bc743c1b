/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* All that can be known of a file that may be a licence's. */

#include <string>
#include <string_view>
#include <vector>

#include "licence/notice.h"
#include "licence/texts.h"

namespace kcrate {

struct LicenceFile {
	std::vector<TextMatch> texts;	    /* that are a licence's */
	std::vector<TextMatch> similar;	    /* that are only like one */
	std::vector<LicenceNotice> notices; /* in the rest */
	std::vector<std::string> copyrights;
	/* The first of the longest part that is none of these, and how many
	 * words it has; it speaks of permissions where @terms. */
	size_t rest_line = 0, rest_words = 0;
	bool terms = false;
};

LicenceFile identify_licences(std::string_view text, const LicenceTexts &known);

} /* namespace kcrate */
