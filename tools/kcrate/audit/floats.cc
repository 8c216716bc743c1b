// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/floats.h"

#include <algorithm>
#include <array>

#include "audit/spelled.h"
#include "base/str.h"
#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

constexpr std::array<std::string_view, 4> lost_traits = { "Display", "FromStr",
							  "LowerExp",
							  "UpperExp" };
/* What a macro's body says that needs one of them. */
constexpr std::array<std::string_view, 7> lost_words = {
	"Display",  "FromStr", "LowerExp",	 "UpperExp",
	"from_str", "parse",   "ParseFloatError"
};
constexpr std::array<std::string_view, 13> format_macros = {
	"assert",      "assert_eq", "assert_ne",  "todo",   "unimplemented",
	"format_args", "write",	    "writeln",	  "format", "panic",
	"print",       "println",   "unreachable"
};

bool is_float(std::string_view word)
{
	return word == "f32" || word == "f64" || word == "f16" ||
	       word == "f128";
}

template <size_t n>
bool is_one_of(const std::array<std::string_view, n> &list,
	       std::string_view word)
{
	return std::find(list.begin(), list.end(), word) != list.end();
}

/* The names in braces, `{x}` and `{x:?}`, with what follows them. */
struct Placeholder {
	std::string name;   /* "" for the next argument, or a number */
	bool debug = false; /* `{:?}`, which there is */
};

std::vector<Placeholder> placeholders(std::string_view text)
{
	std::vector<Placeholder> out;

	for (size_t i = 0; i < text.size(); i++) {
		if (text[i] != '{')
			continue;
		if (i + 1 < text.size() && text[i + 1] == '{') {
			i++;
			continue;
		}
		const size_t end = text.find('}', i);
		if (end == text.npos)
			break;
		const std::string_view inside = text.substr(i + 1, end - i - 1);
		const size_t colon = inside.find(':');
		out.push_back({ std::string(trim(inside.substr(0, colon))),
				colon != inside.npos &&
					contains(inside.substr(colon), "?") });
		i = end;
	}
	return out;
}

/* Whether @file speaks of floats at all, or has one. */
bool has_floats(const TokenFile &file)
{
	for (const std::string_view word : { "f32", "f64", "f16", "f128" })
		if (contains(file.code, word))
			return true;
	for (size_t i = 0; i < file.tokens.size(); i++)
		if (file.tokens[i].kind == TokenKind::number &&
		    contains(file.text(i), "."))
			return true;
	return false;
}

class Finder {
public:
	explicit Finder(const CrateCode &code)
		: code(code), types(code, nullptr)
	{}

	std::vector<FloatUse> run();

private:
	void read_paths(size_t m);
	void read_macro(size_t m, const CodePath &path);
	void read_impls(size_t m);
	void read_body(const FnItem &fn);
	void read_format(size_t name, size_t open);
	bool is_float_expression(size_t begin, size_t end) const;
	bool needs_text(std::string_view macro,
			std::set<std::string_view> &seen) const;
	bool trait_needs_text(std::string_view name,
			      std::set<std::string_view> &seen) const;
	void learn_traits(size_t m);
	const TokenFile &file() const { return *code.modules()[module].tokens; }
	void add(size_t token, std::string what)
	{
		found.push_back({ module, token, std::move(what) });
	}

	const CrateCode &code;
	SpelledTypes types;
	size_t module = 0;
	/* By the crate's own traits, the words of their supertraits. */
	std::map<std::string_view, std::set<std::string_view>> supertraits;
	std::vector<FloatUse> found;
};

/* Whether what @macro makes, for all we know, prints or parses. */
bool Finder::needs_text(std::string_view macro,
			std::set<std::string_view> &seen) const
{
	const auto [first, last] = code.macros().equal_range(macro);

	if (!seen.insert(macro).second)
		return false;
	for (auto at = first; at != last; ++at) {
		const MacroBody &body = at->second;
		const TokenFile &text = *code.modules()[body.module].tokens;
		for (size_t i = body.tokens.first; i < body.tokens.second; i++)
			if (text.tokens[i].kind == TokenKind::identifier &&
			    (is_one_of(lost_words, text.text(i)) ||
			     (supertraits.count(text.text(i)) &&
			      trait_needs_text(text.text(i), seen))))
				return true;
		for (const std::string_view call : body.calls)
			if (needs_text(call, seen))
				return true;
	}
	return false;
}

bool Finder::trait_needs_text(std::string_view name,
			      std::set<std::string_view> &seen) const
{
	const auto own = supertraits.find(name);

	if (is_one_of(lost_traits, name))
		return true;
	if (own == supertraits.end() || !seen.insert(name).second)
		return false;
	return std::any_of(own->second.begin(), own->second.end(),
			   [&](std::string_view word) {
				   return trait_needs_text(word, seen);
			   });
}

/* `trait Float: Display + Other {` */
void Finder::learn_traits(size_t m)
{
	const TokenFile &text = *code.modules()[m].tokens;

	for (const ImplItem &impl : types.items(m).impls) {
		if (!impl.is_trait)
			continue;
		auto &words = supertraits[impl.of_trait];
		for (size_t i = impl.token + 2;
		     i < text.tokens.size() && !is_open(text, i, '{') &&
		     !text.is(i, ";");
		     i++)
			if (is_segment(text, i))
				words.insert(text.text(i));
	}
}

/* `impls!(f32 f64)`, where the macro prints or parses. */
void Finder::read_macro(size_t m, const CodePath &path)
{
	const TokenFile &text = *code.modules()[m].tokens;
	const size_t open = path.end + 1;
	std::set<std::string_view> seen;

	if (open >= text.tokens.size() ||
	    text.tokens[open].kind != TokenKind::open)
		return;
	for (size_t i = open + 1; i < text.tokens[open].match(); i++)
		if (text.tokens[i].kind == TokenKind::identifier &&
		    is_float(text.text(i)) &&
		    needs_text(path.words.back(), seen)) {
			add(path.begin, str(path.words.back(), "!(… ",
					    text.text(i), " …)"));
			return;
		}
}

void Finder::read_paths(size_t m)
{
	for (const CodePath &path : code.paths(m)) {
		const std::string_view last = path.words.back();
		if (file().is(path.end, "!")) {
			read_macro(m, path);
			continue;
		}
		if (is_float(path.words[0]) && path.words.size() == 2 &&
		    last == "from_str")
			add(path.begin, str(path.words[0], "::from_str"));
		if (last != "ParseFloatError" && last != "dec2flt")
			continue;
		const Meaning meaning = code.resolve(m, path);
		if (meaning.is_of("core") || meaning.is_of("std"))
			add(path.begin, str("core::num::", last));
	}
}

/* `impl Trait for f64`, where the trait asks for more. */
void Finder::read_impls(size_t m)
{
	for (const ImplItem &impl : types.items(m).impls) {
		std::set<std::string_view> seen;
		if (impl.self && !impl.is_trait && is_float(impl.self->word) &&
		    supertraits.count(impl.of_trait) &&
		    trait_needs_text(impl.of_trait, seen))
			add(impl.token,
			    str(impl.of_trait, " for ", impl.self->word));
		for (const FnItem &fn : impl.functions) {
			types.enter(m, impl, fn);
			read_body(fn);
		}
	}
}

/* Whether the expression is one of floats, by its type or by what is in it. */
bool Finder::is_float_expression(size_t begin, size_t end) const
{
	const Kind kind = types.evaluate(begin, end);

	if (kind.of != Kind::Of::unknown)
		return is_float(kind.name);
	/* `x as f64`, `(x as f64)`, `x as f64 / y` */
	for (size_t i = begin; i + 1 < end; i++)
		if (is_word(file(), i, "as") && is_float(file().text(i + 1)))
			return true;
	return false;
}

/* `name!(…, "{}", x)` */
void Finder::read_format(size_t name, size_t open)
{
	const std::vector<TokenRange> all = arguments(file(), open);
	size_t text = 0, next = 0;

	while (text < all.size() &&
	       file().tokens[all[text].begin].kind != TokenKind::string)
		text++;
	if (text >= all.size() || all[text].begin >= all[text].end)
		return;
	const Result<std::string> format =
		string_value(file(), all[text].begin);
	if (!format)
		return;
	for (const Placeholder &one : placeholders(format.value())) {
		TokenRange argument;
		size_t number = next;
		if (one.name.empty())
			next++;
		else if (is_digit(one.name[0]))
			number = static_cast<size_t>(one.name[0] - '0');
		else
			number = all.size();
		if (text + 1 + number < all.size())
			argument = all[text + 1 + number];
		/* `name = value` */
		for (size_t k = text + 1; !one.name.empty() && k < all.size();
		     k++)
			if (file().is(all[k].begin, one.name) &&
			    file().is(all[k].begin + 1, "="))
				argument = { all[k].begin + 2, all[k].end };
		const bool is_one =
			argument.begin < argument.end
				? is_float_expression(argument.begin,
						      argument.end)
				: !one.name.empty() &&
					  types.is_variable(one.name, is_float);
		if (is_one && !one.debug) {
			add(name, str("a float in ", file().text(name), "!()"));
			return;
		}
	}
}

void Finder::read_body(const FnItem &fn)
{
	for (size_t i = fn.body; i + 2 < fn.body_end; i++) {
		if (code.is_skipped(module, i))
			continue;
		/* Functions in functions are read apart. */
		if (is_word(file(), i, "fn") && is_segment(file(), i + 1)) {
			while (i + 1 < fn.body_end &&
			       !is_open(file(), i, '{') && !file().is(i, ";"))
				i++;
			if (is_open(file(), i, '{'))
				i = file().tokens[i].match();
			continue;
		}
		types.pass(i, fn.body_end);
		/* `Display::fmt(&x, f)` */
		if (is_one_of(lost_traits, file().text(i)) &&
		    is_colons(file(), i + 1) && is_word(file(), i + 3, "fmt") &&
		    is_open(file(), i + 4, '(')) {
			const std::vector<TokenRange> all =
				arguments(file(), i + 4);
			if (!all.empty() &&
			    is_float_expression(all[0].begin, all[0].end))
				add(i, str(file().text(i), "::fmt of a float"));
		}
		if (is_segment(file(), i) && file().is(i + 1, "!") &&
		    is_one_of(format_macros, file().text(i)) &&
		    file().tokens[i + 2].kind == TokenKind::open)
			read_format(i, i + 2);
		if (!file().is(i, "."))
			continue;
		/* `x.parse::<f64>()`, `x.fmt(f)` of a float */
		if (is_word(file(), i + 1, "parse") &&
		    is_colons(file(), i + 2) && file().is(i + 4, "<") &&
		    is_float(file().text(i + 5)))
			add(i + 1, str("parse::<", file().text(i + 5), ">"));
		if (is_word(file(), i + 1, "fmt") &&
		    is_open(file(), i + 2, '(')) {
			const Kind kind = types.receiver(i);
			if (is_float(kind.name) && kind.of == Kind::Of::other)
				add(i + 1, str(kind.name, "::fmt"));
		}
	}
}

std::vector<FloatUse> Finder::run()
{
	for (size_t m = 0; m < code.modules().size(); m++)
		learn_traits(m);
	for (size_t m = 0; m < code.modules().size(); m++) {
		module = m;
		read_paths(m);
		read_impls(m);
	}
	return std::move(found);
}

} /* namespace */

std::vector<FloatUse> float_texts(const CrateCode &code)
{
	/* Most crates have no floats at all; a file is looked at once, with all
	 * modules in it. */
	const bool any = std::any_of(
		code.modules().begin(), code.modules().end(),
		[](const CodeModule &one) {
			return !one.begin && has_floats(*one.tokens);
		});

	return any ? Finder(code).run() : std::vector<FloatUse>();
}

} /* namespace kcrate */
