// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * What is added to the files of a kernel tree.  A hook is lines before a line
 * that the probe has found, or that line anew; so what was done can be told as
 * a diff, and undone.
 */

#include <algorithm>

#include "base/quote.h"
#include "base/str.h"
#include "emit/emit.h"

namespace kcrate {

namespace {

/* Units that are ours and built by the tree's rules. */
std::vector<EmittedUnit> own_units(const std::vector<EmittedUnit> &units)
{
	std::vector<EmittedUnit> out;

	std::copy_if(units.begin(), units.end(), std::back_inserter(out),
		     [](const EmittedUnit &unit) { return !unit.of_tree; });
	return out;
}

bool needs_skip_flags(const std::vector<EmittedUnit> &units)
{
	return std::any_of(units.begin(), units.end(),
			   [](const EmittedUnit &unit) {
				   return unit.kind == UnitKind::proc_macro &&
					  unit.edition != kbuild_edition;
			   });
}

/* @first: the list has nothing yet to which an -o could join them. */
std::string rustfmt_lines(const std::vector<EmittedUnit> &units, bool grep,
			  bool first)
{
	std::set<std::string> packages;
	std::string out;

	for (const EmittedUnit &unit : units)
		packages.insert(unit.package);
	for (const std::string &package : packages)
		out += grep ? str("\t\t| grep -Fv $(abs_srctree)/rust/",
				  package, "/ \\\n")
			    : str("\t\t\t", first && out.empty() ? "" : "-o ",
				  "-path $(srctree)/rust/", package, " \\\n");
	return out;
}

std::string mrproper_lines(const std::vector<EmittedUnit> &units)
{
	std::string out;

	for (const EmittedUnit &unit : units)
		if (unit.kind == UnitKind::proc_macro)
			out += str("\t\t  rust/lib", unit.crate_name,
				   ".so rust/lib", unit.crate_name,
				   ".dylib \\\n");
	return out;
}

/* A crate that Linux has had once may still be declared, with its users. */
bool is_declared(const EmittedUnit &unit, const KernelTree &tree)
{
	return unit.of_tree || tree.analyzer_names.count(unit.unit);
}

/*
 * What the script calls a unit: by its string; or by its variable, and ours
 * are called such that no name of Python or of the script is meant.
 */
std::string analyzer_name(const EmittedUnit &unit, const KernelTree &tree)
{
	if (tree.dialect.analyzer_strings)
		return str("\"", unit.crate_name, "\"");
	return is_declared(unit, tree) ? unit.unit : "crate_" + unit.unit;
}

/* What each crate of its kind depends on, as the script does it for its own. */
std::vector<std::string> analyzer_builtins(const EmittedUnit &unit,
					   const Dialect &dialect)
{
	std::vector<std::string> out =
		unit.kind == UnitKind::kernel
			? std::vector<std::string>{ "core",
						    "compiler_builtins" }
			: std::vector<std::string>{ "core", "alloc", "std",
						    "proc_macro" };

	if (unit.alloc)
		out.emplace_back("alloc");
	if (dialect.analyzer_strings)
		for (std::string &name : out)
			name = str("\"", name, "\"");
	return out;
}

std::string analyzer_path(const EmittedUnit &unit)
{
	std::string out = "srctree / \"rust\"";

	for (const std::string_view part : split(unit.root, '/'))
		out += str(" / \"", part, "\"");
	return out;
}

/* What a string's crate must be told that a variable's knows. */
std::string string_crate(const EmittedUnit &unit)
{
	return str("        cfg=crates_cfgs.get(\"", unit.crate_name,
		   "\", []),\n",
		   unit.kind == UnitKind::proc_macro
			   ? "        is_proc_macro=True,\n"
			   : "");
}

/* A proc macro's library, which the editor loads. */
std::string string_library(const EmittedUnit &unit)
{
	if (unit.kind != UnitKind::proc_macro)
		return {};
	return str("    crates[-1][\"proc_macro_dylib_path\"] = "
		   "f\"{objtree}/rust/lib",
		   unit.crate_name, ".so\"\n");
}

/* The crate as scripts/generate_rust_analyzer.py declares its own. */
std::string analyzer_crate(const EmittedUnit &unit,
			   const std::vector<EmittedUnit> &all,
			   const KernelTree &tree)
{
	const bool strings = tree.dialect.analyzer_strings;
	std::vector<std::string> deps = analyzer_builtins(unit, tree.dialect);
	std::string out = "    ";

	for (const EmittedExtern &dep : unit.externs)
		for (const EmittedUnit &other : all)
			if (other.unit == dep.unit)
				deps.push_back(analyzer_name(other, tree));
	if (!strings)
		out += str(analyzer_name(unit, tree), " = ");
	out += str("append_",
		   !strings && unit.kind == UnitKind::proc_macro ? "proc_macro_"
								 : "",
		   "crate(\n        \"", unit.crate_name, "\",\n        ",
		   analyzer_path(unit), ",\n        [", join(deps, ", "),
		   "],\n");
	if (strings)
		out += string_crate(unit);
	if (unit.edition != kbuild_edition)
		out += str("        edition=\"", unit.edition, "\",\n");
	out += "    )\n";
	if (strings)
		out += string_library(unit);
	return out + "\n";
}

std::string analyzer_lines(const std::vector<EmittedUnit> &all,
			   const KernelTree &tree)
{
	std::vector<std::string> usable;
	std::string out = "\n    # Imported by kcrate, see rust/crates/.\n";

	for (const EmittedUnit &unit : all) {
		if (is_declared(unit, tree))
			continue;
		out += analyzer_crate(unit, all, tree);
		if (unit.kind != UnitKind::host)
			usable.push_back(analyzer_name(unit, tree));
	}
	return out + str("    imported_crates = [", join(usable, ", "), "]\n");
}

/* Where nothing is missing, it says so as rustavailable does. */
constexpr char available_lines[] =
	"\n"
	"# \"Can the imported crates be built?\" target\n"
	"PHONY += cratesavailable\n"
	"cratesavailable:\n"
	"\t+$(Q)$(CONFIG_SHELL) "
	"$(srctree)/rust/crates/crates_are_available.sh $(if $(ALL),--all) && "
	"echo \"The imported crates are available!\"\n";

/* @own are those of @all that are ours. */
std::string lines_for(Hook hook, const std::vector<EmittedUnit> &own,
		      const std::vector<EmittedUnit> &all,
		      const KernelTree &tree)
{
	switch (hook) {
	case Hook::fragment:
		return "\ninclude $(srctree)/rust/crates/Makefile\n";
	case Hook::analyzer_flags:
		return "\t\t$(crate-analyzer-flags) \\\n";
	case Hook::kconfig:
		return "\nsource \"rust/crates/Kconfig\"\n";
	case Hook::rustfmt:
		return rustfmt_lines(own, tree.dialect.rustfmt_grep,
				     tree.hooks.at(hook).first);
	case Hook::mrproper:
		return mrproper_lines(own);
	case Hook::analyzer_crates:
		return analyzer_lines(all, tree);
	case Hook::ignored_libraries:
		return "*.rlib\n";
	case Hook::available_config:
		return "\t\t\t cratesavailable \\\n";
	case Hook::available_help:
		return "\t@echo  '  cratesavailable - Checks whether imported "
		       "Rust crates can be'\n"
		       "\t@echo  '\t\t    built and, if not, explains why "
		       "(ALL=1: all of it).'\n";
	case Hook::available_target:
		return available_lines;
	case Hook::skip_flags:
	case Hook::analyzer_users:
		break;
	}
	return {};
}

/* Linux has sections such as RUST [NUM] of its own. */
std::string maintainers_title(std::string_view text, const std::string &package)
{
	const std::string name = to_upper(package);
	std::string title = str("RUST [", name, "]");

	for (const std::string_view line : lines(text))
		if (line == title)
			return str("RUST [", name, " CRATE]");
	return title;
}

std::string maintainers_entry(const std::string &title,
			      const EmittedMaintainer &entry)
{
	return str(title, "\nM:\t", entry.maintainer,
		   "\nL:\trust-for-linux@vger.kernel.org\nS:\tMaintained\n"
		   "F:\trust/",
		   entry.package, "/\n\n");
}

/* What to do to one line of a file. */
struct LineEdit {
	std::string before; /* new lines in front of it */
	std::string replacement;
};

using FileEdits = std::map<size_t, LineEdit>;

std::string edited(std::string_view text, const FileEdits &edits)
{
	std::string out;
	size_t number = 0, at = 0;

	while (true) {
		const size_t next = next_line(text, at);
		const auto edit = edits.find(number++);
		if (edit != edits.end() && !out.empty() && out.back() != '\n')
			out += '\n';
		if (edit != edits.end())
			out += edit->second.before;
		if (at == text.size())
			return out;
		if (edit != edits.end() && !edit->second.replacement.empty())
			out += edit->second.replacement + "\n";
		else
			out += text.substr(at, next - at);
		at = next;
	}
}

} /* namespace */

Tree emit_hooks(const Tree &pristine, const KernelTree &tree,
		const std::vector<EmittedUnit> &units,
		const std::vector<EmittedMaintainer> &maintainers)
{
	constexpr char maintainers_file[] = "MAINTAINERS";
	const std::vector<EmittedUnit> own = own_units(units);
	std::map<std::string, FileEdits> edits;
	Tree out;

	for (const auto &[hook, place] : tree.hooks) {
		if (hook == Hook::skip_flags && !needs_skip_flags(own))
			continue;
		LineEdit &edit = edits[place.file][place.line];
		edit.before += lines_for(hook, own, units, tree);
		if (!place.replacement.empty())
			edit.replacement = place.replacement;
	}
	if (pristine.count(maintainers_file))
		for (const EmittedMaintainer &entry : maintainers) {
			const std::string_view text =
				pristine.at(maintainers_file).bytes();
			const std::string title =
				maintainers_title(text, entry.package);
			edits[maintainers_file][maintainers_line(text, title)]
				.before += maintainers_entry(title, entry);
		}
	for (const auto &[file, list] : edits) {
		std::string text = edited(pristine.at(file).bytes(), list);
		if (text != pristine.at(file).bytes())
			out[file] = File(std::move(text));
	}
	return out;
}

} /* namespace kcrate */
