/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A kernel's source tree in miniature: of each file the lines that are looked
 * for, and enough around them to see where something goes.
 */

#include <string>
#include <string_view>

#include "ktree/ktree.h"
#include "testing/test.h"
#include "tree/tree.h"

namespace kcrate {

constexpr std::string_view small_top_makefile =
	R"(MRPROPER_FILES += first \
		  rust/libmacros.so rust/libmacros.dylib \
		  last
no-dot-config-targets := first \
			 outputmakefile rustavailable rustfmt rustfmtcheck

help:
	@echo  '  rustavailable   - Checks'

PHONY += rustavailable
rustavailable:
	available

rustfmt:
	find \( \
			-path $(srctree)/rust/quote \
		\) -prune -o \
		-name '*.rs' -print
)";

constexpr std::string_view small_rust_makefile =
	R"(libmacros_name := $(call procmacro-name,macros)
libtheirs_derive_name := $(call procmacro-name,theirs_derive)

theirs-cfgs := \
    feature="simd" \
    plain

quote-cfgs := \
    feature="proc-macro" feature="other"

theirs_derive-cfgs := feature="one"

procmacro-name = lib$(1).so
cfgs-to-flags = $(patsubst %,--cfg='%',$(1))

      cmd_exports = nm $<

      cmd_rustc_procmacrolibrary = \
	$(RUSTC) $(filter-out $(skip_flags),$(rust_common_flags)) $<

$(obj)/host/libquote.rlib: $(src)/quote/lib.rs FORCE
	+$(call if_changed_dep,rustc_procmacrolibrary)

      cmd_rustc_procmacro = \
	$(RUSTC) $(rust_common_flags) $(rustc_target_flags) \
		--crate-type proc-macro \
		--crate-name $(patsubst $(objtree)/$(obj)/host/%,%,$@) $<

      cmd_rustc_library = \
	$(rustc_target_envs) $(RUSTC) $<

rust-analyzer:
	script \
		$(realpath $(srctree)) $(realpath $(objtree))

define rule_rustc_library
endef

$(obj)/core.o: core.rs FORCE
$(obj)/theirs.o: private skip_clippy = 1
$(obj)/theirs.o: theirs.rs FORCE
$(obj)/kernel.o: kernel.rs FORCE
)";

constexpr std::string_view small_analyzer = R"(def crates():
    kernel = append_crate_with_generated(
        "kernel",
        [core],
    )

    def driver():
        append_crate("d", [core, kernel, pin_init, zerocopy, zerocopy_derive])
)";

constexpr std::string_view small_minimum = R"(case "$1" in
gcc)
	echo 8.1.0
	;;
rustc)
	if [ "$SRCARCH" = "other" ]; then
		echo 1.99.0
	else
		echo 1.85.0
	fi
	;;
esac
)";

constexpr std::string_view small_maintainers = R"(List of maintainers

	M: *Mail* patches to
	F: *Files*

ALPHA
M:	A <a@example.org>
F:	alpha/

RUST
M:	R <r@example.org>
F:	rust/

RUST [SYNC]
M:	S <s@example.org>
F:	rust/sync/

ZULU
M:	Z <z@example.org>
F:	zulu/

THE REST
M:	L <l@example.org>
F:	*
)";

/* What stands in a README as Linux writes them. */
inline std::string small_readme(std::string_view version)
{
	return str("# `x`\n\nThese source files come from the Rust `x` crate, "
		   "version ",
		   version, "\n(released 2025-01-01), hosted in the x\n");
}

inline Tree small_kernel()
{
	Tree out;

	out["Makefile"] = File(std::string(small_top_makefile));
	out["rust/Makefile"] = File(std::string(small_rust_makefile));
	out["init/Kconfig"] =
		File("config RUST\n\nsource \"rust/kernel/Kconfig.test\"\n"
		     "\nconfig LAST\n");
	out["scripts/generate_rust_analyzer.py"] =
		File(std::string(small_analyzer));
	out["scripts/min-tool-version.sh"] = File(std::string(small_minimum));
	out[".gitignore"] = File("*.a\n*.rpm\n*.so\n");
	out["MAINTAINERS"] = File(std::string(small_maintainers));
	out["rust/theirs/README.md"] = File(small_readme("0.8.54"));
	out["rust/quote/README.md"] = File(small_readme("1.0.40"));
	return out;
}

constexpr std::string_view older_rust_makefile =
	R"(always-$(CONFIG_RUST) += libmacros.so

core-cfgs = \
    --cfg no_fp_fmt_parse

      cmd_exports = nm $<

      cmd_rustc_procmacro = \
	$(RUSTC) $(rust_common_flags) \
		--crate-type proc-macro $<

$(obj)/libmacros.so: $(src)/macros/lib.rs FORCE
	+$(call if_changed_dep,rustc_procmacro)

      cmd_rustc_library = \
	$(RUSTC) $<

rust-analyzer:
	script \
		$(realpath $(srctree)) $(realpath $(objtree))

define rule_rustc_library
endef

$(obj)/core.o: core.rs FORCE
$(obj)/kernel.o: kernel.rs FORCE
)";

/* The same of a kernel like Linux 6.12, which has no crates of others. */
inline Tree older_kernel()
{
	Tree out = small_kernel();

	out["Makefile"] = File(R"(MRPROPER_FILES += first \
		  rust/libmacros.so

rustfmt:
	find $(abs_srctree) -name '*.rs' \
		-o -path $(abs_objtree)/rust/test -prune \
		| grep -Fv $(abs_objtree)/rust/test \
		| xargs $(RUSTFMT)
)");
	out["rust/Makefile"] = File(std::string(older_rust_makefile));
	out["init/Kconfig"] = File("config RUST_IS_AVAILABLE\n\nconfig RUST\n"
				   "\tbool \"Rust support\"\n\n\thelp\n"
				   "\t  Text.\n\nconfig LAST\n");
	out["scripts/generate_rust_analyzer.py"] = File(R"(def crates():
    append_crate_with_generated("kernel", ["core", "macros"])

    def driver():
        append_crate("d", ["core", "kernel"])
)");
	out.erase("rust/theirs/README.md");
	out.erase("rust/quote/README.md");
	return out;
}

/* @file of @tree with @what, which it has once, replaced by @with. */
inline void change(Tree &tree, const std::string &file, std::string_view what,
		   std::string_view with)
{
	File &changed = tree.at(file);

	REQUIRE(count_of(changed.bytes(), what) == 1);
	changed.replace(replace_all(changed.bytes(), what, with));
}

} /* namespace kcrate */
