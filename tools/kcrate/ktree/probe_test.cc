// SPDX-License-Identifier: GPL-2.0-or-later

#include "testing/kernel_tree.h"

#include <algorithm>

#include "testing/crates.h"

using namespace kcrate;

namespace {

KernelTree probed(const Tree &files)
{
	Result<KernelTree> out = probe_tree(files);

	REQUIRE_MESSAGE(out, outcome(out));
	return std::move(out.value());
}

/* The line of @files before which something of ours goes, "(end)", "(no)". */
std::string line_at(const Tree &files, const KernelTree &tree, Hook hook)
{
	const auto at = tree.hooks.find(hook);

	if (at == tree.hooks.end())
		return "(no)";
	const std::vector<std::string_view> list =
		lines(files.at(at->second.file).bytes());
	const bool end = at->second.line == list.size();
	return str(at->second.file, ": ",
		   end ? "(end)" : trim(list.at(at->second.line)));
}

/* Where each hook goes, and that there is no other. */
void check_places(const Tree &files, const KernelTree &tree,
		  const std::vector<std::pair<Hook, std::string>> &places)
{
	CHECK(tree.hooks.size() == places.size());
	for (const auto &[hook, line] : places)
		CHECK(line_at(files, tree, hook) == line);
}

/* "package version target proc-macro[features]" of each crate. */
Strings crates_in(const Tree &files)
{
	Strings out;

	for (const auto &[name, crate] : probed(files).crates) {
		CHECK(crate.package == name);
		CHECK(compare(parse_version(crate.version_text).value(),
			      crate.version) == 0);
		out.push_back(str(name, " ", crate.version_text, " ",
				  name_of(crate.target),
				  crate.proc_macro ? " macro[" : "[",
				  join(crate.features, " "), "]"));
	}
	return out;
}

/* What is said of @files with @what in @file replaced by @with. */
std::string said(const std::string &file, std::string_view what,
		 std::string_view with, Tree files = small_kernel())
{
	change(files, file, what, with);
	const Result<KernelTree> out = probe_tree(files);
	if (!out)
		CHECK(out.error().help ==
		      "use a tree of Linux 7.3, 7.2 or 6.12, or one that is "
		      "like them; or import into a module (--module)");
	return outcome(out);
}

} /* namespace */

TEST_CASE("each hook has its place in a tree that lacks all of them")
{
	const Tree files = small_kernel();
	const KernelTree tree = probed(files);
	check_places(
		files, tree,
		{
			{ Hook::fragment, "rust/Makefile: (end)" },
			{ Hook::skip_flags,
			  "rust/Makefile: $(RUSTC) $(rust_common_flags) "
			  "$(rustc_target_flags) \\" },
			{ Hook::analyzer_flags,
			  "rust/Makefile: $(realpath $(srctree)) "
			  "$(realpath $(objtree))" },
			{ Hook::kconfig, "init/Kconfig: " },
			{ Hook::rustfmt, "Makefile: \\) -prune -o \\" },
			{ Hook::mrproper,
			  "Makefile: rust/libmacros.so rust/libmacros.dylib \\" },
			{ Hook::analyzer_crates,
			  "scripts/generate_rust_analyzer.py: " },
			{ Hook::analyzer_users,
			  "scripts/generate_rust_analyzer.py: append_crate(\"d\", "
			  "[core, kernel, pin_init, zerocopy, zerocopy_derive])" },
			{ Hook::ignored_libraries, ".gitignore: *.rpm" },
			{ Hook::available_config,
			  "Makefile: outputmakefile "
			  "rustavailable rustfmt rustfmtcheck" },
			{ Hook::available_help,
			  "Makefile: @echo  '  rustavailable   - Checks'" },
			{ Hook::available_target, "Makefile: " },
		});
	CHECK(tree.hooks.at(Hook::skip_flags).replacement ==
	      "\t$(RUSTC) $(filter-out $(skip_flags),$(rust_common_flags)) "
	      "$(rustc_target_flags) \\");
	CHECK(tree.hooks.at(Hook::analyzer_users).replacement ==
	      "        append_crate(\"d\", [core, kernel, pin_init, zerocopy, "
	      "zerocopy_derive, *imported_crates])");
}

TEST_CASE("drivers may have other crates of the kernel's than they do today")
{
	Tree files = small_kernel();

	change(files, "scripts/generate_rust_analyzer.py",
	       "pin_init, zerocopy, zerocopy_derive]", "later, still_later]");
	CHECK(probed(files).hooks.at(Hook::analyzer_users).replacement ==
	      "        append_crate(\"d\", [core, kernel, later, still_later, "
	      "*imported_crates])");
	change(files, "scripts/generate_rust_analyzer.py", "still_later])",
	       "still_later,\n])");
	CHECK(outcome(probe_tree(files)) ==
	      "tree-unsupported: scripts/generate_rust_analyzer.py has no "
	      "list [core, kernel…] in one line, which a crate needs here");
}

TEST_CASE("an older kernel has other places, and less of its own")
{
	const Tree files = older_kernel();
	const KernelTree tree = probed(files);
	check_places(
		files, tree,
		{
			{ Hook::fragment, "rust/Makefile: (end)" },
			{ Hook::analyzer_flags,
			  "rust/Makefile: $(realpath $(srctree)) "
			  "$(realpath $(objtree))" },
			{ Hook::kconfig, "init/Kconfig: " },
			{ Hook::rustfmt,
			  "Makefile: | grep -Fv $(abs_objtree)/rust/test \\" },
			{ Hook::mrproper, "Makefile: rust/libmacros.so" },
			{ Hook::analyzer_crates,
			  "scripts/generate_rust_analyzer.py: " },
			{ Hook::analyzer_users,
			  "scripts/generate_rust_analyzer.py: "
			  "append_crate(\"d\", [\"core\", "
			  "\"kernel\"])" },
			{ Hook::ignored_libraries, ".gitignore: *.rpm" },
		});
	CHECK(tree.hooks.at(Hook::kconfig).line == 7);
	CHECK(tree.hooks.at(Hook::analyzer_users).replacement ==
	      "        append_crate(\"d\", [\"core\", \"kernel\", "
	      "*imported_crates])");
	CHECK(tree.kernel_names == std::set<std::string>{ "core", "kernel" });
	CHECK(tree.host_names == std::set<std::string>{ "macros" });
}

TEST_CASE("the dialect is read off the files")
{
	const Dialect now = probed(small_kernel()).dialect;
	const Dialect then = probed(older_kernel()).dialect;
	Tree files = small_kernel();

	CHECK(now.host_dir == "host/");
	CHECK(!now.own_commands);
	CHECK(!now.analyzer_strings);
	CHECK(!now.rustfmt_grep);
	CHECK(then.host_dir == "crates/host/");
	CHECK(then.own_commands);
	CHECK(then.analyzer_strings);
	CHECK(then.rustfmt_grep);

	CHECK(!then.analyzer_envs);
	CHECK(!now.analyzer_envs);
	change(files, "scripts/generate_rust_analyzer.py",
	       "def driver():", "def driver(): # --envs");
	CHECK(probed(files).dialect.analyzer_envs);
}

TEST_CASE("what an older kernel must have is missed by name")
{
	const struct {
		std::string file, what, wanted;
	} cases[] = {
		{ "rust/Makefile",
		  "cmd_rustc_library =", "'cmd_rustc_library ='" },
		{ "Makefile", "| grep -Fv ",
		  "list of code that is not formatted" },
		{ "init/Kconfig", "config RUST\n", "'config RUST'" },
		{ "scripts/generate_rust_analyzer.py",
		  "append_crate_with_generated(", "crate 'kernel'" },
		{ "scripts/generate_rust_analyzer.py", "[\"core\", \"kernel\"]",
		  "list [\"core\", \"kernel\"…]" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.what);
		CHECK(said(c.file, c.what, "(gone)", older_kernel()) ==
		      str("tree-unsupported: ", c.file, " has no ", c.wanted,
			  ", which a crate needs here"));
	}
}

TEST_CASE("what rust-analyzer's script declares is known by its variables")
{
	Tree files = small_kernel();

	CHECK(probed(files).analyzer_names.empty());
	change(files, "scripts/generate_rust_analyzer.py", "def crates():\n",
	       "def crates():\n"
	       "    core = append_sysroot_crate(\"core\", [])\n"
	       "    theirs = append_crate(\n        \"theirs\",\n    )\n"
	       "    a.b = append_crate(\"c\")\n"
	       "    append_crate(\"d\")\n"
	       "    e = f(append_crate)\n");
	CHECK(probed(files).analyzer_names ==
	      std::set<std::string>{ "core", "theirs" });
}

TEST_CASE("every file of a hook is one of those that are read")
{
	const std::vector<std::string> &read = probed_files();

	for (const auto &[hook, place] : probed(small_kernel()).hooks)
		CHECK(std::count(read.begin(), read.end(), place.file) == 1);
	CHECK(std::count(read.begin(), read.end(), "MAINTAINERS") == 1);
}

TEST_CASE("the oldest compiler is the one for most machines")
{
	Tree files = small_kernel();

	CHECK(probed(files).min_rustc == "1.85.0");
	CHECK(probed(files).min_rustc_from == "scripts/min-tool-version.sh");
	files["scripts/min-tool-version.sh"] =
		File("rustc)\n\techo 1.78.0\n\t;;\nbindgen)\n\techo 0.65.1\n");
	CHECK(probed(files).min_rustc == "1.78.0");
}

TEST_CASE("host libraries have a directory of their own, or have not")
{
	Tree files = small_kernel();

	CHECK(probed(files).dialect.host_dir == "host/");
	CHECK(probed(files).host_names ==
	      std::set<std::string>{ "quote", "macros", "theirs_derive" });
	change(files, "rust/Makefile", "$(objtree)/$(obj)/host/%", "lib%");
	change(files, "rust/Makefile", "$(obj)/host/libquote",
	       "$(obj)/libquote");
	CHECK(probed(files).dialect.host_dir.empty());
	CHECK(probed(files).host_names ==
	      std::set<std::string>{ "quote", "macros", "theirs_derive" });
}

TEST_CASE("the kernel's own crates are those that it has rules for")
{
	CHECK(probed(small_kernel()).kernel_names ==
	      std::set<std::string>{ "core", "theirs", "kernel" });
}

TEST_CASE("a proc macro's rule that heeds skip_flags needs no hook for it")
{
	Tree files = small_kernel();

	change(files, "rust/Makefile",
	       "$(RUSTC) $(rust_common_flags) $(rustc_target_flags) \\",
	       "$(RUSTC) $(filter-out $(skip_flags),$(rust_common_flags)) "
	       "$(rustc_target_flags) \\");
	CHECK(line_at(files, probed(files), Hook::skip_flags) == "(no)");
}

TEST_CASE("a tree can do without the target that asks whether crates can be "
	  "built")
{
	const auto places = [](std::string_view gone) {
		Tree files = small_kernel();
		change(files, "Makefile", gone, "(gone)");
		const KernelTree tree = probed(files);
		return std::vector<std::string>{
			line_at(files, tree, Hook::available_config),
			line_at(files, tree, Hook::available_help),
			line_at(files, tree, Hook::available_target)
		};
	};
	const std::vector<std::string> none(3, "(no)");

	CHECK(places("outputmakefile rustavailable") == none);
	CHECK(places("PHONY += rustavailable") == none);
	CHECK(places("@echo  '  rustavailable") ==
	      std::vector<std::string>{ "Makefile: outputmakefile "
					"rustavailable rustfmt rustfmtcheck",
					"(no)", "Makefile: " });
}

TEST_CASE("what the crates' rules call is told as it was found")
{
	const std::vector<std::string> rules =
		probed(small_kernel()).called_rules;

	CHECK(rules.size() == 8);
	for (const std::string &rule : rules)
		CHECK(contains(small_rust_makefile, rule));
	CHECK(probed(older_kernel()).called_rules ==
	      Strings{ "cmd_rustc_library =", "define rule_rustc_library",
		       "cmd_exports =" });
}

TEST_CASE("git must ignore host libraries, where it ignores anything")
{
	Tree files = small_kernel();

	files[".gitignore"] = File("*.a\n*.rlib\n*.rpm\n");
	CHECK(line_at(files, probed(files), Hook::ignored_libraries) == "(no)");
	files[".gitignore"] = File("/x.rlib\n*.a\n");
	CHECK(line_at(files, probed(files), Hook::ignored_libraries) ==
	      ".gitignore: (end)");
	files.erase(".gitignore");
	CHECK(line_at(files, probed(files), Hook::ignored_libraries) == "(no)");
}

TEST_CASE("a tree need not have MAINTAINERS, or crates of its own")
{
	Tree files = small_kernel();

	files.erase("MAINTAINERS");
	files.erase("rust/theirs/README.md");
	files.erase("rust/quote/README.md");
	CHECK(probed(files).crates.empty());
}

TEST_CASE("a crate of the tree is known by its README and its rule")
{
	Tree files = small_kernel();

	CHECK(crates_in(files) ==
	      Strings{ "quote 1.0.40 host[proc-macro other]",
		       "theirs 0.8.54 kernel[simd]" });
	files["rust/theirs/README.md"] = File(small_readme("v0.9.0-rc.1"));
	files["rust/theirs-derive/README.md"] = File(small_readme("0.8.54"));
	CHECK(crates_in(files) ==
	      Strings{ "quote 1.0.40 host[proc-macro other]",
		       "theirs 0.9.0-rc.1 kernel[simd]",
		       "theirs-derive 0.8.54 host macro[one]" });
}

TEST_CASE("what has no version or no rule is no crate of the tree")
{
	Tree files = small_kernel();

	files.erase("rust/theirs/README.md");
	files["rust/quote/README.md"] = File("# Quote\n\nversion 1.0.40\n");
	files["rust/core/README.md"] = File(small_readme("next"));
	files["rust/unbuilt/README.md"] = File(small_readme("1.0.0"));
	files["rust/deep/er/README.md"] = File(small_readme("1.0.0"));
	files["lib/theirs/README.md"] = File(small_readme("1.0.0"));
	CHECK(crates_in(files).empty());
}

TEST_CASE("without one of its files it is no tree for Rust")
{
	for (const std::string file :
	     { "Makefile", "rust/Makefile", "init/Kconfig",
	       "scripts/generate_rust_analyzer.py",
	       "scripts/min-tool-version.sh" }) {
		CAPTURE(file);
		Tree files = small_kernel();
		files.erase(file);
		const Result<KernelTree> out = probe_tree(files);
		CHECK(outcome(out) ==
		      str("tree-unsupported: there is no ", file,
			  ": this is not the source tree of a kernel that can "
			  "have Rust"));
		CHECK(out.error().help == "name the top of a kernel's source "
					  "tree with --tree");
	}
}

TEST_CASE("each thing that a crate needs is missed by name")
{
	const std::string rust = "rust/Makefile", top = "Makefile",
			  analyzer = "scripts/generate_rust_analyzer.py",
			  minimum = "scripts/min-tool-version.sh";
	const struct {
		std::string file, what, wanted;
	} cases[] = {
		{ rust, "cmd_rustc_procmacro =", "'cmd_rustc_procmacro ='" },
		{ rust, "cmd_rustc_library =", "'cmd_rustc_library ='" },
		{ rust, "define rule_rustc_library",
		  "'define rule_rustc_library'" },
		{ rust, "cmd_exports =", "'cmd_exports ='" },
		{ rust, "procmacro-name =", "'procmacro-name ='" },
		{ rust, "cfgs-to-flags =", "'cfgs-to-flags ='" },
		{ rust, "rust-analyzer:", "target rust-analyzer" },
		{ rust, "$(realpath $(srctree))",
		  "call of generate_rust_analyzer.py" },
		{ top, "rustfmt:", "target rustfmt" },
		{ top, "\\) -prune -o", "list of code that is not formatted" },
		{ top, "rust/libmacros.so",
		  "rust/libmacros.so among MRPROPER_FILES" },
		{ analyzer, "kernel = append_crate_with_generated(",
		  "crate 'kernel'" },
		{ analyzer, "    )\n", "end of the crate 'kernel'" },
		{ analyzer, "[core, kernel, pin_init, zerocopy, ",
		  "list [core, kernel…]" },
		{ minimum, "rustc)", "arm for rustc" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.what);
		CHECK(said(c.file, c.what, c.what) == "ok");
		CHECK(said(c.file, c.what, "(gone)") ==
		      str("tree-unsupported: ", c.file, " has no ", c.wanted,
			  ", which a crate needs here"));
	}
	CHECK(said(minimum, "echo 1.85.0", "echo latest") ==
	      str("tree-unsupported: ", minimum,
		  " has no version for rustc, which a crate needs here"));
}

TEST_CASE("a maintainer's section goes where the alphabet has it")
{
	const std::string sections = std::string(small_maintainers);
	const auto before = [](std::string_view text,
			       const std::string &title) -> std::string {
		const std::vector<std::string_view> list = lines(text);
		const size_t at = maintainers_line(text, title);

		return at == list.size() ? "(end)" : std::string(list.at(at));
	};

	CHECK(before(sections, "AARDVARK") == "ALPHA");
	CHECK(before(sections, "RUST [SERDE]") == "RUST [SYNC]");
	CHECK(before(sections, "RUST [TOML]") == "ZULU");
	CHECK(before(sections, "ZZZ") == "THE REST");
	CHECK(before("", "RUST [SERDE]") == "(end)");
	CHECK(before("no sections\n", "RUST [SERDE]") == "(end)");
}

TEST_CASE("a section out of its place does not move others out of theirs")
{
	std::string text;

	for (const std::string_view title :
	     { "ALPHA", "XENON", "BETA", "iSCSI", "KILO", "RUST", "RUST [SYNC]",
	       "ARGON", "SIERRA", "ZULU", "THE REST" })
		text += str("\n", title, "\nM:\tM <m@example.org>\n");
	const std::vector<std::string_view> list = lines(text);
	const auto before = [&](const std::string &title) {
		return std::string(list.at(maintainers_line(text, title)));
	};

	CHECK(before("RUST [SERDE]") == "RUST [SYNC]");
	CHECK(before("RUST [TOML]") == "SIERRA");
	CHECK(before("JULIET") == "KILO");
	CHECK(before("ZZZ") == "THE REST");
}
