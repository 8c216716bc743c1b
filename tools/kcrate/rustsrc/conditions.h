/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Under which cfgs a crate's code is compiled, for those who are told of it. */

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rustsrc/attributes.h"
#include "rustsrc/crate_code.h"

namespace kcrate {

class Conditions {
public:
	/* Of @code, which must outlive it. */
	explicit Conditions(const CrateCode &code);

	/*
	 * What the `#[cfg(…)]` around @where, a place of the code, and around
	 * the declarations of its modules ask for, as one predicate; "" where
	 * they ask for nothing.  What stands within a cfg_attr or in the arms
	 * of a macro is not among it.
	 */
	std::string at(const Place &where);

private:
	using Position = std::pair<size_t, size_t>; /* line, column */

	/* What one attribute is for; its outer one stands before it. */
	struct Part {
		Position begin, end;
		std::string predicate;
		std::optional<size_t> outer;
	};

	const std::vector<Part> &parts_of(const std::string &file);
	std::vector<Part> read(const CodeModule &module) const;
	Part part_of(const CodeModule &module, size_t begin, size_t end,
		     TokenRange predicate) const;
	void collect(const Place &where, std::vector<std::string> &out);

	const CrateCode &code;
	std::map<std::string, size_t> modules; /* by file, the first */
	std::map<std::string, std::vector<Part>> files;
};

} /* namespace kcrate */
