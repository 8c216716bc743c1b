// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/audit.h"
#include "base/str.h"
#include "spdx/names.h"

namespace kcrate {

namespace {

void report(Diag diag, const CrateEntry &entry, Sink &sink)
{
	diag.crate = entry.name;
	sink.report(std::move(diag));
}

std::string declared_licence(const CrateEntry &entry, const CargoToml &cargo,
			     Sink &sink)
{
	if (entry.license_is.empty())
		return cargo.license;
	if (!cargo.license.empty())
		report(Diag(Id::unused_override,
			    str("Cargo.toml of ", entry.name,
				" states a licence itself: ", cargo.license))
			       .at(entry.license_where)
			       .with_help("remove 'is'"),
		       entry, sink);
	return cargo.license.empty() ? entry.license_is : cargo.license;
}

} /* namespace */

Diag imprecise_name(const Substitution &one)
{
	Diag out(Id::bad_licence,
		 str("licence '", one.from, "' is read as '", one.to, "'"));

	out.severity = Severity::warning;
	return std::move(out).with_help(
		"SPDX has no such id: see whether that is what was meant");
}

CrateLicence judge_licence(const CrateEntry &entry, const CargoToml &cargo,
			   Sink &sink)
{
	const std::string declared = declared_licence(entry, cargo, sink);
	CrateLicence out = { declared, declared, "" };

	if (declared.empty()) {
		report(Diag(Id::bad_licence,
			    str(entry.name, " ", entry.version_text,
				" states no licence"))
			       .at(entry.where)
			       .with_help("read its licence files, then state "
					  "'license: {is: …, why: …}'"),
		       entry, sink);
		return out;
	}

	Result<LaxLicence> lax = parse_licence_lax(declared);
	if (!lax) {
		report(std::move(lax.error()).at(entry.where), entry, sink);
		return out;
	}
	for (const Substitution &one : lax.value().substitutions)
		report(imprecise_name(one).at(entry.where), entry, sink);

	const Licence &parsed = lax.value().licence;
	out.declared = to_string(parsed);
	if (leaves_nothing(parsed, entry.license_drop)) {
		report(Diag(Id::licence_not_accepted,
			    str("nothing remains of '", out.declared,
				"' without '", join(entry.license_drop, "', '"),
				"'"))
			       .at(entry.license_where)
			       .with_help("keep one arm that the kernel can "
					  "take"),
		       entry, sink);
		return out;
	}

	std::vector<std::string> unused;
	const Licence chosen = drop_arms(parsed, entry.license_drop, unused);
	if (unused.size() < entry.license_drop.size())
		out.chosen = to_string(chosen);
	for (const std::string &id : unused)
		report(Diag(Id::unused_override,
			    str("no arm of ", out.declared, " is ", id))
			       .at(entry.license_where)
			       .with_help("remove it"),
		       entry, sink);

	Result<std::string> tag = kernel_tag(chosen);
	if (tag)
		out.tag = tag.value();
	else
		report(std::move(tag.error()).at(entry.where), entry, sink);
	return out;
}

} /* namespace kcrate */
