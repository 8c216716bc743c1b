/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A CargoToml as bytes, to be read faster than the file that it was made of.
 * They mean something to the very program that wrote them, and to no other.
 */

#include <optional>
#include <string>
#include <string_view>

#include "cargo/cargo_toml.h"

namespace kcrate {

std::string to_bytes(const CargoToml &crate);

/*
 * What to_bytes() was given.  Nothing where @bytes are cut off, go on after
 * the end, or are otherwise none of its own; bytes that were damaged may still
 * be those of another value.
 */
std::optional<CargoToml> cargo_toml_of(const SharedText &bytes);

} /* namespace kcrate */
