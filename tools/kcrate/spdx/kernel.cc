// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * What Linux makes of a licence: which ids its LICENSES/ holds, in which
 * directory, and how scripts/spdxcheck.py wants an expression written.
 */

#include "spdx/spdx.h"

#include <algorithm>
#include <utility>

#include "base/str.h"

namespace kcrate {

namespace {

struct Known {
	std::string_view id;
	LicenceClass licence_class;
};

/* The Valid-License-Identifier lines of LICENSES/ in Linux 7.3. */
constexpr Known known_ids[] = {
	{ "BSD-2-Clause", LicenceClass::preferred },
	{ "BSD-3-Clause", LicenceClass::preferred },
	{ "BSD-3-Clause-Clear", LicenceClass::preferred },
	{ "GPL-2.0", LicenceClass::preferred },
	{ "GPL-2.0+", LicenceClass::preferred },
	{ "GPL-2.0-only", LicenceClass::preferred },
	{ "GPL-2.0-or-later", LicenceClass::preferred },
	{ "LGPL-2.0", LicenceClass::preferred },
	{ "LGPL-2.0+", LicenceClass::preferred },
	{ "LGPL-2.1", LicenceClass::preferred },
	{ "LGPL-2.1+", LicenceClass::preferred },
	{ "LGPL-2.1-only", LicenceClass::preferred },
	{ "LGPL-2.1-or-later", LicenceClass::preferred },
	{ "MIT", LicenceClass::preferred },
	{ "0BSD", LicenceClass::deprecated },
	{ "CC0-1.0", LicenceClass::deprecated },
	{ "GFDL-1.1-no-invariants-only", LicenceClass::deprecated },
	{ "GFDL-1.1-no-invariants-or-later", LicenceClass::deprecated },
	{ "GFDL-1.2-no-invariants-only", LicenceClass::deprecated },
	{ "GFDL-1.2-no-invariants-or-later", LicenceClass::deprecated },
	{ "GPL-1.0+", LicenceClass::deprecated },
	{ "ISC", LicenceClass::deprecated },
	{ "Linux-OpenIB", LicenceClass::deprecated },
	{ "X11", LicenceClass::deprecated },
	{ "Zlib", LicenceClass::deprecated },
	{ "Apache-2.0", LicenceClass::dual },
	{ "CC-BY-4.0", LicenceClass::dual },
	{ "CDDL-1.0", LicenceClass::dual },
	{ "MPL-1.1", LicenceClass::dual },
	{ "copyleft-next-0.3.1", LicenceClass::dual },
};

/* SPDX's newer names of what LICENSES/ has under the older one only. */
constexpr std::pair<std::string_view, std::string_view> renamed_ids[] = {
	{ "GPL-1.0-or-later", "GPL-1.0+" },
	{ "LGPL-2.0-only", "LGPL-2.0" },
	{ "LGPL-2.0-or-later", "LGPL-2.0+" },
};

/* An exception stands only with the ids of its SPDX-Licenses line. */
constexpr std::pair<std::string_view, std::string_view> known_exceptions[] = {
	{ "GCC-exception-2.0", "GPL-2.0" },
	{ "GCC-exception-2.0", "GPL-2.0+" },
	{ "GCC-exception-2.0", "GPL-2.0-only" },
	{ "GCC-exception-2.0", "GPL-2.0-or-later" },
	{ "Linux-syscall-note", "GPL-1.0+" },
	{ "Linux-syscall-note", "GPL-2.0" },
	{ "Linux-syscall-note", "GPL-2.0+" },
	{ "Linux-syscall-note", "GPL-2.0-only" },
	{ "Linux-syscall-note", "GPL-2.0-or-later" },
	{ "Linux-syscall-note", "LGPL-2.0" },
	{ "Linux-syscall-note", "LGPL-2.0+" },
	{ "Linux-syscall-note", "LGPL-2.1" },
	{ "Linux-syscall-note", "LGPL-2.1+" },
};

bool same(std::string_view a, std::string_view b)
{
	return a.size() == b.size() && to_lower(a) == to_lower(b);
}

const Known *find_known(std::string_view id)
{
	for (const auto &[newer, older] : renamed_ids)
		if (same(id, newer))
			id = older;
	for (const Known &known : known_ids)
		if (same(id, known.id))
			return &known;
	return nullptr;
}

/* The kernel's spelling of the exception of @licence, "" if not known. */
std::string_view known_exception(const Licence &licence)
{
	const Known *known = find_known(licence.id);

	if (known)
		for (const auto &[exception, id] : known_exceptions)
			if (same(licence.exception, exception) &&
			    known->id == id)
				return exception;
	return {};
}

/* What a licence is good for, from bad to good. */
enum class Verdict { refused, dual, accepted };

Verdict judge_id(const Licence &licence)
{
	/* In LICENSES/, but for documents: incompatible with GPL code. */
	if (!is_taggable(licence) || to_lower(licence.id).starts_with("gfdl-"))
		return Verdict::refused;
	return licence_class(licence.id) == LicenceClass::dual
		       ? Verdict::dual
		       : Verdict::accepted;
}

/* OR is as good as its best arm, AND as bad as its worst. */
Verdict judge(const Licence &licence)
{
	const bool any = licence.kind == Licence::Kind::disjunction;
	Verdict verdict = any ? Verdict::refused : Verdict::accepted;

	if (licence.kind == Licence::Kind::id)
		return judge_id(licence);
	for (const Licence &term : licence.terms)
		verdict = any ? std::max(verdict, judge(term))
			      : std::min(verdict, judge(term));
	return verdict;
}

/* Why a licence cannot be tagged, and what would help. */
struct Obstacles {
	std::vector<std::string> droppable; /* arms of disjunctions */
	std::vector<std::string> fatal;	    /* no way around these */
};

void append(std::vector<std::string> &to, const std::vector<std::string> &from)
{
	for (const std::string &item : from)
		if (std::find(to.begin(), to.end(), item) == to.end())
			to.push_back(item);
}

Obstacles find_obstacles(const Licence &licence)
{
	const bool any = licence.kind == Licence::Kind::disjunction;
	Obstacles out;
	bool one_left = false;

	if (licence.kind == Licence::Kind::id && !is_taggable(licence))
		out.fatal.push_back(to_string(licence));
	for (const Licence &term : licence.terms) {
		const Obstacles inner = find_obstacles(term);
		append(out.fatal, inner.fatal);
		if (any && !inner.fatal.empty())
			append(out.droppable, { to_string(term) });
		else
			append(out.droppable, inner.droppable);
		one_left |= inner.fatal.empty();
	}
	if (any && one_left)
		out.fatal.clear();
	return out;
}

std::string quoted(const std::vector<std::string> &items)
{
	return str("'", join(items, "', '"), "'");
}

Diag not_accepted(const Licence &licence, std::string_view why)
{
	return Diag{ Id::licence_not_accepted,
		     str("licence '", to_string(licence), "' ", why) };
}

/* What stands in the way of a tag for @licence, if anything does. */
Status check(const Licence &licence)
{
	const Obstacles obstacles = find_obstacles(licence);
	std::vector<std::string> unused;

	if (!obstacles.fatal.empty())
		return not_accepted(
			       licence,
			       str("needs ", quoted(obstacles.fatal),
				   ", which the kernel's LICENSES/ does not have"))
			.with_help(str(
				"not taggable: ", join(obstacles.fatal, ", "),
				"; find a release or a part of the crate that does without it"));
	if (judge(drop_arms(licence, obstacles.droppable, unused)) !=
	    Verdict::accepted)
		return not_accepted(
			       licence,
			       "has no arm that is compatible with GPL-2.0 and has a text in LICENSES/")
			.with_help(
				"ask upstream to license it under MIT or BSD as well");
	if (!obstacles.droppable.empty())
		return not_accepted(
			       licence,
			       str("offers ", quoted(obstacles.droppable),
				   ", which the kernel's LICENSES/ does not have"))
			.with_help(str("write 'license: {drop: [",
				       join(obstacles.droppable, ", "),
				       "], why: …}' in the manifest"));
	return ok();
}

std::string tag(const Licence &licence);

std::string id_tag(const Licence &licence)
{
	const std::string_view id = find_known(licence.id)->id;

	if (licence.exception.empty())
		return std::string(id);
	return str(id, " WITH ", known_exception(licence));
}

/* spdxcheck wants parentheses around all that is not a plain id. */
std::string operand_tag(const Licence &term)
{
	if (term.kind == Licence::Kind::id && term.exception.empty())
		return tag(term);
	return str("(", tag(term), ")");
}

std::string tag(const Licence &licence)
{
	const bool any = licence.kind == Licence::Kind::disjunction;
	std::vector<std::string> terms;

	if (licence.kind == Licence::Kind::id)
		return id_tag(licence);
	for (const Licence &term : licence.terms)
		terms.push_back(operand_tag(term));
	if (any && terms.size() == 2)
		std::sort(terms.begin(), terms.end());

	/* Its AND and OR take two operands and do not associate. */
	std::string out = std::string(terms.size() - 2, '(') + terms[0];
	for (size_t i = 1; i < terms.size(); i++)
		out += str(any ? " OR " : " AND ", terms[i],
			   i + 1 < terms.size() ? ")" : "");
	return out;
}

/* drop_arms() for names that are in lower case; notes which it met. */
class Dropper {
public:
	explicit Dropper(const std::vector<std::string> &dropped)
		: met(dropped.size())
	{
		for (const std::string &name : dropped)
			names.push_back(to_lower(name));
	}

	Licence drop(const Licence &licence);
	bool has_met(size_t i) const { return met[i]; }

private:
	size_t index_of(const Licence &arm) const;
	Licence drop_from(const Licence &disjunction);

	std::vector<std::string> names;
	std::vector<bool> met;
};

size_t Dropper::index_of(const Licence &arm) const
{
	const auto it =
		std::find(names.begin(), names.end(), to_lower(to_string(arm)));

	return static_cast<size_t>(it - names.begin());
}

Licence Dropper::drop_from(const Licence &disjunction)
{
	Licence out;

	out.kind = Licence::Kind::disjunction;
	for (const Licence &arm : disjunction.terms)
		if (index_of(arm) == names.size())
			out.terms.push_back(drop(arm));
	/* To drop every arm is no choice that could be made. */
	if (out.terms.empty())
		return disjunction;
	for (const Licence &arm : disjunction.terms)
		if (index_of(arm) < names.size())
			met[index_of(arm)] = true;
	if (out.terms.size() > 1)
		return out;

	Licence only = std::move(out.terms.front());
	return only;
}

Licence Dropper::drop(const Licence &licence)
{
	Licence out;

	if (licence.kind == Licence::Kind::id)
		return licence;
	if (licence.kind == Licence::Kind::disjunction)
		return drop_from(licence);
	out.kind = licence.kind;
	for (const Licence &term : licence.terms) {
		Licence inner = drop(term);
		if (inner.kind != out.kind) {
			out.terms.push_back(std::move(inner));
			continue;
		}
		for (Licence &each : inner.terms)
			out.terms.push_back(std::move(each));
	}
	return out;
}

bool is_one_of(const Licence &licence, const std::vector<std::string> &names)
{
	const std::string name = to_lower(to_string(licence));

	return std::any_of(names.begin(), names.end(),
			   [&](const std::string &other) {
				   return to_lower(other) == name;
			   });
}

bool empties_disjunction(const Licence &licence,
			 const std::vector<std::string> &dropped)
{
	const bool any = licence.kind == Licence::Kind::disjunction;
	bool all = any;

	for (const Licence &term : licence.terms) {
		const bool gone = any && is_one_of(term, dropped);
		all &= gone;
		if (!gone && empties_disjunction(term, dropped))
			return true;
	}
	return all;
}

} /* namespace */

bool leaves_nothing(const Licence &licence,
		    const std::vector<std::string> &dropped)
{
	return is_one_of(licence, dropped) ||
	       empties_disjunction(licence, dropped);
}

LicenceClass licence_class(std::string_view id)
{
	const Known *known = find_known(id);

	return known ? known->licence_class : LicenceClass::absent;
}

bool is_taggable(const Licence &id)
{
	if (!id.exception.empty())
		return !known_exception(id).empty();
	return find_known(id.id) != nullptr;
}

bool is_acceptable(const Licence &licence)
{
	return judge(licence) == Verdict::accepted;
}

Licence drop_arms(const Licence &licence,
		  const std::vector<std::string> &dropped,
		  std::vector<std::string> &unused)
{
	Dropper dropper(dropped);
	Licence out = dropper.drop(licence);

	for (size_t i = 0; i < dropped.size(); i++)
		if (!dropper.has_met(i))
			unused.push_back(dropped[i]);
	return out;
}

std::vector<std::string> untaggable_arms(const Licence &licence)
{
	const Obstacles obstacles = find_obstacles(licence);

	return obstacles.fatal.empty() ? obstacles.droppable
				       : std::vector<std::string>();
}

Result<std::string> kernel_tag(const Licence &licence)
{
	TRY(check(licence));
	return tag(licence);
}

} /* namespace kcrate */
