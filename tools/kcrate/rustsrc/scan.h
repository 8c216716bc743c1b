/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What one source file says about others and about the configuration.  A scan
 * knows nothing of how its file is reached: its truths hold if the file as a
 * whole does, and its directories are those behind the file's own.
 */

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rustsrc/macros.h"

namespace kcrate {

/* Where the modules declared at some point in a file live. */
struct ModuleDir {
	/* Begin with the module's own name, as x/ for what x.rs declares. */
	bool behind_stem = false;
	std::string rest; /* "a/b/", from inline modules */
};

/* One use of another file. */
struct Use {
	enum class Kind {
		module_name, /* mod text; */
		module_path, /* #[path = "text"] mod x; */
		source,	     /* include!("text") */
		data	     /* include_str!, include_bytes! */
	};

	Kind kind;
	Truth truth;
	/*
	 * A file that is not there is no error: the use is in a macro, or where
	 * rustc would not look for it.
	 */
	bool guess;
	/* The path is to be seen from the tree's top, not from the file. */
	bool from_top;
	size_t token;
	std::string text;
	ModuleDir dir; /* for the module kinds */
};

struct EnvMention {
	std::string name;
	bool optional;
	Truth truth;
	size_t token;
};

struct MacroDefinition {
	std::string name;
	Truth truth;
	Macro macro;
};

/* `feature(name)` among a file's inner attributes. */
struct FeatureUse {
	std::string name;
	Truth truth;
};

struct FileScan {
	std::vector<Use> uses;
	std::vector<EnvMention> envs;
	std::vector<MacroDefinition> macros;
	std::vector<TokenRange> dead; /* Truth::no: sorted and disjoint */
	/* What a cfg may switch off, sorted and disjoint: not what macros may.
	 */
	std::vector<TokenRange> unsure;
	Truth no_std = Truth::no;	  /* inner attributes of the file */
	std::vector<FeatureUse> features; /* of them, too */
	/* The macros called that are nobody's we know; views of the text. */
	std::set<std::string_view> calls;
};

/* Reads @file under @cfgs, taking macros by name to be those of @macros. */
FileScan scan(const TokenFile &file, const CfgSet &cfgs,
	      const MacroTable &macros);

/*
 * The text of the expression in @range, a literal or concat! of literals;
 * nothing where it needs more than that.  @from_top is set where it begins with
 * env!("CARGO_MANIFEST_DIR"), which is left out.
 */
std::optional<std::string> constant_text(const TokenFile &file,
					 TokenRange range, bool &from_top);

} /* namespace kcrate */
