/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * crates.lock: what an import made of the manifest, in full.  It is generated,
 * the same on every machine, and doubles as the record of an output directory:
 * which files are kcrate's, and what is in them.  Documentation/lock.rst is
 * its reference.
 */

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"
#include "tree/home.h"

namespace kcrate {

/* One unit: a crate as compiled for the kernel or for the host. */
struct LockedUnit {
	std::vector<std::string> features;
	std::map<std::string, std::string> added_features; /* to who asked */
	std::vector<std::string> dependencies;
	/* What it stands on of the standard library, if RFC 3875 is read. */
	std::vector<std::string> library;
};

/* What a stage left: SHA-256 of sha256sum's list of the files. */
struct StageHashes {
	std::string unpacked, selected, rewritten, patched;
};

struct LockedCrate {
	std::string version;
	std::string sha256;	    /* of the .crate, "" where unknown */
	std::string source;	    /* "debian", "registry" … */
	std::string archive_sha256; /* of what was fetched */
	std::string modified_by;    /* "debian", or "" for nobody */
	std::string provided_by;    /* "tree": not imported; else "" */
	std::string kind;	    /* "library" or "proc-macro" */
	std::string edition;
	std::string licence; /* the SPDX tag */
	StageHashes stages;
	std::map<std::string, LockedUnit> units; /* by target */
	std::vector<std::string> dropped_dependencies;
	std::vector<std::string> changes;    /* phrases of the README */
	std::vector<std::string> overridden; /* ids of findings */
	size_t kept = 0, dropped = 0;	     /* files */
	size_t lines = 0;		     /* of the files kept */
	size_t modifications = 0;	     /* places that differ */
};

struct Lock {
	std::map<std::string, LockedCrate> crates;
	/* Every generated file but the lock, to its SHA-256. */
	std::map<std::string, std::string> files;

	/* Null for a crate that is not imported. */
	const LockedCrate *find(const std::string &name) const
	{
		const auto at = crates.find(name);

		return at == crates.end() || !at->second.provided_by.empty()
			       ? nullptr
			       : &at->second;
	}
};

/* The bytes of crates.lock. */
std::string to_text(const Lock &lock);

/*
 * @text is the content of @file.  Diags of parse_yaml(), bad_value; their help
 * is of the file as a whole, which nobody corrects by hand.
 */
Result<Lock> parse_lock(const std::string &file, std::string_view text);

/*
 * The same for the record of an import into @home, by which files are removed:
 * bad_value also for one that names a file where such an import writes none.
 */
Result<Lock> parse_record(const Home &home, const std::string &file,
			  std::string_view text);

} /* namespace kcrate */
