// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "cli/commands.h"

namespace kcrate {

Result<int> fetch_command(const Options &options, Console &console)
{
	const Inputs inputs = TRY(read_inputs(options));
	std::map<std::string, PinnedSource> sources;

	for (const auto &[name, entry] : inputs.manifest.crates) {
		sources[name] = TRY(choose_source(
			inputs.manifest, entry,
			inputs.lock ? inputs.lock->find(name) : nullptr));
	}
	TRY(fetch_all(inputs.manifest, sources, inputs.cache, inputs.fetch,
		      console.progress_notice()));
	console.report({}, nullptr);
	console.note(str("archives in the cache: ", sources.size()));
	return 0;
}

} /* namespace kcrate */
