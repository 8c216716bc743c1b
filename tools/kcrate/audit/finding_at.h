/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How a finding is told of a token. */

#include <string>
#include <utility>

#include "diag/diag.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

/* A token of @code's modules. */
struct CodeSpot {
	size_t module, token;
};

/* Finding @id with its place, conditional where the code there is. */
inline Diag finding_at(const CrateCode &code, CodeSpot spot, Id id,
		       std::string message)
{
	const CodeModule &module = code.modules()[spot.module];
	Diag diag(id, std::move(message));

	diag.conditional = CrateCode::is_conditional(module, spot.token);
	return std::move(diag).at(code.place(module, spot.token));
}

} /* namespace kcrate */
