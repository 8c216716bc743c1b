/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Goes through code by its brackets. */

#include <optional>
#include <vector>

#include "rustsrc/attributes.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

/* The `;` of the statement at token @i, or where its block or all ends. */
inline size_t statement_end(const TokenFile &file, size_t i, size_t end)
{
	while (i < end && !file.is(i, ";") &&
	       file.tokens[i].kind != TokenKind::close)
		i = file.tokens[i].kind == TokenKind::open
			    ? file.tokens[i].match() + 1
			    : i + 1;
	return i;
}

/* Where the function ends whose keyword is token @i: its `}` or `;`. */
inline size_t fn_end(const TokenFile &file, size_t i, size_t end)
{
	while (i + 1 < end && !is_open(file, i, '{') && !file.is(i, ";"))
		i++;
	return is_open(file, i, '{') ? file.tokens[i].match() : i;
}

/* Goes through a module's code, and knows which brackets are open. */
class TokenWalk {
public:
	/* @skipped: of @module, what is not to be seen. */
	TokenWalk(const CodeModule &module, const Ranges &skipped)
		: TokenWalk(module, skipped, module.begin, module.end)
	{}
	TokenWalk(const CodeModule &module, const Ranges &skipped, size_t begin,
		  size_t end)
		: file(*module.tokens),
		  skipper(skipped),
		  end(end),
		  at(skipper.next(begin))
	{}

	bool is_end() const { return at >= end; }
	size_t token() const { return at; }
	/* The bracket around the token, if one is open. */
	std::optional<size_t> around() const
	{
		return opened.empty() ? std::nullopt
				      : std::optional<size_t>(opened.back());
	}
	/* Those around it, from the outside; its own is none. */
	const std::vector<size_t> &brackets() const { return opened; }

	void next() { move_to(at + 1, at); }
	/* Goes on at @i, which is in no bracket that is not open. */
	void go_to(size_t i) { move_to(i, i); }

private:
	void move_to(size_t i, size_t from)
	{
		if (from < end && i == from + 1 &&
		    file.tokens[from].kind == TokenKind::open)
			opened.push_back(from);
		at = skipper.next(i);
		while (!opened.empty() &&
		       file.tokens[opened.back()].match() <= at)
			opened.pop_back();
	}

	const TokenFile &file;
	Skipper skipper;
	size_t end, at;
	std::vector<size_t> opened;
};

} /* namespace kcrate */
