// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/floats.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "audit/numbers.h"
#include "audit/spelled.h"
#include "base/one_of.h"
#include "base/str.h"
#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

constexpr std::array<std::string_view, 4> lost_traits = { "Display", "FromStr",
							  "LowerExp",
							  "UpperExp" };
/* What else a macro's body may say that needs one of them. */
constexpr std::array<std::string_view, 3> lost_words = { "from_str", "parse",
							 "ParseFloatError" };
constexpr std::array<std::string_view, 13> format_macros = {
	"assert",      "assert_eq", "assert_ne",  "todo",   "unimplemented",
	"format_args", "write",	    "writeln",	  "format", "panic",
	"print",       "println",   "unreachable"
};

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
	for (size_t i = 0; i < file.tokens.size(); i++) {
		const TokenKind kind = file.tokens[i].kind;

		if (kind == TokenKind::identifier &&
		    file.code[file.tokens[i].begin] == 'f' &&
		    is_float_type(file.text(i)))
			return true;
		if (kind == TokenKind::number && is_float(file.text(i)))
			return true;
	}
	return false;
}

class Finder {
public:
	Finder(const CrateCode &code, SpelledTypes &types)
		: code(code), types(types)
	{}

	std::vector<FloatUse> run();

private:
	void learn_traits();
	void learn_macros();
	void read_path(const CodePath &path);
	void read_macro(const CodePath &path);
	void read_impl(const ImplItem &impl);
	void read_token(size_t i);
	void read_field(size_t i);
	void read_method(size_t i);
	void read_format(size_t name, size_t open);
	TokenRange argument_of(const Placeholder &one,
			       const std::vector<TokenRange> &arguments,
			       size_t &next) const;
	bool is_float_expression(TokenRange range) const;
	const TokenFile &file() const { return *code.modules()[module].tokens; }
	void add(size_t token, std::string what, bool debug = false)
	{
		found.push_back({ module, token, std::move(what), debug });
	}

	const CrateCode &code;
	SpelledTypes &types;
	size_t module = 0;
	/* Of the crate: those that ask for a lost trait, and those that, for
	 * all we know, print or parse. */
	std::set<std::string_view> traits, macros;
	std::vector<FloatUse> found;
};

/* `trait Float: Display + Other {`, and those that ask for Float */
void Finder::learn_traits()
{
	Namers namers;

	for (size_t m = 0; m < code.modules().size(); m++) {
		const TokenFile &text = *code.modules()[m].tokens;
		for (const ImplItem &impl : types.items(m).impls) {
			if (!impl.is_trait)
				continue;
			for (size_t i = impl.token + 2;
			     i < text.tokens.size() && !is_open(text, i, '{') &&
			     !text.is(i, ";");
			     i++)
				if (is_segment(text, i))
					namers.emplace(text.text(i),
						       impl.of_trait);
		}
	}
	traits = leading_to({ lost_traits.begin(), lost_traits.end() }, namers);
}

void Finder::learn_macros()
{
	for (const auto &[name, body] : code.macros()) {
		const TokenFile &text = *code.modules()[body.module].tokens;
		for (size_t i = body.tokens.first; i < body.tokens.second; i++)
			if (text.tokens[i].kind == TokenKind::identifier &&
			    (is_one_of(lost_words, text.text(i)) ||
			     traits.count(text.text(i)))) {
				macros.insert(name);
				break;
			}
	}
	macros = leading_to(std::move(macros), callers_of_macros(code));
}

/* `impls!(f32 f64)`, where the macro prints or parses. */
void Finder::read_macro(const CodePath &path)
{
	const std::string_view name = path.words.back();
	const size_t open = path.end + 1;

	if (open >= file().tokens.size() ||
	    file().tokens[open].kind != TokenKind::open || !macros.count(name))
		return;
	for (size_t i = open + 1; i < file().tokens[open].match(); i++)
		if (file().tokens[i].kind == TokenKind::identifier &&
		    is_float_type(file().text(i))) {
			add(path.begin,
			    str(name, "!(… ", file().text(i), " …)"));
			return;
		}
}

void Finder::read_path(const CodePath &path)
{
	const std::string_view last = path.words.back();

	if (file().is(path.end, "!"))
		return read_macro(path);
	if (is_float_type(path.words[0]) && path.words.size() == 2 &&
	    last == "from_str")
		add(path.begin, str(path.words[0], "::from_str"));
	if (last != "ParseFloatError" && last != "dec2flt")
		return;
	const Meaning meaning = code.resolve(module, path);
	if (meaning.is_of("core") || meaning.is_of("std"))
		add(path.begin, str("core::num::", last));
}

/* `impl Trait for f64`, where a trait of the crate asks for more. */
void Finder::read_impl(const ImplItem &impl)
{
	if (impl.self && !impl.is_trait && is_float_type(impl.self->word) &&
	    traits.count(impl.of_trait) &&
	    !is_one_of(lost_traits, impl.of_trait))
		add(impl.token, str(impl.of_trait, " for ", impl.self->word));
}

/* Whether the expression is one of floats, by its type or by what is in it. */
bool Finder::is_float_expression(TokenRange range) const
{
	const Kind kind = types.evaluate(range.begin, range.end);

	if (kind.of != Kind::Of::unknown)
		return is_float_type(kind.name);
	/* `x as f64`, `(x as f64)`, `x as f64 / y` */
	for (size_t i = range.begin; i + 1 < range.end; i++)
		if (is_word(file(), i, "as") &&
		    is_float_type(file().text(i + 1)))
			return true;
	return false;
}

/*
 * What @one stands for among those behind the text: the one that is next, one
 * by number or `name = …`; an empty range where it names a variable.
 */
TokenRange Finder::argument_of(const Placeholder &one,
			       const std::vector<TokenRange> &arguments,
			       size_t &next) const
{
	size_t number = arguments.size();

	if (one.name.empty())
		number = next++;
	else
		std::from_chars(one.name.data(),
				one.name.data() + one.name.size(), number);
	if (number < arguments.size())
		return arguments[number];
	for (const TokenRange &argument : arguments)
		if (!one.name.empty() && file().is(argument.begin, one.name) &&
		    file().is(argument.begin + 1, "="))
			return { argument.begin + 2, argument.end };
	return {};
}

/* `name!(…, "{}", x)` */
void Finder::read_format(size_t name, size_t open)
{
	std::vector<TokenRange> all = arguments(file(), open);
	const auto text =
		std::find_if(all.begin(), all.end(), [&](TokenRange one) {
			return file().tokens[one.begin].kind ==
			       TokenKind::string;
		});
	size_t next = 0;
	bool text_is_lost = false, debug_panics = false;

	if (text == all.end())
		return;
	const Result<std::string> format = string_value(file(), text->begin);
	if (!format)
		return;
	all.erase(all.begin(), text + 1);
	for (const Placeholder &one : placeholders(format.value())) {
		const TokenRange argument = argument_of(one, all, next);
		const bool is_one =
			argument.begin < argument.end
				? is_float_expression(argument)
				: types.is_variable(one.name, is_float_type);
		text_is_lost |= is_one && !one.debug;
		debug_panics |= is_one && one.debug;
	}
	if (text_is_lost || debug_panics)
		add(name, str("a float in ", file().text(name), "!()"),
		    !text_is_lost);
}

/* `.field("name", &x)`, of a debug_struct(), at the dot */
void Finder::read_field(size_t i)
{
	const std::vector<TokenRange> all = arguments(file(), i + 2);

	if (all.size() == 2 &&
	    file().tokens[all[0].begin].kind == TokenKind::string &&
	    file().is(all[1].begin, "&") && is_float_expression(all[1]))
		add(i + 1, "a float in field()", true);
}

/* `.parse::<f64>()`, `.fmt(f)` of a float, at the dot */
void Finder::read_method(size_t i)
{
	if (is_word(file(), i + 1, "parse") && is_colons(file(), i + 2) &&
	    file().is(i + 4, "<") && is_float_type(file().text(i + 5)))
		add(i + 1, str("parse::<", file().text(i + 5), ">"));
	if (!is_open(file(), i + 2, '('))
		return;
	if (is_word(file(), i + 1, "field"))
		read_field(i);
	if (!is_word(file(), i + 1, "fmt"))
		return;
	const Kind kind = types.receiver(i);
	if (is_float_type(kind.name) && kind.of == Kind::Of::other)
		add(i + 1, str(kind.name, "::fmt"));
}

void Finder::read_token(size_t i)
{
	if (file().is(i, "."))
		read_method(i);
	if (file().tokens[i].kind != TokenKind::identifier)
		return;
	const std::string_view word = file().text(i);
	if (file().is(i + 1, "!") && is_one_of(format_macros, word) &&
	    i + 2 < file().tokens.size() &&
	    file().tokens[i + 2].kind == TokenKind::open)
		read_format(i, i + 2);
	/* `Display::fmt(&x, f)` */
	if ((is_one_of(lost_traits, word) || word == "Debug") &&
	    is_colons(file(), i + 1) && is_word(file(), i + 3, "fmt") &&
	    is_open(file(), i + 4, '(')) {
		const std::vector<TokenRange> all = arguments(file(), i + 4);
		if (!all.empty() && is_float_expression(all[0]))
			add(i, str(word, "::fmt of a float"), word == "Debug");
	}
}

std::vector<FloatUse> Finder::run()
{
	learn_traits();
	learn_macros();
	for (module = 0; module < code.modules().size(); module++) {
		for (const CodePath &path : code.paths(module))
			read_path(path);
		for (const ImplItem &impl : types.items(module).impls)
			read_impl(impl);
		types.visit_bodies(module, [&](size_t i) { read_token(i); });
	}
	return std::move(found);
}

} /* namespace */

bool has_floats(const CrateCode &code)
{
	/* A file is looked at once, with all modules in it. */
	return std::any_of(code.modules().begin(), code.modules().end(),
			   [](const CodeModule &one) {
				   return !one.begin && has_floats(*one.tokens);
			   });
}

std::vector<FloatUse> float_texts(const CrateCode &code, TypesOnDemand &types)
{
	/* Most crates have no floats at all. */
	return has_floats(code) ? Finder(code, types.get()).run()
				: std::vector<FloatUse>();
}

} /* namespace kcrate */
