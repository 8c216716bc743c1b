// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/checks.h"

#include <algorithm>
#include <array>

#include "base/str.h"
#include "rustsrc/attributes.h"

namespace kcrate {

namespace {

/* A word that says it all, by what it is: a macro, or an attribute. */
struct WordRule {
	std::string_view word;
	Id id;
	std::string_view message;
};

constexpr std::array<WordRule, 5> macro_rules = { {
	{ "asm", Id::assembly_used, "assembly" },
	{ "global_asm", Id::assembly_used, "assembly" },
	{ "llvm_asm", Id::assembly_used, "assembly" },
	{ "naked_asm", Id::assembly_used, "assembly" },
	{ "thread_local", Id::thread_local_used,
	  "a variable for each thread, of which a kernel knows nothing" },
} };

constexpr std::array<WordRule, 9> attribute_rules = { {
	{ "export_name", Id::symbol_exported, "a symbol with a name given" },
	{ "global_allocator", Id::symbol_exported, "an allocator for all" },
	{ "lang", Id::symbol_exported, "an item that the compiler asks for" },
	{ "link", Id::foreign_function, "a library to link with" },
	{ "no_mangle", Id::symbol_exported, "a symbol with its plain name" },
	{ "panic_handler", Id::symbol_exported, "what is done in a panic" },
	{ "link_section", Id::symbol_exported, "a section with a name given" },
	{ "target_feature", Id::assembly_used,
	  "instructions that not all processors have" },
	{ "thread_local", Id::thread_local_used,
	  "a variable for each thread, of which a kernel knows nothing" },
} };

std::string_view help_for(Id id)
{
	switch (id) {
	case Id::thread_local_used:
		return "edit it out, or switch off the feature that asks for "
		       "it";
	case Id::non_ascii_identifier:
		return "give it a name in ASCII, as Linux did in its imports";
	case Id::unstable_feature:
		return "only crates below rust/ may have it, and it may change "
		       "with the compiler; prefer a cfg that does without";
	case Id::assembly_used:
		return "vector registers are the user's: code that uses them "
		       "must stand between kernel_fpu_begin() and "
		       "kernel_fpu_end()";
	case Id::rust_atomics:
		return "the kernel's memory model is its own: see "
		       "rust/kernel/sync/atomic.rs";
	case Id::symbol_exported:
		return "no other object of the kernel may have that name";
	default:
		return "see what defines it in a kernel";
	}
}

template <size_t n>
const WordRule *rule_for(const std::array<WordRule, n> &rules,
			 std::string_view word)
{
	const auto at = std::find_if(
		rules.begin(), rules.end(),
		[&](const WordRule &rule) { return rule.word == word; });

	return at == rules.end() ? nullptr : &*at;
}

class Checker {
public:
	explicit Checker(const CrateCode &code) : code(code) {}

	std::vector<Diag> run()
	{
		for (module = 0; module < code.modules().size(); module++) {
			if (code.modules()[module].reach == Truth::no)
				continue;
			check_paths();
			check_tokens();
		}
		return std::move(found);
	}

private:
	const TokenFile &file() const { return *code.modules()[module].tokens; }
	void add(Id id, size_t token, std::string message)
	{
		found.push_back(
			Diag(id, std::move(message))
				.at(code.place(code.modules()[module], token))
				.with_help(std::string(help_for(id))));
	}

	void check_paths();
	void check_tokens();
	void check_attribute(size_t open);
	void check_identifier(size_t i);

	const CrateCode &code;
	size_t module = 0;
	std::vector<Diag> found;
};

void Checker::check_paths()
{
	for (const CodePath &path : code.paths(module)) {
		if (file().is(path.end, "!")) {
			const WordRule *const rule =
				rule_for(macro_rules, path.words.back());
			if (rule)
				add(rule->id, path.begin,
				    std::string(rule->message));
			continue;
		}
		const Meaning meaning = code.resolve(module, path);
		if (!path.imported || meaning.path.size() < 2 ||
		    !(meaning.is_of("core") || meaning.is_of("std")))
			continue;
		if (meaning.path[1] == "arch")
			add(Id::assembly_used, path.begin,
			    "instructions of one processor");
		if (meaning.path[1] == "sync" && meaning.path.size() > 2 &&
		    meaning.path[2] == "atomic")
			add(Id::rust_atomics, path.begin,
			    "atomics of Rust's memory model");
	}
}

/* `[…]` of an attribute, with the `unsafe(…)` that may be around its name. */
void Checker::check_attribute(size_t open)
{
	const size_t name =
		is_word(file(), open + 1, "unsafe") ? open + 3 : open + 1;
	const WordRule *const rule =
		name < file().tokens.size()
			? rule_for(attribute_rules, file().text(name))
			: nullptr;

	if (rule)
		add(rule->id, name, std::string(rule->message));
}

void Checker::check_identifier(size_t i)
{
	const std::string_view text = file().text(i);

	if (std::any_of(text.begin(), text.end(), [](char c) {
		    return static_cast<unsigned char>(c) >= 0x80;
	    }))
		add(Id::non_ascii_identifier, i,
		    str("the name ", text, " is not ASCII"));
}

void Checker::check_tokens()
{
	const CodeModule &in = code.modules()[module];

	for (size_t i = in.begin; i < in.end; i++) {
		if (code.is_skipped(module, i))
			continue;
		if (file().is(i, "#") && is_open(file(), i + 1, '['))
			check_attribute(i + 1);
		if (file().tokens[i].kind == TokenKind::identifier)
			check_identifier(i);
		/* `extern "C" {` */
		if (is_word(file(), i, "extern") && i + 1 < in.end &&
		    file().tokens[i + 1].kind == TokenKind::string &&
		    is_open(file(), i + 2, '{'))
			add(Id::foreign_function, i,
			    "functions that are not "
			    "Rust");
	}
}

} /* namespace */

std::vector<Diag> check_code(const CrateCode &code, const CrateSource &source)
{
	std::vector<Diag> found = Checker(code).run();

	for (const auto &[feature, on] : source.unstable_features) {
		Diag diag(Id::unstable_feature,
			  str("the unstable feature '", feature, "'"));
		diag.conditional = on != Truth::yes;
		found.push_back(
			std::move(diag)
				.at({ code.modules()[0].file, 0, 0, 0, {} })
				.with_help(std::string(
					help_for(Id::unstable_feature))));
	}
	return found;
}

} /* namespace kcrate */
