// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "cli/commands.h"

namespace kcrate {

Result<int> lock_command(const Options &options, Console &console)
{
	const Inputs inputs = TRY(read_inputs(options));
	Sink sink;
	const Import import = TRY(run_import(
		{ inputs.manifest, inputs.patches, nullptr, inputs.cache,
		  inputs.fetch, console.progress_notice() },
		sink));

	console.report(sink.diags, &import.lock);
	if (sink.has_errors()) {
		console.note("nothing was written");
		return 1;
	}
	TRY(write_file(inputs.lock_path, to_text(import.lock)));
	return 0;
}

} /* namespace kcrate */
