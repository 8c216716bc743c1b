/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The command line as a value. */

#include <optional>
#include <string>
#include <vector>

#include "manifest/manifest.h"
#include "tree/home.h"

namespace kcrate {

enum class Command {
	import,
	remove,
	fetch,
	lock,
	export_crates,
	add,
	update,
	audit,
	list,
	tree,
	explain,
	available,
	rust_project,
	schema,
	version
};
enum class Format { text, json, dot };

struct Options {
	Command command = Command::version;
	std::string manifest; /* "": where the home or the user has it */
	std::string cache;    /* "": the user's */
	std::string registry;
	Home::Kind home = Home::Kind::directory;
	unsigned int homes = 0; /* how many the command line names */
	std::string out;	/* the directory that is the home's */
	std::string kernel; /* build directory that a module is for, or "" */
	std::string objects;
	std::string from, against;	 /* lock: a Cargo.lock */
	std::string cargo;		 /* export: the workspace's directory */
	std::string crate, what;	 /* tree --invert; explain */
	std::vector<std::string> wishes; /* add, update */
	std::vector<std::string> audited; /* directories or crates */
	std::string vendor;   /* audit: what a directory's crate needs */
	std::string library;  /* audit: the source of Rust's library */
	std::string policy;   /* audit: "": beside the manifest */
	std::string baseline; /* audit: a report of it */
	std::string licences; /* audit: their texts, a file or directory */
	/* audit: a database of them, "" for none */
	std::string advisories;
	std::vector<std::string> features;		    /* add, audit */
	bool default_features = true, all_features = false; /* audit */
	bool features_matrix = false;
	bool geiger_compat = false; /* audit */
	bool compile = false;	    /* audit: by rustc as well */
	std::string work;	    /* where that is kept; "": in the cache */
	std::string rust_version;
	unsigned int min_age = 14; /* days */
	std::optional<Target> target;
	bool with_features = false;
	bool rfc3875 = false; /* as if the manifest said so */
	unsigned int jobs = 0;
	Format format = Format::text;
	bool offline = false;
	bool quiet = false;
	bool schema_of_policy = false;
	bool all = false; /* available: every error, not the first alone */
	bool dry_run = false;
	bool check = false;
	bool force = false;
};

/*
 * Reads the command line.  Returns a negative number when the command in
 * @options is to be run, else the exit status, after having printed what was
 * asked for (--help) or what is wrong.
 */
int parse_options(int argc, char **argv, Options &options);

} /* namespace kcrate */
