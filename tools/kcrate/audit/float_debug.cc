// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/arithmetic.h"

#include <algorithm>

#include "audit/finding_at.h"
#include "audit/floats.h"
#include "audit/numbers.h"
#include "base/str.h"
#include "rustsrc/attributes.h"
#include "rustsrc/impls.h"

namespace kcrate {

namespace {

constexpr size_t max_attributes = 4000; /* tokens in front of a type */

constexpr std::string_view panics =
	"core::fmt panics for floats in a kernel, as it is built without them: "
	"print bits, or edit it out";

/* Behind the `<…>` or `(…)` that may stand at @i. */
size_t behind_arguments(const TokenFile &file, size_t i, size_t end)
{
	size_t depth = 0;

	if (is_open(file, i, '('))
		return file.tokens[i].match() + 1;
	for (; i < end; i++) {
		if (file.is(i, "<"))
			depth++;
		else if (file.is(i, ">"))
			depth -= depth > 0;
		if (!depth)
			return file.is(i, ">") ? i + 1 : i;
	}
	return end;
}

/*
 * The first float's type among the fields between tokens @begin and @end;
 * @end where there is none.  What is not shown itself does not count: markers,
 * and functions.
 */
size_t float_field(const CodeModule &module, size_t begin, size_t end)
{
	const TokenFile &file = *module.tokens;

	for (size_t i = begin; i < end;) {
		const bool is_field_type =
			file.tokens[i].kind == TokenKind::identifier &&
			is_float_type(file.text(i)) && !file.is(i + 1, ":");
		if (is_field_type && !is_in(module.skipped, i))
			return i;
		if (file.is(i, "#") && is_open(file, i + 1, '['))
			i = file.tokens[i + 1].match() + 1;
		else if (is_word(file, i, "fn") ||
			 is_word(file, i, "PhantomData"))
			i = behind_arguments(file, i + 1, end);
		else
			i++;
	}
	return end;
}

/* The group of fields or variants of the type whose attribute has @token. */
size_t fields_of(const CodeModule &module, size_t token)
{
	const TokenFile &file = *module.tokens;
	const size_t limit = std::min(module.end, token + max_attributes);
	size_t i = token;

	while (i < limit && !is_word(file, i, "struct") &&
	       !is_word(file, i, "enum"))
		i++;
	if (i == limit)
		return module.end;
	if (file.is(i + 2, "<"))
		i = behind_arguments(file, i + 2, module.end);
	bool is_tuple = true;
	for (; i < module.end && !file.is(i, ";"); i++) {
		if (is_open(file, i, '{') ||
		    (is_tuple && is_open(file, i, '(')))
			return i;
		is_tuple &= !is_word(file, i, "where");
	}
	return module.end;
}

} /* namespace */

std::vector<Diag> check_float_debug(const CrateCode &code,
				    const std::vector<FloatUse> &floats)
{
	std::vector<Diag> found;
	const auto add = [&](CodeSpot spot, std::string message) {
		found.push_back(finding_at(code, spot, Id::float_debug,
					   std::move(message))
					.with_help(std::string(panics)));
	};

	if (!has_floats(code))
		return found;
	for (const size_t m : code.reached()) {
		const CodeModule &module = code.modules()[m];
		size_t last = 0; /* what was looked at last */
		for (const DeriveItem &derive : code.items(m).derives) {
			if (derive.of_trait != "Debug")
				continue;
			const size_t open = fields_of(module, derive.token);
			if (open >= module.end || open == last)
				continue;
			last = open;
			const size_t close =
				module.tokens->tokens[open].match();
			const size_t at = float_field(module, open + 1, close);
			if (at < close)
				add({ m, derive.token },
				    str("Debug is derived for a type with ",
					module.tokens->text(at)));
		}
	}
	for (const FloatUse &use : floats)
		if (use.debug)
			add({ use.module, use.token },
			    str(use.what, " is written for debugging"));
	return found;
}

} /* namespace kcrate */
