/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Where code allocates memory in a way that cannot fail. */

#include <string>
#include <vector>

#include "audit/library_api.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

struct AllocationSite {
	size_t module, token;
	std::string what; /* "Vec::push" */
	/* Only by its name: another type may have a method of that name. */
	bool possible = false;
};

/*
 * The places in @code that use what @library lacks, by module and token.
 * Types are followed as far as they are spelled: in signatures, fields, `let`
 * and the constructors of the library.
 */
std::vector<AllocationSite> infallible_sites(const CrateCode &code,
					     const LibraryApi &library);

} /* namespace kcrate */
