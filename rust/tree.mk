# SPDX-License-Identifier: GPL-2.0
#
# How the crates that kcrate has imported into this tree are built.  Installed
# by kcrate and included by the generated Makefile beside it, which
# rust/Makefile includes at its end: the commands are rust/Makefile's own.

# `make clean` reads no configuration, in which every crate is switched off.
clean-files += $(foreach u,$(crate-units-) $(crate-units-y),$(if $(filter kernel,$($(u)-kind)),exports_$($(u)-name)_generated.h))

# Nothing to do, and no compiler to ask, without Rust.
ifdef CONFIG_RUST

# The target that makes unit $(1), below rust/.
crate-target-kernel = $($(1)-name).o
crate-target-host = $(crate-host-dir)lib$($(1)-name).rlib
crate-target-proc-macro = $(call procmacro-name,$($(1)-name))
$(foreach u,$(crate-units-y) $(crate-units-tree),$(eval $(u)-target := $(call crate-target-$($(u)-kind),$(u))))

# What rustc reads of unit $(1), for dependencies that go by another name.
crate-file = $(objtree)/$(obj)/$(if $(filter kernel,$($(1)-kind)),lib$($(1)-name).rmeta,$($(1)-target))

crate-kernel-units := $(foreach u,$(crate-units-y),$(if $(filter kernel,$($(u)-kind)),$(u)))
crate-exports = $(foreach u,$(1),exports_$($(u)-name)_generated.h)

# `prepare` builds what is in always-y alone, drivers count on what is there
# after it, and vmlinux links obj-y.
obj-y += $(foreach u,$(crate-kernel-units),$($(u)-target)) \
	 $(if $(crate-kernel-units),crates/exports.o)
always-y += $(foreach u,$(crate-units-y),$($(u)-target)) \
	    $(call crate-exports,$(crate-kernel-units))

crate-changed-kernel := if_changed_rule,rustc_library
crate-changed-host := if_changed_dep,rustc_procmacrolibrary
crate-changed-proc-macro := if_changed_dep,rustc_procmacro

crate-needs-kernel := $(obj)/compiler_builtins.o
crate-needs-host := $(wildcard $(objtree)/include/config/RUSTC_VERSION_TEXT)
crate-needs-proc-macro := $(crate-needs-host)

# A library for the host that uses a proc macro finds it in rust/ itself.
crate-macro-path = $(if $(filter-out kernel,$($(1)-kind)),$(if $(foreach d,$($(1)-deps),$(filter proc-macro,$($(d)-kind))),-L$$(objtree)/$$(obj)))

define crate-rule
$(obj)/$($(1)-target): private skip_clippy := 1
$(obj)/$($(1)-target): private skip_flags = $$($(1)-skip_flags)
$(obj)/$($(1)-target): private rustc_target_envs := $$($(1)-envs)
$(obj)/$($(1)-target): private rustc_target_flags = $$($(1)-flags) $(crate-macro-path)
$(obj)/$($(1)-target): $(src)/$($(1)-root) $(foreach d,$($(1)-deps),$(obj)/$($(d)-target)) \
		$(crate-needs-$($(1)-kind)) FORCE
	+$$(call $(crate-changed-$($(1)-kind)))

endef
$(foreach u,$(crate-units-y),$(eval $(call crate-rule,$(u))))

# What a crate exports depends on the compiler and on the configuration, so it
# is read from the object.
define crate-exports-rule
$(obj)/exports_$($(1)-name)_generated.h: $(obj)/$($(1)-name).o FORCE
	$$(call if_changed,exports)

endef
$(foreach u,$(crate-kernel-units),$(eval $(call crate-exports-rule,$(u))))

$(obj)/crates/exports.o: private skip_gendwarfksyms = 1
$(obj)/crates/exports.o: $(addprefix $(obj)/,$(call crate-exports,$(crate-kernel-units)))
CFLAGS_crates/exports.o := -I$(objtree)/$(obj)

# For rust/Makefile's target rust-analyzer.
crate-analyzer-flags = $(foreach u,$(crate-units-y),--cfgs='$($(u)-name)=$($(u)-cfgs)' $(if $($(u)-envs),--envs='$($(u)-name)=$($(u)-envs)'))

endif # CONFIG_RUST
