/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Findings of one crate, in order. */

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "diag/diag.h"

namespace kcrate {

/* Puts @findings in the order of their files and lines. */
void sort_findings(std::vector<Diag> &findings);

/* What several readings of one crate find, each finding once. */
class Findings {
public:
	/*
	 * @conditional: nobody knows whether their code is compiled.  What was
	 * found before for sure stays so.
	 */
	void add(std::vector<Diag> more, bool conditional);

	/* In order.  That a crate uses alloc is said once. */
	std::vector<Diag> take();

private:
	using Key = std::tuple<std::string, size_t, size_t, Id, std::string>;

	std::map<Key, Diag> all;
};

} /* namespace kcrate */
