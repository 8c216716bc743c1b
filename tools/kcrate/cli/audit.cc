// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>
#include <mutex>
#include <span>

#include "audit/policy.h"
#include "audit/verdict.h"
#include "base/str.h"
#include "cli/advisories.h"
#include "cli/audited.h"
#include "cli/commands.h"
#include "cli/library.h"
#include "cli/licences.h"
#include "compile/compile.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/parallel.h"
#include "report/audit.h"
#include "report/baseline.h"

namespace kcrate {

namespace {

/* Adds the audits of @crates from the one on that is the first without. */
void audit_all(const std::vector<AuditedCrate> &crates, unsigned int jobs,
	       Library &library, AuditDepth depth,
	       std::vector<CrateAudit> &audits)
{
	const size_t first = audits.size();
	std::vector<size_t> sizes;

	audits.resize(crates.size());
	for (size_t i = first; i < crates.size(); i++)
		sizes.push_back(size_of(crates[i]));
	parallel_by_size(sizes, jobs, [&](size_t i) {
		TokenStore tokens;
		audits[first + i] = audit_crate(
			crates[first + i],
			{ [&] { return library.get(); }, depth, tokens });
	});
	grade_closure(crates, first, audits);
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
		std::vector<CrateAudit> audits;
		audit_all(crates, jobs, library, AuditDepth::grade, audits);
		const CrateAudit &last = audits.back();
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

bool has_errors(const std::vector<Diag> &findings)
{
	return std::any_of(findings.begin(), findings.end(),
			   [](const Diag &diag) {
				   return severity_of(diag) == Severity::error;
			   });
}

/* What was told is not needed any more. */
void forget_findings(CrateAudit &audit)
{
	audit.findings = {};
	audit.copyrights = {};
	audit.origin = {};
	audit.uses = {};
	audit.answers = {};
	audit.recipe = {};
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

Result<Baseline> read_baseline(const Options &options)
{
	if (options.baseline.empty())
		return Baseline();
	return parse_baseline(options.baseline,
			      TRY(read_file(options.baseline)));
}

/*
 * An audit of some crates after others.  Of those that were told it is kept
 * what others that need them have to know.
 */
class AuditRun {
public:
	AuditRun(const Options &options, Console &console)
		: options(options), console(console), library(options)
	{}
	Status open();

	/* Audits those of @audited that were added since, and tells of them. */
	Status tell();
	Result<int> end();

	Audited audited;

private:
	Status ask_compiler();
	void prepare(AuditedCrate &crate) const;
	CrateAudit audit_again(const AuditedCrate &crate, AuditDepth depth,
			       TokenStore &tokens);
	std::optional<std::vector<AuditedCrate>>
	resolve_again(size_t index, const std::set<std::string> &asked);
	void judge(size_t first);

	const Options &options;
	Console &console;
	Library library;
	std::optional<LicenceTexts> texts;
	Advisories advisories;
	Policy policy;
	std::optional<AppliedPolicy> applied;
	Baseline baseline;
	size_t known = 0; /* findings that the baseline has */
	std::unique_ptr<AuditReport> report;
	bool errors = false;
	std::vector<CrateAudit> audits; /* of audited */
	TrialMemo memo;
	std::mutex resolving; /* reads files */
};

Status AuditRun::open()
{
	texts = TRY(open_licences(options, console));
	advisories = TRY(Advisories::open(options));
	policy = TRY(read_policy(options));
	applied.emplace(policy, utc_text(seconds_now()).substr(0, 10));
	baseline = TRY(read_baseline(options));
	report = options.format == Format::json
			 ? audit_json()
			 : audit_text(console.result_colour());
	return ok();
}

/* What rustc says of it all, where it is to be asked. */
Status AuditRun::ask_compiler()
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

/* Tells @crate what its audit goes by. */
void AuditRun::prepare(AuditedCrate &crate) const
{
	crate.licences.texts = texts ? &*texts : nullptr;
	applied->prepare(crate);
}

CrateAudit AuditRun::audit_again(const AuditedCrate &crate, AuditDepth depth,
				 TokenStore &tokens)
{
	std::vector<CrateAudit> out = { audit_crate(
		crate, { [&] { return library.get(); }, depth, tokens }) };

	if (depth == AuditDepth::whole)
		advisories.add_to({ crate }, 0, out);
	applied->weigh(crate, out.front());
	return std::move(out.front());
}

std::optional<std::vector<AuditedCrate>>
AuditRun::resolve_again(size_t index, const std::set<std::string> &asked)
{
	const std::lock_guard lock(resolving);
	Result<std::vector<AuditedCrate>> out =
		resolve_with(audited, index, asked);

	if (!out)
		return {};
	for (AuditedCrate &crate : out.value())
		prepare(crate);
	return std::move(out.value());
}

/* Gives the audits from @first on what a policy makes of them, and their
 * verdicts. */
void AuditRun::judge(size_t first)
{
	const TrialWays ways = {
		[&](const AuditedCrate &crate, AuditDepth depth,
		    TokenStore &tokens) {
			return audit_again(crate, depth, tokens);
		},
		[&](size_t index, const std::set<std::string> &asked) {
			return resolve_again(index, asked);
		},
		memo,
	};

	for (size_t i = first; i < audits.size(); i++)
		applied->apply(audited.crates[i], audits[i]);
	judge_crates(audited.crates, first, options.jobs, ways, audits);
}

Status AuditRun::tell()
{
	const size_t first = audits.size();

	for (size_t i = first; i < audited.crates.size(); i++)
		prepare(audited.crates[i]);
	audit_all(audited.crates, options.jobs, library, AuditDepth::whole,
		  audits);
	advisories.add_to(audited.crates, first, audits);
	if (!first)
		TRY(tell_about(library, console));
	TRY(ask_compiler());
	judge(first);
	known += take_known(baseline, audited.crates, first, audits);
	console.print(report->add({ audited.crates, audits, first }));
	for (size_t i = first; i < audits.size(); i++) {
		errors |= has_errors(audits[i].findings);
		forget_findings(audits[i]);
	}
	audited.forget_files();
	return ok();
}

Result<int> AuditRun::end()
{
	Sink others = { std::move(audited.failures) };

	/* The only thing that was asked for was not even begun. */
	if (audits.empty() && others.diags.size() == 1)
		return others.diags.front();
	applied->report(options.audited.empty(), others);
	if (!options.baseline.empty())
		console.note(str(known, known == 1 ? " finding" : " findings",
				 " of ", options.baseline, " told before"));
	console.print(report->end(others.diags));
	return errors || others.has_errors();
}

} /* namespace */

Result<int> audit_command(const Options &options, Console &console)
{
	constexpr size_t at_once = 64; /* directories whose files are read */
	std::vector<std::string> directories, wishes;
	AuditRun run(options, console);

	if (options.features_matrix)
		return show_matrices(options, console);
	if (options.geiger_compat)
		return show_geiger(options, console);
	for (const std::string &word : options.audited)
		(is_directory(options, word) ? directories : wishes)
			.push_back(word);
	TRY(run.open());
	for (std::span<const std::string> left = directories; !left.empty();) {
		const size_t some = std::min(at_once, left.size());
		TRY(add_directories(options, left.first(some), run.audited));
		left = left.subspan(some);
		if (directories.size() > at_once)
			console.progress(str(
				"auditing ", directories.size() - left.size(),
				" of ", directories.size(), " directories"));
		/* rustc is asked of all of it. */
		if (!options.compile)
			TRY(run.tell());
	}
	if (!wishes.empty() || options.audited.empty())
		TRY(add_manifest(options, console, wishes, run.audited));
	TRY(run.tell());
	return run.end();
}

} /* namespace kcrate */
