/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What source files say of their licence in their first lines. */

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/licence_files.h"
#include "spdx/spdx.h"

namespace kcrate {

/* Line @line, from 1, of @text, which is @file's. */
Place line_place(const std::string &file, std::string_view text, size_t line);

/* licence_family(), of those that have one text. */
std::string text_family(std::string_view id);

/*
 * Whether what is under @file may be used under each choice that @crate
 * offers: "MIT OR ISC" may where the crate is MIT, and MIT may not where it is
 * "MIT OR ISC".  Beyond 64 choices nothing is known against it.
 */
bool is_covered(const Licence &crate, const Licence &file);

/* Finding licence_text_unknown: @match is a part of @text, which is @file's. */
Diag unknown_text(const std::string &file, std::string_view text,
		  const TextMatch &match);

/*
 * Findings licence_header_differs of those files that are compiled, and
 * licence_text_unknown of those that say nothing but what is like the text of
 * a licence that is not @declared.
 */
std::vector<Diag> differing_headers(const CargoToml &cargo, const Tree &files,
				    const Licence &declared,
				    const LicenceQuestion &question);

/* The families of the licences whose texts are in headers of source files. */
std::set<std::string> families_in_headers(const Tree &files,
					  const LicenceTexts &known);

} /* namespace kcrate */
