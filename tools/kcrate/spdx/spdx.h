/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Licence expressions, and what Linux makes of them.  The kernel's own grammar
 * (scripts/spdxcheck.py) knows only binary AND and OR without associativity,
 * so three arms need parentheses; which licences may be tagged is the contents
 * of its LICENSES/ (Documentation/process/license-rules.rst).
 */

#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"

namespace kcrate {

struct Licence {
	enum class Kind { id, conjunction, disjunction };

	Kind kind = Kind::id;
	std::string id;		    /* id: "MIT", "GPL-2.0+" */
	std::string exception;	    /* id: what follows WITH, or "" */
	std::vector<Licence> terms; /* AND, OR: two or more */
};

/*
 * A Cargo.toml's `license`: SPDX, and the slash that old crates use for OR.
 * A chain `A OR B OR C` is one disjunction of three.  Diag bad_licence.
 */
Result<Licence> parse_licence(std::string_view text);

/* The ids in @licence, each with its exception, as often as they are there. */
std::vector<Licence> ids_in(const Licence &licence);

/* Upstream's spelling, no more parentheses than needed. */
std::string to_string(const Licence &licence);

/* The kernel's classes of licences: the directories of its LICENSES/. */
enum class LicenceClass { preferred, deprecated, dual, absent };
LicenceClass licence_class(std::string_view id);

/* Whether spdxcheck knows @id, and the exception if there is one. */
bool is_taggable(const Licence &id);

/*
 * Whether code under @licence may enter a GPL-2.0 kernel by the kernel's own
 * rules: a preferred or deprecated licence is enough (an import may use the
 * latter), a dual one only beside such an arm of an OR.
 */
bool is_acceptable(const Licence &licence);

/* What the law says of a licence's code in a program under GPL-2.0 alone. */
enum class Law { incompatible, unknown, compatible };

/*
 * OR is as good as its best arm, AND as bad as its worst.  "+" and "-or-later"
 * are compatible if any version is that is at hand.  Says nothing of tags: of
 * what is compatible, much is not in LICENSES/.
 */
Law gpl2_law(const Licence &licence);

/* Whether @id is one of SPDX's that Linux, or gpl2_law(), has heard of. */
bool is_known_licence(std::string_view id);

/* Whether all ids in @licence are. */
bool is_known_licence(const Licence &licence);

/*
 * What ids of one text have in common, in lower case: "gpl-2.0" of GPL-2.0,
 * GPL-2.0-only, GPL-2.0+ and GPL-2.0-or-later.
 */
std::string licence_family(std::string_view id);

/*
 * @licence without the arms of disjunctions whose ids are in @dropped, which
 * somebody has approved.  Names that occur nowhere are returned in @unused.
 */
Licence drop_arms(const Licence &licence,
		  const std::vector<std::string> &dropped,
		  std::vector<std::string> &unused);

/*
 * Whether nothing remains of @licence, or of a disjunction in it, without the
 * ids in @dropped; drop_arms() then leaves that as it is.
 */
bool leaves_nothing(const Licence &licence,
		    const std::vector<std::string> &dropped);

/*
 * The arms of @licence that the kernel's LICENSES/ does not have, where others
 * remain without them.
 */
std::vector<std::string> untaggable_arms(const Licence &licence);

/*
 * The expression of an SPDX-License-Identifier line: two arms of an OR in
 * alphabetical order as Linux writes them ("Apache-2.0 OR MIT"), three and
 * more in upstream's order, in parentheses from the left: "(A OR B) OR C".
 * Diag licence_not_accepted when spdxcheck would refuse the tag or the kernel
 * the licence; the help says which arm to drop, if that is a way out.
 */
Result<std::string> kernel_tag(const Licence &licence);

} /* namespace kcrate */
