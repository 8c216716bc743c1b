/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * YAML as bytes, to be read faster than its text.  They mean something to the
 * very program that wrote them, and to no other.
 */

#include <optional>
#include <string>
#include <string_view>

#include "manifest/yaml.h"

namespace kcrate {

std::string to_bytes(const YamlNode &node);

/*
 * What to_bytes() was given.  Nothing where @bytes are cut off, go on after
 * the end, or are otherwise none of its own; bytes that were damaged may still
 * be those of another value.
 */
std::optional<YamlNode> yaml_of(std::string_view bytes);

} /* namespace kcrate */
