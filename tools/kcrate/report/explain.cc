// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>

#include "base/str.h"
#include "report/graph.h"

namespace kcrate {

namespace {

std::string unit_name(const std::string &package, Target target)
{
	return str(package, " (", name_of(target), ")");
}

/* The edge by which there is @crate: itself, or the least that needs it. */
const BuiltinEdge *edge_towards(const Builtins &builtins, Builtin crate)
{
	for (const BuiltinEdge &edge : builtins.edges)
		if (closure_of({ edge.crate }).count(crate))
			return &edge;
	return nullptr;
}

/*
 * The steps from a unit or a feature to the manifest, a line each.  There may
 * be as many as there are crates and features, so one answers with the next.
 */
class Chain {
public:
	explicit Chain(const Resolution &resolution) : resolution(resolution)
	{
		for (const Unit &from : resolution.units)
			for (const Edge &to : from.edges)
				dependents.emplace(
					resolution.find(to.package, to.target),
					std::pair(&from, &to));
	}

	void feature(const Unit &unit, const std::string &feature)
	{
		follow({ &unit, feature });
	}

	/* Why @unit is there; nothing when nobody but the manifest knows. */
	void unit(const Unit &unit) { follow({ &unit, "" }); }

	/* Why @from depends on @unit: the feature that says so, or always. */
	void edge(const Unit &from, const Unit &unit)
	{
		follow(edge_cause(from, unit));
	}

	/* Why @unit, which stands on @crate, does so. */
	void builtin(const Unit &unit, Builtin crate)
	{
		const BuiltinEdge *const edge =
			edge_towards(*unit.builtins, crate);

		if (!edge) {
			add("all code stands on it", {});
			return;
		}
		if (edge->crate != crate)
			add(str(name_of(edge->crate), " stands on ",
				name_of(crate)),
			    {});
		if (edge->where.file.empty())
			implicit(unit, *edge);
		else
			named(unit, *edge);
	}

	std::string text() const
	{
		size_t width = 0;
		std::string out;

		for (const auto &[what, where] : steps)
			if (!where.empty())
				width = std::max(width, what.size());
		for (const auto &[what, where] : steps)
			out += where.empty()
				       ? str("    ", what, "\n")
				       : str("    ", what,
					     std::string(width - what.size() +
								 2,
							 ' '),
					     where, "\n");
		return out;
	}

private:
	/* Why is it there: a feature, or "" for the unit; null: all is said. */
	struct Question {
		const Unit *unit = nullptr;
		std::string feature;
	};

	void follow(Question question)
	{
		while (question.unit &&
		       seen.insert({ question.unit, question.feature }).second)
			question = question.feature.empty()
					   ? unit_cause(*question.unit)
					   : feature_cause(*question.unit,
							   question.feature);
	}

	Question feature_cause(const Unit &unit, const std::string &feature)
	{
		const Cause &cause = unit.causes.at(feature);

		if (cause.package.empty()) {
			add(str("the manifest asks ", unit.package, " for '",
				feature, "'"),
			    cause.where);
			return {};
		}

		const Unit &from =
			*resolution.find(cause.package, cause.target);
		if (&from == &unit && !cause.where.line) {
			add(str("it is part of the feature '", cause.feature,
				"'"),
			    {});
			return { &from, cause.feature };
		}
		add(str(unit_name(from.package, from.target), " asks ",
			unit.package, " for '", feature, "'",
			cause.feature.empty() ? ""
					      : str(", with its feature '",
						    cause.feature, "'")),
		    cause.where);
		if (cause.feature.empty())
			return edge_cause(from, unit);
		return { &from, cause.feature };
	}

	Question unit_cause(const Unit &unit)
	{
		const auto dependent = dependents.find(&unit);

		if (unit.asked) {
			add(str("the manifest asks for ", unit.package),
			    *unit.asked);
			return {};
		}
		if (dependent == dependents.end())
			return {};

		const auto &[from, to] = dependent->second;
		add(str(unit_name(from->package, from->target), " depends on ",
			unit.package),
		    to->where);
		return edge_cause(*from, unit);
	}

	Question edge_cause(const Unit &from, const Unit &unit)
	{
		for (const Edge &to : from.edges)
			if (to.package == unit.package &&
			    to.target == unit.target)
				return optional_cause(from, to.by);
		return { &from, "" };
	}

	/* Why what @from depends on is there: its feature @by, or @from is. */
	Question optional_cause(const Unit &from, const std::string &by)
	{
		if (!by.empty())
			add(str("that is optional, and on with the feature '",
				by, "' of ", from.package),
			    {});
		return { &from, by };
	}

	void implicit(const Unit &unit, const BuiltinEdge &edge)
	{
		add(edge.crate == Builtin::proc_macro
			    ? str(unit.package, " is a proc macro")
			    : str("the Cargo.toml of ", unit.package,
				  " names none, so it has what the ",
				  name_of(unit.target), " has"),
		    {});
	}

	void named(const Unit &unit, const BuiltinEdge &edge)
	{
		add(str(unit.package, " depends on ", name_of(edge.crate), " (",
			builtin_names.label, ")"),
		    edge.where);
		follow(optional_cause(unit, edge.by));
	}

	void add(std::string what, const Place &where)
	{
		steps.emplace_back(std::move(what),
				   where.file.empty()
					   ? ""
					   : str(where.file, ":", where.line));
	}

	const Resolution &resolution;
	/* The first unit that depends on each, and its edge. */
	std::map<const Unit *, std::pair<const Unit *, const Edge *>>
		dependents;
	std::set<std::pair<const Unit *, std::string>> seen;
	std::vector<std::pair<std::string, std::string>> steps;
};

/* What goes with the feature @what of @crate, and which @without has not. */
std::vector<std::string> losses(const Resolution &with,
				const Resolution &without,
				const std::string &crate,
				const std::string &what)
{
	std::vector<std::string> out;

	for (const Unit &unit : with.units) {
		const Unit *const left =
			without.find(unit.package, unit.target);
		if (!left) {
			out.push_back(unit_name(unit.package, unit.target));
			continue;
		}
		for (const std::string &feature : unit.features)
			if (!left->features.count(feature) &&
			    (unit.package != crate || feature != what))
				out.push_back(str(
					"'", feature, "' of ",
					unit_name(unit.package, unit.target)));
		for (const Builtin each :
		     unit.builtins ? unit.builtins->crates : BuiltinSet())
			if (!left->builtins->crates.count(each))
				out.push_back(str(
					name_of(each), " (",
					builtin_names.label, ") of ",
					unit_name(unit.package, unit.target)));
	}
	return out;
}

} /* namespace */

std::string explain_crate(const CrateGraph &graph, const std::string &crate)
{
	std::string out;

	for (const Unit &unit : graph.resolution.units) {
		Chain chain(graph.resolution);
		if (unit.package != crate)
			continue;
		chain.unit(unit);
		out += str(unit_name(crate, unit.target), " is built:\n",
			   chain.text());
	}
	return out;
}

std::string explain_feature(const CrateGraph &graph, const std::string &crate,
			    const std::string &feature,
			    const Resolution &without)
{
	std::string out;

	for (const Unit &unit : graph.resolution.units) {
		Chain chain(graph.resolution);
		if (unit.package != crate || !unit.features.count(feature))
			continue;
		chain.feature(unit, feature);
		out += str(unit_name(crate, unit.target), " has the feature '",
			   feature, "':\n", chain.text());
	}
	if (out.empty())
		return out;
	const std::vector<std::string> lost =
		losses(graph.resolution, without, crate, feature);
	out += lost.empty() ? "nothing else is there because of it\n"
			    : str("without it there would not be: ",
				  join(lost, ", "), "\n");
	return out;
}

std::string explain_builtin(const CrateGraph &graph, const std::string &crate,
			    const std::string &builtin)
{
	std::string out;

	for (const Unit &unit : graph.resolution.units) {
		if (unit.package != crate || !unit.builtins)
			continue;
		for (const Builtin each : unit.builtins->crates) {
			Chain chain(graph.resolution);
			if (name_of(each) != builtin)
				continue;
			chain.builtin(unit, each);
			out += str(unit_name(crate, unit.target), " stands on ",
				   builtin, " (", builtin_names.label, "):\n",
				   chain.text());
		}
	}
	return out;
}

std::string symbols_of(const std::set<std::string> &only_on)
{
	return join({ only_on.begin(), only_on.end() }, ", ");
}

std::string explain_dependency(const CrateGraph &graph,
			       const std::string &crate,
			       const std::string &dependency)
{
	std::string out;

	for (const Unit &unit : graph.resolution.units)
		for (const Edge &edge : unit.edges) {
			Chain chain(graph.resolution);
			if (unit.package != crate || edge.package != dependency)
				continue;
			chain.edge(unit, *graph.resolution.find(edge.package,
								edge.target));
			out += str(
				unit_name(crate, unit.target), " depends on ",
				unit_name(dependency, edge.target),
				edge.only_on.empty()
					? ""
					: str(" on ", symbols_of(edge.only_on),
					      " only"),
				", at ", edge.where.file, ":", edge.where.line,
				":\n", chain.text());
		}
	return out;
}

std::string explain_extras(const std::vector<CargoExtra> &extras,
			   const std::string &crate, const std::string &feature)
{
	std::string out;

	for (const CargoExtra &extra : extras) {
		if (extra.package != crate ||
		    (!feature.empty() && extra.feature != feature))
			continue;
		out += str("cargo would turn on the feature '", extra.feature,
			   "' of ", unit_name(crate, extra.target),
			   " as well:\n    ");
		if (extra.by.empty())
			out += str("it is part of the feature '", extra.part_of,
				   "'");
		else
			out += str(extra.by, " asks for it",
				   extra.by_script ? " to build its script, "
						     "which never runs here"
						   : "");
		out += extra.where.file.empty()
			       ? "\n"
			       : str("  ", extra.where.file, ":",
				     extra.where.line, "\n");
	}
	return out;
}

} /* namespace kcrate */
