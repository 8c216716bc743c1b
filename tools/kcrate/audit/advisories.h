/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Advisories in the format of RustSec's database, and which of them are about
 * a crate.
 *
 * The rules are those of the rustsec crate (rustsec/rustsec on GitHub, commit
 * 7fad63bd).  A file is TOML between "```toml" and "```", with a heading behind
 * it that is the title (rustsec/src/advisory/parts.rs), and has the name of its
 * id, in a directory with the name of its package (src/database/entries.rs).
 *
 * `patched` and `unaffected` are intervals (semver/range.h), no two of which
 * overlap, and a version is affected that is in none of them
 * (src/osv/ranges_for_advisory.rs).
 */

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/crate_audit.h"
#include "diag/diag.h"
#include "diag/result.h"
#include "semver/range.h"

namespace kcrate {

/* A function and the versions in which it is at fault, none for all. */
struct FaultyFunction {
	std::string path;
	std::vector<VersionRange> versions;
};

struct Advisory {
	std::string id;
	std::string title;
	std::string url;	/* "" for none */
	std::string kind;	/* "" for a vulnerability, "unsound" … */
	bool withdrawn = false; /* it was wrong */
	std::vector<std::string> patched; /* requirements */
	std::vector<VersionRange> safe;	  /* those, and of `unaffected` */
	/* What it is only about, where that is said. */
	std::vector<std::string> arch, os;
	std::vector<FaultyFunction> functions;
};

/*
 * The advisory @source, which is about @package and in a file of its id.  Diag
 * file_unreadable, with the place.
 */
Result<Advisory> parse_advisory(const SourceText &source,
				std::string_view package);

/* Whether @version is one that @advisory is about; its date does not matter. */
bool affects(const Advisory &advisory, const Version &version);

/*
 * What the advisory @source, which is about its package, has to say of @crate:
 * a finding advisory where it is one of @crate's version, and a note where it
 * is of other systems only.  One that cannot be read is file_unreadable.
 */
std::optional<Diag> check_advisory(const AuditedCrate &crate,
				   const SourceText &source);

} /* namespace kcrate */
