// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/code_paths.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "rustsrc/attributes.h"

namespace kcrate {

namespace {

constexpr size_t max_depth = 64;      /* of braces in a `use` */
constexpr size_t max_generics = 2000; /* tokens between `<` and `>` */

/* At most eight letters as one number: keywords are asked for all the time. */
constexpr uint64_t packed(std::string_view word)
{
	uint64_t out = 0;

	for (const char c : word)
		out = out << 8 | static_cast<unsigned char>(c);
	return out;
}

/* Those that cannot be a segment; self, super, crate and Self can. */
constexpr std::array<std::string_view, 34> keyword_names = {
	"as",	"async", "await",  "break",  "const",  "continue", "dyn",
	"else", "enum",	 "extern", "false",  "fn",     "for",	   "if",
	"impl", "in",	 "let",	   "loop",   "match",  "mod",	   "move",
	"mut",	"pub",	 "ref",	   "return", "static", "struct",   "trait",
	"true", "type",	 "unsafe", "use",    "where",  "while"
};

constexpr auto keywords = [] {
	std::array<uint64_t, keyword_names.size()> out = {};

	std::transform(keyword_names.begin(), keyword_names.end(), out.begin(),
		       packed);
	std::sort(out.begin(), out.end());
	return out;
}();

bool is_keyword(std::string_view word)
{
	return word.size() <= sizeof(uint64_t) &&
	       std::binary_search(keywords.begin(), keywords.end(),
				  packed(word));
}

/* Behind the `<…>` that opens at @i. */
size_t generics_end(const TokenFile &file, size_t i, size_t end)
{
	size_t depth = 0;

	end = std::min(end, i + max_generics);
	for (; i < end; i++) {
		if (file.tokens[i].kind == TokenKind::open) {
			i = file.tokens[i].match();
		} else if (file.tokens[i].kind == TokenKind::close ||
			   file.is(i, ";")) {
			return i;
		} else if (file.is(i, "<")) {
			depth++;
		} else if (file.is(i, ">") &&
			   !(i && file.tokens[i - 1].joint &&
			     (file.is(i - 1, "-") || file.is(i - 1, "=")))) {
			if (--depth == 0)
				return i + 1;
		}
	}
	return end;
}

/* Whether a path can begin at the word at @i, by what stands before it. */
bool begins_path(const TokenFile &file, size_t i, bool &global)
{
	global = false;
	if (!i)
		return true;
	if (file.is(i - 1, "."))
		return i >= 2 && file.is(i - 2, "."); /* a range */
	if (i < 2 || !is_colons(file, i - 2))
		return true;
	if (i == 2) {
		global = true;
		return true;
	}
	const size_t before = i - 3;
	if (file.is(before, ">") &&
	    !(before && file.tokens[before - 1].joint &&
	      (file.is(before - 1, "-") || file.is(before - 1, "="))))
		return false; /* `<T as U>::x`, `Vec::<T>::x` */
	global = !is_segment(file, before);
	return global;
}

class UseReader {
public:
	UseReader(const TokenFile &file, size_t end) : file(file), end(end) {}

	bool tree(size_t &i, CodePath prefix, size_t depth);

	std::vector<ImportedPath> found;

private:
	bool group(size_t &i, const CodePath &prefix, size_t depth);
	void add(std::string_view name, CodePath path, size_t stop)
	{
		if (path.words.empty())
			return; /* `use *;` of edition 2015: all of the root */
		path.end = stop;
		found.push_back({ name, std::move(path) });
	}

	const TokenFile &file;
	size_t end;
};

bool UseReader::group(size_t &i, const CodePath &prefix, size_t depth)
{
	const size_t close = file.tokens[i].match();

	for (i++; i < close;) {
		CodePath path = prefix;
		path.begin = i;
		if (!tree(i, std::move(path), depth + 1))
			return false;
		if (i < close && !file.is(i, ","))
			return false;
		i += i < close;
	}
	i = close + 1;
	return true;
}

bool UseReader::tree(size_t &i, CodePath prefix, size_t depth)
{
	if (depth > max_depth)
		return false;
	if (is_colons(file, i)) {
		prefix.global = true;
		i += 2;
	}
	while (i < end) {
		/* A macro's variable may be anything, but for $crate. */
		if (file.is(i, "$")) {
			if (!is_word(file, ++i, "crate"))
				return false;
			continue;
		}
		if (is_open(file, i, '{'))
			return group(i, prefix, depth);
		if (file.is(i, "*")) {
			add("*", prefix, ++i);
			return true;
		}
		if (!is_segment(file, i))
			return false;
		const std::string_view word = file.text(i);
		if (word != "self" || prefix.words.empty())
			prefix.words.push_back(word);
		i++;
		if (is_colons(file, i)) {
			i += 2;
			continue;
		}
		std::string_view name = prefix.words.back();
		if (is_word(file, i, "as") && i + 1 < end) {
			name = file.text(i + 1);
			i += 2;
		}
		add(name, prefix, i);
		return true;
	}
	return false;
}

} /* namespace */

bool is_colons(const TokenFile &file, size_t i)
{
	return i + 1 < file.tokens.size() && file.tokens[i].joint &&
	       file.is(i, ":") && file.is(i + 1, ":");
}

bool is_segment(const TokenFile &file, size_t i)
{
	return i < file.tokens.size() &&
	       file.tokens[i].kind == TokenKind::identifier &&
	       (file.tokens[i].raw || !is_keyword(file.text(i)));
}

std::optional<CodePath> path_at(const TokenFile &file, size_t i, size_t end)
{
	CodePath path;

	if (!is_segment(file, i) || !begins_path(file, i, path.global))
		return {};
	/* A macro's variable may be anything, but for $crate. */
	if (i && file.is(i - 1, "$") && !file.is(i, "crate"))
		return {};
	path.begin = i;
	for (;;) {
		path.words.push_back(file.text(i));
		path.end = ++i;
		if (!is_colons(file, i) || i + 2 >= end)
			break;
		i += 2;
		if (file.is(i, "<")) {
			i = generics_end(file, i, end);
			if (!is_colons(file, i))
				break;
			i += 2;
		}
		if (i >= end || !is_segment(file, i))
			break;
	}
	return path;
}

std::vector<ImportedPath> imports_at(const TokenFile &file, size_t &i,
				     size_t end)
{
	UseReader reader(file, end);
	CodePath prefix;

	prefix.imported = true;
	prefix.begin = ++i;
	if (!reader.tree(i, std::move(prefix), 0) || !file.is(i, ";"))
		return {};
	i++;
	return std::move(reader.found);
}

} /* namespace kcrate */
