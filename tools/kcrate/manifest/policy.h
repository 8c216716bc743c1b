/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * policy.yaml as a value: what findings of an audit weigh, how much of what a
 * crate may have, and what somebody has looked at and found good.
 * Documentation/policy.rst is its reference.
 */

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diag.h"
#include "diag/result.h"

namespace kcrate {

/* Findings that somebody answers for. */
struct Waiver {
	Id id;
	std::string crate;
	std::string file; /* of the crate, or a directory there; "" for all */
	std::string why;
	std::string until; /* a day, "2027-03-01", the last; "" for ever */
	Place where;
};

/* The most that a crate may have of something: "unsafe", "panics" … */
using Budgets = std::map<std::string, size_t>;

struct Policy {
	std::map<Id, Severity> severities;
	Budgets budgets;
	std::map<std::string, Budgets> crates; /* which differ from these */
	std::vector<Waiver> waivers;
};

/*
 * @text is the content of @file.  Diags of parse_yaml() and check(); bad_value
 * for what is no id.
 */
Result<Policy> parse_policy(const std::string &file, std::string_view text);

} /* namespace kcrate */
