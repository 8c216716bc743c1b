# SPDX-License-Identifier: GPL-2.0-or-later
#
# `make help` lists the targets; README.md says what they are for.

O ?= build
export O
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := all

include scripts/Makefile.include

# As many jobs as processors, unless the user says otherwise.
jobs := $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

tool := $(O)/tools/kcrate/kcrate
import-flags := $(if $(filter 1,$(V)),,-q) --manifest vendor/crates.yaml --cache $(O)/cache --out $(O)/rust
ifeq ($(origin RUSTC),command line)
  toolchain := RUSTC=$(RUSTC) $(if $(RUST_LIB_SRC),RUST_LIB_SRC=$(RUST_LIB_SRC))
endif

PHONY += all run tool import objects help clean
all: tool

help:
	@echo 'What people run:'
	@echo '  run             import the example set, compile it as Kbuild would,'
	@echo '                  and run a program that is linked from it'
	@echo '  check           all tests that need no kernel'
	@echo '  check-kernel    build Linux 7.3 and 6.12 with imported crates, and boot'
	@echo ''
	@echo 'Parts of these:'
	@echo '  tool            build $(tool)  (the default)'
	@echo '  import          import the example set into $(O)/rust'
	@echo '  check-unit      unit tests, beside the code in tools/kcrate'
	@echo '  check-golden    commands and their exact output, in tests/'
	@echo '  check-available whether crates can be built: the script, with fake tools'
	@echo '  check-import    imports that are killed, repeated, run side by side'
	@echo '  check-oracle    what we do against what others did: Linux, rustc, Debian'
	@echo '  check-style     layout, include order, shell scripts, share of tests'
	@echo '  check-docs      documents against the tool'
	@echo '  check-san       unit and golden tests with sanitizers (not in check)'
	@echo '  check-tidy      clang-tidy (not in check)'
	@echo '  fuzz            a minute of fuzzing for each language that is read;'
	@echo '                  SECONDS= another time, UPDATE=1 records the coverage'
	@echo '  check-long      what is too long for check'
	@echo '  kernel-testbed  the kernel, built, and what it is built with'
	@echo '  check-kernel-long      other configurations of the kernel'
	@echo '  bench           ratios against sha256sum, tar and cargo'
	@echo '  defconfig menuconfig   choose crates: writes $(O)/.config'
	@echo '  clean           remove $(O)'
	@echo ''
	@echo 'Variables: O=DIR (build), V=1 whole commands, SAN=1 sanitizers,'
	@echo '  RUSTC= RUST_LIB_SRC= another compiler with its library source,'
	@echo '  RECORD=FILE the struct and values of the program that run prints,'
	@echo '  KDIR= KBUILD_OUTPUT= another kernel: its source, its build directory'

run: objects
	@echo
	@$(tool) list --out $(O)/rust --objects $(O)/obj
	@echo
	@if [ -x $(O)/json/json ]; then $(O)/json/json; fi

setup-%:
	$(Q)scripts/setup.sh $*

tool: setup-run
	$(Q)$(MAKE) $(jobs) -f tools/kcrate/Makefile tool

import: tool
	$(Q)$(tool) import $(import-flags)

# The crates and the program, compiled as Kbuild would.
objects: import
	$(if $(toolchain),,$(Q)scripts/toolchain.sh $(O)/toolchain)
	$(Q)$(MAKE) $(jobs) -f rust/Makefile $(toolchain) program

# Kconfig, as the kernel has it, from the package kconfig-frontends.
PHONY += defconfig menuconfig
defconfig: kconfig-frontend := kconfig-conf --alldefconfig
menuconfig: kconfig-frontend := kconfig-mconf
defconfig menuconfig: import
	$(Q)command -v $(firstword $(kconfig-frontend)) > /dev/null || \
		{ echo >&2 '$@ needs the package kconfig-frontends'; exit 2; }
	$(Q)CRATES=$(abspath $(O)/rust) KCONFIG_CONFIG=$(abspath $(O)/.config) \
		CONFIG_=CONFIG_ $(kconfig-frontend) Kconfig

include tests/Makefile

clean:
	$(Q)rm -rf $(O)

.PHONY: $(PHONY)
