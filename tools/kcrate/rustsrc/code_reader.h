/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How CrateCode::read() reads: only it includes this. */

#include "rustsrc/crate_code.h"
#include "rustsrc/lookup.h"
#include "rustsrc/sources.h"

namespace kcrate {

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
	size_t body_budget = 0;	 /* of tokens, for body_of() */
	size_t last_module = 0;	 /* the token behind the last `mod` */
	std::set<std::string_view> called;
};

} /* namespace kcrate */
