// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/conditions.h"

#include <algorithm>

#include "base/str.h"
#include "rustsrc/items.h"

namespace kcrate {

namespace {

/* The predicate of the `cfg(…)` in the `[` at @open, if that is what it has. */
std::optional<TokenRange> predicate_in(const TokenFile &file, size_t open)
{
	if (!is_open(file, open, '[') || !is_word(file, open + 1, "cfg") ||
	    !is_open(file, open + 2, '('))
		return {};
	const std::vector<TokenRange> parts = arguments(file, open + 2);
	return parts.size() == 1 ? std::optional(parts[0]) : std::nullopt;
}

/* Behind the attributes that begin at @i. */
size_t behind_attributes(const TokenFile &file, size_t i)
{
	while (file.is(i, "#") && is_open(file, i + 1, '['))
		i = file.tokens[i + 1].match() + 1;
	return i;
}

} /* namespace */

Conditions::Conditions(const CrateCode &code) : code(code)
{
	for (size_t m = 0; m < code.modules().size(); m++)
		modules.emplace(code.modules()[m].file, m);
}

Conditions::Part Conditions::part_of(const CodeModule &module, size_t begin,
				     size_t end, TokenRange predicate) const
{
	const Place first = code.place(module, begin);
	const Place last = code.place(module, end - 1);

	return { { first.line, first.column },
		 { last.line, last.column + last.width },
		 to_string(cfg_expression(*module.tokens, predicate)),
		 {} };
}

/* All parts of the file that @module is, or is in. */
std::vector<Conditions::Part> Conditions::read(const CodeModule &module) const
{
	const TokenFile &file = *module.tokens;
	const size_t size = file.tokens.size();
	size_t budget = size * 16;
	std::vector<size_t> opened; /* the brackets that @i is in */
	std::vector<Part> out;

	for (size_t i = 0; i < size; i++) {
		if (file.tokens[i].kind == TokenKind::open)
			opened.push_back(i);
		else if (file.tokens[i].kind == TokenKind::close &&
			 !opened.empty())
			opened.pop_back();
		if (!file.is(i, "#"))
			continue;
		if (const auto outer = predicate_in(file, i + 1)) {
			const size_t node = behind_attributes(file, i);
			const size_t end = node_end(
				file, node,
				opened.empty()
					? size
					: file.tokens[opened.back()].match(),
				budget);
			out.push_back(part_of(module, i, end, *outer));
		}
		if (!file.is(i + 1, "!"))
			continue;
		if (const auto inner = predicate_in(file, i + 2)) {
			const size_t begin = opened.empty() ? 0 : opened.back();
			const size_t end = opened.empty()
						   ? size
						   : file.tokens[begin].match();
			out.push_back(part_of(module, begin, end, *inner));
		}
	}
	std::stable_sort(
		out.begin(), out.end(),
		[](const Part &a, const Part &b) { return a.begin < b.begin; });
	return out;
}

const std::vector<Conditions::Part> &
Conditions::parts_of(const std::string &file)
{
	const auto [at, is_new] = files.try_emplace(file);
	const auto module = modules.find(file);

	if (!is_new || module == modules.end())
		return at->second;
	std::vector<Part> parts = read(code.modules()[module->second]);
	std::vector<size_t> around;
	for (size_t i = 0; i < parts.size(); i++) {
		while (!around.empty() &&
		       parts[around.back()].end <= parts[i].begin)
			around.pop_back();
		if (!around.empty())
			parts[i].outer = around.back();
		around.push_back(i);
	}
	at->second = std::move(parts);
	return at->second;
}

/* What the attributes of its file say of @where, the innermost first. */
void Conditions::collect(const Place &where, std::vector<std::string> &out)
{
	const std::vector<Part> &parts = parts_of(where.file);
	const Position position = { where.line, where.column };
	const auto behind = std::upper_bound(
		parts.begin(), parts.end(), position,
		[](const Position &a, const Part &b) { return a < b.begin; });
	std::optional<size_t> i;

	if (behind != parts.begin())
		i = static_cast<size_t>(behind - parts.begin()) - 1;
	for (; i; i = parts[*i].outer)
		if (position < parts[*i].end &&
		    std::find(out.begin(), out.end(), parts[*i].predicate) ==
			    out.end())
			out.push_back(parts[*i].predicate);
}

std::string Conditions::at(const Place &where)
{
	std::vector<std::string> found;
	Place place = where;

	/* A module is declared in one that was read before it. */
	for (size_t below = code.modules().size(); below > 0;) {
		const auto module = modules.find(place.file);
		if (module == modules.end())
			break;
		collect(place, found);
		below = module->second;
		const auto [outer, token] = code.modules()[below].declared;
		if (below)
			place = code.place(code.modules()[outer], token);
	}
	std::reverse(found.begin(), found.end());
	if (found.size() < 2)
		return found.empty() ? "" : found[0];
	return str("all(", join(found, ", "), ")");
}

} /* namespace kcrate */
