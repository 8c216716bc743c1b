/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How many bytes a type has on 64 bits, as far as the crate's text tells. */

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "rustsrc/attributes.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

class Sizes {
public:
	explicit Sizes(const CrateCode &code);

	/* Of the type in @range, at least; 0 where nothing is known. */
	uint64_t of_type(size_t module, TokenRange range)
	{
		return of_type(module, range, 0);
	}

	/* The same of the expression, where it says its type itself. */
	uint64_t of_value(size_t module, TokenRange range)
	{
		return of_value(module, range, 0);
	}

	/* Of the crate's own struct that @meaning is. */
	uint64_t of_struct(const Meaning &meaning)
	{
		return of_struct(meaning, 0);
	}

private:
	using Name = std::pair<size_t, std::string_view>;

	void learn(size_t module);
	uint64_t of_type(size_t module, TokenRange range, size_t depth);
	uint64_t of_value(size_t module, TokenRange range, size_t depth);
	uint64_t of_struct(const Meaning &meaning, size_t depth);
	uint64_t of_array(size_t module, size_t open, bool types, size_t depth);
	std::optional<uint64_t> sum(size_t module, TokenRange range,
				    size_t depth);
	std::optional<uint64_t> product(size_t module, size_t &i, size_t end,
					size_t depth);
	std::optional<uint64_t> atom(size_t module, size_t &i, size_t end,
				     size_t depth);
	std::optional<uint64_t> constant(size_t module, const CodePath &path,
					 size_t depth);
	const TokenFile &file(size_t module) const
	{
		return *code.modules()[module].tokens;
	}

	const CrateCode &code;
	struct Span {
		size_t module;
		TokenRange tokens;
	};
	/* Values of constants, and groups of fields; by scope and name, where
	 * there is one of that name. */
	std::map<Name, std::optional<Span>> constants, structs;
	std::map<Name, std::optional<uint64_t>> values;
	std::map<Name, uint64_t> known;
};

} /* namespace kcrate */
