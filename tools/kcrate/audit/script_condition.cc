// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/script_condition.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/str.h"

namespace kcrate {

namespace {

/* Parentheses and negations within each other, more than anybody writes. */
constexpr size_t deepest = 32;

std::optional<unsigned int> number_in(std::string_view text)
{
	unsigned int out = 0;
	const auto [end, error] =
		std::from_chars(text.data(), text.data() + text.size(), out);

	if (error != std::errc() || end != text.data() + text.size())
		return {};
	return out;
}

/* 57 of "1.57.0". */
std::optional<unsigned int> minor_of(std::string_view version)
{
	const std::vector<std::string_view> parts = split(version, '.');

	if (parts.size() < 2 || parts[0] != "1")
		return {};
	return number_in(parts[1]);
}

std::optional<std::string> string_at(const TokenFile &file, size_t i)
{
	if (i >= file.tokens.size() || file.tokens[i].kind != TokenKind::string)
		return {};
	Result<std::string> text = string_value(file, i);
	return text ? std::optional(std::move(text.value())) : std::nullopt;
}

/* The first token in @range that is @first, followed by @second. */
std::optional<size_t> find_pair(const TokenFile &file, TokenRange range,
				std::string_view first, std::string_view second)
{
	for (size_t i = range.begin; i + 1 < range.end; i++) {
		if (file.is(i, first) && file.is(i + 1, second))
			return i;
		if (file.tokens[i].kind == TokenKind::open)
			i = file.tokens[i].match();
	}
	return {};
}

/* "target_arch" of "CARGO_CFG_TARGET_ARCH", "" of others. */
std::string target_key(const std::string &variable)
{
	constexpr std::string_view prefix = "CARGO_CFG_";

	return variable.starts_with(prefix)
		       ? to_lower(variable.substr(prefix.size()))
		       : "";
}

} /* namespace */

ByCompiler ByCompiler::since(unsigned int minor)
{
	ByCompiler out(Truth::no);

	for (unsigned int i = 0; i < count; i++)
		if (first + i >= minor)
			out.all[i] = Truth::yes;
	return out;
}

ByCompiler ByCompiler::operator!() const
{
	ByCompiler out = *this;

	for (Truth &truth : out.all)
		truth = !truth;
	return out;
}

ByCompiler ByCompiler::operator&&(const ByCompiler &other) const
{
	ByCompiler out = *this;

	for (size_t i = 0; i < count; i++)
		out.all[i] = all_of(all[i], other.all[i]);
	return out;
}

ByCompiler ByCompiler::operator||(const ByCompiler &other) const
{
	ByCompiler out = *this;

	for (size_t i = 0; i < count; i++)
		out.all[i] = any_of(all[i], other.all[i]);
	return out;
}

Truth ByCompiler::known(CfgFlag &flag) const
{
	const auto change = std::adjacent_find(all.begin(), all.end(),
					       std::not_equal_to<>());
	if (change == all.end())
		return all[0];
	const auto more = std::adjacent_find(change + 1, all.end(),
					     std::not_equal_to<>());
	if (more != all.end() ||
	    std::find(all.begin(), all.end(), Truth::maybe) != all.end())
		return Truth::maybe;
	flag.when_op = all[0] == Truth::yes ? "<" : ">=";
	flag.rustc =
		100000 +
		100 * (first + static_cast<unsigned int>(change - all.begin()) +
		       1);
	return Truth::yes;
}

/*
 * `let a = env::var("CARGO_CFG_TARGET_ARCH")…;` gives a name to what cargo
 * says of the target.
 */
ScriptConditions::ScriptConditions(const TokenFile &file, const CfgSet &cfgs)
	: file(file), cfgs(cfgs)
{
	for (size_t i = 0; i < file.tokens.size(); i++) {
		const std::optional<std::string> text = string_at(file, i);
		knows_version |= text && *text == "--version";
		knows_version |= file.tokens[i].kind == TokenKind::identifier &&
				 contains(file.text(i), "version");
		if (!is_word(file, i, "let") || !file.is(i + 2, "="))
			continue;
		for (size_t k = i + 3;
		     k < file.tokens.size() && !file.is(k, ";"); k++) {
			const std::optional<std::string> name =
				string_at(file, k);
			if (name && !target_key(*name).empty())
				targets[file.text(i + 1)] = target_key(*name);
		}
	}
}

ByCompiler ScriptConditions::value_of(TokenRange range) const
{
	return either(range, 0);
}

ByCompiler ScriptConditions::either(TokenRange range, size_t depth) const
{
	ByCompiler out(Truth::no);

	while (const auto at = find_pair(file, range, "|", "|")) {
		out = out || both({ range.begin, *at }, depth);
		range.begin = *at + 2;
	}
	return out || both(range, depth);
}

ByCompiler ScriptConditions::both(TokenRange range, size_t depth) const
{
	ByCompiler out(Truth::yes);

	while (const auto at = find_pair(file, range, "&", "&")) {
		out = out && atom({ range.begin, *at }, depth);
		range.begin = *at + 2;
	}
	return out && atom(range, depth);
}

/* What has neither `&&` nor `||`, but in parentheses. */
ByCompiler ScriptConditions::atom(TokenRange range, size_t depth) const
{
	const size_t first = range.begin;

	if (first >= range.end || depth > deepest)
		return ByCompiler(Truth::maybe);
	if (file.is(first, "!"))
		return !atom({ first + 1, range.end }, depth + 1);
	if (is_open(file, first, '(') &&
	    file.tokens[first].match() + 1 == range.end)
		return either({ first + 1, range.end - 1 }, depth + 1);
	if (range.end - first == 1 && file.is(first, "true"))
		return ByCompiler(Truth::yes);
	if (range.end - first == 1 && file.is(first, "false"))
		return ByCompiler(Truth::no);
	if (is_word(file, first, "cfg") && file.is(first + 1, "!") &&
	    first + 3 < range.end)
		return ByCompiler(evaluate(
			cfg_expression(file, { first + 3, range.end - 1 }),
			cfgs));
	return comparison(range);
}

/* `minor < 57`, `arch == "x86_64"` */
ByCompiler ScriptConditions::comparison(TokenRange range) const
{
	const TokenRange whole = range;
	size_t i = range.begin;

	/* `version.minor` */
	while (i + 2 < range.end && file.is(i + 1, "."))
		i += 2;
	if (i + 2 >= range.end)
		return call(whole);
	const bool with_equal = file.is(i + 2, "=");
	const size_t value = i + (with_equal ? 3 : 2);
	const std::optional<std::string> text = string_at(file, value);
	if (value + 1 != range.end)
		return call(whole);
	const auto target = targets.find(file.text(range.begin));
	if (text && target != targets.end() && with_equal) {
		const ByCompiler same(cfgs.lookup(target->second, *text));
		if (file.is(i + 1, "="))
			return same;
		if (file.is(i + 1, "!"))
			return !same;
	}
	const std::optional<unsigned int> minor = number_in(file.text(value));
	if (!minor || !knows_version || *minor > 200)
		return ByCompiler(Truth::maybe);
	if (file.is(i + 1, "<"))
		return !ByCompiler::since(*minor + with_equal);
	if (file.is(i + 1, ">"))
		return ByCompiler::since(*minor + !with_equal);
	return ByCompiler(Truth::maybe);
}

/* Those functions of well known helpers that ask for the version. */
ByCompiler ScriptConditions::call(TokenRange range) const
{
	for (size_t i = range.begin; i + 2 < range.end; i++) {
		if (!is_open(file, i + 1, '('))
			continue;
		std::optional<unsigned int> minor;
		if (is_word(file, i, "is_min_version"))
			minor = minor_of(string_at(file, i + 2).value_or(""));
		/* (1, 57) */
		if (is_word(file, i, "probe_rustc_version") &&
		    file.is(i + 2, "1") && file.is(i + 3, ",") &&
		    i + 4 < range.end)
			minor = number_in(file.text(i + 4));
		if (minor)
			return ByCompiler::since(*minor);
	}
	return ByCompiler(Truth::maybe);
}

} /* namespace kcrate */
