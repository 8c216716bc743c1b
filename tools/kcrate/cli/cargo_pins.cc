// SPDX-License-Identifier: GPL-2.0-or-later

/* `kcrate lock --from` and `--against`: a Cargo.lock for the manifest. */

#include "lock/cargo_pins.h"

#include "base/str.h"
#include "cli/commands.h"

namespace kcrate {

namespace {

Result<CargoLock> read_cargo_lock(const std::string &path)
{
	const std::string text = TRY(read_file(path));

	return parse_cargo_lock(path, text);
}

} /* namespace */

Result<std::string> with_cargo_pins(const Options &options,
				    const std::string &text)
{
	const CargoLock lock = TRY(read_cargo_lock(options.from));
	const Manifest manifest = TRY(parse_manifest(options.manifest, text));
	const std::vector<CratePin> pins = TRY(pins_from(manifest, lock));

	return set_pins({ options.manifest, text }, pins);
}

Status write_cargo_pins(const Options &options, const std::string &text)
{
	const std::string path = TRY(real_path(options.manifest));
	const std::string found = TRY(read_file(path));
	const std::string wanted = TRY(with_cargo_pins(options, found));

	if (wanted != text)
		return Diag(Id::file_unreadable,
			    str(options.manifest,
				" or the Cargo.lock changed while they were "
				"read"))
			.with_help("run the command again");
	return write_file(path, text);
}

Result<int> compare_cargo_pins(const Options &options, Console &console)
{
	const std::string text = TRY(read_file(options.manifest));
	const Manifest manifest = TRY(parse_manifest(options.manifest, text));
	const CargoLock lock = TRY(read_cargo_lock(options.against));
	const std::vector<Diag> found = differences(manifest, lock);

	console.report(found, nullptr);
	if (!found.empty())
		return 1;
	console.note(str("the versions and hashes of all crates are those of ",
			 options.against));
	return 0;
}

} /* namespace kcrate */
