/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Which of Rust's own number types the operands of an operator have, as far as
 * that is spelled: by a cast, a suffix, a constant's or a variable's type.
 */

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "audit/spelled.h"

namespace kcrate {

/* @word if it names a number type, as "u8" or "f64"; else "". */
std::string_view number_type(std::string_view word);

/* Whether @word is f16, f32, f64 or f128. */
bool is_float_type(std::string_view word);

/* The type that the literal @text says itself, or "f64"; else "". */
std::string_view literal_type(std::string_view text);

/* Whether the literal @text is a float. */
bool is_float(std::string_view text);

/* What the literal @text is, with or without a suffix; nothing for floats, and
 * for what is more than 64 bits have. */
std::optional<uint64_t> integer_value(std::string_view text);

/* A binary operator, or a method that stands for one. */
struct Operation {
	size_t token = 0;
	size_t behind = 0; /* of the operand behind it, if @sign is not 0 */
	char sign = 0;	   /* + - * / %, < and > for shifts; 0: none */
};

/* Asked from within types.visit_bodies(), of the module that is visited. */
class Numbers {
public:
	Numbers(const CrateCode &code, const SpelledTypes &types);

	/* What follows is asked of @module. */
	void enter(size_t module) { file = code.modules()[module].tokens; }

	/* The operation at token @i. */
	Operation operation(size_t i) const;

	/* Its operands' type, "" where nothing is spelled; a shift's is that
	 * of what is shifted. */
	std::string_view type_of(const Operation &operation) const;

	/* The type of the operand that ends in front of token @i. */
	std::string_view before(size_t i) const { return before(i, 0); }

private:
	std::string_view before(size_t i, size_t depth) const;
	std::string_view call(size_t close, size_t depth) const;
	std::string_view inside(size_t begin, size_t end, size_t depth) const;
	std::string_view behind(size_t i) const;
	size_t operand_end(size_t i) const;
	bool ends_operand(size_t i) const;

	const CrateCode &code;
	const SpelledTypes &types;
	const TokenFile *file = nullptr;
	std::map<std::string_view, std::string_view> constants;
};

} /* namespace kcrate */
