/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How much of it there is in a crate: code, unsafe code, what can panic. */

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cfg/cfg.h"
#include "diag/diag.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

/* What is counted, in the order in which it is told. */
enum class SiteKind : uint8_t {
	unsafe_function,
	unsafe_method,
	unsafe_trait_method,  /* of which the trait has no body */
	unsafe_trait_default, /* of which it has one */
	unsafe_block,
	unsafe_impl,
	unsafe_trait,
	extern_block,
	unsafe_attribute, /* no_mangle, export_name, or `unsafe(…)` */
	static_mut,
	unsafe_in_macro, /* any of these in a macro's body */
	panic_macro,
	panic_unwrap,
	panic_index,
	panic_division,
	panic_call,
	count,
};

constexpr size_t site_kinds = static_cast<size_t>(SiteKind::count);

/* As reports have it: "unsafe-block" is a key. */
struct SiteName {
	std::string_view key, one, several;
};
SiteName name_of(SiteKind kind);
bool is_panic(SiteKind kind);

struct CodeSite {
	SiteKind kind;
	size_t module, token;
	/* No comment says why it is sound, and one ought to. */
	bool undocumented = false;
};

struct CodeCounts {
	size_t lines = 0; /* of code, by tokei's rule, that may be compiled */
	std::array<size_t, site_kinds> sites = {};
	size_t undocumented = 0;     /* unsafe sites without a comment */
	bool forbids_unsafe = false; /* #![forbid(unsafe_code)] at the root */

	size_t of(SiteKind kind) const
	{
		return sites[static_cast<size_t>(kind)];
	}
};

/*
 * Counts in several readings of one crate, for several targets: a place is one
 * however often it is met.  Code that may be compiled counts.
 */
class CodeCounter {
public:
	void add(const CrateCode &code, const CfgSet &cfgs);

	CodeCounts counts() const;

	/*
	 * One of each: unsafe_code, safety_comment_missing and panic_possible,
	 * at the first place; nothing where there is nothing.  @directory is
	 * what the files are told to be in.
	 */
	std::vector<Diag> findings(const std::string &directory) const;

private:
	struct Known {
		SiteKind kind;
		bool undocumented;
		Place where;
	};

	void add_lines(const CodeModule &module);
	template <typename Wanted>
	const Known *first(Wanted wanted) const;

	/* By file; whether there is code on each of its lines. */
	std::map<std::string, std::vector<bool>> lines;
	/* By file and token. */
	std::map<std::pair<std::string, size_t>, Known> sites;
	bool forbids_unsafe = true, any = false;
};

} /* namespace kcrate */
