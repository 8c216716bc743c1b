// SPDX-License-Identifier: GPL-2.0-or-later

/* The values of string literals. */

#include "base/str.h"
#include "base/utf8.h"
#include "rustsrc/lexer.h"

namespace kcrate {

namespace {

/* A literal taken apart: r##"body"## has prefix "r", suffix "". */
struct Literal {
	std::string_view prefix;
	std::string_view body;
	std::string_view suffix;
	bool raw = false;
};

Literal take_apart(std::string_view text)
{
	Literal literal;
	const size_t quote = text.find('"');
	const size_t begin = std::min(text.find('#'), quote);

	literal.prefix = text.substr(0, begin);
	literal.raw = !literal.prefix.empty() && literal.prefix.back() == 'r';

	const size_t hashes = quote - begin;
	const size_t close = text.rfind('"');
	literal.body = text.substr(quote + 1, close - quote - 1);
	literal.suffix = text.substr(close + 1 + hashes);
	return literal;
}

int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Resolves the escapes of one body. */
struct Unescaper {
	const Literal &literal;
	size_t pos = 0;
	std::string out;

	bool run();
	bool escape();
	bool hex_pair();
	bool unicode();
	void skip_space();
};

bool Unescaper::run()
{
	while (pos < literal.body.size()) {
		const char c = literal.body[pos++];

		if (c == '\r' && literal.body.substr(pos, 1) == "\n")
			continue; /* rustc reads \r\n as \n */
		if (c != '\\' || literal.raw)
			out += c;
		else if (!escape())
			return false;
	}
	return true;
}

bool Unescaper::escape()
{
	constexpr std::string_view names = "nrt\\0'\"";
	constexpr std::string_view values{ "\n\r\t\\\0'\"", 7 };

	if (pos >= literal.body.size())
		return false;

	const char c = literal.body[pos++];
	if (c == 'x')
		return hex_pair();
	if (c == 'u')
		return unicode();
	if (c == '\n' || c == '\r') {
		skip_space();
		return true;
	}
	if (names.find(c) == names.npos)
		return false;
	out += values[names.find(c)];
	return true;
}

bool Unescaper::hex_pair()
{
	if (pos + 2 > literal.body.size())
		return false;

	const int high = digit_value(literal.body[pos]);
	const int low = digit_value(literal.body[pos + 1]);
	if (high < 0 || low < 0 || (literal.prefix.empty() && high > 7))
		return false;
	out += static_cast<char>(high * 16 + low);
	pos += 2;
	return true;
}

bool Unescaper::unicode()
{
	const size_t close = literal.body.find('}', pos);
	unsigned long code = 0;
	size_t digits = 0;

	if (literal.body.substr(pos, 1) != "{" || close == std::string::npos)
		return false;
	for (const char c : literal.body.substr(pos + 1, close - pos - 1)) {
		if (c == '_' && digits)
			continue;
		if (digit_value(c) < 0 || ++digits > 6)
			return false;
		code = code * 16 + static_cast<unsigned long>(digit_value(c));
	}
	pos = close + 1;
	return digits && literal.prefix != "b" && utf8_append(out, code);
}

/* After a backslash at the end of a line. */
void Unescaper::skip_space()
{
	while (pos < literal.body.size() &&
	       std::string_view(" \t\n\r").find(literal.body[pos]) !=
		       std::string_view::npos)
		pos++;
}

} /* namespace */

Result<std::string> string_value(const TokenFile &file, size_t token)
{
	const Literal literal = take_apart(file.text(token));
	Unescaper unescaper = { literal, 0, {} };
	std::string problem;

	if (!literal.suffix.empty())
		problem = str("a string has the suffix '", literal.suffix, "'");
	else if (!unescaper.run())
		problem = "an escape in a string is not one of Rust's";
	if (!problem.empty())
		return Diag(Id::rust_syntax, std::move(problem))
			.at(file.place(token))
			.with_help("correct the string");
	return std::move(unescaper.out);
}

} /* namespace kcrate */
