// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/resolve.h"

#include <algorithm>
#include <utility>

#include "base/str.h"
#include "resolve/targets.h"

namespace kcrate {

namespace {

using FeatureMap = std::map<std::string, std::vector<std::string>>;
using UnitKey = std::pair<std::string, Target>;

/* A value of a feature: `f`, `dep:d`, `d/f` or `d?/f`. */
struct FeatureValue {
	enum class Kind { feature, dep, dep_feature };

	Kind kind;
	std::string dep, feature;
	bool weak = false;
};

FeatureValue parse_value(std::string_view text)
{
	using Kind = FeatureValue::Kind;
	const size_t slash = text.find('/');

	if (slash != text.npos) {
		std::string_view dep = text.substr(0, slash);
		const bool weak = dep.ends_with('?');
		if (weak)
			dep.remove_suffix(1);
		return { Kind::dep_feature, std::string(dep),
			 std::string(text.substr(slash + 1)), weak };
	}
	if (text.starts_with("dep:"))
		return { Kind::dep, std::string(text.substr(4)), "", false };
	return { Kind::feature, "", std::string(text), false };
}

struct UnitState {
	std::set<std::string> features;
	std::set<std::string> deps; /* optional ones, by name, switched on */
	bool processed = false;
	/* `d?/f` seen while d was off. */
	std::map<std::string, std::set<std::string>> deferred;
	/* Feature to the dependent whose edge asked for it. */
	std::map<std::string, std::string> asked_by;
};

class Activation {
public:
	Activation(const Manifest &manifest,
		   const std::map<std::string, CargoToml> &crates)
		: manifest(manifest),
		  crates(crates),
		  kernel(target_cfgs(Target::kernel)),
		  host(target_cfgs(Target::host))
	{}

	Status run()
	{
		for (const auto &[name, crate] : crates)
			maps[name] = TRY(feature_map(crate));
		for (const auto &[name, entry] : manifest.crates) {
			if (entry.kernel)
				TRY(activate_root(entry, *entry.kernel,
						  Target::kernel));
			if (entry.host)
				TRY(activate_root(entry, *entry.host,
						  Target::host));
		}
		return ok();
	}

	/* The edges that exist for @key at all, active or not. */
	std::vector<const Dependency *> deps_of(const UnitKey &key) const
	{
		const CrateEntry &entry = manifest.crates.at(key.first);
		const CfgSet &cfgs =
			key.second == Target::kernel ? kernel : host;
		std::vector<const Dependency *> out;

		for (const Dependency &dep : crates.at(key.first).dependencies)
			if (dep.kind == DepKind::normal &&
			    !entry.drop_dependencies.count(dep.package) &&
			    (!dep.target ||
			     evaluate(*dep.target, cfgs) == Truth::yes))
				out.push_back(&dep);
		return out;
	}

	Target target_of(const std::string &package, Target parent) const
	{
		return crates.at(package).proc_macro ? Target::host : parent;
	}

	bool is_on(const UnitKey &key, const Dependency &dep) const
	{
		return !dep.optional || states.at(key).deps.count(dep.name);
	}

	/* What the entry's own features turn on within the crate. */
	std::set<std::string> own_features(const std::string &package,
					   const std::vector<Word> &asked) const
	{
		std::vector<std::string> todo;
		std::set<std::string> out;

		for (const Word &word : asked)
			todo.push_back(word.text);
		while (!todo.empty()) {
			const std::string name = std::move(todo.back());
			todo.pop_back();
			const auto at = maps.at(package).find(name);
			if (at == maps.at(package).end() ||
			    !out.insert(name).second)
				continue;
			for (const std::string &text : at->second) {
				const FeatureValue value = parse_value(text);
				if (value.kind == FeatureValue::Kind::feature)
					todo.push_back(value.feature);
				else if (value.kind == FeatureValue::Kind::
							       dep_feature &&
					 !value.weak)
					todo.push_back(value.dep);
			}
		}
		return out;
	}

	std::map<UnitKey, UnitState> states;

private:
	Status activate_root(const CrateEntry &entry, const Role &role,
			     Target asked)
	{
		const UnitKey key = { entry.name,
				      target_of(entry.name, asked) };
		const FeatureMap &map = maps.at(entry.name);

		for (const Word &feature : role.features)
			if (!map.count(feature.text))
				return no_such_feature(entry.name, feature);
		TRY(process(key));
		for (const Word &feature : role.features)
			TRY(activate_feature(key, feature.text));
		return ok();
	}

	Diag no_such_feature(const std::string &package,
			     const Word &feature) const
	{
		std::vector<std::string> names;

		for (const auto &[name, values] : maps.at(package))
			names.push_back(name);
		const std::string meant = nearest(feature.text, names);
		return Diag(Id::unknown_feature,
			    str(package, " ",
				manifest.crates.at(package).version_text,
				" has no feature '", feature.text, "'"))
			.at(feature.where)
			.with_help(!meant.empty()
					   ? str("did you mean '", meant, "'?")
				   : names.empty() ? "it has none at all"
						   : str("it has: ",
							 join(names, ", ")));
	}

	/* Visits a unit for the first time: all that is not optional. */
	Status process(const UnitKey &key)
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
	Status activate_edge(const UnitKey &key, const Dependency &dep)
	{
		const UnitKey child = TRY(child_of(key, dep));

		TRY(process(child));
		for (const std::string &feature : dep.features)
			TRY(request(key, child, feature, dep.where));
		if (dep.default_features &&
		    maps.at(child.first).count("default"))
			TRY(request(key, child, "default", dep.where));
		return ok();
	}

	Result<UnitKey> child_of(const UnitKey &key,
				 const Dependency &dep) const
	{
		const auto entry = manifest.crates.find(dep.package);

		if (entry == manifest.crates.end())
			return Diag(Id::dependency_missing,
				    str(key.first, " needs ", dep.package, " ",
					dep.requirement_text,
					", which the manifest does not have"))
				.at(dep.where)
				.with_help(str("add an entry for ", dep.package,
					       ", or name it under "
					       "'drop-dependencies' of ",
					       key.first));
		if (!matches(dep.requirement, entry->second.version))
			return Diag(Id::dependency_version,
				    str(key.first, " needs ", dep.package, " ",
					dep.requirement_text,
					", the manifest has ",
					entry->second.version_text))
				.at(dep.where)
				.with_help(str("pin a version of ", dep.package,
					       " that meets it"));
		return UnitKey{ dep.package,
				target_of(dep.package, key.second) };
	}

	Status request(const UnitKey &from, const UnitKey &child,
		       const std::string &feature, const Place &where)
	{
		if (!maps.at(child.first).count(feature))
			return Diag(Id::unknown_feature,
				    str(from.first, " asks ", child.first,
					" for the feature '", feature,
					"', which it does not have"))
				.at(where)
				.with_help(str("pin a version of ", child.first,
					       " that has it"));
		states[child].asked_by.try_emplace(feature, from.first);
		return activate_feature(child, feature);
	}

	Status activate_feature(const UnitKey &key, const std::string &feature)
	{
		const auto values = maps.at(key.first).find(feature);

		if (values == maps.at(key.first).end() ||
		    !states[key].features.insert(feature).second)
			return ok();
		for (const std::string &text : values->second)
			TRY(activate_value(key, parse_value(text)));
		return ok();
	}

	Status activate_value(const UnitKey &key, const FeatureValue &value)
	{
		switch (value.kind) {
		case FeatureValue::Kind::feature:
			return activate_feature(key, value.feature);
		case FeatureValue::Kind::dep:
			return activate_dep(key, value.dep);
		case FeatureValue::Kind::dep_feature:
			return activate_dep_feature(key, value);
		}
		return ok();
	}

	Status activate_dep(const UnitKey &key, const std::string &name)
	{
		UnitState &state = states[key];

		if (!state.deps.insert(name).second)
			return ok();
		for (const Dependency *dep : deps_of(key)) {
			if (dep->name != name)
				continue;
			TRY(activate_edge(key, *dep));
			for (const std::string &feature : state.deferred[name])
				TRY(request_of(key, *dep, feature));
		}
		return ok();
	}

	Status request_of(const UnitKey &key, const Dependency &dep,
			  const std::string &feature)
	{
		const UnitKey child = TRY(child_of(key, dep));

		return request(key, child, feature, dep.where);
	}

	Status activate_dep_feature(const UnitKey &key,
				    const FeatureValue &value)
	{
		for (const Dependency *dep : deps_of(key)) {
			if (dep->name != value.dep)
				continue;
			if (dep->optional && value.weak &&
			    !states[key].deps.count(dep->name)) {
				states[key].deferred[dep->name].insert(
					value.feature);
				continue;
			}
			if (dep->optional) {
				TRY(activate_dep(key, dep->name));
				if (!value.weak)
					TRY(activate_feature(key, dep->name));
			}
			TRY(request_of(key, *dep, value.feature));
		}
		return ok();
	}

	const Manifest &manifest;
	const std::map<std::string, CargoToml> &crates;
	std::map<std::string, FeatureMap> maps;
	const CfgSet kernel, host;
};

std::vector<Edge> edges_of(const Activation &activation, const UnitKey &key,
			   const std::map<std::string, CargoToml> &crates)
{
	std::map<std::string, Edge> by_name;

	for (const Dependency *dep : activation.deps_of(key)) {
		if (!activation.is_on(key, *dep))
			continue;
		const std::string name =
			dep->name != dep->package
				? crate_identifier(dep->name)
				: crates.at(dep->package).lib_name;
		by_name[name] = { dep->package, name,
				  activation.target_of(dep->package,
						       key.second) };
	}

	std::vector<Edge> edges;
	for (auto &[name, edge] : by_name)
		edges.push_back(std::move(edge));
	return edges;
}

/* A list of units in which each stands after those it needs. */
class Order {
public:
	explicit Order(std::map<UnitKey, Unit> units) : units(std::move(units))
	{}

	Result<std::vector<Unit>> run()
	{
		for (const auto &[key, unit] : units)
			TRY(visit(key));
		return std::move(done);
	}

private:
	Status visit(const UnitKey &key)
	{
		if (finished.count(key))
			return ok();
		if (std::find(path.begin(), path.end(), key.first) !=
		    path.end())
			return Diag(Id::dependency_cycle,
				    str("these depend on each other: ",
					join(path, ", ")))
				.with_help("drop one of the dependencies");
		path.push_back(key.first);
		for (const Edge &edge : units.at(key).edges)
			TRY(visit({ edge.package, edge.target }));
		path.pop_back();
		finished.insert(key);
		done.push_back(units.at(key));
		return ok();
	}

	std::map<UnitKey, Unit> units;
	std::set<UnitKey> finished;
	std::vector<std::string> path;
	std::vector<Unit> done;
};

void report_additions(const CrateEntry &entry, const Unit &unit, Sink &sink)
{
	if (!entry.features_exact)
		return;
	for (const auto &[feature, who] : unit.added_features) {
		Diag diag =
			Diag(Id::feature_added,
			     str(who, " adds the feature '", feature, "' to ",
				 entry.name, ", whose features are exact"))
				.at(entry.where)
				.with_help("add it to the entry, or drop "
					   "the dependency");
		diag.crate = entry.name;
		sink.report(std::move(diag));
	}
}

/* Entries of @manifest that no edge and no dependency table uses. */
void report_unused(const Manifest &manifest,
		   const std::map<std::string, CargoToml> &crates,
		   const std::map<UnitKey, UnitState> &states, Sink &sink)
{
	const auto unused = [&](const std::string &message, const Place &where,
				const std::string &crate) {
		Diag diag = Diag(Id::unused_override, message)
				    .at(where)
				    .with_help("remove the entry");
		diag.crate = crate;
		sink.report(std::move(diag));
	};

	for (const auto &[name, entry] : manifest.crates) {
		if (!states.count({ name, Target::kernel }) &&
		    !states.count({ name, Target::host }))
			unused(str("nothing asks for ", name,
				   ": it has neither 'kernel' nor 'host', "
				   "and no crate depends on it"),
			       entry.where, name);
		for (const auto &[dropped, why] : entry.drop_dependencies) {
			const auto &deps = crates.at(name).dependencies;
			if (std::none_of(deps.begin(), deps.end(),
					 [&d = dropped](const Dependency &dep) {
						 return dep.package == d &&
							dep.kind ==
								DepKind::normal;
					 }))
				unused(str(name, " has no dependency '",
					   dropped, "' that could be dropped"),
				       why.where, name);
		}
	}
}

} /* namespace */

const Unit *Resolution::find(const std::string &package, Target target) const
{
	for (const Unit &unit : units)
		if (unit.package == package && unit.target == target)
			return &unit;
	return nullptr;
}

Result<Resolution> resolve(const Manifest &manifest,
			   const std::map<std::string, CargoToml> &crates,
			   Sink &sink)
{
	Activation activation(manifest, crates);
	std::map<UnitKey, Unit> units;
	Resolution out;

	TRY(activation.run());
	for (const auto &[key, state] : activation.states) {
		const CrateEntry &entry = manifest.crates.at(key.first);
		const Role *const role = role_for(
			entry, key.second, crates.at(key.first).proc_macro);
		const std::set<std::string> own = activation.own_features(
			key.first, role ? role->features : std::vector<Word>());
		Unit unit = { key.first,
			      key.second,
			      state.features,
			      {},
			      edges_of(activation, key, crates) };

		for (const auto &[feature, who] : state.asked_by)
			if (!own.count(feature))
				unit.added_features[feature] = who;
		report_additions(entry, unit, sink);
		units.emplace(key, std::move(unit));
	}
	report_unused(manifest, crates, activation.states, sink);
	out.units = TRY(Order(std::move(units)).run());
	return out;
}

} /* namespace kcrate */
