/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A manifest as bytes, to be read faster than its text.  They mean something to
 * the very program that wrote them, and to no other.
 */

#include <optional>
#include <string>

#include "base/shared_text.h"
#include "manifest/manifest.h"

namespace kcrate {

std::string to_bytes(const Manifest &manifest);

/*
 * What to_bytes() was given.  Nothing where @bytes are cut off, go on after
 * the end, or are otherwise none of its own; bytes that were damaged may still
 * be those of another value.
 */
std::optional<Manifest> manifest_from(const SharedText &bytes);

} /* namespace kcrate */
