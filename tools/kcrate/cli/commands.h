/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * One function for each command.  Each returns its exit status, 0 or 1 (a
 * finding of severity error, or drift); a Diag is status 2.
 */

#include "cli/console.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "cli/target.h"
#include "diag/result.h"

namespace kcrate {

Result<int> import_command(const Options &options, Console &console);
Result<int> remove_command(const Options &options, Console &console);
Result<int> fetch_command(const Options &options, Console &console);
Result<int> lock_command(const Options &options, Console &console);
Result<int> export_command(const Options &options, Console &console);
Result<int> add_command(const Options &options, Console &console);
Result<int> update_command(const Options &options, Console &console);
Result<int> audit_command(const Options &options, Console &console);
Result<int> show_geiger(const Options &options, Console &console);
Result<int> list_command(const Options &options, Console &console);
Result<int> tree_command(const Options &options, Console &console);
Result<int> explain_command(const Options &options, Console &console);
Result<int> available_command(const Options &options, Console &console);
Result<int> rust_project_command(const Options &options, Console &console);

/*
 * @text, the manifest, with the pins of the Cargo.lock that --from names.
 * Diags of parse_cargo_lock(), parse_manifest(), pins_from() and set_pins().
 */
Result<std::string> with_cargo_pins(const Options &options,
				    const std::string &text);

/*
 * Writes @text, which with_cargo_pins() made, to the manifest.  Its Diags, and
 * file_unreadable where another would be made now.
 */
Status write_cargo_pins(const Options &options, const std::string &text);

/* `lock --against`: reports how the manifest's pins differ. */
Result<int> compare_cargo_pins(const Options &options, Console &console);

/* What the commands above have in common: the inputs, read. */
struct Inputs {
	ImportTarget target;
	Manifest manifest;
	std::string manifest_text;
	bool manifest_copied;
	std::map<std::string, std::string> patches;
	std::string lock_path; /* beside the manifest */
	std::optional<Lock> lock;
	std::string lock_text;
	Cache cache;
	FetchOptions fetch;
};

/*
 * What is in a tree or module decides what becomes of it: finishes there what
 * an import that was killed has begun, but for --dry-run.  Diags of
 * OutputDir::complete().
 */
Status complete_import(const Options &options, Console &console);

/* Diags of read_target(), read_file(), parse_manifest() and parse_lock(). */
Result<Inputs> read_inputs(const Options &options);

/* What run_import() wants of them. */
ImportInput import_input(const Inputs &inputs, Notice progress);

} /* namespace kcrate */
