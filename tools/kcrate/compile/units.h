/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Crates compiled by rustc, each against what it needs.  Build scripts never
 * run: a crate with one is compiled as if it had set nothing.  Proc macros do
 * run, as in every build; where one, or what it is made of, does not compile
 * for the host, the cfgs that build scripts below it may set are tried.
 */

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/crate_audit.h"
#include "compile/compiler.h"
#include "compile/libraries.h"
#include "compile/messages.h"
#include "io/files.h"
#include "io/work_dir.h"

namespace kcrate {

/* A crate as rustc has compiled it. */
struct Compiled {
	bool was_tried = false; /* not where something that it needs fails */
	bool is_good = false;
	std::string stopped; /* why rustc was, "" where it was not */
	std::string key;     /* what it was made from, as a hash */
	std::string directory;
	std::string library; /* what others need of it, in that directory */
	std::vector<Message> messages;
};

class UnitCompiler {
public:
	struct Tools {
		const Compiler &compiler;
		const Libraries &libraries;
		const WorkDir &work;
		const Notice &notice;
	};

	/* @crates, each behind all it needs; all outlive this. */
	UnitCompiler(const Tools &tools,
		     const std::vector<AuditedCrate> &crates);

	/*
	 * The crate @unit for @build, after what it needs; one for the host is
	 * compiled for that, whatever @build says.  It is kept in the work
	 * directory, and not compiled again.  Diags of Compiler::run() and of
	 * WorkDir.
	 */
	Result<const Compiled *> get(size_t unit, Build build);

	/* All that @unit needs, in order, itself last. */
	const std::vector<size_t> &closure(size_t unit) const
	{
		return closures[unit];
	}

private:
	Status compile_all(size_t unit, Build build);
	Status repair(size_t unit);
	Status try_cfg(size_t unit, size_t need, const std::string &cfg);
	size_t errors_of(size_t unit) const;
	std::vector<std::string> script_cfgs(size_t unit) const;
	void forget(size_t need);
	Result<Compiled> compile(size_t unit, Build build);
	Result<std::string> source_of(size_t unit);
	std::vector<std::string> flags_of(size_t unit, Build build) const;
	bool add_needs(size_t unit, Build build,
		       std::vector<std::string> &flags, std::string &key) const;
	const Compiled *find(size_t unit, Build build) const;

	const Tools tools;
	const std::vector<AuditedCrate> &crates;
	std::vector<std::vector<size_t>> closures;
	std::map<std::pair<size_t, Build>, Compiled> done;
	std::map<const Tree *, std::string> sources;
	/* Of host units, what is taken for set by their build scripts. */
	std::vector<std::set<std::string>> taken_cfgs;
	/* What was compiled with other cfgs, as others may look at it. */
	std::vector<decltype(done)::node_type> forgotten;
};

/* cargo_envs() of @crate, which is in @source, with what is stated of it. */
std::map<std::string, std::string> cargo_environment(const AuditedCrate &crate,
						     const std::string &source);

/* How the source of @user calls its dependency @needed; several names may. */
std::vector<std::string> extern_names(const CargoToml &user,
				      const CargoToml &needed);

} /* namespace kcrate */
