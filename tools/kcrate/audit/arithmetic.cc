// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/arithmetic.h"

#include <algorithm>
#include <bit>

#include "audit/finding_at.h"
#include "audit/floats.h"
#include "audit/numbers.h"
#include "audit/token_walk.h"
#include "base/str.h"
#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

/* The places of one finding: the first, one that is certain before others. */
struct Places {
	size_t count = 0;
	CodeSpot first = {};
	bool conditional = true;
};

bool is_wide(std::string_view type)
{
	return type == "u128" || type == "i128";
}

bool has_wide_types(const CrateCode &code)
{
	return std::any_of(code.modules().begin(), code.modules().end(),
			   [](const CodeModule &one) {
				   return !one.begin &&
					  contains(one.tokens->code, "128");
			   });
}

constexpr std::string_view wide_help =
	"no function is called for it but on s390, whose kernel has those for "
	"shifts";

/* The function that LLVM calls where a number of @type is divided. */
std::string division(std::string_view type, char sign)
{
	return str(type == "u128" ? "__u" : "__", sign == '/' ? "div" : "mod",
		   "ti3");
}

class Calculator {
public:
	Calculator(const CrateCode &code, SpelledTypes &types)
		: code(code), types(types), numbers(code, types)
	{}

	std::vector<Diag> run();

private:
	const TokenFile &file() const { return *code.modules()[module].tokens; }
	void read_token(size_t i);
	void read_operation(const Operation &operation);
	bool is_power_of_two(size_t i) const;
	void count(Places &places, size_t token) const;
	void add(Id id, CodeSpot spot, std::string message,
		 std::string_view help)
	{
		found.push_back(finding_at(code, spot, id, std::move(message))
					.with_help(std::string(help)));
	}

	const CrateCode &code;
	SpelledTypes &types;
	Numbers numbers;
	size_t module = 0;
	/* The last `const` in a body. */
	size_t constant_begin = 0, constant_end = 0;
	Places floats, wide;
	std::vector<Diag> found;
};

void Calculator::count(Places &places, size_t token) const
{
	const bool conditional =
		CrateCode::is_conditional(code.modules()[module], token);

	if (!places.count || (places.conditional && !conditional)) {
		places.first = { module, token };
		places.conditional = conditional;
	}
	places.count++;
}

/* `16`, `0x10`: a division by it is a shift. */
bool Calculator::is_power_of_two(size_t i) const
{
	if (i + 1 >= file().tokens.size() ||
	    file().tokens[i].kind != TokenKind::number ||
	    file().is(i + 1, ".") || is_word(file(), i + 1, "as"))
		return false;
	const std::optional<uint64_t> value = integer_value(file().text(i));
	return value && std::has_single_bit(*value);
}

void Calculator::read_operation(const Operation &operation)
{
	if (!operation.sign)
		return;
	const std::string_view type = numbers.type_of(operation);
	if (is_float_type(type))
		count(floats, operation.token);
	if (!is_wide(type) || operation.sign == '+' || operation.sign == '-')
		return;
	if (operation.sign != '/' && operation.sign != '%') {
		count(wide, operation.token);
		return;
	}
	const size_t divisor =
		operation.behind ? operation.behind : operation.token + 3;
	if (is_power_of_two(divisor))
		return;
	const bool is_constant =
		divisor < file().tokens.size() &&
		file().tokens[divisor].kind == TokenKind::number;
	add(Id::wide_arithmetic, { module, operation.token },
	    str("a ", operation.sign == '/' ? "division" : "remainder", " of ",
		type, " calls ", division(type, operation.sign),
		is_constant ? " in code for size" : "",
		", which no kernel has"),
	    "divide numbers of 64 bits: div64_u64() and mul_u64_u64_div_u64() "
	    "are the kernel's own");
}

void Calculator::read_token(size_t i)
{
	if (i >= constant_begin && i < constant_end)
		return;
	/* What is computed once and for all, by the compiler. */
	if ((is_word(file(), i, "const") || is_word(file(), i, "static")) &&
	    (file().is(i + 2, ":") || file().is(i + 3, ":"))) {
		constant_begin = i;
		constant_end =
			statement_end(file(), i + 1, file().tokens.size());
		return;
	}
	const bool is_literal = file().tokens[i].kind == TokenKind::number &&
				!file().is(i - 1, ".") &&
				is_float(file().text(i));
	if (is_literal ||
	    (is_word(file(), i, "as") && i + 1 < file().tokens.size() &&
	     is_float_type(file().text(i + 1))))
		count(floats, i);
	read_operation(numbers.operation(i));
}

std::vector<Diag> Calculator::run()
{
	for (const size_t m : code.reached()) {
		module = m;
		constant_begin = constant_end = 0;
		numbers.enter(m);
		types.visit_bodies(m, [&](size_t i) { read_token(i); });
	}
	const auto with_others = [](const std::string &text, size_t count) {
		return count == 1 ? text
				  : str(text, ", here and in ", count - 1,
					count == 2 ? " more place"
						   : " more places");
	};
	if (wide.count) {
		add(Id::wide_arithmetic, wide.first,
		    with_others("numbers of 128 bits are multiplied or shifted",
				wide.count),
		    wide_help);
		/* A kernel can do that. */
		found.back().severity = Severity::note;
	}
	if (floats.count)
		add(Id::float_arithmetic, floats.first,
		    with_others("floats are calculated with", floats.count),
		    "its registers are the user's: a kernel must not do so "
		    "outside of kernel_fpu_begin() and kernel_fpu_end()");
	return std::move(found);
}

} /* namespace */

std::vector<Diag> check_arithmetic(const CrateCode &code, TypesOnDemand &types)
{
	return has_floats(code) || has_wide_types(code)
		       ? Calculator(code, types.get()).run()
		       : std::vector<Diag>();
}

} /* namespace kcrate */
