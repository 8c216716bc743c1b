// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/dependency_items.h"

#include "base/one_of.h"
#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"
#include "rustsrc/macros.h"

namespace kcrate {

namespace {

/* Macros whose arguments are code as it stands; what they leave out is known
 * to be dead. */
constexpr std::string_view transparent[] = { "cfg_if", "cfg_select",
					     "thread_local" };

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

/* Whether the path that ends with token @i is what an item begins with. */
bool begins_item(const CodeModule &in, size_t i)
{
	while (i >= in.begin + 3 && is_colons(*in.tokens, i - 2))
		i -= 3;
	return i == in.begin || ends_item(*in.tokens, i - 1);
}

class RootReader {
public:
	explicit RootReader(const CrateCode &code) : code(code) {}

	std::optional<std::set<std::string>> run()
	{
		for (size_t m = 0; m < code.modules().size(); m++)
			parts.emplace(code.modules()[m].scope, m);
		todo = { 0 };
		while (complete && !todo.empty()) {
			const size_t next = todo.back();
			todo.pop_back();
			add(next);
		}
		for (const auto &[name, body] : code.macros()) {
			names.emplace(name);
			add_made(body);
		}
		if (!complete)
			return {};
		return std::move(names);
	}

private:
	void add(size_t module);
	void add_names(const CodeModule &module);
	void add_made(const MacroBody &body);
	bool calls_macros(size_t module) const;

	const CrateCode &code;
	bool complete = true;
	std::multimap<size_t, size_t> parts; /* of modules, included ones */
	std::vector<size_t> todo;
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
		if (group != no_token && is_one_of(transparent, file.text(i))) {
			/* What is in it is looked at like the rest. */
			i = group;
			continue;
		}
		if (group != no_token && begins_item(in, i))
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

/* The macros that a macro defines: wherever it is called, the root has them. */
void RootReader::add_made(const MacroBody &body)
{
	const TokenFile &file = *code.modules()[body.module].tokens;

	for (size_t i = body.tokens.first; i + 2 < body.tokens.second; i++) {
		if (!is_word(file, i, "macro_rules") || !file.is(i + 1, "!"))
			continue;
		if (is_segment(file, i + 2))
			names.emplace(file.text(i + 2));
		else
			complete = false;
	}
}

/* The names of @module; then those of the ones that it has globs of. */
void RootReader::add(size_t module)
{
	if (!seen.insert(module).second)
		return;
	const CodeModule &in = code.modules()[module];
	add_names(in);
	/* A glob that is no module's may be an enum's, or another crate's. */
	complete &= in.glob_modules.size() == in.globs.size();
	const auto [first, last] = parts.equal_range(module);
	for (auto part = first; complete && part != last; ++part)
		complete &= !calls_macros(part->second);
	todo.insert(todo.end(), in.glob_modules.begin(), in.glob_modules.end());
}

/* Calls of macros in @module, with their arguments. */
Ranges macro_calls(const CrateCode &code, size_t module)
{
	const CodeModule &in = code.modules()[module];
	Ranges out;

	for (size_t i = in.begin; i < in.end; i++) {
		const size_t group = macro_group(*in.tokens, i);
		if (group == no_token || code.is_skipped(module, i) ||
		    is_one_of(transparent, in.tokens->text(i)))
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
		const std::vector<CodePath> &paths = code.paths(m);
		for (size_t i = 0; i < paths.size(); i++) {
			const CodePath &path = paths[i];
			const Meaning &meaning = code.meanings(m)[i];
			if (meaning.kind != Meaning::Kind::foreign ||
			    meaning.path.size() < 2 || meaning.is_of("core") ||
			    meaning.is_of("alloc") || meaning.is_of("std") ||
			    (path.words.size() < 2 && !path.imported) ||
			    is_in(calls, path.begin) ||
			    module.tokens->is(path.end, "!") ||
			    CrateCode::is_conditional(module, path.begin))
				continue;
			const std::pair<std::string, std::string> key(
				meaning.path[0], meaning.path[1]);
			if (!out.count(key))
				out.emplace(key,
					    code.place(module, path.begin));
		}
	}
	return out;
}

} /* namespace kcrate */
