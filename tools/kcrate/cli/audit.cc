// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/audit.h"
#include "audit/policy.h"
#include "audit/verdict.h"
#include "base/str.h"
#include "cli/audited.h"
#include "cli/commands.h"
#include "cli/library.h"
#include "cli/licences.h"
#include "compile/compile.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/parallel.h"
#include "report/baseline.h"

namespace kcrate {

namespace {

std::vector<CrateAudit> audit_all(const std::vector<AuditedCrate> &crates,
				  unsigned int jobs, Library &library,
				  AuditDepth depth)
{
	std::vector<CrateAudit> out(crates.size());

	parallel_for(crates.size(), jobs, [&](size_t i) {
		out[i] = audit_crate(
			crates[i], [&] { return library.get(); }, depth);
	});
	grade_closure(crates, out);
	return out;
}

/* Without the library's source a result is less, or none where that is bad. */
Status tell_about(const Library &library, Console &console)
{
	if (library.failure())
		return *library.failure();
	if (library.is_missed())
		console.note("the source of Rust's library is not known: all "
			     "that is of alloc is taken for infallible "
			     "(--library names it)");
	return ok();
}

/* The grade of @crate by what is asked of it. */
Result<FeatureMatrix> matrix_of(const UnpackedCrate &crate, Vendor &vendor,
				unsigned int jobs, Library &library)
{
	std::vector<std::vector<std::string>> choices = { {} };
	FeatureMatrix out;

	out.crate = crate.cargo.name;
	out.version = crate.cargo.version_text;
	for (const auto &[name, values] : TRY(feature_map(crate.cargo)))
		choices.push_back({ name });
	for (const std::vector<std::string> &features : choices) {
		std::vector<AuditedCrate> crates;
		TRY(add_closure(crate, vendor, { features, false }, crates));
		const CrateAudit last =
			audit_all(crates, jobs, library, AuditDepth::trial)
				.back();
		out.rows.push_back({ features, last.grade,
				     last.because
					     ? crates[*last.because].cargo->name
					     : "" });
	}
	return out;
}

Result<int> show_matrices(const Options &options, Console &console)
{
	Vendor vendor = TRY(Vendor::open(options.vendor));
	Library library(options);
	std::vector<FeatureMatrix> all;

	if (options.audited.empty())
		return Diag(Id::usage, "--features-matrix wants a directory")
			.with_help("name that of an unpacked crate");
	for (const std::string &word : options.audited) {
		if (!is_directory(options, word))
			return Diag(Id::usage,
				    str("'", word, "' is no directory"))
				.with_help("--features-matrix is for crates in "
					   "directories; one has a '/' in its "
					   "name");
		const std::unique_ptr<UnpackedCrate> crate =
			TRY(read_unpacked(word));
		all.push_back(
			TRY(matrix_of(*crate, vendor, options.jobs, library)));
	}
	TRY(tell_about(library, console));
	console.print(options.format == Format::json ? matrix_to_json(all)
						     : matrix_to_text(all));
	return 0;
}

/* What rustc says of it all, where it is to be asked. */
Status ask_compiler(const Options &options, Console &console,
		    const Audited &audited, std::vector<CrateAudit> &audits)
{
	CompileInput input = { compiler_name(), library_directory(options),
			       options.work, console.progress_notice() };

	if (!options.compile)
		return ok();
	if (input.library.empty())
		return Diag(Id::usage, "--compile wants the source of Rust's "
				       "library, which is not found")
			.with_help("name it by --library or RUST_LIB_SRC");
	if (input.work.empty())
		input.work = str(options.cache.empty() ? TRY(cache_directory())
						       : options.cache,
				 "/compile");
	return audit_by_compiler(input, audited.crates, audits);
}

bool has_errors(const std::vector<CrateAudit> &audits, const Sink &others)
{
	if (others.has_errors())
		return true;
	for (const CrateAudit &audit : audits)
		for (const Diag &diag : audit.findings)
			if (severity_of(diag) == Severity::error)
				return true;
	return false;
}

/* The file that says what findings weigh, "" for none. */
std::string policy_file(const Options &options)
{
	if (!options.policy.empty())
		return options.policy;
	const std::string beside = path_below(
		std::string(parent_of(options.manifest)), "policy.yaml");
	return file_exists(beside) ? beside : "";
}

Result<Policy> read_policy(const Options &options)
{
	const std::string file = policy_file(options);

	if (file.empty())
		return Policy();
	return parse_policy(file, TRY(read_file(file)));
}

/* Gives @audits, which are of @audited, what a policy makes of them, and their
 * verdicts. */
void judge(const Audited &audited, AppliedPolicy &applied, Library &library,
	   std::vector<CrateAudit> &audits)
{
	const auto again = [&](const AuditedCrate &crate) {
		CrateAudit out = audit_crate(
			crate, [&] { return library.get(); },
			AuditDepth::trial);
		applied.apply(crate, out);
		return out;
	};
	for (size_t i = 0; i < audits.size(); i++)
		applied.apply(audited.crates[i], audits[i]);
	judge_crates(audited.crates, again, audits);
}

/* Takes out of @audits what the baseline has. */
Status leave_out_known(const Options &options, Console &console,
		       const Audited &audited, std::vector<CrateAudit> &audits)
{
	if (options.baseline.empty())
		return ok();
	const Baseline baseline = TRY(parse_baseline(
		options.baseline, TRY(read_file(options.baseline))));
	const size_t known = take_known(baseline, audited.crates, audits);
	console.note(str(known, known == 1 ? " finding" : " findings", " of ",
			 options.baseline, " told before"));
	return ok();
}

} /* namespace */

Result<int> audit_command(const Options &options, Console &console)
{
	if (options.features_matrix)
		return show_matrices(options, console);
	if (options.geiger_compat)
		return show_geiger(options, console);

	Vendor vendor = TRY(Vendor::open(options.vendor));
	Library library(options);
	Audited audited = TRY(crates_to_audit(options, console, vendor));

	const std::optional<LicenceTexts> texts =
		TRY(open_licences(options, console));
	const Policy policy = TRY(read_policy(options));
	AppliedPolicy applied(policy, utc_text(seconds_now()).substr(0, 10));
	for (AuditedCrate &crate : audited.crates) {
		crate.licences.texts = texts ? &*texts : nullptr;
		applied.prepare(crate);
	}
	std::vector<CrateAudit> audits = audit_all(audited.crates, options.jobs,
						   library, AuditDepth::whole);
	Sink others;
	TRY(tell_about(library, console));
	TRY(ask_compiler(options, console, audited, audits));
	judge(audited, applied, library, audits);
	applied.report(audited.crates, options.audited.empty(), others);
	TRY(leave_out_known(options, console, audited, audits));
	const AuditView view = { audited.crates, audits, others.diags };
	console.print(options.format == Format::json
			      ? audit_to_json(view)
			      : audit_to_text(view, console.result_colour()));
	return has_errors(audits, others);
}

} /* namespace kcrate */
