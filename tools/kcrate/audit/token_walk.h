/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Goes through a module's code, and knows which brackets are open. */

#include <vector>

#include "rustsrc/crate_code.h"

namespace kcrate {

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
