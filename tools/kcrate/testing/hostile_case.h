/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The hostile corpus: for each rule of the reader of archives one archive that
 * breaks it and a twin that differs only in not breaking it.  Made from code,
 * so that no such file is ever stored.
 */

#include <string>
#include <utility>
#include <vector>

#include "diag/diag.h"
#include "testing/archive_builder.h"
#include "tree/tree.h"
#include "unpack/unpack.h"

namespace kcrate {

struct HostileCase {
	std::string rule;
	Id id;
	std::string hostile, twin;
	std::string entry; /* what the message must name, printable */
	Tree expected;	   /* the twin's files */
	UnpackOptions limits = {};
};

inline Tree demo_tree()
{
	return { { "Cargo.toml", File("[package]\n") },
		 { "src/lib.rs", File("#![no_std]\n") } };
}

/* The members of demo-1.0.0, with @more behind them. */
inline std::vector<TarMember> demo(const std::vector<TarMember> &more = {})
{
	std::vector<TarMember> members = {
		{ .name = "demo-1.0.0/Cargo.toml", .data = "[package]\n" },
		{ .name = "demo-1.0.0/src/lib.rs", .data = "#![no_std]\n" },
	};

	members.insert(members.end(), more.begin(), more.end());
	return members;
}

inline std::string demo_gzip(const std::vector<TarMember> &more = {})
{
	return gzip_of({ .content = tar_of(demo(more)) });
}

/* demo_tree() and the file @path, which tests fill with its own name. */
inline Tree demo_tree_with(const std::string &path, std::string content)
{
	Tree tree = demo_tree();

	tree.emplace(path, std::move(content));
	return tree;
}

/* By file: the archive as a whole, tar headers and PAX records, paths. */
std::vector<HostileCase> hostile_containers();
std::vector<HostileCase> hostile_headers();
std::vector<HostileCase> hostile_extensions();
std::vector<HostileCase> hostile_paths();

} /* namespace kcrate */
