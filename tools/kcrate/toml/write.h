/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Values of TOML, made and written. */

#include <string>
#include <vector>

#include "toml/toml.h"

namespace kcrate {

/* Values that were written nowhere. */
TomlValue toml_value(std::string text);
TomlValue toml_value(bool flag);
TomlValue toml_value(const std::vector<std::string> &texts);
TomlValue toml_value(TomlTable table);

/* @key, which @table does not have. */
void add(TomlTable &table, std::string key, TomlValue value);

/*
 * @root as a file: a table of it has a header, and what is in that stands on
 * one line each.  A TomlOther is left out, as its value is not known.
 */
std::string to_toml(const TomlTable &root);

} /* namespace kcrate */
