// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/lexer.h"

/*
 * One pass over the bytes, steered by a table that says for each byte what may
 * begin with it.  The rules are those of rustc's own lexer (compiler/
 * rustc_lexer), with two simplifications: every code point beyond ASCII that is
 * not white space may stand in an identifier, and `x"…"` is two tokens
 * unless x is a prefix that some edition knows.
 *
 * Nothing is allocated per token.  That the text is UTF-8 is established
 * beforehand, so that the loops below may step over multi-byte characters.
 */

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>

#include "rustsrc/classes.h"
#include "rustsrc/prologue.h"

namespace kcrate {

namespace {

/* Real code stays below 40; the walkers behind us rely on there being a limit.
 */
constexpr size_t max_nesting = 256;
constexpr size_t max_hashes = 255; /* rustc's limit for r###"…"### */
constexpr size_t max_size = size_t(1) << 27; /* of what Token can count */

Diag not_rust(const SourceText &source, size_t begin, size_t end,
	      std::string message)
{
	return Diag(Id::rust_syntax, std::move(message))
		.at(source.place(begin, end))
		.with_help("check that the file is Rust source and that it is "
			   "complete");
}

Status check_utf8(const SourceText &source, std::string_view text)
{
	const size_t invalid = first_not_utf8(text);

	if (invalid >= text.size())
		return ok();
	return not_rust(source, invalid, invalid + 1, "the file is not UTF-8");
}

/* The length of the `//` lines at the top of @text, with white space behind. */
size_t head_size(std::string_view text)
{
	size_t i = 0;

	while (text.substr(i, 2) == "//")
		i = space_end(text, line_end(text, i));
	return i;
}

class Lexer {
public:
	explicit Lexer(const SourceText &source)
		: source(source),
		  text(source.text.substr(head_size(source.text)))
	{}

	Result<TokenFile> run();

private:
	char at(size_t i) const { return byte_at(text, i); }
	bool next();
	bool slash();
	bool punct();
	bool word();
	bool prefixed(size_t end);
	bool quoted(size_t quote, bool escapes);
	bool raw_string(size_t hash);
	bool tick();
	bool character(size_t quote);
	bool number();
	bool open();
	bool close();

	/*
	 * @begin is that of the text, even where pos differs from it.  There
	 * is room, as each token has a byte of its own.
	 */
	[[gnu::always_inline]] Token &push(TokenKind kind, size_t begin,
					   size_t end, bool joint = false)
	{
		Token &token = tokens[count++];

		token.begin = static_cast<uint32_t>(begin);
		token.kind = kind;
		token.raw = false;
		token.joint = joint;
		token.extent = static_cast<uint32_t>(end - begin);
		pos = end;
		return token;
	}
	void make_room(size_t most);
	void mark();
	void push_literal(TokenKind kind, size_t end);
	bool fail(size_t begin, size_t end, std::string message);
	bool mismatch(size_t at_open);

	const SourceText &source;
	std::string_view text; /* the code */
	size_t pos = 0;
	Lexed lexed;
	Token *tokens = nullptr; /* in lexed.room */
	size_t count = 0;
	std::vector<uint32_t> opened; /* indices of tokens */
	std::optional<Diag> failure;
};

bool Lexer::fail(size_t begin, size_t end, std::string message)
{
	const size_t head = source.text.size() - text.size();

	failure =
		not_rust(source, head + begin, head + end, std::move(message));
	return false;
}

/*
 * Room for @most tokens: as many as there could be, and in the end as many as
 * there are, which is a fifth of it; what is given back is used for the next
 * text, while it is still in the processor's cache.
 */
void Lexer::make_room(size_t most)
{
	void *const room = std::realloc(
		lexed.room.get(), std::max<size_t>(most, 1) * sizeof(Token));

	if (!room)
		throw std::bad_alloc();
	static_cast<void>(lexed.room.release());
	lexed.room.reset(static_cast<Token *>(room));
	tokens = lexed.room.get();
}

/* The next token is a landmark. */
void Lexer::mark()
{
	lexed.landmarks.push_back(static_cast<uint32_t>(count));
}

bool Lexer::punct()
{
	const size_t next = pos + 1;
	const Class behind = class_of(at(next));

	if (text[pos] == '#')
		mark();
	push(TokenKind::punct, pos, next,
	     next < text.size() && behind != Class::space &&
		     (behind != Class::slash || !begins_comment(text, next)) &&
		     (behind != Class::beyond_ascii ||
		      !utf8_space(text, next)));
	return true;
}

/* A literal from pos to @end and its suffix. */
void Lexer::push_literal(TokenKind kind, size_t end)
{
	push(kind, pos, begins_word(text, end) ? word_end(text, end) : end);
}

Result<TokenFile> Lexer::run()
{
	if (text.size() >= max_size)
		return not_rust(source, 0, 0,
				"the file is larger than 128 MiB");
	make_room(text.size());
	TRY(check_utf8(source, source.text));
	if (text.size() == source.text.size())
		pos = TRY(prologue_end(source));
	bool good = true;
	while (good && pos < text.size())
		good = next();
	if (good && !opened.empty())
		good = mismatch(opened.back());
	if (!good)
		return std::move(*failure);
	make_room(count);
	lexed.tokens = { tokens, count };
	auto shared = std::make_shared<const Lexed>(std::move(lexed));
	return TokenFile{ source, text, shared, shared->tokens };
}

bool Lexer::next()
{
	switch (class_of(text[pos])) {
	case Class::space:
		pos = space_end(text, pos + 1);
		return true;
	case Class::beyond_ascii:
		if (const size_t length = utf8_space(text, pos)) {
			pos += length;
			return true;
		}
		return word();
	case Class::word:
		return word();
	case Class::digit:
		return number();
	case Class::quote:
		return quoted(pos, true);
	case Class::tick:
		return tick();
	case Class::slash:
		return slash();
	case Class::open:
		return open();
	case Class::close:
		return close();
	case Class::punct:
		return punct();
	case Class::stray:
		break;
	}
	return fail(pos, pos + 1, "a character that begins nothing in Rust");
}

bool Lexer::slash()
{
	if (at(pos + 1) == '/') {
		pos = line_end(text, pos);
		return true;
	}
	if (at(pos + 1) == '*') {
		const size_t end = comment_end(text, pos);

		if (end == text.npos)
			return fail(pos, pos + 2,
				    "the block comment is not closed");
		pos = end;
		return true;
	}
	return punct();
}

bool Lexer::word()
{
	const size_t end = word_end(text, pos);
	const char after = at(end);

	if (after == '"' || after == '#' || after == '\'')
		return prefixed(end);
	if (text[pos] == 'm' && text.substr(pos, end - pos) == "mod")
		mark();
	push(TokenKind::identifier, pos, end);
	return true;
}

/* A word that ends at @end, with something behind it that it may belong to. */
bool Lexer::prefixed(size_t end)
{
	const std::string_view name = text.substr(pos, end - pos);
	const bool raw = name == "r" || name == "br" || name == "cr";
	const char after = text[end];

	if (after == '"' && (raw || name == "b" || name == "c"))
		return raw ? raw_string(end) : quoted(end, true);
	if (after == '\'' && name == "b")
		return character(end);
	if (after == '#' && name == "r" && begins_word(text, end + 1)) {
		push(TokenKind::identifier, end + 1, word_end(text, end + 1))
			.raw = true;
		return true;
	}
	if (after == '#' && raw)
		return raw_string(end);
	push(TokenKind::identifier, pos, end);
	return true;
}

bool Lexer::quoted(size_t quote, bool escapes)
{
	size_t i = quote + 1;

	while (i < text.size() && text[i] != '"')
		i += escapes && text[i] == '\\' ? 2 : 1;
	if (i >= text.size())
		return fail(pos, quote + 1, "the string is not closed");
	push_literal(TokenKind::string, i + 1);
	return true;
}

/* The prefix is from pos to @hash, where the hashes or the quote are. */
bool Lexer::raw_string(size_t hash)
{
	size_t quote = hash;

	while (at(quote) == '#')
		quote++;
	if (at(quote) != '"' || quote - hash > max_hashes)
		return fail(pos, quote, "a raw string that does not begin");
	if (quote == hash)
		return quoted(quote, false);

	const std::string closing =
		'"' + std::string(text.substr(hash, quote - hash));
	const size_t end = text.find(closing, quote + 1);
	if (end == text.npos)
		return fail(pos, quote + 1, "the string is not closed");
	push_literal(TokenKind::string, end + closing.size());
	return true;
}

bool Lexer::tick()
{
	const size_t first = pos + 1;
	const bool named =
		begins_word(text, first) || class_of(at(first)) == Class::digit;

	if (!named || at(first + utf8_length(at(first))) == '\'')
		return character(pos);

	const bool raw =
		text.substr(first, 2) == "r#" && begins_word(text, first + 2);
	const size_t end = word_end(text, raw ? first + 2 : first);
	if (at(end) == '\'')
		return fail(pos, end + 1,
			    "a character literal of several characters");
	push(TokenKind::lifetime, pos, end).raw = raw;
	return true;
}

/* @quote is the opening one; a `b` may stand before it. */
bool Lexer::character(size_t quote)
{
	size_t i = quote + 1;

	if (at(i) == '\\') {
		for (i += 2; i < text.size() && text[i] != '\n'; i++)
			if (text[i] == '\'')
				break;
	} else if (i < text.size() && text[i] != '\'') {
		i += utf8_length(text[i]);
	} else {
		i = text.size();
	}
	if (at(i) != '\'')
		return fail(pos, quote + 1,
			    "the character literal is not closed");
	push_literal(TokenKind::character, i + 1);
	return true;
}

bool Lexer::number()
{
	/* Digits, base, letters of hexadecimal and suffix are all one word. */
	const bool decimal = at(pos) != '0' ||
			     !strchr("xobXOB", at(pos + 1) ? at(pos + 1) : ' ');
	size_t end = word_end(text, pos);

	/* `1.5` and `1.` are one number; `1..2` and `1.max(2)` are not. */
	if (at(end) == '.' && at(end + 1) != '.' && !begins_word(text, end + 1))
		end = word_end(text, end + 1);
	if (decimal && (at(end) == '+' || at(end) == '-') &&
	    (at(end - 1) == 'e' || at(end - 1) == 'E') &&
	    class_of(at(end + 1)) == Class::digit)
		end = word_end(text, end + 1);
	push(TokenKind::number, pos, end);
	return true;
}

bool Lexer::open()
{
	if (opened.size() >= max_nesting)
		return fail(pos, pos + 1, "brackets are nested too deeply");
	opened.push_back(static_cast<uint32_t>(count));
	mark();
	push(TokenKind::open, pos, pos + 1);
	return true;
}

bool Lexer::close()
{
	constexpr std::string_view opening = "([{", closing = ")]}";

	if (opened.empty())
		return fail(pos, pos + 1, "a bracket that nothing opened");

	const uint32_t partner = opened.back();
	const char expected =
		closing[opening.find(text[tokens[partner].begin])];
	if (text[pos] != expected)
		return mismatch(partner);

	tokens[partner].extent = static_cast<uint32_t>(count);
	push(TokenKind::close, pos, pos + 1).extent = partner;
	opened.pop_back();
	return true;
}

bool Lexer::mismatch(size_t at_open)
{
	const Token &token = tokens[at_open];

	return fail(token.begin, token.end(), "the bracket is not closed");
}

} /* namespace */

Result<TokenFile> lex(const SourceText &source)
{
	return Lexer(source).run();
}

/*
 * A prologue is one only at the very top, so code that could have one is not
 * the same below a comment.
 */
Result<TokenFile> TokenStore::lex(const std::string &path, const File &file)
{
	const SourceText source = { path, file.bytes() };
	const std::string_view head =
		source.text.substr(0, head_size(source.text));
	const std::string_view code = source.text.substr(head.size());
	auto [at, end] = known.equal_range(code.size());

	while (at != end && at->second.tokens.code != code)
		++at;
	if (at != end) {
		TRY(check_utf8(source, head));
		TokenFile again = at->second.tokens;
		again.source = source;
		again.code = code;
		return again;
	}

	const TokenFile fresh = TRY(kcrate::lex(source));
	const Result<size_t> prologue = prologue_end({ path, code });
	if (prologue && !prologue.value())
		known.emplace(code.size(), Known{ file, fresh });
	return fresh;
}

} /* namespace kcrate */
