// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/marked.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/str.h"
#include "rustsrc/attributes.h"
#include "rustsrc/items.h"
#include "rustsrc/lexer.h"

namespace kcrate {

namespace {

/* A text to take the place of another, [begin, end) of a file. */
struct Change {
	size_t begin, end;
	std::string text;
};

bool is_any(const TokenFile &file, size_t i,
	    std::initializer_list<std::string_view> words)
{
	return std::any_of(
		words.begin(), words.end(),
		[&](std::string_view word) { return is_word(file, i, word); });
}

class Marker {
public:
	/* @everything: whether all of @file is infallible. */
	Marker(const TokenFile &file, std::string_view since, bool everything)
		: file(file),
		  mark(str("#[deprecated(since = \"", since, "\", note = \"",
			   infallible_note, "\")] ")),
		  everything(everything)
	{
		oom.set("no_global_oom_handling");
	}

	std::string run()
	{
		for (size_t i = 0; i < file.tokens.size();)
			i = step(i);
		return text();
	}

	/* The modules of it that are files of their own, and infallible. */
	const std::set<std::string> &modules() const { return gone_modules; }

	bool is_gone() const { return everything; }

private:
	/* Token @i, or the attributes that begin there; what is next. */
	size_t step(size_t i)
	{
		std::vector<size_t> opens;
		size_t at = i;

		if (file.is(i, "#") && file.is(i + 1, "!") &&
		    is_open(file, i + 2, '[')) {
			everything |= is_gate(i + 2);
			return file.tokens[i + 2].match() + 1;
		}
		while (file.is(at, "#") && is_open(file, at + 1, '[')) {
			opens.push_back(at + 1);
			at = file.tokens[at + 1].match() + 1;
		}
		if (opens.empty())
			return i + 1;
		judge(i, opens, at);
		return at;
	}

	/* Whether the attribute that opens at @open takes away what cannot
	 * fail. */
	bool is_gate(size_t open) const
	{
		std::vector<Attribute> all;

		read_attributes(file, open, oom, all);
		return std::any_of(
			all.begin(), all.end(), [&](const Attribute &one) {
				return condition(file, one, oom) == Truth::no;
			});
	}

	/* The item at @start, whose attributes begin at @begin. */
	void judge(size_t begin, const std::vector<size_t> &opens, size_t start)
	{
		const size_t word = keyword(start);
		const bool gated =
			std::any_of(opens.begin(), opens.end(),
				    [&](size_t open) { return is_gate(open); });

		if (gated)
			end_of_gone = std::max(end_of_gone, end_of(start));
		if (!everything && begin >= end_of_gone && !is_format(word))
			return;
		if (is_word(file, word, "mod") && file.is(word + 2, ";"))
			gone_modules.insert(std::string(file.text(word + 1)));
		mark_item(opens, start, word);
	}

	void mark_item(const std::vector<size_t> &opens, size_t start,
		       size_t word)
	{
		const size_t stability =
			attribute(opens, { "stable", "unstable" });

		if (!stability)
			return;
		if (is_word(file, word, "impl")) {
			/* It may not be stable in a module that is not. */
			if (!is_of_trait(word))
				changes.push_back(
					{ offset(stability - 1),
					  offset(file.tokens[stability]
							 .match()) +
						  1,
					  "" });
		} else if (is_any(file, word,
				  { "fn", "struct", "enum", "union", "trait",
				    "mod", "type", "const", "static",
				    "macro_rules", "macro" }) &&
			   !attribute(opens, { "deprecated" })) {
			changes.push_back(
				{ offset(start), offset(start), mark });
		}
	}

	/* The one of @opens that is called by one of @words, 0 for none. */
	size_t attribute(const std::vector<size_t> &opens,
			 std::initializer_list<std::string_view> words) const
	{
		for (const size_t open : opens)
			if (is_any(file, open + 1, words))
				return open;
		return 0;
	}

	/* `macro_rules! format`, whose expansion is gone. */
	bool is_format(size_t word) const
	{
		return is_word(file, word, "macro_rules") &&
		       is_word(file, word + 2, "format");
	}

	/* The word that says what item begins at @i. */
	size_t keyword(size_t i) const
	{
		while (i < file.tokens.size()) {
			if (is_word(file, i, "pub") &&
			    is_open(file, i + 1, '('))
				i = file.tokens[i + 1].match() + 1;
			else if (is_any(file, i,
					{ "pub", "default", "unsafe", "async",
					  "auto" }) ||
				 is_qualifying_const(i))
				i++;
			else if (is_word(file, i, "extern") &&
				 !is_word(file, i + 1, "crate"))
				i += is_word(file, i + 1, "fn") ? 1 : 2;
			else
				break;
		}
		return i;
	}

	bool is_qualifying_const(size_t i) const
	{
		return is_word(file, i, "const") &&
		       is_any(file, i + 1,
			      { "unsafe", "fn", "impl", "trait", "async",
				"extern" });
	}

	/* Whether the `impl` at @i is of a trait. */
	bool is_of_trait(size_t i) const
	{
		size_t depth = 0;

		for (i++; i < file.tokens.size(); i++) {
			if (is_open(file, i, '{') || file.is(i, ";"))
				return false;
			if (file.tokens[i].kind == TokenKind::open)
				i = file.tokens[i].match();
			else if (file.is(i, "<"))
				depth++;
			else if (file.is(i, ">") && !is_arrow_end(i))
				depth -= depth > 0;
			else if (!depth && is_word(file, i, "for") &&
				 !file.is(i + 1, "<"))
				return true;
		}
		return false;
	}

	bool is_arrow_end(size_t i) const
	{
		return i && file.tokens[i - 1].joint &&
		       (file.is(i - 1, "-") || file.is(i - 1, "="));
	}

	size_t end_of(size_t start)
	{
		return node_end(file, start, file.tokens.size(), budget);
	}

	size_t offset(size_t token) const
	{
		return file.head() + file.tokens[token].begin;
	}

	/* The file with all changes, which are in order. */
	std::string text() const
	{
		std::string out;
		size_t at = 0;

		for (const Change &change : changes) {
			out += file.source.text.substr(at, change.begin - at);
			out += change.text;
			at = change.end;
		}
		return out + std::string(file.source.text.substr(at));
	}

	const TokenFile &file;
	std::string mark;
	bool everything;
	CfgSet oom;
	size_t end_of_gone = 0; /* a token */
	size_t budget = 1U << 30;
	std::set<std::string> gone_modules;
	std::vector<Change> changes;
};

/* Where the modules of the file @path are. */
std::string home_of_modules(const std::string &path)
{
	const std::string_view name = base_name(path);
	const std::string parent(parent_of(path));

	if (name == "lib.rs" || name == "mod.rs")
		return parent.empty() ? "" : parent + "/";
	return path.substr(0, path.size() - 3) + "/";
}

/* Files in an order in which a module stands behind the one that has it. */
std::vector<std::string> files_in_order(const Tree &source)
{
	std::vector<std::string> out;

	for (const auto &[path, file] : source)
		if (path.ends_with(".rs"))
			out.push_back(path);
	std::stable_sort(
		out.begin(), out.end(),
		[](const std::string &a, const std::string &b) {
			const auto rank = [](const std::string &path) {
				const std::string_view name = base_name(path);
				return 2 * count_of(path, "/") +
				       (name != "lib.rs" && name != "mod.rs");
			};
			return rank(a) < rank(b);
		});
	return out;
}

/* Whether @path is one of @gone, or below one. */
bool is_in(const std::string &path, const std::set<std::string> &gone)
{
	return std::any_of(gone.begin(), gone.end(),
			   [&](const std::string &module) {
				   return path == module + ".rs" ||
					  path.starts_with(module + "/");
			   });
}

} /* namespace */

Result<Tree> marked_alloc(const Tree &source, std::string_view since)
{
	std::set<std::string> gone; /* modules, as paths */
	Tree out = source;

	for (const std::string &path : files_in_order(source)) {
		const File &file = source.at(path);
		const TokenFile tokens = TRY(lex({ path, file.bytes() }));
		Marker marker(tokens, since, is_in(path, gone));
		const std::string home = home_of_modules(path);
		out.at(path).replace(marker.run());
		for (const std::string &module : marker.modules())
			gone.insert(home + module);
		if (marker.is_gone() && !home.empty())
			gone.insert(home.substr(0, home.size() - 1));
	}
	return out;
}

} /* namespace kcrate */
