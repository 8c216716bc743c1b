/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a crate's files say of its licence, and what its Cargo.toml says. */

#include <optional>
#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "cfg/cfg.h"
#include "diag/diag.h"
#include "licence/texts.h"
#include "tree/tree.h"

namespace kcrate {

struct LicenceQuestion {
	/* Null: texts are not looked at. */
	const LicenceTexts *texts = nullptr;
	/*
	 * The licence that a manifest has for the crate; an import has told all
	 * that is to be told of it.  Else it is Cargo.toml's.
	 */
	std::optional<std::string> judged = {};
	/*
	 * By which source files are known to be compiled; none: all beside the
	 * root are.
	 */
	std::vector<CfgSet> cfgs = {};
};

struct LicenceAudit {
	std::vector<Diag> findings;
	std::vector<std::string> copyrights; /* each once */
};

/*
 * Findings bad_licence (a name that is not SPDX's is a warning),
 * licence_not_accepted and licence_deprecated of the declared licence;
 * licence_text_missing, licence_text_differs and licence_text_unknown of the
 * licence files, those at the top, in LICENSES/ and `license-file`; and
 * licence_header_differs of the first lines of source files that are compiled.
 *
 * A text is missing or unknown only where that can be known: not for licences
 * of which @question has no text itself.
 */
LicenceAudit check_licences(const CargoToml &cargo, const Tree &files,
			    const LicenceQuestion &question);

} /* namespace kcrate */
