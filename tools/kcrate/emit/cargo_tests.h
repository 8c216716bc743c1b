/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Upstream's tests, benches and examples in an exported package. */

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "toml/toml.h"
#include "tree/tree.h"

namespace kcrate {

struct LeftOut {
	std::vector<std::string> targets;  /* their files */
	std::vector<std::string> packages; /* that these need */
	std::vector<std::string> library;  /* that its own tests need */
};

/*
 * Takes those out of @files that speak of one of @missing, the names of
 * dependencies that are not there, or of a module of theirs that does.  What is
 * taken for a target is what cargo would: DIR/NAME.rs and DIR/NAME/main.rs, and
 * what the Cargo.toml @upstream names.
 */
LeftOut leave_out_tests(const CargoToml &cargo, const TomlTable &upstream,
			const std::set<std::string> &missing, Tree &files);

/*
 * The array of tables @kind ("test", "bench", "example") of @upstream without
 * what has no file in @files; nothing where there is no array.
 */
std::optional<TomlValue> targets_of(const TomlTable &upstream,
				    const std::string &kind, const Tree &files);

} /* namespace kcrate */
