/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Crates of a few lines, for the tests of what is reached. */

#include "base/str.h"
#include "rustsrc/crate_source.h"

namespace kcrate {

using Files = std::vector<std::pair<std::string, std::string>>;

inline Tree tree_of(const Files &files)
{
	Tree tree;

	for (const auto &[path, text] : files)
		tree.emplace(path, File(text));
	return tree;
}

/* yes is set, no is known not to be; everything else is unknown. */
inline CfgSet some_cfgs()
{
	CfgSet cfgs;

	cfgs.set("yes");
	cfgs.set("feature", "on");
	cfgs.know("no");
	cfgs.know("feature");
	cfgs.know("test");
	return cfgs;
}

inline void describe(std::string &out, std::string_view path,
		     const SourceFile &file)
{
	constexpr std::string_view marks[] = { "-", "?", "" };

	out += str(out.empty() ? "" : " ",
		   marks[static_cast<size_t>(file.reach)], path,
		   file.role == FileRole::embedded ? "=" : "",
		   file.escapes_root_dir ? "^" : "");
}

/* A file for sure, ?maybe, -no, data=, out of the root's directory^; !finding
 */
inline std::string walk(const Files &files, const std::string &root = "lib.rs")
{
	const Tree tree = tree_of(files);
	TokenStore tokens;
	Sink sink;
	const Result<CrateSource> crate =
		read_crate_source(tree, root, some_cfgs(), tokens, sink);
	std::string out;

	if (!crate)
		return str(name_of(crate.error().id), ": ",
			   crate.error().message);
	for (const auto &[path, file] : crate.value().files)
		if (path != root)
			describe(out, path, file);
	for (const auto &[path, file] : crate.value().unreachable)
		describe(out, path, file);
	for (const Diag &diag : sink.diags)
		out += str(out.empty() ? "" : " ", "!", name_of(diag.id));
	return out;
}

/* What a root with @text and some files beside it reaches. */
inline std::string reach(const std::string &text)
{
	return walk({ { "lib.rs", text },
		      { "a.rs", "" },
		      { "b.rs", "" },
		      { "c.rs", "" },
		      { "d.txt", "" },
		      { "m/a.rs", "" },
		      { "m/n/a.rs", "" },
		      { "p/q.rs", "" } });
}

struct Reached {
	std::string_view text;
	std::string_view reached;
};

} /* namespace kcrate */
