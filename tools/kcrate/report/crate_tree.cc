// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>
#include <tuple>

#include <nlohmann/json.hpp>

#include "base/str.h"
#include "report/graph.h"

namespace kcrate {

namespace {

using Json = nlohmann::ordered_json;

/* A unit, or a crate of the standard library, which is one for all. */
struct Node {
	std::optional<Builtin> builtin;
	std::string_view name; /* the graph's */
	Target target = Target::kernel;
	const Unit *unit = nullptr; /* null for what is built in */

	bool operator<(const Node &other) const
	{
		if (builtin.has_value() != other.builtin.has_value())
			return other.builtin.has_value();
		return std::tie(name, target) <
		       std::tie(other.name, other.target);
	}
};

Node node_of(const Unit &unit)
{
	return { {}, unit.package, unit.target, &unit };
}

Node node_of(const Edge &edge)
{
	return { {}, edge.package, edge.target };
}

Node node_of(Builtin crate)
{
	return { crate, name_of(crate) };
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

struct Link {
	size_t to;	   /* the number of a node */
	std::string limit; /* the kernels that have it, "ARM64, X86"; "" all */
};

using Links = std::vector<std::vector<Link>>; /* of each node */

/* All nodes in their order, which numbers them, and what each needs itself. */
class Needs {
public:
	explicit Needs(const Resolution &resolution)
	{
		BuiltinSet builtins;

		for (const Unit &unit : resolution.units) {
			nodes.push_back(node_of(unit));
			if (unit.builtins)
				builtins.insert(unit.builtins->crates.begin(),
						unit.builtins->crates.end());
		}
		for (const Builtin crate : builtins)
			nodes.push_back(node_of(crate));
		std::sort(nodes.begin(), nodes.end());
		for (const Node &node : nodes)
			links.push_back(node.unit ? links_of(*node.unit)
						  : links_of(*node.builtin));
	}

	std::vector<Node> nodes;
	Links links;

private:
	size_t number_of(const Node &node) const
	{
		const auto at =
			std::lower_bound(nodes.begin(), nodes.end(), node);

		return static_cast<size_t>(at - nodes.begin());
	}

	std::vector<Link> links_of(Builtin crate) const
	{
		const std::optional<Builtin> base = base_of(crate);

		if (!base)
			return {};
		return { { number_of(node_of(*base)), "" } };
	}

	std::vector<Link> links_of(const Unit &unit) const
	{
		std::map<size_t, std::set<std::string>> only_on;
		std::vector<Link> out;

		/* One crate may be there by two names. */
		for (const Edge &edge : unit.edges) {
			const auto [at, fresh] = only_on.try_emplace(
				number_of(node_of(edge)), edge.only_on);
			if (!fresh)
				widen(at->second, edge.only_on);
		}
		if (unit.builtins)
			for (const BuiltinEdge &edge : unit.builtins->edges)
				only_on[number_of(node_of(edge.crate))] = {};
		out.reserve(only_on.size());
		for (const auto &[to, symbols] : only_on)
			out.push_back({ to, symbols_of(symbols) });
		return out;
	}
};

Links turned_round(const Links &links)
{
	Links out(links.size());

	for (size_t from = 0; from < links.size(); from++)
		for (const Link &link : links[from])
			out[link.to].push_back({ from, link.limit });
	return out;
}

bool is_wanted(const TreeView &view, const Node &node)
{
	return !view.target || node.builtin || *view.target == node.target;
}

/* Where the tree begins: at one crate, or at what nobody needs. */
std::vector<size_t> roots_of(const Needs &needs, const TreeView &view)
{
	std::vector<bool> needed(needs.nodes.size());
	std::vector<size_t> out;

	for (size_t i = 0; i < needs.nodes.size(); i++)
		if (is_wanted(view, needs.nodes[i]))
			for (const Link &link : needs.links[i])
				needed[link.to] = true;
	for (size_t i = 0; i < needs.nodes.size(); i++) {
		const Node &node = needs.nodes[i];
		const bool root =
			view.inverted.empty()
				? !needed[i] && !node.builtin
				: node.name == view.inverted &&
					  (needed[i] || !node.builtin);
		if (root && is_wanted(view, node))
			out.push_back(i);
	}
	return out;
}

/* What is shown: from its roots, along its links. */
struct Shown {
	Needs needs;
	std::vector<size_t> roots;
	std::optional<Links> turned; /* where it shows who needs what */

	const Links &links() const { return turned ? *turned : needs.links; }
};

Shown shown_of(const Resolution &resolution, const TreeView &view)
{
	Needs needs(resolution);
	std::vector<size_t> roots = roots_of(needs, view);
	std::optional<Links> turned;

	if (!view.inverted.empty())
		turned = turned_round(needs.links);
	return { std::move(needs), std::move(roots), std::move(turned) };
}

class Painter {
public:
	Painter(const CrateGraph &graph, const TreeView &view)
		: graph(graph),
		  view(view),
		  shown(shown_of(graph.resolution, view)),
		  done(shown.needs.nodes.size())
	{}

	std::string run()
	{
		for (size_t i = shown.roots.size(); i-- > 0;)
			todo.push_back({ shown.roots[i], "", "", "" });
		while (!todo.empty()) {
			const Line line = std::move(todo.back());
			todo.pop_back();
			paint(line);
		}
		return std::move(out);
	}

private:
	/* What stands before a node, and before those below it; and on which
	 * kernels it is there, where not on all. */
	struct Line {
		size_t number;
		std::string before, below;
		std::string_view limit;
	};

	void paint(const Line &line)
	{
		const auto &[number, before, below, limit] = line;
		const Node &node = shown.needs.nodes[number];
		const bool fresh = !done[number];
		std::vector<const Link *> next;

		done[number] = true;
		for (const Link &link : shown.links()[number])
			if (is_wanted(view, shown.needs.nodes[link.to]))
				next.push_back(&link);
		out += str(before, label(graph, node),
			   view.features && node.unit ? feature_list(*node.unit)
						      : "",
			   limit.empty() ? "" : str(" on ", limit, " only"),
			   fresh || next.empty() ? "" : " (*)", "\n");
		for (size_t i = next.size(); fresh && i-- > 0;) {
			const bool last = i + 1 == next.size();
			todo.push_back({ next[i]->to,
					 str(below, last ? "`-- " : "|-- "),
					 str(below, last ? "    " : "|   "),
					 next[i]->limit });
		}
	}

	const CrateGraph &graph;
	const TreeView &view;
	const Shown shown;
	std::vector<bool> done;
	std::vector<Line> todo; /* the next one last */
	std::string out;
};

/* All that the text would show: units in the resolution's order, the rest. */
std::vector<size_t> nodes_of(const Shown &shown, const TreeView &view)
{
	std::vector<size_t> todo = shown.roots, out;
	std::vector<bool> seen(shown.needs.nodes.size());

	while (!todo.empty()) {
		const size_t number = todo.back();
		todo.pop_back();
		if (seen[number] || !is_wanted(view, shown.needs.nodes[number]))
			continue;
		seen[number] = true;
		out.push_back(number);
		for (const Link &link : shown.links()[number])
			todo.push_back(link.to);
	}
	std::sort(out.begin(), out.end(), [&](size_t a, size_t b) {
		const Unit *const one = shown.needs.nodes[a].unit;
		const Unit *const other = shown.needs.nodes[b].unit;
		return one && other ? one < other : one || (!other && a < b);
	});
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
	return str("\t", dot_name(node), " [label=\"", label(graph, node),
		   view.features && node.unit ? feature_list(*node.unit) : "",
		   "\"",
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
	const Shown shown = shown_of(graph.resolution, view);
	Json units = Json::array();

	for (const size_t number : nodes_of(shown, view)) {
		const Unit *const unit = shown.needs.nodes[number].unit;
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
	const Shown shown = shown_of(graph.resolution, view);
	const Needs &needs = shown.needs;
	const std::vector<size_t> numbers = nodes_of(shown, view);
	const std::set<size_t> drawn(numbers.begin(), numbers.end());
	std::string out = "digraph crates {\n\tnode [shape=box];\n";

	for (const size_t number : numbers)
		out += dot_node(graph, view, needs.nodes[number]);
	for (const size_t number : numbers)
		for (const auto &[to, limit] : needs.links[number])
			if (drawn.count(to))
				out += str("\t", dot_name(needs.nodes[number]),
					   " -> ", dot_name(needs.nodes[to]),
					   limit.empty() ? ""
							 : str(" [label=\"",
							       limit, "\"]"),
					   ";\n");
	return out + "}\n";
}

} /* namespace kcrate */
