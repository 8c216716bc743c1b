// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/trial_needs.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/str.h"

namespace kcrate {

namespace {

using Units = std::vector<AuditedCrate>;

/* The numbers of what @unit needs, of @seen; nothing where one has none. */
template <typename AllSeen>
std::optional<std::vector<size_t>> numbers_of(const AuditedCrate &unit,
					      const AllSeen &seen)
{
	std::vector<size_t> out;

	for (const size_t need : unit.needs) {
		if (!seen[need])
			return {};
		out.push_back(seen[need]->number);
	}
	return out;
}

/* Of those @unit needs, of @units, the ones for the kernel. */
template <typename AllSeen>
std::vector<Offering> offerings_of(const AuditedCrate &unit, const Units &units,
				   const AllSeen &seen)
{
	std::vector<Offering> out;

	for (const size_t need : unit.needs) {
		const std::vector<size_t> &below = units[need].needs;
		if (units[need].target == Target::host)
			continue;
		out.push_back({ units[need].cargo, seen[need]->offers,
				std::any_of(below.begin(), below.end(),
					    [&](size_t i) {
						    return units[i].target ==
							   Target::host;
					    }) });
	}
	return out;
}

/* The grade of what @unit needs, of @units. */
template <typename AllSeen>
Grade grade_below(const AuditedCrate &unit, const Units &units,
		  const AllSeen &seen)
{
	Grade out = Grade::core;

	for (const size_t need : unit.needs)
		if (unit.target == Target::kernel &&
		    units[need].target == Target::kernel)
			out = std::max(out, seen[need]->grade);
	return out;
}

} /* namespace */

const TrialMemo::Entry *TrialMemo::find(const Key &key)
{
	const std::lock_guard lock(mutex);
	const auto at = entries.find(key);

	return at == entries.end() ? nullptr : &at->second;
}

const TrialMemo::Entry &TrialMemo::add(Key key, NeedFacts facts)
{
	const std::lock_guard lock(mutex);
	const size_t number =
		std::numeric_limits<size_t>::max() - entries.size();

	return entries
		.try_emplace(std::move(key), Entry{ number, std::move(facts) })
		.first->second;
}

TrialNeeds::TrialNeeds(const std::vector<AuditedCrate> &crates,
		       const std::vector<CrateAudit> &audits,
		       const TrialWays &ways, JudgingOrder &order)
	: crates(crates), audits(audits), ways(ways), order(order)
{
	for (size_t i = 0; i < crates.size(); i++)
		places.emplace(crates[i].cargo, i);
}

/* The one before @index that is as @unit. */
std::optional<TrialNeeds::Seen> TrialNeeds::find(size_t index,
						 const AuditedCrate &unit,
						 const AllSeen &seen) const
{
	const std::optional<std::vector<size_t>> needs = numbers_of(unit, seen);
	const auto [begin, end] = places.equal_range(unit.cargo);

	for (auto at = begin; needs && at != end; ++at) {
		const size_t place = at->second;
		const AuditedCrate &one = crates[place];
		const CrateAudit &audit = audits[place];
		if (one.target != unit.target ||
		    one.features != unit.features || one.needs != *needs ||
		    !order.is_before(place, index))
			continue;
		order.wait_for(place);
		return Seen{ place, is_good(audit.verdict), audit.grade,
			     &audit.offers };
	}
	return {};
}

/* The one of @units at @index, of which all that it needs is good. */
NeedFacts TrialNeeds::facts_of(const Units &units, size_t index,
			       const AllSeen &seen) const
{
	const AuditedCrate &unit = units[index];
	TokenStore tokens;
	NeedFacts out;

	/* What is bad at a glance is looked at no further. */
	for (const AuditDepth depth :
	     { AuditDepth::trial, AuditDepth::whole }) {
		CrateAudit found = ways.audit(unit, depth, tokens);
		if (depth == AuditDepth::whole)
			judge_offerings(unit, offerings_of(unit, units, seen),
					found);
		out.is_good =
			work_of(mend_alone(ways.audit, unit, found, tokens)
					.audit) == 0;
		out.grade = std::max(found.own, grade_below(unit, units, seen));
		if (!out.is_good)
			return out;
		out.offers = std::move(found.offers);
	}
	return out;
}

TrialNeeds::Seen TrialNeeds::audit(const Units &units, size_t index,
				   const AllSeen &seen) const
{
	const AuditedCrate &unit = units[index];
	TrialMemo::Key key = { unit.cargo, unit.target, unit.features,
			       *numbers_of(unit, seen) };
	const TrialMemo::Entry *entry = ways.memo.find(key);

	if (!entry)
		entry = &ways.memo.add(std::move(key),
				       facts_of(units, index, seen));
	return { entry->number, entry->facts.is_good, entry->facts.grade,
		 &entry->facts.offers };
}

std::optional<WouldNeed>
TrialNeeds::of(size_t index, const std::set<std::string> &asked) const
{
	const std::optional<Units> units = ways.resolve(index, asked);
	WouldNeed out;

	if (!units)
		return {};
	AllSeen seen(units->size() - 1);
	out.features = units->back().features;
	const auto is_bad = [&](size_t i) {
		if (!seen[i] || seen[i]->is_good)
			return false;
		out.bad = name_of((*units)[i]);
		return true;
	};
	/* One that is known to be bad saves the audit of all others. */
	for (size_t i = 0; i < seen.size(); i++) {
		seen[i] = find(index, (*units)[i], seen);
		if (is_bad(i))
			return out;
	}
	for (size_t i = 0; i < seen.size(); i++) {
		if (!seen[i])
			seen[i] = audit(*units, i, seen);
		if (is_bad(i))
			return out;
	}
	out.grade = grade_below(units->back(), *units, seen);
	out.offerings = offerings_of(units->back(), *units, seen);
	return out;
}

void judge_offerings(const AuditedCrate &crate,
		     const std::vector<Offering> &offerings, CrateAudit &audit)
{
	for (const Offering &offering : offerings)
		if (crate.target == Target::kernel && !offering.has_macros)
			judge_items(crate, *offering.cargo, *offering.offers,
				    audit);
}

} /* namespace kcrate */
