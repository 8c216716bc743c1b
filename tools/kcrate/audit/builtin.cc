// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/builtin.h"

#include "base/str.h"

namespace kcrate {

namespace {

Diag finding(Id id, const CrateEntry &entry, std::string message,
	     const Place &where)
{
	Diag diag = Diag(id, std::move(message)).at(where);

	diag.crate = entry.name;
	return diag;
}

/* What the Cargo.toml has, with what is dropped: that is judged elsewhere. */
BuiltinSet named_by(const Builtins &builtins)
{
	BuiltinSet out = builtins.crates;

	out.insert(builtins.dropped.begin(), builtins.dropped.end());
	return closure_of(std::move(out));
}

void judge_undeclared(const CrateEntry &entry, Builtin crate,
		      const Place &where, Sink &sink)
{
	const std::string_view name = name_of(crate);

	sink.report(
		finding(Id::library_undeclared, entry,
			str(entry.name, " ", entry.version_text, " stands on ",
			    name,
			    " with these features, which its Cargo.toml does not name"),
			where)
			.with_help(str("edit the use out; upstream would add '",
				       name, " = { ", builtin_names.key,
				       " = true }'")));
}

void judge_prelude(const CrateEntry &entry, const NameUse &use, Sink &sink)
{
	sink.report(
		finding(Id::library_undeclared, entry,
			str(entry.name, " ", entry.version_text, " uses ",
			    use.name,
			    " of std's prelude, and its Cargo.toml makes it no_std"),
			use.where)
			.with_help(
				"edit the use out, or import the name from alloc, if that is a dependency"));
}

void judge_std(const CrateEntry &entry, const Unit &unit,
	       const BuiltinEdge &edge, Sink &sink)
{
	sink.report(finding(Id::std_used, entry,
			    str(entry.name, " ", entry.version_text,
				" depends on std, which no kernel has"),
			    edge.where)
			    .with_help(help_without(unit, "std")));
}

} /* namespace */

BuiltinSet library_of(const CargoToml &cargo, const LibraryUse &use)
{
	BuiltinSet out;

	if (use.alloc)
		out.insert(Builtin::alloc);
	if (use.std || use.no_std == Truth::no)
		out.insert(Builtin::std);
	if (cargo.proc_macro)
		out.insert(Builtin::proc_macro);
	return closure_of(std::move(out));
}

void judge_builtins(const CrateEntry &entry, const CargoToml &cargo,
		    const Unit &unit, const LibraryUse &use, Sink &sink)
{
	const Builtins &builtins = *unit.builtins;
	const BuiltinEdge *const std = builtins.find(Builtin::std);

	if (builtins.is_explicit) {
		const BuiltinSet named = named_by(builtins);
		if (use.alloc && !named.count(Builtin::alloc))
			judge_undeclared(entry, Builtin::alloc, *use.alloc,
					 sink);
		if (use.std && !named.count(Builtin::std))
			judge_undeclared(entry, Builtin::std, *use.std, sink);
		if (use.prelude)
			judge_prelude(entry, *use.prelude, sink);
		if (std && unit.target == Target::kernel)
			judge_std(entry, unit, *std, sink);
	} else if (use.no_std == Truth::yes &&
		   library_of(cargo, use) == BuiltinSet{ Builtin::core }) {
		sink.report(
			finding(Id::library_implicit, entry,
				str(entry.name, " ", entry.version_text,
				    " stands on core alone, which its Cargo.toml does not say"),
				entry.where)
				.with_help(str("upstream could add 'core = { ",
					       builtin_names.key,
					       " = true }'")));
	}
}

void judge_builtin_keys(const CargoToml &cargo, Sink &sink)
{
	for (const Dependency &dep : cargo.dependencies) {
		if (!dep.builtin_ignored)
			continue;
		Diag diag =
			Diag(Id::builtin_ignored,
			     str("'", builtin_names.key,
				 "' of the dependency '", dep.name,
				 "' is ignored, as by every released cargo"))
				.at(*dep.builtin_ignored)
				.with_help(
					"to have it read, say 'rfc3875: true' in the manifest");
		diag.crate = cargo.name;
		sink.report(std::move(diag));
	}
}

} /* namespace kcrate */
