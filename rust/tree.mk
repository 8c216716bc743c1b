# SPDX-License-Identifier: GPL-2.0
#
# How the crates that kcrate has imported into this tree are built.  Installed
# by kcrate and included by the generated Makefile beside it, which
# rust/Makefile includes at its end: the commands are rust/Makefile's own.

# `make clean` reads no configuration, in which every crate is switched off.
clean-files += $(foreach u,$(crate-units-) $(crate-units-y),$(if $(filter kernel,$($(u)-kind)),exports_$($(u)-name)_generated.h))
clean-files += exports_alloc_generated.h exports_kcrate_alloc_generated.h kcrate_alloc.bc kcrate_alloc.m.bc $(if $(crate-own-commands),$(crate-host-dir))

# Nothing to do, and no compiler to ask, without Rust.
ifdef CONFIG_RUST

ifdef crate-own-commands
  procmacro-name = lib$(1).so
  cfgs-to-flags = $(patsubst %,--cfg='%',$(1))
endif

# The target that makes unit $(1), below rust/.
crate-target-kernel = $($(1)-name).o
crate-target-host = $(crate-host-dir)lib$($(1)-name).rlib
crate-target-proc-macro = $(call procmacro-name,$($(1)-name))
$(foreach u,$(crate-units-y) $(crate-units-tree),$(eval $(u)-target := $(call crate-target-$($(u)-kind),$(u))))

# What rust/Makefile calls its own proc macros, where recipes of it name ours.
$(foreach u,$(crate-units-y),$(if $(filter proc-macro,$($(u)-kind)),$(eval lib$($(u)-name)_name := $($(u)-target))))

# What rustc reads of unit $(1), for dependencies that go by another name.
crate-file = $(objtree)/$(obj)/$(if $(filter kernel,$($(1)-kind)),lib$($(1)-name).rmeta,$($(1)-target))

crate-kernel-units := $(foreach u,$(crate-units-y),$(if $(filter kernel,$($(u)-kind)),$(u)))

# The library's `alloc`, if a crate that is on asks for it; alloc.rs gives it the
# kernel's allocator.
crate-alloc := $(if $(strip $(foreach u,$(crate-kernel-units),$($(u)-alloc))),alloc kcrate_alloc)

crate-objects := $(strip $(foreach u,$(crate-kernel-units),$($(u)-target)) $(addsuffix .o,$(crate-alloc)))
crate-exports := $(foreach o,$(crate-objects:.o=),exports_$(o)_generated.h)

# `prepare` builds what is in always-y alone, drivers count on what is there
# after it, and vmlinux links obj-y.
obj-y += $(crate-objects) $(if $(crate-objects),crates/exports.o)
always-y += $(foreach u,$(crate-units-y),$($(u)-target)) $(addsuffix .o,$(crate-alloc)) \
	    $(crate-exports)

crate-changed-kernel := if_changed_rule,rustc_library
crate-changed-host := if_changed_dep,rustc_procmacrolibrary
crate-changed-proc-macro := if_changed_dep,rustc_procmacro

# Before Linux 7.0 nothing was imported, and rust/Makefile could not do these.
ifdef crate-own-commands
quiet_cmd_crate_library = $(quiet_cmd_rustc_library)
      cmd_crate_library = $(rustc_target_envs) $(cmd_rustc_library)

define rule_crate_library
	$(call cmd_and_fixdep,crate_library)
	$(call cmd,gen_objtooldep)
endef

quiet_cmd_crate_host = RUSTC PL $@
      cmd_crate_host = \
	$(rustc_target_envs) \
	$(RUSTC) $(filter-out $(skip_flags),$(rust_common_flags) $(rustc_target_flags)) \
		--emit=dep-info=$(depfile) --emit=link=$@ --crate-type rlib -O \
		--out-dir $(@D) -L$(@D) \
		--crate-name $(patsubst lib%.rlib,%,$(@F)) $<

quiet_cmd_crate_proc-macro = RUSTC P $@
      cmd_crate_proc-macro = \
	$(rustc_target_envs) \
	$(RUSTC) $(filter-out $(skip_flags),$(rust_common_flags)) $(rustc_target_flags) \
		-Clinker-flavor=gcc -Clinker=$(HOSTCC) \
		-Clink-args='$(call escsq,$(KBUILD_HOSTLDFLAGS))' \
		--emit=dep-info=$(depfile) --emit=link=$@ --extern proc_macro \
		--crate-type proc-macro -L$(@D)/$(crate-host-dir) \
		--crate-name $(patsubst lib%.so,%,$(@F)) \
		@$(objtree)/include/generated/rustc_cfg $<

crate-changed-kernel := if_changed_rule,crate_library
crate-changed-host := if_changed_dep,crate_host
crate-changed-proc-macro := if_changed_dep,crate_proc-macro
endif

crate-needs-kernel := $(obj)/compiler_builtins.o
crate-needs-host := $(wildcard $(objtree)/include/config/RUSTC_VERSION_TEXT)
crate-needs-proc-macro := $(crate-needs-host)

# A library for the host that uses a proc macro finds it in rust/ itself.
crate-macro-path = $(if $(filter-out kernel,$($(1)-kind)),$(if $(filter proc-macro,$(foreach d,$($(1)-deps),$($(d)-kind))),-L$$(objtree)/$$(obj)))

define crate-rule
$(obj)/$($(1)-target): private skip_clippy := 1
$(obj)/$($(1)-target): private skip_flags = $$($(1)-skip_flags)
$(obj)/$($(1)-target): private rustc_target_envs := $$($(1)-envs)
$(obj)/$($(1)-target): private rustc_target_flags = $$($(1)-flags) $(crate-macro-path)
$(obj)/$($(1)-target): $(src)/$($(1)-root) $(foreach d,$($(1)-deps),$(obj)/$($(d)-target)) \
		$(crate-needs-$($(1)-kind)) $(if $($(1)-alloc),$(obj)/alloc.o) FORCE
	+$$(call $(crate-changed-$($(1)-kind)))

endef
$(foreach u,$(crate-units-y),$(eval $(call crate-rule,$(u))))

ifneq ($(crate-alloc),)
# Infallible functions, and those that are shared between threads, are not in it.
crate-alloc-cfgs := no_global_oom_handling no_rc no_sync

$(obj)/alloc.o: private skip_clippy := 1
$(obj)/alloc.o: private skip_flags := --edition=2021
$(obj)/alloc.o: private rustc_target_flags = --edition=$(core-edition) --cap-lints=allow \
    $(patsubst %,--cfg='%',$(filter-out --cfg,$(core-cfgs)) $(crate-alloc-cfgs))
$(obj)/alloc.o: $(RUST_LIB_SRC)/alloc/src/lib.rs $(obj)/compiler_builtins.o FORCE
	+$(call if_changed_rule,rustc_library)

# It calls C helpers, of which no object is linked where they are inlined.
$(obj)/kcrate_alloc.o: private skip_clippy := 1
$(obj)/kcrate_alloc.o: private link_helper = $(if $(CONFIG_RUST_INLINE_HELPERS),1)
$(obj)/kcrate_alloc.o: private rustc_target_flags = --extern kernel \
    $(if $(shell grep -s 'nid: NumaNode' $(srctree)/rust/kernel/alloc.rs),--cfg=numa_node)
$(obj)/kcrate_alloc.o: $(src)/crates/alloc.rs $(obj)/kernel.o FORCE
	+$(call if_changed_rule,rustc_library)
endif

# What a crate exports depends on the compiler and on the configuration, so it
# is read from the object.
define crate-exports-rule
$(obj)/exports_$(1)_generated.h: $(obj)/$(1).o FORCE
	$$(call if_changed,exports)

endef
$(foreach o,$(crate-objects:.o=),$(eval $(call crate-exports-rule,$(o))))

$(obj)/crates/exports.o: private skip_gendwarfksyms = 1
$(obj)/crates/exports.o: $(addprefix $(obj)/,$(crate-exports))
CFLAGS_crates/exports.o := -I$(objtree)/$(obj) $(if $(crate-alloc),-DKCRATE_ALLOC)

# For rust/Makefile's target rust-analyzer.
crate-analyzer-flags = $(foreach u,$(crate-units-y),--cfgs='$($(u)-name)=$($(u)-cfgs)' $(if $(crate-analyzer-envs),$(if $($(u)-envs),--envs='$($(u)-name)=$($(u)-envs)')))

endif # CONFIG_RUST
