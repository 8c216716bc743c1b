# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A manifest for the cases of `kcrate tree` and `kcrate explain`: with its
# feature "derive" demo needs derive, a proc macro; it always needs parts; and
# both of these need base, for the host and for the kernel.

crate base 1.0.0 '[features]
default = []
std = []
alloc = []'
crate parts 1.0.0 '[dependencies]
base = {version = "1", default-features = false, features = ["alloc"]}'
crate derive 1.0.0 '[lib]
proc-macro = true
[dependencies]
base = "1"'
printf 'extern crate proc_macro;\n' > derive/src/lib.rs
crate extra 1.0.0
crate demo 1.0.0 '[dependencies]
derive = {version = "1", optional = true}
parts = "1"
extra = "1"
[features]
full = ["derive"]
derive = ["dep:derive"]'
manifest << 'EOF'
schema: 1
crates:
  base:
    version: 1.0.0
    directory: {path: base, tree-sha256: @base@}
  demo:
    version: 1.0.0
    directory: {path: demo, tree-sha256: @demo@}
    kernel:
      features: [full]
      cfgs: [tuned]
    drop-dependencies:
      extra: it is not needed
  derive:
    version: 1.0.0
    directory: {path: derive, tree-sha256: @derive@}
  parts:
    version: 1.0.0
    directory: {path: parts, tree-sha256: @parts@}
EOF
