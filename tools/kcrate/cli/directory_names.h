/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "cli/target.h"
#include "diag/result.h"
#include "manifest/manifest.h"

namespace kcrate {

/*
 * What a crate's directory cannot be called: as a file of ours beside it, or as
 * something that the kernel tree has.  Diag name_collision.
 */
Status check_directory_names(const Manifest &manifest,
			     const ImportTarget &target);

} /* namespace kcrate */
