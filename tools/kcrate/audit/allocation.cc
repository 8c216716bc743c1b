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

bool is_alloc_macro(std::string_view name)
{
	return name == "vec" || name == "format";
}

class SiteFinder {
public:
	SiteFinder(const CrateCode &code, const LibraryApi &library)
		: code(code), library(library), types(code, &library)
	{}

	std::vector<AllocationSite> run();

private:
	void read_macros();
	void read_path(size_t m, const CodePath &path);
	void read_cow(size_t m, const CodePath &path);
	void read_body(size_t begin, size_t end);
	void read_method(size_t i);
	void read_write(size_t i);
	void read_derive(size_t m, const DeriveItem &derive);
	bool lacks(const Kind &kind, std::string_view name) const;
	bool is_copied(const Kind &kind) const;
	bool is_own_macro(std::string_view name) const;
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

/* Whether the crate has a macro @name, wherever. */
bool SiteFinder::is_own_macro(std::string_view name) const
{
	return std::any_of(
		code.modules().begin(), code.modules().end(),
		[&](const CodeModule &one) { return one.items.count(name); });
}

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

/* A path that is gone, or to what a type lacks: `Box::new`. */
void SiteFinder::read_path(size_t m, const CodePath &path)
{
	const Meaning meaning = code.resolve(m, path);
	const std::string_view last = path.words.back();
	const bool is_foreign = meaning.is_of("alloc") || meaning.is_of("std");
	const bool is_own = is_own_macro(last);
	const bool is_call =
		file().is(path.end, "!") &&
		path.end + 1 < file().tokens.size() &&
		file().tokens[path.end + 1].kind == TokenKind::open;
	size_t used = 0;

	if (is_call && allocating.count(last) && is_own) {
		if (!in_macro)
			add(path.begin, str(last, "!"));
		return;
	}
	if (is_call && is_alloc_macro(last)) {
		if (is_foreign ||
		    (meaning.kind != Meaning::Kind::local &&
		     meaning.kind != Meaning::Kind::foreign && !is_own))
			add(path.begin, str(last, "!"));
		return;
	}
	if (meaning.kind == Meaning::Kind::local) {
		const Kind kind = types.alias(meaning.path[0]);
		if (meaning.words + 1 == path.words.size() && lacks(kind, last))
			add(path.begin,
			    str(LibraryApi::name_of(kind.name), "::", last));
		return;
	}
	if (!is_foreign)
		return;
	/* `use alloc::vec` brings the macro, beside a module. */
	if (meaning.path.size() == 2 && is_alloc_macro(meaning.path[1])) {
		if (path.imported && !file().is(path.end - 1, "self") &&
		    !file().is(path.end - 1, "*"))
			add(path.end - 1, str(meaning.path[1], "!"));
		return;
	}
	const LibraryApi::Item item = library.item_at(meaning.path, used);
	if (item == LibraryApi::Item::gone) {
		add(path.begin, std::string(meaning.path[used - 1]));
		return;
	}
	const std::string type = library.type_at(meaning.path, used);
	if (!type.empty() && used + 1 == meaning.path.size() &&
	    library.lacks(type, meaning.path[used]))
		add(path.begin,
		    str(meaning.path[used - 1], "::", meaning.path[used]));
	if (meaning.path.size() > 2 && meaning.path[2] == "Cow")
		read_cow(m, path);
}

/* What a Cow borrows must be what can be owned; no str and slice can. */
void SiteFinder::read_cow(size_t m, const CodePath &path)
{
	const std::string_view last = path.words.back();
	size_t k = path.end + 1;

	if (borrows_unsized.count(m) && (last == "Borrowed" || last == "Owned"))
		add(path.begin, str("Cow::", last));
	if (last != "Cow" || !file().is(path.end, "<"))
		return;
	while (k < file().tokens.size() &&
	       (file().tokens[k].kind == TokenKind::lifetime ||
		file().is(k, ",")))
		k++;
	if (file().is(k, "str") || is_open(file(), k, '[')) {
		add(path.begin, "Cow of a str or slice");
		borrows_unsized.insert(m);
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
void SiteFinder::read_derive(size_t m, const DeriveItem &derive)
{
	if (derive.of_trait != "Clone")
		return;
	for (const SpelledType &type : derive.fields)
		if (!type.is_reference && is_copied(types.kind_of(m, type))) {
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

void SiteFinder::read_body(size_t begin, size_t end)
{
	for (size_t i = begin; i + 1 < end; i++) {
		if (code.is_skipped(module, i))
			continue;
		/* Functions in functions are read apart. */
		if (is_word(file(), i, "fn") && is_segment(file(), i + 1)) {
			while (i + 1 < end && !is_open(file(), i, '{') &&
			       !file().is(i, ";"))
				i++;
			if (is_open(file(), i, '{'))
				i = file().tokens[i].match();
			continue;
		}
		if ((is_word(file(), i, "write") ||
		     is_word(file(), i, "writeln")) &&
		    file().is(i + 1, "!") && is_open(file(), i + 2, '('))
			read_write(i);
		types.pass(i, end);
		if (file().is(i, ".") && is_segment(file(), i + 1) &&
		    !(i && file().is(i - 1, "."))) {
			if (is_open(file(), i + 2, '(') ||
			    is_colons(file(), i + 2))
				read_method(i);
		}
	}
}

/*
 * Macros that allocate, by themselves or by others that they call: the sites
 * are where they are called.
 */
void SiteFinder::read_macros()
{
	bool more = true;

	in_macro = true;
	for (const auto &[name, body] : code.macros()) {
		module = body.module;
		for (const CodePath &path : code.paths_in(body))
			read_path(module, path);
		if (!sites.empty())
			allocating.insert(name);
		sites.clear();
	}
	in_macro = false;
	while (more) {
		more = false;
		for (const auto &[name, body] : code.macros())
			for (const std::string_view call : body.calls)
				more |= allocating.count(call) &&
					allocating.insert(name).second;
	}
}

std::vector<AllocationSite> SiteFinder::run()
{
	read_macros();
	for (size_t m = 0; m < code.modules().size(); m++) {
		module = m;
		for (const CodePath &path : code.paths(m))
			read_path(m, path);
		for (const DeriveItem &derive : types.items(m).derives)
			read_derive(m, derive);
		for (const ImplItem &impl : types.items(m).impls)
			for (const FnItem &fn : impl.functions) {
				types.enter(m, impl, fn);
				read_body(fn.body, fn.body_end);
			}
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
