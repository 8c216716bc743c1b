// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/findings.h"

#include <algorithm>
#include <utility>

namespace kcrate {

namespace {

/* By which findings are in order, and one is told from another. */
std::tuple<std::string, size_t, size_t, Id, std::string>
key_of(const Diag &diag)
{
	const Place none;
	const Place &where = diag.where ? *diag.where : none;

	return { where.file, where.line, where.column, diag.id, diag.message };
}

} /* namespace */

void sort_findings(std::vector<Diag> &findings)
{
	std::stable_sort(findings.begin(), findings.end(),
			 [](const Diag &a, const Diag &b) {
				 return key_of(a) < key_of(b);
			 });
}

void Findings::add(std::vector<Diag> more, bool conditional)
{
	for (Diag &diag : more) {
		Key key = key_of(diag);
		diag.conditional |= conditional;
		all.try_emplace(std::move(key), std::move(diag));
	}
}

std::vector<Diag> Findings::take()
{
	std::vector<Diag> out;
	bool met_alloc = false;

	for (auto &[key, diag] : all) {
		const bool of_alloc = diag.id == Id::alloc_reference;
		if (!of_alloc || !met_alloc)
			out.push_back(std::move(diag));
		met_alloc |= of_alloc;
	}
	return out;
}

} /* namespace kcrate */
