// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/crate_audit.h"

#include <algorithm>
#include <utility>

#include "audit/arithmetic.h"
#include "audit/build_script.h"
#include "audit/cargo_checks.h"
#include "audit/checks.h"
#include "audit/envs.h"
#include "audit/findings.h"
#include "audit/functions.h"
#include "audit/generated_names.h"
#include "audit/unit_cfgs.h"
#include "audit/vectors.h"
#include "base/str.h"
#include "rustsrc/conditions.h"
#include "unpack/content.h"

namespace kcrate {

namespace {

constexpr char std_help[] =
	"switch off the feature that asks for std, or edit the use out";

/* What @use says to the one who reads it, and what can be done. */
Diag finding_of(const GradeUse &use)
{
	switch (use.id) {
	case Id::compile_error:
		return Diag(use.id, "the source refuses to be compiled")
			.with_help("read its message: most often a feature has "
				   "to be on or off");
	case Id::infallible_allocation:
		return Diag(use.id,
			    str(use.what, use.possible ? " may be" : " is",
				" an allocation that cannot fail"))
			.with_help("try_reserve() tells when memory is short; "
				   "so do KBox and KVec of the kernel's own "
				   "crate");
	case Id::alloc_reference:
		return Diag(use.id, "the crate uses alloc")
			.with_help("an import brings one along; without it, "
				   "switch off the feature that asks for it");
	case Id::float_formatting:
		return Diag(use.id, str(use.what, " needs floats as text"))
			.with_help("the kernel's core has none of it: edit it "
				   "out");
	default:
		return Diag(use.id, str(use.what, " is in no kernel"))
			.with_help(std_help);
	}
}

/* What one reading of a crate has found. */
struct Reading {
	Grade grade = Grade::core;
	std::vector<Diag> findings;
	std::optional<std::set<std::string>> offers;
	ItemUses uses;

	void add(std::vector<Diag> more)
	{
		std::move(more.begin(), more.end(),
			  std::back_inserter(findings));
	}
};

/*
 * What the source reads beside itself.  What a build script writes is not there
 * to be read; where it stands for a C library, no kernel has that either.
 */
void judge_reads(const AuditedCrate &crate, const CrateSource &source,
		 Reading &out)
{
	Sink contents;

	out.add(check_envs(source, *crate.cargo, crate.stated.envs));
	for (const auto &[path, file] : source.files)
		check_content(path, crate.files->at(path).bytes(), contents);
	out.add(std::move(contents.diags));
	if (crate.target == Target::host)
		return;
	out.add(check_includes(source));
	for (const EnvUse &use : source.envs)
		if (use.name == "OUT_DIR" && !use.optional &&
		    !crate.cargo->links.empty())
			out.grade = Grade::std;
}

void judge_grade(const CrateCode &code, const CrateSource &source,
		 const Graded &graded, Reading &out)
{
	if (source.no_std == Truth::no)
		out.add({ Diag(Id::std_used,
			       "its root is not no_std with these features")
				  .at({ code.modules()[0].file, 0, 0, 0, {} })
				  .with_help(std_help) });
	out.grade = std::max(out.grade, graded.grade);
	for (const GradeUse &use : graded.uses) {
		Diag diag = finding_of(use).at(use.where);
		diag.conditional = use.conditional;
		if (use.possible)
			diag.severity = Severity::note;
		out.add({ std::move(diag) });
	}
}

/* What there is to know of code that would be no error. */
void judge_risks(const AuditedCrate &crate, const CrateCode &code,
		 const std::vector<FloatUse> &floats, Reading &out)
{
	out.add(check_float_debug(code, floats));
	out.add(check_stack(code, crate.frame_warn));
	out.add(check_recursion(code));
}

/* The cfgs under which the code of @findings is compiled. */
void tell_conditions(const CrateCode &code, std::vector<Diag> &findings)
{
	Conditions conditions(code);

	for (Diag &diag : findings)
		if (diag.where && diag.where->line)
			diag.condition = conditions.at(*diag.where);
}

/* How one reading of a crate is done. */
struct ReadingMode {
	const CfgSet &cfgs; /* what is known */
	const AuditWays &ways;
	CodeCounter *counter; /* may be none */

	bool is_whole() const { return ways.depth == AuditDepth::whole; }
};

bool is_assembly(const Diag &diag)
{
	return diag.id == Id::assembly_used && !diag.conditional;
}

void judge_kernel_code(const AuditedCrate &crate, const CrateSource &source,
		       const CrateCode &code, const ReadingMode &mode,
		       Reading &out)
{
	TypesOnDemand types(code);
	const std::vector<FloatUse> floats = float_texts(code, types);

	if (mode.ways.depth != AuditDepth::trial)
		out.uses = uses_of_others(code);
	judge_grade(code, source,
		    grade_of(code, source, floats, mode.ways.library), out);
	std::vector<Diag> of_code = check_code(code, source, mode.cfgs);
	if (std::any_of(of_code.begin(), of_code.end(), is_assembly))
		out.add(check_vectors(code, mode.cfgs));
	out.add(std::move(of_code));
	out.add(check_arithmetic(code, types));
	if (mode.is_whole())
		judge_risks(crate, code, floats, out);
	if (mode.counter)
		mode.counter->add(code, mode.cfgs);
}

/* Where @walk says that a module is missing, the crate is for a system that no
 * kernel is. */
void judge_walk(Sink walk, const CrateCode &code, Reading &out)
{
	if (walk.has_errors())
		out.grade = Grade::std;
	else
		out.offers = names_of_root(code);
	out.add(std::move(walk.diags));
}

Result<Reading> read(const AuditedCrate &crate, const ReadingMode &mode)
{
	const Tree &files = *crate.files;
	const std::string &root = crate.cargo->lib_path;
	const bool edition_2015 = crate.cargo->lib_edition == "2015";
	TokenStore &tokens = mode.ways.tokens;
	Sink walk;
	Reading out;
	CrateSource source =
		TRY(read_crate_source(files, root, mode.cfgs, tokens, walk));
	if (crate.is_made_no_std)
		source.no_std = Truth::yes;
	const CrateCode code = TRY(CrateCode::read(
		{ files, root, mode.cfgs, tokens, edition_2015 }, source));

	judge_reads(crate, source, out);
	if (crate.target == Target::host) {
		out.add(check_host_code(code, mode.cfgs));
		out.add(check_generated_names(code));
	} else {
		judge_walk(std::move(walk), code, out);
		judge_kernel_code(crate, source, code, mode, out);
	}
	if (mode.is_whole())
		tell_conditions(code, out.findings);
	return out;
}

/* A build script whose effects nobody has stated. */
std::optional<Diag> judge_script(const AuditedCrate &crate)
{
	const std::optional<BuildScript> script =
		build_script_of(*crate.cargo, *crate.files, {});

	if (!script || crate.stated.build_script)
		return {};
	return Diag(Id::build_script,
		    str("a build script, which never runs here: it ",
			words_for(script->kind)))
		.at({ crate.cargo->build, 0, 0, 0, {} })
		.with_help("state its effects in the manifest, as 'cfgs', "
			   "'envs' and 'build-script: {why: …}'");
}

/* Adds what one more reading knows; what one does not know, nobody does. */
void merge_offers(std::optional<std::set<std::string>> &more,
		  std::optional<std::set<std::string>> &all)
{
	if (more && all)
		all->merge(*more);
	else
		all.reset();
}

Result<CrateAudit> audit(const AuditedCrate &crate, const AuditWays &ways)
{
	const bool is_whole = ways.depth == AuditDepth::whole;
	Findings findings;
	CodeCounter counter;
	CrateAudit out;

	out.offers.emplace();
	std::vector<CfgSet> known = crate.cfgs();
	out.answers.resize(known.size());
	for (size_t i = 0; i < known.size(); i++) {
		known[i].tell(out.answers[i]);
		Reading reading =
			TRY(read(crate, { known[i], ways,
					  is_whole ? &counter : nullptr }));
		out.own = std::max(out.own, reading.grade);
		out.uses.merge(reading.uses);
		merge_offers(reading.offers, out.offers);
		findings.add(std::move(reading.findings), false);
	}
	/* An error of code that a script may switch on is none for sure. */
	for (const CfgSet &cfgs :
	     is_whole ? crate.script_cfgs() : std::vector<CfgSet>()) {
		Reading reading = TRY(read(crate, { cfgs, ways, nullptr }));
		merge_offers(reading.offers, out.offers);
		findings.add(std::move(reading.findings), true);
	}
	findings.add(counter.findings(crate.directory), false);
	findings.add(check_cargo(*crate.cargo, crate.compiler), false);
	if (crate.target == Target::kernel)
		findings.add(check_kernel_cargo(*crate.cargo, *crate.files),
			     false);
	out.counts = counter.counts();
	out.findings = findings.take();
	return out;
}

CrateAudit audit_source(const AuditedCrate &crate, const AuditWays &ways)
{
	Result<CrateAudit> found = audit(crate, ways);
	CrateAudit out;

	if (found)
		return std::move(found.value());
	/* What cannot be read cannot be compiled. */
	out.own = Grade::std;
	out.findings = { std::move(found.error()) };
	return out;
}

void judge_licences(const AuditedCrate &crate, CrateAudit &out)
{
	LicenceQuestion question = crate.licences;

	question.cfgs = crate.cfgs();
	for (CfgSet &cfgs : crate.script_cfgs())
		question.cfgs.push_back(std::move(cfgs));
	LicenceAudit licences =
		check_licences(*crate.cargo, *crate.files, question);
	out.copyrights = std::move(licences.copyrights);
	std::move(licences.findings.begin(), licences.findings.end(),
		  std::back_inserter(out.findings));
}

void judge_origin(const AuditedCrate &crate, CrateAudit &out)
{
	if (!crate.hidden)
		return;
	OriginAudit found =
		check_origin(*crate.cargo, *crate.files, *crate.hidden);
	out.origin = std::move(found.origin);
	std::move(found.findings.begin(), found.findings.end(),
		  std::back_inserter(out.findings));
}

} /* namespace */

std::string name_of(const AuditedCrate &crate)
{
	return str(crate.cargo->name, " ", crate.cargo->version_text);
}

size_t size_of(const AuditedCrate &crate)
{
	size_t out = 0;

	for (const auto &[path, file] : *crate.files)
		out += file.bytes().size();
	return out;
}

std::vector<CfgSet> AuditedCrate::cfgs() const
{
	std::vector<CfgSet> out;

	for (const CfgSet &kernel : kernels)
		out.push_back(unit_cfgs(features, stated.cfgs, kernel));
	return out;
}

std::vector<CfgSet> AuditedCrate::script_cfgs() const
{
	std::vector<CfgSet> out;

	for (const CfgSet &kernel : kernels) {
		std::optional<CfgSet> script =
			stated.build_script ? std::nullopt
					    : cfgs_of_script(features, kernel,
							     *cargo, *files);
		if (script)
			out.push_back(std::move(*script));
	}
	return out;
}

CrateAudit audit_crate(const AuditedCrate &crate, const AuditWays &ways)
{
	CrateAudit out = audit_source(crate, ways);

	if (std::optional<Diag> script = judge_script(crate))
		out.findings.push_back(std::move(*script));
	if (ways.depth == AuditDepth::whole) {
		judge_licences(crate, out);
		judge_origin(crate, out);
	}
	sort_findings(out.findings);
	for (Diag &diag : out.findings) {
		diag.crate = crate.cargo->name;
		if (diag.where)
			diag.where->file =
				str(crate.directory, "/", diag.where->file);
	}
	if (crate.target == Target::host)
		out.own = Grade::core;
	out.grade = out.own;
	return out;
}

} /* namespace kcrate */
