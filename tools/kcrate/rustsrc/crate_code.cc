// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/crate_code.h"

#include <algorithm>

#include "rustsrc/code_paths.h"
#include "rustsrc/lookup.h"
#include "rustsrc/sources.h"

namespace kcrate {

namespace {

using Ranges = std::vector<std::pair<size_t, size_t>>;

/* Goes through tokens and leaves out ranges that are sorted. */
class Skipper {
public:
	explicit Skipper(const Ranges &ranges)
		: at(ranges.begin()), end(ranges.end())
	{}

	/* @i, or the first token behind the range that it is in. */
	size_t next(size_t i)
	{
		for (; at != end && at->first <= i; ++at)
			i = std::max(i, at->second);
		return i;
	}

private:
	Ranges::const_iterator at, end;
};

/* Those of @ranges, which are sorted and disjoint, that are in @module. */
Ranges ranges_within(const std::vector<TokenRange> &ranges,
		     const CodeModule &module)
{
	auto at = std::partition_point(ranges.begin(), ranges.end(),
				       [&](const TokenRange &range) {
					       return range.end <= module.begin;
				       });
	Ranges out;

	for (; at != ranges.end() && at->begin < module.end; ++at)
		out.emplace_back(at->begin, at->end);
	return out;
}

/* Whether @token is in one of @ranges, which are sorted and disjoint. */
bool is_in(const Ranges &ranges, size_t token)
{
	const auto at = std::upper_bound(ranges.begin(), ranges.end(), token,
					 [](size_t value, const auto &range) {
						 return value < range.first;
					 });

	return at != ranges.begin() && token < std::prev(at)->second;
}

/* Makes @ranges disjoint, in their order. */
void merge(Ranges &ranges)
{
	Ranges out;

	std::sort(ranges.begin(), ranges.end());
	for (const auto &range : ranges)
		if (!out.empty() && range.first <= out.back().second)
			out.back().second =
				std::max(out.back().second, range.second);
		else
			out.push_back(range);
	ranges = std::move(out);
}

bool is_item_word(std::string_view word)
{
	return word == "struct" || word == "enum" || word == "union" ||
	       word == "trait" || word == "type" || word == "fn" ||
	       word == "const" || word == "static" || word == "macro" ||
	       word == "impl";
}

/* The `{` of the item whose keyword is at @i, or where it ends without one. */
size_t body_of(const TokenFile &file, size_t i, size_t end)
{
	for (; i < end; i++) {
		if (is_open(file, i, '{') || file.is(i, ";") ||
		    file.tokens[i].kind == TokenKind::close)
			return i;
		if (file.tokens[i].kind == TokenKind::open)
			i = file.tokens[i].match();
	}
	return end;
}

} /* namespace */

/* Reads modules one after the other, as each makes others known. */
class CrateCode::Reader {
public:
	Reader(CrateCode &code, const Tree &tree, const std::string &root)
		: code(code), tree(tree), root_dir(parent_of(root))
	{
		add_file({ root, "" }, {});
	}

	void run()
	{
		while (!todo.empty()) {
			const Todo next = std::move(todo.back());
			todo.pop_back();
			read(next);
		}
		choose_macros();
	}

private:
	struct Todo {
		size_t module;
		SourceRef ref;
	};

	size_t add_file(const SourceRef &ref, std::optional<size_t> parent);
	void add_inline(const Todo &from, size_t name);
	void add_declared(const Todo &from, size_t name);
	void add_included(const Todo &from, size_t name);
	void read(const Todo &from);
	size_t step(const Todo &from, size_t i);
	size_t define_macro(const Todo &from, size_t i);
	size_t import(const Todo &from, size_t i);
	size_t extern_crate(const Todo &from, size_t i);
	void item(const Todo &from, size_t i);
	void choose_macros();
	CodeModule &scope_of(size_t module)
	{
		return code.all[code.all[module].scope];
	}

	CrateCode &code;
	const Tree &tree;
	std::string_view root_dir;
	std::vector<Todo> todo;
	std::set<SourceRef> seen;
	size_t nested_until = 0; /* in a function, impl or the like */
	size_t last_module = 0;	 /* the token behind the last `mod` */
	std::set<std::string_view> called;
};

size_t CrateCode::Reader::add_file(const SourceRef &ref,
				   std::optional<size_t> parent)
{
	const Source &source = code.sources->get(ref.path);
	CodeModule module;

	if (!source.file || !seen.insert(ref).second)
		return 0;
	module.file = ref.path;
	module.tokens = &source.file.value();
	module.end = module.tokens->tokens.size();
	module.parent = parent;
	module.scope = code.all.size();
	code.all.push_back(std::move(module));
	todo.push_back({ code.all.size() - 1, ref });
	return code.all.size() - 1;
}

/* `mod name {` */
void CrateCode::Reader::add_inline(const Todo &from, size_t name)
{
	const CodeModule &outer = code.all[from.module];
	const size_t open = name + 1;
	CodeModule module;

	module.file = outer.file;
	module.tokens = outer.tokens;
	module.reach = outer.reach;
	module.begin = open + 1;
	module.end = outer.tokens->tokens[open].match();
	module.parent = outer.scope;
	module.scope = code.all.size();
	scope_of(from.module)
		.children.emplace(outer.tokens->text(name), code.all.size());
	code.all[from.module].skipped.emplace_back(module.begin, module.end);
	code.all.push_back(std::move(module));
	todo.push_back({ code.all.size() - 1, from.ref });
}

/* `mod name;` */
void CrateCode::Reader::add_declared(const Todo &from, size_t name)
{
	const std::string_view word = code.all[from.module].tokens->text(name);
	const size_t scope = code.all[from.module].scope;

	for (const Use &use : code.sources->get(from.ref.path).scan.uses) {
		const bool is_path = use.kind == Use::Kind::module_path &&
				     use.token >= last_module &&
				     use.token < name;
		const bool is_name =
			use.kind == Use::Kind::module_name && use.token == name;
		if ((!is_path && !is_name) || use.truth == Truth::no)
			continue;
		for (const SourceRef &ref :
		     kcrate::look_up(tree, root_dir, from.ref, use).found) {
			const size_t module = add_file(ref, scope);
			if (module)
				code.all[scope].children.emplace(word, module);
		}
	}
}

/* `include!("file")`: code that is in this module. */
void CrateCode::Reader::add_included(const Todo &from, size_t name)
{
	const size_t scope = code.all[from.module].scope;

	for (const Use &use : code.sources->get(from.ref.path).scan.uses)
		if (use.kind == Use::Kind::source && use.token == name)
			for (const SourceRef &ref :
			     kcrate::look_up(tree, root_dir, from.ref, use)
				     .found) {
				const size_t module = add_file(ref, scope);
				if (module)
					code.all[module].scope = scope;
			}
}

void CrateCode::Reader::read(const Todo &from)
{
	const FileScan &scan = code.sources->get(from.ref.path).scan;
	const Ranges dead = ranges_within(scan.dead, code.all[from.module]);
	const size_t end = code.all[from.module].end;
	Skipper skipper(dead);

	last_module = code.all[from.module].begin;
	nested_until = 0;
	for (size_t i = code.all[from.module].begin; i < end;) {
		const size_t next = skipper.next(i);
		i = next > i ? next : step(from, i);
	}
	CodeModule &module = code.all[from.module];
	module.skipped.insert(module.skipped.end(), dead.begin(), dead.end());
	merge(module.skipped);
	module.dead = dead;
	module.unsure = ranges_within(scan.unsure, module);
}

size_t CrateCode::Reader::step(const Todo &from, size_t i)
{
	const TokenFile &file = *code.all[from.module].tokens;

	if (file.tokens[i].kind != TokenKind::identifier || file.tokens[i].raw)
		return i + 1;
	if (is_word(file, i, "use"))
		return import(from, i);
	if (is_word(file, i, "macro_rules") && file.is(i + 1, "!"))
		return define_macro(from, i);
	if (is_word(file, i, "extern") && is_word(file, i + 1, "crate"))
		return extern_crate(from, i);
	if (is_word(file, i, "mod")) {
		if (is_open(file, i + 2, '{')) {
			add_inline(from, i + 1);
			last_module = file.tokens[i + 2].match();
			return last_module;
		}
		if (file.is(i + 2, ";"))
			add_declared(from, i + 1);
		last_module = i + 2;
		return i + 2;
	}
	if (file.is(i + 1, "!") && i + 2 < file.tokens.size() &&
	    file.tokens[i + 2].kind == TokenKind::open) {
		called.insert(file.text(i));
		if (is_word(file, i, "include"))
			add_included(from, i);
	}
	if (i >= nested_until && is_item_word(file.text(i)))
		item(from, i);
	return i + 1;
}

void CrateCode::Reader::item(const Todo &from, size_t i)
{
	const TokenFile &file = *code.all[from.module].tokens;
	const size_t name = is_word(file, i + 1, "mut") ? i + 2 : i + 1;

	/* `const fn`, `unsafe impl`, `const _: …` */
	if (!is_word(file, i, "impl") && is_segment(file, name))
		scope_of(from.module).items.insert(file.text(name));
	if (is_word(file, i, "const") || is_word(file, i, "static") ||
	    is_word(file, i, "type"))
		return;
	const size_t open = body_of(file, i, code.all[from.module].end);
	if (is_open(file, open, '{'))
		nested_until = std::max<size_t>(nested_until,
						file.tokens[open].match());
}

size_t CrateCode::Reader::define_macro(const Todo &from, size_t i)
{
	const TokenFile &file = *code.all[from.module].tokens;
	const size_t open = i + 3;
	MacroBody definition = { from.module, {}, {} };

	if (open >= file.tokens.size() ||
	    file.tokens[open].kind != TokenKind::open)
		return i + 1;
	const size_t close = file.tokens[open].match();
	definition.tokens = { open + 1, close };
	for (size_t k = open + 1; k + 2 < close; k++)
		if (file.is(k + 1, "!") &&
		    file.tokens[k].kind == TokenKind::identifier &&
		    file.tokens[k + 2].kind == TokenKind::open)
			definition.calls.push_back(file.text(k));
	code.all[from.module].skipped.push_back(definition.tokens);
	scope_of(from.module).items.insert(file.text(i + 2));
	code.definitions.emplace(file.text(i + 2), std::move(definition));
	return close;
}

size_t CrateCode::Reader::import(const Todo &from, size_t i)
{
	const CodeModule &module = code.all[from.module];
	size_t next = i;
	const std::vector<ImportedPath> imports =
		imports_at(*module.tokens, next, module.end);

	if (imports.empty())
		return i + 1;
	for (const ImportedPath &import : imports)
		if (import.name == "*")
			scope_of(from.module).globs.push_back(import.path);
		else
			scope_of(from.module)
				.imports.emplace(import.name, import.path);
	return next;
}

/* `extern crate a;`, `extern crate a as b;` */
size_t CrateCode::Reader::extern_crate(const Todo &from, size_t i)
{
	const TokenFile &file = *code.all[from.module].tokens;
	const size_t word = i + 2;
	CodePath path;

	if (!(word < file.tokens.size() &&
	      file.tokens[word].kind == TokenKind::identifier))
		return i + 1;
	path.begin = word;
	path.end = word + 1;
	path.global = !file.is(word, "self");
	path.words = { path.global ? file.text(word) : "crate" };
	const std::string_view name = is_word(file, word + 1, "as")
					      ? file.text(word + 2)
					      : file.text(word);
	scope_of(from.module).imports.emplace(name, path);
	if (!code.all[from.module].scope)
		code.extern_prelude.emplace(name, path.words);
	return word + 1;
}

/* Those that are called, or are by one that is. */
void CrateCode::Reader::choose_macros()
{
	std::vector<std::string_view> names(called.begin(), called.end());

	while (!names.empty()) {
		const auto [first, last] =
			code.definitions.equal_range(names.back());
		names.pop_back();
		for (auto at = first; at != last; ++at) {
			code.all[at->second.module].macros.push_back(
				at->second.tokens);
			for (const std::string_view call : at->second.calls)
				if (called.insert(call).second)
					names.push_back(call);
		}
	}
	for (CodeModule &module : code.all)
		std::sort(module.macros.begin(), module.macros.end());
}

/*
 * Names that lead to names.  On one way each pair of module and name is met
 * once; sources may lie, so that there is an end to the ways as well.
 */
struct CrateCode::Search {
	std::set<std::pair<size_t, std::string_view>> seen;
	size_t *budget;
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

	return resolve(module, path, search);
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

std::vector<CodePath> CrateCode::paths(size_t module) const
{
	const CodeModule &in = all[module];
	std::vector<CodePath> out;

	add_paths(*in.tokens, in.begin, in.end, in.skipped, out);
	return out;
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

} /* namespace kcrate */
