// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/crate_code.h"

#include <functional>
#include <unordered_map>

#include "rustsrc/code_paths.h"
#include "rustsrc/code_reader.h"
#include "rustsrc/impls.h"

namespace kcrate {

/*
 * Names that lead to names.  On one way each pair of module and name is met
 * once; sources may lie, so that there is an end to the ways as well.
 */
struct CrateCode::Search {
	std::set<std::pair<size_t, std::string_view>> seen;
	size_t *budget;
};

struct CrateCode::Found {
	/* A word that is looked for in a module. */
	struct Word {
		size_t module;
		std::string_view text;

		bool operator==(const Word &) const = default;
	};
	struct Hash {
		size_t operator()(const Word &word) const
		{
			return std::hash<std::string_view>()(word.text) +
			       word.module;
		}
	};

	/* What a path of one word means, which most are. */
	std::unordered_map<Word, Meaning, Hash> words;
	std::vector<std::optional<std::vector<CodePath>>> paths;
	std::vector<std::optional<std::vector<Meaning>>> meanings;
	std::vector<std::optional<ModuleItems>> items;
};

CrateCode::CrateCode() = default;
CrateCode::CrateCode(CrateCode &&) noexcept = default;
CrateCode::~CrateCode() = default;

Result<CrateCode> CrateCode::read(const CodeText &text,
				  const CrateSource &source)
{
	CrateCode code;

	code.sources =
		std::make_unique<Sources>(text.files, text.cfgs, text.tokens);
	code.is_2015 = text.edition_2015;
	const std::map<std::string, Truth> reach =
		TRY(read_modules(*code.sources, text.files, source));
	Reader(code, text.files, text.root).run();
	code.resolve_globs();
	code.found = std::make_unique<Found>();
	code.found->paths.resize(code.all.size());
	code.found->meanings.resize(code.all.size());
	code.found->items.resize(code.all.size());
	for (CodeModule &module : code.all) {
		const auto known = reach.find(module.file);
		module.reach = known == reach.end() ? Truth::no : known->second;
	}
	return code;
}

/* A glob may be of what another glob brings: a few rounds settle all. */
void CrateCode::resolve_globs()
{
	constexpr int rounds = 4;
	bool more = true;

	for (int round = 0; more && round < rounds; round++) {
		more = false;
		for (size_t m = 0; m < all.size(); m++) {
			std::vector<size_t> found;
			for (const CodePath &glob : all[m].globs) {
				const Meaning meaning = resolve(m, glob);
				if (meaning.kind == Meaning::Kind::module)
					found.push_back(meaning.module);
			}
			more |= found != all[m].glob_modules;
			all[m].glob_modules = std::move(found);
		}
	}
}

Place CrateCode::place(const CodeModule &module, size_t token) const
{
	return sources->get(module.file).place(token);
}

std::vector<size_t> CrateCode::reached() const
{
	std::vector<size_t> out;

	for (size_t m = 0; m < all.size(); m++)
		if (all[m].reach != Truth::no)
			out.push_back(m);
	return out;
}

bool CrateCode::is_skipped(size_t module, size_t token) const
{
	return is_in(all[module].skipped, token);
}

bool CrateCode::is_conditional(const CodeModule &module, size_t token)
{
	if (module.reach != Truth::yes)
		return true;
	return is_in(module.unsure, token);
}

Meaning CrateCode::resolve(size_t module, const CodePath &path) const
{
	size_t budget = 1000;
	Search search = { {}, &budget };

	if (!found || path.words.size() != 1 || path.global || path.imported)
		return resolve(module, path, search);
	const auto [at, fresh] =
		found->words.try_emplace({ all[module].scope, path.words[0] });
	if (fresh)
		at->second = resolve(module, path, search);
	return at->second;
}

/* @name as one of the names that @module has, not as that of a crate. */
Meaning CrateCode::look_up(size_t module, std::string_view name,
			   Search &search) const
{
	const CodeModule &in = all[all[module].scope];
	Meaning out;

	if (!*search.budget ||
	    !search.seen.emplace(all[module].scope, name).second)
		return out;
	--*search.budget;
	const auto child = in.children.find(name);
	if (child != in.children.end()) {
		out.kind = Meaning::Kind::module;
		out.module = child->second;
		return out;
	}
	const auto [first, last] = in.imports.equal_range(name);
	for (auto at = first; at != last; ++at) {
		out = resolve(all[module].scope, at->second, search);
		if (out.kind != Meaning::Kind::unknown)
			break;
	}
	if (first == last && in.items.count(name)) {
		out.kind = Meaning::Kind::local;
		out.module = all[module].scope;
		out.path = { name };
	}
	if (first != last || out.kind != Meaning::Kind::unknown)
		return out;
	for (const size_t from : in.glob_modules) {
		out = look_up(from, name, search);
		if (out.kind != Meaning::Kind::unknown)
			break;
	}
	return out;
}

/* The first word of @path; sets @next to the word behind it. */
Meaning CrateCode::first_word(size_t module, const CodePath &path, size_t &next,
			      Search &search) const
{
	const PathWords &words = path.words;
	Meaning out;

	next = 1;
	if (words.empty())
		return out;
	if (words[0] == "crate" || (path.global && is_2015)) {
		next = words[0] == "crate";
		out.kind = Meaning::Kind::module;
		if (next || all[0].children.count(words[0]))
			return out;
	} else if (words[0] == "self" || words[0] == "super") {
		size_t at = all[module].scope;
		for (next = 0; next < words.size(); next++) {
			if (words[next] == "super")
				at = all[at].parent ? all[*all[at].parent].scope
						    : at;
			else if (words[next] != "self" || next)
				break;
		}
		out.kind = Meaning::Kind::module;
		out.module = at;
		return out;
	} else if (!path.global) {
		if (!is_2015 || !path.imported)
			out = look_up(module, words[0], search);
		if (out.kind == Meaning::Kind::unknown && is_2015)
			out = look_up(0, words[0], search);
		if (out.kind != Meaning::Kind::unknown)
			return out;
	}
	next = 1;
	out = {};
	const auto crate = extern_prelude.find(words[0]);
	if (crate != extern_prelude.end() &&
	    (crate->second[0] != words[0] || path.global)) {
		/* `extern crate x as y` */
		if (crate->second[0] == "crate") {
			out.kind = Meaning::Kind::module;
			return out;
		}
		out.path = crate->second;
	} else {
		out.path = { words[0] };
	}
	if (path.global || path.imported || words.size() > 1)
		out.kind = Meaning::Kind::foreign;
	return out;
}

Meaning CrateCode::resolve(size_t module, const CodePath &path,
			   Search &search) const
{
	size_t next = 0;
	Meaning out = first_word(module, path, next, search);

	for (; next < path.words.size(); next++) {
		if (out.kind == Meaning::Kind::foreign) {
			out.path.push_back(path.words[next]);
		} else if (out.kind == Meaning::Kind::module) {
			Search fresh = search;
			out = look_up(out.module, path.words[next], fresh);
		} else {
			break; /* an associated item */
		}
	}
	out.words = next;
	return out;
}

namespace {

void add_paths(const TokenFile &file, size_t begin, size_t end,
	       const Ranges &skipped, std::vector<CodePath> &out)
{
	Skipper skipper(skipped);

	for (size_t i = begin; i < end;) {
		const size_t live = skipper.next(i);
		if (live > i) {
			i = live;
			continue;
		}
		if (file.tokens[i].kind != TokenKind::identifier) {
			i++;
			continue;
		}
		if (is_word(file, i, "use")) {
			size_t next = i;
			for (ImportedPath &import : imports_at(file, next, end))
				out.push_back(std::move(import.path));
			i = std::max(next, i + 1);
			continue;
		}
		if (is_word(file, i, "extern") &&
		    is_word(file, i + 1, "crate") && i + 2 < end) {
			CodePath path;
			path.words = { file.text(i + 2) };
			path.global = true;
			path.begin = i + 2;
			path.end = i + 3;
			if (path.words[0] != "self")
				out.push_back(std::move(path));
			i += 3;
			continue;
		}
		std::optional<CodePath> path = path_at(file, i, end);
		if (path)
			out.push_back(std::move(*path));
		/* Its own arguments are looked at next, its words no more. */
		i++;
	}
}

} /* namespace */

const std::vector<CodePath> &CrateCode::paths(size_t module) const
{
	const CodeModule &in = all[module];
	std::optional<std::vector<CodePath>> &known = found->paths[module];

	if (!known)
		add_paths(*in.tokens, in.begin, in.end, in.skipped,
			  known.emplace());
	return *known;
}

const std::vector<Meaning> &CrateCode::meanings(size_t module) const
{
	std::optional<std::vector<Meaning>> &known = found->meanings[module];

	if (known)
		return *known;
	known.emplace();
	for (const CodePath &path : paths(module))
		known->push_back(path.is_telling() ? resolve(module, path)
						   : Meaning());
	return *known;
}

const ModuleItems &CrateCode::items(size_t module) const
{
	std::optional<ModuleItems> &known = found->items[module];

	if (!known)
		known = items_of(all[module]);
	return *known;
}

std::vector<CodePath> CrateCode::paths_in(const MacroBody &body) const
{
	const CodeModule &in = all[body.module];
	std::vector<CodePath> out;

	add_paths(*in.tokens, body.tokens.first, body.tokens.second, in.dead,
		  out);
	return out;
}

std::vector<CodePath> CrateCode::macro_paths(size_t module) const
{
	std::vector<CodePath> out;

	for (const auto &[begin, end] : all[module].macros)
		add_paths(*all[module].tokens, begin, end, all[module].dead,
			  out);
	return out;
}

std::set<std::string_view> leading_to(std::set<std::string_view> names,
				      const Namers &namers)
{
	std::vector<std::string_view> todo(names.begin(), names.end());

	while (!todo.empty()) {
		const auto [first, last] = namers.equal_range(todo.back());
		todo.pop_back();
		for (auto at = first; at != last; ++at)
			if (names.insert(at->second).second)
				todo.push_back(at->second);
	}
	return names;
}

Namers callers_of_macros(const CrateCode &code)
{
	Namers out;

	for (const auto &[name, body] : code.macros())
		for (const std::string_view call : body.calls)
			out.emplace(call, name);
	return out;
}

} /* namespace kcrate */
