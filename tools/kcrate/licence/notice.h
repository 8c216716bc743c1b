/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a file says of its licence in a few words. */

#include <string>
#include <string_view>
#include <vector>

#include "licence/words.h"
#include "spdx/spdx.h"

namespace kcrate {

struct LicenceNotice {
	Licence licence;
	size_t line = 0;  /* from 1 */
	size_t word = 0;  /* at which it begins; npos for a tag */
	bool tag = false; /* a line "SPDX-License-Identifier: ..." */
};

/*
 * The notices in @text: lines that begin with "SPDX-License-Identifier:" or
 * "License:", what is nothing but an expression, and sentences such as
 * "licensed under either of Apache License, Version 2.0 or MIT license, at
 * your option" and "dual-licensed under MIT and Unlicense", which both mean OR.
 * "and" means AND where there is no talk of a choice; "BSD" is an id for any of
 * these licences.  @words are those of @text; @covered says of which of them
 * the meaning is known already.
 */
std::vector<LicenceNotice> find_notices(std::string_view text,
					const LicenceWords &words,
					const std::vector<bool> &covered);

} /* namespace kcrate */
