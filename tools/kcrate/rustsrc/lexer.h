/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Rust's lexical structure, all editions at once, fast enough to run over
 * every imported file on every import.  Comments and white space are skipped,
 * doc comments too: they are never code.
 */

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diag.h"
#include "diag/result.h"

namespace kcrate {

enum class TokenKind : uint8_t {
	identifier, /* keywords too; a raw one without its r# */
	lifetime,   /* 'a, and '_ */
	string, /* "…", r#"…"#, b"…", c"…" … with prefix and suffix */
	character, /* 'x', b'x' */
	number,
	open,  /* ( [ { */
	close, /* ) ] } */
	punct, /* one character at a time: `::` is two of them */
};

struct Token {
	TokenKind kind;
	bool raw; /* an identifier written r#…: never a keyword */
	/* A punct with the next token right behind it, as in `::` or `->`. */
	bool joint;
	uint32_t begin; /* byte offset; of the name for a raw identifier */
	uint32_t end;
	uint32_t match; /* open and close: index of the other one */
};

struct TokenFile {
	SourceText source; /* must outlive this */
	std::vector<Token> tokens;

	std::string_view text(size_t i) const
	{
		const Token &t = tokens[i];
		return source.text.substr(t.begin, t.end - t.begin);
	}
	bool is(size_t i, std::string_view word) const
	{
		return i < tokens.size() && text(i) == word;
	}
	Place place(size_t i) const
	{
		return source.place(tokens[i].begin, tokens[i].end);
	}
};

/*
 * The tokens of @source.  Skips a byte order mark, a shebang line and
 * frontmatter.  Diag rust_syntax: not UTF-8, an unterminated literal or
 * comment, a stray character, delimiters that do not match.
 */
Result<TokenFile> lex(const SourceText &source);

/* The value of a string token, escapes resolved; Diag rust_syntax. */
Result<std::string> string_value(const TokenFile &file, size_t token);

} /* namespace kcrate */
