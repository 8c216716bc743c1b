// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/numbers.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/one_of.h"
#include "base/str.h"
#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

constexpr std::string_view number_types[] = {
	"f128", "f16",	 "f32",	 "f64", "i128", "i16", "i32", "i64",
	"i8",	"isize", "u128", "u16", "u32",	"u64", "u8",  "usize"
};

/* Methods of numbers by the operator that they stand for, behind what says how
 * they overflow. */
struct MethodSign {
	std::string_view name;
	char sign;
};
constexpr MethodSign method_signs[] = {
	{ "add", '+' },
	{ "sub", '-' },
	{ "mul", '*' },
	{ "pow", '*' },
	{ "div", '/' },
	{ "div_euclid", '/' },
	{ "div_ceil", '/' },
	{ "div_floor", '/' },
	{ "rem", '%' },
	{ "rem_euclid", '%' },
	{ "shl", '<' },
	{ "shr", '>' },
	{ "next_multiple_of", '%' },
};
constexpr std::string_view overflows[] = { "wrapping_",	  "checked_",
					   "saturating_", "overflowing_",
					   "unchecked_",  "strict_" };
/* Those whose result is of another type than the number. */
constexpr std::string_view other_results[] = { "checked_", "overflowing_" };

/* More methods whose result is of the number's own type. */
constexpr std::string_view keepers[] = { "abs",	      "clone", "max",
					 "min",	      "clamp", "rotate_left",
					 "to_be",     "to_le", "rotate_right",
					 "swap_bytes" };

/* Parentheses that are looked into, links of a chain, tokens of a group. */
constexpr size_t max_depth = 8, max_length = 2000;

/* What @name is without what says how it overflows. */
std::string_view bare_name(std::string_view name)
{
	for (const std::string_view prefix : overflows)
		if (name.starts_with(prefix))
			return name.substr(prefix.size());
	return name;
}

/* The operator that the method @name is, 0 for none. */
char sign_of(std::string_view name)
{
	const std::string_view bare = bare_name(name);

	/* `.add()` may be a pointer's, or of a set. */
	if (bare == name && !contains(name, "_") && name != "pow")
		return 0;
	for (const MethodSign &one : method_signs)
		if (one.name == bare)
			return one.sign;
	return 0;
}

bool keeps_type(std::string_view name)
{
	for (const std::string_view prefix : other_results)
		if (name.starts_with(prefix))
			return false;
	return sign_of(name) || is_one_of(keepers, name);
}

} /* namespace */

std::string_view number_type(std::string_view word)
{
	const auto *const at = std::lower_bound(std::begin(number_types),
						std::end(number_types), word);

	return at != std::end(number_types) && *at == word ? *at
							   : std::string_view();
}

bool is_float_type(std::string_view word)
{
	return word == "f64" || word == "f32" || word == "f16" ||
	       word == "f128";
}

std::string_view literal_type(std::string_view text)
{
	const bool is_hex = text.starts_with("0x");

	for (const std::string_view type : number_types)
		if (text.ends_with(type) && text.size() > type.size() &&
		    !(is_hex && is_float_type(type)))
			return type;
	if (is_hex || text.starts_with("0b") || text.starts_with("0o"))
		return {};
	return text.find_first_of(".eE") == text.npos ? "" : "f64";
}

bool is_float(std::string_view text)
{
	/* Most are none at a glance. */
	return text.find_first_of(".eEf") != text.npos &&
	       is_float_type(literal_type(text));
}

std::optional<uint64_t> integer_value(std::string_view text)
{
	std::string digits;
	int base = 10;

	for (const char c : text)
		if (c != '_')
			digits += c;
	if (digits.starts_with("0x"))
		base = 16;
	else if (digits.starts_with("0b"))
		base = 2;
	else if (digits.starts_with("0o"))
		base = 8;
	const char *const begin = digits.data() + (base == 10 ? 0 : 2);
	const char *const end = digits.data() + digits.size();
	uint64_t value = 0;
	const auto [behind, error] = std::from_chars(begin, end, value, base);
	const std::string_view suffix(behind, end);
	if (error != std::errc() ||
	    (!suffix.empty() &&
	     (number_type(suffix).empty() || is_float_type(suffix))))
		return {};
	return value;
}

Numbers::Numbers(const CrateCode &code, const SpelledTypes &types)
	: code(code), types(types)
{
	for (const CodeModule &module : code.modules()) {
		const TokenFile &text = *module.tokens;
		for (size_t i = module.begin; i + 3 < module.end; i++) {
			if ((!is_word(text, i, "const") &&
			     !is_word(text, i, "static")) ||
			    !is_segment(text, i + 1) || !text.is(i + 2, ":") ||
			    is_in(module.skipped, i))
				continue;
			const std::string_view type =
				number_type(text.text(i + 3));
			const auto [at, fresh] =
				constants.emplace(text.text(i + 1), type);
			if (!fresh && at->second != type)
				at->second = {};
		}
	}
}

/* Whether an operand may end with token @i. */
bool Numbers::ends_operand(size_t i) const
{
	return is_segment(*file, i) ||
	       file->tokens[i].kind == TokenKind::number || file->is(i, ")") ||
	       file->is(i, "]") || file->is(i, "?");
}

Operation Numbers::operation(size_t i) const
{
	const bool joint = file->tokens[i].joint;

	if (!i || file->tokens[i].kind != TokenKind::punct)
		return {};
	const char sign = file->text(i)[0];
	if (sign == '.' && is_segment(*file, i + 1) &&
	    is_open(*file, i + 2, '('))
		return { i, 0, sign_of(file->text(i + 1)) };
	if (!ends_operand(i - 1))
		return {};
	switch (sign) {
	case '-':
		if (joint && file->is(i + 1, ">"))
			return {};
		[[fallthrough]];
	case '+':
	case '*':
	case '/':
	case '%':
		return { i, joint && file->is(i + 1, "=") ? i + 2 : i + 1,
			 sign };
	case '<':
	case '>':
		/* Not the second of two. */
		if (joint && file->is(i + 1, file->text(i)))
			return { i, i + 2, sign };
		[[fallthrough]];
	default:
		return {};
	}
}

std::string_view Numbers::type_of(const Operation &operation) const
{
	const std::string_view type = before(operation.token);

	if (!type.empty() || !operation.behind || operation.sign == '<' ||
	    operation.sign == '>')
		return type;
	/* What is divided by a number may be none. */
	const Kind kind = types.receiver(operation.token);
	const bool is_other =
		kind.of == Kind::Of::crate || kind.of == Kind::Of::library ||
		(kind.of == Kind::Of::other && kind.name != "integer");
	return is_other ? std::string_view() : behind(operation.behind);
}

std::string_view Numbers::before(size_t i, size_t depth) const
{
	if (i < 2 || depth > max_depth)
		return {};
	const size_t last = i - 1;
	if (is_word(*file, last - 1, "as"))
		return number_type(file->text(last));
	if (file->tokens[last].kind == TokenKind::number &&
	    !file->is(last - 1, "."))
		return literal_type(file->text(last));
	if (file->is(last, ")"))
		return call(last, depth);
	if (is_segment(*file, last)) {
		const std::string_view word = file->text(last);
		/* `u64::MAX` */
		if (last >= 3 && is_colons(*file, last - 2) && word != "BITS") {
			const std::string_view type =
				number_type(file->text(last - 3));
			if (!type.empty())
				return type;
		}
		const auto constant = constants.find(word);
		if (constant != constants.end() && !file->is(last - 1, "."))
			return constant->second;
	}
	const Kind kind = types.receiver(i);
	return kind.of == Kind::Of::other ? number_type(kind.name)
					  : std::string_view();
}

/* What ends with the `)` at @close: a call, or an expression in parentheses. */
std::string_view Numbers::call(size_t close, size_t depth) const
{
	const size_t open = file->tokens[close].match();

	if (!open || file->is(open - 1, ">") || file->is(open - 1, "!"))
		return {};
	if (!is_segment(*file, open - 1) && !file->is(open - 1, ")") &&
	    !file->is(open - 1, "]"))
		return inside(open + 1, close, depth + 1);
	const std::string_view name = file->text(open - 1);
	if (open >= 2 && file->is(open - 2, ".") && keeps_type(name))
		return before(open - 2, depth + 1);
	/* `u64::from(x)` */
	if (open >= 4 && is_colons(*file, open - 3) &&
	    name.starts_with("from")) {
		const std::string_view type = number_type(file->text(open - 4));
		if (!type.empty())
			return name == "from_str_radix" ? "" : type;
	}
	const Kind kind = types.receiver(close + 1);
	return kind.of == Kind::Of::other ? number_type(kind.name)
					  : std::string_view();
}

/* The expression in these tokens: its last cast decides, else an operand. */
std::string_view Numbers::inside(size_t begin, size_t end, size_t depth) const
{
	std::string_view cast, operand;

	if (end - begin > max_length)
		return {};
	for (size_t i = begin; i < end; i++) {
		const Token &token = file->tokens[i];
		if (token.kind == TokenKind::open) {
			i = token.match();
			continue;
		}
		/* What is compared, or a block. */
		if (file->is(i, ",") || file->is(i, ";") || file->is(i, "=") ||
		    file->is(i, "|") || file->is(i, "&"))
			return {};
		if (is_word(*file, i, "as") && i + 1 < end)
			cast = number_type(file->text(i + 1));
		else if (operand.empty() && i > begin && operation(i).sign &&
			 operation(i).behind)
			operand = before(i, depth);
		if ((file->is(i, "<") || file->is(i, ">")) && !token.joint &&
		    !(i && file->tokens[i - 1].joint))
			return {};
	}
	if (!cast.empty())
		return cast;
	return operand.empty() && end > begin ? before(end, depth) : operand;
}

/* The end of the operand that begins at @i, without a cast behind it. */
size_t Numbers::operand_end(size_t i) const
{
	const size_t limit = std::min(file->tokens.size(), i + max_length);

	if (i >= limit)
		return i;
	const TokenKind kind = file->tokens[i].kind;
	if (kind == TokenKind::open) {
		i = file->tokens[i].match() + 1;
	} else if (kind == TokenKind::number || kind == TokenKind::string ||
		   kind == TokenKind::character) {
		i++;
	} else {
		const std::optional<CodePath> path = path_at(*file, i, limit);
		if (!path)
			return i;
		i = path->end;
	}
	while (i < limit) {
		if (is_open(*file, i, '(') || is_open(*file, i, '['))
			i = file->tokens[i].match() + 1;
		else if (file->is(i, "?"))
			i++;
		else if (file->is(i, ".") && !file->is(i + 1, "."))
			i += 2;
		else
			break;
	}
	return std::min(i, file->tokens.size());
}

/* The type of the operand that begins with token @i. */
std::string_view Numbers::behind(size_t i) const
{
	while (file->is(i, "&") || file->is(i, "*") || file->is(i, "-") ||
	       file->is(i, "!") || is_word(*file, i, "mut"))
		i++;
	size_t end = operand_end(i);
	if (end == i)
		return {};
	while (is_word(*file, end, "as") && is_word(*file, end + 2, "as"))
		end += 2;
	return is_word(*file, end, "as") && end + 1 < file->tokens.size()
		       ? number_type(file->text(end + 1))
		       : before(end);
}

} /* namespace kcrate */
