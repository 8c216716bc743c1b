// SPDX-License-Identifier: GPL-2.0-or-later

#include "ktree/ktree.h"

#include <algorithm>
#include <optional>

#include "base/str.h"
#include "ktree/text.h"

namespace kcrate {

namespace {

constexpr char top_makefile[] = "Makefile";
constexpr char rust_makefile[] = "rust/Makefile";
constexpr char init_kconfig[] = "init/Kconfig";
constexpr char analyzer[] = "scripts/generate_rust_analyzer.py";
constexpr char minimum[] = "scripts/min-tool-version.sh";
constexpr char gitignore[] = ".gitignore";
constexpr char maintainers[] = "MAINTAINERS";

/* What stands between @before and @after in @line, if both are there. */
std::string between(std::string_view line, std::string_view before,
		    std::string_view after)
{
	const size_t begin = line.find(before);

	if (begin == line.npos)
		return {};
	line.remove_prefix(begin + before.size());
	const size_t end = line.find(after);
	return end == line.npos ? std::string()
				: std::string(line.substr(0, end));
}

bool is_name(std::string_view text)
{
	return !text.empty() &&
	       std::all_of(text.begin(), text.end(),
			   [](char c) { return is_alnum(c) || c == '_'; });
}

/* The rustc arm of the case statement; its last word is for most machines. */
Status probe_minimum(const Tree &files, KernelTree &out)
{
	const Text text(minimum, files);

	for (size_t i = TRY(text.need("rustc)", "arm for rustc"));
	     i < text.size() && trim(text.line(i)) != ";;"; i++)
		if (trim(text.line(i)).starts_with("echo "))
			out.min_rustc = trim(text.line(i)).substr(5);
	if (out.min_rustc.empty() || !parse_version(out.min_rustc))
		return unsupported(minimum, "version for rustc");
	out.min_rustc_from = minimum;
	return ok();
}

/* What rust/Makefile builds, by the targets of its rules. */
void probe_names(const Text &text, KernelTree &out)
{
	for (size_t i = 0; i < text.size(); i++) {
		const std::string_view line = text.line(i);
		const std::string kernel = between(line, "$(obj)/", ".o:");
		const std::string host = between(
			line, str("$(obj)/", out.dialect.host_dir, "lib"),
			".rlib:");
		const std::string macro =
			line.starts_with("lib")
				? between(line, "lib", "_name ")
				: between(line, "$(obj)/lib", ".so:");
		if (line.starts_with("$(obj)/") && is_name(kernel))
			out.kernel_names.insert(kernel);
		if (line.starts_with("$(obj)/") && is_name(host))
			out.host_names.insert(host);
		if (is_name(macro))
			out.host_names.insert(macro);
	}
}

/* "version 1.0.40 (released" or "version v0.8.54 (released" of a README. */
std::string version_of(std::string_view readme)
{
	std::string flat;

	for (const char c : readme)
		flat += c == '\n' ? ' ' : c;
	std::string version = between(flat, "crate, version ", " ");
	if (version.starts_with('v'))
		version.erase(0, 1);
	return version;
}

/* Linux's imports are the directories with a README like theirs. */
void probe_crates(const Tree &files, const Text &makefile, KernelTree &out)
{
	for (const auto &[path, file] : files) {
		const std::vector<std::string_view> parts = split(path, '/');
		if (parts.size() != 3 || parts[0] != "rust" ||
		    parts[2] != "README.md")
			continue;
		TreeCrate crate;
		crate.package = parts[1];
		crate.version_text = version_of(file.bytes());
		const std::string name = crate_identifier(crate.package);
		const Result<Version> version =
			parse_version(crate.version_text);
		const bool kernel = out.kernel_names.count(name);
		if (!version || (!kernel && !out.host_names.count(name)))
			continue;
		crate.version = version.value();
		crate.target = kernel ? Target::kernel : Target::host;
		crate.proc_macro =
			makefile.find(str("lib", name, "_name :=")).has_value();
		for (const std::string &cfg :
		     makefile.words_of(name + "-cfgs")) {
			const std::string feature =
				between(cfg, "feature=\"", "\"");
			if (!feature.empty())
				crate.features.push_back(feature);
		}
		out.crates[crate.package] = std::move(crate);
	}
}

/* What rules.mk calls, and so must be in @text. */
Status need_rules(const Text &text, std::initializer_list<const char *> rules,
		  KernelTree &out)
{
	for (const char *const rule : rules) {
		TRY(text.need(rule, str("'", rule, "'")));
		out.called_rules.emplace_back(rule);
	}
	return ok();
}

/* 7.3 has them for the crates that it has imported, 7.2 in other places. */
Status probe_host_commands(const Text &text, KernelTree &out)
{
	constexpr char macro_flags[] = " $(rust_common_flags) "
				       "$(rustc_target_flags) \\";

	TRY(need_rules(text,
		       { "cmd_rustc_procmacrolibrary =",
			 "cmd_rustc_procmacro =", "rustc_target_envs",
			 "procmacro-name =", "cfgs-to-flags =" },
		       out));
	out.dialect.host_dir =
		text.find("$(objtree)/$(obj)/host") ? "host/" : "";

	const size_t macro = TRY(text.need("cmd_rustc_procmacro =", ""));
	if (const std::optional<size_t> flags = text.find(macro_flags, macro))
		out.hooks[Hook::skip_flags] = {
			text.file, *flags,
			replace_all(
				text.line(*flags), macro_flags,
				" $(filter-out $(skip_flags),"
				"$(rust_common_flags)) $(rustc_target_flags) "
				"\\")
		};
	return ok();
}

/* The rules that crates are built by, and what goes into rust/Makefile. */
Status probe_rust_makefile(const Text &text, KernelTree &out)
{
	TRY(need_rules(text,
		       { "cmd_rustc_library =", "define rule_rustc_library",
			 "cmd_exports =" },
		       out));
	out.dialect.own_commands = !text.find("cmd_rustc_procmacrolibrary =");
	out.dialect.host_dir = "crates/host/";
	if (!out.dialect.own_commands)
		TRY(probe_host_commands(text, out));
	out.hooks[Hook::fragment] = { text.file, text.size(), "" };

	const size_t recipe =
		TRY(text.need("rust-analyzer:", "target rust-analyzer"));
	out.hooks[Hook::analyzer_flags] = {
		text.file,
		TRY(text.need("$(realpath $(srctree))",
			      "call of generate_rust_analyzer.py", recipe)),
		""
	};
	return ok();
}

Status probe_top_makefile(const Tree &files, KernelTree &out)
{
	constexpr char list[] = "\\) -prune -o", grep[] = "| grep -Fv ";
	const Text text(top_makefile, files);
	const size_t rustfmt = TRY(text.need("rustfmt:", "target rustfmt"));
	out.dialect.rustfmt_grep = !text.find(list, rustfmt);
	const size_t end =
		TRY(text.need(out.dialect.rustfmt_grep ? grep : list,
			      "list of code that is not formatted", rustfmt));

	out.hooks[Hook::rustfmt] = {
		text.file, end, "", trim(text.line(end - 1)).ends_with("\\( \\")
	};
	out.hooks[Hook::mrproper] = { text.file,
				      TRY(text.need("rust/libmacros.so",
						    "rust/libmacros.so among "
						    "MRPROPER_FILES")),
				      "" };
	return ok();
}

/* Behind the entry that begins in @line, and before what separates the next. */
size_t end_of_entry(const Text &text, size_t line)
{
	size_t end = ++line;

	for (; line < text.size(); line++) {
		if (trim(text.line(line)).empty())
			continue;
		if (text.line(line)[0] != '\t')
			break;
		end = line + 1;
	}
	return end;
}

/*
 * Where `make cratesavailable` goes: beside rustavailable, or nowhere.  Nothing
 * is built by it, so that a tree need not have these places.
 */
void probe_available(const Tree &files, KernelTree &out)
{
	const Text text(top_makefile, files);
	const std::optional<size_t> config =
		text.find("outputmakefile rustavailable");
	const std::optional<size_t> help = text.find("@echo  '  rustavailable");
	const std::optional<size_t> target =
		text.find("PHONY += rustavailable");
	const std::optional<size_t> end =
		target ? text.find_line("", *target) : std::nullopt;

	if (!config || !end)
		return;
	out.hooks[Hook::available_config] = { text.file, *config, "" };
	out.hooks[Hook::available_target] = { text.file, *end, "" };
	if (help)
		out.hooks[Hook::available_help] = { text.file, *help, "" };
}

/* The menu goes behind the last that 7.3 has for Rust, or behind RUST. */
Status probe_kconfig(const Tree &files, KernelTree &out)
{
	constexpr char last[] = "source \"rust/kernel/Kconfig.test\"";
	const Text text(init_kconfig, files);
	const std::optional<size_t> source = text.find(last);
	size_t line = source ? *source + 1 : 0;

	if (!source) {
		const std::optional<size_t> rust =
			text.find_line("config RUST");
		if (!rust)
			return unsupported(text.file, "'config RUST'");
		line = end_of_entry(text, *rust);
	}
	out.hooks[Hook::kconfig] = { text.file, line, "" };
	return ok();
}

/* The script calls crates by variables in 7.2, and by strings in 6.12. */
Status probe_analyzer(const Tree &files, KernelTree &out)
{
	constexpr char variable[] = "kernel = append_crate_with_generated(",
		       string[] = "append_crate_with_generated(\"kernel\"";
	const Text text(analyzer, files);

	out.dialect.analyzer_strings =
		!text.find(variable) && text.find(string);
	out.dialect.analyzer_envs = text.find("--envs").has_value();

	const bool strings = out.dialect.analyzer_strings;
	const std::string users =
		strings ? "[\"core\", \"kernel\"" : "[core, kernel";
	const size_t kernel =
		TRY(text.need(strings ? string : variable, "crate 'kernel'"));
	const size_t end =
		strings ? kernel
			: TRY(text.need("    )", "end of the crate 'kernel'",
					kernel));
	const size_t user =
		TRY(text.need(users, str("list ", users, "…]"), kernel + 1));

	out.hooks[Hook::analyzer_crates] = { text.file, end + 1, "" };
	for (size_t i = 0; i < kernel; i++) {
		const std::string_view line = trim(text.line(i));
		const size_t call = line.find(" = append_");
		if (call != line.npos && is_name(line.substr(0, call)))
			out.analyzer_names.emplace(line.substr(0, call));
	}
	std::string line(text.line(user));
	const size_t close = line.find(']', line.find(users));
	if (close == line.npos)
		return unsupported(text.file,
				   str("list ", users, "…] in one line"));
	line.insert(close, ", *imported_crates");
	out.hooks[Hook::analyzer_users] = { text.file, user, line };
	return ok();
}

void probe_gitignore(const Tree &files, KernelTree &out)
{
	if (!files.count(gitignore))
		return;

	const Text text(gitignore, files);
	const std::optional<size_t> before = text.find("*.rpm");

	for (size_t i = 0; i < text.size(); i++)
		if (text.line(i) == "*.rlib")
			return;
	out.hooks[Hook::ignored_libraries] = { text.file,
					       before.value_or(text.size()),
					       "" };
}

} /* namespace */

const std::vector<std::string> &probed_files()
{
	static const std::vector<std::string> files = {
		top_makefile, rust_makefile, init_kconfig, analyzer,
		minimum,      gitignore,     maintainers
	};

	return files;
}

Result<KernelTree> probe_tree(const Tree &files)
{
	KernelTree out;

	for (const char *const file :
	     { top_makefile, rust_makefile, init_kconfig, analyzer, minimum })
		if (!files.count(file))
			return Diag(Id::tree_unsupported,
				    str("there is no ", file,
					": this is not the source tree of a "
					"kernel that can have Rust"))
				.with_help("name the top of a kernel's source "
					   "tree with --tree");

	const Text makefile(rust_makefile, files);
	TRY(probe_minimum(files, out));
	TRY(probe_rust_makefile(makefile, out));
	TRY(probe_top_makefile(files, out));
	probe_available(files, out);
	TRY(probe_kconfig(files, out));
	TRY(probe_analyzer(files, out));
	probe_gitignore(files, out);
	probe_names(makefile, out);
	probe_crates(files, makefile, out);
	return out;
}

} /* namespace kcrate */
