// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "cli/commands.h"

namespace kcrate {

Result<int> lock_command(const Options &options, Console &console)
{
	const Inputs inputs = TRY(read_inputs(options));
	Sink sink;
	ImportInput input = import_input(inputs, console.progress_notice());

	input.lock = nullptr;
	Import import = TRY(run_import(input, sink));
	/* In a tree the lock is also the record of what is there now. */
	if (inputs.target.home.keeps_manifest() && inputs.lock)
		import.lock.files = inputs.lock->files;

	console.report(sink.diags, &import.lock);
	if (sink.has_errors()) {
		console.note("nothing was written");
		return 1;
	}
	TRY(write_file(inputs.lock_path, to_text(import.lock)));
	return 0;
}

} /* namespace kcrate */
