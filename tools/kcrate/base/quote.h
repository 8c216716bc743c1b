/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Text on its way into another language.  Every name that reaches Make,
 * Kconfig, YAML, Rust or TOML goes through the one function for it here (JSON
 * is the business of its library); what cannot be said there is nothing.
 */

#include <optional>
#include <string>
#include <string_view>

namespace kcrate {

/*
 * One word of a Make variable's value or a target: no white space, and none of
 * the characters that Make, or the shell that runs the recipe, could take for
 * its own.  A cfg's double quotes are allowed, as Kbuild puts cfgs in single
 * quotes.
 */
std::optional<std::string> quote_make(std::string_view word);

/*
 * The same for a path or a name that goes into a string of Python, too, and so
 * has no quotes.
 */
std::optional<std::string> quote_make_path(std::string_view word);

/*
 * The same for NAME=value on its way into a recipe's environment, where a
 * colon means nothing: URLs.
 */
std::optional<std::string> quote_make_env(std::string_view word);

/* A symbol after CONFIG_: RUST_CRATE_PROC_MACRO2. */
std::string kconfig_symbol(std::string_view crate);

/* Text between the double quotes of a Kconfig prompt. */
std::optional<std::string> quote_kconfig(std::string_view text);

/* With double quotes around it: a string of Rust, a basic one of TOML. */
std::string quote_rust(std::string_view text);
std::string quote_toml(std::string_view text);

/* A scalar: plain where that is safe, else in double quotes. */
std::string quote_yaml(std::string_view text);

} /* namespace kcrate */
