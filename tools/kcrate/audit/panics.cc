// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/panics.h"

#include <algorithm>
#include <array>
#include <set>

#include "audit/numbers.h"
#include "audit/token_walk.h"
#include "base/one_of.h"
#include "rustsrc/attributes.h"

namespace kcrate {

namespace {

using Words = std::string_view;

constexpr std::array<Words, 7> panic_macros = {
	"assert", "assert_eq",	   "assert_ne",	  "panic",
	"todo",	  "unimplemented", "unreachable",
};
/* Whose arguments are expressions. */
constexpr std::array<Words, 22> plain_macros = {
	"addr_of",  "assert",	    "assert_eq",       "assert_ne",
	"dbg",	    "debug_assert", "debug_assert_eq", "debug_assert_ne",
	"eprintln", "format",	    "format_args",     "matches",
	"panic",    "println",	    "print",	       "ready",
	"todo",	    "try",	    "unimplemented",   "unreachable",
	"vec",	    "write",
};
constexpr std::array<Words, 4> unwraps = { "expect", "expect_err", "unwrap",
					   "unwrap_err" };
constexpr std::array<Words, 21> calls = {
	"chunks",
	"chunks_exact",
	"chunks_exact_mut",
	"chunks_mut",
	"clone_from_slice",
	"copy_from_slice",
	"copy_within",
	"div_euclid",
	"ilog",
	"ilog10",
	"ilog2",
	"rchunks",
	"rchunks_exact",
	"rem_euclid",
	"select_nth_unstable",
	"split_at",
	"split_at_mut",
	"step_by",
	"swap",
	"swap_with_slice",
	"windows",
};
/* Behind which a bracket is no index. */
constexpr std::array<Words, 22> keywords = {
	"as",  "box",  "break",	 "const",  "crate", "dyn",   "else", "for",
	"if",  "impl", "in",	 "let",	   "loop",  "match", "move", "mut",
	"pub", "ref",  "return", "static", "where", "while",
};

class Reader {
public:
	Reader(const CrateCode &code, std::vector<CodeSite> &out)
		: code(code), out(out)
	{}

	void read(size_t index);

private:
	std::optional<size_t> behind_constant(const TokenWalk &walk) const;
	void judge(const TokenWalk &walk);
	void judge_macro(size_t i);
	void judge_method(size_t i);
	void judge_index(size_t i);
	void judge_division(size_t i);
	bool is_operand(size_t i) const;
	bool is_float(size_t i) const;
	bool is_constant(size_t i) const;
	bool begins_item(size_t i) const;
	bool is_constant_word(size_t i) const;
	void note_floats(const CodeModule &in);

	void add(size_t token, SiteKind kind)
	{
		out.push_back({ kind, module, token });
	}
	bool is_identifier(size_t i) const
	{
		return i < file->tokens.size() &&
		       file->tokens[i].kind == TokenKind::identifier;
	}

	const CrateCode &code;
	std::vector<CodeSite> &out;
	size_t module = 0;
	const TokenFile *file = nullptr;
	size_t unknown_until = 0; /* where a macro's arguments end */
	/* Names that are spelled to be floats, and nothing else. */
	std::set<std::string_view> floats;
};

bool Reader::begins_item(size_t i) const
{
	return !i || file->is(i - 1, ";") || file->is(i - 1, "{") ||
	       file->is(i - 1, "}") || file->is(i - 1, "]") ||
	       file->is(i - 1, ")") || is_word(*file, i - 1, "pub") ||
	       is_word(*file, i - 1, "default");
}

/*
 * If the walk is at what rustc computes, where that ends: attributes, consts
 * and statics, `const { … }`, and the `; n` of an array.
 */
std::optional<size_t> Reader::behind_constant(const TokenWalk &walk) const
{
	const size_t i = walk.token();
	const size_t open = file->is(i + 1, "!") ? i + 2 : i + 1;

	if (file->is(i, "#") && is_open(*file, open, '['))
		return file->tokens[open].match() + 1;
	if (file->is(i, ";") && walk.around() &&
	    is_open(*file, *walk.around(), '['))
		return file->tokens[*walk.around()].match();
	if (!is_word(*file, i, "const") && !is_word(*file, i, "static"))
		return std::nullopt;
	if (is_open(*file, i + 1, '{'))
		return file->tokens[i + 1].match() + 1;
	const size_t name = is_word(*file, i + 1, "mut") ? i + 2 : i + 1;
	if (!begins_item(i) || !is_identifier(name) ||
	    !(file->is(name + 1, ":") || file->is(name + 1, "<")))
		return std::nullopt;
	return statement_end(*file, name, file->tokens.size());
}

/* `name: f64` */
void Reader::note_floats(const CodeModule &in)
{
	std::set<std::string_view> others;

	floats.clear();
	for (TokenWalk walk(in, in.skipped); !walk.is_end(); walk.next()) {
		const size_t i = walk.token();
		if (!is_identifier(i) || !file->is(i + 1, ":") ||
		    file->is(i + 2, ":"))
			continue;
		const bool is_one = is_identifier(i + 2) &&
				    is_float_type(file->text(i + 2));
		(is_one ? floats : others).insert(file->text(i));
	}
	for (const std::string_view name : others)
		floats.erase(name);
}

void Reader::read(size_t index)
{
	const CodeModule &in = code.modules()[index];

	module = index;
	file = in.tokens;
	unknown_until = 0;
	note_floats(in);
	for (TokenWalk walk(in, in.skipped); !walk.is_end();) {
		const std::optional<size_t> behind = behind_constant(walk);
		if (behind && *behind > walk.token()) {
			walk.go_to(*behind);
			continue;
		}
		judge(walk);
		walk.next();
	}
}

void Reader::judge(const TokenWalk &walk)
{
	const size_t i = walk.token();
	const bool known = i >= unknown_until;

	if (is_identifier(i)) {
		if (file->is(i + 1, "!") && !file->is(i + 2, "="))
			judge_macro(i);
		else if (i && file->is(i - 1, "."))
			judge_method(i);
	} else if (known && is_open(*file, i, '[')) {
		judge_index(i);
	} else if (known && (file->is(i, "/") || file->is(i, "%"))) {
		judge_division(i);
	}
}

/* `name! …` */
void Reader::judge_macro(size_t i)
{
	const std::string_view name = file->text(i);
	const size_t open = i + 2;

	if (open >= file->tokens.size() ||
	    file->tokens[open].kind != TokenKind::open)
		return;
	if (code.macros().count(name)) {
		unknown_until = std::max<size_t>(unknown_until,
						 file->tokens[open].match());
		return;
	}
	if (is_one_of(panic_macros, name))
		add(i, SiteKind::panic_macro);
	if (!is_one_of(plain_macros, name) && name != "writeln")
		unknown_until = std::max<size_t>(unknown_until,
						 file->tokens[open].match());
}

/* `.name(…)` */
void Reader::judge_method(size_t i)
{
	const std::string_view name = file->text(i);
	const size_t open = i + 1;

	if (!is_open(*file, open, '(') ||
	    !(is_one_of(unwraps, name) || is_one_of(calls, name)))
		return;
	const std::vector<TokenRange> given = arguments(*file, open);
	if (is_one_of(unwraps, name)) {
		/* A parser's expect(a, b) is another. */
		const bool takes_text = name.substr(0, 6) == "expect";
		if (given.size() == (takes_text ? 1 : 0))
			add(i, SiteKind::panic_unwrap);
		return;
	}
	const bool literal =
		given.size() == 1 && given[0].end == given[0].begin + 1 &&
		file->tokens[given[0].begin].kind == TokenKind::number &&
		!file->is(given[0].begin, "0");
	if (literal && name != "split_at" && name != "split_at_mut")
		return;
	/* `swap(value, Ordering)` is an atomic's, `swap(&other)` a cell's. */
	if (name == "swap") {
		if (given.size() != 2)
			return;
		for (size_t k = given[1].begin; k < given[1].end; k++)
			if (is_word(*file, k, "Ordering") ||
			    is_word(*file, k, "order") ||
			    is_word(*file, k, "ordering"))
				return;
	}
	add(i, SiteKind::panic_call);
}

/* Whether an expression can end at @i. */
bool Reader::is_operand(size_t i) const
{
	const Token &token = file->tokens[i];

	if (token.kind == TokenKind::identifier)
		return token.raw || !is_one_of(keywords, file->text(i));
	if (token.kind != TokenKind::close)
		return file->is(i, "?") || token.kind == TokenKind::number;
	/* `pub(crate) [u8; 4]` */
	return !file->is(i, "}") &&
	       !(token.match() && is_word(*file, token.match() - 1, "pub"));
}

void Reader::judge_index(size_t i)
{
	const bool all = file->is(i + 1, ".") && file->is(i + 2, ".") &&
			 file->tokens[i].match() == i + 3;

	const bool number = i && file->tokens[i - 1].kind == TokenKind::number;
	/* `self.0[1]` */
	const bool field = number && i > 1 && file->is(i - 2, ".");

	if (i && !all && is_operand(i - 1) && (!number || field))
		add(i, SiteKind::panic_index);
}

/* Whether what stands at @i is a float as far as it is spelled. */
bool Reader::is_float(size_t i) const
{
	if (i >= file->tokens.size())
		return false;
	/* `(x as f64)` from either side */
	if (file->tokens[i].kind == TokenKind::open)
		i = file->tokens[i].match();
	if (file->is(i, ")"))
		i--;
	const std::string_view text = file->text(i);
	if (file->tokens[i].kind == TokenKind::number)
		return is_float_type(literal_type(text));
	return is_float_type(text) || floats.count(text);
}

/* Whether the token at @i is part of a constant, by its name. */
bool Reader::is_constant_word(size_t i) const
{
	const std::string_view name = file->text(i);

	if (file->tokens[i].kind == TokenKind::number)
		return name != "0";
	return file->tokens[i].kind == TokenKind::punct ||
	       (is_identifier(i) &&
		std::none_of(name.begin(), name.end(),
			     [](char c) { return c >= 'a' && c <= 'z'; }));
}

/* Whether what begins at @i is a number or made of constants. */
bool Reader::is_constant(size_t i) const
{
	if (i >= file->tokens.size())
		return false;
	if (is_open(*file, i, '(')) {
		const size_t end = file->tokens[i].match();
		size_t k = i + 1;
		while (k < end && is_constant_word(k))
			k++;
		return k == end && end > i + 1;
	}
	if (file->tokens[i].kind == TokenKind::number)
		return is_constant_word(i);
	if (!is_identifier(i))
		return false;
	while (file->is(i + 1, ":") && file->is(i + 2, ":") &&
	       is_identifier(i + 3))
		i += 3;
	return is_constant_word(i) && !file->is(i + 1, ".") &&
	       !is_open(*file, i + 1, '(');
}

void Reader::judge_division(size_t i)
{
	const size_t operand =
		file->is(i + 1, "=") && file->tokens[i].joint ? i + 2 : i + 1;

	if (i && is_operand(i - 1) && !is_constant(operand) &&
	    !is_float(operand) && !is_float(i - 1))
		add(i, SiteKind::panic_division);
}

} /* namespace */

std::vector<CodeSite> panic_sites(const CrateCode &code)
{
	std::vector<CodeSite> out;
	Reader reader(code, out);

	for (const size_t m : code.reached())
		reader.read(m);
	return out;
}

} /* namespace kcrate */
