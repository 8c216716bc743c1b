// SPDX-License-Identifier: GPL-2.0-or-later

/* `kcrate add` and `kcrate update`: what they ask for. */

#include "base/str.h"
#include "cli/new_versions.h"

namespace kcrate {

namespace {

Result<std::vector<CrateWish>> read_wishes(const Options &options)
{
	std::vector<CrateWish> out;

	for (const std::string &text : options.wishes)
		out.push_back(TRY(parse_wish(text)));
	return out;
}

Diag is_there(const CrateEntry &entry)
{
	return Diag(Id::usage, str("the manifest has ", entry.name, " ",
				   entry.version_text, " already"))
		.at(entry.where)
		.with_help(str("run 'kcrate update ", entry.name,
			       "' for a newer version"));
}

Diag is_not_there(const Manifest &manifest, const std::string &name)
{
	std::vector<std::string> names;

	for (const auto &[other, entry] : manifest.crates)
		names.push_back(other);
	const std::string meant = nearest(name, names);
	return Diag(Id::usage,
		    str("no crate of the manifest is called '", name, "'"))
		.with_help(meant.empty() ? str("run 'kcrate add ", name,
					       "' to have it in the manifest")
					 : str("did you mean '", meant, "'?"));
}

Diag cannot_move(const CrateEntry &entry)
{
	return Diag(Id::usage, str(entry.name, " stays at ", entry.version_text,
				   ": ", why_fixed(entry)))
		.at(entry.where)
		.with_help("change that pin by hand");
}

} /* namespace */

Result<int> add_command(const Options &options, Console &console)
{
	const std::vector<CrateWish> wishes = TRY(read_wishes(options));
	TRY(complete_import(options, console));
	const Inputs inputs = TRY(read_inputs(options));

	for (const CrateWish &wish : wishes) {
		const auto entry = inputs.manifest.crates.find(wish.name);
		if (entry != inputs.manifest.crates.end())
			return is_there(entry->second);
	}
	return choose_new_versions(options, console, inputs, { wishes, {} });
}

Result<int> update_command(const Options &options, Console &console)
{
	const std::vector<CrateWish> wishes = TRY(read_wishes(options));
	TRY(complete_import(options, console));
	const Inputs inputs = TRY(read_inputs(options));
	std::set<std::string> moves;

	for (const CrateWish &wish : wishes) {
		const auto entry = inputs.manifest.crates.find(wish.name);
		if (entry == inputs.manifest.crates.end())
			return is_not_there(inputs.manifest, wish.name);
		if (!why_fixed(entry->second).empty())
			return cannot_move(entry->second);
		moves.insert(wish.name);
	}
	for (const auto &[name, entry] : inputs.manifest.crates) {
		const std::string why = why_fixed(entry);
		if (!wishes.empty())
			break;
		moves.insert(name);
		if (!why.empty())
			console.note(str(name, " stays at ", entry.version_text,
					 ": ", why));
	}
	return choose_new_versions(options, console, inputs, { wishes, moves });
}

} /* namespace kcrate */
