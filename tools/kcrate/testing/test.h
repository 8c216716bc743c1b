/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* doctest, and how it prints our types. */

#include <string_view>

#include <doctest/doctest.h>

#include "base/str.h"
#include "diag/diag.h"
#include "diag/result.h"

namespace kcrate {

inline doctest::String toString(Id id)
{
	return std::string(name_of(id)).c_str();
}

inline doctest::String toString(const SharedText &text)
{
	return std::string(text).c_str();
}

/* "id: message", or "ok" for a result that holds a value. */
template <typename T>
std::string outcome(const Result<T> &result)
{
	if (result)
		return "ok";
	return str(name_of(result.error().id), ": ", result.error().message);
}

} /* namespace kcrate */
