// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/spelled.h"

#include <algorithm>

#include "audit/token_walk.h"
#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

using Of = Kind::Of;

/* Tokens of an expression behind a `let` that are looked at. */
constexpr size_t max_length = 2000;

/* The end of the expression at @i: the `;`, `{` or `else` behind it. */
size_t expression_end(const TokenFile &file, size_t i, size_t end, bool braces)
{
	end = std::min(end, i + max_length);
	while (i < end && !file.is(i, ";") && !is_word(file, i, "else") &&
	       !(braces && is_open(file, i, '{')) &&
	       file.tokens[i].kind != TokenKind::close)
		i = file.tokens[i].kind == TokenKind::open
			    ? file.tokens[i].match() + 1
			    : i + 1;
	return i;
}

} /* namespace */

bool Kind::operator==(const Kind &b) const
{
	return of == b.of && name == b.name &&
	       (inner == b.inner || (inner && b.inner && *inner == *b.inner));
}

SpelledTypes::SpelledTypes(const CrateCode &code, const LibraryApi *library)
	: code(code), library(library)
{
	for (size_t m = 0; m < code.modules().size(); m++)
		for (const FieldItem &one : items(m).aliases)
			aliases.emplace(
				std::pair(code.modules()[m].scope, one.name),
				kind_of(m, one.type));
	for (size_t m = 0; m < code.modules().size(); m++)
		learn(m);
}

Kind SpelledTypes::kind_of_path(size_t module, const CodePath &path,
				size_t &words) const
{
	words = path.words.size();
	if (path.words[0] == "Self") {
		words = 1;
		return self;
	}
	if (path.words[0] == "str" && !path.global) {
		words = 1;
		return { Of::library, "str", {} };
	}
	const Meaning meaning = code.resolve(module, path);
	if (meaning.kind == Meaning::Kind::local) {
		const Kind known = alias(meaning);
		words = meaning.words;
		return known.of != Of::unknown
			       ? known
			       : Kind{ Of::crate,
				       std::string(meaning.path[0]),
				       {} };
	}
	if (library && (meaning.is_of("alloc") || meaning.is_of("std"))) {
		size_t used = 0;
		const std::string type = library->type_at(meaning.path, used);
		if (type.empty())
			return { Of::other,
				 std::string(meaning.path.back()),
				 {} };
		words -= meaning.path.size() - used;
		return { Of::library, type, {} };
	}
	return { Of::other, std::string(path.words.back()), {} };
}

Kind SpelledTypes::alias(const Meaning &meaning) const
{
	if (meaning.kind != Meaning::Kind::local)
		return {};
	const auto known = aliases.find({ meaning.module, meaning.path[0] });
	return known == aliases.end() ? Kind() : known->second;
}

Kind SpelledTypes::kind_of(size_t module, const SpelledType &type) const
{
	size_t words = 0;
	Kind kind = type.word == "[]" ? Kind{ Of::library, "[]", {} }
				      : kind_of_path(module, type.path, words);

	if (!type.inner.empty() && !kind.inner)
		kind.inner =
			std::make_shared<Kind>(kind_of(module, type.inner[0]));
	return kind;
}

/* What the crate says of the types of its fields and functions. */
void SpelledTypes::learn(size_t m)
{
	const auto note = [](auto &map, const auto &key, const Kind &kind) {
		const auto [at, fresh] = map.emplace(key, kind);
		if (fresh || at->second == kind)
			return;
		const bool alike = at->second.of == kind.of &&
				   at->second.name == kind.name;
		at->second = alike ? Kind{ kind.of, kind.name, {} } : Kind();
	};

	for (const FieldItem &one : items(m).fields) {
		const Kind kind = kind_of(m, one.type);
		note(fields, one.name, kind);
		note(fields_of, Member(one.owner, one.name), kind);
	}
	for (const FieldItem &one : items(m).variants)
		note(variants, one.name, kind_of(m, one.type));
	for (const ImplItem &impl : items(m).impls) {
		self = impl.self ? kind_of(m, *impl.self) : Kind();
		for (const FnItem &fn : impl.functions) {
			const Kind kind = fn.returns
						  ? kind_of(m, *fn.returns)
						  : Kind{ Of::other, "()", {} };
			if (fn.has_self)
				methods.insert(fn.name);
			note(functions, fn.name, kind);
			if (impl.self)
				note(functions_of,
				     Member(impl.self->word, fn.name), kind);
		}
	}
}

void SpelledTypes::enter(size_t module, const ImplItem &impl, const FnItem &fn)
{
	here = module;
	file = code.modules()[module].tokens;
	function = &fn;
	variables.clear();
	pending.clear();
	self = impl.self ? kind_of(module, *impl.self) : Kind();
	returns = fn.returns ? kind_of(module, *fn.returns) : Kind();
	if (!fn.params)
		return;
	for (const TokenRange param : arguments(*file, fn.params - 1)) {
		size_t i = param.begin;
		if (is_word(*file, i, "mut"))
			i++;
		if (!is_segment(*file, i) || !file->is(i + 1, ":"))
			continue;
		const std::optional<SpelledType> type =
			type_at(*file, i + 2, param.end);
		variables[file->text(i)] = type ? kind_of(module, *type)
						: Kind{ Of::other, "", {} };
	}
}

void SpelledTypes::visit_bodies(size_t module,
				const std::function<void(size_t token)> &visit)
{
	for (const ImplItem &impl : items(module).impls)
		for (const FnItem &fn : impl.functions) {
			enter(module, impl, fn);
			Skipper skipper(code.modules()[module].skipped,
					fn.body);
			for (size_t i = skipper.next(fn.body); i < fn.body_end;
			     i = skipper.next(i + 1)) {
				/* One in it is among the functions as well. */
				if (is_word(*file, i, "fn") &&
				    is_segment(*file, i + 1)) {
					i = fn_end(*file, i, fn.body_end);
					continue;
				}
				pass(i, fn.body_end);
				visit(i);
			}
		}
}

/*
 * Learns from what begins at token @i, of a body that ends at @end: a `let`, a
 * loop, a closure's arguments, a pattern.
 */
void SpelledTypes::pass(size_t i, size_t end)
{
	if (!pending.empty())
		std::erase_if(pending, [&](const auto &one) {
			const auto &[from, name, kind] = one;
			if (from > i)
				return false;
			variables[name] = kind;
			return true;
		});
	/* Most of what is no name is nothing here. */
	if (file->tokens[i].kind != TokenKind::identifier && !file->is(i, "|"))
		return;
	if (is_word(*file, i, "let")) {
		read_let(i, end);
	} else if (is_word(*file, i, "for")) {
		size_t in = i + 1;
		while (in < end && !is_word(*file, in, "in") &&
		       !file->is(in, "{"))
			in++;
		forget(i + 1, in);
	} else if (file->is(i, "|") && i &&
		   (file->is(i - 1, "(") || file->is(i - 1, ",") ||
		    file->is(i - 1, "=") || is_word(*file, i - 1, "move"))) {
		size_t close = i + 1;
		while (close < end && !file->is(close, "|") &&
		       !file->is(close, ";"))
			close++;
		forget(i + 1, close);
	} else if (is_segment(*file, i) && is_open(*file, i + 1, '(')) {
		read_variant(i);
	}
}

/* The names in a pattern, of which nothing is known. */
void SpelledTypes::forget(size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (is_segment(*file, i))
			variables.erase(file->text(i));
}

void SpelledTypes::read_let(size_t i, size_t end)
{
	size_t name = i + 1;

	if (is_word(*file, name, "mut"))
		name++;
	if (is_open(*file, name, '('))
		forget(name, file->tokens[name].match());
	if (!is_segment(*file, name))
		return;
	size_t next = name + 1;
	if (is_open(*file, next, '(')) {
		read_some(name, end);
		return;
	}
	Kind kind;
	size_t stop = expression_end(*file, next, end, false);
	if (file->is(next, ":") && !is_colons(*file, next)) {
		const std::optional<SpelledType> type =
			type_at(*file, next + 1, end);
		if (type)
			kind = kind_of(here, *type);
	} else if (file->is(next, "=")) {
		kind = evaluate(next + 1, stop);
	} else {
		stop = next;
	}
	pending.emplace_back(stop, file->text(name), kind);
}

/* `Some(x) = …`, `Ok(ref mut x) = …` behind a `let`, at the name. */
void SpelledTypes::read_some(size_t i, size_t end)
{
	const size_t open = i + 1;
	const size_t close = file->tokens[open].match();
	size_t name = open + 1;

	while (is_word(*file, name, "ref") || is_word(*file, name, "mut"))
		name++;
	if (name + 1 != close || !is_segment(*file, name) ||
	    !file->is(close + 1, "="))
		return;
	const size_t stop = expression_end(*file, close + 2, end, true);
	const Kind kind = evaluate(close + 2, stop);
	pending.emplace_back(stop, file->text(name),
			     kind.of == Of::other && kind.inner ? *kind.inner
								: Kind());
}

void SpelledTypes::read_variant(size_t i)
{
	const size_t open = i + 1;

	if (!is_open(*file, open, '(') ||
	    file->tokens[open].match() != open + 2 ||
	    !is_segment(*file, open + 1))
		return;
	const auto variant = variants.find(file->text(i));
	if (variant != variants.end())
		variables[file->text(open + 1)] = variant->second;
}

} /* namespace kcrate */
