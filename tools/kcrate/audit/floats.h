/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Where code writes floats as text or reads them from it: the kernel's core is
 * built with --cfg no_fp_fmt_parse (rust/Makefile), in which f32 and f64 have
 * no Display, LowerExp, UpperExp and FromStr.
 */

#include <string>
#include <vector>

#include "audit/spelled.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

struct FloatUse {
	size_t module, token;
	std::string what;   /* "f64 in write!()" */
	bool debug = false; /* `{:?}`, which there is, and panics */
};

/* Whether @code speaks of floats at all, or has one. */
bool has_floats(const CrateCode &code);

/* Those in @code, by module; its @types are followed as far as they are
 * spelled. */
std::vector<FloatUse> float_texts(const CrateCode &code, TypesOnDemand &types);

} /* namespace kcrate */
