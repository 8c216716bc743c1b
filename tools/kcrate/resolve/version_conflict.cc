// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/version_conflict.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

using Strings = std::vector<std::string>;

/* Of a crate's versions, as many as help. */
constexpr size_t most_versions = 8;

class Explanation {
public:
	Explanation(const VersionPool &pool, const VersionState &state,
		    size_t parent, const Wish &wish)
		: pool(pool),
		  state(state),
		  parent(parent),
		  wish(wish),
		  dependency(pool.dependency(wish.dependency))
	{}

	Diag run(const Conflict &conflict);

private:
	std::string wanted(const Dependency &by) const;
	std::string way_to(size_t package) const;
	std::string obstacle(size_t package, const Obstacle &what) const;
	std::string feature_obstacle(const std::string &feature) const;
	std::vector<const IndexRecord *> newest_first() const;
	void say_what_there_is();
	void say_what_is_asked();
	std::optional<Place> place() const;

	const VersionPool &pool;
	const VersionState &state;
	size_t parent;
	const Wish &wish;
	const Dependency &dependency;
	Strings out;
	std::string help;
};

/* "serde ^1.0". */
std::string Explanation::wanted(const Dependency &by) const
{
	return str(by.package, " ", to_string(by.requirement));
}

/* "the manifest wants a ^1, a 1.2.0 wants b ^2": how @package got there. */
std::string Explanation::way_to(size_t package) const
{
	const std::vector<size_t> way = state.way_to_root(package);
	Strings steps;

	for (size_t i = way.size(); --i > 0;) {
		const std::set<size_t> &wishes =
			state.parents_of(way[i - 1]).at(way[i]);
		steps.push_back(str(name_of(pool, way[i]), " wants ",
				    wanted(pool.dependency(*wishes.begin()))));
	}
	return steps.empty() ? str(name_of(pool, package), " is what is asked "
							   "for")
			     : join(steps, ", ");
}

/* What the best version without @feature has instead. */
std::string Explanation::feature_obstacle(const std::string &feature) const
{
	const auto lacking = std::find_if(
		wish.versions->begin(), wish.versions->end(), [&](size_t one) {
			return !pool.record(one).features.count(feature);
		});
	Strings names;

	if (lacking == wish.versions->end())
		return "there is no such feature";
	const IndexRecord &record = pool.record(*lacking);
	for (const Dependency &other : record.dependencies)
		if (other.name == feature)
			return str("its dependency '", feature,
				   "' is not a feature of it");
	for (const auto &[name, values] : record.features)
		names.push_back(name);
	const std::string meant = nearest(feature, names);
	return str(name_of(pool, *lacking), " has no such feature",
		   meant.empty() ? "" : str(", but '", meant, "'"));
}

std::string Explanation::obstacle(size_t package, const Obstacle &what) const
{
	switch (what.kind) {
	case Obstacle::Kind::version:
		return str(name_of(pool, package),
			   " is chosen already: ", way_to(package));
	case Obstacle::Kind::links:
		return str(name_of(pool, package), " links '", what.name,
			   "', which only one crate can: ", way_to(package));
	case Obstacle::Kind::feature:
		break;
	}
	return str(name_of(pool, package), " wants it with the feature '",
		   what.name, "': ", feature_obstacle(what.name));
}

std::vector<const IndexRecord *> Explanation::newest_first() const
{
	std::vector<const IndexRecord *> all;

	for (const IndexRecord &record : pool.records(dependency.package))
		all.push_back(&record);
	std::sort(all.begin(), all.end(),
		  [](const IndexRecord *a, const IndexRecord *b) {
			  return std::is_gt(
				  compare_all(a->version, b->version));
		  });
	return all;
}

/* No version would do: what stands against each that meets the requirement. */
void Explanation::say_what_there_is()
{
	const std::vector<const IndexRecord *> all = newest_first();
	Strings others;
	size_t told = 0;

	for (const IndexRecord *record : all) {
		if (!matches(dependency.requirement, record->version)) {
			others.push_back(record->version_text);
			continue;
		}
		if (told++ < most_versions)
			out.push_back(str(record->name, " ",
					  record->version_text, " ",
					  pool.fault(*record, dependency)));
	}
	if (told > most_versions)
		out.push_back(
			str("and so on for ", told - most_versions, " more"));
	if (told || others.empty())
		return;
	const bool more = others.size() > most_versions;
	others.resize(std::min(others.size(), most_versions));
	out.push_back(str("there are ", join(others, ", "),
			  more ? " and older ones" : ""));
	const IndexRecord &newest = *all.front();
	if (!newest.version.pre.empty())
		help = str(
			"a pre-release must be asked for by its name, as in '",
			newest.version_text, "'");
}

/* Where the root says what led here. */
std::optional<Place> Explanation::place() const
{
	const std::vector<size_t> way = state.way_to_root(parent);
	const Dependency *first = &dependency;

	if (way.size() > 1)
		first = &pool.dependency(*state.parents_of(way[way.size() - 2])
						  .at(way.back())
						  .begin());
	if (first->where.file.empty())
		return {};
	return first->where;
}

Diag Explanation::run(const Conflict &conflict)
{
	const bool unknown = pool.records(dependency.package).empty();
	std::string message =
		unknown ? str("there is no crate '", dependency.package,
			      "' in the registry, which ",
			      name_of(pool, parent), " wants")
			: str("there is no version of ", dependency.package,
			      " for ", name_of(pool, parent), ", which wants ",
			      wanted(dependency));

	if (!pool.is_root(parent))
		out.push_back(way_to(parent));
	if (wish.versions->empty())
		say_what_there_is();
	for (auto at = conflict.rbegin(); at != conflict.rend(); ++at)
		out.push_back(obstacle(at->first, at->second));

	Diag diag(Id::version_conflict, std::move(message));
	diag.crate = dependency.package;
	diag.context = std::move(out);
	diag.where = place();
	if (!help.empty())
		return std::move(diag).with_help(std::move(help));
	if (unknown)
		return std::move(diag).with_help(
			"check how it is written: '-' is not '_', and capital letters count");
	return std::move(diag).with_help(
		"ask for another version of one of the crates that are named here");
}

} /* namespace */

std::string name_of(const VersionPool &pool, size_t package)
{
	const IndexRecord &record = pool.record(package);

	return pool.is_root(package)
		       ? record.name
		       : str(record.name, " ", record.version_text);
}

Diag explain_conflict(const VersionPool &pool, const VersionState &state,
		      size_t parent, const Wish &wish, const Conflict &conflict)
{
	return Explanation(pool, state, parent, wish).run(conflict);
}

} /* namespace kcrate */
