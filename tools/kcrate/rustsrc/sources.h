/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The files of a crate, each lexed once and scanned when that is needed. */

#include <map>
#include <optional>
#include <string>

#include "rustsrc/crate_source.h"
#include "rustsrc/places.h"
#include "rustsrc/scan.h"
#include "tree/tree.h"

namespace kcrate {

struct Source {
	Result<TokenFile> file;
	FileScan scan; /* empty where @file is a Diag */
	mutable std::optional<PlaceFinder> finder;

	/* Where token @i is. */
	Place place(size_t i) const;
};

class Sources {
public:
	Sources(const Tree &tree, const CfgSet &cfgs, TokenStore &tokens)
		: tree(tree), cfgs(cfgs), tokens(tokens)
	{}

	/* @path must be in the tree. */
	const Source &get(const std::string &path);

	/*
	 * Learns the macros defined so far, as surely as @reach says that their
	 * file is compiled, and scans again what calls one that matters.
	 * Returns whether anything does.
	 */
	bool learn_macros(const std::map<std::string, Truth> &reach);

private:
	const Tree &tree;
	const CfgSet &cfgs;
	TokenStore &tokens;
	MacroTable macros;
	std::map<std::string, Source> sources;
};

/*
 * The modules of @crate that can be lexed, read, with what is known of their
 * macros; and how surely each is compiled.  Diag rust_syntax.
 */
Result<std::map<std::string, Truth>>
read_modules(Sources &sources, const Tree &tree, const CrateSource &crate);

} /* namespace kcrate */
