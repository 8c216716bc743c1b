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

} /* namespace kcrate */
