// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/syntax_reader.h"

namespace kcrate {

/* With `|` between them, and perhaps before. */
SyntaxReader::Pattern SyntaxReader::alternatives()
{
	const bool leading = accept("|");
	Pattern out = pattern();
	const auto another = [&] {
		return punct("|") && !punct("||") && !punct("|=");
	};

	if (leading || another())
		out = Pattern::other;
	while (another()) {
		at++;
		pattern();
	}
	return out;
}

bool SyntaxReader::begins_path_pattern() const
{
	if (ident() && (punct("::", 1) || punct("!", 1) || group('{', 1) ||
			group('(', 1) || punct("..", 1)))
		return true;
	return (word("self") && punct("::", 1)) || punct("::") || punct("<") ||
	       word("Self") || word("super") || word("crate");
}

/* One without `|` around it. */
SyntaxReader::Pattern SyntaxReader::pattern()
{
	const Depth deeper(*this);

	if (begins_path_pattern())
		return path_pattern();
	if (accept_word("_"))
		return Pattern::other;
	if (word("box")) {
		const Mark begin = mark();
		at++;
		pattern();
		rewind(begin);
	} else if (punct("-") || literal() || word("const")) {
		return range_pattern(true);
	} else if (word("ref") || word("mut") || word("self") || ident()) {
		name_pattern();
	} else if (accept("&")) {
		accept_word("mut");
		pattern();
	} else if (group('(')) {
		list('(', [&] { alternatives(); });
	} else if (group('[')) {
		list('[', [&] {
			if (alternatives() == Pattern::open_range)
				fail();
		});
	} else if (punct("..") && !punct("...")) {
		return range_pattern(false);
	} else {
		fail();
	}
	return Pattern::other;
}

SyntaxReader::Pattern SyntaxReader::path_pattern()
{
	const Path name = qualified_path(true);

	if (!name.qualified && punct("!") && !punct("!=") && name.plain) {
		at++;
		expect_group();
	} else if (group('{')) {
		struct_pattern();
	} else if (group('(')) {
		list('(', [&] { alternatives(); });
	} else if (punct("..")) {
		const bool closed = punct("..=") || punct("...");
		at += closed ? 3 : 2;
		const bool ended = range_bound();
		if (closed && !ended)
			fail();
		return ended ? Pattern::other : Pattern::open_range;
	}
	return Pattern::other;
}

/* A literal or a `const` block, and a range that begins with it or with `..`.
 */
SyntaxReader::Pattern SyntaxReader::range_pattern(bool has_start)
{
	const bool was_unsafe = in_unsafe();
	const bool start_block = has_start && word("const");

	if (start_block) {
		at++;
		block(true);
	} else if (has_start && !range_bound()) {
		fail();
	}
	if (!punct(".."))
		return Pattern::other;
	/* What bounds a range is an expression; by itself it is none. */
	if (start_block)
		node(Kind::other, was_unsafe);

	const bool closed = punct("..=") || (has_start && punct("..."));
	at += closed ? 3 : 2;
	const bool ended = range_bound();
	if (closed && !ended)
		fail();
	/* `..` alone is the rest. */
	return has_start != ended ? Pattern::open_range : Pattern::other;
}

/* Whether there is one. */
bool SyntaxReader::range_bound()
{
	if (is_end() || punct("|") || punct("=") ||
	    (punct(":") && !punct("::")) || punct(",") || punct(";") ||
	    word("if"))
		return false;
	if (literal()) {
		at += punct("-") ? 2 : 1;
	} else if (path_begin()) {
		qualified_path(true);
	} else if (accept_word("const")) {
		node(Kind::other, in_unsafe());
		block(true);
	} else {
		fail();
	}
	return true;
}

void SyntaxReader::name_pattern()
{
	accept_word("ref");
	accept_word("mut");
	if (!accept_word("self"))
		expect_ident();
	if (accept("@"))
		pattern();
}

void SyntaxReader::struct_pattern()
{
	const Outer outer = enter('{');

	while (!is_end()) {
		outer_attributes();
		if (accept(".."))
			break;
		field_pattern();
		if (!is_end())
			expect(",");
	}
	leave(outer);
}

void SyntaxReader::field_pattern()
{
	bool marked = false;

	for (const std::string_view text : { "box", "ref", "mut" })
		marked |= accept_word(text);
	if (marked) {
		expect_ident();
		return;
	}
	const bool named = member();
	if (!named || punct(":")) {
		expect(":");
		alternatives();
	}
}

} /* namespace kcrate */
