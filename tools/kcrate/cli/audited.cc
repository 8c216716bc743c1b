// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/audited.h"

#include "base/str.h"
#include "cli/licences.h"
#include "io/files.h"
#include "io/parallel.h"
#include "resolve/targets.h"

namespace kcrate {

namespace {

/* By scripts/min-tool-version.sh of Linux 7.3; powerpc and s390 need more. */
const CompilerBound oldest_compiler = { "1.85.0", "Linux 7.3" };

/* The features of @crate that @choice has, with what `default` stands for. */
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
	if (!choice.default_features || defaults == features.end())
		return out;
	out.insert(defaults->first);
	for (const std::string &value : defaults->second)
		if (features.count(value))
			out.insert(value);
	return out;
}

/* Whether @wish, NAME or NAME@VERSION, is of @entry. */
bool is_wished(const std::string &wish, const CrateEntry &entry)
{
	return wish == entry.name ||
	       wish == str(entry.name, "@", entry.version_text);
}

/* Adds to @units of @resolution all that they need. */
void add_needs(const Resolution &resolution, std::set<size_t> &units)
{
	/* A unit stands behind all it needs. */
	for (size_t i = resolution.units.size(); i-- > 0;)
		if (units.count(i))
			for (const Edge &edge : resolution.units[i].edges)
				units.insert(resolution.index.at(
					{ edge.package, edge.target }));
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
	add_needs(resolved.resolution, out);
	return out;
}

/* @units of @resolution, among which is all that they need; @changed has their
 * files.  Diag dependency_missing where it has not. */
Result<std::vector<AuditedCrate>> audited_units(const Manifest &manifest,
						const Resolution &resolution,
						const std::set<size_t> &units,
						const ChangedCrates &changed)
{
	std::map<size_t, size_t> index; /* of units, in the result */
	std::vector<AuditedCrate> out;

	for (const size_t i : units) {
		const Unit &unit = resolution.units[i];
		const auto files = changed.files.find(unit.package);
		if (files == changed.files.end())
			return Diag(Id::dependency_missing,
				    str("nothing is built of ", unit.package));
		AuditedCrate one = audited_unit(
			manifest, unit,
			changed.resolved.cargo_tomls.at(unit.package),
			files->second);
		for (const Edge &edge : unit.edges)
			one.needs.push_back(index.at(resolution.index.at(
				{ edge.package, edge.target })));
		index[i] = out.size();
		out.push_back(std::move(one));
	}
	return out;
}

/* @entry asks for no features of its unit @crate but @asked. */
void set_asked(const std::set<std::string> &asked, CrateEntry &entry,
	       const AuditedCrate &crate)
{
	const Role *const role =
		role_for(entry, crate.target, crate.cargo->proc_macro);
	std::optional<Role> &asking =
		crate.target == Target::kernel || (role && !entry.host)
			? entry.kernel
			: entry.host;

	if (!asking)
		asking.emplace();
	asking->features.clear();
	for (const std::string &feature : asked)
		asking->features.push_back({ feature, {} });
}

Result<std::vector<AuditedCrate>>
resolve_manifest_with(const ChangedCrates &changed, const AuditedCrate &crate,
		      const std::set<std::string> &asked)
{
	const Resolved &resolved = changed.resolved;
	const std::string &name = crate.directory;
	Manifest manifest = resolved.manifest;
	Sink findings;

	set_asked(asked, manifest.crates.at(name), crate);
	const Resolution resolution =
		TRY(resolve(manifest, resolved.cargo_tomls, findings));
	for (const Diag &diag : findings.diags)
		if (severity_of(diag) == Severity::error)
			return diag;
	std::set<size_t> units = { resolution.index.at(
		{ name, crate.target }) };
	add_needs(resolution, units);
	return audited_units(manifest, resolution, units, changed);
}

/* Where @out has @one, or where it is put. */
size_t place_of(AuditedCrate one, std::vector<AuditedCrate> &out)
{
	for (size_t i = 0; i < out.size(); i++)
		if (out[i].cargo == one.cargo && out[i].target == one.target &&
		    out[i].features == one.features &&
		    out[i].needs == one.needs)
			return i;
	out.push_back(std::move(one));
	return out.size() - 1;
}

} /* namespace */

AuditedCrate audited_unit(const Manifest &manifest, const Unit &unit,
			  const CargoToml &cargo, const Tree &files)
{
	const CrateEntry &entry = manifest.crates.at(unit.package);
	const Role *const role = role_for(entry, unit.target, cargo.proc_macro);
	AuditedCrate out = {};

	out.cargo = &cargo;
	out.files = &files;
	out.directory = entry.name;
	out.target = unit.target;
	out.features = unit.features;
	out.is_made_no_std = unit.builtins && unit.builtins->no_std;
	out.stated.build_script = entry.build_script_replaced;
	out.licences.judged = judged_licence(entry, cargo);
	if (role) {
		out.stated.cfgs = role->cfgs;
		out.stated.envs = role->envs;
		for (const Word &feature : role->features)
			out.asked.insert(feature.text);
	}
	if (unit.target == Target::host) {
		out.kernels = { host_cfgs() };
		return out;
	}
	for (KernelTarget &kernel : kernel_targets(manifest.architectures))
		out.kernels.push_back(std::move(kernel.cfgs));
	return out;
}

bool is_directory(const Options &options, const std::string &word)
{
	return contains(word, "/") || word == "." || word == ".." ||
	       (!file_exists(options.manifest) &&
		file_exists(word + "/Cargo.toml"));
}

Status add_closure(const UnpackedCrate &root, Vendor &vendor,
		   const FeatureChoice &choice, std::vector<AuditedCrate> &out)
{
	const KernelTarget kernel = kernel_targets({ "x86" }).front();
	const std::set<std::string> asked =
		TRY(asked_features(root.cargo, choice));
	std::vector<size_t> places;
	Result<Closure> found =
		closure_of(root.cargo, choice, kernel,
			   [&](const std::set<std::string> &names) {
				   return vendor.read(names);
			   });
	if (!found && found.error().id == Id::version_conflict &&
	    vendor.is_empty())
		found.error().help = "name the directory that has what it "
				     "needs: --vendor DIR";
	if (!found)
		return found.error();
	for (const Closure::Unit &unit : found.value().units) {
		const UnpackedCrate &crate =
			unit.crate == &root.cargo
				? root
				: *TRY(vendor.crate_of(unit.crate));
		AuditedCrate one = {};
		one.cargo = &crate.cargo;
		one.files = &crate.files;
		one.hidden = &crate.hidden;
		one.directory = crate.directory;
		one.target = unit.target;
		one.features = unit.features;
		one.is_wanted = unit.crate == &root.cargo;
		one.kernels = { unit.target == Target::host ? host_cfgs()
							    : kernel.cfgs };
		one.compiler = oldest_compiler;
		if (one.is_wanted)
			one.asked = asked;
		for (const size_t need : unit.needs)
			one.needs.push_back(places[need]);
		places.push_back(place_of(std::move(one), out));
	}
	return ok();
}

Status add_directories(const Options &options,
		       std::span<const std::string> directories, Audited &out)
{
	const FeatureChoice choice = { options.features,
				       options.default_features,
				       options.all_features };
	std::vector<std::optional<Result<std::unique_ptr<UnpackedCrate>>>> read(
		directories.size());

	parallel_for(read.size(), options.jobs, [&](size_t i) {
		read[i].emplace(read_unpacked(directories[i]));
	});
	if (!out.vendor)
		out.vendor = TRY(Vendor::open(options.vendor));
	for (auto &root : read) {
		if (!*root) {
			out.failures.push_back(std::move(root->error()));
			continue;
		}
		out.roots.push_back(std::move(root->value()));
		Status added = add_closure(*out.roots.back(), *out.vendor,
					   choice, out.crates);
		if (!added)
			out.failures.push_back(std::move(added.error()));
	}
	return ok();
}

Status add_manifest(const Options &options, Console &console,
		    const std::vector<std::string> &wishes, Audited &out)
{
	const Inputs inputs = TRY(read_inputs(options));
	Sink unheard; /* an import says the same */

	out.changed = std::make_unique<ChangedCrates>(TRY(changed_crates(
		import_input(inputs, console.progress_notice()), unheard)));
	const Resolved &resolved = out.changed->resolved;
	std::set<size_t> units = TRY(wished_units(resolved, wishes));
	for (size_t i = 0;
	     wishes.empty() && i < resolved.resolution.units.size(); i++)
		units.insert(i);
	std::vector<AuditedCrate> crates = TRY(audited_units(
		resolved.manifest, resolved.resolution, units, *out.changed));
	const size_t first = out.crates.size();
	for (AuditedCrate &one : crates) {
		one.is_wanted = true;
		for (size_t &need : one.needs)
			need += first;
		out.crates.push_back(std::move(one));
	}
	return ok();
}

Result<std::vector<AuditedCrate>>
resolve_with(Audited &audited, size_t index, const std::set<std::string> &asked)
{
	const AuditedCrate &crate = audited.crates[index];
	std::vector<AuditedCrate> out;

	for (const auto &root : audited.roots)
		if (&root->cargo == crate.cargo) {
			TRY(add_closure(
				*root, *audited.vendor,
				{ { asked.begin(), asked.end() }, false },
				out));
			return out;
		}
	return resolve_manifest_with(*audited.changed, crate, asked);
}

void Audited::forget_files()
{
	for (const auto &root : roots)
		root->forget_files();
	if (vendor)
		vendor->forget_files();
}

} /* namespace kcrate */
