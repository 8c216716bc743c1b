// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/activation.h"

#include "base/str.h"
#include "resolve/targets.h"

namespace kcrate {

namespace {

/* Of features within features: real crates have a dozen. */
constexpr size_t max_depth = 1024;

/* "syn ^2.0", for messages. */
std::string spelt(const Dependency &dep)
{
	if (dep.requirement_text.empty())
		return dep.package;
	return str(dep.package, " ", dep.requirement_text);
}

} /* namespace */

Activation::Activation(const Manifest &manifest,
		       const std::map<std::string, CargoToml> &crates)
	: manifest(manifest),
	  crates(crates),
	  kernel(target_cfgs(Target::kernel)),
	  host(target_cfgs(Target::host))
{}

Status Activation::run()
{
	Status status = activate_roots();

	if (problems.empty())
		return status;
	if (!status)
		problems.push_back(std::move(status.error()));
	Diag first = std::move(problems.front());
	problems.erase(problems.begin());
	first.more = std::move(problems);
	return first;
}

Status Activation::activate_roots()
{
	for (const auto &[name, crate] : crates)
		maps[name] = TRY(feature_map(crate));
	for (const auto &[name, entry] : manifest.crates) {
		if (entry.kernel)
			TRY(activate_root(entry, *entry.kernel,
					  Target::kernel));
		if (entry.host)
			TRY(activate_root(entry, *entry.host, Target::host));
	}
	return ok();
}

/* Whether @dep is one for @key's target, dropped or not. */
bool Activation::exists(const UnitKey &key, const Dependency &dep) const
{
	const CfgSet &cfgs = key.second == Target::kernel ? kernel : host;

	return dep.kind == DepKind::normal &&
	       (!dep.target || evaluate(*dep.target, cfgs) == Truth::yes);
}

std::vector<const Dependency *> Activation::deps_of(const UnitKey &key) const
{
	const CrateEntry &entry = manifest.crates.at(key.first);
	std::vector<const Dependency *> out;

	for (const Dependency &dep : crates.at(key.first).dependencies)
		if (exists(key, dep) &&
		    !entry.drop_dependencies.count(dep.package))
			out.push_back(&dep);
	return out;
}

std::vector<const Dependency *> Activation::dropped_of(const UnitKey &key) const
{
	const CrateEntry &entry = manifest.crates.at(key.first);
	std::vector<const Dependency *> out;

	for (const Dependency &dep : crates.at(key.first).dependencies)
		if (exists(key, dep) && is_on(key, dep) &&
		    entry.drop_dependencies.count(dep.package))
			out.push_back(&dep);
	return out;
}

Target Activation::target_of(const std::string &package, Target parent) const
{
	return crates.at(package).proc_macro ? Target::host : parent;
}

bool Activation::is_on(const UnitKey &key, const Dependency &dep) const
{
	return !dep.optional || states.at(key).deps.count(dep.name);
}

/* What the entry's own features turn on within the crate. */
std::set<std::string>
Activation::own_features(const std::string &package,
			 const std::vector<Word> &asked) const
{
	std::vector<std::string> todo;
	std::set<std::string> out;

	todo.reserve(asked.size());
	for (const Word &word : asked)
		todo.push_back(word.text);
	while (!todo.empty()) {
		const std::string name = std::move(todo.back());
		todo.pop_back();
		const auto at = maps.at(package).find(name);
		if (at == maps.at(package).end() || !out.insert(name).second)
			continue;
		for (const std::string &text : at->second) {
			const FeatureValue value = parse_feature_value(text);
			if (value.kind != FeatureValue::Kind::dep &&
			    !value.weak)
				todo.push_back(value.name);
		}
	}
	return out;
}

Status Activation::activate_root(const CrateEntry &entry, const Role &role,
				 Target asked)
{
	const UnitKey key = { entry.name, target_of(entry.name, asked) };
	const FeatureMap &map = maps.at(entry.name);

	for (const Word &feature : role.features)
		if (!map.count(feature.text))
			return no_such_feature(entry.name, feature);
	TRY(process(key));
	for (const Word &feature : role.features)
		TRY(activate_feature(key, feature.text));
	return ok();
}

Diag Activation::no_such_feature(const std::string &package,
				 const Word &feature) const
{
	std::vector<std::string> names;

	for (const auto &[name, values] : maps.at(package))
		names.push_back(name);
	const std::string meant = nearest(feature.text, names);
	return Diag(Id::unknown_feature,
		    str(package, " ", manifest.crates.at(package).version_text,
			" has no feature '", feature.text, "'"))
		.at(feature.where)
		.with_help(!meant.empty() ? str("did you mean '", meant, "'?")
			   : names.empty()
				   ? "it has none at all"
				   : str("it has: ", join(names, ", ")));
}

/* Visits a unit for the first time: all that is not optional. */
Status Activation::process(const UnitKey &key)
{
	UnitState &state = states[key];

	if (state.processed)
		return ok();
	state.processed = true;
	for (const Dependency *dep : deps_of(key))
		if (!dep->optional)
			TRY(activate_edge(key, *dep));
	return ok();
}

/* The features that an edge names itself. */
Status Activation::activate_edge(const UnitKey &key, const Dependency &dep)
{
	const std::optional<UnitKey> child = child_of(key, dep);

	if (!child)
		return ok();
	TRY(process(*child));
	for (const std::string &feature : dep.features)
		TRY(request(key, dep, feature));
	if (dep.default_features && maps.at(child->first).count("default"))
		TRY(request(key, dep, "default"));
	return ok();
}

/* How an optional @dep would not be on; "" where that is not known. */
std::string Activation::way_without(const UnitKey &key,
				    const Dependency &dep) const
{
	if (!dep.optional)
		return {};
	for (const std::string &feature : states.at(key).features)
		for (const std::string &text : maps.at(key.first).at(feature)) {
			const FeatureValue value = parse_feature_value(text);
			if (value.name == dep.name && !value.weak &&
			    value.kind != FeatureValue::Kind::feature)
				return str(", or do without the feature '",
					   feature, "', which turns it on");
		}
	return {};
}

/* Why @dep of @key cannot be followed. */
std::optional<Diag> Activation::obstacle(const UnitKey &key,
					 const Dependency &dep) const
{
	const auto entry = manifest.crates.find(dep.package);

	if (entry == manifest.crates.end())
		return Diag(Id::dependency_missing,
			    str(key.first, " needs ", spelt(dep),
				", which the manifest does not have"))
			.at(dep.where)
			.with_help(str("add an entry for ", dep.package,
				       ", or name it under "
				       "'drop-dependencies' of ",
				       key.first, way_without(key, dep)));
	if (matches(dep.requirement, entry->second.version))
		return {};
	return Diag(Id::dependency_version,
		    str(key.first, " needs ", spelt(dep), ", the ",
			entry->second.of_tree ? "kernel tree" : "manifest",
			" has ", entry->second.version_text))
		.at(dep.where)
		.with_help(entry->second.of_tree
				   ? str("pin a version of ", key.first,
					 " that does with it")
				   : str("pin a version of ", dep.package,
					 " that meets it"));
}

/* The unit at the other end; nothing where an obstacle is noted instead. */
std::optional<UnitKey> Activation::child_of(const UnitKey &key,
					    const Dependency &dep)
{
	if (unmet.count(&dep))
		return {};
	std::optional<Diag> problem = obstacle(key, dep);
	if (!problem)
		return UnitKey{ dep.package,
				target_of(dep.package, key.second) };
	unmet.insert(&dep);
	problems.push_back(std::move(*problem));
	return {};
}

/* @from's edge @dep asks for @feature. */
Status Activation::request(const UnitKey &from, const Dependency &dep,
			   const std::string &feature)
{
	const std::optional<UnitKey> child = child_of(from, dep);

	if (!child)
		return ok();
	if (!maps.at(child->first).count(feature))
		return Diag(Id::unknown_feature,
			    str(from.first, " asks ", child->first,
				" for the feature '", feature,
				"', which it does not have",
				manifest.crates.at(child->first).of_tree
					? " in this kernel tree"
					: ""))
			.at(dep.where)
			.with_help(manifest.crates.at(child->first).of_tree
					   ? str("add it to ",
						 crate_identifier(child->first),
						 "-cfgs in rust/Makefile")
					   : str("pin a version of ",
						 child->first, " that has it"));
	const std::string before = std::exchange(asker, from.first);
	TRY(activate_feature(*child, feature));
	asker = before;
	return ok();
}

Status Activation::activate_feature(const UnitKey &key,
				    const std::string &feature)
{
	const auto values = maps.at(key.first).find(feature);

	if (values == maps.at(key.first).end() ||
	    !states[key].features.insert(feature).second)
		return ok();
	if (!asker.empty())
		states[key].asked_by[feature] = asker;
	if (++depth > max_depth)
		return Diag(Id::cargo_manifest,
			    str("the features of ", key.first,
				" imply each other in too long a chain"))
			.at(manifest.crates.at(key.first).where);
	for (const std::string &text : values->second)
		TRY(activate_value(key, parse_feature_value(text)));
	depth--;
	return ok();
}

Status Activation::activate_value(const UnitKey &key, const FeatureValue &value)
{
	switch (value.kind) {
	case FeatureValue::Kind::feature:
		return activate_feature(key, value.name);
	case FeatureValue::Kind::dep:
		return activate_dep(key, value.name);
	case FeatureValue::Kind::dep_feature:
		return activate_dep_feature(key, value);
	}
	return ok();
}

Status Activation::activate_dep(const UnitKey &key, const std::string &name)
{
	UnitState &state = states[key];

	if (!state.deps.insert(name).second)
		return ok();
	for (const Dependency *dep : deps_of(key)) {
		if (dep->name != name)
			continue;
		TRY(activate_edge(key, *dep));
		for (const std::string &feature : state.deferred[name])
			TRY(request(key, *dep, feature));
	}
	return ok();
}

Status Activation::activate_dep_feature(const UnitKey &key,
					const FeatureValue &value)
{
	/* One that is dropped is switched on as well: dropped_of() has it. */
	for (const Dependency &dep : crates.at(key.first).dependencies) {
		if (value.weak || dep.name != value.name || !dep.optional ||
		    !exists(key, dep))
			continue;
		TRY(activate_dep(key, dep.name));
		TRY(activate_feature(key, dep.name));
	}
	for (const Dependency *dep : deps_of(key)) {
		if (dep->name != value.name)
			continue;
		if (is_on(key, *dep))
			TRY(request(key, *dep, value.dep_feature));
		else
			states[key].deferred[dep->name].insert(
				value.dep_feature);
	}
	return ok();
}

} /* namespace kcrate */
