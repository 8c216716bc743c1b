// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * The search for versions, after cargo's src/resolver/mod.rs.
 *
 * It is depth first: take the open wish that leaves the least choice, choose
 * the best version that nothing stands against, and open what that needs in
 * turn.  Where no version is left, go back to the last decision that could
 * change this, and take its next version.  As that alone could take for ever,
 * it is remembered which packages stand against which dependency, and what
 * cannot succeed is not begun.
 *
 * Which versions are found depends on the order of all this, and on some
 * shortcuts that are not quite exact (a conflict is remembered for a dependency
 * whatever features are asked of it), so it is cargo's to the letter.
 */

#include "resolve/versions.h"

#include <algorithm>

#include "base/str.h"
#include "resolve/conflict_cache.h"
#include "resolve/version_choice.h"
#include "resolve/version_conflict.h"
#include "resolve/version_pool.h"
#include "resolve/version_state.h"

namespace kcrate {

namespace {

/* One for each dependency that is met; cargo's hardest tests have 5,000. */
constexpr size_t max_steps = 300000;

/* A wish of which one version after the other is tried. */
struct Attempt {
	size_t parent;
	const Wish *wish;
	size_t next = 0; /* of the versions */
	/* Found by looking ahead: is there another after this? */
	std::optional<size_t> ahead = {};
	Conflict conflict = {}; /* what stood against those before */
};

/* A decision that can be taken again. */
struct Decision {
	Attempt attempt;
	size_t mark, age; /* of the state before it */
};

struct Candidate {
	size_t package;
	bool another; /* after it */
};

class Search {
public:
	Search(const IndexRecord &root, const ReadRecords &read,
	       const VersionOptions &options)
		: pool(read, options), state(pool)
	{
		pool.add_root(root);
	}

	Result<VersionChoice> run();

private:
	Status begin();
	Status decide(Attempt attempt, bool hopeless);
	Result<bool> try_out(Attempt &attempt, const Candidate &candidate);
	Result<const Needs *> choose(const Attempt &attempt, size_t package);
	bool is_hopeless(Attempt &attempt, size_t package, const Needs &needs);

	std::optional<Candidate> next(Attempt &attempt);
	std::optional<Candidate> go_back(Attempt &attempt);
	std::optional<size_t> age_of_all(size_t parent,
					 const Conflict &conflict) const;
	std::optional<Conflict> generalized(const Attempt &attempt) const;
	std::optional<Conflict> instead(const Attempt &attempt, size_t critical,
					size_t dependency, size_t parent) const;
	const Conflict *known(size_t dependency,
			      std::optional<size_t> with = {}) const;

	VersionPool pool;
	VersionState state;
	ConflictCache cache;
	std::vector<Decision> decisions;
	size_t steps = 0, taken_back = 0;

	/* Of the attempt under way: */
	bool in_vain = false;	/* made for the message alone */
	bool went_back = false; /* its conflict may not be complete */
};

/* The next version of @attempt that could be chosen beside all others. */
std::optional<Candidate> Search::next(Attempt &attempt)
{
	const std::vector<size_t> &versions = *attempt.wish->versions;

	while (attempt.next < versions.size()) {
		const size_t package = versions[attempt.next++];
		const std::optional<size_t> same = state.in_lane_of(package);
		const std::optional<size_t> linked = state.linked_like(package);

		if (same && *same != package) {
			attempt.conflict.emplace(*same, Obstacle{});
			continue;
		}
		if (linked && *linked != package) {
			attempt.conflict.emplace(
				*linked,
				Obstacle{ Obstacle::Kind::links,
					  pool.record(package).links });
			continue;
		}
		const std::optional<size_t> before = attempt.ahead;
		attempt.ahead = package;
		if (before)
			return Candidate{ *before, true };
	}
	if (!attempt.ahead)
		return {};
	const size_t last = *attempt.ahead;
	attempt.ahead.reset();
	return Candidate{ last, false };
}

const Conflict *Search::known(size_t dependency,
			      std::optional<size_t> with) const
{
	return cache.find(
		dependency,
		[&](size_t package) { return state.age_of(package); }, with);
}

/* When the last of @parent and all of @conflict was chosen, if all are. */
std::optional<size_t> Search::age_of_all(size_t parent,
					 const Conflict &conflict) const
{
	std::optional<size_t> out = state.age_of(parent);

	for (const auto &[package, obstacle] : conflict) {
		const std::optional<size_t> age = state.age_of(package);
		if (!age || !out)
			return {};
		out = std::max(*out, *age);
	}
	return out;
}

/*
 * The conflict of @attempt if @dependency of @parent, for which @critical was
 * chosen, had been met otherwise: where all that could do so are known to stand
 * against the attempt as well, it is @parent that does.
 */
std::optional<Conflict> Search::instead(const Attempt &attempt, size_t critical,
					size_t dependency, size_t parent) const
{
	const std::vector<size_t> &others = pool.versions(dependency);
	const size_t critical_age = *state.age_of(critical);
	Conflict out = attempt.conflict;

	for (auto other = others.rbegin(); other != others.rend(); ++other) {
		const Conflict *conflict = cache.find(
			attempt.wish->dependency,
			[&](size_t package) {
				return package == *other
					       ? critical_age
					       : state.age_of(package);
			},
			*other, critical_age);
		if (!conflict)
			return {};
		out.insert(conflict->begin(), conflict->end());
	}
	for (const size_t other : others)
		out.erase(other);
	out[parent] = attempt.conflict.at(critical);
	return out;
}

/* A conflict that lets us go back further than that of @attempt, if any. */
std::optional<Conflict> Search::generalized(const Attempt &attempt) const
{
	std::optional<size_t> age, critical;

	for (const auto &[package, obstacle] : attempt.conflict) {
		const std::optional<size_t> own = state.age_of(package);
		if (!own)
			return {};
		if (!age || *own > *age) {
			age = own;
			critical = package;
		}
	}
	/* What led to all this may find out itself. */
	if (!critical || state.is_below(attempt.parent, *critical))
		return {};
	for (const auto &[parent, wishes] : state.parents_of(*critical)) {
		if (state.age_of(parent).value_or(*age) >= *age)
			continue;
		for (const size_t dependency : wishes)
			if (std::optional<Conflict> out = instead(
				    attempt, *critical, dependency, parent))
				return out;
	}
	return {};
}

/*
 * Nothing is left for @attempt, which becomes that of an earlier decision that
 * could have led elsewhere, with its next version.  Nothing where there is
 * none.
 */
std::optional<Candidate> Search::go_back(Attempt &attempt)
{
	std::optional<Conflict> general;
	std::optional<size_t> age;

	if (!in_vain && !went_back) {
		cache.add(attempt.wish->dependency, attempt.conflict);
		general = generalized(attempt);
		if (general)
			cache.add(attempt.wish->dependency, *general);
	}
	if (!went_back)
		age = age_of_all(attempt.parent,
				 general ? *general : attempt.conflict);
	/* While all those are chosen there is nothing to be had. */
	while (age && !decisions.empty() && decisions.back().age >= *age)
		decisions.pop_back();
	if (decisions.empty())
		return {};

	Decision decision = std::move(decisions.back());
	decisions.pop_back();
	state.rewind(decision.mark);
	state.age = decision.age;
	attempt = std::move(decision.attempt);
	went_back = true;
	taken_back++;
	return next(attempt);
}

/*
 * Chooses @package for @attempt.  Null where it was chosen before with all that
 * is asked of it.  What it needs may name a feature that is missing.
 */
Result<const Needs *> Search::choose(const Attempt &attempt, size_t package)
{
	const std::set<std::string> &asked = attempt.wish->features;
	const bool defaults =
		pool.dependency(attempt.wish->dependency).default_features;

	state.age++;
	state.add_parent(package, attempt.parent, attempt.wish->dependency);
	if (state.age_of(package)) {
		const std::set<std::string> &on = state.features_of(package);
		const bool all = std::includes(on.begin(), on.end(),
					       asked.begin(), asked.end());
		if (all && (!defaults || on.count("default") ||
			    !pool.record(package).features.count("default")))
			return nullptr;
	} else {
		state.choose(package);
	}

	const Needs *needs = TRY(pool.needs(package, asked, defaults));
	if (needs->missing.empty())
		state.add_features(package, needs->features);
	return needs;
}

/*
 * Whether @package, chosen for @attempt, is known to lead nowhere: because one
 * of its own dependencies cannot be met, or one that is still open.  Adds why
 * to the conflict of @attempt.
 */
bool Search::is_hopeless(Attempt &attempt, size_t package, const Needs &needs)
{
	const auto add_all_but_package = [&](const Conflict &conflict) {
		for (const auto &[other, obstacle] : conflict)
			if (other != package)
				attempt.conflict[other] = obstacle;
	};

	for (const Wish &wish : needs.wishes)
		if (const Conflict *conflict = known(wish.dependency)) {
			add_all_but_package(*conflict);
			return true;
		}

	const std::set<size_t> &related = cache.dependencies_of(package);
	if (related.empty())
		return false;
	for (const VersionState::Task &task : state.open_tasks()) {
		if (!related.count(task.wish->dependency))
			continue;
		const Conflict *conflict =
			known(task.wish->dependency, package);
		if (!conflict)
			continue;
		add_all_but_package(*conflict);
		attempt.conflict[task.parent] = conflict->at(package);
		return true;
	}
	return false;
}

/* Whether @candidate was chosen and what it needs is open. */
Result<bool> Search::try_out(Attempt &attempt, const Candidate &candidate)
{
	const Needs *needs = TRY(choose(attempt, candidate.package));

	if (!needs)
		return true;
	if (!needs->missing.empty()) {
		attempt.conflict[attempt.parent] = { Obstacle::Kind::feature,
						     needs->missing };
		return false;
	}

	const bool hopeless =
		in_vain || is_hopeless(attempt, candidate.package, *needs);
	bool for_message = hopeless && !candidate.another;
	if (for_message && !in_vain) {
		const std::optional<size_t> age =
			went_back
				? std::nullopt
				: age_of_all(attempt.parent, attempt.conflict);
		for_message = decisions.empty() ||
			      (age && decisions.front().age >= *age);
	}
	/* It is the last that could be said about: follow it to the end. */
	if (for_message)
		decisions.clear();
	if (hopeless && !for_message)
		return false;
	state.open(candidate.package, *needs, hopeless);
	return true;
}

/* Chooses a version for @attempt, or for an earlier one after going back. */
Status Search::decide(Attempt attempt, bool hopeless)
{
	in_vain = hopeless && known(attempt.wish->dependency);
	went_back = false;
	for (;;) {
		if (++steps > max_steps)
			return Diag(Id::version_conflict,
				    str("no versions that go together were found in ",
					max_steps, " steps"))
				.with_help("ask for fewer versions of "
					   "what has many");

		std::optional<Candidate> candidate = next(attempt);
		if (!candidate)
			candidate = go_back(attempt);
		if (!candidate)
			return explain_conflict(pool, state, attempt.parent,
						*attempt.wish,
						attempt.conflict);
		if (in_vain && !went_back && candidate->another)
			continue;

		const Decision decision = { candidate->another ? attempt
							       : Attempt(),
					    state.mark(), state.age };
		if (TRY(try_out(attempt, *candidate))) {
			if (candidate->another)
				decisions.push_back(decision);
			return ok();
		}
		/* Else the state serves for the message alone. */
		if (candidate->another) {
			state.rewind(decision.mark);
			state.age = decision.age;
		}
	}
}

Status Search::begin()
{
	std::set<std::string> all;

	for (const auto &[name, values] : pool.record(0).features)
		all.insert(name);
	state.age++;
	state.choose(0);
	const Needs *needs = TRY(pool.needs(0, all, true));
	state.add_features(0, needs->features);
	state.open(0, *needs, false);
	return ok();
}

Result<VersionChoice> Search::run()
{
	TRY(begin());
	while (const std::optional<VersionState::Task> task = state.take())
		TRY(decide({ task->parent, task->wish }, task->in_vain));

	VersionChoice out = TRY(choice_of(pool, state));
	out.taken_back = taken_back;
	return out;
}

} /* namespace */

Result<VersionChoice> choose_versions(const IndexRecord &root,
				      const ReadRecords &read,
				      const VersionOptions &options)
{
	return Search(root, read, options).run();
}

} /* namespace kcrate */
