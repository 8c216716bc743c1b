// SPDX-License-Identifier: GPL-2.0-or-later

#include <tuple>

#include <nlohmann/json.hpp>

#include "base/str.h"
#include "report/graph.h"

namespace kcrate {

namespace {

using Json = nlohmann::ordered_json;

/*
 * A unit, or a crate of the standard library, which is shown as one for all;
 * the name is the graph's.
 */
struct Node {
	bool builtin = false;
	std::string_view name;
	Target target = Target::kernel; /* of a unit */

	bool operator<(const Node &other) const
	{
		return std::tie(builtin, name, target) <
		       std::tie(other.builtin, other.name, other.target);
	}
};

Node node_of(const Unit &unit)
{
	return { false, unit.package, unit.target };
}

Node node_of(const Edge &edge)
{
	return { false, edge.package, edge.target };
}

Node node_of(Builtin crate)
{
	return { true, name_of(crate) };
}

/* "syn 2.0.98 (host)", "core (built-in)" */
std::string label(const CrateGraph &graph, const Node &node)
{
	if (node.builtin)
		return str(node.name, " (", builtin_names.label, ")");
	return str(node.name, " ", graph.versions.find(node.name)->second, " (",
		   graph.proc_macros.count(node.name) ? "proc macro"
						      : name_of(node.target),
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

using Links = std::map<Node, std::set<Node>>;

/* What each needs itself, of the standard library as well. */
Links needs_of(const Resolution &resolution)
{
	Links out;

	for (const Unit &unit : resolution.units) {
		std::set<Node> &needs = out[node_of(unit)];
		for (const Edge &edge : unit.edges)
			needs.insert(node_of(edge));
		if (!unit.builtins)
			continue;
		for (const BuiltinEdge &edge : unit.builtins->edges)
			needs.insert(node_of(edge.crate));
		for (const Builtin crate : unit.builtins->crates)
			if (const std::optional<Builtin> base = base_of(crate))
				out[node_of(crate)].insert(node_of(*base));
	}
	return out;
}

/* Which kernels have an edge, by its ends. */
class Limits {
public:
	explicit Limits(const Resolution &resolution)
	{
		for (const Unit &unit : resolution.units)
			for (const Edge &edge : unit.edges)
				add({ node_of(unit), node_of(edge) }, edge);
	}

	/* "ARM64, X86"; "" where all have it. */
	std::string of(const Node &from, const Node &to) const
	{
		const auto at = only_on.find({ from, to });
		return at == only_on.end() ? "" : symbols_of(at->second);
	}

private:
	/* One crate may be there by two names. */
	void add(const std::pair<Node, Node> &ends, const Edge &edge)
	{
		const auto [at, fresh] =
			only_on.try_emplace(ends, edge.only_on);
		if (!fresh)
			widen(at->second, edge.only_on);
	}

	std::map<std::pair<Node, Node>, std::set<std::string>> only_on;
};

Links turned_round(const Links &edges)
{
	Links out;

	for (const auto &[from, list] : edges)
		for (const Node &to : list)
			out[to].insert(from);
	return out;
}

bool is_wanted(const TreeView &view, const Node &node)
{
	return !view.target || node.builtin || *view.target == node.target;
}

/* Where the tree begins: at one crate, or at what nobody needs. */
std::set<Node> roots_of(const Resolution &resolution, const Links &needs,
			const TreeView &view)
{
	std::set<Node> needed, out;

	for (const auto &[from, list] : needs)
		if (is_wanted(view, from))
			needed.insert(list.begin(), list.end());
	if (!view.inverted.empty())
		for (const Node &node : needed)
			if (node.builtin && node.name == view.inverted)
				out.insert(node);
	for (const Unit &unit : resolution.units) {
		const Node node = node_of(unit);
		const bool root = view.inverted.empty()
					  ? !needed.count(node)
					  : node.name == view.inverted;
		if (root && is_wanted(view, node))
			out.insert(node);
	}
	return out;
}

/* What is shown: from its roots, along its edges. */
struct Shown {
	std::set<Node> roots;
	Links edges;
};

Shown shown_of(const Resolution &resolution, const TreeView &view)
{
	Links needs = needs_of(resolution);
	Shown out;

	out.roots = roots_of(resolution, needs, view);
	out.edges =
		view.inverted.empty() ? std::move(needs) : turned_round(needs);
	return out;
}

/* Null for a crate of the standard library. */
const Unit *unit_of(const CrateGraph &graph, const Node &node)
{
	return node.builtin ? nullptr
			    : graph.resolution.find(std::string(node.name),
						    node.target);
}

class Painter {
public:
	Painter(const CrateGraph &graph, const TreeView &view)
		: graph(graph),
		  view(view),
		  shown(shown_of(graph.resolution, view)),
		  limits(graph.resolution)
	{}

	std::string run()
	{
		for (const Node &root : shown.roots)
			todo.push_back({ root, "", "", "" });
		std::reverse(todo.begin(), todo.end());
		while (!todo.empty()) {
			const Line line = std::move(todo.back());
			todo.pop_back();
			paint(line);
		}
		return std::move(out);
	}

private:
	/* What stands before a node, and before those below it; and behind it,
	 * of the edge to it. */
	struct Line {
		Node node;
		std::string before, below, behind;
	};

	/* On which kernels @to is below @from, where not on all. */
	std::string limit(const Node &from, const Node &to) const
	{
		const std::string text = view.inverted.empty()
						 ? limits.of(from, to)
						 : limits.of(to, from);

		return text.empty() ? "" : str(" on ", text, " only");
	}

	void paint(const Line &line)
	{
		const auto &[node, before, below, behind] = line;
		const Unit *const unit = unit_of(graph, node);
		const bool fresh = done.insert(node).second;
		std::vector<Node> next;

		for (const Node &to : shown.edges[node])
			if (is_wanted(view, to))
				next.push_back(to);
		out += str(before, label(graph, node),
			   view.features && unit ? feature_list(*unit) : "",
			   behind, fresh || next.empty() ? "" : " (*)", "\n");
		for (size_t i = next.size(); fresh && i-- > 0;) {
			const bool last = i + 1 == next.size();
			todo.push_back({ next[i],
					 str(below, last ? "`-- " : "|-- "),
					 str(below, last ? "    " : "|   "),
					 limit(node, next[i]) });
		}
	}

	const CrateGraph &graph;
	const TreeView &view;
	Shown shown;
	Limits limits;
	std::vector<Line> todo; /* the next one last */
	std::set<Node> done;
	std::string out;
};

/* All that the text would show: units in the resolution's order, the rest. */
std::vector<Node> nodes_of(const CrateGraph &graph, const TreeView &view)
{
	auto [roots, edges] = shown_of(graph.resolution, view);
	std::vector<Node> todo(roots.begin(), roots.end()), out;
	std::set<Node> seen;

	while (!todo.empty()) {
		const Node node = todo.back();
		todo.pop_back();
		if (!is_wanted(view, node) || !seen.insert(node).second)
			continue;
		todo.insert(todo.end(), edges[node].begin(), edges[node].end());
	}
	for (const Unit &unit : graph.resolution.units)
		if (seen.erase(node_of(unit)))
			out.push_back(node_of(unit));
	out.insert(out.end(), seen.begin(), seen.end());
	return out;
}

Json json_of(const Builtins &builtins)
{
	Json direct = Json::array(), all = Json::array();

	for (const BuiltinEdge &edge : builtins.edges)
		direct.push_back(name_of(edge.crate));
	for (const Builtin crate : builtins.crates)
		all.push_back(name_of(crate));
	return { { "explicit", builtins.is_explicit },
		 { "no_std", builtins.no_std },
		 { "dependencies", std::move(direct) },
		 { "all", std::move(all) } };
}

std::string dot_name(const Node &node)
{
	return str("\"", node.name, " ",
		   node.builtin ? builtin_names.label : name_of(node.target),
		   "\"");
}

std::string dot_node(const CrateGraph &graph, const TreeView &view,
		     const Node &node)
{
	const Unit *const unit = unit_of(graph, node);

	return str("\t", dot_name(node), " [label=\"", label(graph, node),
		   view.features && unit ? feature_list(*unit) : "", "\"",
		   node.builtin			 ? ", style=dotted"
		   : node.target == Target::host ? ", style=dashed"
						 : "",
		   "];\n");
}

} /* namespace */

std::string tree_to_text(const CrateGraph &graph, const TreeView &view)
{
	return Painter(graph, view).run();
}

std::string tree_to_json(const CrateGraph &graph, const TreeView &view)
{
	Json units = Json::array();

	for (const Node &node : nodes_of(graph, view)) {
		const Unit *const unit = unit_of(graph, node);
		Json edges = Json::array();
		if (!unit)
			continue;
		for (const Edge &edge : unit->edges) {
			edges.push_back({ { "crate", edge.package },
					  { "target", name_of(edge.target) },
					  { "extern", edge.extern_name } });
			if (!edge.only_on.empty())
				edges.back()["only_on"] = edge.only_on;
		}
		units.push_back(
			{ { "crate", unit->package },
			  { "version", graph.versions.at(unit->package) },
			  { "target", name_of(unit->target) },
			  { "proc_macro",
			    graph.proc_macros.count(unit->package) > 0 },
			  { "features", unit->features },
			  { "added_features", unit->added_features },
			  { "dependencies", std::move(edges) } });
		if (unit->builtins)
			units.back()["builtins"] = json_of(*unit->builtins);
	}
	return Json({ { "schema", 1 }, { "units", std::move(units) } })
		       .dump(2) +
	       "\n";
}

std::string tree_to_dot(const CrateGraph &graph, const TreeView &view)
{
	const std::vector<Node> nodes = nodes_of(graph, view);
	const std::set<Node> shown(nodes.begin(), nodes.end());
	auto needs = needs_of(graph.resolution);
	const Limits limits(graph.resolution);
	std::string out = "digraph crates {\n\tnode [shape=box];\n";

	for (const Node &node : nodes)
		out += dot_node(graph, view, node);
	for (const Node &node : nodes)
		for (const Node &to : needs[node]) {
			const std::string limit = limits.of(node, to);
			if (shown.count(to))
				out += str("\t", dot_name(node), " -> ",
					   dot_name(to),
					   limit.empty() ? ""
							 : str(" [label=\"",
							       limit, "\"]"),
					   ";\n");
		}
	return out + "}\n";
}

} /* namespace kcrate */
