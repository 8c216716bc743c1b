// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/functions.h"

#include <algorithm>
#include <set>

#include "audit/finding_at.h"
#include "audit/sizes.h"
#include "audit/token_walk.h"
#include "base/str.h"
#include "rustsrc/code_paths.h"
#include "rustsrc/impls.h"

namespace kcrate {

namespace {

bool is_const_fn(const TokenFile &file, const FnItem &fn)
{
	for (size_t i = fn.token - 1, n = 0; i && n < 5; n++) {
		i--;
		if (is_word(file, i, "const"))
			return true;
		if (!is_word(file, i, "unsafe") &&
		    !is_word(file, i, "extern") &&
		    file.tokens[i].kind != TokenKind::string)
			return false;
	}
	return false;
}

class StackChecker {
public:
	StackChecker(const CrateCode &code, uint64_t frame_warn)
		: code(code), frame_warn(frame_warn), sizes(code)
	{}

	std::vector<Diag> run()
	{
		for (const size_t m : code.reached()) {
			module = m;
			for (const ImplItem &impl : code.items(m).impls)
				for (const FnItem &fn : impl.functions)
					if (!is_const_fn(file(), fn))
						read(impl, fn);
		}
		return std::move(found);
	}

private:
	const TokenFile &file() const { return *code.modules()[module].tokens; }

	void add(size_t token, std::string_view what, uint64_t size)
	{
		found.push_back(
			finding_at(code, { module, token }, Id::stack_large,
				   str(what, " needs ", size,
				       " bytes of the stack, or more"))
				.with_help("a kernel's stack has 16 KiB for "
					   "all: allocate it, or let the "
					   "caller give it"));
	}

	void read(const ImplItem &impl, const FnItem &fn);
	size_t read_let(const ImplItem &impl, size_t i, size_t end);
	void read_array(size_t i);

	const CrateCode &code;
	uint64_t frame_warn;
	Sizes sizes;
	size_t module = 0;
	std::vector<Diag> found;
};

void StackChecker::read(const ImplItem &impl, const FnItem &fn)
{
	for (size_t i = fn.body; i < fn.body_end; i++) {
		if (code.is_skipped(module, i))
			continue;
		if (is_word(file(), i, "fn") && is_segment(file(), i + 1))
			i = fn_end(file(), i, fn.body_end);
		/* What is in no frame. */
		else if ((is_word(file(), i, "const") ||
			  is_word(file(), i, "static")) &&
			 is_segment(file(), i + 1))
			i = statement_end(file(), i, fn.body_end);
		else if (is_word(file(), i, "const") &&
			 is_open(file(), i + 1, '{'))
			i = file().tokens[i + 1].match();
		else if (is_word(file(), i, "let"))
			i = read_let(impl, i, fn.body_end);
		else if (is_open(file(), i, '['))
			read_array(i);
	}
}

/* `let name: T = …`, `let name = T { … }`; the token to go on behind. */
size_t StackChecker::read_let(const ImplItem &impl, size_t i, size_t end)
{
	const size_t name = is_word(file(), i + 1, "mut") ? i + 2 : i + 1;
	uint64_t size = 0;

	if (!is_segment(file(), name))
		return i;
	const std::string what = str("'", file().text(name), "'");
	if (file().is(name + 1, ":") && !is_colons(file(), name + 1)) {
		size_t stop = name + 2;
		while (stop < end && !file().is(stop, "=") &&
		       !file().is(stop, ";"))
			stop = file().tokens[stop].kind == TokenKind::open
				       ? file().tokens[stop].match() + 1
				       : stop + 1;
		size = sizes.of_type(module, { name + 2, stop });
		if (size <= frame_warn)
			return stop - 1;
	} else if (file().is(name + 1, "=")) {
		std::optional<CodePath> path = path_at(file(), name + 2, end);
		if (!path || !is_open(file(), path->end, '{'))
			return name;
		if (path->words == PathWords{ "Self" } && impl.self)
			path = impl.self->path;
		if (path->words.empty())
			return name;
		size = sizes.of_struct(code.resolve(module, *path));
	}
	if (size <= frame_warn)
		return name;
	add(name, what, size);
	return statement_end(file(), name, end);
}

/* `[x; n]`, but not behind a `&`, where it is a constant, or a macro's name. */
void StackChecker::read_array(size_t i)
{
	if (!i || file().is(i - 1, "!") || file().is(i - 1, "&"))
		return;
	const uint64_t size =
		sizes.of_value(module, { i, file().tokens[i].match() + 1 });
	if (size > frame_warn)
		add(i, "an array", size);
}

class RecursionFinder {
public:
	explicit RecursionFinder(const CrateCode &code) : code(code) {}

	std::vector<Diag> run()
	{
		learn();
		for (const size_t m : code.reached()) {
			module = m;
			for (const ImplItem &impl : code.items(m).impls)
				for (const FnItem &fn : impl.functions)
					read(impl, fn);
		}
		return std::move(found);
	}

private:
	const TokenFile &file() const { return *code.modules()[module].tokens; }
	void learn();
	void read(const ImplItem &impl, const FnItem &fn);
	bool calls_itself(const ImplItem &impl, const FnItem &fn,
			  size_t i) const;
	bool is_own_method(const ImplItem &impl, std::string_view name) const;
	bool is_shadowed(const FnItem &fn) const;

	const CrateCode &code;
	size_t module = 0;
	/* Methods of types' own, by the type's name: how often there is one. */
	std::map<std::pair<std::string_view, std::string_view>, size_t>
		inherent;
	std::vector<Diag> found;
};

void RecursionFinder::learn()
{
	for (size_t m = 0; m < code.modules().size(); m++)
		for (const ImplItem &impl : code.items(m).impls)
			if (impl.self && impl.of_trait.empty())
				for (const FnItem &fn : impl.functions)
					inherent[{ impl.self->word,
						   fn.name }]++;
}

/* Whether `self.name()` in @impl is @impl's own: a type's own methods go before
 * those of traits, and those of two types may have one name. */
bool RecursionFinder::is_own_method(const ImplItem &impl,
				    std::string_view name) const
{
	if (!impl.self || !impl.of_trait.empty() || impl.is_trait ||
	    impl.self->is_reference)
		return false;
	const auto known = inherent.find({ impl.self->word, name });
	return known != inherent.end() && known->second == 1;
}

/* Whether something in @fn has its name: a parameter, a variable, an import. */
bool RecursionFinder::is_shadowed(const FnItem &fn) const
{
	for (size_t i = fn.params; i < fn.body_end; i++) {
		if (is_word(file(), i, "use"))
			return true;
		if (!file().is(i, fn.name))
			continue;
		const bool is_named =
			file().is(i + 1, ":") && !is_colons(file(), i + 1);
		if (is_named || is_word(file(), i - 1, "let") ||
		    is_word(file(), i - 1, "mut") ||
		    is_word(file(), i - 1, "fn") || file().is(i - 1, "|"))
			return true;
	}
	return false;
}

/* Whether the name at token @i of @fn's body calls it. */
bool RecursionFinder::calls_itself(const ImplItem &impl, const FnItem &fn,
				   size_t i) const
{
	if (!file().is(i, fn.name) || !is_open(file(), i + 1, '('))
		return false;
	if (file().is(i - 1, "."))
		return fn.has_self && is_word(file(), i - 2, "self") &&
		       !file().is(i - 3, ".") && is_own_method(impl, fn.name);
	if (i >= 3 && is_colons(file(), i - 2))
		return is_word(file(), i - 3, "Self") &&
		       is_own_method(impl, fn.name);
	/* A method has no name of its own in its body. */
	return !impl.token && !impl.self;
}

void RecursionFinder::read(const ImplItem &impl, const FnItem &fn)
{
	for (size_t i = fn.body; i < fn.body_end; i++) {
		if (code.is_skipped(module, i))
			continue;
		if (is_word(file(), i, "fn") && is_segment(file(), i + 1)) {
			i = fn_end(file(), i, fn.body_end);
			continue;
		}
		if (!calls_itself(impl, fn, i))
			continue;
		if (!file().is(i - 1, ".") && is_shadowed(fn))
			return;
		found.push_back(
			finding_at(code, { module, i }, Id::recursion,
				   str(fn.name, "() calls itself"))
				.with_help("a kernel's stack has 16 KiB: see "
					   "that the depth is bounded, by "
					   "what is not input"));
		return;
	}
}

} /* namespace */

std::vector<Diag> check_stack(const CrateCode &code, uint64_t frame_warn)
{
	return StackChecker(code, frame_warn).run();
}

std::vector<Diag> check_recursion(const CrateCode &code)
{
	return RecursionFinder(code).run();
}

} /* namespace kcrate */
