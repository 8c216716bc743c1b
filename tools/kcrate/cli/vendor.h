/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Unpacked crates in directories, as `cargo vendor` leaves them. */

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "diag/result.h"
#include "tree/tree.h"

namespace kcrate {

struct UnpackedCrate {
	std::string directory;
	Tree files;
	/*
	 * What is no source and yet of the package: its checksums and its
	 * commit, and those of the files that have checksums.
	 */
	Tree hidden;
	CargoToml cargo;

	/* Reads all of them but @cargo.  Diags of read_source_tree(). */
	Status read_files();
	void forget_files();
};

/* The crate in @directory.  Diags of read_source_tree() and
 * parse_cargo_toml(); manifest_missing. */
Result<std::unique_ptr<UnpackedCrate>>
read_unpacked(const std::string &directory);

/*
 * A directory of such directories, each called after its crate, with or
 * without a version: NAME or NAME-VERSION.  They are read when they are asked
 * for.
 */
class Vendor {
public:
	/* @directory may be "", which has none.  Diag file_unreadable. */
	static Result<Vendor> open(const std::string &directory);

	/* All versions of crates @names.  Diags of read_unpacked(). */
	Result<std::map<std::string, std::vector<const CargoToml *>>>
	read(const std::set<std::string> &names);

	/* Whether it has no crate at all. */
	bool is_empty() const { return directories.empty(); }

	/*
	 * The one whose Cargo.toml @cargo is, which read() has returned, with
	 * its files, though they were forgotten.  Diags of read_source_tree().
	 */
	Result<const UnpackedCrate *> crate_of(const CargoToml *cargo);

	/* Forgets all files. */
	void forget_files();

private:
	std::vector<std::string> directories; /* sorted */
	std::map<std::string, std::unique_ptr<UnpackedCrate>> crates;
	std::map<const CargoToml *, UnpackedCrate *> by_cargo;
};

} /* namespace kcrate */
