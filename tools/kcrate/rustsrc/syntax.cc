// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/syntax.h"

#include <algorithm>
#include <array>

#include "rustsrc/syntax_reader.h"

namespace kcrate {

namespace {

/* Sorted; what syn does not take for an identifier. */
constexpr std::array<std::string_view, 52> keywords = {
	"Self",	   "_",	       "abstract", "as",     "async",	 "await",
	"become",  "box",      "break",	   "const",  "continue", "crate",
	"do",	   "dyn",      "else",	   "enum",   "extern",	 "false",
	"final",   "fn",       "for",	   "if",     "impl",	 "in",
	"let",	   "loop",     "macro",	   "match",  "mod",	 "move",
	"mut",	   "override", "priv",	   "pub",    "ref",	 "return",
	"self",	   "static",   "struct",   "super",  "trait",	 "true",
	"try",	   "type",     "typeof",   "unsafe", "unsized",	 "use",
	"virtual", "where",    "while",	   "yield",
};

} /* namespace */

Result<GeigerCounts> geiger_counts(const TokenFile &file)
{
	return SyntaxReader(file).read();
}

Result<GeigerCounts> SyntaxReader::read()
{
	Attributes attributes;

	inner_attributes(attributes);
	items();
	if (failure)
		return std::move(*failure);
	counts.forbids_unsafe = attributes.forbids_unsafe;
	return counts;
}

size_t SyntaxReader::ahead(size_t n) const
{
	size_t i = at;

	for (; n && i < end; n--)
		i = file.tokens[i].kind == TokenKind::open
			    ? file.tokens[i].match() + 1
			    : i + 1;
	return std::min(i, end);
}

bool SyntaxReader::kind(TokenKind wanted, size_t n) const
{
	const size_t i = ahead(n);

	return i < end && file.tokens[i].kind == wanted;
}

bool SyntaxReader::word(std::string_view text, size_t n) const
{
	const size_t i = ahead(n);

	return i < end && is_word(file, i, text);
}

/* Whether @text is there, which may be the beginning of a longer one. */
bool SyntaxReader::punct(std::string_view text, size_t n) const
{
	size_t i = ahead(n);

	for (size_t c = 0; c < text.size(); c++, i++)
		if (i >= end || file.tokens[i].kind != TokenKind::punct ||
		    file.code[file.tokens[i].begin] != text[c] ||
		    (c + 1 < text.size() && !file.tokens[i].joint))
			return false;
	return true;
}

bool SyntaxReader::group(char bracket, size_t n) const
{
	const size_t i = ahead(n);

	return i < end && is_open(file, i, bracket);
}

bool SyntaxReader::any_group() const
{
	return kind(TokenKind::open);
}

bool SyntaxReader::any_ident(size_t n) const
{
	return kind(TokenKind::identifier, n);
}

bool SyntaxReader::ident(size_t n) const
{
	const size_t i = ahead(n);

	return any_ident(n) &&
	       (file.tokens[i].raw ||
		!std::binary_search(keywords.begin(), keywords.end(),
				    file.text(i)));
}

bool SyntaxReader::lifetime(size_t n) const
{
	return kind(TokenKind::lifetime, n);
}

/* `-1` is one as well. */
bool SyntaxReader::literal(size_t n) const
{
	return kind(TokenKind::string, n) || kind(TokenKind::character, n) ||
	       kind(TokenKind::number, n) || word("true", n) ||
	       word("false", n) ||
	       (punct("-", n) && kind(TokenKind::number, n + 1));
}

/* A segment of a path, but `Self` and `try`. */
bool SyntaxReader::path_word(size_t n) const
{
	return ident(n) || word("self", n) || word("super", n) ||
	       word("crate", n);
}

bool SyntaxReader::path_begin() const
{
	return path_word() || word("Self") || punct("::") || punct("<");
}

bool SyntaxReader::accept_word(std::string_view text)
{
	const bool found = word(text);

	at += found;
	return found;
}

bool SyntaxReader::accept(std::string_view text)
{
	const bool found = punct(text);

	if (found)
		at += text.size();
	return found;
}

bool SyntaxReader::accept_lifetime()
{
	const bool found = lifetime();

	at += found;
	return found;
}

void SyntaxReader::expect_word(std::string_view text)
{
	if (!accept_word(text))
		fail();
}

void SyntaxReader::expect(std::string_view text)
{
	if (!accept(text))
		fail();
}

void SyntaxReader::expect_ident()
{
	if (ident())
		at++;
	else
		fail();
}

void SyntaxReader::expect_lifetime()
{
	if (!accept_lifetime())
		fail();
}

/* A macro's body. */
void SyntaxReader::expect_group()
{
	if (any_group())
		at = file.tokens[at].match() + 1;
	else
		fail();
}

void SyntaxReader::fail()
{
	fail("no Rust that syn 2 can read");
}

void SyntaxReader::fail(std::string message)
{
	if (!failure) {
		const size_t last = file.tokens.size() - 1;
		failure = Diag(Id::rust_syntax, std::move(message))
				  .at(file.place(std::min(at, last)))
				  .with_help("cargo-geiger refuses the file as "
					     "well");
	}
	at = end = file.tokens.size();
}

SyntaxReader::Outer SyntaxReader::enter(char bracket)
{
	if (!group(bracket)) {
		fail();
		return { end, end };
	}
	const Outer outer = { file.tokens[at].match() + 1, end };
	end = file.tokens[at].match();
	at++;
	return outer;
}

/* The group must have been read to its end. */
void SyntaxReader::leave(const Outer &outer)
{
	if (!failure && at != end)
		fail();
	if (failure)
		return;
	at = outer.behind;
	end = outer.end;
}

void SyntaxReader::rewind(const Mark &mark)
{
	counts = mark.counts;
	scopes = mark.scopes;
}

SyntaxReader::Attributes SyntaxReader::outer_attributes()
{
	const size_t before = counts.exprs.safe;
	Attributes out;

	while (accept("#"))
		attribute(out);
	out.safe_exprs = counts.exprs.safe - before;
	return out;
}

void SyntaxReader::inner_attributes(Attributes &out)
{
	while (punct("#") && punct("!", 1)) {
		at += 2;
		attribute(out);
	}
}

/* What stands in brackets: `a::b`, `a(…)` or `a = value`. */
void SyntaxReader::attribute(Attributes &out)
{
	const Outer outer = enter('[');
	const size_t name = at;

	if (!accept_word("unsafe"))
		mod_path();
	if (at == name + 1)
		note_attribute(name, out);
	if (any_group()) {
		expect_group();
	} else if (accept("=")) {
		if (punct("#") && group('[', 1))
			fail();
		expression();
	}
	leave(outer);
}

/* The one whose name is token @name, and one word. */
void SyntaxReader::note_attribute(size_t name, Attributes &out) const
{
	out.test |= is_word(file, name, "test");
	out.exported |= is_word(file, name, "no_mangle") ||
			is_word(file, name, "export_name");
	if (!any_group())
		return;

	const TokenRange inside = { at + 1, file.tokens[at].match() };
	if (is_word(file, name, "cfg"))
		nested_names(inside, [&](size_t i, bool one) {
			out.test_module |= one && is_word(file, i, "test");
			return true;
		});
	if (is_word(file, name, "forbid"))
		nested_names(inside, [&](size_t i, bool one) {
			if (!one || !is_word(file, i, "unsafe_code"))
				return true;
			const bool valued =
				i + 1 < inside.end && file.is(i + 1, "=");
			out.forbids_unsafe |= !valued;
			return !valued;
		});
}

} /* namespace kcrate */
