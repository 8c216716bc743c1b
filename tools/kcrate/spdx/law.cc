// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Whether the law lets code under a licence into a program under GPL-2.0 alone:
 * what the Free Software Foundation says of each, what the licence says itself
 * (MPL-2.0, EUPL-1.2, the exception of LLVM), and for Unicode's and other short
 * ones, that they ask for no more than a notice.  Whether it can be tagged is
 * another question (kernel.cc).
 */

#include "spdx/spdx.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

constexpr std::string_view compatible_ids[] = {
	"0BSD",
	"Artistic-2.0",
	"BSD-1-Clause",
	"BSD-2-Clause",
	"BSD-2-Clause-Patent",
	"BSD-3-Clause",
	"BSD-3-Clause-Clear",
	"BSL-1.0",
	"CC0-1.0",
	"copyleft-next-0.3.1",
	"curl",
	"EUPL-1.2",
	"FSFAP",
	"GPL-2.0",
	"HPND",
	"ICU",
	"ISC",
	"LGPL-2.0",
	"LGPL-2.1",
	"Libpng",
	"libpng-2.0",
	"Linux-OpenIB",
	"MirOS",
	"MIT",
	"MIT-0",
	"MITNFA",
	"MPL-2.0",
	"NCSA",
	"NTP",
	"PostgreSQL",
	"Python-2.0",
	"Sleepycat",
	"SMLNJ",
	"Unicode-3.0",
	"Unicode-DFS-2015",
	"Unicode-DFS-2016",
	"Unlicense",
	"UPL-1.0",
	"Vim",
	"W3C",
	"WTFPL",
	"X11",
	"Zlib",
	"zlib-acknowledgement",
};

constexpr std::string_view incompatible_ids[] = {
	"AFL-3.0",	"AGPL-3.0",
	"Apache-1.0",	"Apache-1.1",
	"Apache-2.0",	"Artistic-1.0",
	"BSD-4-Clause", "CC-BY-3.0",
	"CC-BY-4.0",	"CC-BY-SA-3.0",
	"CC-BY-SA-4.0", "CDDL-1.0",
	"CDDL-1.1",	"ECL-2.0",
	"EPL-1.0",	"EPL-2.0",
	"EUPL-1.1",	"FTL",
	"GFDL-1.1",	"GFDL-1.2",
	"GFDL-1.3",	"GPL-1.0",
	"GPL-3.0",	"JSON",
	"LGPL-3.0",	"MPL-1.0",
	"MPL-1.1",	"MPL-2.0-no-copyleft-exception",
	"MS-PL",	"MS-RL",
	"OFL-1.1",	"OpenSSL",
	"SSLeay",	"SSPL-1.0",
	"BUSL-1.1",
};

/* Of these a later version is compatible. */
constexpr std::string_view compatible_later[] = { "GPL-1.0", "MPL-1.0",
						  "MPL-1.1", "EUPL-1.1" };

/* What ids and versions of them have in common, in lower case. */
struct Stem {
	std::string id;
	bool later = false;
};

bool eat_end(std::string &id, std::string_view end)
{
	if (!id.ends_with(end))
		return false;
	id.resize(id.size() - end.size());
	return true;
}

Stem stem_of(std::string_view id)
{
	Stem out = { to_lower(id) };

	out.later = eat_end(out.id, "+") || eat_end(out.id, "-or-later");
	if (!out.later)
		eat_end(out.id, "-only");
	eat_end(out.id, "-no-invariants");
	return out;
}

template <size_t n>
bool has(const std::string_view (&ids)[n], std::string_view id)
{
	return std::any_of(ids, ids + n, [&](std::string_view one) {
		return to_lower(one) == id;
	});
}

Law law_of_id(const Licence &licence)
{
	const Stem stem = stem_of(licence.id);

	if (to_lower(licence.exception) == "llvm-exception" &&
	    stem.id == "apache-2.0")
		return Law::compatible;
	if (has(compatible_ids, stem.id) ||
	    (stem.later && has(compatible_later, stem.id)))
		return Law::compatible;
	/* An exception allows more; nobody knows what. */
	if (has(incompatible_ids, stem.id) && licence.exception.empty())
		return Law::incompatible;
	return Law::unknown;
}

} /* namespace */

Law gpl2_law(const Licence &licence)
{
	const bool any = licence.kind == Licence::Kind::disjunction;
	Law out = any ? Law::incompatible : Law::compatible;

	if (licence.kind == Licence::Kind::id)
		return law_of_id(licence);
	for (const Licence &term : licence.terms)
		out = any ? std::max(out, gpl2_law(term))
			  : std::min(out, gpl2_law(term));
	return out;
}

bool is_known_licence(std::string_view id)
{
	const Stem stem = stem_of(id);

	return licence_class(id) != LicenceClass::absent ||
	       has(compatible_ids, stem.id) || has(incompatible_ids, stem.id);
}

bool is_known_licence(const Licence &licence)
{
	const std::vector<Licence> ids = ids_in(licence);

	return std::all_of(ids.begin(), ids.end(), [](const Licence &one) {
		return is_known_licence(one.id);
	});
}

std::string licence_family(std::string_view id)
{
	return stem_of(id).id;
}

} /* namespace kcrate */
