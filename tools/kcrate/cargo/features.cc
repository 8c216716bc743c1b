// SPDX-License-Identifier: GPL-2.0-or-later

/* cargo's build_feature_map(): what [features] and optional crates make. */

#include <algorithm>
#include <set>
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
			out.name.pop_back();
	} else if (text.starts_with("dep:")) {
		out.kind = FeatureValue::Kind::dep;
		out.name.erase(0, 4);
	}
	return out;
}

namespace {

class Builder {
public:
	Builder(const FeatureMap &features,
		const std::vector<Dependency> &dependencies,
		const std::map<std::string, Place> &places)
		: features(features), dependencies(dependencies), places(places)
	{}

	Result<FeatureMap> build();

private:
	void add_implicit();
	Status check(const std::string &feature, const std::string &text);
	std::string fault(const std::string &feature,
			  const FeatureValue &value) const;
	std::string feature_fault(const std::string &feature,
				  const std::string &name) const;
	std::string dep_feature_fault(const FeatureValue &value) const;
	Status check_all_used() const;
	Status refuse_builtin(const std::string &feature,
			      const std::string &text) const;

	const FeatureMap &features;
	const std::vector<Dependency> &dependencies;
	const std::map<std::string, Place> &places; /* of features */
	FeatureMap map;
	std::map<std::string, bool> is_optional; /* every dependency */
	std::set<std::string> explicit_deps;	 /* named by a `dep:` */
	std::set<std::string> used; /* dependencies that some list names */
};

/* An optional dependency is a feature too, unless it is hidden or shadowed. */
void Builder::add_implicit()
{
	for (const auto &[name, optional] : is_optional)
		if (optional && !features.contains(name) &&
		    !explicit_deps.contains(name))
			map[name] = { "dep:" + name };
}

/* What is wrong with the plain @name in the list of @feature. */
std::string Builder::feature_fault(const std::string &feature,
				   const std::string &name) const
{
	const auto dep = is_optional.find(name);

	if (name == feature && features.contains(name))
		return "which is itself";
	if (features.contains(name))
		return {};
	if (dep == is_optional.end())
		return "which is neither a dependency nor another feature";
	if (!dep->second)
		return "which is a dependency, but not an optional one";
	if (!map.contains(name))
		return "which is an optional dependency without an implicit feature";
	return {};
}

std::string Builder::dep_feature_fault(const FeatureValue &value) const
{
	const auto dep = is_optional.find(value.name);

	if (value.dep_feature.find('/') != std::string::npos)
		return "which has more than one slash";
	if (value.name.starts_with("dep:"))
		return "which has both 'dep:' and a slash";
	if (dep == is_optional.end())
		return str("but '", value.name, "' is not a dependency");
	if (value.weak && !dep->second)
		return str("but '", value.name,
			   "' is not an optional dependency");
	return {};
}

std::string Builder::fault(const std::string &feature,
			   const FeatureValue &value) const
{
	const auto dep = is_optional.find(value.name);

	switch (value.kind) {
	case FeatureValue::Kind::feature:
		return feature_fault(feature, value.name);
	case FeatureValue::Kind::dep_feature:
		return dep_feature_fault(value);
	case FeatureValue::Kind::dep:
		break;
	}
	if (dep == is_optional.end())
		return str("but '", value.name, "' is not a dependency");
	if (!dep->second)
		return str("but '", value.name,
			   "' is not an optional dependency");
	return {};
}

/* The features of a crate that is built in are not to be had. */
Status Builder::refuse_builtin(const std::string &feature,
			       const std::string &text) const
{
	const FeatureValue value = parse_feature_value(text);

	if (value.kind != FeatureValue::Kind::dep_feature)
		return ok();
	for (const Dependency &dependency : dependencies)
		if (dependency.builtin && dependency.name == value.name)
			return Diag(Id::builtin_dependency,
				    str("feature '", feature, "' includes '",
					text,
					"', but a built-in crate has no features"))
				.at(dependency.where)
				.with_help("remove it");
	return ok();
}

Status Builder::check(const std::string &feature, const std::string &text)
{
	const FeatureValue value = parse_feature_value(text);
	const std::string why = fault(feature, value);

	TRY(refuse_builtin(feature, text));
	if (!why.empty()) {
		Diag diag(Id::cargo_manifest,
			  str("feature '", feature, "' includes '", text, "', ",
			      why));
		const auto at = places.find(feature);
		if (at != places.end())
			diag.where = at->second;
		return diag;
	}
	if (value.kind != FeatureValue::Kind::feature)
		used.insert(value.name);
	return ok();
}

Status Builder::check_all_used() const
{
	for (const Dependency &dep : dependencies)
		if (is_optional.at(dep.name) && !used.contains(dep.name))
			return Diag(Id::cargo_manifest,
				    str("no feature includes the optional dependency '",
					dep.name, "'"))
				.at(dep.where)
				.with_help(str("include 'dep:", dep.name,
					       "' in a feature"));
	return ok();
}

Result<FeatureMap> Builder::build()
{
	map = features;
	for (const Dependency &dependency : dependencies)
		is_optional[dependency.name] |= dependency.optional;
	for (const auto &[feature, list] : features)
		for (const std::string &text : list) {
			const FeatureValue value = parse_feature_value(text);
			if (value.kind == FeatureValue::Kind::dep)
				explicit_deps.insert(value.name);
		}
	add_implicit();
	for (const auto &[feature, list] : map)
		for (const std::string &text : list)
			TRY(check(feature, text));
	TRY(check_all_used());
	return std::move(map);
}

} /* namespace */

Result<FeatureMap> feature_map(const FeatureMap &features,
			       const std::vector<Dependency> &dependencies)
{
	return Builder(features, dependencies, {}).build();
}

Result<FeatureMap> feature_map(const CargoToml &crate)
{
	return Builder(crate.features, crate.dependencies, crate.feature_places)
		.build();
}

} /* namespace kcrate */
