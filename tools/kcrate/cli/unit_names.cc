// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/unit_names.h"

#include "base/str.h"

namespace kcrate {

namespace {

/* Whose each name is: a package's, or in words. */
using Owners = std::map<std::string, std::string>;

/* Where the name of a library is known: two of one name need two of these. */
std::string_view side_of(const EmittedUnit &unit)
{
	return unit.kind == UnitKind::kernel ? "kernel " : "host ";
}

/* What a kernel calls its own crates; one that we imported is none of them. */
void add_kernel_names(const KernelTree &kernel, Owners &owners)
{
	for (const std::string &name : kernel.kernel_names)
		owners.try_emplace("kernel " + name, "the kernel");
	/* A module's host libraries lie in a directory of their own. */
	for (const std::string &name : kernel.host_names)
		owners.try_emplace("host " + name, "the kernel");
}

Owners library_owners(const ImportTarget &target)
{
	Owners out;

	for (const char *const side : { "kernel ", "host " })
		for (const char *const name :
		     { "core", "alloc", "std", "test", "proc_macro",
		       "compiler_builtins" })
			out[str(side, name)] = "the compiler";
	if (target.home.kind != Home::Kind::directory)
		out["kernel kcrate_alloc"] = "the allocator of alloc";
	if (target.kernel)
		add_kernel_names(*target.kernel, out);
	return out;
}

Owners prefix_owners(const ImportTarget &target)
{
	if (target.home.kind == Home::Kind::directory)
		return {};
	return { { "crate", "rules.mk" },
		 { "kcrate", "rules.mk" },
		 { "procmacro", "rules.mk" } };
}

/* @name is to be @unit's from now on; @how says who knows it so. */
Status take(const std::string &name, const EmittedUnit &unit,
	    const std::string &how, const Manifest &manifest, Owners &owners)
{
	const auto [at, fresh] = owners.try_emplace(name, unit.package);

	if (fresh)
		return ok();
	return Diag(Id::name_collision,
		    str(how, ", a name that ", at->second, " has"))
		.at(manifest.crates.at(unit.package).where)
		.with_help(manifest.crates.count(at->second)
				   ? "leave one of them out"
				   : "leave it out: the other one cannot be");
}

} /* namespace */

/*
 * rustc knows a crate by its library's name, and its objects are called so.  To
 * make a unit's name is the prefix of its variables.
 */
Status check_unit_names(const Manifest &manifest, const ImportTarget &target,
			const std::vector<EmittedUnit> &units)
{
	Owners libraries = library_owners(target);
	Owners prefixes = prefix_owners(target);

	for (const EmittedUnit &unit : units)
		if (!unit.of_tree)
			TRY(take(str(side_of(unit), unit.crate_name), unit,
				 str("the library of ", unit.package,
				     " is called ", unit.crate_name),
				 manifest, libraries));
	for (const EmittedUnit &unit : units)
		TRY(take(unit.unit, unit,
			 str("make knows ", unit.package, " as ", unit.unit),
			 manifest, prefixes));
	return ok();
}

} /* namespace kcrate */
