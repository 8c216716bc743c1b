/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * A crate with all that it needs, from crates at hand, as cargo would build it
 * for a kernel: versions by choose_versions(), features by FeatureResolver.
 * What build scripts and tests depend on is left out, as in an import.
 */

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cargo/cargo_toml.h"
#include "diag/result.h"
#include "manifest/manifest.h"
#include "resolve/targets.h"

namespace kcrate {

/* As cargo's --features, --no-default-features and --all-features. */
struct FeatureChoice {
	std::vector<std::string> features;
	bool default_features = true;
	bool all = false;
};

struct Closure {
	struct Unit {
		const CargoToml *crate;
		Target target;
		std::set<std::string> features;
		std::vector<size_t> needs; /* other units */
	};

	std::vector<Unit> units; /* each behind all it needs, the crate last */
};

/* All versions at hand of each of the crates; they outlive the Closure. */
using ReadCrates = std::function<
	Result<std::map<std::string, std::vector<const CargoToml *>>>(
		const std::set<std::string> &names)>;

/*
 * @crate for kernels of @kernel, a proc macro for the host.  Diags of
 * choose_versions(); unknown_feature.
 */
Result<Closure> closure_of(const CargoToml &crate, const FeatureChoice &choice,
			   const KernelTarget &kernel, const ReadCrates &read);

} /* namespace kcrate */
