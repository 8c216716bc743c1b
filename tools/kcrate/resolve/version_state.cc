// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/version_state.h"

#include <algorithm>
#include <deque>

namespace kcrate {

std::optional<size_t> VersionState::age_of(size_t package) const
{
	const auto at = active.find(pool.lane(package));

	if (at == active.end() || at->second.package != package)
		return {};
	return at->second.age;
}

std::optional<size_t> VersionState::in_lane_of(size_t package) const
{
	const auto at = active.find(pool.lane(package));

	if (at == active.end())
		return {};
	return at->second.package;
}

std::optional<size_t> VersionState::linked_like(size_t package) const
{
	const auto at = links.find(pool.record(package).links);

	if (at == links.end())
		return {};
	return at->second;
}

const VersionState::Parents &VersionState::parents_of(size_t package) const
{
	static const Parents none;
	const auto at = parents.find(package);

	return at == parents.end() ? none : at->second;
}

bool VersionState::is_below(size_t from, size_t to) const
{
	std::vector<size_t> left = { from };
	std::set<size_t> seen = { from };

	while (!left.empty()) {
		const size_t package = left.back();
		left.pop_back();
		for (const auto &[parent, wishes] : parents_of(package)) {
			if (parent == to)
				return true;
			if (seen.insert(parent).second)
				left.push_back(parent);
		}
	}
	return false;
}

std::vector<size_t> VersionState::way_to_root(size_t package) const
{
	std::map<size_t, size_t> came_from;
	std::deque<size_t> left = { package };
	std::vector<size_t> out;

	while (!left.empty() && !pool.is_root(left.front())) {
		const size_t current = left.front();
		left.pop_front();
		for (const auto &[parent, wishes] : parents_of(current))
			if (parent != package &&
			    came_from.emplace(parent, current).second)
				left.push_back(parent);
	}
	if (left.empty())
		return { package };
	out.push_back(left.front());
	while (out.back() != package)
		out.push_back(came_from.at(out.back()));
	std::reverse(out.begin(), out.end());
	return out;
}

const std::set<std::string> &VersionState::features_of(size_t package) const
{
	static const std::set<std::string> none;
	const auto at = features.find(package);

	return at == features.end() ? none : at->second;
}

std::vector<size_t> VersionState::chosen() const
{
	std::vector<size_t> out;

	for (const auto &[lane, package] : active)
		out.push_back(package.package);
	return out;
}

void VersionState::choose(size_t package)
{
	const size_t lane = pool.lane(package);
	const std::string &name = pool.record(package).links;

	active[lane] = { package, age };
	trail.emplace_back(Chosen{ lane });
	if (!name.empty() && links.emplace(name, package).second)
		trail.emplace_back(Linked{ name });
}

void VersionState::add_parent(size_t package, size_t parent, size_t dependency)
{
	if (parents[package][parent].insert(dependency).second)
		trail.emplace_back(Parent{ package, parent, dependency });
}

void VersionState::add_features(size_t package,
				const std::set<std::string> &names)
{
	for (const std::string &name : names)
		if (features[package].insert(name).second)
			trail.emplace_back(Feature{ package, name });
}

VersionState::Rank VersionState::rank_of(size_t number) const
{
	const Opened &frame = opened[number];
	const std::vector<Wish> &wishes = frame.needs->wishes;
	const size_t versions = frame.next < wishes.size()
					? wishes[frame.next].versions->size()
					: 0;

	return { !frame.in_vain, versions, number };
}

void VersionState::enqueue(size_t number)
{
	const Rank rank = rank_of(number);

	queue.insert(rank);
	trail.emplace_back(Queued{ rank });
}

void VersionState::open(size_t parent, const Needs &needs, bool in_vain)
{
	opened.push_back({ parent, &needs, 0, in_vain });
	trail.emplace_back(Pushed{});
	enqueue(opened.size() - 1);
}

std::optional<VersionState::Task> VersionState::take()
{
	while (!queue.empty()) {
		const Rank rank = *queue.begin();
		const size_t number = std::get<2>(rank);
		Opened &frame = opened[number];

		queue.erase(queue.begin());
		trail.emplace_back(Unqueued{ rank });
		if (frame.next == frame.needs->wishes.size())
			continue;
		const Wish &wish = frame.needs->wishes[frame.next++];
		trail.emplace_back(Advanced{ number });
		enqueue(number);
		return Task{ frame.parent, &wish, frame.in_vain };
	}
	return {};
}

std::vector<VersionState::Task> VersionState::open_tasks() const
{
	std::vector<Task> out;

	for (const Rank &rank : queue) {
		const Opened &frame = opened[std::get<2>(rank)];
		const std::vector<Wish> &wishes = frame.needs->wishes;
		for (size_t i = frame.next; i < wishes.size(); i++)
			out.push_back(
				{ frame.parent, &wishes[i], frame.in_vain });
	}
	return out;
}

void VersionState::undo(const Chosen &change)
{
	active.erase(change.lane);
}

void VersionState::undo(const Linked &change)
{
	links.erase(change.links);
}

void VersionState::undo(const Parent &change)
{
	Parents &of = parents.at(change.package);

	of.at(change.parent).erase(change.dependency);
	if (of.at(change.parent).empty())
		of.erase(change.parent);
}

void VersionState::undo(const Feature &change)
{
	features.at(change.package).erase(change.name);
}

void VersionState::undo(const Pushed &)
{
	opened.pop_back();
}

void VersionState::undo(const Advanced &change)
{
	opened[change.opened].next--;
}

void VersionState::undo(const Queued &change)
{
	queue.erase(change.rank);
}

void VersionState::undo(const Unqueued &change)
{
	queue.insert(change.rank);
}

void VersionState::rewind(size_t mark)
{
	while (trail.size() > mark) {
		std::visit([&](const auto &change) { undo(change); },
			   trail.back());
		trail.pop_back();
	}
}

} /* namespace kcrate */
