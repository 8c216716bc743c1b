// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/subcommands.h"

#include <optional>
#include <set>

namespace kcrate {

namespace {

void add_format(CLI::App &app, Options &options,
		std::vector<std::string> names = { "text", "json" })
{
	app.add_option_function<std::string>(
		   "--format",
		   [&options](const std::string &name) {
			   options.format = name == "json"  ? Format::json
					    : name == "dot" ? Format::dot
							    : Format::text;
		   },
		   "How findings and results are printed")
		->check(CLI::IsMember(std::move(names)))
		->type_name("FORMAT");
}

/*
 * One of --out, --tree and --module, as far as they are among @kinds; each says
 * what the directory is.
 */
void add_home(CLI::App &app, Options &options,
	      const std::set<Home::Kind> &kinds = { Home::Kind::directory,
						    Home::Kind::kernel_tree,
						    Home::Kind::module })
{
	constexpr struct {
		Home::Kind kind;
		const char *flag, *help;
	} homes[] = {
		{ Home::Kind::directory, "-o,--out",
		  "Place: a directory for crates alone" },
		{ Home::Kind::kernel_tree, "--tree",
		  "Place: a kernel's source tree" },
		{ Home::Kind::module, "--module",
		  "Place: an external module's directory" },
	};

	for (const auto &home : homes) {
		if (!kinds.count(home.kind))
			continue;
		app.add_option_function<std::string>(
			   home.flag,
			   [&options, home](const std::string &directory) {
				   options.home = home.kind;
				   options.out = directory;
				   options.homes++;
			   },
			   home.help)
			->type_name("DIR");
	}
}

void add_kernel(CLI::App &app, Options &options)
{
	app.add_option("--kernel", options.kernel,
		       "With --module: build directory of the kernel that it "
		       "must work with")
		->type_name("DIR");
}

/* What every command needs that reads a manifest. */
void add_manifest(CLI::App &app, Options &options)
{
	app.add_option("-m,--manifest", options.manifest,
		       "The manifest; its lock and patches are beside it "
		       "(default: the one in the tree or module, else "
		       "crates.yaml)")
		->type_name("FILE");
	app.add_option("--cache", options.cache,
		       "Archive cache (default: $XDG_CACHE_HOME/kcrate)")
		->type_name("DIR");
	app.add_option(
		   "--registry", options.registry,
		   "Another place for .crate files: sparse+https://HOST/, file:///DIR")
		->type_name("URL");
	app.add_flag("--offline", options.offline,
		     "Open no socket: use the archive cache alone");
	app.add_option("-j,--jobs", options.jobs,
		       "Threads (default: one for each processor)")
		->type_name("N");
}

void add_quiet(CLI::App &app, Options &options)
{
	app.add_flag("-q,--quiet", options.quiet, "No progress");
}

void add_common(CLI::App &app, Options &options)
{
	add_manifest(app, options);
	add_format(app, options);
	add_quiet(app, options);
}

void add_import(CLI::App &import, Options &options)
{
	add_home(import, options);
	add_kernel(import, options);
	add_common(import, options);
	CLI::Option *const dry =
		import.add_flag("-n,--dry-run", options.dry_run,
				"Print the plan, write nothing");
	import.add_flag("--check", options.check,
			"Write nothing; exit 1 with a diff where the "
			"directory is not what the import would make of it")
		->excludes(dry);
	import.add_flag("--force", options.force,
			"Write in spite of errors found, and over local "
			"changes");
}

void add_list(CLI::App &list, Options &options)
{
	add_home(list, options);
	list.add_option("--objects", options.objects,
			"Directory of the objects built from it")
		->type_name("DIR");
	add_format(list, options);
}

void add_remove(CLI::App &remove, Options &options)
{
	add_home(remove, options);
	remove.add_flag("-n,--dry-run", options.dry_run,
			"Print what would change, write nothing");
	remove.add_flag("--force", options.force,
			"Remove files that were changed by hand as well");
	add_format(remove, options);
	add_quiet(remove, options);
}

/* `fetch` and `lock`: they write no crates, but a tree has some already. */
void add_lister(CLI::App &lister, Options &options)
{
	add_home(lister, options);
	add_common(lister, options);
}

void add_lock(CLI::App &lock, Options &options)
{
	add_lister(lock, options);
	CLI::Option *const from =
		lock.add_option("--from", options.from,
				"Take the crates' versions and hashes from "
				"this Cargo.lock into the manifest, first")
			->type_name("FILE");

	lock.add_option("--against", options.against,
			"Write nothing; exit 1 where the crates' versions and "
			"hashes are not those of this Cargo.lock")
		->type_name("FILE")
		->excludes(from);
}

/* Not for an import: what that makes depends on no option, see design.rst. */
void add_rfc3875(CLI::App &app, Options &options)
{
	app.add_flag("--rfc3875", options.rfc3875,
		     "Read explicit dependencies on the standard library, as "
		     "if the manifest said 'rfc3875: true'");
}

void add_export(CLI::App &command, Options &options)
{
	command.add_option("--cargo", options.cargo,
			   "A Cargo workspace in this directory, which builds "
			   "what the import does")
		->required()
		->type_name("DIR");
	add_common(command, options);
}

/* `add` and `update`: how versions are chosen. */
void add_chooser(CLI::App &command, Options &options)
{
	add_home(command, options);
	add_common(command, options);
	command.add_option("--min-age", options.min_age,
			   "Days that a version must have been published "
			   "before it is chosen, unless by '=1.2.3' "
			   "(default: 14)")
		->type_name("DAYS");
	command.add_option("--rust-version", options.rust_version,
			   "The compiler that must do for all crates (default: "
			   "the oldest that the kernel can be built with)")
		->type_name("VERSION");
	command.add_flag("-n,--dry-run", options.dry_run,
			 "Print the plan, write nothing");
}

void add_add(CLI::App &add, Options &options)
{
	add_chooser(add, options);
	add.add_option("crates", options.wishes,
		       "Crates, by name or with a requirement: NAME@1.2")
		->required()
		->type_name("CRATE");
	add.add_option("--features", options.features,
		       "Features to ask them for, separated by commas; the "
		       "default ones are off")
		->delimiter(',')
		->type_name("LIST");
	add.add_option_function<std::string>(
		   "--target",
		   [&options](const std::string &name) {
			   options.target = name == "host" ? Target::host
							   : Target::kernel;
		   },
		   "What they are for (default: the host for a proc macro, "
		   "else the kernel)")
		->check(CLI::IsMember({ "kernel", "host" }))
		->type_name("TARGET");
}

void add_update(CLI::App &update, Options &options)
{
	add_chooser(update, options);
	update.add_option("crates", options.wishes,
			  "Those to update, by name or with a requirement: "
			  "NAME@2 (default: all, to what is compatible)")
		->type_name("CRATE");
}

void add_audit(CLI::App &audit, Options &options)
{
	audit.add_option("what", options.audited,
			 "Directories of unpacked crates, or crates of the "
			 "manifest: NAME or NAME@VERSION (default: all)")
		->type_name("WHAT");
	audit.add_option("--vendor", options.vendor,
			 "Directory of unpacked crates, as 'cargo vendor' "
			 "leaves them, that the directories' crates need")
		->type_name("DIR");
	CLI::Option *const features =
		audit.add_option("--features", options.features,
				 "Features of the directories' crates, "
				 "separated by commas")
			->delimiter(',')
			->type_name("LIST");
	audit.add_flag("!--no-default-features", options.default_features,
		       "Without their feature 'default'");
	audit.add_flag("--all-features", options.all_features,
		       "With every feature that they have")
		->excludes(features);
	audit.add_flag("--features-matrix", options.features_matrix,
		       "Only the directories' grades: with no feature, and "
		       "with each of those that they have")
		->excludes(features);
	audit.add_flag("--geiger-compat", options.geiger_compat,
		       "Only what cargo-geiger would count in the "
		       "directories' files");
	CLI::Option *const compile =
		audit.add_flag("--compile", options.compile,
			       "Compile the crates as for a kernel as well, "
			       "and say where rustc agrees; their proc macros "
			       "run, their build scripts do not")
			->excludes("--features-matrix");
	audit.add_option("--work", options.work,
			 "With --compile: directory for what is compiled "
			 "(default: 'compile' in the archive cache)")
		->needs(compile)
		->type_name("DIR");
	audit.add_option("--library", options.library,
			 "Directory 'library' of Rust's source (default: "
			 "$RUST_LIB_SRC, or that of the compiler's sysroot)")
		->type_name("DIR");
	audit.add_option("--policy", options.policy,
			 "What findings weigh, and which are known to be "
			 "good (default: policy.yaml beside the manifest)")
		->type_name("FILE");
	audit.add_option("--baseline", options.baseline,
			 "Report of an earlier audit, in JSON, of which "
			 "nothing is told again")
		->type_name("FILE");
	audit.add_option("--licences", options.licences,
			 "Texts of licences: a file, a kernel's LICENSES, or "
			 "'none' (default: $KCRATE_LICENCES, else those that "
			 "kcrate was built with)")
		->type_name("PATH");
	audit.add_option("--advisories", options.advisories,
			 "Advisories about crates: a checkout of RustSec's "
			 "advisory-db (default: $KCRATE_ADVISORIES, else "
			 "none)")
		->type_name("DIR");
	add_home(audit, options);
	add_common(audit, options);
}

void add_tree(CLI::App &tree, Options &options)
{
	add_home(tree, options);
	add_manifest(tree, options);
	tree.add_option("-i,--invert", options.crate,
			"Show what needs this crate")
		->type_name("CRATE");
	tree.add_flag("-f,--features", options.with_features,
		      "With the features of each; + was added by a dependent");
	tree.add_option_function<std::string>(
		    "--target",
		    [&options](const std::string &name) {
			    if (name != "all")
				    options.target = name == "host"
							     ? Target::host
							     : Target::kernel;
		    },
		    "The units for this one alone")
		->check(CLI::IsMember({ "kernel", "host", "all" }))
		->type_name("TARGET");
	add_rfc3875(tree, options);
	add_format(tree, options, { "text", "json", "dot" });
	add_quiet(tree, options);
}

void add_explain(CLI::App &explain, Options &options)
{
	explain.add_option("crate", options.crate, "The crate")
		->required()
		->type_name("CRATE");
	explain.add_option("what", options.what,
			   "One of its features, dependencies or cfgs")
		->type_name("WHAT");
	add_home(explain, options);
	add_manifest(explain, options);
	add_rfc3875(explain, options);
	add_quiet(explain, options);
}

void add_available(CLI::App &command, Options &options)
{
	add_home(command, options,
		 { Home::Kind::kernel_tree, Home::Kind::module });
	add_kernel(command, options);
	add_manifest(command, options);
	command.add_flag("--all", options.all,
			 "Report every error, not only the first");
	add_quiet(command, options);
}

void add_rust_project(CLI::App &command, Options &options)
{
	add_home(command, options, { Home::Kind::module });
	add_kernel(command, options);
	add_format(command, options);
	add_quiet(command, options);
}

void add_schema(CLI::App &schema, Options &options)
{
	schema.add_flag("--policy", options.schema_of_policy,
			"That of policy.yaml instead");
}

void add_nothing(CLI::App &, Options &) {}

constexpr struct {
	const char *name;
	std::optional<Command> command; /* none of `help`, which prints help */
	const char *help;
	void (*add_options)(CLI::App &command, Options &options);
} subcommands[] = {
	{ "import", Command::import,
	  "Write the manifest's crates into a directory, a kernel tree or a module",
	  add_import },
	{ "remove", Command::remove,
	  "Take out all that imports have put somewhere", add_remove },
	{ "fetch", Command::fetch, "Put the manifest's archives into the cache",
	  add_lister },
	{ "lock", Command::lock, "Choose sources anew and write the lock",
	  add_lock },
	{ "export", Command::export_crates,
	  "Write the manifest's crates, as changed, for another tool",
	  add_export },
	{ "add", Command::add,
	  "Put crates into the manifest, with what they need", add_add },
	{ "update", Command::update, "Pin newer versions in the manifest",
	  add_update },
	{ "audit", Command::audit,
	  "Tell what crates stand on, and what a kernel has not", add_audit },
	{ "list", Command::list, "Show what a directory holds", add_list },
	{ "tree", Command::tree, "Show which crates need which", add_tree },
	{ "explain", Command::explain,
	  "Tell why a crate, or something of it, is there", add_explain },
	{ "available", Command::available,
	  "Tell whether the manifest's crates can be built in a kernel tree or module",
	  add_available },
	{ "rust-project", Command::rust_project,
	  "Add a module's crates to the rust-project.json that the kernel made",
	  add_rust_project },
	{ "schema", Command::schema, "Print the manifest's JSON Schema",
	  add_schema },
	{ "version", Command::version, "Print the version", add_nothing },
	{ "help", {}, "Print help, for all or for a command", add_nothing },
};

} /* namespace */

/* Its options are made for the command alone that is given. */
void add_subcommands(CLI::App &app, Options &options)
{
	for (const auto &subcommand : subcommands) {
		CLI::App *const command =
			app.add_subcommand(subcommand.name, subcommand.help);
		command->preparse_callback([&, command](size_t) {
			if (subcommand.command)
				options.command = *subcommand.command;
			subcommand.add_options(*command, options);
		});
	}
}

} /* namespace kcrate */
