/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What an object for x86_64 says of itself: ELF-64, little-endian, relocatable
 * (System V ABI, edition 4.1, chapters "Object Files" and "Symbol Table"), with
 * the sections .stack_sizes that LLVM writes (its -stack-size-section).
 */

#include <compare>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"

namespace kcrate {

struct StackUse {
	std::string function; /* its symbol, "" where none begins there */
	uint64_t bytes;
};

struct ForeignCall {
	std::string symbol;   /* one that is undefined */
	std::string function; /* that which needs it */

	auto operator<=>(const ForeignCall &) const = default;
};

struct ObjectFacts {
	std::vector<std::string> undefined; /* symbols, sorted, each once */
	std::vector<std::string> defined;   /* functions, likewise */
	std::vector<StackUse> stacks;	    /* in the object's order */
	std::set<ForeignCall> calls;
};

/* Diag file_unreadable, which says what is wrong with @bytes. */
Result<ObjectFacts> read_object(std::string_view bytes);

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
