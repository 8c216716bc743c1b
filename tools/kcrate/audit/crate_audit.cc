// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/crate_audit.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "audit/arithmetic.h"
#include "audit/build_script.h"
#include "audit/cargo_checks.h"
#include "audit/checks.h"
#include "audit/envs.h"
#include "audit/functions.h"
#include "audit/generated_names.h"
#include "audit/unit_cfgs.h"
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

struct Finding {
	Diag diag;
	bool conditional = false; /* its code may not be compiled */
};

/* What one reading of a crate has found. */
struct Reading {
	Grade grade = Grade::core;
	std::vector<Finding> findings;
	std::optional<std::set<std::string>> offers;
	ItemUses uses;

	void add(Diag diag, bool conditional = false)
	{
		findings.push_back({ std::move(diag), conditional });
	}
};

/*
 * What a build script writes is not there to be read.  Where it stands for a C
 * library, no kernel has that either.
 */
void judge_generated(const AuditedCrate &crate, const CrateSource &source,
		     Reading &out)
{
	for (Diag &diag : check_envs(source, *crate.cargo, crate.stated.envs))
		out.add(std::move(diag));
	for (Diag &diag : check_includes(source))
		out.add(std::move(diag));
	for (const EnvUse &use : source.envs)
		if (use.name == "OUT_DIR" && !use.optional &&
		    !crate.cargo->links.empty())
			out.grade = Grade::std;
}

void judge_grade(const CrateCode &code, const CrateSource &source,
		 const KnownLibrary &library, Reading &out)
{
	const Graded graded = grade_of(code, source, library);

	if (source.no_std == Truth::no)
		out.add(Diag(Id::std_used,
			     "its root is not no_std with these features")
				.at({ code.modules()[0].file, 0, 0, 0, {} })
				.with_help(std_help));
	out.grade = std::max(out.grade, graded.grade);
	for (const GradeUse &use : graded.uses) {
		Diag diag = finding_of(use).at(use.where);
		if (use.possible)
			diag.severity = Severity::note;
		out.add(std::move(diag), use.conditional);
	}
}

/* What there is to say of code that runs on the host. */
void judge_host(const AuditedCrate &crate, const CrateSource &source,
		const CrateCode &code, const CfgSet &cfgs, Reading &out)
{
	for (Diag &diag : check_envs(source, *crate.cargo, crate.stated.envs))
		out.add(std::move(diag));
	for (Diag &diag : check_host_code(code, cfgs))
		out.add(std::move(diag));
	for (Diag &diag : check_generated_names(code))
		out.add(std::move(diag));
}

/* What no file may be that is read, in a directory as in an archive. */
void judge_contents(const Tree &files, const CrateSource &source, Reading &out)
{
	Sink sink;

	for (const auto &[path, file] : source.files)
		check_content(path, files.at(path).bytes(), sink);
	for (Diag &diag : sink.diags)
		out.add(std::move(diag));
}

/* What there is to know of code that would be no error. */
void judge_risks(const AuditedCrate &crate, const CrateCode &code, Reading &out)
{
	for (Diag &diag : check_arithmetic(code))
		out.add(std::move(diag));
	for (Diag &diag : check_float_debug(code))
		out.add(std::move(diag));
	for (Diag &diag : check_stack(code, crate.frame_warn))
		out.add(std::move(diag));
	for (Diag &diag : check_recursion(code))
		out.add(std::move(diag));

	Conditions conditions(code);
	for (Finding &finding : out.findings)
		if (finding.diag.where && finding.diag.where->line)
			finding.diag.condition =
				conditions.at(*finding.diag.where);
}

/* How one reading of a crate is done. */
struct ReadingMode {
	const KnownLibrary &library;
	AuditDepth depth;
	CodeCounter *counter; /* may be none */
};

/* Reads @crate as it is where @cfgs are known. */
Result<Reading> read(const AuditedCrate &crate, const CfgSet &cfgs,
		     const ReadingMode &mode)
{
	const Tree &files = *crate.files;
	const std::string &root = crate.cargo->lib_path;
	TokenStore tokens;
	Sink walk;
	Reading out;
	CrateSource source =
		TRY(read_crate_source(files, root, cfgs, tokens, walk));
	if (crate.is_made_no_std)
		source.no_std = Truth::yes;
	const CrateCode code =
		TRY(CrateCode::read({ files, root, cfgs, tokens,
				      crate.cargo->lib_edition == "2015" },
				    source));

	judge_contents(files, source, out);
	if (crate.target == Target::host) {
		judge_host(crate, source, code, cfgs, out);
		return out;
	}
	/* A module is missing: it is for a system that no kernel is. */
	if (walk.has_errors())
		out.grade = Grade::std;
	else
		out.offers = names_of_root(code);
	for (Diag &diag : walk.diags)
		out.add(std::move(diag));
	out.uses = uses_of_others(code);
	judge_generated(crate, source, out);
	judge_grade(code, source, mode.library, out);
	for (Diag &diag : check_code(code, source, cfgs))
		out.add(std::move(diag));
	if (mode.depth == AuditDepth::whole)
		judge_risks(crate, code, out);
	if (mode.counter)
		mode.counter->add(code, cfgs);
	return out;
}

/* By which findings are in order, and one is told from another. */
auto key_of(const Diag &diag)
{
	const Place none;
	const Place &where = diag.where ? *diag.where : none;

	return std::tuple(where.file, where.line, where.column, diag.id,
			  diag.message);
}

/* Findings of several readings of one crate, each once. */
class Findings {
public:
	/* @by_script: of code that a build script may have compiled. */
	void add(std::vector<Finding> more, bool by_script)
	{
		for (Finding &one : more) {
			const auto key = key_of(one.diag);
			one.conditional |= by_script;
			all.try_emplace(key, std::move(one));
		}
	}

	/* In order.  That a crate uses alloc is said once. */
	std::vector<Diag> take()
	{
		std::vector<Diag> out;
		bool met_alloc = false;

		for (auto &[key, one] : all) {
			const bool of_alloc =
				one.diag.id == Id::alloc_reference;
			if (of_alloc && met_alloc)
				continue;
			met_alloc |= of_alloc;
			one.diag.conditional |= one.conditional;
			out.push_back(std::move(one.diag));
		}
		return out;
	}

private:
	std::map<decltype(key_of(std::declval<Diag>())), Finding> all;
};

/* A build script whose effects nobody has stated. */
std::optional<Diag> judge_script(const AuditedCrate &crate)
{
	const auto file = crate.files->find(crate.cargo->build);
	ScriptKind kind = ScriptKind::codegen;

	if (crate.cargo->build.empty() || crate.stated.build_script)
		return {};
	if (file != crate.files->end()) {
		const Result<TokenFile> tokens =
			lex({ crate.cargo->build, file->second.bytes() });
		if (tokens)
			kind = read_build_script(tokens.value(), {}).kind;
	}
	return Diag(Id::build_script,
		    str("a build script, which never runs here: it ",
			words_for(kind)))
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

Result<CrateAudit> audit(const AuditedCrate &crate, const KnownLibrary &library,
			 AuditDepth depth)
{
	Findings findings;
	CodeCounter counter;
	const bool is_whole = depth == AuditDepth::whole;
	Reading whole; /* of the crate as such */
	CrateAudit out;

	out.offers.emplace();
	for (const CfgSet &cfgs : crate.cfgs()) {
		Reading reading = TRY(read(
			crate, cfgs,
			{ library, depth, is_whole ? &counter : nullptr }));
		out.own = std::max(out.own, reading.grade);
		findings.add(std::move(reading.findings), false);
		out.uses.merge(reading.uses);
		merge_offers(reading.offers, out.offers);
	}
	/* What depends on a script is certain to be no error. */
	for (const CfgSet &cfgs :
	     is_whole ? crate.script_cfgs() : std::vector<CfgSet>()) {
		Reading reading =
			TRY(read(crate, cfgs, { library, depth, nullptr }));
		findings.add(std::move(reading.findings), true);
		merge_offers(reading.offers, out.offers);
	}
	for (Diag &diag : counter.findings(crate.directory))
		whole.add(std::move(diag));
	for (Diag &diag : check_cargo(*crate.cargo, crate.compiler))
		whole.add(std::move(diag));
	if (crate.target == Target::kernel)
		for (Diag &diag :
		     check_kernel_cargo(*crate.cargo, *crate.files))
			whole.add(std::move(diag));
	findings.add(std::move(whole.findings), false);
	out.counts = counter.counts();
	out.findings = findings.take();
	return out;
}

CrateAudit audit_source(const AuditedCrate &crate, const KnownLibrary &library,
			AuditDepth depth)
{
	Result<CrateAudit> found = audit(crate, library, depth);
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

} /* namespace */

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

CrateAudit audit_crate(const AuditedCrate &crate, const KnownLibrary &library,
		       AuditDepth depth)
{
	CrateAudit out = audit_source(crate, library, depth);

	if (std::optional<Diag> script = judge_script(crate))
		out.findings.insert(out.findings.begin(), std::move(*script));
	if (depth == AuditDepth::whole)
		judge_licences(crate, out);
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

namespace {

/* What @crate calls @need; "" where that is not certain. */
std::string extern_name(const AuditedCrate &crate, const AuditedCrate &need)
{
	std::string name = need.cargo->lib_name;

	for (const Dependency &dep : crate.cargo->dependencies)
		if (dep.package == need.cargo->name && dep.renamed)
			return {};
	for (const Dependency &dep : crate.cargo->dependencies)
		if (dep.package != need.cargo->name && dep.name == name)
			return {};
	return name;
}

/* Whether the crate at @i has proc macros, which may make names for it. */
bool needs_host(const std::vector<AuditedCrate> &crates, size_t i)
{
	return std::any_of(crates[i].needs.begin(), crates[i].needs.end(),
			   [&](size_t need) {
				   return crates[need].target == Target::host;
			   });
}

/* Finds what @crate uses of @need, which does not have it. */
void judge_items(const AuditedCrate &crate, CrateAudit &audit,
		 const AuditedCrate &need, const CrateAudit &offering)
{
	const std::string name = extern_name(crate, need);

	if (!offering.offers)
		return;
	const size_t before = audit.findings.size();
	for (const auto &[key, where] : audit.uses) {
		if (key.first != name || offering.offers->count(key.second))
			continue;
		Diag diag =
			Diag(Id::item_missing,
			     str(key.first, " has no ", key.second,
				 ", as it is compiled for a kernel"))
				.at(where)
				.with_help("switch off the feature that asks "
					   "for it, or edit the use out");
		diag.where->file = str(crate.directory, "/", where.file);
		diag.crate = crate.cargo->name;
		audit.findings.push_back(std::move(diag));
		audit.own = audit.grade = Grade::std;
	}
	if (audit.findings.size() > before)
		std::stable_sort(audit.findings.begin(), audit.findings.end(),
				 [](const Diag &a, const Diag &b) {
					 return key_of(a) < key_of(b);
				 });
}

} /* namespace */

void grade_closure(const std::vector<AuditedCrate> &crates,
		   std::vector<CrateAudit> &audits)
{
	for (size_t i = 0; i < crates.size(); i++)
		for (const size_t need : crates[i].needs) {
			if (crates[i].target == Target::host ||
			    crates[need].target == Target::host)
				continue;
			if (!needs_host(crates, need))
				judge_items(crates[i], audits[i], crates[need],
					    audits[need]);
			if (audits[need].grade <= audits[i].grade)
				continue;
			audits[i].grade = audits[need].grade;
			audits[i].because = need;
		}
}

} /* namespace kcrate */
