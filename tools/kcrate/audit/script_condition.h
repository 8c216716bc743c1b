/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Conditions of a build script: only the reader of build scripts needs them. */

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "cfg/cfg.h"
#include "manifest/manifest.h"
#include "rustsrc/attributes.h"
#include "rustsrc/lexer.h"

namespace kcrate {

/* Something that is true for some compilers of a kernel and not for others. */
class ByCompiler {
public:
	/* Rust 1.85.0 to 1.184.0: what comes later is like the last. */
	static constexpr unsigned int first = 85, count = 100;

	explicit ByCompiler(Truth truth) { all.fill(truth); }

	/* True from Rust 1.@minor on. */
	static ByCompiler since(unsigned int minor);

	ByCompiler operator!() const;
	ByCompiler operator&&(const ByCompiler &other) const;
	ByCompiler operator||(const ByCompiler &other) const;

	/* Yes or no where that is known; then @flag is told who gets it. */
	Truth known(CfgFlag &flag) const;

private:
	std::array<Truth, count> all;
};

/* What the conditions of one script speak of. */
class ScriptConditions {
public:
	/* Both must outlive this. */
	ScriptConditions(const TokenFile &file, const CfgSet &cfgs);

	/* What the expression in @range is. */
	ByCompiler value_of(TokenRange range) const;

private:
	ByCompiler either(TokenRange range, size_t depth) const;
	ByCompiler both(TokenRange range, size_t depth) const;
	ByCompiler atom(TokenRange range, size_t depth) const;
	ByCompiler comparison(TokenRange range) const;
	ByCompiler call(TokenRange range) const;

	const TokenFile &file;
	const CfgSet &cfgs;
	bool knows_version = false; /* it asks for the compiler's */
	/* Variables that have what cargo's CARGO_CFG_… says, by their names. */
	std::map<std::string_view, std::string> targets;
};

} /* namespace kcrate */
