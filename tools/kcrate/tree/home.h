/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>

namespace kcrate {

/*
 * Where an import goes, seen from the directory that the user names: a
 * directory that holds nothing else, a kernel tree, or an external module.
 */
struct Home {
	enum class Kind { directory, kernel_tree, module };

	Kind kind = Kind::directory;
	std::string crates; /* in front of each crate's directory */
	std::string own;    /* in front of what is generated beside them */

	/* The lock that an import leaves: what it made, and from what. */
	std::string record() const { return own + "crates.lock"; }

	/*
	 * A tree and a module hold what they were made from, so that they can
	 * be imported again, and read, without anything else.
	 */
	bool keeps_manifest() const { return kind != Kind::directory; }
	std::string manifest() const { return own + "crates.yaml"; }
};

inline Home home_of(Home::Kind kind)
{
	switch (kind) {
	case Home::Kind::kernel_tree:
		return { kind, "rust/", "rust/crates/" };
	case Home::Kind::module:
		return { kind, "kcrate/", "kcrate/" };
	default:
		return { kind, "", "crates/" };
	}
}

} /* namespace kcrate */
