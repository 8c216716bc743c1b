/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Findings as one text, for the tests of what is found. */

#include <string>
#include <vector>

#include "base/str.h"
#include "diag/diag.h"

namespace kcrate {

/* Their messages, in order; "(?)" where it may not be compiled. */
inline std::string messages(const std::vector<Diag> &found)
{
	std::vector<std::string> out;

	for (const Diag &diag : found)
		out.push_back(
			str(diag.conditional ? "(?) " : "", diag.message));
	return join(out, "; ");
}

/* The same with what each is: "id: message". */
inline std::string findings(const std::vector<Diag> &found)
{
	std::vector<std::string> out;

	for (const Diag &diag : found)
		out.push_back(str(diag.conditional ? "(?) " : "",
				  name_of(diag.id), ": ", diag.message));
	return join(out, "; ");
}

} /* namespace kcrate */
