/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a crate would need with other features, and whether that is good. */

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "audit/judging_order.h"
#include "audit/recipe_alone.h"

namespace kcrate {

/*
 * The one at @index with no features but @asked asked of it by name, behind all
 * that it needs then: `needs` are places in what is returned.  Nothing where
 * that is not at hand.
 */
using ResolveAgain = std::function<std::optional<std::vector<AuditedCrate>>(
	size_t index, const std::set<std::string> &asked)>;

/* What those that need a crate have to know of it. */
struct NeedFacts {
	bool is_good = false;
	Grade grade = Grade::core; /* with all that it needs */
	/* Of one that is good, as CrateAudit's. */
	std::optional<std::set<std::string>> offers;
};

/* What trials have found of crates that are none of the audited ones, for all
 * threads and all of a run. */
class TrialMemo {
public:
	/* What a crate needs is known by numbers: see TrialNeeds. */
	using Key = std::tuple<const CargoToml *, Target, std::set<std::string>,
			       std::vector<size_t>>;
	struct Entry {
		size_t number = 0;
		NeedFacts facts;
	};

	/* Null where there is none; else it stays where it is. */
	const Entry *find(const Key &key);
	/* The one of @key, with @facts unless there was one. */
	const Entry &add(Key key, NeedFacts facts);

private:
	std::mutex mutex;
	std::map<Key, Entry> entries;
};

/* How crates are looked at again; several threads may do so. */
struct TrialWays {
	AuditAgain audit;
	ResolveAgain resolve;
	TrialMemo &memo;
};

/* One that a crate needs, as far as the crate's source is concerned. */
struct Offering {
	const CargoToml *cargo;
	const std::optional<std::set<std::string>> *offers;
	bool has_macros = false; /* which may make names for it */
};

/* What a crate would need. */
struct WouldNeed {
	std::set<std::string> features; /* that the crate would have */
	std::string bad; /* "NAME VERSION" of one that is not good, or "" */
	/* Where all are good: of them, and those that it names itself. */
	Grade grade = Grade::core;
	std::vector<Offering> offerings;
};

/* The needs of crates as they would be. */
class TrialNeeds {
public:
	/* @audits are of @crates, and get their verdicts by @order. */
	TrialNeeds(const std::vector<AuditedCrate> &crates,
		   const std::vector<CrateAudit> &audits, const TrialWays &ways,
		   JudgingOrder &order);

	/*
	 * Those of the crate at @index with @asked alone.  One that is as one
	 * of @crates before it has its verdict, for which this waits; another
	 * is audited.  Nothing where they are not at hand.
	 */
	std::optional<WouldNeed> of(size_t index,
				    const std::set<std::string> &asked) const;

private:
	/* A known crate's number is its place, others' are from the end. */
	struct Seen {
		size_t number;
		bool is_good;
		Grade grade;
		const std::optional<std::set<std::string>> *offers;
	};
	using Units = std::vector<AuditedCrate>;
	using AllSeen = std::vector<std::optional<Seen>>;

	std::optional<Seen> find(size_t index, const AuditedCrate &unit,
				 const AllSeen &seen) const;
	Seen audit(const Units &units, size_t index, const AllSeen &seen) const;
	NeedFacts facts_of(const Units &units, size_t index,
			   const AllSeen &seen) const;

	const std::vector<AuditedCrate> &crates;
	const std::vector<CrateAudit> &audits;
	const TrialWays &ways;
	JudgingOrder &order;
	std::multimap<const CargoToml *, size_t> places; /* in crates */
};

/* Adds to @audit, which is of @crate, item_missing for what it uses of
 * @offerings and is not there. */
void judge_offerings(const AuditedCrate &crate,
		     const std::vector<Offering> &offerings, CrateAudit &audit);

} /* namespace kcrate */
