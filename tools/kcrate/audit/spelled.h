/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What type an expression has, as far as a crate spells it: in signatures,
 * fields, `let` and constructors.  rustc infers all types; this looks at names
 * alone, and says so where it does not know.
 */

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "audit/library_api.h"
#include "rustsrc/crate_code.h"
#include "rustsrc/impls.h"

namespace kcrate {

struct Kind {
	enum class Of {
		unknown,
		library, /* alloc's, as LibraryApi has it; "[]" and "str" */
		crate,	 /* the crate's own, by its name */
		other,	 /* of another crate or of core, by its name */
	};

	Of of = Of::unknown;
	std::string name;
	std::shared_ptr<const Kind> inner; /* its first argument */

	bool operator==(const Kind &) const;
};

/* Types of one crate; functions of it are entered one after the other. */
class SpelledTypes {
public:
	/* Without @library, which may be null, alloc's types are others. */
	SpelledTypes(const CrateCode &code, const LibraryApi *library);

	const ModuleItems &items(size_t module) const
	{
		return code.items(module);
	}

	/* Whether a type of the crate's own has a method @name. */
	bool has_method(std::string_view name) const
	{
		return methods.count(name);
	}

	Kind kind_of(size_t module, const SpelledType &type) const;

	/* What the alias is, `type name = …`, that @meaning has; unknown where
	 * it is none. */
	Kind alias(const Meaning &meaning) const;

	/*
	 * Calls @visit for each token in the bodies of @module's functions, but
	 * those switched off; what is asked meanwhile is of that place.
	 */
	void visit_bodies(size_t module,
			  const std::function<void(size_t token)> &visit);

	/* Whether @name is a variable of a type whose name @is says. */
	bool is_variable(std::string_view name,
			 bool (*is)(std::string_view)) const
	{
		const auto known = variables.find(name);
		return known != variables.end() && is(known->second.name);
	}

	/* What stands before the `.` at token @dot. */
	Kind receiver(size_t dot) const;

	/* The type of the expression in these tokens. */
	Kind evaluate(size_t begin, size_t end) const;

	/* What `.collect()` or `.into()` at the dot @i makes, if it is said. */
	Kind collected(size_t i) const;

private:
	void learn(size_t module);
	void enter(size_t module, const ImplItem &impl, const FnItem &fn);
	void pass(size_t i, size_t end);
	void read_let(size_t i, size_t end);
	void read_some(size_t i, size_t end);
	void read_variant(size_t i);
	void forget(size_t begin, size_t end);
	Kind kind_of_path(size_t module, const CodePath &path,
			  size_t &words) const;
	Kind primary(size_t &i, size_t end) const;
	Kind call(const CodePath &path) const;
	Kind postfix(Kind kind, size_t &i, size_t end) const;
	Kind field(const Kind &kind, std::string_view name) const;
	Kind result(const Kind &kind, std::string_view method) const;
	size_t chain_begin(size_t dot) const;
	size_t statement_begin(size_t i) const;

	const CrateCode &code;
	const LibraryApi *library;
	using Member = std::pair<std::string_view, std::string_view>;
	std::map<std::string_view, Kind> fields, functions, variants;
	/* By module and name. */
	std::map<std::pair<size_t, std::string_view>, Kind> aliases;
	std::map<Member, Kind> fields_of, functions_of;
	std::set<std::string_view> methods;

	/* Of the function that was entered. */
	size_t here = 0; /* its module */
	const TokenFile *file = nullptr;
	const FnItem *function = nullptr;
	Kind self, returns;
	std::map<std::string_view, Kind> variables;
	/* Those of a `let`, which are there behind it: at which token. */
	std::vector<std::tuple<size_t, std::string_view, Kind>> pending;
	mutable size_t depth = 0; /* of parentheses that are looked into */
};

/* The types of @code without a library, for all that want them: made when they
 * are first asked for. */
class TypesOnDemand {
public:
	explicit TypesOnDemand(const CrateCode &code) : code(code) {}

	SpelledTypes &get()
	{
		if (!types)
			types.emplace(code, nullptr);
		return *types;
	}

private:
	const CrateCode &code;
	std::optional<SpelledTypes> types;
};

} /* namespace kcrate */
