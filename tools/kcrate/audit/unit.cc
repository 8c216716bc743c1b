// SPDX-License-Identifier: GPL-2.0-or-later

#include <optional>
#include <set>

#include "audit/audit.h"
#include "audit/builtin.h"
#include "audit/envs.h"
#include "audit/unit_cfgs.h"
#include "base/str.h"
#include "rustsrc/crate_source.h"

namespace kcrate {

namespace {

void report(Diag diag, const CrateEntry &entry, Sink &sink)
{
	diag.crate = entry.name;
	sink.report(std::move(diag));
}

std::map<std::string, std::string>
judge_envs(const CrateEntry &entry, const CargoToml &cargo, const Role *role,
	   const CrateSource &source, Sink &sink)
{
	std::map<std::string, std::string> envs;

	if (role)
		envs = role->envs;
	for (const EnvUse &use : source.envs) {
		if (envs.count(use.name))
			continue;
		const std::optional<std::string> value =
			cargo_env(cargo, use.name);
		if (value)
			envs[use.name] = *value;
		else if (!use.optional)
			report(unknown_env(use, entry.name), entry, sink);
	}
	return envs;
}

/* A unit's source as it was read, for further questions. */
struct Reading {
	const LibraryText &text;
	CfgSet cfgs;
	CrateSource source;

	Result<std::vector<Place>> uses_of(const std::string &crate) const
	{
		return references_to(text.files, source, crate, cfgs,
				     text.tokens);
	}
	Result<std::optional<Place>>
	first_use_of(const std::string &crate) const
	{
		const std::vector<Place> uses = TRY(uses_of(crate));

		return uses.empty() ? std::nullopt
				    : std::optional(uses.front());
	}
};

const Builtins *explicit_builtins(const Unit &unit)
{
	return unit.builtins && unit.builtins->is_explicit ? &*unit.builtins
							   : nullptr;
}

/* What the source and the Cargo.toml have of the standard library. */
Result<BuiltinSet> judge_library(const CrateEntry &entry,
				 const CargoToml &cargo, const Unit &unit,
				 const Reading &reading, Sink &sink)
{
	LibraryUse use = { reading.source.no_std };

	use.alloc = TRY(reading.first_use_of("alloc"));
	use.std = TRY(reading.first_use_of("std"));
	if (unit.builtins->no_std) {
		use.no_std = Truth::yes;
		use.prelude =
			TRY(std_prelude_use(reading.text.files, reading.source,
					    reading.cfgs, reading.text.tokens));
	}
	judge_builtins(entry, cargo, unit, use, sink);

	BuiltinSet out = library_of(cargo, use);
	if (explicit_builtins(unit))
		out.merge(BuiltinSet(unit.builtins->crates));
	return out;
}

Status judge_dropped(const CrateEntry &entry, const Unit &unit,
		     const Reading &reading, Sink &sink)
{
	for (const DroppedEdge &dep : unit.dropped) {
		const std::vector<Place> uses =
			TRY(reading.uses_of(dep.extern_name));
		for (const Place &use : uses)
			report(Diag(Id::live_reference,
				    str("the dropped dependency '", dep.package,
					"' is used here"))
				       .at(use)
				       .with_help("edit the use out, or keep "
						  "the dependency"),
			       entry, sink);
	}
	return ok();
}

} /* namespace */

void judge_build_script(const CrateEntry &entry, const CargoToml &cargo,
			Sink &sink)
{
	if (!cargo.build.empty() && !entry.build_script_replaced)
		report(Diag(Id::build_script,
			    str(entry.name, " ", entry.version_text,
				" has a build script, ", cargo.build,
				", which never runs here"))
			       .at(entry.where)
			       .with_help("read it, state its effects as "
					  "'cfgs' and 'envs', and say so: "
					  "'build-script: {why: …}'"),
		       entry, sink);
	if (cargo.build.empty() && entry.build_script_replaced)
		report(Diag(Id::unused_override,
			    str(entry.name, " has no build script"))
			       .at(entry.build_script_where)
			       .with_help("remove 'build-script'"),
		       entry, sink);
}

std::string help_without(const Unit &unit, std::string_view library)
{
	const Builtins *const builtins = explicit_builtins(unit);
	const BuiltinEdge *const edge =
		builtins ? builtins->find(*builtin_of(library)) : nullptr;

	if (edge && !edge->by.empty())
		return str("do without its feature '", edge->by,
			   "', which turns that on");
	if (edge)
		return str("name ", library, " under 'drop-dependencies' of ",
			   unit.package,
			   " and edit its uses out, or leave the crate out");
	if (unit.features.empty())
		return str("no feature is on that could be switched off: edit "
			   "the use of ",
			   library, " out, or leave the crate out");
	return str("switch off the feature that asks for ", library);
}

Result<UnitNeeds> judge_unit(const CrateEntry &entry, const CargoToml &cargo,
			     const Unit &unit, const LibraryText &text,
			     Sink &sink)
{
	const Role *const role = role_for(entry, unit.target, cargo.proc_macro);
	Reading reading = {
		text,
		unit_cfgs(unit.features,
			  role ? role->cfgs : std::vector<CfgFlag>(),
			  text.target),
		{},
	};
	UnitNeeds needs;

	reading.source = TRY(read_crate_source(
		text.files, text.root, reading.cfgs, text.tokens, sink));
	needs.envs = judge_envs(entry, cargo, role, reading.source, sink);
	needs.unstable_features = reading.source.unstable_features;
	TRY(judge_dropped(entry, unit, reading, sink));
	if (unit.builtins)
		needs.library =
			TRY(judge_library(entry, cargo, unit, reading, sink));
	if (unit.target == Target::host)
		return needs;

	needs.alloc = TRY(reading.first_use_of("alloc"));
	if (const Builtins *const builtins = explicit_builtins(unit)) {
		const BuiltinEdge *const alloc = builtins->find(Builtin::alloc);
		if (alloc)
			needs.alloc = alloc->where;
		return needs;
	}
	if (reading.source.no_std == Truth::no)
		report(Diag(Id::std_used,
			    str(entry.name, " ", entry.version_text,
				" stands on std with these features"))
			       .at(entry.where)
			       .with_help(help_without(unit, "std")),
		       entry, sink);
	return needs;
}

} /* namespace kcrate */
