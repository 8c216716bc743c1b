/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the name of a symbol says. */

#include <string>
#include <string_view>

namespace kcrate {

/*
 * Whether @symbol is one that compilers call for floats or for integers of 128
 * bits, which a kernel for x86_64 has not: rust/Makefile of Linux redirects
 * them in core alone (redirect-intrinsics), so that in any other object they
 * stay undefined.  The names are those of the libgcc manual, "The GCC low-level
 * runtime library", and of C's <math.h> for what LLVM makes a call of.
 */
bool is_float_routine(std::string_view symbol);
bool is_wide_routine(std::string_view symbol);

/* Whether @symbol is there to panic: of core::panicking, or the handler. */
bool is_panic_symbol(std::string_view symbol);

/*
 * "demo::module::function" for a symbol of Rust's v0 mangling (RFC 2603), with
 * those of types and traits among the names, as they come; @symbol where there
 * is more to it than names.
 */
std::string readable_symbol(std::string_view symbol);

/* @symbol without what tells crates of one name apart: the same for all. */
std::string plain_symbol(std::string_view symbol);

} /* namespace kcrate */
