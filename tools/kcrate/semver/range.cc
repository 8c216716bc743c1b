// SPDX-License-Identifier: GPL-2.0-or-later

#include "semver/range.h"

#include <limits>
#include <utility>

#include "base/str.h"

namespace kcrate {

namespace {

using Op = Comparator::Op;

Diag bad_versions(std::string_view why, const Requirement &requirement)
{
	return Diag(Id::bad_requirement,
		    str(why, " in '", to_string(requirement), "'"));
}

/* What is written of it, with nothing behind. */
Version version_of(const Comparator &of)
{
	return { of.major, of.minor, of.patch, of.pre, {} };
}

/* Behind all that "^" and "~" mean: "-0" is the least pre-release. */
Result<VersionBound> end_of(const Comparator &of)
{
	Version end = { of.major, 0, 0, "0", {} };
	uint64_t *last = &end.major;

	if (of.has_minor && (of.op == Op::tilde || of.major == 0)) {
		end.minor = of.minor;
		last = &end.minor;
		if (of.has_patch && of.op == Op::caret && of.minor == 0) {
			end.patch = of.patch;
			last = &end.patch;
		}
	}
	if (*last == std::numeric_limits<uint64_t>::max())
		return bad_versions("no version is greater", { { of } });
	++*last;
	return VersionBound{ std::move(end), false };
}

/* Whether a range may begin with @start and end with @end. */
bool in_order(const std::optional<VersionBound> &start,
	      const std::optional<VersionBound> &end)
{
	if (!start || !end)
		return true;
	const std::strong_ordering order =
		compare(start->version, end->version);
	return std::is_lt(order) ||
	       (std::is_eq(order) && start->inclusive && end->inclusive);
}

Status add_bound(const Requirement &requirement, const Comparator &of,
		 VersionRange &out)
{
	const bool lower = of.op == Op::greater || of.op == Op::greater_eq;
	std::optional<VersionBound> &bound = lower ? out.start : out.end;

	if (bound)
		return bad_versions("two bounds at one end", requirement);
	bound = { version_of(of),
		  of.op == Op::greater_eq || of.op == Op::less_eq };
	return ok();
}

Status add_comparator(const Requirement &requirement, const Comparator &of,
		      VersionRange &out)
{
	switch (of.op) {
	case Op::greater:
	case Op::greater_eq:
	case Op::less:
	case Op::less_eq:
		return add_bound(requirement, of, out);
	case Op::wildcard:
		return bad_versions("a wildcard", requirement);
	case Op::exact:
	case Op::caret:
	case Op::tilde:
		break;
	}
	if (requirement.comparators.size() > 1)
		return bad_versions("'=', '^' or '~' beside another",
				    requirement);
	out.start = { version_of(of), true };
	if (of.op == Op::exact)
		out.end = out.start;
	else
		out.end = TRY(end_of(of));
	return ok();
}

} /* namespace */

Result<VersionRange> range_of(const Requirement &requirement)
{
	VersionRange out;

	for (const Comparator &one : requirement.comparators)
		TRY(add_comparator(requirement, one, out));
	if (!in_order(out.start, out.end))
		return bad_versions("no version is", requirement);
	return out;
}

bool do_overlap(const VersionRange &a, const VersionRange &b)
{
	return in_order(a.start, b.end) && in_order(b.start, a.end);
}

bool is_in(const VersionRange &range, const Version &version)
{
	const VersionBound point = { version, true };

	return in_order(range.start, point) && in_order(point, range.end);
}

} /* namespace kcrate */
