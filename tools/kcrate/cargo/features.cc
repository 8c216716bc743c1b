// SPDX-License-Identifier: GPL-2.0-or-later

/* cargo's build_feature_map(): what [features] and optional crates make. */

#include <algorithm>
#include <utility>

#include "base/str.h"
#include "cargo/cargo_toml.h"

namespace kcrate {

FeatureValue parse_feature_value(std::string_view text)
{
	const size_t slash = text.find('/');
	FeatureValue out;

	out.name = text.substr(0, slash);
	if (slash != text.npos) {
		out.kind = FeatureValue::Kind::dep_feature;
		out.dep_feature = text.substr(slash + 1);
		out.weak = out.name.ends_with('?');
		if (out.weak)
			out.name.remove_suffix(1);
	} else if (text.starts_with("dep:")) {
		out.kind = FeatureValue::Kind::dep;
		out.name.remove_prefix(4);
	}
	return out;
}

namespace {

class Builder {
public:
	Builder(const FeatureMap &features,
		const std::vector<Dependency> &dependencies,
		const std::vector<Place> &places)
		: features(features), dependencies(dependencies), places(places)
	{}

	/* The implicit features. */
	Result<FeatureMap> build();

private:
	/* A dependency, in however many tables it is. */
	struct Dep {
		std::string_view name;
		bool optional;
		bool hidden = false; /* a `dep:` names it */
		bool used = false;   /* some list names it */
		/* The first table in which it is built in, if any. */
		const Dependency *builtin = nullptr;
	};

	void find_deps();
	Dep *dep_of(std::string_view name);
	void find_hidden();
	Status check_lists();
	Status check(const std::string &feature, const FeatureValue &value,
		     const std::string &text, size_t place);
	std::string fault(const std::string &feature,
			  const FeatureValue &value);
	std::string feature_fault(const std::string &feature,
				  std::string_view name);
	std::string dep_feature_fault(const FeatureValue &value);
	Status check_all_used();
	Status refuse_builtin(const std::string &feature,
			      const FeatureValue &value,
			      const std::string &text);

	const FeatureMap &features;
	const std::vector<Dependency> &dependencies;
	const std::vector<Place> &places; /* of features, where known */
	std::vector<Dep> deps;		  /* by their names */
};

void Builder::find_deps()
{
	deps.reserve(dependencies.size());
	for (const Dependency &dependency : dependencies)
		deps.push_back({ dependency.name, dependency.optional });
	/* What is optional in one table may be off. */
	std::sort(deps.begin(), deps.end(), [](const Dep &a, const Dep &b) {
		return a.name != b.name ? a.name < b.name
					: a.optional > b.optional;
	});
	deps.erase(std::unique(deps.begin(), deps.end(),
			       [](const Dep &a, const Dep &b) {
				       return a.name == b.name;
			       }),
		   deps.end());
	for (const Dependency &dependency : dependencies)
		if (dependency.builtin && !dep_of(dependency.name)->builtin)
			dep_of(dependency.name)->builtin = &dependency;
}

/* Null where there is no dependency @name. */
Builder::Dep *Builder::dep_of(std::string_view name)
{
	const auto at =
		std::lower_bound(deps.begin(), deps.end(), name,
				 [](const Dep &dep, std::string_view wanted) {
					 return dep.name < wanted;
				 });

	return at == deps.end() || at->name != name ? nullptr : &*at;
}

void Builder::find_hidden()
{
	for (const auto &[feature, list] : features)
		for (const std::string &text : list) {
			const FeatureValue value = parse_feature_value(text);
			if (value.kind != FeatureValue::Kind::dep)
				continue;
			if (Dep *const dep = dep_of(value.name))
				dep->hidden = true;
		}
}

/* What is wrong with the plain @name in the list of @feature. */
std::string Builder::feature_fault(const std::string &feature,
				   std::string_view name)
{
	if (features.contains(name))
		return name == feature ? "which is itself" : "";
	const Dep *const dep = dep_of(name);
	if (!dep)
		return "which is neither a dependency nor another feature";
	if (!dep->optional)
		return "which is a dependency, but not an optional one";
	if (dep->hidden)
		return "which is an optional dependency without an implicit feature";
	return {};
}

std::string Builder::dep_feature_fault(const FeatureValue &value)
{
	if (value.dep_feature.find('/') != std::string::npos)
		return "which has more than one slash";
	if (value.name.starts_with("dep:"))
		return "which has both 'dep:' and a slash";
	const Dep *const dep = dep_of(value.name);
	if (!dep)
		return str("but '", value.name, "' is not a dependency");
	if (value.weak && !dep->optional)
		return str("but '", value.name,
			   "' is not an optional dependency");
	return {};
}

std::string Builder::fault(const std::string &feature,
			   const FeatureValue &value)
{
	switch (value.kind) {
	case FeatureValue::Kind::feature:
		return feature_fault(feature, value.name);
	case FeatureValue::Kind::dep_feature:
		return dep_feature_fault(value);
	case FeatureValue::Kind::dep:
		break;
	}
	const Dep *const dep = dep_of(value.name);
	if (!dep)
		return str("but '", value.name, "' is not a dependency");
	if (!dep->optional)
		return str("but '", value.name,
			   "' is not an optional dependency");
	return {};
}

/* The features of a crate that is built in are not to be had. */
Status Builder::refuse_builtin(const std::string &feature,
			       const FeatureValue &value,
			       const std::string &text)
{
	const Dep *const dep = dep_of(value.name);

	if (value.kind != FeatureValue::Kind::dep_feature || !dep ||
	    !dep->builtin)
		return ok();
	return Diag(Id::builtin_dependency,
		    str("feature '", feature, "' includes '", text,
			"', but a built-in crate has no features"))
		.at(dep->builtin->where)
		.with_help("remove it");
}

Status Builder::check(const std::string &feature, const FeatureValue &value,
		      const std::string &text, size_t place)
{
	TRY(refuse_builtin(feature, value, text));
	const std::string why = fault(feature, value);
	if (why.empty())
		return ok();
	Diag diag(Id::cargo_manifest,
		  str("feature '", feature, "' includes '", text, "', ", why));
	if (place < places.size())
		diag.where = places[place];
	return diag;
}

Status Builder::check_lists()
{
	size_t place = 0;

	for (const auto &[feature, list] : features) {
		for (const std::string &text : list) {
			const FeatureValue value = parse_feature_value(text);
			TRY(check(feature, value, text, place));
			if (value.kind != FeatureValue::Kind::feature)
				dep_of(value.name)->used = true;
		}
		place++;
	}
	return ok();
}

/* An optional one that is not implicitly a feature must be turned on by one. */
Status Builder::check_all_used()
{
	for (const Dependency &dependency : dependencies) {
		const Dep *const dep = dep_of(dependency.name);
		if (dep->optional && !dep->used)
			return Diag(Id::cargo_manifest,
				    str("no feature includes the optional dependency '",
					dep->name, "'"))
				.at(dependency.where)
				.with_help(str("include 'dep:", dep->name,
					       "' in a feature"));
	}
	return ok();
}

/* An optional dependency is a feature too, unless it is hidden or shadowed. */
Result<FeatureMap> Builder::build()
{
	FeatureMap out;

	find_deps();
	find_hidden();
	TRY(check_lists());
	for (Dep &dep : deps)
		if (dep.optional && !dep.hidden &&
		    !features.contains(dep.name)) {
			out.emplace_hint(out.end(), dep.name,
					 std::vector{ str("dep:", dep.name) });
			dep.used = true;
		}
	TRY(check_all_used());
	return out;
}

} /* namespace */

Result<FeatureMap> implicit_features(const CargoToml &crate)
{
	return Builder(crate.features, crate.dependencies, crate.feature_places)
		.build();
}

Result<FeatureMap> feature_map(const FeatureMap &features,
			       const std::vector<Dependency> &dependencies)
{
	FeatureMap out = TRY(Builder(features, dependencies, {}).build());

	out.insert(features.begin(), features.end());
	return out;
}

Result<FeatureMap> feature_map(const CargoToml &crate)
{
	FeatureMap out = TRY(implicit_features(crate));

	out.insert(crate.features.begin(), crate.features.end());
	return out;
}

} /* namespace kcrate */
