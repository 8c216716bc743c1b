// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/builtin.h"

#include <algorithm>

namespace kcrate {

namespace {

constexpr std::string_view names[] = { "core", "alloc", "std", "proc_macro",
				       "test" };

/* The tables of the crate's library, for its target. */
bool applies(const Dependency &dep, const BuiltinQuery &query)
{
	if (dep.kind == DepKind::build ||
	    (dep.kind == DepKind::dev && !query.tests))
		return false;
	return !dep.target || evaluate(*dep.target, query.cfgs) == Truth::yes;
}

/* Whether @dep is one of those that turn the implicit ones off. */
bool is_explicit(const Dependency &dep)
{
	return dep.builtin || (dep.local && builtin_of(dep.name));
}

bool has_own_std(const std::vector<const Dependency *> &deps)
{
	return std::any_of(deps.begin(), deps.end(), [](const auto *dep) {
		return dep->builtin && !dep->optional && dep->name == "std";
	});
}

/* @edges says so already where a crate stands in several tables. */
void add_edge(std::map<Builtin, BuiltinEdge> &edges, const Dependency &dep,
	      const BuiltinQuery &query)
{
	const Builtin crate = *builtin_of(dep.name);
	const auto on = query.on.find(dep.name);

	if (!dep.optional)
		edges.insert_or_assign(crate,
				       BuiltinEdge{ crate, "", dep.where });
	else if (on != query.on.end())
		edges.try_emplace(crate,
				  BuiltinEdge{ crate, on->second, dep.where });
}

} /* namespace */

std::string_view name_of(Builtin crate)
{
	return names[static_cast<size_t>(crate)];
}

std::optional<Builtin> builtin_of(std::string_view name)
{
	for (const Builtin crate :
	     { Builtin::core, Builtin::alloc, Builtin::std })
		if (name == name_of(crate))
			return crate;
	return {};
}

std::optional<Builtin> base_of(Builtin crate)
{
	switch (crate) {
	case Builtin::core:
		return {};
	case Builtin::alloc:
		return Builtin::core;
	case Builtin::std:
		return Builtin::alloc;
	case Builtin::proc_macro:
	case Builtin::test:
		break;
	}
	return Builtin::std;
}

BuiltinSet closure_of(BuiltinSet crates)
{
	for (const Builtin crate : BuiltinSet(crates))
		for (std::optional<Builtin> base = base_of(crate); base;
		     base = base_of(*base))
			crates.insert(*base);
	crates.insert(Builtin::core);
	return crates;
}

const BuiltinEdge *Builtins::find(Builtin crate) const
{
	for (const BuiltinEdge &edge : edges)
		if (edge.crate == crate)
			return &edge;
	return nullptr;
}

Builtins builtins_of(const CargoToml &crate, const BuiltinQuery &query)
{
	std::vector<const Dependency *> named;
	std::map<Builtin, BuiltinEdge> edges;
	Builtins out;

	for (const Dependency &dep : crate.dependencies) {
		if (!is_explicit(dep) || !applies(dep, query))
			continue;
		out.is_explicit = true;
		if (!dep.builtin)
			continue;
		if (!query.dropped.count(dep.name))
			named.push_back(&dep);
		else if (!dep.optional || query.on.count(dep.name))
			out.dropped.push_back(*builtin_of(dep.name));
	}
	for (const Dependency *const dep : named)
		add_edge(edges, *dep, query);
	if (!out.is_explicit)
		edges[query.implicit] = { query.implicit, "", {} };
	out.no_std = out.is_explicit && !has_own_std(named);
	if (crate.proc_macro)
		edges[Builtin::proc_macro] = { Builtin::proc_macro, "", {} };
	if (query.tests && edges.count(Builtin::std))
		edges[Builtin::test] = { Builtin::test, "", {} };
	for (auto &[name, edge] : edges) {
		out.crates.insert(name);
		out.edges.push_back(std::move(edge));
	}
	out.crates = closure_of(std::move(out.crates));
	return out;
}

} /* namespace kcrate */
