/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Where a registry keeps things: cargo's crates/cargo-util/src/registry.rs. */

#include <string>
#include <string_view>

namespace kcrate {

/*
 * The file of an index that has the versions of @crate, a package's name as
 * cargo accepts it: "3/s/syn", "se/rd/serde".  An index lower-cases it.
 */
std::string index_path(std::string_view crate);

/*
 * The URL of a .crate by the `dl` of a registry's config.json: {crate},
 * {version}, {prefix}, {lowerprefix} and {sha256-checksum} are filled in; to
 * one without any of these, /CRATE/VERSION/download is added.
 */
std::string download_url(std::string_view dl, std::string_view crate,
			 std::string_view version, std::string_view sha256);

} /* namespace kcrate */
