/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The facts that versions are chosen by, looked up once: which versions could
 * meet a dependency, and what a version needs with some of its features.
 * cargo's src/resolver/dep_cache.rs and version_prefs.rs.
 */

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "resolve/versions.h"

namespace kcrate {

/* What a version needs of another crate, with some features of its own. */
struct Wish {
	size_t dependency;		     /* equal ones have one number */
	const std::vector<size_t> *versions; /* that would do, best first */
	std::set<std::string> features;
};

struct Needs {
	std::set<std::string> features; /* all that are on of the version */
	std::vector<Wish> wishes; /* those with the fewest versions first */
	std::string missing;	  /* a feature that was asked for in vain */
};

class VersionPool {
public:
	VersionPool(const ReadRecords &read, const VersionOptions &options)
		: read(read), options(options)
	{}

	/* Adds the root, which is number 0 and like no crate. */
	void add_root(const IndexRecord &record);

	/*
	 * What version @package needs when it is asked for @features.  Fails
	 * where @read does.
	 */
	Result<const Needs *> needs(size_t package,
				    const std::set<std::string> &features,
				    bool default_features);

	const IndexRecord &record(size_t package) const
	{
		return *packages[package].record;
	}
	/* Of all versions that have one number only one can be chosen. */
	size_t lane(size_t package) const { return packages[package].lane; }
	bool is_root(size_t package) const { return package == 0; }

	const Dependency &dependency(size_t number) const
	{
		return *dependencies[number].dependency;
	}
	const std::vector<size_t> &versions(size_t number) const
	{
		return dependencies[number].versions;
	}
	/* The number of @dependency, if needs() has met one like it. */
	std::optional<size_t> number_of(const Dependency &dependency) const;

	/* All that the registry has of crate @name, and may not do. */
	const std::vector<IndexRecord> &records(const std::string &name) const
	{
		return known.at(name);
	}
	/* Why @record cannot be chosen for @dependency, "" if it can. */
	std::string fault(const IndexRecord &record,
			  const Dependency &dependency) const;

private:
	struct Package {
		const IndexRecord *record;
		size_t lane;
		bool locked, rust_fits;
	};
	struct Known {
		const Dependency *dependency;
		std::vector<size_t> versions;
	};
	using Asked = std::tuple<size_t, std::set<std::string>, bool>;

	/* By a dependency's name, what features ask of it. */
	using DepFeatures = std::map<std::string, std::set<std::string>>;

	std::vector<const Dependency *>
	dependencies_of(const IndexRecord &record, const DepFeatures &on) const;
	Status learn(const std::vector<const Dependency *> &all);
	size_t add(const IndexRecord &record, const std::string &lane);
	size_t intern(const Dependency &dependency);
	std::vector<size_t> versions_for(const Dependency &dependency) const;
	bool goes_before(size_t a, size_t b) const;
	bool is_locked(const IndexRecord &record) const;
	bool rust_fits(const IndexRecord &record) const;

	const ReadRecords &read;
	const VersionOptions &options;
	const IndexRecord *root = nullptr;
	std::map<std::string, std::vector<IndexRecord>> known;
	std::map<std::string, std::vector<size_t>> numbers; /* by name */
	std::vector<Package> packages;
	std::map<std::string, size_t> lanes;
	std::map<std::string, size_t> dependency_numbers;
	std::deque<Known> dependencies;
	std::map<Asked, Needs> answers;
};

} /* namespace kcrate */
