// SPDX-License-Identifier: GPL-2.0-or-later

#include "emit/emit.h"

#include "testing/crates.h"
#include "testing/kernel_tree.h"

using namespace kcrate;

namespace {

EmittedUnit unit_of(const std::string &package, UnitKind kind,
		    const std::string &edition = "2021")
{
	EmittedUnit unit;

	unit.unit = unit.crate_name = crate_identifier(package);
	unit.package = package;
	unit.kind = kind;
	unit.root = package + "/lib.rs";
	unit.edition = edition;
	return unit;
}

/* A unit of each kind, of which the last uses the others. */
std::vector<EmittedUnit> three_units()
{
	std::vector<EmittedUnit> out = {
		unit_of("unicode-ident", UnitKind::host, "2018"),
		unit_of("my-derive", UnitKind::proc_macro),
		unit_of("demo", UnitKind::kernel, "2018"),
	};

	out[1].externs = { { "unicode_ident", "unicode_ident",
			     "unicode_ident" },
			   { "quote", "quote", "quote" } };
	out[2].externs = { { "my_derive", "my_derive", "my_derive" } };
	return out;
}

Tree hooked(const Tree &pristine, const std::vector<EmittedUnit> &units,
	    const std::vector<EmittedMaintainer> &maintainers = {})
{
	const Result<KernelTree> tree = probe_tree(pristine);

	REQUIRE_MESSAGE(tree, outcome(tree));
	return emit_hooks(pristine, tree.value(), units, maintainers);
}

/*
 * The lines of @after that @before lacks: "+line"; with "-line" behind one that
 * stands in the place of another.
 */
Strings changes(std::string_view before, std::string_view after)
{
	const std::vector<std::string_view> old = lines(before);
	size_t at = 0;
	Strings out;

	for (const std::string_view line : lines(after)) {
		if (at < old.size() && line == old[at]) {
			at++;
			continue;
		}
		out.push_back(str("+", line));
		if (line.find("skip_flags") != line.npos)
			out.push_back(str("-", old.at(at++)));
	}
	CHECK(at == old.size());
	return out;
}

Strings changes_of(const std::string &file,
		   const std::vector<EmittedUnit> &units)
{
	const Tree pristine = small_kernel();
	const Tree after = hooked(pristine, units);

	return after.count(file) ? changes(pristine.at(file).bytes(),
					   after.at(file).bytes())
				 : Strings{};
}

} /* namespace */

TEST_CASE("rust/Makefile includes ours, and tells rust-analyzer of cfgs")
{
	CHECK(changes_of("rust/Makefile", three_units()) ==
	      Strings{ "+\t\t$(crate-analyzer-flags) \\", "+",
		       "+include $(srctree)/rust/crates/Makefile" });
	CHECK(hooked(small_kernel(), {})
		      .at("rust/Makefile")
		      .bytes()
		      .ends_with("\n\ninclude $(srctree)/rust/crates/"
				 "Makefile\n"));
}

TEST_CASE("a proc macro of another edition needs its rule to heed skip_flags")
{
	const std::string hook =
		"+\t$(RUSTC) $(filter-out $(skip_flags),$(rust_common_flags)) "
		"$(rustc_target_flags) \\";
	const struct {
		UnitKind kind;
		std::string edition;
		bool of_tree, needed;
	} cases[] = {
		{ UnitKind::proc_macro, "2018", false, true },
		{ UnitKind::proc_macro, "2024", false, true },
		{ UnitKind::proc_macro, "2021", false, false },
		{ UnitKind::proc_macro, "2018", true, false },
		{ UnitKind::kernel, "2018", false, false },
		{ UnitKind::host, "2018", false, false },
	};

	for (const auto &c : cases) {
		CAPTURE(name_of(c.kind));
		CAPTURE(c.edition);
		EmittedUnit unit = unit_of("x", c.kind, c.edition);
		unit.of_tree = c.of_tree;
		const Strings found = changes_of("rust/Makefile", { unit });
		CHECK(found.size() == (c.needed ? 5 : 3));
		CHECK((found[0] == hook) == c.needed);
	}
}

TEST_CASE("our own code is not formatted, and the tree's is not our business")
{
	std::vector<EmittedUnit> units = three_units();

	units.push_back(unit_of("quote", UnitKind::host));
	units.back().of_tree = true;
	units.push_back(units[2]);
	Strings found = changes_of("Makefile", units);
	std::erase_if(found, [](const std::string &line) {
		return line.find("/lib") == line.npos &&
		       line.find("-path") == line.npos;
	});
	CHECK(found ==
	      Strings{ "+\t\t  rust/libmy_derive.so rust/libmy_derive.dylib \\",
		       "+\t\t\t-o -path $(srctree)/rust/demo \\",
		       "+\t\t\t-o -path $(srctree)/rust/my-derive \\",
		       "+\t\t\t-o -path $(srctree)/rust/unicode-ident \\" });
}

TEST_CASE("make cratesavailable stands beside rustavailable, without .config")
{
	CHECK(changes_of("Makefile", {}) ==
	      Strings{ "+\t\t\t cratesavailable \\",
		       "+\t@echo  '  cratesavailable - Checks whether imported "
		       "Rust crates can be'",
		       "+\t@echo  '\t\t    built and, if not, explains why "
		       "(ALL=1: all of it).'",
		       "+# \"Can the imported crates be built?\" target",
		       "+PHONY += cratesavailable", "+cratesavailable:",
		       "+\t+$(Q)$(CONFIG_SHELL) "
		       "$(srctree)/rust/crates/crates_are_available.sh "
		       "$(if $(ALL),--all) && echo \"The imported crates are "
		       "available!\"",
		       "+" });
}

TEST_CASE("a list of nothing is begun by the first of ours")
{
	Tree pristine = small_kernel();

	change(pristine, "Makefile", "\t\t\t-path $(srctree)/rust/quote \\\n",
	       "");
	CHECK(contains(hooked(pristine, three_units()).at("Makefile").bytes(),
		       "\tfind \\( \\\n"
		       "\t\t\t-path $(srctree)/rust/demo \\\n"
		       "\t\t\t-o -path $(srctree)/rust/my-derive \\\n"
		       "\t\t\t-o -path $(srctree)/rust/unicode-ident \\\n"
		       "\t\t\\) -prune -o \\\n"));
}

TEST_CASE("the menu stands behind the kernel's own, libraries are ignored")
{
	CHECK(hooked(small_kernel(), {}).at("init/Kconfig").bytes() ==
	      "config RUST\n\nsource \"rust/kernel/Kconfig.test\"\n"
	      "\nsource \"rust/crates/Kconfig\"\n\nconfig LAST\n");
	CHECK(hooked(small_kernel(), {}).at(".gitignore").bytes() ==
	      "*.a\n*.rlib\n*.rpm\n*.so\n");
}

TEST_CASE("rust-analyzer is told of each crate as of the kernel's own")
{
	std::vector<EmittedUnit> units = three_units();

	units.push_back(unit_of("quote", UnitKind::host));
	units.back().of_tree = true;
	const Tree after = hooked(small_kernel(), units);
	CHECK(after.at("scripts/generate_rust_analyzer.py").bytes() ==
	      R"(def crates():
    kernel = append_crate_with_generated(
        "kernel",
        [core],
    )

    # Imported by kcrate, see rust/crates/.
    crate_unicode_ident = append_crate(
        "unicode_ident",
        srctree / "rust" / "unicode-ident" / "lib.rs",
        [core, alloc, std, proc_macro],
        edition="2018",
    )

    crate_my_derive = append_proc_macro_crate(
        "my_derive",
        srctree / "rust" / "my-derive" / "lib.rs",
        [core, alloc, std, proc_macro, crate_unicode_ident, quote],
    )

    crate_demo = append_crate(
        "demo",
        srctree / "rust" / "demo" / "lib.rs",
        [core, compiler_builtins, crate_my_derive],
        edition="2018",
    )

    imported_crates = [crate_my_derive, crate_demo]

    def driver():
        append_crate("d", [core, kernel, pin_init, zerocopy, zerocopy_derive, *imported_crates])
)");
}

TEST_CASE("an older rust-analyzer is told of each crate by its name")
{
	std::vector<EmittedUnit> units = three_units();

	units[1].externs.pop_back();
	units[2].alloc = true;
	const Tree after = hooked(older_kernel(), units);
	CHECK(after.at("scripts/generate_rust_analyzer.py").bytes() ==
	      R"(def crates():
    append_crate_with_generated("kernel", ["core", "macros"])

    # Imported by kcrate, see rust/crates/.
    append_crate(
        "unicode_ident",
        srctree / "rust" / "unicode-ident" / "lib.rs",
        ["core", "alloc", "std", "proc_macro"],
        cfg=crates_cfgs.get("unicode_ident", []),
        edition="2018",
    )

    append_crate(
        "my_derive",
        srctree / "rust" / "my-derive" / "lib.rs",
        ["core", "alloc", "std", "proc_macro", "unicode_ident"],
        cfg=crates_cfgs.get("my_derive", []),
        is_proc_macro=True,
    )
    crates[-1]["proc_macro_dylib_path"] = f"{objtree}/rust/libmy_derive.so"

    append_crate(
        "demo",
        srctree / "rust" / "demo" / "lib.rs",
        ["core", "compiler_builtins", "alloc", "my_derive"],
        cfg=crates_cfgs.get("demo", []),
        edition="2018",
    )

    imported_crates = ["my_derive", "demo"]

    def driver():
        append_crate("d", ["core", "kernel", *imported_crates])
)");
}

TEST_CASE("where grep chooses what is formatted, it is told of our code")
{
	const Tree pristine = older_kernel();

	CHECK(changes(pristine.at("Makefile").bytes(),
		      hooked(pristine, three_units()).at("Makefile").bytes()) ==
	      Strings{ "+\t\t  rust/libmy_derive.so rust/libmy_derive.dylib \\",
		       "+\t\t| grep -Fv $(abs_srctree)/rust/demo/ \\",
		       "+\t\t| grep -Fv $(abs_srctree)/rust/my-derive/ \\",
		       "+\t\t| grep -Fv $(abs_srctree)/rust/unicode-ident/ "
		       "\\" });
	CHECK(hooked(pristine, {}).at("init/Kconfig").bytes() ==
	      "config RUST_IS_AVAILABLE\n\nconfig RUST\n"
	      "\tbool \"Rust support\"\n\n\thelp\n\t  Text.\n"
	      "\nsource \"rust/crates/Kconfig\"\n\nconfig LAST\n");
}

TEST_CASE("a crate that the script declares is used, and not declared again")
{
	Tree pristine = small_kernel();

	change(pristine, "scripts/generate_rust_analyzer.py", "def crates():\n",
	       "def crates():\n    my_derive = append_proc_macro_crate(\n"
	       "        \"my_derive\",\n    )\n\n");
	const std::string after(hooked(pristine, three_units())
					.at("scripts/generate_rust_analyzer.py")
					.bytes());
	CHECK(count_of(after, "append_proc_macro_crate(") == 1);
	CHECK(count_of(after, "crate_my_derive") == 0);
	CHECK(count_of(after, "[core, compiler_builtins, my_derive],\n") == 1);
	CHECK(count_of(after, "imported_crates = [crate_demo]\n") == 1);
}

TEST_CASE("who maintains a crate is told where the alphabet has it")
{
	const Tree pristine = small_kernel();
	const std::string before(pristine.at("MAINTAINERS").bytes());
	const Tree files = hooked(pristine, three_units(),
				  { { "demo", "D <d@example.org>" },
				    { "my-derive", "M <m@example.org>" },
				    { "zeroize", "Z <z@example.org>" } });
	const auto section = [](const std::string &title,
				const std::string &who,
				const std::string &directory) {
		return str("RUST [", title, "]\nM:\t", who,
			   "\nL:\trust-for-linux@vger.kernel.org\n"
			   "S:\tMaintained\nF:\trust/",
			   directory, "/\n\n");
	};
	std::string wanted = replace_all(
		before, "RUST [SYNC]\n",
		str(section("DEMO", "D <d@example.org>", "demo"),
		    section("MY-DERIVE", "M <m@example.org>", "my-derive"),
		    "RUST [SYNC]\n"));

	wanted = replace_all(
		wanted, "ZULU\n",
		str(section("ZEROIZE", "Z <z@example.org>", "zeroize"),
		    "ZULU\n"));
	CHECK(files.at("MAINTAINERS").bytes() == wanted);
	CHECK(hooked(pristine, three_units()).count("MAINTAINERS") == 0);
}

TEST_CASE("a section that the kernel has keeps its title to itself")
{
	const Tree files = hooked(small_kernel(), three_units(),
				  { { "sync", "S <s@example.org>" } });
	const std::string_view after = files.at("MAINTAINERS").bytes();

	CHECK(count_of(after, "RUST [SYNC]\n") == 1);
	CHECK(count_of(after, "RUST [SYNC CRATE]\nM:\tS <s@example.org>\n") ==
	      1);
}

TEST_CASE("a tree without MAINTAINERS or .gitignore goes without the entry")
{
	Tree pristine = small_kernel();

	pristine.erase("MAINTAINERS");
	pristine.erase(".gitignore");
	const Tree after = hooked(pristine, three_units(),
				  { { "demo", "D <d@example.org>" } });
	Strings files;
	for (const auto &[path, file] : after)
		files.push_back(path);
	CHECK(files == Strings{ "Makefile", "init/Kconfig", "rust/Makefile",
				"scripts/generate_rust_analyzer.py" });
}

TEST_CASE("a file that does not end in a newline is not torn")
{
	Tree pristine = small_kernel();

	pristine[".gitignore"] = File("*.a");
	CHECK(hooked(pristine, {}).at(".gitignore").bytes() == "*.a\n*.rlib\n");
}
