/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Rust's lexical structure, all editions at once, fast enough to run over
 * every imported file on every import.  Comments and white space are skipped,
 * doc comments too: they are never code.
 */

#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diag.h"
#include "diag/result.h"
#include "tree/tree.h"

namespace kcrate {

enum class TokenKind : uint8_t {
	open,	    /* ( [ { */
	close,	    /* ) ] } */
	identifier, /* keywords too; a raw one without its r# */
	lifetime,   /* 'a, and '_ */
	string, /* "…", r#"…"#, b"…", c"…" … with prefix and suffix */
	character, /* 'x', b'x' */
	number,
	punct, /* one character at a time: `::` is two of them */
};

/* There are hundreds of thousands: small enough for a register. */
struct Token {
	uint32_t begin; /* byte of the code; for r#…, of the name */
	TokenKind kind : 3;
	bool raw : 1; /* an identifier written r#…: never a keyword */
	/* A punct with the next token right behind it, as in `::` or `->`. */
	bool joint : 1;
	/* Bytes; but of open and close, which have one, the other's index. */
	uint32_t extent : 27;

	bool is_bracket() const { return kind <= TokenKind::close; }
	uint32_t end() const { return begin + (is_bracket() ? 1 : extent); }
	/* open and close: index of the other one */
	uint32_t match() const { return extent; }
};

/* Frees what malloc() gave. */
struct Free {
	void operator()(void *memory) const { std::free(memory); }
};

/* What lexing a text makes of it, whichever text it is. */
struct Lexed {
	std::unique_ptr<Token[], Free> room; /* what @tokens stand in */
	std::span<const Token> tokens;
	/* The indices of all that a scan must see: `#`, `mod`, what opens. */
	std::vector<uint32_t> landmarks;
};

struct TokenFile {
	SourceText source;     /* must outlive this */
	std::string_view code; /* what is behind the comments at the top */
	std::shared_ptr<const Lexed> lexed;
	std::span<const Token> tokens; /* of lexed */

	/* Where in the source its code begins. */
	size_t head() const { return source.text.size() - code.size(); }
	std::string_view text(size_t i) const
	{
		const Token &t = tokens[i];
		return code.substr(t.begin, t.end() - t.begin);
	}
	/* @word is not empty. */
	bool is(size_t i, std::string_view word) const
	{
		return i < tokens.size() &&
		       code[tokens[i].begin] == word.front() && text(i) == word;
	}
	Place place(size_t i) const
	{
		return source.place(head() + tokens[i].begin,
				    head() + tokens[i].end());
	}
};

/*
 * The tokens of @source.  Skips a byte order mark, a shebang line and
 * frontmatter.  Diag rust_syntax: not UTF-8, an unterminated literal or
 * comment, a stray character, delimiters that do not match.
 */
Result<TokenFile> lex(const SourceText &source);

/*
 * The texts of a crate, each lexed once.  What differs in no more than the
 * `//` lines at its top (as a file does from what an import makes of it) has
 * the same tokens.
 */
class TokenStore {
public:
	/* As lex(); the tokens live as long as this or @file's bytes. */
	Result<TokenFile> lex(const std::string &path, const File &file);

private:
	struct Known {
		File file; /* keeps the bytes */
		TokenFile tokens;
	};
	std::multimap<size_t, Known> known; /* by the size of the code */
};

/* The value of a string token, escapes resolved; Diag rust_syntax. */
Result<std::string> string_value(const TokenFile &file, size_t token);

} /* namespace kcrate */
