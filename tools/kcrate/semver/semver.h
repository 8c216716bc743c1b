/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Versions and requirements as cargo has them: the semver crate, version 1
 * (its src/parse.rs and src/eval.rs are the rules).
 */

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"

namespace kcrate {

struct Version {
	uint64_t major = 0, minor = 0, patch = 0;
	std::string pre;   /* "alpha.1", "" for a release */
	std::string build; /* "dfsg", never compared by a requirement */
};

/* Diag bad_version; the message names the offending part. */
Result<Version> parse_version(std::string_view text);
std::string to_string(const Version &version);

/* semver's precedence: build metadata is left out. */
std::strong_ordering compare(const Version &a, const Version &b);

/*
 * The order of all versions that are written differently: compare(), then the
 * build metadata, as the semver crate does (its src/impls.rs).
 */
std::strong_ordering compare_all(const Version &a, const Version &b);

struct Comparator {
	enum class Op {
		exact,
		greater,
		greater_eq,
		less,
		less_eq,
		tilde,
		caret,
		wildcard
	};

	Op op = Op::caret;
	uint64_t major = 0;
	bool has_minor = false, has_patch = false;
	uint64_t minor = 0, patch = 0;
	std::string pre;
};

/* All comparators must hold; none at all is "*". */
struct Requirement {
	std::vector<Comparator> comparators;
};

/* Diag bad_requirement. */
Result<Requirement> parse_requirement(std::string_view text);
std::string to_string(const Requirement &requirement);

/* Includes the rule that a pre-release must be asked for by name. */
bool matches(const Requirement &requirement, const Version &version);

} /* namespace kcrate */
