// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/code_reader.h"

#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

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

bool is_item_word(std::string_view word)
{
	return word == "struct" || word == "enum" || word == "union" ||
	       word == "trait" || word == "type" || word == "fn" ||
	       word == "const" || word == "static" || word == "macro" ||
	       word == "impl";
}

/*
 * The `{` of the item whose keyword is at @i, or where it ends without one.
 * @budget is for all items of a module.
 */
size_t body_of(const TokenFile &file, size_t i, size_t end, size_t &budget)
{
	for (; i < end && budget; i++, budget--) {
		if (is_open(file, i, '{') || file.is(i, ";") ||
		    file.tokens[i].kind == TokenKind::close)
			return i;
		if (file.tokens[i].kind == TokenKind::open)
			i = file.tokens[i].match();
	}
	return end;
}

} /* namespace */

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
	module.declared = { from.module, name };
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
			if (!module)
				continue;
			code.all[module].declared = { from.module, name };
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
				if (!module)
					continue;
				code.all[module].declared = { from.module,
							      name };
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
	body_budget = (end - last_module) * 16;
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
	const size_t open =
		body_of(file, i, code.all[from.module].end, body_budget);
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
	const size_t alias = word + 2;
	const bool renamed =
		is_word(file, word + 1, "as") && alias < file.tokens.size();
	const std::string_view name = file.text(renamed ? alias : word);
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

} /* namespace kcrate */
