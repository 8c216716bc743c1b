// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/sources.h"

#include <algorithm>

namespace kcrate {

namespace {

bool calls_any(const FileScan &scan, const MacroTable &macros)
{
	return std::any_of(
		scan.calls.begin(), scan.calls.end(),
		[&](std::string_view name) { return macros.contains(name); });
}

} /* namespace */

Place Source::place(size_t i) const
{
	const Token &token = file.value().tokens[i];
	const size_t head = file.value().head();

	if (!finder)
		finder.emplace(file.value().source);
	return finder->place(head + token.begin, head + token.end());
}

const Source &Sources::get(const std::string &path)
{
	const auto known = sources.find(path);

	if (known != sources.end())
		return known->second;

	const auto entry = tree.find(path);
	Source source = { tokens.lex(path, entry->second), {}, {} };
	if (source.file)
		source.scan = scan(source.file.value(), cfgs, macros);
	return sources.emplace(path, std::move(source)).first->second;
}

bool Sources::learn_macros(const std::map<std::string, Truth> &reach)
{
	for (const auto &[path, truth] : reach) {
		const auto source = sources.find(path);

		if (source == sources.end())
			continue;
		for (const MacroDefinition &found : source->second.scan.macros)
			add_definition(macros, found.name, found.macro,
				       all_of(truth, found.truth));
	}
	resolve_forwards(macros);
	std::erase_if(macros, [](const auto &entry) {
		return entry.second.opaque && !entry.second.makes_modules &&
		       !entry.second.includes;
	});

	bool learned = false;
	for (auto &[path, source] : sources) {
		if (!source.file || !calls_any(source.scan, macros))
			continue;
		source.scan = scan(source.file.value(), cfgs, macros);
		learned = true;
	}
	return learned;
}

Result<std::map<std::string, Truth>>
read_modules(Sources &sources, const Tree &tree, const CrateSource &crate)
{
	std::map<std::string, Truth> reach;

	for (const auto &[path, file] : crate.files) {
		if (file.role != FileRole::module || !tree.contains(path))
			continue;
		const Source &read = sources.get(path);
		if (!read.file && file.reach == Truth::yes)
			return read.file.error();
		if (read.file)
			reach[path] = file.reach;
	}
	sources.learn_macros(reach);
	return reach;
}

} /* namespace kcrate */
