/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A kernel as the place for crates: what it can build, what it has already, and
 * where in its files a crate is announced.  All of it is read off the files,
 * never guessed from a version; the differences between kernels live here and
 * nowhere else.
 */

#include <map>
#include <set>
#include <string>
#include <vector>

#include "diag/result.h"
#include "manifest/manifest.h"
#include "tree/tree.h"

namespace kcrate {

/* A third-party crate that the tree itself has. */
struct TreeCrate {
	std::string package;
	std::string version_text; /* as its README.md says, without a 'v' */
	Version version;
	Target target = Target::host;
	bool proc_macro = false;
	std::vector<std::string> features; /* that it is built with */
};

/* Where something is announced. */
enum class Hook {
	fragment,	  /* rust/Makefile includes ours */
	skip_flags,	  /* rustc_procmacro heeds skip_flags */
	analyzer_flags,	  /* rust-analyzer is told of cfgs */
	kconfig,	  /* the menu of crates */
	rustfmt,	  /* vendored code is not formatted */
	mrproper,	  /* proc macros go with mrproper */
	analyzer_crates,  /* rust-analyzer is told of crates */
	analyzer_users,	  /* … which drivers may use */
	available_config, /* `make cratesavailable` needs no .config */
	available_help,	  /* … and `make help` tells of it */
	available_target, /* … which asks whether crates can be built */
	ignored_libraries /* git ignores host libraries */
};

/* The line of a file where a hook goes. */
struct HookPlace {
	std::string file;
	size_t line = 0; /* from 0: the new lines stand before this one */
	/* What the line itself becomes, "" where it stays. */
	std::string replacement;
	bool first = false; /* of a list, in which nothing stands yet */
};

/* How kernels differ in what is emitted for them. */
struct Dialect {
	std::string host_dir; /* below rust/: where host libraries go */
	/*
	 * rust/Makefile has no commands for host libraries, and its others know
	 * of no environment: rules.mk has them.
	 */
	bool own_commands = false;
	/* rust-analyzer's crates are called by strings, not by variables. */
	bool analyzer_strings = false;
	bool analyzer_envs = false; /* its script is told of environments */
	/* Code that is not formatted is told to grep, not to find. */
	bool rustfmt_grep = false;
};

struct KernelTree {
	/* The oldest compiler that must be able to build it, "1.85.0". */
	std::string min_rustc;
	std::string min_rustc_from; /* who says so, for messages */

	Dialect dialect;
	std::map<std::string, TreeCrate> crates; /* by package */

	/* Names of its own crates, which rustc would confuse with another's. */
	std::set<std::string> kernel_names, host_names;

	/* What of its rust/Makefile our rules use, as it is written there. */
	std::vector<std::string> called_rules;

	/* Variables of crates that rust-analyzer's script declares itself. */
	std::set<std::string> analyzer_names;

	/* Those that the tree needs and does not have yet. */
	std::map<Hook, HookPlace> hooks;
};

/*
 * The files of a kernel's source tree that probe_tree() reads, beside every
 * rust/NAME/README.md.  Those that hooks go into are among them.
 */
const std::vector<std::string> &probed_files();

/*
 * What a tree offers whose probed files, without hooks of ours, are @files.
 * Diag tree_unsupported names what was looked for and not found.
 */
Result<KernelTree> probe_tree(const Tree &files);

/* What is read of a kernel's build directory, as texts. */
struct BuildFiles {
	std::string directory; /* names it in diagnostics */
	std::string config;    /* of build_config */
	/* Of build_command, "" where `make clean` has removed it. */
	std::string command;
	bool has_core = false; /* rust/libcore.rmeta is there */
};

constexpr char build_config[] = "include/config/auto.conf";
constexpr char build_command[] = "rust/.kernel.o.cmd";
constexpr char build_core[] = "rust/libcore.rmeta";

/*
 * What that kernel offers to external modules.  Diag kernel_unsupported.
 */
Result<KernelTree> probe_build(const BuildFiles &files);

/*
 * Where in @text, a MAINTAINERS, a section @title goes: the line from 0 before
 * which it stands, by the alphabet and before THE REST.
 */
size_t maintainers_line(std::string_view text, const std::string &title);

} /* namespace kcrate */
