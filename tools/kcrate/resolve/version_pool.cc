// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/version_pool.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

/* cargo's SemverCompatibility: what comes before a breaking change. */
std::string lane_of(const IndexRecord &record, bool one_per_name)
{
	const Version &version = record.version;

	if (one_per_name)
		return record.name;
	if (version.major)
		return str(record.name, " ", version.major);
	if (version.minor)
		return str(record.name, " 0.", version.minor);
	return str(record.name, " 0.0.", version.patch);
}

/* Equal for dependencies that cargo's resolver takes for the same. */
std::string key_of(const Dependency &dependency)
{
	return str(dependency.package, "\n", dependency.name, "\n",
		   to_string(dependency.requirement), "\n",
		   static_cast<int>(dependency.kind), dependency.optional,
		   dependency.default_features, "\n",
		   join(dependency.features, ","), "\n",
		   dependency.target_text);
}

/* Whether @requirement names one version. */
bool is_exact(const Requirement &requirement)
{
	return std::any_of(
		requirement.comparators.begin(), requirement.comparators.end(),
		[](const Comparator &comparator) {
			return comparator.op == Comparator::Op::exact &&
			       comparator.has_patch;
		});
}

/* Features of dependencies by the names that these have in Cargo.toml. */
using DepFeatures = std::map<std::string, std::set<std::string>>;

std::set<std::string_view> optional_names(const IndexRecord &record)
{
	std::set<std::string_view> out;

	for (const Dependency &dependency : record.dependencies)
		if (dependency.optional)
			out.insert(dependency.name);
	return out;
}

/*
 * Turns on the features @asked of @record with all that they imply, in
 * @features, @deps and, for one that there is not, @missing: cargo's
 * build_requirements().
 */
void require(const IndexRecord &record, std::vector<std::string> asked,
	     std::set<std::string> &features, DepFeatures &deps,
	     std::string &missing)
{
	const std::set<std::string_view> optional = optional_names(record);

	for (size_t i = 0; i < asked.size(); i++) {
		if (!features.insert(asked[i]).second)
			continue;
		const auto values = record.features.find(asked[i]);
		if (values == record.features.end()) {
			missing = asked[i];
			return;
		}
		for (const std::string &text : values->second) {
			const FeatureValue value = parse_feature_value(text);
			if (value.kind == FeatureValue::Kind::feature) {
				asked.emplace_back(value.name);
				continue;
			}
			std::set<std::string> &of_dep =
				deps[std::string(value.name)];
			if (value.kind == FeatureValue::Kind::dep)
				continue;
			of_dep.emplace(value.dep_feature);
			if (!value.weak && optional.count(value.name) &&
			    record.features.count(value.name))
				asked.emplace_back(value.name);
		}
	}
}

} /* namespace */

void VersionPool::add_root(const IndexRecord &record)
{
	root = &record;
	add(record, "");
}

size_t VersionPool::add(const IndexRecord &record, const std::string &lane)
{
	packages.push_back({ &record,
			     lanes.emplace(lane, lanes.size()).first->second,
			     is_locked(record), rust_fits(record) });
	return packages.size() - 1;
}

bool VersionPool::is_locked(const IndexRecord &record) const
{
	const auto at = options.locked.find(record.name);

	return at != options.locked.end() &&
	       at->second.count(record.version_text);
}

/* cargo's RustVersion::is_compatible_with(): "1.70" is ^1.70. */
bool VersionPool::rust_fits(const IndexRecord &record) const
{
	if (!options.rust_version || record.rust_version.empty())
		return true;
	const Result<Requirement> needed =
		parse_requirement(record.rust_version);
	return needed && matches(needed.value(), *options.rust_version);
}

/* cargo's sort_summaries(). */
bool VersionPool::goes_before(size_t a, size_t b) const
{
	const Package &x = packages[a], &y = packages[b];

	if (x.locked != y.locked)
		return x.locked;
	if (x.rust_fits != y.rust_fits)
		return x.rust_fits;
	return std::is_gt(compare_all(x.record->version, y.record->version));
}

std::string VersionPool::fault(const IndexRecord &record,
			       const Dependency &dependency) const
{
	if (!record.fault.empty())
		return str("cannot be used: ", record.fault);
	if (is_locked(record))
		return {};
	if (record.yanked)
		return "is yanked";
	if (options.rust_version_must_do && !rust_fits(record))
		return str("needs Rust ", record.rust_version,
			   ", and there is ", to_string(*options.rust_version));
	if (!options.published_until.empty() &&
	    record.published > options.published_until &&
	    !is_exact(dependency.requirement))
		return str("is too young: published ", record.published,
			   ", and to be chosen until ",
			   options.published_until);
	return {};
}

std::vector<size_t>
VersionPool::versions_for(const Dependency &dependency) const
{
	std::vector<size_t> out;

	for (const size_t number : numbers.at(dependency.package)) {
		const IndexRecord &record = *packages[number].record;
		if (matches(dependency.requirement, record.version) &&
		    fault(record, dependency).empty())
			out.push_back(number);
	}
	std::sort(out.begin(), out.end(),
		  [&](size_t a, size_t b) { return goes_before(a, b); });
	return out;
}

size_t VersionPool::intern(const Dependency &dependency)
{
	const auto [at, fresh] = dependency_numbers.emplace(
		key_of(dependency), dependencies.size());

	if (fresh)
		dependencies.push_back(
			{ &dependency, versions_for(dependency) });
	return at->second;
}

std::optional<size_t> VersionPool::number_of(const Dependency &dependency) const
{
	const auto at = dependency_numbers.find(key_of(dependency));

	if (at == dependency_numbers.end())
		return {};
	return at->second;
}

/* Those of @record that count when the optional ones @on are on. */
std::vector<const Dependency *>
VersionPool::dependencies_of(const IndexRecord &record,
			     const DepFeatures &on) const
{
	std::vector<const Dependency *> out;

	for (const Dependency &dependency : record.dependencies) {
		if (dependency.kind == DepKind::dev && &record != root)
			continue;
		if (dependency.optional && !on.count(dependency.name))
			continue;
		if (!options.follows || options.follows(record, dependency))
			out.push_back(&dependency);
	}
	return out;
}

/* Reads what the registry has of the crates that @all are about. */
Status VersionPool::learn(const std::vector<const Dependency *> &all)
{
	std::set<std::string> names;

	for (const Dependency *dependency : all)
		if (!known.count(dependency->package))
			names.insert(dependency->package);
	if (names.empty())
		return ok();

	IndexRecords found = TRY(read(names));
	for (const std::string &name : names) {
		std::vector<IndexRecord> &records = known[name];
		std::vector<size_t> &own = numbers[name];
		records = std::move(found[name]);
		for (const IndexRecord &record : records)
			own.push_back(add(
				record, lane_of(record, options.one_per_name)));
	}
	return ok();
}

Result<const Needs *> VersionPool::needs(size_t package,
					 const std::set<std::string> &features,
					 bool default_features)
{
	const auto [at, fresh] = answers.try_emplace(
		Asked{ package, features, default_features });
	const IndexRecord &own = record(package);
	Needs &out = at->second;
	DepFeatures deps;

	if (!fresh)
		return &out;
	std::vector<std::string> asked(features.begin(), features.end());
	if (default_features && own.features.count("default"))
		asked.emplace_back("default");
	require(own, std::move(asked), out.features, deps, out.missing);
	if (!out.missing.empty())
		return &out;

	const std::vector<const Dependency *> all = dependencies_of(own, deps);
	TRY(learn(all));
	for (const Dependency *dependency : all) {
		const size_t number = intern(*dependency);
		std::set<std::string> of_dep = deps[dependency->name];
		of_dep.insert(dependency->features.begin(),
			      dependency->features.end());
		out.wishes.push_back(
			{ number, &versions(number), std::move(of_dep) });
	}
	/* What has but one version is best tried at once. */
	std::stable_sort(out.wishes.begin(), out.wishes.end(),
			 [](const Wish &a, const Wish &b) {
				 return a.versions->size() < b.versions->size();
			 });
	return &out;
}

} /* namespace kcrate */
