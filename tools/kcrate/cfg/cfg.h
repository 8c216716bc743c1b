/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * cfg expressions: cargo's grammar (crates/cargo-platform/src/cfg.rs) for
 * Cargo.toml's target tables, and their evaluation in three values, because a
 * source tree is read for more than one configuration at once.
 */

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"

namespace kcrate {

/* Kleene's truth: maybe is "in some configurations, or nobody knows". */
enum class Truth { no, maybe, yes };

Truth operator!(Truth a);
Truth all_of(Truth a, Truth b); /* the lesser */
Truth any_of(Truth a, Truth b); /* the greater */

/*
 * What is known of a configuration.  A key that was never mentioned is
 * unknown, and every predicate on it is Truth::maybe.
 */
class CfgSet {
public:
	/* @key holds, with @value if it has one: `unix`, `feature = "std"`. */
	void set(std::string_view key,
		 std::optional<std::string_view> value = {});

	/* Everything of @key that is not set does not hold. */
	void know(std::string_view key);

	/* Nobody knows about @key, not even after close(). */
	void leave_open(std::string_view key);

	/* Every key is known but those left open. */
	void close() { closed = true; }

	Truth lookup(std::string_view key,
		     std::optional<std::string_view> value) const;

private:
	struct Values {
		bool bare = false;
		bool known = false;
		bool open = false;
		std::set<std::string, std::less<>> with;
	};

	std::map<std::string, Values, std::less<>> keys;
	bool closed = false;
};

struct CfgExpr {
	enum class Kind { all, any, negation, predicate, literal };

	Kind kind = Kind::literal;
	std::vector<CfgExpr> operands;	  /* all, any, negation */
	std::string key;		  /* predicate */
	std::optional<std::string> value; /* predicate */
	bool truth = true;		  /* literal */
};

/*
 * The text of a `[target.'…']` key: `cfg(…)`, or a target's name, which is
 * returned as the predicate `target = "name"`.  Diag bad_cfg.
 */
Result<CfgExpr> parse_platform(std::string_view text);

/* What stands between the parentheses of cfg(…).  Diag bad_cfg. */
Result<CfgExpr> parse_cfg(std::string_view text);

/* In cargo's spelling; parse_cfg() reads it back to the same value. */
std::string to_string(const CfgExpr &expr);

Truth evaluate(const CfgExpr &expr, const CfgSet &cfgs);

} /* namespace kcrate */
