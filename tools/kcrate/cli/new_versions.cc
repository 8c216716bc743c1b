// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/new_versions.h"

#include "base/str.h"
#include "fetch/index.h"
#include "io/clock.h"
#include "manifest/edit.h"

namespace kcrate {

namespace {

constexpr int64_t seconds_of_day = 86400;

Diag no_registry(const Inputs &inputs, const std::string &crate)
{
	return Diag(Id::source_missing,
		    str("there is no registry to look ", crate, " up in"))
		.at({ inputs.manifest.file, 0, 0, 0, {} })
		.with_help("name one in the manifest, as 'registry', or with "
			   "--registry");
}

/*
 * What there is of each crate of @names.  A pinned version is what its archive
 * says, and is the only one where the pin cannot be exchanged.
 */
Result<IndexRecords> read_records(const Inputs &inputs, const Resolved &known,
				  const std::set<std::string> &names,
				  const Notice &progress, Sink &sink)
{
	const std::string &url = inputs.fetch.registry.empty()
					 ? inputs.manifest.registry
					 : inputs.fetch.registry;
	const auto &entries = known.manifest.crates;
	std::set<std::string> unknown;
	IndexRecords out;

	for (const std::string &name : names) {
		const auto entry = entries.find(name);
		if (entry == entries.end() || why_fixed(entry->second).empty())
			unknown.insert(name);
		if (entry != entries.end())
			out[name] = { record_of(entry->second,
						known.cargo_tomls.at(name)) };
	}
	if (unknown.empty())
		return out;
	if (url.empty())
		return no_registry(inputs, *unknown.begin());
	const std::map<std::string, std::string> texts = TRY(
		read_index(url, unknown, inputs.cache, inputs.fetch, progress));
	for (const auto &[name, text] : texts) {
		IndexFile file = parse_index(str(url, " ", name), text, name);
		for (Diag &diag : file.skipped)
			sink.report(std::move(diag));
		for (IndexRecord &record : file.records)
			if (out[name].empty() ||
			    record.version_text != out[name][0].version_text)
				out[name].push_back(std::move(record));
	}
	return out;
}

Result<VersionOptions> version_options(const Options &options,
				       const Inputs &inputs,
				       const Manifest &manifest,
				       const std::set<std::string> &moves)
{
	std::string rust_version = options.rust_version;
	VersionOptions out;

	for (const auto &[name, entry] : manifest.crates)
		if (!moves.count(name) || !why_fixed(entry).empty())
			out.locked[name] = { entry.version_text };
	if (rust_version.empty() && inputs.target.kernel)
		rust_version = inputs.target.kernel->min_rustc;
	if (!rust_version.empty())
		out.rust_version = TRY(parse_version(rust_version));
	out.rust_version_must_do = true;
	out.published_until =
		utc_text(seconds_now() - options.min_age * seconds_of_day);
	out.one_per_name = true;
	out.follows = [&manifest,
		       kernels = kernel_targets(manifest.architectures)](
			      const IndexRecord &record,
			      const Dependency &dependency) {
		return is_followed(manifest, kernels, record.name, dependency);
	};
	return out;
}

/* The tag of another version of the same crate, where it can be told. */
std::string tag_of(const CrateEntry &entry, const NewPin &pin)
{
	const size_t at = entry.tag.find(pin.before);

	if (entry.tag.empty() || at == entry.tag.npos)
		return {};
	return str(entry.tag.substr(0, at), pin.record.version_text,
		   entry.tag.substr(at + pin.before.size()));
}

/* "2025-11-12T19:30:12Z" was on that day. */
std::string day_of(const IndexRecord &record)
{
	return record.published.substr(0, record.published.find('T'));
}

/* The keys of a new entry; who was asked for has the role @target. */
YamlNode entry_for(const Options &options, const NewPin &pin,
		   const std::optional<Target> &target)
{
	std::vector<std::pair<std::string, YamlNode>> fields = {
		{ "version", yaml_text(pin.record.version_text, true) },
		{ "sha256", yaml_text(pin.record.sha256) },
	};
	std::vector<std::pair<std::string, YamlNode>> role;

	if (!pin.record.published.empty())
		fields.emplace_back("released", yaml_text(day_of(pin.record)));
	if (!options.features.empty())
		role.emplace_back("features", yaml_list(options.features));
	if (target)
		fields.emplace_back(name_of(*target),
				    yaml_mapping(std::move(role)));
	return yaml_mapping(std::move(fields));
}

/* By crate, what it is asked for; what others need only is not. */
using Asked = std::map<std::string, Target>;

Result<std::string> edit(const Options &options, const Inputs &inputs,
			 const std::vector<NewPin> &pins, const Asked &asked)
{
	std::string text = inputs.manifest_text;
	std::vector<CratePin> changed;

	for (const NewPin &pin : pins) {
		if (pin.before.empty())
			continue;
		const CrateEntry &entry = inputs.manifest.crates.at(pin.crate);
		changed.push_back(
			{ pin.crate, pin.record.version_text, pin.record.sha256,
			  entry.released.empty() ? "" : day_of(pin.record),
			  tag_of(entry, pin) });
	}
	if (!changed.empty())
		text = TRY(set_pins({ options.manifest, text }, changed));
	for (const NewPin &pin : pins) {
		const auto role = asked.find(pin.crate);
		if (!pin.before.empty())
			continue;
		text = TRY(add_entry({ options.manifest, text }, pin.crate,
				     entry_for(options, pin,
					       role == asked.end()
						       ? std::optional<Target>()
						       : role->second)));
	}
	return text;
}

/* An index may say what it likes; this is what would be imported. */
Result<Resolved> try_out(const Options &options, const Inputs &inputs,
			 const std::string &text,
			 const std::vector<NewPin> &pins,
			 const Notice &progress)
{
	const Manifest manifest = TRY(parse_manifest(options.manifest, text));
	Resolved out = TRY(read_cargo_tomls(
		{ manifest, text, inputs.manifest_copied, inputs.patches,
		  inputs.lock ? &*inputs.lock : nullptr, inputs.target,
		  inputs.cache, inputs.fetch, progress }));
	Sink unheard; /* of an import, not of what is asked here */

	for (const NewPin &pin : pins)
		TRY(check_against_index(out.cargo_tomls.at(pin.crate),
					pin.record));
	out.resolution = TRY(resolve(out.manifest, out.cargo_tomls, unheard));
	return out;
}

/* New crates that no unit needs: versions are chosen with all features on. */
void leave_out_unneeded(const Resolution &resolution, std::vector<NewPin> &pins)
{
	std::erase_if(pins, [&](const NewPin &pin) {
		return pin.before.empty() &&
		       !resolution.find(pin.crate, Target::kernel) &&
		       !resolution.find(pin.crate, Target::host);
	});
}

std::string plan_of(const std::vector<NewPin> &pins)
{
	std::string out;

	for (const NewPin &pin : pins) {
		out += pin.before.empty() ? str("add ", pin.crate, " ")
					  : str("update ", pin.crate, " ",
						pin.before, " -> ");
		out += pin.record.version_text;
		if (!pin.needed_by.empty())
			out += str(", needed by ", join(pin.needed_by, ", "));
		out += "\n";
	}
	return out;
}

/* The manifest, if it is still what was read. */
Status write_manifest(const Options &options, const Inputs &inputs,
		      const std::string &text)
{
	const std::string path = TRY(real_path(options.manifest));

	if (TRY(read_file(path)) != inputs.manifest_text)
		return Diag(Id::file_unreadable,
			    str(options.manifest, " changed while it was read"))
			.with_help("run the command again");
	return write_file(path, text);
}

/* What choose_versions() says, from what the index and the archives say. */
Result<std::vector<NewPin>> choose(const Options &options, const Inputs &inputs,
				   const Resolved &known,
				   const VersionRequest &request,
				   const ReadRecords &read)
{
	const VersionOptions how = TRY(version_options(
		options, inputs, known.manifest, request.moves));
	const VersionChoice choice = TRY(choose_versions(
		root_of(known.manifest, request.wishes, options.features), read,
		how));

	return new_pins(known.manifest, choice);
}

} /* namespace */

Result<int> choose_new_versions(const Options &options, Console &console,
				const Inputs &inputs,
				const VersionRequest &request)
{
	const Notice progress = console.progress_notice();
	const Resolved known =
		TRY(read_cargo_tomls(import_input(inputs, progress)));
	Sink sink;
	const ReadRecords read = [&](const std::set<std::string> &names) {
		return read_records(inputs, known, names, progress, sink);
	};
	Result<std::vector<NewPin>> chosen =
		choose(options, inputs, known, request, read);
	console.report(sink.diags, nullptr);
	if (!chosen)
		return std::move(chosen.error());
	std::vector<NewPin> &pins = chosen.value();
	Asked asked;

	if (pins.empty()) {
		console.note(str(options.manifest, ": nothing to change"));
		return 0;
	}
	for (const CrateWish &wish : request.wishes)
		asked[wish.name] = options.target.value_or(Target::kernel);
	std::string text = TRY(edit(options, inputs, pins, asked));
	const Resolved trial =
		TRY(try_out(options, inputs, text, pins, progress));
	for (auto &[name, target] : asked)
		if (!options.target && trial.cargo_tomls.at(name).proc_macro)
			target = Target::host;
	leave_out_unneeded(trial.resolution, pins);
	text = TRY(edit(options, inputs, pins, asked));

	console.print(plan_of(pins));
	if (options.dry_run)
		return 0;
	TRY(write_manifest(options, inputs, text));
	console.note(str(options.manifest,
			 ": written; 'kcrate import' does the rest"));
	return 0;
}

} /* namespace kcrate */
