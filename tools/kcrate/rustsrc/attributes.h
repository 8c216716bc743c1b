/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Attributes as far as they decide what is compiled.  A predicate is read from
 * tokens, by rustc's grammar: white space, comments, raw strings and escapes
 * are free, and what nobody here knows (`version("1.80")`) is a predicate that
 * no CfgSet can know.
 */

#include <vector>

#include "cfg/cfg.h"
#include "rustsrc/lexer.h"

namespace kcrate {

/* Half open, of token indices. */
struct TokenRange {
	size_t begin = 0;
	size_t end = 0;
};

/* One of those in `#[…]`, unpacked from the cfg_attr around it. */
struct Attribute {
	TokenRange tokens;    /* `path = "x.rs"` */
	Truth when;	      /* what the cfg_attrs around it say */
	TokenRange predicate; /* of the only cfg_attr around it, else empty */
};

/* Whether token @i is the word @word and not r#@word. */
inline bool is_word(const TokenFile &file, size_t i, std::string_view word)
{
	if (i >= file.tokens.size())
		return false;

	const Token &token = file.tokens[i];
	return token.kind == TokenKind::identifier && !token.raw &&
	       token.extent == word.size() && file.text(i) == word;
}

/* Whether token @i is an opening bracket of kind @bracket. */
inline bool is_open(const TokenFile &file, size_t i, char bracket)
{
	return i < file.tokens.size() &&
	       file.tokens[i].kind == TokenKind::open &&
	       file.code[file.tokens[i].begin] == bracket;
}

/* What stands between the commas of the group that opens at @open. */
std::vector<TokenRange> arguments(const TokenFile &file, size_t open);

/* The predicate written in @range. */
CfgExpr cfg_expression(const TokenFile &file, TokenRange range);

/* Appends to @out the attributes in the `[…]` that opens at @open. */
void read_attributes(const TokenFile &file, size_t open, const CfgSet &cfgs,
		     std::vector<Attribute> &out);

/*
 * Whether what @attribute stands on is there: its cfg, or for #[test] and
 * #[bench], which rustc drops outside of tests, the key `test`.
 */
Truth condition(const TokenFile &file, const Attribute &attribute,
		const CfgSet &cfgs);

/* Whether one of @a and @b is under P, the other under not(P). */
bool are_opposite(const TokenFile &file, const Attribute &a,
		  const Attribute &b);

} /* namespace kcrate */
