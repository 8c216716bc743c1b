/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "diag/result.h"
#include "manifest/manifest.h"
#include "select/select.h"

namespace kcrate {

/*
 * Carries out @entry's edits on @selection's files.  Diag edit_mismatch when
 * a text does not occur as often as the edit says, file_not_found when its
 * file was not kept.  Returns the number of places changed.
 */
Result<size_t> apply_edits(const CrateEntry &entry, Selection &selection);

} /* namespace kcrate */
