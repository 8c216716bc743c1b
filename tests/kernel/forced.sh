#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a kernel cannot have, imported all the same (--force): the kernel's build
# must fail, and an audit of the source must have told of it.
#
#   forced.sh O KDIR KBUILD_OUTPUT

# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/lib/case.sh
. "$top/tests/lib/case.sh"

# A module over one crate, ./NAME, whose library is standard input.
forced() # NAME RECIPE USE
{
	name=$1
	rm -rf "${work:?}/$name"
	mkdir -p "$work/$name"
	cd "$work/$name"
	crate "$name" 1.0.0 "${4-}"
	cat > "$name/src/lib.rs"
	{
		printf 'schema: 1\ncrates:\n  %s:\n    version: 1.0.0\n' "$name"
		printf '    directory: {path: %s, tree-sha256: @%s@}\n' \
			"$name" "$name"
		printf '    %s\n' "$2"
	} | manifest
	cat > main.rs <<- RUST
		// SPDX-License-Identifier: GPL-2.0
		//! Uses the crate.
		use kernel::prelude::*;
		$3
		module! {
		    type: Forced,
		    name: "forced",
		    description: "Uses the crate",
		    license: "GPL",
		}
		struct Forced;
		impl kernel::Module for Forced {
		    fn init(_module: &'static ThisModule) -> Result<Self> {
		        Ok(Forced)
		    }
		}
	RUST
	cat > Kbuild <<- KBUILD
		include \$(src)/kcrate/Kbuild
		obj-m := forced.o
		forced-y := main.o \$(call kcrate-objects,$name)
		\$(call kcrate-use,main.o,$name)
	KBUILD
	"$tool" import -q --force --module . -m crates.yaml \
		> "$work/$name.findings" 2>&1
	if kmake "M=$work/$name" > "$work/$name.build" 2>&1; then
		echo 'the module was built, and should not have been'
		return 1
	fi
	cat "$work/$name.build"
}

# Of the kernel's own compiler.
library=$(echo "$testbed/root/usr/src"/rustc-*/library)

# What the build printed has this, and so has the audit.
recorded() # NAME TEXT ID
{
	grep -qF "$2" "$work/$1.build" || return 1
	"$tool" audit -m "$work/$1/crates.yaml" "$1" --library "$library" \
		> "$work/$1.audit" 2>&1 || [ $? -eq 1 ]
	cat "$work/$1.audit"
	grep -qF "[$3]" "$work/$1.audit"
}

float_formatting()
{
	forced floats 'kernel: {}' 'use floats as _;' <<- 'RUST' || return 1
		#![no_std]
		pub fn show(value: f32, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		    core::fmt::Display::fmt(&value, f)
		}
	RUST
	recorded floats "error[E0277]: \`f32\` doesn't implement \`Display\`" \
		float-formatting
}

wide_division()
{
	forced division 'kernel: {}' 'use division as _;' <<- 'RUST' || return 1
		#![no_std]
		#[inline(never)]
		pub fn divide(a: u128, b: u128) -> u128 {
		    a / b
		}
	RUST
	recorded division "symbol '__udivti3' undefined!" wide-arithmetic
}

infallible_allocation()
{
	forced allocation 'kernel: {}' 'use allocation as _;' <<- 'RUST' || return 1
		#![no_std]
		extern crate alloc;
		pub fn list() -> alloc::vec::Vec<u8> {
		    let mut list = alloc::vec::Vec::new();
		    list.push(1);
		    list
		}
	RUST
	recorded allocation 'error[E0599]: no method named `push` found' \
		infallible-allocation
}

# One that has the span of something in the input, as derived code has it; rustc
# lets pass what a macro makes up alone.
non_ascii_identifier()
{
	forced identifiers 'host: {}' 'identifiers::make!(input);' '[lib]
proc-macro = true' <<- 'RUST' || return 1
		use proc_macro::{Ident, TokenStream, TokenTree};
		#[proc_macro]
		pub fn make(input: TokenStream) -> TokenStream {
		    let code = "#[allow(dead_code)] fn name() {}".parse::<TokenStream>();
		    let span = input.into_iter().next().unwrap().span();
		    code.unwrap()
		        .into_iter()
		        .map(|token| match token {
		            TokenTree::Ident(name) if name.to_string() == "name" => {
		                TokenTree::Ident(Ident::new("\u{1e95}", span))
		            }
		            token => token,
		        })
		        .collect()
		}
	RUST
	recorded identifiers 'error: identifier contains non-ASCII characters' \
		name-generated
}

# A real one: serde as upstream has it formats floats.
serde_as_it_is()
{
	mkdir "$work/serde"
	cd "$work/serde"
	cat "$top/vendor/crates.yaml" | awk '
		/^  [^ ]/ { serde = /^  serde:$/; skip = 0 }
		serde && /^    [^ ]/ { skip = /^    edits:/ }
		!skip' > crates.yaml
	cp "$samples/Kbuild" "$samples"/*.rs .
	if kcrate import -q --module . -m crates.yaml; then return 1; fi
	kcrate import -q --module . -m crates.yaml --force
	if kmake "M=$work/serde" -j"$jobs" kcrate_serde.ko \
		> "$work/serde.build" 2>&1; then return 1; fi
	cat "$work/serde.build"
	recorded serde "error[E0277]: \`f64\` doesn't implement" \
		float-formatting
}

plan 5
check 'float formatting' float_formatting
check 'division of u128' wide_division
check 'infallible allocation' infallible_allocation
check 'a generated non-ASCII identifier' non_ascii_identifier
check 'serde without its edits' serde_as_it_is
finish
