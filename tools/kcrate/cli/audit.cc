// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * `kcrate audit`: of directories, each with what it needs, or of the manifest's
 * crates as an import would have them.
 */

#include <algorithm>
#include <mutex>

#include "audit/unit_cfgs.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/vendor.h"
#include "io/files.h"
#include "io/parallel.h"
#include "io/process.h"
#include "report/audit.h"
#include "resolve/closure.h"
#include "resolve/targets.h"

namespace kcrate {

namespace {

/* Where the source of Rust's library is, "" if that cannot be told. */
std::string library_directory(const Options &options)
{
	const char *const source = getenv("RUST_LIB_SRC");
	const char *const rustc = getenv("RUSTC");

	if (!options.library.empty())
		return options.library;
	if (source && *source)
		return source;
	const Result<std::string> sysroot = run_process(
		{ rustc && *rustc ? rustc : "rustc", "--print", "sysroot" });
	if (!sysroot)
		return {};
	const std::string directory =
		str(trim(sysroot.value()), "/lib/rustlib/src/rust/library");
	return file_exists(directory + "/alloc/src/lib.rs") ? directory : "";
}

/* The library's source, read by the first who asks for it. */
class Library {
public:
	explicit Library(const Options &options) : options(options) {}

	/* Null where there is none. */
	const LibraryApi *get();

	bool is_missed() const { return was_asked && !api; }

	std::optional<Diag> failure;

private:
	const Options &options;
	std::once_flag once;
	bool was_asked = false;
	std::optional<LibraryApi> api;
};

const LibraryApi *Library::get()
{
	std::call_once(once, [&] {
		was_asked = true;
		const std::string directory = library_directory(options);
		if (directory.empty())
			return;
		Result<LibraryApi> found = LibraryApi::read(directory);
		if (found)
			api.emplace(std::move(found.value()));
		else
			failure = std::move(found.error());
	});
	return api ? &*api : nullptr;
}

Result<std::vector<CrateAudit>>
audit_all(const std::vector<AuditedCrate> &crates, const Options &options,
	  Console &console)
{
	std::vector<std::optional<Diag>> failures(crates.size());
	std::vector<CrateAudit> out(crates.size());
	Library library(options);

	parallel_for(crates.size(), options.jobs, [&](size_t i) {
		Result<CrateAudit> audit =
			audit_crate(crates[i], [&] { return library.get(); });
		if (audit)
			out[i] = std::move(audit.value());
		else
			failures[i] = std::move(audit.error());
	});
	if (library.failure)
		return std::move(*library.failure);
	if (library.is_missed())
		console.note("the source of Rust's library is not known: all "
			     "that is of alloc is taken for infallible "
			     "(--library names it)");
	for (std::optional<Diag> &failure : failures)
		if (failure)
			return std::move(*failure);
	grade_closure(crates, out);
	return out;
}

/* What there is to audit; what it points into lives here as well. */
struct Audited {
	std::vector<std::unique_ptr<UnpackedCrate>> roots;
	std::vector<std::unique_ptr<Vendor>> vendors;
	std::unique_ptr<ChangedCrates> changed;
	std::vector<AuditedCrate> crates;
};

/* The crate in @directory, with what it needs, for a kernel of x86. */
Status add_directory(const Options &options, const std::string &directory,
		     const FeatureChoice &choice, Audited &out)
{
	const KernelTarget kernel = kernel_targets({ "x86" }).front();
	const size_t first = out.crates.size();

	out.roots.push_back(TRY(read_unpacked(directory)));
	out.vendors.push_back(
		std::make_unique<Vendor>(TRY(Vendor::open(options.vendor))));
	const UnpackedCrate &root = *out.roots.back();
	Vendor &vendor = *out.vendors.back();
	Result<Closure> found =
		closure_of(root.cargo, choice, kernel,
			   [&](const std::set<std::string> &names) {
				   return vendor.read(names);
			   });
	if (!found && found.error().id == Id::version_conflict &&
	    options.vendor.empty())
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
				     {},
				     {} };
		const std::optional<CfgSet> script = cfgs_of_script(
			unit.features, target, crate.cargo, crate.files);
		one.cfgs = { unit_cfgs(unit.features, {}, target) };
		if (script)
			one.script_cfgs = { *script };
		for (const size_t need : unit.needs)
			one.needs.push_back(first + need);
		out.crates.push_back(std::move(one));
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
	AuditedCrate out = { &cargo,	    &files, entry.name, unit.target,
			     unit.features, {},	    {},		{} };

	for (const KernelTarget &kernel :
	     kernel_targets(manifest.architectures)) {
		const std::optional<CfgSet> script =
			entry.build_script_replaced
				? std::nullopt
				: cfgs_of_script(unit.features, kernel.cfgs,
						 cargo, files);
		out.cfgs.push_back(
			unit_cfgs(unit.features,
				  role ? role->cfgs : std::vector<CfgFlag>(),
				  kernel.cfgs));
		if (script)
			out.script_cfgs.push_back(*script);
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

/* The grade of the crate in @directory by what is asked of it. */
Result<FeatureMatrix> matrix_of(const Options &options, Console &console,
				const std::string &directory)
{
	const std::unique_ptr<UnpackedCrate> crate =
		TRY(read_unpacked(directory));
	std::vector<std::vector<std::string>> choices = { {} };
	FeatureMatrix out;

	out.crate = crate->cargo.name;
	out.version = crate->cargo.version_text;
	for (const auto &[name, values] : TRY(feature_map(crate->cargo)))
		choices.push_back({ name });
	for (const std::vector<std::string> &features : choices) {
		Audited audited;
		TRY(add_directory(options, directory, { features, false },
				  audited));
		const std::vector<CrateAudit> audits =
			TRY(audit_all(audited.crates, options, console));
		const CrateAudit &last = audits.back();
		out.rows.push_back(
			{ features, last.grade,
			  last.because
				  ? audited.crates[*last.because].cargo->name
				  : "" });
	}
	return out;
}

Result<int> show_matrices(const Options &options, Console &console)
{
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
		all.push_back(TRY(matrix_of(options, console, word)));
	}
	console.print(options.format == Format::json ? matrix_to_json(all)
						     : matrix_to_text(all));
	return 0;
}

bool has_errors(const std::vector<CrateAudit> &audits)
{
	for (const CrateAudit &audit : audits)
		for (const Diag &diag : audit.findings)
			if (severity_of(diag.id) == Severity::error)
				return true;
	return false;
}

} /* namespace */

Result<int> audit_command(const Options &options, Console &console)
{
	std::vector<std::string> wishes;
	Audited audited;

	if (options.features_matrix)
		return show_matrices(options, console);
	for (const std::string &word : options.audited)
		if (is_directory(options, word))
			TRY(add_directory(options, word,
					  { options.features,
					    options.default_features,
					    options.all_features },
					  audited));
		else
			wishes.push_back(word);
	if (!wishes.empty() || options.audited.empty())
		TRY(add_manifest(options, console, wishes, audited));

	const std::vector<CrateAudit> audits =
		TRY(audit_all(audited.crates, options, console));
	const AuditView view = { audited.crates, audits };
	console.print(options.format == Format::json
			      ? audit_to_json(view)
			      : audit_to_text(view, console.result_colour()));
	return has_errors(audits);
}

} /* namespace kcrate */
