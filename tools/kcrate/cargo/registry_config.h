/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>
#include <string_view>

#include "diag/result.h"

namespace kcrate {

/*
 * The config.json of a registry (cargo's reference, "Registry Index"): a file
 * of its index that says how to go on.  Its `api` is for publishing.
 */
struct RegistryConfig {
	std::string dl; /* where archives are: see download_url() */
	bool auth_required = false;
};

/* @text is the content of @file.  Diag registry_config. */
Result<RegistryConfig> parse_registry_config(const std::string &file,
					     std::string_view text);

} /* namespace kcrate */
