/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Intervals in the order of versions, which is how the rustsec crate reads
 * requirements (rustsec/rustsec on GitHub, commit 7fad63bd,
 * src/osv/unaffected_range.rs).  It is not as with a dependency, see matches():
 * 2.0.0-rc.1 is in ">= 1.2.3", and not in "^1.2.3", which ends before 2.0.0-0.
 */

#include <optional>

#include "semver/semver.h"

namespace kcrate {

struct VersionBound {
	Version version;
	bool inclusive;
};

/* Without a bound it goes on for ever. */
struct VersionRange {
	std::optional<VersionBound> start, end;
};

/*
 * @requirement as an interval.  Diag bad_requirement for what is none: two
 * bounds at one end, "=", "^" or "~" beside another, "1.*", and what no version
 * is in.
 */
Result<VersionRange> range_of(const Requirement &requirement);

/* Whether a version may be in both. */
bool do_overlap(const VersionRange &a, const VersionRange &b);

bool is_in(const VersionRange &range, const Version &version);

} /* namespace kcrate */
