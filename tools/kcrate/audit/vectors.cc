// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/vectors.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "audit/finding_at.h"
#include "base/one_of.h"
#include "base/str.h"
#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"
#include "rustsrc/impls.h"

namespace kcrate {

namespace {

/* Features of processors whose instructions need no vector registers. */
constexpr std::string_view scalar_features[] = { "adx",
						 "bmi1",
						 "bmi2",
						 "cmpxchg16b",
						 "crc",
						 "fxsr",
						 "lse",
						 "lse2",
						 "lse128",
						 "lzcnt",
						 "movbe",
						 "popcnt",
						 "quadword-atomics",
						 "rand",
						 "rdrand",
						 "rdseed",
						 "tbm",
						 "xsave",
						 "xsaveopt",
						 "zba",
						 "zbb",
						 "zbs" };

/* Intrinsics of x86 that are named like those of vectors, and need none. */
constexpr std::string_view scalar_intrinsics[] = {
	"_mm_clflush", "_mm_lfence",   "_mm_mfence",
	"_mm_pause",   "_mm_prefetch", "_mm_sfence"
};

/* Arm's, `vaddq_u8`: with what its elements are at the end. */
bool is_neon_intrinsic(std::string_view name)
{
	constexpr std::string_view bits[] = { "8", "16", "32", "64" };
	const size_t last = name.rfind('_');

	return name.starts_with("v") && last != name.npos &&
	       name.size() > last + 2 &&
	       contains("sufp", name.substr(last + 1, 1)) &&
	       is_one_of(bits, name.substr(last + 2));
}

/* Whether a call of @name can hardly be of anything but such an intrinsic. */
bool is_vector_call(std::string_view name)
{
	return (name.starts_with("_mm") && is_vector_intrinsic(name)) ||
	       is_neon_intrinsic(name);
}

struct Function {
	size_t module;
	const ImplItem *impl;
	const FnItem *fn;
	bool runs = false;	  /* vector instructions */
	bool has_feature = false; /* #[target_feature] */
	std::optional<size_t> by; /* the function by way of which it does */
};

class VectorFinder {
public:
	VectorFinder(const CrateCode &code, const CfgSet &cfgs)
		: code(code), cfgs(cfgs)
	{}

	std::vector<Diag> run()
	{
		learn();
		for (size_t i = 0; i < all.size(); i++)
			if (all[i].runs)
				todo.push_back(i);
		if (todo.empty())
			return {};
		spread();
		learn_exports();
		for (const Function &function : all)
			if (function.runs && is_visible(function))
				report(function);
		return std::move(found);
	}

private:
	const CodeModule &in(const Function &function) const
	{
		return code.modules()[function.module];
	}
	const TokenFile &file(const Function &function) const
	{
		return *in(function).tokens;
	}
	bool is_certain(size_t module, size_t token) const
	{
		return !code.is_skipped(module, token) &&
		       !CrateCode::is_conditional(code.modules()[module],
						  token);
	}
	void learn();
	void learn_features(size_t module, size_t first);
	bool enables_vectors(const TokenFile &file, size_t open) const;
	bool is_guarded(const Function &function, size_t token) const;
	bool calls_intrinsic(const Function &function) const;
	std::vector<size_t> callees(const Function &caller) const;
	void add_method(std::string_view name, std::vector<size_t> &out) const;
	void add_named(const Function &caller, const CodePath &path,
		       std::vector<size_t> &out) const;
	void spread();
	void learn_exports();
	bool is_visible(size_t module) const;
	bool is_visible(const Function &function) const;
	void report(const Function &function);

	const CrateCode &code;
	const CfgSet &cfgs;
	std::vector<Function> all;
	std::multimap<std::string_view, size_t> by_name;
	std::vector<size_t> todo;
	std::set<std::string_view> exported; /* what a `pub use` names */
	std::vector<Diag> found;
};

/* All functions that are certainly compiled, and which need no other to run
 * vector instructions. */
void VectorFinder::learn()
{
	for (const size_t m : code.reached()) {
		const size_t first = all.size();
		if (code.modules()[m].reach != Truth::yes)
			continue;
		for (const ImplItem &impl : code.items(m).impls)
			for (const FnItem &fn : impl.functions)
				if (is_certain(m, fn.token))
					all.push_back({ m, &impl, &fn });
		for (size_t i = first; i < all.size(); i++) {
			by_name.emplace(all[i].fn->name, i);
			all[i].runs = calls_intrinsic(all[i]);
		}
		learn_features(m, first);
	}
}

/* Whether the attribute in the `[…]` at @open is a #[target_feature] of them.
 */
bool VectorFinder::enables_vectors(const TokenFile &file, size_t open) const
{
	std::vector<Attribute> attributes;

	read_attributes(file, open, cfgs, attributes);
	for (const Attribute &one : attributes) {
		if (one.when != Truth::yes ||
		    !is_word(file, one.tokens.begin, "target_feature"))
			continue;
		for (size_t i = one.tokens.begin; i < one.tokens.end; i++) {
			const Result<std::string> text = string_value(file, i);
			if (file.tokens[i].kind != TokenKind::string || !text)
				continue;
			for (const std::string_view feature :
			     split(text.value(), ','))
				if (is_vector_feature(trim(feature)))
					return true;
		}
	}
	return false;
}

/* Those of @module, from @first on, that have a #[target_feature]. */
void VectorFinder::learn_features(size_t module, size_t first)
{
	const CodeModule &in = code.modules()[module];

	for (size_t i = in.begin; i < in.end; i++) {
		if (!in.tokens->is(i, "#") || !is_certain(module, i) ||
		    !is_open(*in.tokens, i + 1, '[') ||
		    !enables_vectors(*in.tokens, i + 1))
			continue;
		Function *next = nullptr;
		for (size_t f = first; f < all.size(); f++)
			if (all[f].fn->token > i &&
			    (!next || all[f].fn->token < next->fn->token))
				next = &all[f];
		if (next)
			next->runs = next->has_feature = true;
	}
}

/* Whether a block may open at token @i that no condition decides about. */
bool is_plain_block(const TokenFile &file, size_t i)
{
	return is_word(file, i - 1, "unsafe") || file.is(i - 1, ";") ||
	       file.is(i - 1, "=") || is_open(file, i - 1, '{') ||
	       file.is(i - 1, "}") || file.is(i - 1, "(");
}

/* Whether the body of @function may do without @token, for all that is seen. */
bool VectorFinder::is_guarded(const Function &function, size_t token) const
{
	const TokenFile &text = file(function);

	for (size_t i = function.fn->body; i < token; i++) {
		if (is_word(text, i, "return") || text.is(i, "?"))
			return true;
		if (is_open(text, i, '{') && text.tokens[i].match() > token &&
		    i > function.fn->body && !is_plain_block(text, i))
			return true;
	}
	return false;
}

bool VectorFinder::calls_intrinsic(const Function &function) const
{
	const TokenFile &text = file(function);

	for (size_t i = function.fn->body; i < function.fn->body_end; i++)
		if (text.tokens[i].kind == TokenKind::identifier &&
		    (is_open(text, i + 1, '(') || is_colons(text, i + 1)) &&
		    is_vector_call(text.text(i)) &&
		    is_certain(function.module, i) && !is_guarded(function, i))
			return true;
	return false;
}

/* The only method that is called @name, if there is one. */
void VectorFinder::add_method(std::string_view name,
			      std::vector<size_t> &out) const
{
	const auto [first, last] = by_name.equal_range(name);

	if (first != last && std::next(first) == last &&
	    all[first->second].fn->has_self)
		out.push_back(first->second);
}

/* What @path means in @caller: a function, or one of a type or trait. */
void VectorFinder::add_named(const Function &caller, const CodePath &path,
			     std::vector<size_t> &out) const
{
	const PathWords &words = path.words;
	const Meaning meaning = code.resolve(caller.module, path);
	const bool is_whole = meaning.kind == Meaning::Kind::local &&
			      meaning.words == words.size();
	const std::string_view owner =
		words.size() < 2 ? "" : words[words.size() - 2];
	const auto [first, last] = by_name.equal_range(
		is_whole ? meaning.path.back() : words.back());

	if (first == last || is_guarded(caller, path.begin))
		return;
	for (auto at = first; at != last; ++at) {
		const Function &callee = all[at->second];
		const ImplItem &impl = *callee.impl;
		const bool is_owned =
			(owner == "Self" && caller.impl == &impl) ||
			(impl.self && impl.self->word == owner);
		if (impl.token ? is_owned
			       : is_whole && meaning.module == in(callee).scope)
			out.push_back(at->second);
	}
}

/* The functions that @caller names: what it names, it may call. */
std::vector<size_t> VectorFinder::callees(const Function &caller) const
{
	const FnItem &fn = *caller.fn;
	const TokenFile &text = file(caller);
	std::vector<size_t> out;

	const std::vector<CodePath> &paths = code.paths(caller.module);
	for (auto path = std::partition_point(
		     paths.begin(), paths.end(),
		     [&](const CodePath &p) { return p.begin < fn.body; });
	     path != paths.end() && path->begin < fn.body_end; ++path)
		if (is_certain(caller.module, path->begin))
			add_named(caller, *path, out);
	for (size_t i = fn.body; i + 1 < fn.body_end; i++)
		if (text.is(i, ".") && is_certain(caller.module, i) &&
		    text.tokens[i + 1].kind == TokenKind::identifier &&
		    !is_guarded(caller, i))
			add_method(text.text(i + 1), out);
	return out;
}

/* From what runs them to all that leads there. */
void VectorFinder::spread()
{
	std::multimap<size_t, size_t> callers;

	for (size_t i = 0; i < all.size(); i++)
		for (const size_t callee : callees(all[i]))
			callers.emplace(callee, i);
	while (!todo.empty()) {
		const size_t callee = todo.back();
		const auto [first, last] = callers.equal_range(callee);
		todo.pop_back();
		for (auto at = first; at != last; ++at) {
			Function &caller = all[at->second];
			if (caller.runs)
				continue;
			caller.runs = true;
			caller.by = callee;
			todo.push_back(at->second);
		}
	}
}

void VectorFinder::learn_exports()
{
	for (const size_t m : code.reached()) {
		const CodeModule &module = code.modules()[m];
		const TokenFile &text = *module.tokens;
		for (size_t i = module.begin; i + 1 < module.end; i++) {
			if (!is_word(text, i, "pub") ||
			    !is_word(text, i + 1, "use") ||
			    code.is_skipped(m, i))
				continue;
			for (; i < module.end && !text.is(i, ";"); i++)
				if (text.tokens[i].kind ==
				    TokenKind::identifier)
					exported.insert(text.text(i));
		}
	}
}

/* Whether others see @module, or its names by way of a `pub use`. */
bool VectorFinder::is_visible(size_t module) const
{
	const CodeModule &inner = code.modules()[module];

	if (!inner.parent)
		return true;
	const auto [outer, name] = inner.declared;
	const TokenFile &text = *code.modules()[outer].tokens;
	if (name < 2 || exported.count(text.text(name)))
		return true;
	return is_word(text, name - 2, "pub") && is_visible(*inner.parent);
}

bool VectorFinder::is_visible(const Function &function) const
{
	const TokenFile &text = file(function);
	size_t i = function.fn->token - 1; /* the `fn` */

	/* A value may be had on processors alone that have them. */
	if (function.has_feature || function.fn->has_self)
		return false;
	while (i &&
	       (text.tokens[i - 1].kind == TokenKind::string ||
		is_word(text, i - 1, "const") ||
		is_word(text, i - 1, "async") || is_word(text, i - 1, "safe") ||
		is_word(text, i - 1, "extern")))
		i--;
	if (i && is_word(text, i - 1, "unsafe"))
		return false;
	if (function.impl->is_trait || !function.impl->of_trait.empty())
		return true;
	return i && is_word(text, i - 1, "pub") &&
	       (function.impl->token || exported.count(function.fn->name) ||
		is_visible(function.module));
}

void VectorFinder::report(const Function &function)
{
	std::string way;

	if (function.by) {
		const Function &by = all[*function.by];
		const Place place = code.place(in(by), by.fn->token);
		way = str(", by way of ", by.fn->name, "() in ", place.file,
			  ":", place.line);
	}
	found.push_back(
		finding_at(code, { function.module, function.fn->token },
			   Id::vector_instructions,
			   str(function.fn->name, "() runs vector instructions",
			       way))
			.with_help("vector registers are the user's: switch "
				   "the feature off that asks for this, edit "
				   "it out, or call it between "
				   "kernel_fpu_begin() and kernel_fpu_end() "
				   "alone"));
}

} /* namespace */

bool is_vector_intrinsic(std::string_view name)
{
	if (name.starts_with("_mm"))
		return !is_one_of(scalar_intrinsics, name) &&
		       !name.starts_with("_mm_crc32");
	/* __m128i; uint8x16_t, vaddq_u8; v128, u8x16_add */
	return name.starts_with("__m") || contains(name, "x16") ||
	       contains(name, "x8") || contains(name, "x4") ||
	       contains(name, "x2") || name.starts_with("v");
}

bool is_vector_feature(std::string_view feature)
{
	return !is_one_of(scalar_features, feature);
}

std::vector<Diag> check_vectors(const CrateCode &code, const CfgSet &cfgs)
{
	return VectorFinder(code, cfgs).run();
}

} /* namespace kcrate */
