// SPDX-License-Identifier: GPL-2.0-or-later

#include "toml/guard.h"

#include <algorithm>
#include <array>

#include "base/str.h"
#include "base/utf8.h"

namespace kcrate {

namespace {

constexpr size_t max_dots = 64; /* in one key */

class Guard {
public:
	explicit Guard(const SourceText &source)
		: source(source), text(source.text)
	{}

	Status check();

private:
	/* A bare value goes on to a space, a comma, a bracket or a comment. */
	enum class Part { key, value, bare_value, behind_value };

	Diag failure(std::string message, size_t begin) const;
	Status skip_string();
	Status step();
	void follow(char c);
	void go_on();
	void close(char c);

	const SourceText &source;
	std::string_view text;
	size_t at = 0;
	Part part = Part::key; /* what may begin here, or goes on */
	std::string open;      /* the `[` and `{` of values around it */
	size_t dots = 0;       /* since something that no key contains */
};

bool is_ascii_byte(char c)
{
	return (c & 0x80) == 0;
}

/* Bytes that more can be said of than that a key or a value goes on. */
constexpr std::array<bool, 256> make_signs()
{
	std::array<bool, 256> of = {};

	for (const char c : std::string_view("\"'#.=,[]{}\n\r\t "))
		of[static_cast<unsigned char>(c)] = true;
	for (size_t c = 0x80; c < of.size(); c++)
		of[c] = true;
	return of;
}

constexpr std::array<bool, 256> signs = make_signs();

bool is_sign(char c)
{
	return signs[static_cast<unsigned char>(c)];
}

Diag Guard::failure(std::string message, size_t begin) const
{
	size_t end = begin + 1;

	while (end < text.size() && (text[end] & 0xc0) == 0x80)
		end++;
	return Diag{ Id::toml_syntax, std::move(message) }.at(
		source.place(begin, end));
}

Status Guard::skip_string()
{
	const char quote = text[at];
	const std::string triple(3, quote);
	const bool is_long = text.substr(at).starts_with(triple);
	const std::string close = is_long ? triple : std::string(1, quote);

	/* In the middle of a word toml++ does not take it for a string. */
	if (part == Part::bare_value)
		return failure("a string begins in the middle of a value", at);
	if (at > 0 && std::string_view(" \t\r\n=,.[{\xbf").find(text[at - 1]) ==
			      std::string_view::npos)
		return failure("a string begins in the middle of a word", at);
	at += close.size();
	while (at < text.size() &&
	       (text[at] != quote || !text.substr(at).starts_with(close)) &&
	       (is_long || text[at] != '\n')) {
		const bool escape = quote == '"' && text[at] == '\\';
		at += escape ? 1 : 0;
		if (escape && at < text.size() && !is_ascii_byte(text[at]))
			return failure(
				"a backslash stands before what is not ASCII",
				at);
		at++;
	}
	at += close.size();
	/* Up to two quotes just before the closing three are contents. */
	for (int n = 0; is_long && n < 2; n++)
		at += at < text.size() && text[at] == quote ? 1 : 0;
	if (part == Part::value)
		part = Part::behind_value;
	return ok();
}

/* A comma, or the end of an array, a table or a header. */
void Guard::close(char c)
{
	if (part == Part::key && open.empty())
		return;
	if (c == ',') {
		part = open.ends_with('{') ? Part::key : Part::value;
		return;
	}
	if (!open.empty())
		open.pop_back();
	part = Part::behind_value;
}

/* @c is in no string and no comment. */
void Guard::follow(char c)
{
	switch (c) {
	case '\n':
		if (open.empty())
			part = Part::key;
		[[fallthrough]];
	case ' ':
	case '\t':
	case '\r':
		if (part == Part::bare_value)
			part = Part::behind_value;
		break;
	case '=':
		if (part == Part::key)
			part = Part::value;
		break;
	case '[':
	case '{':
		if (part != Part::value)
			break;
		open += c;
		if (c == '{')
			part = Part::key;
		break;
	case ',':
	case ']':
	case '}':
		close(c);
		break;
	default: /* behind a date its time */
		go_on();
	}
}

/* With a word: a bare key or value. */
void Guard::go_on()
{
	if (part != Part::key)
		part = Part::bare_value;
}

Status Guard::step()
{
	const char c = text[at];

	if (c == '"' || c == '\'')
		return skip_string();
	if (c == '#') {
		at = std::min(text.find('\n', at), text.size());
		return ok();
	}
	if (!is_ascii_byte(c))
		return failure("what is not ASCII must stand in quotes", at);
	if (std::string_view("\n=,[]{}").find(c) != std::string_view::npos)
		dots = 0;
	else if (c == '.' && ++dots > max_dots)
		return failure(str("more than ", max_dots, " dots in a key"),
			       at);
	follow(c);
	at++;
	return ok();
}

Status Guard::check()
{
	if (text.starts_with(byte_order_mark))
		at = byte_order_mark.size();
	while (at < text.size()) {
		if (is_sign(text[at])) {
			TRY(step());
			continue;
		}
		go_on();
		at++;
	}
	return ok();
}

} /* namespace */

Status guard_toml(const SourceText &source)
{
	return Guard(source).check();
}

} /* namespace kcrate */
