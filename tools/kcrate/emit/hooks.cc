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

std::string rustfmt_lines(const std::vector<EmittedUnit> &units)
{
	std::set<std::string> packages;
	std::string out;

	for (const EmittedUnit &unit : units)
		packages.insert(unit.package);
	for (const std::string &package : packages)
		out += str("\t\t\t-o -path $(srctree)/rust/", package, " \\\n");
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

/*
 * The script's variable for a unit: the tree's are called like the crate, ours
 * such that no name of Python or of the script is meant.
 */
std::string analyzer_name(const std::string &unit,
			  const std::vector<EmittedUnit> &own)
{
	const bool ours = std::any_of(
		own.begin(), own.end(),
		[&](const EmittedUnit &other) { return other.unit == unit; });

	return ours ? "crate_" + unit : unit;
}

/* The crate as scripts/generate_rust_analyzer.py declares its own. */
std::string analyzer_crate(const EmittedUnit &unit,
			   const std::vector<EmittedUnit> &units)
{
	const bool kernel = unit.kind == UnitKind::kernel;
	std::vector<std::string> deps =
		kernel ? std::vector<std::string>{ "core", "compiler_builtins" }
		       : std::vector<std::string>{ "core", "alloc", "std",
						   "proc_macro" };
	std::string out;

	for (const EmittedExtern &dep : unit.externs)
		deps.push_back(analyzer_name(dep.unit, units));
	out += str("    ", analyzer_name(unit.unit, units), " = append_",
		   unit.kind == UnitKind::proc_macro ? "proc_macro_" : "",
		   "crate(\n        \"", unit.crate_name, "\",\n");
	out += "        srctree / \"rust\"";
	for (const std::string_view part : split(unit.root, '/'))
		out += str(" / \"", part, "\"");
	out += str(",\n        [", join(deps, ", "), "],\n");
	if (unit.edition != kbuild_edition)
		out += str("        edition=\"", unit.edition, "\",\n");
	return out + "    )\n\n";
}

std::string analyzer_lines(const std::vector<EmittedUnit> &units)
{
	std::vector<std::string> usable;
	std::string out = "\n    # Imported by kcrate, see rust/crates/.\n";

	for (const EmittedUnit &unit : units) {
		out += analyzer_crate(unit, units);
		if (unit.kind != UnitKind::host)
			usable.push_back(analyzer_name(unit.unit, units));
	}
	return out + str("    imported_crates = [", join(usable, ", "), "]\n");
}

std::string lines_for(Hook hook, const std::vector<EmittedUnit> &units)
{
	switch (hook) {
	case Hook::fragment:
		return "\ninclude $(srctree)/rust/crates/Makefile\n";
	case Hook::analyzer_flags:
		return "\t\t$(crate-analyzer-flags) \\\n";
	case Hook::kconfig:
		return "\nsource \"rust/crates/Kconfig\"\n";
	case Hook::rustfmt:
		return rustfmt_lines(units);
	case Hook::mrproper:
		return mrproper_lines(units);
	case Hook::analyzer_crates:
		return analyzer_lines(units);
	case Hook::ignored_libraries:
		return "*.rlib\n";
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
		const size_t end = text.find('\n', at);
		const size_t next = end == text.npos ? text.size() : end + 1;
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
		edit.before += lines_for(hook, own);
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
