// SPDX-License-Identifier: GPL-2.0-or-later

/* What of a file names other files. */

#include "rustsrc/scanner.h"

namespace kcrate {

namespace {

constexpr size_t max_directory = 4096; /* Linux's limit for a whole path */

bool is_standard_crate(const TokenFile &file, size_t i)
{
	return is_word(file, i, "core") || is_word(file, i, "std");
}

} /* namespace */

void Scan::inline_module(size_t name, Frame &frame)
{
	const Frame outer = frame;
	ModuleDir dir = dirs[outer.dir];
	std::optional<std::string> path;

	for (size_t k = outer.attributes;
	     outer.is_node && !path && k < attributes.size(); k++)
		if (attributes[k].when != Truth::no)
			path = path_of(attributes[k]);
	if (path) {
		dir.rest += *path + "/";
		frame.in_block = false;
	} else {
		dir.behind_stem |= outer.stem_pending;
		dir.rest += std::string(file.text(name)) + "/";
	}
	if (dir.rest.size() > max_directory)
		dir.rest = "/"; /* absolute: there is nothing */
	frame.stem_pending = false;
	frame.dir = dirs.size();
	dirs.push_back(std::move(dir));
}

/* `debugger_visualizer(natvis_file = "…")`, or gdb_script_file */
void Scan::visualizer(const Attribute &attribute, Truth truth)
{
	const size_t i = attribute.tokens.begin;
	bool from_top = false;

	if (i + 6 != attribute.tokens.end || !file.is(i + 3, "="))
		return;
	const std::optional<std::string> text =
		constant_text(file, { i + 4, i + 5 }, from_top);
	if (text)
		result.uses.push_back({ Use::Kind::data,
					all_of(truth, attribute.when),
					top().guess,
					false,
					i + 4,
					*text,
					{} });
}

/* What @name!(…) says of other files or the environment. */
void Scan::mention(size_t name, size_t open, Truth truth, bool guess)
{
	const TokenRange inside = { open + 1, file.tokens[open].match() };
	const bool optional = is_word(file, name, "option_env");
	const bool env = optional || is_word(file, name, "env");
	bool from_top = false;

	if (!env && !is_include(file, name))
		return;

	TokenRange argument = inside;
	for (size_t i = inside.begin; env && i < inside.end; i++)
		if (file.is(i, ","))
			argument.end = std::min(argument.end, i);
	const std::optional<std::string> text =
		constant_text(file, argument, from_top);
	if (!text)
		return;
	if (env)
		result.envs.push_back({ *text, optional, truth, name });
	else
		result.uses.push_back({ is_word(file, name, "include")
						? Use::Kind::source
						: Use::Kind::data,
					truth,
					guess,
					from_top,
					name,
					*text,
					{} });
}

/* `mod x;` with @name the token of x. */
void Scan::module_declaration(size_t name)
{
	const Frame &frame = top();
	Truth remaining = frame.truth;
	const Attribute *before = nullptr;

	if (file.tokens[name].kind != TokenKind::identifier)
		return;
	/* rustc takes the first path; the others wait for it to be cfg'd out */
	for (size_t k = frame.attributes;
	     frame.is_node && k < attributes.size(); k++) {
		const Attribute &attribute = attributes[k];
		const std::optional<std::string> path = path_of(attribute);

		if (!path)
			continue;
		add_module(Use::Kind::module_path,
			   all_of(remaining, attribute.when),
			   attribute.tokens.begin, *path);
		if (!attribute.predicate.end ||
		    (before && are_opposite(file, *before, attribute)))
			return; /* nothing is left for others */
		remaining = all_of(remaining, !attribute.when);
		before = &attribute;
	}
	add_module(Use::Kind::module_name, remaining, name,
		   std::string(file.text(name)));
}

void Scan::add_module(Use::Kind kind, Truth truth, size_t token,
		      std::string text)
{
	const bool for_path = kind == Use::Kind::module_path;
	const bool unowned = top().in_block && !for_path;

	if (unowned)
		truth = all_of(truth, Truth::maybe);
	result.uses.push_back({ kind, truth, top().guess || unowned, false,
				token, std::move(text), module_dir(for_path) });
}

ModuleDir Scan::module_dir(bool for_path) const
{
	ModuleDir dir = dirs[frames.back().dir];

	dir.behind_stem |= !for_path && frames.back().stem_pending;
	return dir;
}

std::optional<std::string> Scan::path_of(const Attribute &attribute) const
{
	const size_t i = attribute.tokens.begin;
	bool from_top = false;

	if (!is_word(file, i, "path") || !file.is(i + 1, "="))
		return {};
	return constant_text(file, { i + 2, attribute.tokens.end }, from_top);
}

std::optional<std::string> constant_text(const TokenFile &file,
					 TokenRange range, bool &from_top)
{
	while (is_standard_crate(file, range.begin) &&
	       range.begin + 3 < range.end && file.is(range.begin + 1, ":"))
		range.begin += 3;

	const size_t begin = range.begin;
	if (begin + 1 < range.end && file.is(range.end - 1, ","))
		range.end--;
	if (range.end - begin == 1 &&
	    file.tokens[begin].kind == TokenKind::string) {
		Result<std::string> value = string_value(file, begin);

		return value ? std::optional(std::move(value.value()))
			     : std::nullopt;
	}
	if (begin + 2 >= range.end || !file.is(begin + 1, "!") ||
	    file.tokens[begin + 2].kind != TokenKind::open ||
	    file.tokens[begin + 2].match() != range.end - 1)
		return {};
	if (is_word(file, begin, "env") &&
	    file.is(begin + 3, "\"CARGO_MANIFEST_DIR\"")) {
		from_top = true;
		return std::string();
	}
	if (!is_word(file, begin, "concat"))
		return {};

	std::string whole;
	for (const TokenRange part : arguments(file, begin + 2)) {
		bool top_here = false;
		const std::optional<std::string> text =
			constant_text(file, part, top_here);

		if (!text || (top_here && !whole.empty()))
			return {};
		from_top |= top_here;
		whole += *text;
	}
	return whole;
}

} /* namespace kcrate */
