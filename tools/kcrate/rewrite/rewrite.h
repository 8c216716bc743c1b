/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * From upstream's files to the kernel's: documentation that is read from files
 * is taken out, edits are made, licence tags set, patches applied, in this
 * order.  What was done is returned as the phrases that the crate's README.md
 * consists of, so that the README cannot say anything else.
 */

#include <map>
#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "manifest/manifest.h"
#include "select/select.h"

namespace kcrate {

struct Rewritten {
	Tree files;
	std::string rewritten_hash;
	/* Each completes "only modified to": "add the SPDX …". */
	std::vector<std::string> changes;
	size_t modifications = 0; /* places that differ from upstream */
};

/*
 * @tag is the crate's licence for an SPDX line; @patches has the texts of the
 * patch files that @entry names.  Diags of apply_edits(), with_spdx_header(),
 * parse_patch() and apply_patch(); name_collision, patch_without_licence.
 */
Result<Rewritten> rewrite(const CrateEntry &entry, const std::string &tag,
			  const std::map<std::string, std::string> &patches,
			  Selection selection);

} /* namespace kcrate */
