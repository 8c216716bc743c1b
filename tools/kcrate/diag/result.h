/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "diag/diag.h"

namespace kcrate {

/*
 * A value, or the Diag that says why there is none.
 *
 * Use TRY() to pass a failure on, context() to say what was being attempted.
 * TRY() is a whole statement or a whole right-hand side, never an argument or a
 * list element: leaving a half-built aggregate would leak its finished members.
 */
template <typename T>
class [[nodiscard]] Result {
public:
	Result(T value) : v(std::in_place_index<0>, std::move(value)) {}
	Result(Diag diag) : v(std::in_place_index<1>, std::move(diag)) {}

	explicit operator bool() const { return v.index() == 0; }

	T &value() { return std::get<0>(v); }
	const T &value() const { return std::get<0>(v); }
	Diag &error() { return std::get<1>(v); }
	const Diag &error() const { return std::get<1>(v); }

	Result context(std::string what) &&
	{
		if (!*this)
			error().context.push_back(std::move(what));
		return std::move(*this);
	}

private:
	std::variant<T, Diag> v;
};

using Status = Result<std::monostate>;
inline Status ok()
{
	return std::monostate{};
}

/* The value of @expr, or return its Diag from the enclosing function. */
#define TRY(expr)                                                              \
	__extension__({                                                        \
		auto try_result = (expr);                                      \
		if (!try_result)                                               \
			return std::move(try_result.error());                  \
		std::move(try_result.value());                                 \
	})

} /* namespace kcrate */
