// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/crate_audit.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "audit/checks.h"
#include "base/str.h"

namespace kcrate {

namespace {

constexpr char std_help[] =
	"switch off the feature that asks for std, or edit the use out";

/* What @use says to the one who reads it, and what can be done. */
Diag message_of(const GradeUse &use)
{
	switch (use.grade) {
	case Grade::std:
		if (use.what == "compile_error!")
			return Diag(Id::compile_error,
				    "the source refuses to be compiled")
				.with_help("read its message: most often a "
					   "feature has to be on or off");
		return Diag(Id::std_used, str(use.what, " is in no kernel"))
			.with_help(std_help);
	case Grade::alloc:
		return Diag(Id::infallible_allocation,
			    str(use.what, use.possible ? " may be" : " is",
				" an allocation that cannot fail"))
			.with_help("try_reserve() tells when memory is short; "
				   "so do KBox and KVec of the kernel's own "
				   "crate");
	case Grade::alloc_fallible:
		return Diag(Id::alloc_reference, "the crate uses alloc")
			.with_help("an import brings one along; without it, "
				   "switch off the feature that asks for it");
	default:
		return Diag(Id::float_formatting,
			    str(use.what, " needs floats as text"))
			.with_help("the kernel's core has none of it: edit it "
				   "out");
	}
}

Diag finding_of(const GradeUse &use)
{
	Diag diag = message_of(use);

	if (use.conditional)
		diag.message += ", in some configurations";
	diag.where = use.where;
	return diag;
}

/*
 * What a build script writes is not there to be read.  Where it stands for a C
 * library, no kernel has that either.
 */
void judge_generated(const AuditedCrate &crate, const CrateSource &source,
		     Graded &graded, Sink &sink)
{
	for (const EnvUse &use : source.envs) {
		if (use.name != "OUT_DIR" || use.optional)
			continue;
		sink.report(Diag(Id::env_unknown,
				 "what the build script writes into OUT_DIR "
				 "cannot be audited")
				    .at(use.where)
				    .with_help("have it written once, and edit "
					       "it into the source"));
		if (!crate.cargo->links.empty())
			graded.grade = Grade::std;
	}
}

/* The grade of @crate where @cfgs are known; other findings go to @sink. */
Result<Graded> grade_with(const AuditedCrate &crate, const CfgSet &cfgs,
			  const KnownLibrary &library, Sink &sink)
{
	const Tree &files = *crate.files;
	const std::string &root = crate.cargo->lib_path;
	TokenStore tokens;
	Sink walk;
	const CrateSource source =
		TRY(read_crate_source(files, root, cfgs, tokens, walk));
	const CrateCode code =
		TRY(CrateCode::read({ files, root, cfgs, tokens,
				      crate.cargo->lib_edition == "2015" },
				    source));
	Graded graded = grade_of(code, source, library);

	if (source.no_std == Truth::no)
		walk.report(Diag(Id::std_used,
				 "its root is not no_std with these features")
				    .at({ root, 0, 0, 0, {} })
				    .with_help(std_help));
	/* A module is missing: it is for a system that no kernel is. */
	if (walk.has_errors())
		graded.grade = Grade::std;
	judge_generated(crate, source, graded, walk);
	for (Diag &diag : check_code(code, source))
		sink.report(std::move(diag));
	for (Diag &diag : walk.diags)
		sink.report(std::move(diag));
	return graded;
}

/* @diag as one of @crate's. */
Diag of_crate(const AuditedCrate &crate, Diag diag)
{
	diag.crate = crate.cargo->name;
	if (diag.where)
		diag.where->file = str(crate.directory, "/", diag.where->file);
	return diag;
}

/* Adds those of @other that are at other places. */
void add_uses(std::vector<GradeUse> &uses, std::vector<GradeUse> other,
	      bool conditional)
{
	std::set<std::tuple<std::string, size_t, size_t>> known;

	for (const GradeUse &use : uses)
		known.emplace(use.where.file, use.where.line, use.where.column);
	for (GradeUse &use : other) {
		if (known.count({ use.where.file, use.where.line,
				  use.where.column }))
			continue;
		use.conditional |= conditional;
		uses.push_back(std::move(use));
	}
}

/* By file and line; what can be done is said once for each id. */
void put_in_order(std::vector<Diag> &findings)
{
	std::set<Id> helped;

	std::stable_sort(findings.begin(), findings.end(),
			 [](const Diag &a, const Diag &b) {
				 const Place none;
				 const Place &x = a.where ? *a.where : none;
				 const Place &y = b.where ? *b.where : none;
				 return std::tie(x.file, x.line, x.column) <
					std::tie(y.file, y.line, y.column);
			 });
	/* Kernels for several architectures have most in common. */
	findings.erase(
		std::unique(findings.begin(), findings.end(),
			    [](const Diag &a, const Diag &b) {
				    return a.id == b.id &&
					   a.message == b.message && a.where &&
					   b.where &&
					   a.where->file == b.where->file &&
					   a.where->line == b.where->line &&
					   a.where->column == b.where->column;
			    }),
		findings.end());
	for (Diag &diag : findings)
		if (!helped.insert(diag.id).second)
			diag.help.clear();
}

/* That a crate uses alloc is said once. */
void keep_first_reference(std::vector<GradeUse> &uses)
{
	bool first = true;

	std::erase_if(uses, [&](const GradeUse &use) {
		if (use.grade != Grade::alloc_fallible)
			return false;
		return !std::exchange(first, false);
	});
}

} /* namespace */

Result<CrateAudit> audit_crate(const AuditedCrate &crate,
			       const KnownLibrary &library)
{
	Sink sink, unheard;
	CrateAudit out;
	std::vector<GradeUse> uses;

	if (crate.target == Target::host)
		return out;
	for (const CfgSet &cfgs : crate.cfgs) {
		Graded graded = TRY(grade_with(crate, cfgs, library, sink));
		out.own = std::max(out.own, graded.grade);
		add_uses(uses, std::move(graded.uses), false);
	}
	for (const CfgSet &cfgs : crate.script_cfgs)
		add_uses(uses,
			 TRY(grade_with(crate, cfgs, library, unheard)).uses,
			 true);
	for (Diag &diag : sink.diags)
		out.findings.push_back(of_crate(crate, std::move(diag)));
	keep_first_reference(uses);
	for (const GradeUse &use : uses)
		out.findings.push_back(of_crate(crate, finding_of(use)));
	put_in_order(out.findings);
	out.grade = out.own;
	return out;
}

void grade_closure(const std::vector<AuditedCrate> &crates,
		   std::vector<CrateAudit> &audits)
{
	for (size_t i = 0; i < crates.size(); i++)
		for (const size_t need : crates[i].needs) {
			if (crates[i].target == Target::host ||
			    crates[need].target == Target::host ||
			    audits[need].grade <= audits[i].grade)
				continue;
			audits[i].grade = audits[need].grade;
			audits[i].because = need;
		}
}

} /* namespace kcrate */
