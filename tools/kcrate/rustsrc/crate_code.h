/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A crate's code as it is compiled, module by module, and what paths in it
 * mean.  Names are resolved as far as modules, imports and renames decide them
 * (rustc's rustc_resolve, without macros, traits and types): enough to tell
 * `String` of the library from one of the crate's own.
 */

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rustsrc/crate_source.h"
#include "rustsrc/ranges.h"

namespace kcrate {

class Sources;
struct Source;
struct SourceRef;
struct ModuleItems;

/* The segments of a path; views of the source. */
using PathWords = std::vector<std::string_view>;

/* A path where it stands. */
struct CodePath {
	PathWords
		words; /* `$crate` and `crate` are words; `::` alone is none */
	bool global = false;	   /* begins with `::` */
	bool imported = false;	   /* of a `use`: one word may be a crate */
	size_t begin = 0, end = 0; /* tokens, half open */

	/* Whether it is more than one word, which most often is a variable. */
	bool is_telling() const
	{
		return words.size() > 1 || imported || global;
	}
};

/* What a path means. */
struct Meaning {
	enum class Kind {
		unknown, /* a local variable, a generic parameter … */
		local,	 /* an item of the crate */
		module,	 /* one of its modules */
		foreign, /* of another crate */
	};

	Kind kind = Kind::unknown;
	size_t module = 0;
	PathWords path; /* foreign: from the crate's name on; local: its name */
	/* Of what was asked for; an associated item is left. */
	size_t words = 0;

	bool is_of(std::string_view crate) const
	{
		return kind == Kind::foreign && path[0] == crate;
	}
};

struct CodeModule {
	std::string file;
	const TokenFile *tokens = nullptr;
	size_t begin = 0, end = 0; /* of its body, in tokens */
	/* Parts that are not its code: switched off, modules of their own,
	 * macros' definitions.  Sorted and disjoint. */
	Ranges skipped;
	Ranges dead;   /* those switched off */
	Ranges unsure; /* those that may be */
	/* Macros' definitions that the crate calls, or may. */
	Ranges macros;
	std::optional<size_t> parent;
	/* Where it is declared: a module, and a token of its file. */
	std::pair<size_t, size_t> declared = {};
	/* The module whose names these are: another one if it is included. */
	size_t scope = 0;
	Truth reach = Truth::yes;

	std::map<std::string_view, size_t> children;
	std::multimap<std::string_view, CodePath> imports;
	std::vector<CodePath> globs;
	std::vector<size_t> glob_modules; /* those of the crate that they are */
	std::set<std::string_view> items;
};

/* What stands between the braces of `macro_rules! name { … }`. */
struct MacroBody {
	size_t module;
	std::pair<size_t, size_t> tokens;
	std::vector<std::string_view> calls; /* other macros */
};

/* A crate's text, and how it is read; all of it must outlive the CrateCode. */
struct CodeText {
	const Tree &files;
	const std::string &root;
	const CfgSet &cfgs;
	TokenStore &tokens;
	bool edition_2015 = false; /* paths of a `use` begin at the root */
};

class CrateCode {
public:
	CrateCode(CrateCode &&) noexcept;
	CrateCode &operator=(CrateCode &&) = delete;
	~CrateCode();

	/*
	 * The code of @source, which read_crate_source() made of the same
	 * @text.  Diag rust_syntax.
	 */
	static Result<CrateCode> read(const CodeText &text,
				      const CrateSource &source);

	const std::vector<CodeModule> &modules() const { return all; }

	/* Those that may be compiled, by their number. */
	std::vector<size_t> reached() const;

	/* By name, all that are defined. */
	const std::multimap<std::string_view, MacroBody> &macros() const
	{
		return definitions;
	}
	Place place(const CodeModule &module, size_t token) const;

	/* Whether a configuration may leave out @token, of a module's code. */
	static bool is_conditional(const CodeModule &module, size_t token);

	/* Whether @token is not in the code of @module. */
	bool is_skipped(size_t module, size_t token) const;

	/* What @path means in @module; imports of it have it too. */
	Meaning resolve(size_t module, const CodePath &path) const;

	/* The paths in the code of @module, those of its imports included. */
	const std::vector<CodePath> &paths(size_t module) const;

	/* What each of paths() of @module means; unknown where it is not
	 * telling. */
	const std::vector<Meaning> &meanings(size_t module) const;

	/* What items_of() says of @module. */
	const ModuleItems &items(size_t module) const;

	/* The same in one macro's body. */
	std::vector<CodePath> paths_in(const MacroBody &body) const;

	/* The same in the bodies of all macros that the crate calls. */
	std::vector<CodePath> macro_paths(size_t module) const;

private:
	CrateCode();
	class Reader;
	struct Search;

	void resolve_globs();

	Meaning look_up(size_t module, std::string_view name,
			Search &search) const;
	Meaning resolve(size_t module, const CodePath &path,
			Search &search) const;
	Meaning first_word(size_t module, const CodePath &path, size_t &next,
			   Search &search) const;

	std::unique_ptr<Sources> sources;
	std::vector<CodeModule> all; /* the root is the first */
	std::multimap<std::string_view, MacroBody> definitions;
	std::map<std::string_view, PathWords> extern_prelude;
	bool is_2015 = false;
	/* What was asked for once; so a CrateCode is not for two threads. */
	struct Found;
	std::unique_ptr<Found> found;
};

/* By a name, those that name it. */
using Namers = std::multimap<std::string_view, std::string_view>;

/* @names, and all that lead to one of them by way of @namers. */
std::set<std::string_view> leading_to(std::set<std::string_view> names,
				      const Namers &namers);

/* By a macro of @code, those that call it. */
Namers callers_of_macros(const CrateCode &code);

} /* namespace kcrate */
