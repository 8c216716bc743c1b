// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * `kcrate audit`: of directories, each with what it needs, or of the manifest's
 * crates as an import would have them.
 */

#include "report/audit.h"
#include "audit/policy.h"
#include "audit/verdict.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/library.h"
#include "cli/licences.h"
#include "cli/vendor.h"
#include "compile/compile.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/parallel.h"
#include "report/baseline.h"
#include "resolve/closure.h"
#include "resolve/targets.h"

namespace kcrate {

namespace {

std::vector<CrateAudit> audit_all(const std::vector<AuditedCrate> &crates,
				  unsigned int jobs, Library &library)
{
	std::vector<CrateAudit> out(crates.size());

	parallel_for(crates.size(), jobs, [&](size_t i) {
		out[i] = audit_crate(crates[i], [&] { return library.get(); });
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

/* What there is to audit; what it points into lives here as well. */
struct Audited {
	std::vector<std::unique_ptr<UnpackedCrate>> roots;
	std::unique_ptr<ChangedCrates> changed;
	std::vector<AuditedCrate> crates;
};

/* By scripts/min-tool-version.sh of Linux 7.3; powerpc and s390 need more. */
const CompilerBound oldest_compiler = { "1.85.0", "Linux 7.3" };
/* The features of @crate that @choice has, `default` as what it stands for. */
Result<std::set<std::string>> asked_features(const CargoToml &crate,
					     const FeatureChoice &choice)
{
	const FeatureMap features = TRY(feature_map(crate));
	std::set<std::string> out(choice.features.begin(),
				  choice.features.end());

	if (choice.all)
		for (const auto &[name, values] : features)
			out.insert(name);
	const auto defaults = features.find("default");
	if (choice.default_features && defaults != features.end())
		for (const std::string &value : defaults->second)
			if (features.count(value))
				out.insert(value);
	out.erase("default");
	return out;
}

/* @root with what it needs, for a kernel of x86. */
Status add_closure(const UnpackedCrate &root, Vendor &vendor,
		   const FeatureChoice &choice, std::vector<AuditedCrate> &out)
{
	const KernelTarget kernel = kernel_targets({ "x86" }).front();
	const size_t first = out.size();
	Result<Closure> found =
		closure_of(root.cargo, choice, kernel,
			   [&](const std::set<std::string> &names) {
				   return vendor.read(names);
			   });
	if (!found && found.error().id == Id::version_conflict &&
	    vendor.is_empty())
		found.error().help = "name the directory that has what it "
				     "needs: --vendor DIR";
	const Closure closure = TRY(std::move(found));

	for (const Closure::Unit &unit : closure.units) {
		const UnpackedCrate &crate =
			unit.crate == &root.cargo ? root
						  : vendor.crate_of(unit.crate);
		const CfgSet target =
			unit.target == Target::host ? host_cfgs() : kernel.cfgs;
		AuditedCrate one = { &crate.cargo,
				     &crate.files,
				     crate.directory,
				     unit.target,
				     unit.features,
				     {},
				     unit.crate == &root.cargo,
				     { target },
				     oldest_compiler,
				     {},
				     {} };
		if (one.is_wanted)
			one.asked = TRY(asked_features(root.cargo, choice));
		for (const size_t need : unit.needs)
			one.needs.push_back(first + need);
		out.push_back(std::move(one));
	}
	return ok();
}

/* @unit of an import, for each kernel that the manifest is for. */
AuditedCrate audited_unit(const ChangedCrates &changed, const Unit &unit)
{
	const Manifest &manifest = changed.resolved.manifest;
	const CrateEntry &entry = manifest.crates.at(unit.package);
	const CargoToml &cargo = changed.resolved.cargo_tomls.at(unit.package);
	const Role *const role = role_for(entry, unit.target, cargo.proc_macro);
	const Tree &files = changed.files.at(unit.package);
	AuditedCrate out = { &cargo,
			     &files,
			     entry.name,
			     unit.target,
			     unit.features,
			     {},
			     true,
			     {},
			     {},
			     { {}, {}, entry.build_script_replaced },
			     {} };

	out.is_made_no_std = unit.builtins && unit.builtins->no_std;
	out.licences.judged = judged_licence(entry, cargo);
	for (KernelTarget &kernel : kernel_targets(manifest.architectures))
		out.kernels.push_back(std::move(kernel.cfgs));
	if (role) {
		out.stated.cfgs = role->cfgs;
		out.stated.envs = role->envs;
		for (const Word &feature : role->features)
			out.asked.insert(feature.text);
	}
	for (const Edge &edge : unit.edges)
		out.needs.push_back(changed.resolved.resolution.index.at(
			{ edge.package, edge.target }));
	return out;
}

/* Whether @wish, NAME or NAME@VERSION, is of @entry. */
bool is_wished(const std::string &wish, const CrateEntry &entry)
{
	return wish == entry.name ||
	       wish == str(entry.name, "@", entry.version_text);
}

/* The units that the crates of @wishes are, and all that these need. */
Result<std::set<size_t>> wished_units(const Resolved &resolved,
				      const std::vector<std::string> &wishes)
{
	const std::vector<Unit> &units = resolved.resolution.units;
	std::set<size_t> out;

	for (const std::string &wish : wishes) {
		const size_t before = out.size();
		for (size_t i = 0; i < units.size(); i++)
			if (is_wished(wish, resolved.manifest.crates.at(
						    units[i].package)))
				out.insert(i);
		if (out.size() == before)
			return Diag(Id::usage,
				    str("'", wish,
					"' is no crate of the manifest that "
					"is built, and no directory"))
				.with_help("'kcrate tree' shows the crates; "
					   "a directory has a '/' in its name");
	}
	/* A unit stands behind all it needs. */
	for (size_t i = units.size(); i-- > 0;)
		if (out.count(i))
			for (const Edge &edge : units[i].edges)
				out.insert(resolved.resolution.index.at(
					{ edge.package, edge.target }));
	return out;
}

/* The manifest's crates as an import would have them, or those of @wishes. */
Status add_manifest(const Options &options, Console &console,
		    const std::vector<std::string> &wishes, Audited &out)
{
	const Inputs inputs = TRY(read_inputs(options));
	const size_t first = out.crates.size();
	std::map<size_t, size_t> index; /* of units, in out.crates */
	Sink unheard;			/* an import says the same */

	out.changed = std::make_unique<ChangedCrates>(TRY(changed_crates(
		import_input(inputs, console.progress_notice()), unheard)));
	const Resolved &resolved = out.changed->resolved;
	std::set<size_t> units = TRY(wished_units(resolved, wishes));
	for (size_t i = 0;
	     wishes.empty() && i < resolved.resolution.units.size(); i++)
		units.insert(i);
	for (const size_t i : units) {
		AuditedCrate one = audited_unit(*out.changed,
						resolved.resolution.units[i]);
		for (size_t &need : one.needs)
			need = index.at(need);
		index[i] = first + index.size();
		out.crates.push_back(std::move(one));
	}
	return ok();
}

/* Whether @word is of a directory, not of a crate of the manifest. */
bool is_directory(const Options &options, const std::string &word)
{
	return contains(word, "/") || word == "." || word == ".." ||
	       (!file_exists(options.manifest) &&
		file_exists(word + "/Cargo.toml"));
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
		const CrateAudit last = audit_all(crates, jobs, library).back();
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

	const FeatureChoice choice = { options.features,
				       options.default_features,
				       options.all_features };
	Vendor vendor = TRY(Vendor::open(options.vendor));
	Library library(options);
	std::vector<std::string> wishes;
	Audited audited;

	for (const std::string &word : options.audited) {
		if (!is_directory(options, word)) {
			wishes.push_back(word);
			continue;
		}
		audited.roots.push_back(TRY(read_unpacked(word)));
		TRY(add_closure(*audited.roots.back(), vendor, choice,
				audited.crates));
	}
	if (!wishes.empty() || options.audited.empty())
		TRY(add_manifest(options, console, wishes, audited));

	const std::optional<LicenceTexts> texts =
		TRY(open_licences(options, console));
	const Policy policy = TRY(read_policy(options));
	AppliedPolicy applied(policy, utc_text(seconds_now()).substr(0, 10));
	for (AuditedCrate &crate : audited.crates) {
		crate.licences.texts = texts ? &*texts : nullptr;
		applied.prepare(crate);
	}
	std::vector<CrateAudit> audits =
		audit_all(audited.crates, options.jobs, library);
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
