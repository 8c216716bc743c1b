// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/str.h"
#include "report/graph.h"

namespace kcrate {

namespace {

using Json = nlohmann::ordered_json;
using UnitKey = std::pair<std::string, Target>;

UnitKey key_of(const Unit &unit)
{
	return { unit.package, unit.target };
}

/* "syn 2.0.98 (host)" */
std::string label(const CrateGraph &graph, const UnitKey &key)
{
	const auto &[package, target] = key;

	return str(package, " ", graph.versions.at(package), " (",
		   graph.proc_macros.count(package) ? "proc macro"
						    : name_of(target),
		   ")");
}

/* " [default +std]", with a plus sign what a dependent added. */
std::string feature_list(const Unit &unit)
{
	std::vector<std::string> words;

	for (const std::string &feature : unit.features)
		words.push_back(
			str(unit.added_features.count(feature) ? "+" : "",
			    feature));
	return words.empty() ? "" : str(" [", join(words, " "), "]");
}

/* The edges of @resolution, turned round if @view says so. */
std::map<UnitKey, std::vector<UnitKey>> edges_of(const Resolution &resolution,
						 const TreeView &view)
{
	std::map<UnitKey, std::vector<UnitKey>> out;

	for (const Unit &unit : resolution.units)
		for (const Edge &edge : unit.edges) {
			const UnitKey to = { edge.package, edge.target };
			if (view.inverted.empty())
				out[key_of(unit)].push_back(to);
			else
				out[to].push_back(key_of(unit));
		}
	for (auto &[key, list] : out)
		std::sort(list.begin(), list.end());
	return out;
}

bool is_wanted(const TreeView &view, const UnitKey &key)
{
	return !view.target || *view.target == key.second;
}

/* Where the tree begins: at one crate, or at what nobody needs. */
std::vector<UnitKey> roots_of(const Resolution &resolution,
			      const TreeView &view)
{
	std::set<UnitKey> needed;
	std::vector<UnitKey> out;

	for (const Unit &unit : resolution.units)
		for (const Edge &edge : unit.edges)
			if (is_wanted(view, key_of(unit)))
				needed.insert({ edge.package, edge.target });
	for (const Unit &unit : resolution.units) {
		const bool root = view.inverted.empty()
					  ? !needed.count(key_of(unit))
					  : unit.package == view.inverted;
		if (root && is_wanted(view, key_of(unit)))
			out.push_back(key_of(unit));
	}
	std::sort(out.begin(), out.end());
	return out;
}

class Painter {
public:
	Painter(const CrateGraph &graph, const TreeView &view)
		: graph(graph),
		  view(view),
		  edges(edges_of(graph.resolution, view))
	{}

	std::string run()
	{
		for (const UnitKey &root : roots_of(graph.resolution, view))
			paint(root, "", "");
		return std::move(out);
	}

private:
	void paint(const UnitKey &key, const std::string &before,
		   const std::string &below)
	{
		const Unit &unit =
			*graph.resolution.find(key.first, key.second);
		const bool fresh = shown.insert(key).second;
		std::vector<UnitKey> next;

		for (const UnitKey &to : edges[key])
			if (is_wanted(view, to))
				next.push_back(to);
		out += str(before, label(graph, key),
			   view.features ? feature_list(unit) : "",
			   fresh || next.empty() ? "" : " (*)", "\n");
		for (size_t i = 0; fresh && i < next.size(); i++) {
			const bool last = i + 1 == next.size();
			paint(next[i], str(below, last ? "`-- " : "|-- "),
			      str(below, last ? "    " : "|   "));
		}
	}

	const CrateGraph &graph;
	const TreeView &view;
	std::map<UnitKey, std::vector<UnitKey>> edges;
	std::set<UnitKey> shown;
	std::string out;
};

/* The units that the text would show, in the resolution's order. */
std::vector<const Unit *> units_of(const CrateGraph &graph,
				   const TreeView &view)
{
	auto edges = edges_of(graph.resolution, view);
	std::vector<UnitKey> todo = roots_of(graph.resolution, view);
	std::set<UnitKey> seen;
	std::vector<const Unit *> out;

	while (!todo.empty()) {
		const UnitKey key = std::move(todo.back());
		todo.pop_back();
		if (!is_wanted(view, key) || !seen.insert(key).second)
			continue;
		todo.insert(todo.end(), edges[key].begin(), edges[key].end());
	}
	for (const Unit &unit : graph.resolution.units)
		if (seen.count(key_of(unit)))
			out.push_back(&unit);
	return out;
}

std::string dot_name(const UnitKey &key)
{
	return str("\"", key.first, " ", name_of(key.second), "\"");
}

} /* namespace */

std::string tree_to_text(const CrateGraph &graph, const TreeView &view)
{
	return Painter(graph, view).run();
}

std::string tree_to_json(const CrateGraph &graph, const TreeView &view)
{
	Json units = Json::array();

	for (const Unit *const unit : units_of(graph, view)) {
		Json edges = Json::array();
		for (const Edge &edge : unit->edges)
			edges.push_back({ { "crate", edge.package },
					  { "target", name_of(edge.target) },
					  { "extern", edge.extern_name } });
		units.push_back(
			{ { "crate", unit->package },
			  { "version", graph.versions.at(unit->package) },
			  { "target", name_of(unit->target) },
			  { "proc_macro",
			    graph.proc_macros.count(unit->package) > 0 },
			  { "features", unit->features },
			  { "added_features", unit->added_features },
			  { "dependencies", std::move(edges) } });
	}
	return Json({ { "schema", 1 }, { "units", std::move(units) } })
		       .dump(2) +
	       "\n";
}

std::string tree_to_dot(const CrateGraph &graph, const TreeView &view)
{
	std::string out = "digraph crates {\n\tnode [shape=box];\n";

	for (const Unit *const unit : units_of(graph, view))
		out += str("\t", dot_name(key_of(*unit)), " [label=\"",
			   label(graph, key_of(*unit)),
			   view.features ? feature_list(*unit) : "", "\"",
			   unit->target == Target::host ? ", style=dashed" : "",
			   "];\n");
	for (const Unit *const unit : units_of(graph, view))
		for (const Edge &edge : unit->edges)
			if (is_wanted(view, { edge.package, edge.target }))
				out += str(
					"\t", dot_name(key_of(*unit)), " -> ",
					dot_name({ edge.package, edge.target }),
					";\n");
	return out + "}\n";
}

} /* namespace kcrate */
