// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Expressions: what they begin with, and what each `.x`, `.x(…)`, `[…]` and
 * `?` behind it makes of that.
 */

#include "audit/numbers.h"
#include "audit/spelled.h"
#include "base/one_of.h"
#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

using Of = Kind::Of;

/* What methods return, whatever they are called on: names of the library. */
struct MethodResult {
	std::string_view method, path;
};
constexpr MethodResult method_results[] = {
	{ "as_bytes", "[]" },
	{ "as_mut_slice", "[]" },
	{ "as_slice", "[]" },
	{ "as_str", "str" },
	{ "into_boxed_slice", "[]" },
	{ "into_bytes", "vec::Vec" },
	{ "into_string", "string::String" },
	{ "into_vec", "vec::Vec" },
	{ "to_lowercase", "string::String" },
	{ "to_string", "string::String" },
	{ "to_uppercase", "string::String" },
	{ "to_vec", "vec::Vec" },
	{ "trim", "str" },
};

/* Methods that hand on what an Option or a Result has in it. */
constexpr std::string_view unwrappers[] = { "unwrap",
					    "expect",
					    "unwrap_or",
					    "unwrap_or_else",
					    "unwrap_or_default",
					    "unwrap_unchecked" };

/* Types of core that give out what they hold, and how. */
constexpr std::string_view holders[] = {
	"RefCell", "Mutex",	 "RwLock", "Cell",	  "RefMut",
	"Ref",	   "MutexGuard", "Pin",	   "ManuallyDrop"
};
constexpr std::string_view holder_methods[] = { "borrow",  "borrow_mut",
						"get_mut", "lock",
						"as_mut",  "as_ref",
						"deref",   "deref_mut" };

/* Methods whose result is of the same kind. */
constexpr std::string_view keepers[] = { "clone",    "as_ref",	  "as_mut",
					 "as_deref", "take",	  "by_ref",
					 "borrow",   "borrow_mut" };

/* Associated functions of the library's types that make something else. */
constexpr std::string_view no_constructors[] = {
	"from_utf8",  "from_utf16", "into_raw",	    "leak",	  "as_ptr",
	"ptr_eq",     "try_new",    "strong_count", "weak_count", "try_unwrap",
	"into_inner", "get_mut",    "try_from",	    "downgrade"
};

/* What is looked into: parentheses, and tokens of an expression. */
constexpr size_t max_depth = 32, max_length = 2000;

Kind library_kind(const LibraryApi *library, std::string_view path)
{
	if (!library)
		return {};

	const size_t colons = path.find("::");
	size_t words = 0;

	if (colons == path.npos)
		return { Of::library, std::string(path), {} };
	return { Of::library,
		 library->type_at({ "alloc", path.substr(0, colons),
				    path.substr(colons + 2) },
				  words),
		 {} };
}

bool is_box(const Kind &kind)
{
	const std::string_view name = LibraryApi::name_of(kind.name);

	return kind.of == Of::library &&
	       (name == "Box" || name == "Rc" || name == "Arc");
}

bool is_text(const Kind &kind)
{
	return kind.name == "str" || LibraryApi::name_of(kind.name) == "String";
}

} /* namespace */

Kind SpelledTypes::evaluate(size_t begin, size_t end) const
{
	size_t i = begin;

	while (i < end && (file->is(i, "&") || file->is(i, "*") ||
			   is_word(*file, i, "mut")))
		i++;
	if (i >= end)
		return {};
	Kind kind = primary(i, end);
	while (i < end) {
		const size_t before = i;
		kind = postfix(std::move(kind), i, end);
		if (i == before)
			return {};
	}
	return kind;
}

/* What an expression begins with; sets @i to what is behind it. */
Kind SpelledTypes::primary(size_t &i, size_t end) const
{
	const size_t begin = i;

	if (file->tokens[i].kind == TokenKind::string) {
		i++;
		return { Of::library,
			 file->text(begin)[0] == 'b' ? "[]" : "str",
			 {} };
	}
	if (file->tokens[i].kind == TokenKind::number) {
		const bool is_float =
			is_float_type(literal_type(file->text(i++)));
		return { Of::other, is_float ? "f64" : "integer", {} };
	}
	if (file->tokens[i].kind == TokenKind::open) {
		i = file->tokens[i].match() + 1;
		if (is_open(*file, begin, '['))
			return { Of::library, "[]", {} };
		if (!is_open(*file, begin, '(') || depth == max_depth)
			return {};
		depth++;
		Kind inside = evaluate(begin + 1, i - 1);
		depth--;
		return inside;
	}
	const std::optional<CodePath> path = path_at(*file, i, end);
	if (!path)
		return {};
	i = path->end;
	if (file->is(i, "!") && i + 1 < end &&
	    file->tokens[i + 1].kind == TokenKind::open) {
		i = file->tokens[i + 1].match() + 1;
		return path->words.back() == "vec"
			       ? library_kind(library, "vec::Vec")
		       : path->words.back() == "format"
			       ? library_kind(library, "string::String")
			       : Kind();
	}
	if (i < end && is_open(*file, i, '(')) {
		i = file->tokens[i].match() + 1;
		return call(*path);
	}
	if (path->words.size() > 1)
		return {};
	if (path->words[0] == "self")
		return self;
	if (i < end && is_open(*file, i, '{')) {
		i = file->tokens[i].match() + 1;
		size_t words = 0;
		return kind_of_path(here, *path, words);
	}
	const auto known = variables.find(path->words[0]);
	return known == variables.end() ? Kind() : known->second;
}

/* `path(…)` */
Kind SpelledTypes::call(const CodePath &path) const
{
	size_t words = 0;
	const Kind kind = kind_of_path(here, path, words);
	const std::string_view name = path.words.back();

	if (words + 1 == path.words.size()) {
		const auto own = functions_of.find(
			Member(LibraryApi::name_of(kind.name), name));
		if (own != functions_of.end())
			return own->second;
		if (kind.of == Of::library)
			return is_one_of(no_constructors, name) ? Kind() : kind;
	}
	if (path.words.size() == 1 ||
	    code.resolve(here, path).kind == Meaning::Kind::local) {
		const auto own = functions.find(name);
		if (own != functions.end())
			return own->second;
	}
	return {};
}

Kind SpelledTypes::field(const Kind &kind, std::string_view name) const
{
	if (kind.of == Of::crate) {
		const auto own = fields_of.find(Member(kind.name, name));
		return own == fields_of.end() ? Kind() : own->second;
	}
	if (is_box(kind) && kind.inner)
		return field(*kind.inner, name);
	const auto known = fields.find(name);
	return known == fields.end() ? Kind() : known->second;
}

Kind SpelledTypes::result(const Kind &kind, std::string_view method) const
{
	if (kind.of == Of::crate) {
		const auto own = functions_of.find(Member(kind.name, method));
		if (own != functions_of.end())
			return own->second;
	}
	if (is_one_of(unwrappers, method) && kind.of == Of::other)
		return kind.inner ? *kind.inner : Kind();
	if (is_one_of(holders, kind.name) &&
	    is_one_of(holder_methods, method) && kind.inner)
		return *kind.inner;
	if (is_one_of(keepers, method) && kind.of != Of::crate)
		return kind;
	for (const auto &[name, path] : method_results)
		if (name == method) {
			Kind out = library_kind(library, path);
			out.inner = kind.inner;
			return out;
		}
	if (kind.of == Of::library)
		return {};
	const auto own = functions.find(method);
	return own == functions.end() ? Kind() : own->second;
}

/* One `.x`, `.x(…)`, `[…]` or `?`; leaves @i where there is none. */
Kind SpelledTypes::postfix(Kind kind, size_t &i, size_t end) const
{
	if (file->is(i, "?")) {
		i++;
		return kind.of == Of::other && kind.inner ? *kind.inner
							  : Kind();
	}
	if (is_open(*file, i, '[')) {
		const size_t close = file->tokens[i].match();
		bool range = false;
		for (size_t k = i + 1; k + 1 < close; k++)
			range |= file->is(k, ".") && file->is(k + 1, ".");
		i = close + 1;
		if (range)
			return kind.of == Of::library
				       ? Kind{ Of::library,
					       is_text(kind) ? "str" : "[]",
					       kind.inner }
				       : Kind();
		while (is_box(kind) && kind.inner)
			kind = Kind(*kind.inner);
		return kind.of == Of::library && kind.inner ? *kind.inner
							    : Kind();
	}
	if (!file->is(i, ".") || i + 1 >= end)
		return kind;
	const std::string_view name = file->text(i + 1);
	i += 2;
	if (is_colons(*file, i)) {
		while (i < end && !is_open(*file, i, '('))
			i++;
	}
	if (i < end && is_open(*file, i, '(')) {
		i = file->tokens[i].match() + 1;
		return result(kind, name);
	}
	return field(kind, name);
}

/* Where the expression begins whose `.` is at @dot. */
size_t SpelledTypes::chain_begin(size_t dot) const
{
	size_t i = dot; /* the part that was seen begins here */

	while (i && dot - i <= max_length) {
		size_t last = i - 1;
		while (last && file->is(last, "?"))
			last--;
		const Token &token = file->tokens[last];
		if (token.kind == TokenKind::close && !file->is(last, "}")) {
			i = token.match();
			/* What is called or indexed stands in front of it. */
			if (i &&
			    (is_segment(*file, i - 1) || file->is(i - 1, "!") ||
			     file->is(i - 1, "?") ||
			     file->tokens[i - 1].kind == TokenKind::close))
				continue;
		} else if (file->is(last, "!")) {
			i = last;
			continue;
		} else if (is_segment(*file, last) ||
			   token.kind == TokenKind::string ||
			   token.kind == TokenKind::number) {
			i = last;
		} else {
			return i;
		}
		if (i >= 2 && is_colons(*file, i - 2))
			i -= 2;
		else if (i && file->is(i - 1, ".") &&
			 !(i >= 2 && file->is(i - 2, ".")))
			i -= 1;
		else
			return i;
	}
	return i;
}

Kind SpelledTypes::receiver(size_t dot) const
{
	const size_t begin = chain_begin(dot);

	return dot - begin > max_length ? Kind() : evaluate(begin, dot);
}

/* The token behind the `;` or bracket before @i. */
size_t SpelledTypes::statement_begin(size_t i) const
{
	const size_t limit = i > max_length ? i - max_length : 0;

	while (i > limit && !file->is(i - 1, ";")) {
		const Token &token = file->tokens[i - 1];
		if (token.kind == TokenKind::open)
			return i;
		if (token.kind == TokenKind::close) {
			i = token.match();
			continue;
		}
		i--;
	}
	return i;
}

Kind SpelledTypes::collected(size_t i) const
{
	const size_t limit = file->tokens.size();
	size_t next = i + 2;

	if (is_colons(*file, next)) {
		const std::optional<SpelledType> type =
			type_at(*file, next + 3, limit);
		return type ? kind_of(here, *type) : Kind();
	}
	if (!is_open(*file, next, '('))
		return {};
	next = file->tokens[next].match() + 1;
	const size_t begin = statement_begin(i);
	if (is_word(*file, begin, "let") && file->is(next, ";")) {
		size_t name = begin + 1;
		if (is_word(*file, name, "mut"))
			name++;
		if (!file->is(name + 1, ":"))
			return {};
		const std::optional<SpelledType> type =
			type_at(*file, name + 2, limit);
		return type ? kind_of(here, *type) : Kind();
	}
	if ((is_word(*file, begin, "return") && file->is(next, ";")) ||
	    next == function->body_end)
		return returns;
	return {};
}

} /* namespace kcrate */
