/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <vector>

#include "cli/target.h"
#include "diag/result.h"
#include "emit/emit.h"
#include "manifest/manifest.h"

namespace kcrate {

/*
 * What units cannot be called: to rustc as another library, or to make as
 * another unit or as something that the rules use.  Diag name_collision.
 */
Status check_unit_names(const Manifest &manifest, const ImportTarget &target,
			const std::vector<EmittedUnit> &units);

} /* namespace kcrate */
