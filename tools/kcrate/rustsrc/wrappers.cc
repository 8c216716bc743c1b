// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Local macros whose only business is to keep or drop items.  Four shapes are
 * known, of which the second and third come from crates that took them from
 * each other, and the fourth (where all its modules are switched off) from
 * tests that are run for several configurations:
 *
 *   ($($x:item)*) => { $( #[cfg(P)] $x )* }
 *   (#![$m:meta] $($x:item)*) => { $( #[cfg($m)] $x )* }
 *   ($($x:item)*) => { #[cfg(P)] other! { #![Q] $($x)* } }
 *   ($($x:tt)*) => { #[cfg(P)] mod a { $($x)* } #[cfg(Q)] mod b { … } }
 */

#include <algorithm>

#include "rustsrc/macros.h"

namespace kcrate {

namespace {

constexpr int max_forwards = 8;

bool is_group(const TokenFile &file, size_t i)
{
	return i < file.tokens.size() && file.tokens[i].kind == TokenKind::open;
}

bool is_inner_attribute(const TokenFile &file, size_t i)
{
	return file.is(i, "#") && file.is(i + 1, "!") &&
	       is_open(file, i + 2, '[');
}

/* Behind `$(…) sep *`; @i if it is no repetition. */
size_t behind_repetition(const TokenFile &file, size_t i)
{
	if (!file.is(i, "$") || !is_open(file, i + 1, '('))
		return i;

	size_t end = file.tokens[i + 1].match() + 1;
	if (!file.is(end, "*") && !file.is(end, "+"))
		end++; /* the separator */
	return file.is(end, "*") || file.is(end, "+") ? end + 1 : i;
}

/* x of `$($x:item)*`, which must reach from @begin to @end, else "". */
std::string_view repeated_variable(const TokenFile &file, size_t begin,
				   size_t end)
{
	const size_t inside = begin + 2;

	if (behind_repetition(file, begin) != end || begin == end ||
	    file.tokens[begin + 1].match() != inside + 4 ||
	    !file.is(inside, "$") || !file.is(inside + 2, ":") ||
	    !(file.is(inside + 3, "item") || file.is(inside + 3, "tt")))
		return {};
	return file.text(inside + 1);
}

/* Reads one rule into @macro; each step returns false at another shape. */
struct Wrapper {
	const TokenFile &file;
	const CfgSet &cfgs;
	Macro &macro;
	std::string_view meta;	   /* m of `#![$m:meta]` */
	std::string_view variable; /* x of `$($x:item)*` */

	bool read(size_t matcher, size_t body);
	bool read_meta(size_t open);
	size_t outer_attributes(size_t begin);
	bool repeated(size_t begin, size_t end);
	bool is_by_meta(const Attribute &attribute) const;
	bool forwards(size_t begin, size_t end);
	bool is_in_dead_modules(size_t begin, size_t end);
};

bool Wrapper::read(size_t matcher, size_t body)
{
	const size_t end = file.tokens[matcher].match();
	const size_t first = body + 1;
	const size_t last = file.tokens[body].match();
	size_t begin = matcher + 1;

	if (is_inner_attribute(file, begin)) {
		if (!read_meta(begin + 2))
			return false;
		begin = file.tokens[begin + 2].match() + 1;
	}
	variable = repeated_variable(file, begin, end);
	if (variable.empty())
		return false;
	if (first == last)
		return true; /* keeps nothing */
	macro.keeps = Truth::yes;
	if (behind_repetition(file, first) == last)
		return repeated(first + 2, file.tokens[first + 1].match());
	if (is_in_dead_modules(first, last)) {
		macro.keeps = Truth::no;
		return true;
	}
	macro.keeps = Truth::yes;
	return meta.empty() && forwards(first, last);
}

/* `[$m:meta]` */
bool Wrapper::read_meta(size_t open)
{
	if (file.tokens[open].match() != open + 5 || !file.is(open + 1, "$") ||
	    !file.is(open + 3, ":") || !file.is(open + 4, "meta"))
		return false;
	meta = file.text(open + 2);
	return true;
}

/* `#[…] #[…]`; returns the token behind them. */
size_t Wrapper::outer_attributes(size_t begin)
{
	std::vector<Attribute> attributes;

	while (file.is(begin, "#") && is_open(file, begin + 1, '[')) {
		read_attributes(file, begin + 1, cfgs, attributes);
		begin = file.tokens[begin + 1].match() + 1;
	}
	for (const Attribute &attribute : attributes) {
		if (is_by_meta(attribute))
			macro.by_argument = true;
		else
			macro.keeps = all_of(macro.keeps,
					     condition(file, attribute, cfgs));
	}
	return begin;
}

/* `#[…] #[…] $x` */
bool Wrapper::repeated(size_t begin, size_t end)
{
	begin = outer_attributes(begin);
	return begin + 2 == end && file.is(begin, "$") &&
	       file.is(begin + 1, variable);
}

/* `cfg($m)` */
bool Wrapper::is_by_meta(const Attribute &attribute) const
{
	const size_t i = attribute.tokens.begin;

	return !meta.empty() && attribute.when == Truth::yes &&
	       attribute.tokens.end == i + 5 && is_word(file, i, "cfg") &&
	       file.is(i + 2, "$") && file.is(i + 3, meta);
}

/* `#[…] mod a { … } #[…] mod b { … }`, none of which is there. */
bool Wrapper::is_in_dead_modules(size_t begin, size_t end)
{
	if (begin == end)
		return false;
	while (begin < end) {
		macro.keeps = Truth::yes;
		begin = outer_attributes(begin);
		if (macro.keeps != Truth::no || !is_word(file, begin, "mod") ||
		    !is_open(file, begin + 2, '{'))
			return false;
		begin = file.tokens[begin + 2].match() + 1;
	}
	return true;
}

/* `#[…] #[…] other! { #![P] $($x)* }` */
bool Wrapper::forwards(size_t begin, size_t end)
{
	begin = outer_attributes(begin);

	const size_t open = begin + 2;
	size_t i = open + 1;

	if (!file.is(begin + 1, "!") || !is_open(file, open, '{') ||
	    file.tokens[open].match() + 1 != end)
		return false;
	macro.forward = file.text(begin);
	if (is_inner_attribute(file, i)) {
		const size_t close = file.tokens[i + 2].match();

		macro.forwarded =
			evaluate(cfg_expression(file, { i + 3, close }), cfgs);
		i = close + 1;
	}
	return behind_repetition(file, i) == end - 1 &&
	       file.tokens[i + 1].match() == i + 4 && file.is(i + 2, "$") &&
	       file.is(i + 3, variable);
}

/* Looks for what a body does with a variable, be it ever so complicated. */
void read_uses(const TokenFile &file, size_t open, Macro &macro)
{
	const size_t close = file.tokens[open].match();

	for (size_t i = open + 1; i < close; i++) {
		if (is_word(file, i, "mod") && file.is(i + 1, "$"))
			macro.makes_modules |= file.is(i + 3, ";");
		if (!is_include(file, i) || !file.is(i + 1, "!") ||
		    !is_group(file, i + 2))
			continue;
		const size_t end = file.tokens[i + 2].match();
		for (i += 3; i < end; i++)
			macro.includes |= file.is(i, "$");
	}
}

bool same_shape(const Macro &a, const Macro &b)
{
	return a.by_argument == b.by_argument && a.forward == b.forward &&
	       a.forwarded == b.forwarded;
}

} /* namespace */

Macro read_macro(const TokenFile &file, size_t open, const CfgSet &cfgs)
{
	const size_t close = file.tokens[open].match();
	Macro macro;
	size_t rules = 0;

	macro.opaque = true;
	for (size_t i = open + 1; i < close; rules++) {
		/* (…) => {…} */
		const size_t body =
			is_group(file, i) ? file.tokens[i].match() + 3 : close;

		if (body >= close || !is_group(file, body))
			break;
		macro.opaque =
			rules > 0 ||
			!Wrapper{ file, cfgs, macro, {}, {} }.read(i, body);
		read_uses(file, body, macro);
		i = file.tokens[body].match() + 1;
		if (file.is(i, ";"))
			i++;
	}
	return macro;
}

void add_definition(MacroTable &table, const std::string &name, Macro macro,
		    Truth truth)
{
	if (truth == Truth::no)
		return;
	macro.keeps = all_of(macro.keeps, truth);

	const auto [entry, added] = table.emplace(name, macro);
	Macro &known = entry->second;
	if (added)
		return;
	/* One that keeps nothing fits every shape. */
	if (known.keeps == Truth::no && !known.opaque)
		std::swap(known, macro);
	known.opaque |= macro.opaque ||
			(macro.keeps != Truth::no && !same_shape(known, macro));
	known.keeps = any_of(known.keeps, macro.keeps);
	known.makes_modules |= macro.makes_modules;
	known.includes |= macro.includes;
}

void resolve_forwards(MacroTable &table)
{
	for (auto &[name, macro] : table) {
		for (int i = 0; i < max_forwards && !macro.opaque &&
				!macro.forward.empty();
		     i++) {
			const auto next = table.find(macro.forward);

			if (next == table.end() || next->second.opaque) {
				macro.opaque = true;
				break;
			}
			const Macro &to = next->second;
			macro.keeps = all_of(macro.keeps, to.keeps);
			if (to.by_argument)
				macro.keeps =
					all_of(macro.keeps, macro.forwarded);
			macro.forwarded = to.forwarded;
			macro.forward = to.forward;
		}
		macro.opaque |= !macro.forward.empty();
	}
}

Truth keeps_arguments(const TokenFile &file, size_t open, const Macro &macro,
		      const CfgSet &cfgs)
{
	if (!macro.by_argument)
		return macro.keeps;
	if (!is_inner_attribute(file, open + 1))
		return all_of(macro.keeps, Truth::maybe);

	const TokenRange range = { open + 4, file.tokens[open + 3].match() };
	return all_of(macro.keeps, evaluate(cfg_expression(file, range), cfgs));
}

} /* namespace kcrate */
