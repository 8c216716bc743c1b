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

class CfgSet;

/*
 * What a CfgSet was asked, and what it said.  Whoever goes by one alone comes
 * to the same with another that says the same.
 */
class CfgAnswers {
public:
	void add(std::string_view key, std::optional<std::string_view> value,
		 Truth truth);

	/* Whether @cfgs would have said all of it. */
	bool are_of(const CfgSet &cfgs) const;

private:
	struct OfKey {
		std::optional<Truth> bare;
		std::map<std::string, Truth, std::less<>> with;
	};

	std::map<std::string, OfKey, std::less<>> keys;
};

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

	/* What lookup() says from now on is added to @answers, which outlive
	 * this and all copies. */
	void tell(CfgAnswers &answers) { told = &answers; }

	Truth lookup(std::string_view key,
		     std::optional<std::string_view> value) const;

private:
	friend class CfgAnswers; /* it asks what is told to nobody */

	Truth truth_of(std::string_view key,
		       std::optional<std::string_view> value) const;

	struct Values {
		bool bare = false;
		bool known = false;
		bool open = false;
		std::set<std::string, std::less<>> with;
	};

	std::map<std::string, Values, std::less<>> keys;
	bool closed = false;
	CfgAnswers *told = nullptr;
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

/* What does not matter for the result is not looked up. */
Truth evaluate(const CfgExpr &expr, const CfgSet &cfgs);

} /* namespace kcrate */
