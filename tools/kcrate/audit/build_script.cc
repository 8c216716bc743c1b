// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/build_script.h"

#include <algorithm>

#include "audit/script_condition.h"
#include "base/str.h"

namespace kcrate {

namespace {

/* What stands behind either spelling of a directive in a line. */
std::optional<std::string_view> behind(std::string_view line,
				       std::string_view directive)
{
	for (const std::string_view prefix : { "cargo:", "cargo::" }) {
		const std::string whole = str(prefix, directive, "=");
		const size_t at = line.find(whole);
		if (at != line.npos)
			return line.substr(at + whole.size());
	}
	return {};
}

/* The name of the cfg that @text, behind the `=`, sets; "" for any. */
std::string cfg_name(std::string_view text)
{
	size_t end = 0;

	while (end < text.size() && (is_alnum(text[end]) || text[end] == '_'))
		end++;
	/* `has_{}` is the beginning of many names. */
	if (end < text.size() && text[end] == '{')
		return {};
	return std::string(text.substr(0, end));
}

/* Words and texts that say what a script is for. */
struct Sign {
	std::string_view text;
	ScriptKind kind;
};

constexpr Sign text_signs[] = {
	{ "--crate-type", ScriptKind::probe },
	{ "--emit", ScriptKind::probe },
	{ "cargo:rustc-flags", ScriptKind::native },
	{ "cargo:rustc-link", ScriptKind::native },
	{ "cargo::rustc-flags", ScriptKind::native },
	{ "cargo::rustc-link", ScriptKind::native },
};

constexpr Sign word_signs[] = {
	{ "emit_expression_cfg", ScriptKind::probe },
	{ "emit_has_path", ScriptKind::probe },
	{ "emit_has_trait", ScriptKind::probe },
	{ "emit_has_type", ScriptKind::probe },
	{ "emit_path_cfg", ScriptKind::probe },
	{ "emit_trait_cfg", ScriptKind::probe },
	{ "emit_type_cfg", ScriptKind::probe },
	{ "probe_expression", ScriptKind::probe },
	{ "probe_path", ScriptKind::probe },
	{ "probe_trait", ScriptKind::probe },
	{ "probe_type", ScriptKind::probe },
	{ "bindgen", ScriptKind::native },
	{ "cc", ScriptKind::native },
	{ "cmake", ScriptKind::native },
	{ "pkg_config", ScriptKind::native },
	{ "vcpkg", ScriptKind::native },
};

/*
 * Goes through a script once, with what has to hold for the code at hand.  A
 * block behind `if` is understood, `main` is called; what is in any other
 * block (an arm, a loop, another function) may happen or not.
 */
class Reader {
public:
	Reader(const TokenFile &file, const CfgSet &cfgs)
		: file(file), conditions(file, cfgs)
	{
		const ByCompiler no(Truth::no);

		blocks.push_back(
			{ file.tokens.size(), ByCompiler(Truth::yes), no, no });
	}

	BuildScript run();

private:
	struct Block {
		size_t end;
		ByCompiler here;
		/* Of `if` and `else`: who comes in, of those before it, and who
		 * into this or one that it is an `else` of. */
		ByCompiler entered, taken;
		bool returns = false;
	};

	void open(size_t i);
	void close();
	void condition(size_t i);
	void text(size_t i);
	void line(std::string_view line, size_t i);
	void add(ScriptEffect effect, size_t i);
	void sign(ScriptKind kind);

	const TokenFile &file;
	ScriptConditions conditions;
	std::vector<Block> blocks;
	/* What is known of the block that opens at a token to come. */
	size_t expected = 0;
	ByCompiler expected_entered = ByCompiler(Truth::maybe);
	ByCompiler expected_taken = ByCompiler(Truth::no);
	/* The last `if` that was left, for its `else`. */
	size_t left_at = 0;
	ByCompiler left_taken = ByCompiler(Truth::no);
	bool knows_out_dir = false;
	BuildScript out;
};

void Reader::sign(ScriptKind kind)
{
	out.kind = std::max(out.kind, kind);
}

void Reader::add(ScriptEffect effect, size_t i)
{
	effect.where = file.place(i);
	effect.truth = blocks.back().here.known(effect.cfg);
	/* What is put into the text when it runs may be anything; and a
	 * manifest's variables are for all compilers. */
	if (contains(effect.value, "{") ||
	    contains(effect.cfg.value.value_or(""), "{") ||
	    (!effect.variable.empty() && !effect.cfg.when_op.empty()))
		effect.truth = Truth::maybe;
	out.effects.push_back(std::move(effect));
	sign(ScriptKind::table);
}

void Reader::line(std::string_view line, size_t i)
{
	if (const auto cfg = behind(line, "rustc-cfg")) {
		const std::string name = cfg_name(*cfg);
		if (name.empty()) {
			out.other_cfgs = true;
			sign(ScriptKind::table);
			return;
		}
		out.cfgs.insert(name);
		ScriptEffect effect;
		effect.cfg = cfg_flag(*cfg).value_or(CfgFlag{ name });
		add(std::move(effect), i);
	}
	if (const auto env = behind(line, "rustc-env")) {
		const size_t equals = env->find('=');
		ScriptEffect effect;
		effect.variable = env->substr(0, equals);
		if (equals != env->npos)
			effect.value = env->substr(equals + 1);
		add(std::move(effect), i);
	}
}

void Reader::text(size_t i)
{
	const Result<std::string> text = string_value(file, i);

	if (!text)
		return;
	for (const std::string_view each : lines(text.value()))
		line(each, i);
	knows_out_dir |= text.value() == "OUT_DIR";
	for (const Sign &known : text_signs)
		if (contains(text.value(), known.text))
			sign(known.kind);
}

/* `if` at @i: what has to hold for the block behind it. */
void Reader::condition(size_t i)
{
	const bool is_else = is_word(file, i - 1, "else") && left_at + 1 == i;
	ByCompiler before = is_else ? left_taken : ByCompiler(Truth::no);
	size_t open = i + 1;

	while (open < blocks.back().end && !is_open(file, open, '{'))
		open = file.tokens[open].kind == TokenKind::open
			       ? file.tokens[open].match() + 1
			       : open + 1;
	const ByCompiler value = is_word(file, i + 1, "let")
					 ? ByCompiler(Truth::maybe)
					 : conditions.value_of({ i + 1, open });
	expected = open;
	expected_entered = !before && value;
	expected_taken = before || value;
}

void Reader::open(size_t i)
{
	const ByCompiler no(Truth::no);
	Block block = { file.tokens[i].match(), blocks.back().here, no, no };

	if (is_open(file, i, '{')) {
		ByCompiler entered(Truth::maybe);
		if (expected == i) {
			block.entered = entered = expected_entered;
			block.taken = expected_taken;
		} else if (is_word(file, i - 1, "else") && left_at + 1 == i) {
			block.entered = entered = !left_taken;
		}
		block.here = block.here && entered;
	}
	blocks.push_back(block);
}

/* What follows a block that returns is for those who did not take it. */
void Reader::close()
{
	const Block block = blocks.back();

	blocks.pop_back();
	if (blocks.empty())
		return;
	left_at = block.end + 1;
	left_taken = block.taken;
	if (block.returns)
		blocks.back().here = blocks.back().here && !block.entered;
}

BuildScript Reader::run()
{
	for (size_t i = 0; i < file.tokens.size(); i++) {
		while (blocks.size() > 1 && i == blocks.back().end)
			close();
		const TokenKind kind = file.tokens[i].kind;
		if (kind == TokenKind::string)
			text(i);
		if (kind == TokenKind::open)
			open(i);
		if (kind != TokenKind::identifier)
			continue;
		/* `fn main() -> Result<…> {` */
		if (is_word(file, i, "fn") && is_word(file, i + 1, "main")) {
			for (expected = i; expected < file.tokens.size() &&
					   !is_open(file, expected, '{');)
				expected++;
			expected_entered = ByCompiler(Truth::yes);
			expected_taken = ByCompiler(Truth::no);
		}
		if (is_word(file, i, "if") && i > 0)
			condition(i);
		if (is_word(file, i, "return"))
			blocks.back().returns = true;
		for (const Sign &known : word_signs)
			if (is_word(file, i, known.text))
				sign(known.kind);
	}
	/* A probe needs a place for what the compiler makes. */
	if (knows_out_dir && out.kind != ScriptKind::probe)
		sign(ScriptKind::codegen);
	return std::move(out);
}

} /* namespace */

std::string_view words_for(ScriptKind kind)
{
	constexpr std::string_view words[] = {
		"does nothing that matters here",
		"sets what follows from the compiler, the target and features",
		"tries what the compiler takes",
		"writes source",
		"compiles or looks for a library that is not Rust",
	};

	return words[static_cast<size_t>(kind)];
}

BuildScript read_build_script(const TokenFile &file, const CfgSet &cfgs)
{
	return Reader(file, cfgs).run();
}

std::optional<BuildScript>
build_script_of(const CargoToml &cargo, const Tree &files, const CfgSet &cfgs)
{
	const auto file = files.find(cargo.build);
	BuildScript out;

	if (cargo.build.empty())
		return {};
	out.kind = ScriptKind::codegen;
	out.may_do_more = true;
	if (file != files.end()) {
		const Result<TokenFile> tokens =
			lex({ cargo.build, file->second.bytes() });
		if (tokens)
			out = read_build_script(tokens.value(), cfgs);
	}
	for (const Dependency &dep : cargo.dependencies)
		out.may_do_more |= dep.kind == DepKind::build;
	return out;
}

} /* namespace kcrate */
