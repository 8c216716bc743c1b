// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/vectors.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "audit/finding_at.h"
#include "audit/token_walk.h"
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

/* A function of a module, by its scope, or one of a type or trait, by the name
 * of that. */
using Name = std::tuple<size_t, std::string_view, std::string_view>;
constexpr size_t no_scope = SIZE_MAX;

std::string_view owner_of(const ImplItem &impl)
{
	return impl.self ? impl.self->word : impl.of_trait;
}

class VectorFinder {
public:
	VectorFinder(const CrateCode &code, const CfgSet &cfgs)
		: code(code), cfgs(cfgs)
	{}

	std::vector<Diag> run()
	{
		for (const size_t m : code.reached())
			if (code.modules()[m].reach == Truth::yes)
				learn(m);
		for (size_t i = 0; i < all.size(); i++)
			read(i);
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
	void learn(size_t module);
	void learn_features(size_t module,
			    const std::map<size_t, size_t> &by_token);
	bool enables_vectors(const TokenFile &file, size_t open) const;
	void read(size_t caller);
	void add_call(size_t caller, std::optional<size_t> callee);
	std::optional<size_t> method(std::string_view name) const;
	std::optional<size_t> function(const Function &caller,
				       const CodePath &path) const;
	void spread();
	void learn_exports();
	bool is_visible(size_t module) const;
	bool is_visible(const Function &function) const;
	void report(const Function &function);

	const CrateCode &code;
	const CfgSet &cfgs;
	std::vector<Function> all;
	/* Nothing where there are two: none is certain then. */
	std::map<Name, std::optional<size_t>> by_name;
	std::map<std::string_view, std::optional<size_t>> by_last_name;
	std::multimap<size_t, size_t> callers; /* by whom they call */
	std::set<std::string_view> exported;   /* what a `pub use` names */
	std::vector<Diag> found;
};

/* The functions of @module that are certainly compiled. */
void VectorFinder::learn(size_t module)
{
	std::map<size_t, size_t> by_token;
	const auto add = [&](auto &map, const auto &key) {
		const auto [at, fresh] = map.emplace(key, all.size());
		if (!fresh)
			at->second.reset();
	};

	for (const ImplItem &impl : code.items(module).impls)
		for (const FnItem &fn : impl.functions) {
			if (!is_certain(module, fn.token))
				continue;
			by_token.emplace(fn.token, all.size());
			add(by_name,
			    Name(impl.token ? no_scope
					    : code.modules()[module].scope,
				 owner_of(impl), fn.name));
			add(by_last_name, fn.name);
			all.push_back({ module, &impl, &fn });
		}
	if (contains(code.modules()[module].tokens->code, "target_feature"))
		learn_features(module, by_token);
}

/* Whether the attribute in the `[…]` at @open is a #[target_feature] of them.
 */
bool VectorFinder::enables_vectors(const TokenFile &file, size_t open) const
{
	std::vector<Attribute> attributes;

	read_attributes(file, open, cfgs, attributes);
	return std::any_of(attributes.begin(), attributes.end(),
			   [&](const Attribute &one) {
				   return one.when == Truth::yes &&
					  is_word(file, one.tokens.begin,
						  "target_feature") &&
					  has_vector_feature(file, one.tokens);
			   });
}

/* Which of those in @by_token, of @module, have a #[target_feature]. */
void VectorFinder::learn_features(size_t module,
				  const std::map<size_t, size_t> &by_token)
{
	const CodeModule &in = code.modules()[module];

	for (size_t i = in.begin; i < in.end; i++) {
		if (!in.tokens->is(i, "#") || !is_certain(module, i) ||
		    !is_open(*in.tokens, i + 1, '[') ||
		    !enables_vectors(*in.tokens, i + 1))
			continue;
		const auto next = by_token.upper_bound(i);
		if (next != by_token.end())
			all[next->second].runs = all[next->second].has_feature =
				true;
	}
}

/* Whether a block may open at token @i that no condition decides about. */
bool is_plain_block(const TokenFile &file, size_t i)
{
	return is_word(file, i - 1, "unsafe") || file.is(i - 1, ";") ||
	       file.is(i - 1, "=") || is_open(file, i - 1, '{') ||
	       file.is(i - 1, "}") || file.is(i - 1, "(");
}

/* Whether what is in the bracket at token @i is given to a macro, or may be
 * done without. */
bool opens_uncertain(const TokenFile &file, size_t i)
{
	return file.tokens[i].kind == TokenKind::open &&
	       ((file.is(i - 1, "!") && is_segment(file, i - 2)) ||
		(is_open(file, i, '{') && !is_plain_block(file, i)));
}

/* Whether the rest of a statement may be done without: behind `&&` and `||`,
 * and in a closure. */
bool may_leave_out(const TokenFile &file, size_t i)
{
	return file.is(i, "|") ||
	       (file.is(i, "&") && file.tokens[i].joint && file.is(i + 1, "&"));
}

/*
 * Calls @visit for the tokens of @fn's body that are certainly run: up to what
 * may leave it, and but for what stands behind a condition or in a closure, or
 * is given to a macro.
 */
void visit_certain(const TokenFile &file, const FnItem &fn,
		   const std::function<void(size_t token)> &visit)
{
	size_t left_out = fn.body, end = fn.body_end; /* up to there */

	for (size_t i = fn.body; i < end; i++) {
		if (is_word(file, i, "return"))
			end = statement_end(file, i, end);
		else if (file.is(i, "?"))
			end = i;
		else if (i >= left_out && may_leave_out(file, i))
			left_out = statement_end(file, i, end);
		else if (i > fn.body && opens_uncertain(file, i))
			left_out = std::max<size_t>(left_out,
						    file.tokens[i].match());
		if (i >= left_out)
			visit(i);
	}
}

void VectorFinder::add_call(size_t caller, std::optional<size_t> callee)
{
	if (callee)
		callers.emplace(*callee, caller);
}

/* The only one that is called @name, of a value. */
std::optional<size_t> VectorFinder::method(std::string_view name) const
{
	const auto at = by_last_name.find(name);

	return at != by_last_name.end() && at->second &&
			       all[*at->second].fn->has_self
		       ? at->second
		       : std::nullopt;
}

/* What @path means in @caller: a function, or one of a type or trait. */
std::optional<size_t> VectorFinder::function(const Function &caller,
					     const CodePath &path) const
{
	const PathWords &words = path.words;
	const Meaning meaning = code.resolve(caller.module, path);
	Name name = { no_scope, "", words.back() };

	if (meaning.kind == Meaning::Kind::local &&
	    meaning.words == words.size())
		name = { meaning.module, "", meaning.path.back() };
	else if (words.size() > 1)
		std::get<1>(name) = words[words.size() - 2] == "Self"
					    ? owner_of(*caller.impl)
					    : words[words.size() - 2];
	const auto at = by_name.find(name);
	return at == by_name.end() ? std::nullopt : at->second;
}

/* What the function @caller certainly does: what it names, it may call. */
void VectorFinder::read(size_t caller)
{
	Function &self = all[caller];
	const TokenFile &text = file(self);
	const std::vector<CodePath> &paths = code.paths(self.module);
	auto path = std::partition_point(
		paths.begin(), paths.end(),
		[&](const CodePath &p) { return p.begin < self.fn->body; });

	visit_certain(text, *self.fn, [&](size_t i) {
		while (path != paths.end() && path->begin < i)
			++path;
		if (text.tokens[i].kind != TokenKind::identifier ||
		    !is_certain(self.module, i))
			return;
		if (text.is(i - 1, "."))
			add_call(caller, method(text.text(i)));
		else if (path != paths.end() && path->begin == i)
			add_call(caller, function(self, *path));
		self.runs |=
			is_vector_call(text.text(i)) &&
			(is_open(text, i + 1, '(') || is_colons(text, i + 1));
	});
}

/* From what runs them to all that leads there. */
void VectorFinder::spread()
{
	std::vector<size_t> todo;

	for (size_t i = 0; i < all.size(); i++)
		if (all[i].runs)
			todo.push_back(i);
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

bool has_vector_feature(const TokenFile &file, TokenRange attribute)
{
	for (size_t i = attribute.begin; i < attribute.end; i++) {
		if (file.tokens[i].kind != TokenKind::string)
			continue;
		const Result<std::string> text = string_value(file, i);
		if (!text)
			continue;
		for (const std::string_view feature : split(text.value(), ','))
			if (!is_one_of(scalar_features, trim(feature)))
				return true;
	}
	return false;
}

std::vector<Diag> check_vectors(const CrateCode &code, const CfgSet &cfgs)
{
	return VectorFinder(code, cfgs).run();
}

} /* namespace kcrate */
