/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Which files of a crate are about licences, by their names. */

#include <string_view>

#include "cargo/cargo_toml.h"

namespace kcrate {

enum class LicenceFileKind {
	none,
	nested,	 /* that of some source files */
	notice,	 /* of these, not all are about licences */
	licence, /* at the top, in LICENSES/, or the `license-file` */
};

LicenceFileKind licence_file_kind(std::string_view path,
				  const CargoToml &cargo);

} /* namespace kcrate */
