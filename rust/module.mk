# SPDX-License-Identifier: GPL-2.0
#
# How the crates in this directory are built for an external module.  Installed
# by kcrate and included by the generated Kbuild beside it.  In the module's
# own Kbuild:
#
#   include $(src)/kcrate/Kbuild
#
#   obj-m := hello.o
#   hello-y := hello_main.o $(call kcrate-objects,serde)
#   $(call kcrate-use,hello_main.o,serde)
#
# kcrate-objects gives the objects of the crates named and of all that they
# need, which become part of the module; kcrate-use lets one object of the
# module say `use serde::…`.  An object may use several crates; several
# modules may link the same ones.
#
# Kernel crates are compiled as `rustc_library` of the kernel's rust/Makefile
# does it, and with the unstable features that drivers may have.  Proc macros,
# and the libraries that they are made of, are compiled for the host, here and
# not in the kernel's rust/host/, which `make clean` of the kernel removes.

kcrate-src := $(src)/kcrate
kcrate-obj := $(obj)/kcrate

# Not while Kbuild cleans: it then reads no configuration.
ifdef rustc-min-version
ifeq ($(filter $(SRCARCH),$(crate-architectures)),)
  $(error $(kcrate-src)/crates.yaml is for $(crate-architectures), and this kernel for $(SRCARCH): add $(SRCARCH) to its 'architectures' and import again)
endif
ifndef CONFIG_RUST
  $(error $(objtree): this kernel is configured without CONFIG_RUST, which the crates of $(kcrate-src) need)
endif
ifeq ($(wildcard $(objtree)/rust/libcore.rmeta),)
  $(error $(objtree)/rust/libcore.rmeta is missing: a headers package without rust/ cannot compile Rust modules. Build against the directory in which the kernel itself was built)
endif
endif

# The file of unit $(1) that rustc reads when another unit uses it.
crate-file = $(call kcrate-file-$($(1)-kind),$(1))
kcrate-file-kernel = $(kcrate-obj)/lib$($(1)-name).rmeta
kcrate-file-host = $(kcrate-obj)/host/lib$($(1)-name).rlib
kcrate-file-proc-macro = $(kcrate-obj)/host/lib$($(1)-name).so

# The target that makes unit $(1).
kcrate-target = $(if $(filter kernel,$($(1)-kind)),$(kcrate-obj)/$($(1)-name).o,$(call crate-file,$(1)))
kcrate-targets = $(foreach u,$(1),$(call kcrate-target,$(u)))

# The units of crates $(1), each once and behind those that it needs.  A crate
# is named by its package, or by its library where that has another name.
kcrate-by-library = $(strip $(foreach u,$(crate-units),$(if $(filter-out host,$($(u)-kind)),$(if $(filter $(1),$($(u)-name)),$(u)))))
kcrate-unit = $(or $(filter $(subst -,_,$(1)),$(crate-units)),$(call kcrate-by-library,$(1)),$(error $(src)/Kbuild: kcrate has imported no crate '$(1)'; there are: $(crate-units)))
kcrate-closure = $(foreach c,$(1),$(foreach u,$(call kcrate-unit,$(c)),$(kcrate-closure-$(u))))
$(foreach u,$(crate-units),$(eval kcrate-closure-$(u) := $(foreach d,$($(u)-deps),$(kcrate-closure-$(d))) $(u)))

# The library's `alloc`, if one of crates $(1) asks for it; alloc.rs gives it the
# kernel's allocator.
kcrate-alloc-of = $(if $(strip $(foreach u,$(call kcrate-closure,$(1)),$($(u)-alloc))),$(kcrate-alloc))
kcrate-alloc := alloc kcrate_alloc

kcrate-objects = $(foreach u,$(crate-units),$(if $(filter kernel,$($(u)-kind)),$(if $(filter $(u),$(call kcrate-closure,$(1))),kcrate/$($(u)-name).o))) \
		 $(patsubst %,kcrate/%.o,$(call kcrate-alloc-of,$(1)))

define kcrate-use
$(eval RUSTFLAGS_$(1) += $(kcrate-paths) $(foreach c,$(2),$(foreach u,$(call kcrate-unit,$(c)),--extern $($(u)-name)=$(call crate-file,$(u)))) $(if $(call kcrate-alloc-of,$(2)),--extern alloc=$(kcrate-obj)/liballoc.rmeta))
$(eval $(obj)/$(1): $(foreach c,$(2),$(call kcrate-target,$(call kcrate-unit,$(c)))) $(if $(call kcrate-alloc-of,$(2)),$(kcrate-obj)/alloc.o))
endef

# Where rustc finds what a crate's dependencies depend on.
kcrate-paths = -L$(kcrate-obj) -L$(kcrate-obj)/host

cfgs-to-flags = $(patsubst %,--cfg='%',$(1))

quiet_cmd_kcrate_kernel = RUSTC $(quiet_modtag) $@
      cmd_kcrate_kernel = \
	$(kcrate-envs) \
	OBJTREE=$(abspath $(objtree)) \
	$(RUSTC) $(filter-out $(kcrate-skip_flags),$(rust_flags)) $(kcrate-flags) \
		--emit=dep-info=$(depfile) \
		--emit=$(if $(kcrate-helpers),llvm-bc=$(@:.o=.bc),obj=$@) \
		--emit=metadata=$(@D)/lib$(@F:.o=.rmeta) \
		--crate-type rlib $(kcrate-paths) -L$(objtree)/rust \
		--crate-name $(@F:.o=) $< \
		--sysroot=/dev/null -Zunstable-options \
	$(if $(kcrate-helpers),;$(call kcrate-link-helpers,$(kcrate-helpers))) \
	$(cmd_objtool)

# What calls C helpers, which are inlined, is linked with them as the kernel's
# own Rust objects are (scripts/Makefile.build); there is no object of theirs.
kcrate-link-helpers = \
	$(LLVM_LINK) --internalize --suppress-warnings $(@:.o=.bc) $(1) -o $(@:.o=.m.bc); \
	$(CC) $(CLANG_FLAGS) $(filter-out $(CC_FLAGS_LTO),$(KBUILD_CFLAGS)) \
		$(CC_FLAGS_RUST_INLINE_HELPERS) -Wno-override-module -c $(@:.o=.m.bc) -o $@ \
	$(cmd_ld_single)

define rule_kcrate_kernel
	$(call cmd_and_fixdep,kcrate_kernel)
	$(call cmd,gen_objtooldep)
endef

quiet_cmd_kcrate_host = RUSTC PL  $@
      cmd_kcrate_host = \
	$(kcrate-envs) \
	$(RUSTC) $(filter-out $(kcrate-skip_flags),$(rust_common_flags)) $(kcrate-flags) \
		--emit=dep-info=$(depfile) --emit=link=$@ \
		--crate-type rlib -O \
		--out-dir $(@D) -L$(@D) \
		--crate-name $(patsubst lib%.rlib,%,$(@F)) $<

quiet_cmd_kcrate_proc-macro = RUSTC P   $@
      cmd_kcrate_proc-macro = \
	$(kcrate-envs) \
	$(RUSTC) $(filter-out $(kcrate-skip_flags),$(rust_common_flags)) $(kcrate-flags) \
		-Clinker-flavor=gcc -Clinker=$(HOSTCC) \
		-Clink-args='$(call escsq,$(or $(KBUILD_PROCMACROLDFLAGS),$(KBUILD_HOSTLDFLAGS)))' \
		--emit=dep-info=$(depfile) --emit=link=$@ \
		--crate-type proc-macro --extern proc_macro -L$(@D) \
		--crate-name $(patsubst lib%.so,%,$(@F)) $<

kcrate-changed-kernel := if_changed_rule
kcrate-changed-host := if_changed_dep
kcrate-changed-proc-macro := if_changed_dep

kcrate-flags-kernel = -Zallow-features=$(rust_allowed_features)

# A library of another compiler is refused (E0514), so what is made for the
# host depends on the compiler's version as the kernel's core.o does.
define kcrate-rule
$(call kcrate-target,$(1)): private kcrate-skip_flags = $$($(1)-skip_flags)
$(call kcrate-target,$(1)): private kcrate-flags = $$($(1)-flags) $(kcrate-flags-$($(1)-kind)) \
		$(if $($(1)-alloc),--extern noprelude:alloc=$(kcrate-obj)/liballoc.rmeta)
$(call kcrate-target,$(1)): private kcrate-envs = $$($(1)-envs)
$(call kcrate-target,$(1)): $(kcrate-src)/$($(1)-root) \
		$(call kcrate-targets,$($(1)-deps)) $(if $($(1)-alloc),$(kcrate-obj)/alloc.o) \
		$(wildcard $(objtree)/include/config/RUSTC_VERSION_TEXT) FORCE
	+$$(call $(kcrate-changed-$($(1)-kind)),kcrate_$($(1)-kind))

endef
$(foreach u,$(crate-units),$(eval $(call kcrate-rule,$(u))))

ifneq ($(strip $(foreach u,$(crate-units),$($(u)-alloc))),)
ifdef rustc-min-version
  kcrate-lib-src := $(or $(RUST_LIB_SRC),$(shell MAKEFLAGS= $(RUSTC) $(KRUSTFLAGS) --print sysroot)/lib/rustlib/src/rust/library)
  ifeq ($(wildcard $(kcrate-lib-src)/alloc/src/lib.rs),)
    $(error $(kcrate-lib-src)/alloc/src/lib.rs is missing: crates of $(kcrate-src) need it. Install the source of the compiler's library, or say with RUST_LIB_SRC= where it is)
  endif
endif

# Infallible functions, and those that are shared between threads, are not in it.
kcrate-alloc-cfgs := no_fp_fmt_parse no_global_oom_handling no_rc no_sync

$(kcrate-obj)/alloc.o: private kcrate-skip_flags := --edition=2021
$(kcrate-obj)/alloc.o: private kcrate-flags = --cap-lints=allow \
		--edition=$(if $(call rustc-min-version,108700),2024,2021) \
		$(call cfgs-to-flags,$(kcrate-alloc-cfgs))
$(kcrate-obj)/alloc.o: $(kcrate-lib-src)/alloc/src/lib.rs \
		$(wildcard $(objtree)/include/config/RUSTC_VERSION_TEXT) FORCE
	+$(call if_changed_rule,kcrate_kernel)

$(kcrate-obj)/kcrate_alloc.o: private kcrate-helpers = \
		$(if $(CONFIG_RUST_INLINE_HELPERS),$(objtree)/rust/helpers/helpers_module.bc)
$(kcrate-obj)/kcrate_alloc.o: private kcrate-flags = --extern kernel \
		$(if $(shell grep -s 'nid: NumaNode' $(srctree)/rust/kernel/alloc.rs),--cfg=numa_node)
$(kcrate-obj)/kcrate_alloc.o: $(kcrate-src)/alloc.rs \
		$(wildcard $(objtree)/include/config/RUSTC_VERSION_TEXT) FORCE
	+$(call if_changed_rule,kcrate_kernel)

targets += $(patsubst %,kcrate/%.o,$(kcrate-alloc))
endif

targets += $(patsubst $(obj)/%,%,$(call kcrate-targets,$(crate-units)))
clean-files += kcrate/host kcrate/*.rmeta kcrate/*.bc
