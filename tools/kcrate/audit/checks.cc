// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/checks.h"

#include <algorithm>
#include <array>
#include <map>

#include "audit/finding_at.h"
#include "audit/vectors.h"
#include "base/one_of.h"
#include "base/str.h"
#include "base/utf8.h"
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

constexpr std::array<WordRule, 10> attribute_rules = { {
	{ "alloc_error_handler", Id::lang_item,
	  "what is done where memory is short, of which the kernel has its own" },
	{ "export_name", Id::symbol_exported, "a symbol with a name given" },
	{ "global_allocator", Id::lang_item,
	  "an allocator for all, of which the kernel has its own" },
	{ "lang", Id::lang_item,
	  "an item that the compiler asks for, which core has already" },
	{ "link", Id::native_library, "a library to link with" },
	{ "link_section", Id::symbol_exported, "a section with a name given" },
	{ "no_mangle", Id::symbol_exported, "a symbol with its plain name" },
	{ "panic_handler", Id::lang_item,
	  "what is done in a panic, of which the kernel has its own" },
	{ "target_feature", Id::assembly_used,
	  "instructions that not all processors have" },
	{ "thread_local", Id::thread_local_used,
	  "a variable for each thread, of which a kernel knows nothing" },
} };

constexpr std::string_view vectors =
	"vector instructions, whose registers are the user's";

/* What the library has for those who let panics unwind. */
constexpr std::string_view unwinding_items[] = {
	"catch_unwind",	 "panic_any", "panicking",
	"resume_unwind", "set_hook",  "take_hook"
};

/* Whether @code may use intrinsics of vectors. */
bool has_vector_intrinsics(std::string_view code)
{
	for (const std::string_view word :
	     { "_mm_", "_mm256", "_mm512", "__m128", "x16_t", "x8_t", "v128" })
		if (contains(code, word))
			return true;
	return false;
}

/* The first of what shows nothing, U+200B to U+200F, U+2060 and U+FEFF: E2 80
 * 8B..8F, E2 81 A0, EF BB BF.  Its place in @s, or npos. */
size_t first_invisible(std::string_view s)
{
	for (size_t at = 0; at + 2 < s.size(); at++) {
		if (s[at] != '\xe2' && s[at] != '\xef')
			continue;
		const std::string_view three = s.substr(at, 3);
		if ((three >= "\xe2\x80\x8b" && three <= "\xe2\x80\x8f") ||
		    three == "\xe2\x81\xa0" || three == byte_order_mark)
			return at;
	}
	return s.npos;
}

bool has_invisible(std::string_view code)
{
	/* One character is found fast, and hardly any file has either. */
	const bool may = code.find('\xe2') != code.npos ||
			 code.find('\xef') != code.npos;

	return may && first_invisible(code) != code.npos;
}

std::string_view help_for(Id id)
{
	switch (id) {
	case Id::thread_local_used:
		return "edit it out, or switch off the feature that asks for "
		       "it";
	case Id::non_ascii_identifier:
		return "give it a name in ASCII, as Linux did in its imports";
	case Id::invisible_character:
		return "write it as an escape, '\\u{200b}', or edit it out";
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
	case Id::lang_item:
		return "edit it out, or switch off the feature that asks for "
		       "it";
	case Id::native_library:
		return "a kernel links with nothing but itself: edit it out, "
		       "or switch off the feature that asks for it";
	case Id::unwinding_used:
		return "a panic never comes back in a kernel: what follows it "
		       "is not run";
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
	Checker(const CrateCode &code, const CfgSet &cfgs)
		: code(code), cfgs(cfgs)
	{}

	/* What holds for the host too. */
	std::vector<Diag> run_for_host()
	{
		for (const size_t m : code.reached()) {
			module = m;
			check_invisible();
		}
		return std::move(found);
	}

	std::vector<Diag> run()
	{
		for (const size_t m : code.reached()) {
			module = m;
			check_paths();
			check_tokens();
			check_invisible();
		}
		return std::move(found);
	}

private:
	const TokenFile &file() const { return *code.modules()[module].tokens; }
	Diag &add(Id id, size_t token, std::string_view message)
	{
		found.push_back(finding_at(code, { module, token }, id,
					   std::string(message))
					.with_help(std::string(help_for(id))));
		return found.back();
	}
	void check_paths();
	bool ask_once(std::map<std::string_view, bool> &known,
		      bool (*is)(std::string_view code)) const;
	bool has_vectors();
	void check_path(const CodePath &path, const PathWords &meaning);
	void check_tokens();
	void check_attributes(size_t open);
	void check_abi(size_t i);
	void check_identifier(size_t i);
	void check_invisible();
	void check_invisible(size_t i);

	const CrateCode &code;
	const CfgSet &cfgs;
	size_t module = 0;
	std::vector<Diag> found;
	std::map<std::string_view, bool> vectors_in, invisible_in; /* by file */
};

/* What @is says of the module's file, which @known may have. */
bool Checker::ask_once(std::map<std::string_view, bool> &known,
		       bool (*is)(std::string_view code)) const
{
	const std::string_view name = code.modules()[module].file;
	const auto told = known.find(name);

	if (told != known.end())
		return told->second;
	return known[name] = is(file().code);
}

/* Whether the file, if it has a glob of intrinsics, uses those of vectors. */
bool Checker::has_vectors()
{
	return ask_once(vectors_in, has_vector_intrinsics);
}

void Checker::check_paths()
{
	const std::vector<CodePath> &paths = code.paths(module);
	const std::vector<Meaning> &meanings = code.meanings(module);

	for (size_t i = 0; i < paths.size(); i++) {
		const CodePath &path = paths[i];
		if (file().is(path.end, "!")) {
			const WordRule *const rule =
				rule_for(macro_rules, path.words.back());
			if (rule)
				add(rule->id, path.begin, rule->message);
			continue;
		}
		/* Where a word was imported, the import says so. */
		if (!path.imported && path.words.size() < 2)
			continue;
		const Meaning &meaning = meanings[i];
		if (meaning.path.size() >= 2 &&
		    (meaning.is_of("core") || meaning.is_of("std")))
			check_path(path, meaning.path);
	}
}

/* @path, which means @meaning in core or std. */
void Checker::check_path(const CodePath &path, const PathWords &meaning)
{
	const bool is_module = meaning.size() == 3;

	if (is_one_of(unwinding_items, meaning.back()) &&
	    (meaning[1] == "panic" || meaning[1] == "thread" ||
	     meaning[1] == "intrinsics"))
		add(Id::unwinding_used, path.begin,
		    str(meaning.back(), " counts on panics that unwind"));
	/* What follows is of whole modules. */
	if (!path.imported && !path.global && path.words[0] != "core" &&
	    path.words[0] != "std")
		return;
	if (meaning[1] == "arch")
		add(Id::assembly_used, path.begin,
		    (is_module && has_vectors()) ||
				    (meaning.size() > 3 &&
				     is_vector_intrinsic(meaning[3]))
			    ? vectors
			    : std::string_view(
				      "instructions of one processor"));
	if (meaning[1] == "simd")
		add(Id::assembly_used, path.begin, vectors);
	if (meaning[1] == "sync" && meaning.size() > 2 &&
	    meaning[2] == "atomic")
		add(Id::rust_atomics, path.begin,
		    "atomics of Rust's memory model");
}

/* `[…]` of an attribute, with what a cfg_attr gives, and with the `unsafe(…)`
 * that may be around a name. */
void Checker::check_attributes(size_t open)
{
	std::vector<Attribute> attributes;

	read_attributes(file(), open, cfgs, attributes);
	for (const Attribute &one : attributes) {
		const size_t first = one.tokens.begin;
		const size_t name =
			is_word(file(), first, "unsafe") ? first + 2 : first;
		const WordRule *const rule =
			name < one.tokens.end
				? rule_for(attribute_rules, file().text(name))
				: nullptr;
		if (!rule || one.when == Truth::no)
			continue;
		add(rule->id, name, rule->message).conditional |=
			one.when != Truth::yes;
		if (is_word(file(), name, "target_feature") &&
		    has_vector_feature(file(), one.tokens))
			found.back().message = vectors;
	}
}

/* `extern "C" {`, `extern "C-unwind" fn`, at the `extern` */
void Checker::check_abi(size_t i)
{
	if (i + 1 >= file().tokens.size() ||
	    file().tokens[i + 1].kind != TokenKind::string)
		return;
	if (file().text(i + 1).ends_with("-unwind\""))
		add(Id::unwinding_used, i + 1,
		    "a function through which a panic may unwind");
	if (is_open(file(), i + 2, '{'))
		add(Id::foreign_function, i, "functions that are not Rust");
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

/* In token @i, or between it and the one before; comments may have any. */
void Checker::check_invisible(size_t i)
{
	const size_t begin = i ? file().tokens[i - 1].end() : 0;
	const std::string_view text =
		file().code.substr(begin, file().tokens[i].end() - begin);
	const size_t at = first_invisible(text);

	/* A byte order mark may stand at the top. */
	if (at == text.npos || (!i && !at && !file().head()))
		return;
	const std::string_view before = text.substr(0, at);
	if (begin + at < file().tokens[i].begin &&
	    (contains(before, "//") || contains(before, "/*")))
		return;
	Diag &diag =
		add(Id::invisible_character, i, "a character that nobody sees");
	/* Nor is it shown here. */
	diag.where->text = {};
}

void Checker::check_invisible()
{
	const CodeModule &in = code.modules()[module];
	Skipper skipper(in.skipped);

	/* Hardly any file has one. */
	if (!ask_once(invisible_in, has_invisible))
		return;
	for (size_t i = skipper.next(in.begin); i < in.end;
	     i = skipper.next(i + 1))
		check_invisible(i);
}

void Checker::check_tokens()
{
	const CodeModule &in = code.modules()[module];
	Skipper skipper(in.skipped);

	for (size_t i = skipper.next(in.begin); i < in.end;
	     i = skipper.next(i + 1)) {
		if (file().is(i, "#") && is_open(file(), i + 1, '['))
			check_attributes(i + 1);
		if (is_word(file(), i, "extern"))
			check_abi(i);
		if (file().tokens[i].kind == TokenKind::identifier)
			check_identifier(i);
	}
}

} /* namespace */

std::vector<Diag> check_host_code(const CrateCode &code, const CfgSet &cfgs)
{
	return Checker(code, cfgs).run_for_host();
}

std::vector<Diag> check_code(const CrateCode &code, const CrateSource &source,
			     const CfgSet &cfgs)
{
	std::vector<Diag> found = Checker(code, cfgs).run();

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
