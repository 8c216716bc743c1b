// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Where code names another crate.  Nothing is resolved: a path is the crate's
 * when it begins with the crate's name and no module of that name is in sight,
 * which for a path in a macro's body is the best that can be known anyway.
 */

#include <array>

#include "base/one_of.h"
#include "base/str.h"
#include "rustsrc/crate_source.h"
#include "rustsrc/sources.h"

namespace kcrate {

namespace {

class Finder {
public:
	Finder(const TokenFile &file, std::string_view name, bool shadowed)
		: file(file), name(name), shadowed(shadowed)
	{}

	/* The indices of the tokens that name the crate, in order. */
	std::vector<size_t> run(const std::vector<TokenRange> &dead);

private:
	bool is(size_t i, std::string_view s) const { return file.is(i, s); }
	bool is_name(size_t i) const;
	bool is_colons(size_t i) const;
	bool is_path_word(size_t i) const;
	bool is_global(size_t i) const;
	bool names_crate(size_t i) const;
	void use_tree(size_t i);
	bool begins_path(size_t i) const;

	const TokenFile &file;
	std::string_view name;
	bool shadowed; /* by a module: only `::name` is the crate */
	size_t use_end = 0;
	std::vector<size_t> imports; /* in the `use` that ends at use_end */
	std::vector<size_t> found;
};

bool Finder::is_name(size_t i) const
{
	return i < file.tokens.size() &&
	       file.tokens[i].kind == TokenKind::identifier &&
	       file.text(i) == name;
}

/* `::` at @i */
bool Finder::is_colons(size_t i) const
{
	return is(i, ":") && file.tokens[i].joint && is(i + 1, ":");
}

/* Whether token @i may be a segment before `::`: no keyword but self etc. */
bool Finder::is_path_word(size_t i) const
{
	constexpr std::array<std::string_view, 22> keywords = {
		"as",	  "break", "const", "dyn",  "else",   "extern",
		"for",	  "if",	   "impl",  "in",   "let",    "match",
		"move",	  "mut",   "pub",   "ref",  "return", "static",
		"unsafe", "use",   "where", "while"
	};

	if (file.tokens[i].kind != TokenKind::identifier)
		return false;
	return file.tokens[i].raw || !is_one_of(keywords, file.text(i));
}

/* Whether the `::` that ends before @i has no segment in front of it. */
bool Finder::is_global(size_t i) const
{
	if (i < 3)
		return true;

	const size_t before = i - 3;
	if (is(before, ">")) /* of `->` or `=>`, or of `<T as U>` */
		return before && file.tokens[before - 1].joint &&
		       (is(before - 1, "-") || is(before - 1, "="));
	return !is_path_word(before);
}

/* `name::` or `::name::` */
bool Finder::begins_path(size_t i) const
{
	if (!is_colons(i + 1) || is(i + 3, "<"))
		return false;
	if (i >= 2 && is_colons(i - 2))
		return is_global(i);
	if (i && is(i - 1, "$"))
		return false;
	if (i && is(i - 1, ".") && !(i >= 2 && is(i - 2, ".")))
		return false;
	return !shadowed;
}

/*
 * Notes in imports the names of the crate that begin a path of the `use` at
 * @i: `use name`, `use {name, a::name}`, `use ::{name}`.
 */
void Finder::use_tree(size_t i)
{
	std::vector<size_t> ends; /* of braces with a prefix */
	bool first = true;	  /* at the beginning of a path */
	bool global = false;	  /* behind a leading `::` */

	imports.clear();
	for (i++; i < file.tokens.size() && !is(i, ";"); i++) {
		if (file.tokens[i].kind == TokenKind::close && is(i, "}")) {
			if (!ends.empty() && ends.back() == i)
				ends.pop_back();
			first = false;
		} else if (is_open(file, i, '{')) {
			if (!first)
				ends.push_back(file.tokens[i].match());
			first = true;
		} else if (is(i, ",")) {
			first = true;
			global = false;
		} else if (is_colons(i)) {
			global |= first;
			i++;
		} else if (file.tokens[i].kind == TokenKind::identifier) {
			if (first && ends.empty() && is_name(i) &&
			    (global || !shadowed))
				imports.push_back(i);
			first = false;
		} else if (file.tokens[i].kind != TokenKind::punct) {
			break; /* not a use, but something in a macro */
		}
	}
	use_end = i;
}

bool Finder::names_crate(size_t i) const
{
	if (i < use_end)
		return std::binary_search(imports.begin(), imports.end(), i);
	if (i >= 2 && is_word(file, i - 1, "crate") &&
	    is_word(file, i - 2, "extern"))
		return true;
	return begins_path(i);
}

std::vector<size_t> Finder::run(const std::vector<TokenRange> &dead)
{
	auto skip = dead.begin();

	for (size_t i = 0; i < file.tokens.size(); i++) {
		while (skip != dead.end() && skip->end <= i)
			++skip;
		if (skip != dead.end() && skip->begin <= i)
			i = skip->end - 1;
		else if (i >= use_end && is_word(file, i, "use"))
			use_tree(i);
		else if (is_name(i) && names_crate(i))
			found.push_back(i);
	}
	return std::move(found);
}

/* Whether the braces at @i are those of a module, function or the like. */
bool is_scope(const TokenFile &file, size_t i)
{
	return is_open(file, i, '{') && i && macro_name(file, i) == no_token &&
	       !file.is(i - 1, "]") && !file.is(i - 1, ">") &&
	       !is_word(file, i - 1, "else");
}

/*
 * Whether @source declares `mod name` in code that is not switched off:
 * anywhere, or in the module that is the file itself (@outermost).
 */
bool declares_module(const Source &source, std::string_view name,
		     bool outermost)
{
	const TokenFile &file = source.file.value();
	auto skip = source.scan.dead.begin();
	const auto end = source.scan.dead.end();

	for (size_t i = 0; i < file.tokens.size(); i++) {
		while (skip != end && skip->end <= i)
			++skip;
		if (skip != end && skip->begin <= i)
			i = skip->end - 1;
		else if (is_word(file, i, "mod") && file.is(i + 1, name) &&
			 (file.is(i + 2, ";") || file.is(i + 2, "{")))
			return true;
		else if (outermost && is_scope(file, i))
			i = file.tokens[i].match();
	}
	return false;
}

/* Whether a search is worth while: most crates name few others. */
bool is_mentioned(const Tree &tree, const CrateSource &source,
		  std::string_view identifier)
{
	for (const auto &[path, file] : source.files) {
		const auto at = tree.find(path);
		if (file.role == FileRole::module && at != tree.end() &&
		    contains(at->second.bytes(), identifier))
			return true;
	}
	return false;
}

} /* namespace */

Result<std::vector<Place>> references_to(const Tree &tree,
					 const CrateSource &source,
					 std::string_view identifier,
					 const CfgSet &cfgs, TokenStore &tokens)
{
	Sources sources(tree, cfgs, tokens);
	std::vector<Place> places;
	bool in_root = false;

	if (!is_mentioned(tree, source, identifier))
		return places;
	const std::map<std::string, Truth> reach =
		TRY(read_modules(sources, tree, source));
	for (const auto &[path, truth] : reach)
		in_root |= source.files.at(path).from.file.empty() &&
			   declares_module(sources.get(path), identifier, true);
	for (const auto &[path, truth] : reach) {
		const Source &read = sources.get(path);
		const bool shadowed =
			in_root || declares_module(read, identifier, false);
		Finder finder(read.file.value(), identifier, shadowed);

		for (const size_t i : finder.run(read.scan.dead))
			places.push_back(read.place(i));
	}
	return places;
}

} /* namespace kcrate */
