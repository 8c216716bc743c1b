// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/verdict.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/str.h"
#include "io/parallel.h"

namespace kcrate {

namespace {

/* What no manifest and hardly any edit can mend. */
bool is_final(const Diag &diag)
{
	return is_work(diag) && (diag.id == Id::native_library ||
				 diag.id == Id::licence_not_accepted);
}

bool is_of_std(const Diag &diag)
{
	return is_work(diag) && diag.id == Id::std_used;
}

/* "2 float-formatting, 1 std-used", in the order of the ids. */
std::string summary(const CrateAudit &audit)
{
	std::map<Id, size_t> counts;
	std::vector<std::string> out;

	for (const Diag &diag : audit.findings)
		if (is_work(diag))
			counts[diag.id]++;
	out.reserve(counts.size());
	for (const auto &[id, count] : counts)
		out.push_back(str(count, " ", name_of(id)));
	return join(out, ", ");
}

/* The verdict of @audit by @mended, which is the best that can be made of it.
 */
void decide(const Mended &mended, CrateAudit &audit)
{
	const std::vector<Diag> &left = mended.audit.findings;
	const auto last = std::find_if(left.begin(), left.end(), is_final);

	audit.verdict = mended.recipe.is_empty() ? Verdict::ready
						 : Verdict::with_recipe;
	if (mended.needs.bad > 0) {
		audit.verdict = Verdict::needs_work;
		audit.reason = str("it needs ", mended.needs.name);
	}
	if (work_of(mended.audit) > 0) {
		audit.verdict = Verdict::needs_work;
		audit.reason = summary(mended.audit);
	}
	/* Fewer features and others were tried. */
	if (std::any_of(left.begin(), left.end(), is_of_std) &&
	    mended.crate.features.empty() && mended.recipe.open.empty()) {
		audit.verdict = Verdict::unsuitable;
		audit.reason = "it stands on std with no feature on";
	}
	if (last != left.end()) {
		audit.verdict = Verdict::unsuitable;
		audit.reason = last->message;
	}
}

} /* namespace */

std::string_view name_of(Verdict verdict)
{
	constexpr std::string_view names[] = { "ready", "recipe", "needs work",
					       "unsuitable" };

	return names[static_cast<size_t>(verdict)];
}

void judge_crates(const std::vector<AuditedCrate> &crates, size_t first,
		  unsigned int jobs, const TrialWays &ways,
		  std::vector<CrateAudit> &audits)
{
	JudgingOrder order(crates, first);
	const TrialNeeds needs(crates, audits, ways, order);

	parallel_for(order.order().size(), jobs, [&](size_t k) {
		const size_t i = order.order()[k];
		for (const size_t need : crates[i].needs)
			order.wait_for(need);
		Mended mended = mend({ crates, audits, needs, ways }, i);
		decide(mended, audits[i]);
		audits[i].recipe = std::move(mended.recipe);
		order.set_judged(i);
	});
}

} /* namespace kcrate */
