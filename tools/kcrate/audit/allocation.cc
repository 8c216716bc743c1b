// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/allocation.h"

#include <algorithm>
#include <set>

#include "audit/spelled.h"
#include "base/str.h"
#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

bool is_of_library(const Meaning &meaning)
{
	return meaning.is_of("alloc") || meaning.is_of("std");
}

class SiteFinder {
public:
	SiteFinder(const CrateCode &code, const LibraryApi &library)
		: code(code), library(library), types(code, &library)
	{}

	std::vector<AllocationSite> run();

private:
	void read_macros();
	void read_path(const CodePath &path, const Meaning &meaning);
	void read_macro(const CodePath &path, const Meaning &meaning);
	void read_item(const CodePath &path, const Meaning &meaning);
	void read_cow(const CodePath &path);
	void read_token(size_t i);
	void read_method(size_t i);
	void read_write(size_t i);
	void read_derive(const DeriveItem &derive);
	bool lacks(const Kind &kind, std::string_view name) const;
	bool is_copied(const Kind &kind) const;
	const TokenFile &file() const { return *code.modules()[module].tokens; }
	void add(size_t token, std::string what, bool possible = false)
	{
		sites.push_back({ module, token, std::move(what), possible });
	}

	const CrateCode &code;
	const LibraryApi &library;
	SpelledTypes types;
	size_t module = 0; /* that is read */
	bool in_macro = false;
	std::set<std::string_view> allocating; /* macros of the crate */
	std::set<size_t> borrows_unsized;      /* modules with Cow<str> */
	std::vector<AllocationSite> sites;
};

/* By its own methods, or by those of what it stands for. */
bool SiteFinder::lacks(const Kind &kind, std::string_view name) const
{
	const std::string_view type = LibraryApi::name_of(kind.name);

	if (kind.of != Kind::Of::library)
		return false;
	return library.lacks(kind.name, name) ||
	       (type == "Vec" && library.lacks("[]", name)) ||
	       (type == "String" && library.lacks("str", name)) ||
	       ((type == "Box" || type == "Rc" || type == "Arc") &&
		kind.inner && name != "clone" && lacks(*kind.inner, name));
}

/* `name!(…)`, of the crate or of the library */
void SiteFinder::read_macro(const CodePath &path, const Meaning &meaning)
{
	const std::string_view name = path.words.back();

	if (code.macros().count(name)) {
		if (!in_macro && allocating.count(name))
			add(path.begin, str(name, "!"));
		return;
	}
	if (library.is_gone_macro(name) &&
	    (is_of_library(meaning) || meaning.kind == Meaning::Kind::unknown))
		add(path.begin, str(name, "!"));
}

/* A path that is gone, or to what a type lacks: `Box::new`. */
void SiteFinder::read_item(const CodePath &path, const Meaning &meaning)
{
	/* `use alloc::vec` brings the macro, beside a module. */
	if (meaning.path.size() == 2 &&
	    library.is_gone_macro(meaning.path[1])) {
		if (path.imported && !file().is(path.end - 1, "self") &&
		    !file().is(path.end - 1, "*"))
			add(path.end - 1, str(meaning.path[1], "!"));
		return;
	}
	const std::string gone = library.gone_at(meaning.path);
	if (!gone.empty())
		add(path.begin, gone);
	if (meaning.path.size() > 2 && meaning.path[2] == "Cow")
		read_cow(path);
}

void SiteFinder::read_path(const CodePath &path, const Meaning &meaning)
{
	const size_t open = path.end + 1;

	if (file().is(path.end, "!") && open < file().tokens.size() &&
	    file().tokens[open].kind == TokenKind::open) {
		read_macro(path, meaning);
	} else if (is_of_library(meaning)) {
		read_item(path, meaning);
	} else if (meaning.words + 1 == path.words.size()) {
		const Kind kind = types.alias(meaning);
		if (lacks(kind, path.words.back()))
			add(path.begin, str(LibraryApi::name_of(kind.name),
					    "::", path.words.back()));
	}
}

/* What a Cow borrows must be what can be owned; no str and slice can. */
void SiteFinder::read_cow(const CodePath &path)
{
	const std::string_view last = path.words.back();
	size_t k = path.end + 1;

	if (borrows_unsized.count(module) &&
	    (last == "Borrowed" || last == "Owned"))
		add(path.begin, str("Cow::", last));
	if (last != "Cow" || !file().is(path.end, "<"))
		return;
	while (k < file().tokens.size() &&
	       (file().tokens[k].kind == TokenKind::lifetime ||
		file().is(k, ",")))
		k++;
	if (file().is(k, "str") || is_open(file(), k, '[')) {
		add(path.begin, "Cow of a str or slice");
		borrows_unsized.insert(module);
	}
}

/* `.name(` at the dot @i */
void SiteFinder::read_method(size_t i)
{
	const std::string_view name = file().text(i + 1);
	/* What these make is not what they are called on. */
	const std::string_view maker = name == "collect" ? "from_iter"
				       : name == "into"	 ? "from"
							 : "";
	const Kind kind =
		maker.empty() ? types.receiver(i) : types.collected(i);

	if (kind.of == Kind::Of::library && !library.is_gone_everywhere(name)) {
		if (lacks(kind, maker.empty() ? name : maker))
			add(i + 1,
			    str(LibraryApi::name_of(kind.name), "::", name));
		return;
	}
	if (library.is_gone_everywhere(name) && !types.has_method(name)) {
		add(i + 1, str(".", name, "()"));
		return;
	}
	const bool is_own = types.has_method(name);
	if (kind.of == Kind::Of::unknown && !library.is_other_method(name) &&
	    (is_own ? library.is_gone_from_kept(name)
		    : library.is_gone_method(name)))
		add(i + 1, str(".", name, "()"), is_own);
}

/* Whether a copy of @kind, or of what it may hold, allocates. */
bool SiteFinder::is_copied(const Kind &kind) const
{
	return lacks(kind, "clone") ||
	       (kind.of == Kind::Of::other && kind.name == "Option" &&
		kind.inner && is_copied(*kind.inner));
}

/* A derived method calls those of the fields. */
void SiteFinder::read_derive(const DeriveItem &derive)
{
	if (derive.of_trait != "Clone")
		return;
	for (const SpelledType &type : derive.fields)
		if (!type.is_reference &&
		    is_copied(types.kind_of(module, type))) {
			add(derive.token, str("a copy of ", type.word));
			return;
		}
}

/* `write!(string, …)`, at its name */
void SiteFinder::read_write(size_t i)
{
	const std::vector<TokenRange> all = arguments(file(), i + 2);

	if (!all.empty() &&
	    lacks(types.evaluate(all[0].begin, all[0].end), "write_str"))
		add(all[0].begin, str(file().text(i), "!"));
}

void SiteFinder::read_token(size_t i)
{
	if ((is_word(file(), i, "write") || is_word(file(), i, "writeln")) &&
	    file().is(i + 1, "!") && is_open(file(), i + 2, '('))
		read_write(i);
	if (file().is(i, ".") && is_segment(file(), i + 1) &&
	    !(i && file().is(i - 1, ".")) &&
	    (is_open(file(), i + 2, '(') || is_colons(file(), i + 2)))
		read_method(i);
}

/*
 * Macros that allocate, by themselves or by others that they call: the sites
 * are where they are called.
 */
void SiteFinder::read_macros()
{
	in_macro = true;
	for (const auto &[name, body] : code.macros()) {
		module = body.module;
		for (const CodePath &path : code.paths_in(body))
			read_path(path, code.resolve(module, path));
		if (!sites.empty())
			allocating.insert(name);
		sites.clear();
	}
	in_macro = false;
	allocating = leading_to(std::move(allocating), callers_of_macros(code));
}

std::vector<AllocationSite> SiteFinder::run()
{
	read_macros();
	for (module = 0; module < code.modules().size(); module++) {
		const std::vector<CodePath> &paths = code.paths(module);
		const std::vector<Meaning> &meanings = code.meanings(module);
		for (size_t i = 0; i < paths.size(); i++)
			read_path(paths[i],
				  paths[i].is_telling()
					  ? meanings[i]
					  : code.resolve(module, paths[i]));
		for (const DeriveItem &derive : types.items(module).derives)
			read_derive(derive);
		types.visit_bodies(module, [&](size_t i) { read_token(i); });
	}
	std::stable_sort(sites.begin(), sites.end(),
			 [](const AllocationSite &a, const AllocationSite &b) {
				 return std::pair(a.module, a.token) <
					std::pair(b.module, b.token);
			 });
	return std::move(sites);
}

} /* namespace */

std::vector<AllocationSite> infallible_sites(const CrateCode &code,
					     const LibraryApi &library)
{
	return SiteFinder(code, library).run();
}

} /* namespace kcrate */
