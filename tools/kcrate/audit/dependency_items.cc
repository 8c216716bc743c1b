// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/dependency_items.h"

#include <algorithm>

#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"
#include "rustsrc/macros.h"

namespace kcrate {

namespace {

/* Macros whose arguments are code as it stands; what they leave out is known
 * to be dead. */
constexpr std::string_view transparent[] = { "cfg_if", "cfg_select",
					     "thread_local" };

bool is_transparent_name(std::string_view word)
{
	return std::find(std::begin(transparent), std::end(transparent),
			 word) != std::end(transparent);
}

/* The `(` or its like of the macro that is called at token @i, `name!(`. */
size_t macro_group(const TokenFile &file, size_t i)
{
	const size_t open = i + 2;

	return file.tokens[i].kind == TokenKind::identifier &&
			       file.is(i + 1, "!") &&
			       open < file.tokens.size() &&
			       file.tokens[open].kind == TokenKind::open
		       ? open
		       : no_token;
}

/* Whether an item may begin behind token @i. */
bool ends_item(const TokenFile &file, size_t i)
{
	return file.is(i, ";") || file.is(i, "}") || file.is(i, "]") ||
	       file.is(i, "{");
}

class RootReader {
public:
	explicit RootReader(const CrateCode &code) : code(code) {}

	std::optional<std::set<std::string>> run()
	{
		add(0);
		for (const auto &[name, body] : code.macros())
			names.emplace(name);
		if (!complete)
			return {};
		return std::move(names);
	}

private:
	void add(size_t module);
	void add_names(const CodeModule &module);
	bool calls_macros(size_t module) const;

	const CrateCode &code;
	bool complete = true;
	std::set<size_t> seen;
	std::set<std::string> names;
};

/* Whether a macro is called, among the items of @module, that may define some.
 */
bool RootReader::calls_macros(size_t module) const
{
	const CodeModule &in = code.modules()[module];
	const TokenFile &file = *in.tokens;

	for (size_t i = in.begin; i < in.end; i++) {
		if (code.is_skipped(module, i))
			continue;
		const size_t group = macro_group(file, i);
		if (group != no_token && is_transparent_name(file.text(i))) {
			/* What is in it is looked at like the rest. */
			i = group;
			continue;
		}
		size_t begin = i;
		while (begin >= in.begin + 3 && is_colons(file, begin - 2))
			begin -= 3;
		if (group != no_token &&
		    (begin == in.begin || ends_item(file, begin - 1)))
			return true;
		/* Not into bodies; but into the arms of a cfg_if!. */
		if (file.tokens[i].kind == TokenKind::open &&
		    !(is_open(file, i, '{') && i &&
		      (file.is(i - 1, "]") || is_word(file, i - 1, "else"))))
			i = file.tokens[i].match();
	}
	return false;
}

void RootReader::add_names(const CodeModule &module)
{
	for (const auto &[name, child] : module.children)
		names.emplace(name);
	for (const auto &[name, path] : module.imports)
		names.emplace(name);
	for (const std::string_view item : module.items)
		names.emplace(item);
}

/* The names of @module, and of those that it has globs of. */
void RootReader::add(size_t module)
{
	if (!complete || !seen.insert(module).second)
		return;
	const CodeModule &in = code.modules()[module];
	add_names(in);
	/* A glob that is no module's may be an enum's, or another crate's. */
	complete &= in.glob_modules.size() == in.globs.size();
	for (size_t m = 0; complete && m < code.modules().size(); m++)
		if (code.modules()[m].scope == module)
			complete &= !calls_macros(m);
	for (const size_t from : in.glob_modules)
		add(from);
}

/* Calls of macros in @module, with their arguments. */
Ranges macro_calls(const CrateCode &code, size_t module)
{
	const CodeModule &in = code.modules()[module];
	Ranges out;

	for (size_t i = in.begin; i < in.end; i++) {
		const size_t group = macro_group(*in.tokens, i);
		if (group == no_token || code.is_skipped(module, i) ||
		    is_transparent_name(in.tokens->text(i)))
			continue;
		out.emplace_back(i, in.tokens->tokens[group].match());
		i = out.back().second;
	}
	return out;
}

} /* namespace */

std::optional<std::set<std::string>> names_of_root(const CrateCode &code)
{
	return RootReader(code).run();
}

ItemUses uses_of_others(const CrateCode &code)
{
	ItemUses out;

	for (size_t m = 0; m < code.modules().size(); m++) {
		const CodeModule &module = code.modules()[m];
		if (module.reach != Truth::yes)
			continue;
		const Ranges calls = macro_calls(code, m);
		for (const CodePath &path : code.paths(m)) {
			if ((path.words.size() < 2 && !path.imported) ||
			    is_in(calls, path.begin) ||
			    module.tokens->is(path.end, "!") ||
			    CrateCode::is_conditional(module, path.begin))
				continue;
			const Meaning meaning = code.resolve(m, path);
			if (meaning.kind != Meaning::Kind::foreign ||
			    meaning.path.size() < 2)
				continue;
			const std::pair<std::string, std::string> key(
				meaning.path[0], meaning.path[1]);
			if (key.first != "core" && key.first != "alloc" &&
			    key.first != "std" && !out.count(key))
				out.emplace(key,
					    code.place(module, path.begin));
		}
	}
	return out;
}

} /* namespace kcrate */
