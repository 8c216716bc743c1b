// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/scan.h"

/*
 * One loop over the landmarks among the tokens with a stack of frames.  A frame
 * is a range of tokens over which the configuration's truth, the directory of
 * modules and the like stay the same: the braces of a module or a block, the
 * arguments of a macro, or a node, which is what attributes stand on.  Only
 * nodes whose attributes change something get a frame, so that the end of most
 * need never be found.
 */

#include "rustsrc/items.h"
#include "rustsrc/scanner.h"

namespace kcrate {

FileScan Scan::run()
{
	size_t from = 0;

	for (const size_t i : file.lexed->landmarks) {
		if (i < from)
			continue;
		while (i >= top().end)
			pop();
		from = step(i);
	}
	return std::move(result);
}

void Scan::push(const Frame &frame)
{
	frames.push_back(frame);
}

void Scan::pop()
{
	if (top().is_node)
		attributes.resize(top().attributes);
	frames.pop_back();
}

/* The code from @begin to @end is switched off. */
void Scan::kill(size_t begin, size_t end)
{
	if (result.dead.empty() || result.dead.back().end <= begin)
		result.dead.push_back({ begin, end });
}

/* Some configuration may switch off the code from @begin to @end. */
void Scan::doubt(size_t begin, size_t end)
{
	if (result.unsure.empty() || result.unsure.back().end <= begin)
		result.unsure.push_back({ begin, end });
}

/* Those from @first on that a cfg_attr switches off, on what is alive. */
void Scan::kill_attributes(size_t first)
{
	for (size_t k = first; k < attributes.size(); k++)
		if (attributes[k].when == Truth::no)
			kill(attributes[k].tokens.begin,
			     attributes[k].tokens.end);
}

/* Deals with token @i, a landmark; returns the next one to look at. */
size_t Scan::step(size_t i)
{
	if (file.tokens[i].kind == TokenKind::open)
		open(i);
	else if (file.tokens[i].kind == TokenKind::punct)
		return hash(i);
	else if (file.is(i + 2, ";"))
		module_declaration(i + 1);
	return i + 1;
}

size_t Scan::hash(size_t i)
{
	if (is_open(file, i + 1, '['))
		return outer_attributes(i);
	if (file.is(i + 1, "!") && is_open(file, i + 2, '['))
		return inner_attributes(i);
	return i + 1;
}

/* As condition(). */
Truth Scan::holds(const Attribute &attribute)
{
	const TokenRange range = attribute.tokens;

	if (!is_word(file, range.begin, "cfg") || attribute.when != Truth::yes)
		return condition(file, attribute, cfgs);

	const size_t begin = file.tokens[range.begin].begin;
	const std::string_view text = file.code.substr(
		begin, file.tokens[range.end - 1].end() - begin);
	const auto [known, is_new] = known_conditions.emplace(text, Truth::yes);
	if (is_new)
		known->second = condition(file, attribute, cfgs);
	return known->second;
}

/* `#[…] #[…]` and what they stand on, which begins at the token returned. */
size_t Scan::outer_attributes(size_t i)
{
	const size_t begin = i;
	const size_t first = attributes.size();
	Truth truth = top().truth;
	bool matters = false;

	for (; file.is(i, "#") && is_open(file, i + 1, '[');
	     i = file.tokens[i + 1].match() + 1)
		read_attributes(file, i + 1, cfgs, attributes);
	for (size_t k = first; k < attributes.size(); k++) {
		truth = all_of(truth, holds(attributes[k]));
		matters |= is_word(file, attributes[k].tokens.begin, "path");
	}
	for (size_t k = first; k < attributes.size(); k++)
		attribute_text(attributes[k], truth);
	if (truth != Truth::no)
		kill_attributes(first);
	if (truth == top().truth && !matters) {
		attributes.resize(first);
		return i;
	}

	Frame frame = top();
	frame.end = node_end(file, i, top().end, budget);
	frame.truth = truth;
	frame.attributes = first;
	frame.is_node = true;
	if (truth == Truth::no)
		kill(begin, frame.end);
	else if (truth == Truth::maybe && top().truth == Truth::yes)
		doubt(begin, frame.end);
	push(frame);
	return i;
}

/* `#![…] #![…]`; returns the token behind them. */
size_t Scan::inner_attributes(size_t i)
{
	const size_t begin = i;
	const size_t first = attributes.size();
	Truth &truth = top().truth;
	const Truth before = truth;

	for (; file.is(i, "#") && file.is(i + 1, "!") &&
	       is_open(file, i + 2, '[');
	     i = file.tokens[i + 2].match() + 1)
		read_attributes(file, i + 2, cfgs, attributes);
	for (size_t k = first; k < attributes.size(); k++)
		truth = all_of(truth, holds(attributes[k]));
	if (truth == Truth::no)
		kill(begin, top().end);
	else
		kill_attributes(first);
	if (truth == Truth::maybe && before == Truth::yes)
		doubt(begin, top().end);
	for (size_t k = first; k < attributes.size(); k++) {
		attribute_text(attributes[k], truth);
		if (frames.size() == 1)
			crate_attribute(attributes[k]);
	}
	attributes.resize(first);
	return i;
}

/* `no_std`, `feature(…)`: of the crate, if this file is its root. */
void Scan::crate_attribute(const Attribute &attribute)
{
	const size_t name = attribute.tokens.begin;

	if (is_word(file, name, "no_std") || is_word(file, name, "no_core"))
		result.no_std = any_of(result.no_std, attribute.when);
	if (!is_word(file, name, "feature") || !is_open(file, name + 1, '('))
		return;
	for (const TokenRange feature : arguments(file, name + 1))
		if (feature.begin < feature.end)
			result.features.push_back(
				{ std::string(file.text(feature.begin)),
				  attribute.when });
}

/* `doc = include_str!("…")` and whatever else reads files. */
void Scan::attribute_text(const Attribute &attribute, Truth truth)
{
	if (is_word(file, attribute.tokens.begin, "debugger_visualizer"))
		visualizer(attribute, truth);
	for (size_t i = attribute.tokens.begin; i < attribute.tokens.end; i++) {
		const size_t name = file.tokens[i].kind == TokenKind::open
					    ? macro_name(file, i)
					    : no_token;

		if (name != no_token && name >= attribute.tokens.begin)
			mention(name, i, all_of(truth, attribute.when),
				top().guess);
	}
}

void Scan::open(size_t i)
{
	const size_t name = macro_name(file, i);

	if (name != no_token)
		macro(name, i);
	else if (is_open(file, i, '{'))
		braces(i);
}

void Scan::macro(size_t name, size_t open)
{
	Frame frame = top();

	frame.end = file.tokens[open].match();
	frame.is_node = false;
	if (is_word(file, name, "macro_rules") && name + 3 == open) {
		define_macro(name + 2, open);
		frame.truth = all_of(frame.truth, Truth::maybe);
		frame.in_macro = frame.guess = true;
		push(frame);
		return;
	}
	mention(name, open, top().truth, top().guess);
	known_macro(name, open, frame);
}

void Scan::define_macro(size_t name, size_t open)
{
	result.macros.push_back({ std::string(file.text(name)), top().truth,
				  read_macro(file, open, cfgs) });
}

/* One of the arguments that open at @open is `cfg(P)`, and P does not hold. */
bool Scan::is_switched_off(size_t open) const
{
	for (const TokenRange argument : arguments(file, open)) {
		const size_t i = argument.begin;
		if (is_word(file, i, "cfg") && is_open(file, i + 1, '(') &&
		    file.tokens[i + 1].match() + 1 == argument.end &&
		    evaluate(cfg_expression(file, { i + 2, argument.end - 1 }),
			     cfgs) == Truth::no)
			return true;
	}
	return false;
}

/* Pushes @frame for the arguments of a macro, after its name. */
void Scan::known_macro(size_t name, size_t open, Frame &frame)
{
	const auto known = macros.find(file.text(name));
	const bool local = known != macros.end();

	if (!local && is_transparent(file.text(name)))
		return;
	result.calls.insert(file.text(name));
	frame.guess = true;
	if (is_word(file, name, "cfg_if"))
		plan(cfg_if_arms(file, open, cfgs));
	else if (is_word(file, name, "cfg_select"))
		plan(cfg_select_arms(file, open, cfgs));
	else if (local)
		local_macro(known->second, open, frame);
	else
		frame.in_macro = true;
	if (frame.in_macro && frame.truth != Truth::no &&
	    is_switched_off(open)) {
		frame.truth = Truth::no;
		kill(open + 1, frame.end);
	}
	if (is_word(file, name, "stringify"))
		frame.truth = Truth::no; /* never expanded */
	else if (!local || known->second.opaque)
		frame.truth = all_of(frame.truth, Truth::maybe);
	push(frame);
}

void Scan::local_macro(const Macro &known, size_t open, Frame &frame)
{
	/* Macros in macros: each argument is looked at once. */
	const bool modules = known.makes_modules && !frame.modules_guessed;
	const bool strings = known.includes && !frame.strings_guessed;

	for (size_t i = open + 1; (modules || strings) && i < frame.end; i++) {
		if (modules && file.tokens[i].kind == TokenKind::identifier)
			guess(i, Use::Kind::module_name,
			      std::string(file.text(i)));
		if (!strings || file.tokens[i].kind != TokenKind::string)
			continue;
		Result<std::string> text = string_value(file, i);
		if (text)
			guess(i, Use::Kind::data, std::move(text.value()));
	}
	frame.modules_guessed |= modules;
	frame.strings_guessed |= strings;
	if (!known.opaque)
		frame.truth = all_of(frame.truth,
				     keeps_arguments(file, open, known, cfgs));
	frame.in_macro |= known.opaque;
	if (frame.truth == Truth::no)
		kill(open + 1, frame.end);
}

/* A macro may make of token @i the use of a file @text. */
void Scan::guess(size_t i, Use::Kind kind, std::string text)
{
	result.uses.push_back({ kind, all_of(top().truth, Truth::maybe), true,
				false, i, std::move(text), module_dir(false) });
}

/* The arms of @more are to come, those of macros around it come later. */
void Scan::plan(std::vector<Arm> more)
{
	for (Arm &arm : more)
		arm.truth = all_of(arm.truth, top().truth);
	arms.insert(arms.end(), more.rbegin(), more.rend());
}

/* Whether the braces at @open are an arm; pushes their frame if so. */
bool Scan::planned(size_t open)
{
	while (!arms.empty() && arms.back().open < open)
		arms.pop_back();
	if (arms.empty() || arms.back().open != open)
		return false;

	Frame frame = top();
	frame.end = file.tokens[open].match();
	frame.is_node = false;
	frame.truth = arms.back().truth;
	if (frame.truth == Truth::no)
		kill(open + 1, frame.end);
	else if (frame.truth == Truth::maybe)
		doubt(open + 1, frame.end);
	push(frame);
	return true;
}

void Scan::braces(size_t open)
{
	if (planned(open))
		return;

	Frame frame = top();
	frame.end = file.tokens[open].match();
	if (open >= 2 && is_word(file, open - 2, "mod")) {
		inline_module(open - 1, frame);
	} else if (!frame.in_macro) {
		frame.in_block = true;
		frame.stem_pending = false;
	}
	frame.is_node = false;
	push(frame);
}

FileScan scan(const TokenFile &file, const CfgSet &cfgs,
	      const MacroTable &macros)
{
	return Scan(file, cfgs, macros).run();
}

} /* namespace kcrate */
