// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/sizes.h"

#include <algorithm>

#include "audit/numbers.h"
#include "base/one_of.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

/* More than this is no size; what is looked into, and how deep. */
constexpr uint64_t max_size = uint64_t{ 1 } << 40;
constexpr size_t max_depth = 12, max_length = 64;

/* Types that are as large as what they hold, or larger. */
constexpr std::string_view holders[] = { "MaybeUninit", "ManuallyDrop",
					 "UnsafeCell",	"Cell",
					 "RefCell",	"Option",
					 "Wrapping" };

uint64_t of_word(std::string_view word)
{
	if (word == "bool")
		return 1;
	if (word == "char")
		return 4;
	if (number_type(word).empty())
		return 0;
	if (word.ends_with("size"))
		return 8;
	return integer_value(word.substr(1)).value_or(0) / 8;
}

uint64_t times(uint64_t a, uint64_t b)
{
	return a && b > max_size / a ? max_size : a * b;
}

/* The first @word between the brackets of @range, or its end. */
size_t find(const TokenFile &file, TokenRange range, std::string_view word)
{
	for (size_t i = range.begin; i < range.end; i++) {
		if (file.is(i, word))
			return i;
		if (file.tokens[i].kind == TokenKind::open)
			i = file.tokens[i].match();
	}
	return range.end;
}

/* The type of @field, behind attributes, `pub` and, if @named, its name. */
TokenRange field_type(const TokenFile &file, TokenRange field, bool named)
{
	size_t i = field.begin;

	while (file.is(i, "#") && is_open(file, i + 1, '['))
		i = file.tokens[i + 1].match() + 1;
	if (is_word(file, i, "pub"))
		i = is_open(file, i + 1, '(') ? file.tokens[i + 1].match() + 1
					      : i + 1;
	return { std::min(named ? i + 2 : i, field.end), field.end };
}

} /* namespace */

Sizes::Sizes(const CrateCode &code) : code(code)
{
	for (size_t m = 0; m < code.modules().size(); m++)
		learn(m);
}

/* Notes the constants and structs of @module. */
void Sizes::learn(size_t module)
{
	const CodeModule &in = code.modules()[module];
	const TokenFile &text = *in.tokens;
	Skipper skipper(in.skipped);
	const auto note = [&](auto &map, size_t name, TokenRange range) {
		const auto [at, fresh] = map.emplace(
			Name(in.scope, text.text(name)), Span{ module, range });
		if (!fresh)
			at->second.reset();
	};

	for (size_t i = in.begin; i + 2 < in.end; i++) {
		i = skipper.next(i);
		if (i + 2 >= in.end || !is_segment(text, i + 1))
			continue;
		const size_t limit = std::min(in.end, i + max_length);
		if (is_word(text, i, "const") && text.is(i + 2, ":")) {
			const size_t equals = find(text, { i, limit }, "=");
			const size_t end = find(text, { i, limit }, ";");
			if (equals < end && end < limit)
				note(constants, i + 1, { equals + 1, end });
		} else if (is_word(text, i, "struct")) {
			size_t open = i + 2;
			while (open < limit && !text.is(open, ";") &&
			       !is_open(text, open, '{') &&
			       !is_open(text, open, '('))
				open++;
			if (open < limit && !text.is(open, ";"))
				note(structs, i + 1,
				     { open, text.tokens[open].match() });
		}
	}
}

uint64_t Sizes::of_type(size_t module, TokenRange range, size_t depth)
{
	const TokenFile &text = file(module);
	const size_t i = range.begin;

	if (i >= range.end || depth > max_depth)
		return 0;
	if (text.is(i, "&") || text.is(i, "*") || is_word(text, i, "fn"))
		return 8;
	if (is_open(text, i, '['))
		return of_array(module, i, true, depth + 1);
	if (is_open(text, i, '(')) {
		uint64_t size = 0;
		for (const TokenRange one : arguments(text, i))
			size += of_type(module, one, depth + 1);
		return std::min(size, max_size);
	}
	const std::optional<CodePath> path = path_at(text, i, range.end);
	if (!path)
		return 0;
	const std::string_view word = path->words.back();
	if (is_one_of(holders, word) && text.is(path->end, "<"))
		return of_type(module, { path->end + 1, range.end }, depth + 1);
	const uint64_t number = path->words.size() == 1 ? of_word(word) : 0;
	return number ? number
		      : of_struct(code.resolve(module, *path), depth + 1);
}

/* `[T; n]`, or `[x; n]`, that opens at @open. */
uint64_t Sizes::of_array(size_t module, size_t open, bool types, size_t depth)
{
	const TokenFile &text = file(module);
	const size_t close = text.tokens[open].match();
	const size_t semicolon = find(text, { open + 1, close }, ";");

	if (semicolon == close)
		return 0;
	const TokenRange element = { open + 1, semicolon };
	const uint64_t size = types ? of_type(module, element, depth)
				    : of_value(module, element, depth);
	return size ? times(size, sum(module, { semicolon + 1, close }, depth)
					  .value_or(0))
		    : 0;
}

uint64_t Sizes::of_value(size_t module, TokenRange range, size_t depth)
{
	const TokenFile &text = file(module);
	const size_t i = range.begin;

	if (i >= range.end || depth > max_depth)
		return 0;
	if (is_word(text, range.end - 1, "u8") && i + 1 < range.end)
		return 1;
	if (is_open(text, i, '[') && text.tokens[i].match() + 1 == range.end)
		return of_array(module, i, false, depth + 1);
	if (range.end - i != 1)
		return 0;
	if (text.tokens[i].kind == TokenKind::number)
		return std::max<uint64_t>(of_word(literal_type(text.text(i))),
					  1);
	if (text.tokens[i].kind == TokenKind::character)
		return text.text(i)[0] == 'b' ? 1 : 4;
	return is_word(text, i, "true") || is_word(text, i, "false");
}

uint64_t Sizes::of_struct(const Meaning &meaning, size_t depth)
{
	if (meaning.kind != Meaning::Kind::local || depth > max_depth)
		return 0;
	const Name name(meaning.module, meaning.path[0]);
	const auto found = structs.find(name);
	if (found == structs.end() || !found->second)
		return 0;
	/* One that has itself in it has no size. */
	const auto [at, fresh] = known.emplace(name, 0);
	if (!fresh)
		return at->second;
	const auto &[module, group] = *found->second;
	const TokenFile &text = file(module);
	uint64_t size = 0;
	for (const TokenRange field : arguments(text, group.begin))
		if (!code.is_skipped(module, field.begin))
			size += of_type(
				module,
				field_type(text, field,
					   is_open(text, group.begin, '{')),
				depth + 1);
	return known[name] = std::min(size, max_size);
}

/* The value of `a * b + c`, of constants. */
std::optional<uint64_t> Sizes::sum(size_t module, TokenRange range,
				   size_t depth)
{
	const TokenFile &text = file(module);
	size_t i = range.begin;
	std::optional<uint64_t> value = product(module, i, range.end, depth);

	while (value && i < range.end) {
		const bool is_minus = text.is(i, "-");
		if (!is_minus && !text.is(i, "+"))
			return {};
		const std::optional<uint64_t> other =
			product(module, ++i, range.end, depth);
		if (!other || (is_minus && *other > *value))
			return {};
		*value = is_minus ? *value - *other
				  : std::min(*value + *other, max_size);
	}
	return value;
}

std::optional<uint64_t> Sizes::product(size_t module, size_t &i, size_t end,
				       size_t depth)
{
	const TokenFile &text = file(module);
	std::optional<uint64_t> value = atom(module, i, end, depth);

	while (value && i < end && (text.is(i, "*") || text.is(i, "/"))) {
		const bool is_division = text.is(i, "/");
		const std::optional<uint64_t> other =
			atom(module, ++i, end, depth);
		if (!other || (is_division && !*other))
			return {};
		*value = is_division ? *value / *other : times(*value, *other);
	}
	return value;
}

std::optional<uint64_t> Sizes::atom(size_t module, size_t &i, size_t end,
				    size_t depth)
{
	const TokenFile &text = file(module);
	std::optional<uint64_t> value;

	if (i >= end || depth > max_depth)
		return {};
	if (text.tokens[i].kind == TokenKind::number) {
		value = integer_value(text.text(i++));
		if (value && *value > max_size)
			return {};
	} else if (is_open(text, i, '(')) {
		const size_t close = text.tokens[i].match();
		value = sum(module, { i + 1, close }, depth + 1);
		i = close + 1;
	} else if (const std::optional<CodePath> path = path_at(text, i, end)) {
		value = constant(module, *path, depth + 1);
		i = path->end;
	}
	while (i + 1 < end && is_word(text, i, "as"))
		i += 2;
	return value;
}

std::optional<uint64_t> Sizes::constant(size_t module, const CodePath &path,
					size_t depth)
{
	const Meaning meaning = code.resolve(module, path);

	if (meaning.kind != Meaning::Kind::local ||
	    meaning.words != path.words.size())
		return {};
	const Name name(meaning.module, meaning.path[0]);
	const auto found = constants.find(name);
	if (found == constants.end() || !found->second)
		return {};
	const auto [at, fresh] = values.emplace(name, std::nullopt);
	if (!fresh)
		return at->second;
	const std::optional<uint64_t> value =
		sum(found->second->module, found->second->tokens, depth);
	return values[name] = value;
}

} /* namespace kcrate */
