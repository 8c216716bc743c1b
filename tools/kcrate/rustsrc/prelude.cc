// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * What code takes from the prelude of std that core's does not have.  Names are
 * not resolved: a name counts only where nothing in the crate could give it
 * another meaning, and nothing in a macro's body or arguments counts, as these
 * may be code for another crate.  So what is found is certain, and something
 * may be missed.
 */

#include <algorithm>
#include <array>
#include <set>

#include "base/one_of.h"
#include "rustsrc/code_paths.h"
#include "rustsrc/sources.h"

namespace kcrate {

namespace {

constexpr std::array<std::string_view, 3> types = { "Box", "String", "Vec" };
constexpr std::array<std::string_view, 8> macros = { "dbg",	     "eprint",
						     "eprintln",     "format",
						     "print",	     "println",
						     "thread_local", "vec" };

bool is_word_of(const TokenFile &file, size_t i,
		std::initializer_list<std::string_view> words)
{
	return std::any_of(words.begin(), words.end(),
			   [&](auto word) { return is_word(file, i, word); });
}

/* The names that mean something else in a crate. */
class Bindings {
public:
	void read(const TokenFile &file)
	{
		for (size_t i = 0; i < file.tokens.size(); i++)
			if (is_word(file, i, "use"))
				read_use(file, i);
			else if (is_word(file, i, "macro_use"))
				any_macro = true;
			else if (is_word_of(file, i,
					    { "struct", "enum", "union", "type",
					      "trait", "macro", "mod" }))
				add(file, i + 1);
			else if (is_word(file, i, "macro_rules"))
				add(file, i + 2);
	}

	bool has_type(std::string_view name) const
	{
		return any_type || names.count(name);
	}
	bool has_macro(std::string_view name) const
	{
		return any_macro || any_type || names.count(name);
	}

private:
	void add(const TokenFile &file, size_t i)
	{
		if (i < file.tokens.size())
			names.insert(file.text(i));
	}

	/* All that `use …;` may bring; a glob brings in-crate names, or all. */
	void read_use(const TokenFile &file, size_t use)
	{
		const bool inner = is_word_of(
			file, use + 1, { "core", "crate", "self", "super" });

		for (size_t i = use + 1;
		     i < file.tokens.size() && !file.is(i, ";"); i++) {
			if (file.tokens[i].kind == TokenKind::identifier)
				add(file, i);
			else if (file.is(i, "*"))
				any_type |= !inner || is_enum(file, i);
		}
	}

	/* `Kind::*` */
	static bool is_enum(const TokenFile &file, size_t star)
	{
		return star > 2 && file.text(star - 3)[0] >= 'A' &&
		       file.text(star - 3)[0] <= 'Z';
	}

	std::set<std::string_view> names;
	bool any_type = false, any_macro = false;
};

/* Whether @i follows `::`, `.` or `$`. */
bool is_continued(const TokenFile &file, size_t i)
{
	return (i >= 2 && is_colons(file, i - 2)) ||
	       (i && (file.is(i - 1, ".") || file.is(i - 1, "$")));
}

/* `Vec<`, `Vec::`, `: Vec` or `-> Vec`; a variant of an enum looks otherwise */
bool is_type(const TokenFile &file, size_t i)
{
	if (is_colons(file, i + 1) || file.is(i + 1, "<"))
		return true;
	return i >= 2 && (file.is(i - 1, ":") ||
			  (file.is(i - 1, ">") && file.is(i - 2, "-")));
}

/* The first token of @source from std's prelude, or no_token. */
size_t first_use(const Source &source, const Bindings &bindings)
{
	const TokenFile &file = source.file.value();
	auto skip = source.scan.dead.begin();
	const auto end = source.scan.dead.end();

	for (size_t i = 0; i < file.tokens.size(); i++) {
		while (skip != end && skip->end <= i)
			++skip;
		if (skip != end && skip->begin <= i) {
			i = skip->end - 1;
			continue;
		}
		const bool names_macro =
			file.is(i + 1, "!") && i + 2 < file.tokens.size() &&
			file.tokens[i].kind == TokenKind::identifier;
		if (names_macro && !is_continued(file, i) &&
		    file.tokens[i + 2].kind == TokenKind::open &&
		    is_one_of(macros, file.text(i)) &&
		    !bindings.has_macro(file.text(i)))
			return i;
		if (file.tokens[i].kind == TokenKind::open &&
		    macro_name(file, i) != no_token)
			i = file.tokens[i].match();
		else if (is_one_of(types, file.text(i)) &&
			 !is_continued(file, i) && is_type(file, i) &&
			 !bindings.has_type(file.text(i)))
			return i;
	}
	return no_token;
}

} /* namespace */

Result<std::optional<NameUse>> std_prelude_use(const Tree &tree,
					       const CrateSource &source,
					       const CfgSet &cfgs,
					       TokenStore &tokens)
{
	Sources sources(tree, cfgs, tokens);
	const std::map<std::string, Truth> modules =
		TRY(read_modules(sources, tree, source));
	Bindings bindings;

	for (const auto &[path, truth] : modules)
		bindings.read(sources.get(path).file.value());
	for (const auto &[path, truth] : modules) {
		const Source &module = sources.get(path);
		const size_t use = first_use(module, bindings);
		if (use != no_token)
			return std::optional(NameUse{
				std::string(module.file.value().text(use)),
				module.place(use) });
	}
	return std::optional<NameUse>();
}

} /* namespace kcrate */
