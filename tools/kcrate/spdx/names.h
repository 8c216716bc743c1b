/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Licences by the names that people give them: "GPLv2", "the MIT license". */

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"
#include "spdx/spdx.h"

namespace kcrate {

/* The name of a licence among words. */
struct NamedLicence {
	/* SPDX's; "GPL" and the like where no version is told. */
	std::string id;
	size_t words = 0; /* how many of them are the name */
	bool versioned = true;
};

/*
 * The longest name that begins at @at in @words, which are in lower case and
 * have letters and digits, or are "+".  The table is ours: imprecise names are
 * read as those who wrote them meant them ("gnu gpl v2" is GPL-2.0-only), and
 * what may mean several has an id that is none of SPDX's: "BSD".
 */
std::optional<NamedLicence>
licence_name_at(const std::vector<std::string> &words, size_t at);

/* What was written, and what it was read as. */
struct Substitution {
	std::string from, to;
};

struct LaxLicence {
	Licence licence;
	std::vector<Substitution> substitutions; /* none: it is SPDX */
};

/*
 * parse_licence(), and where that fails or has ids that SPDX does not have,
 * names in place of ids.  Diag bad_licence, that of parse_licence().
 */
Result<LaxLicence> parse_licence_lax(std::string_view text);

} /* namespace kcrate */
