// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/audit.h"
#include "base/str.h"

namespace kcrate {

void judge_builtin_keys(const CargoToml &cargo, Sink &sink)
{
	for (const Dependency &dep : cargo.dependencies) {
		if (!dep.builtin_ignored)
			continue;
		Diag diag =
			Diag(Id::builtin_ignored,
			     str("'", builtin_names.key,
				 "' of the dependency '", dep.name,
				 "' is ignored, as by every released cargo"))
				.at(*dep.builtin_ignored)
				.with_help(
					"to have it read, say 'rfc3875: true' in the manifest");
		diag.crate = cargo.name;
		sink.report(std::move(diag));
	}
}

} /* namespace kcrate */
