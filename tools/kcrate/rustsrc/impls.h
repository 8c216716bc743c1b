/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* impl blocks, traits, structs and functions, told from tokens. */

#include <optional>
#include <string_view>
#include <vector>

#include "rustsrc/crate_code.h"

namespace kcrate {

/* A type as far as it is spelled: what a path in it names; "[]" for a slice or
 * an array, and nothing for what has no name, as tuples and functions. */
struct SpelledType {
	std::string_view word; /* the last of the path, "[]" */
	CodePath path;
	/* Its first argument, an array's element: `T` of Vec<T>. */
	std::vector<SpelledType> inner;
	bool is_reference = false;
};

/* The type that begins at token @i; references and lifetimes are left out. */
std::optional<SpelledType> type_at(const TokenFile &file, size_t i, size_t end);

struct FnItem {
	std::string_view name;
	size_t token = 0;      /* of the name */
	bool has_self = false; /* a method */
	/* Tokens, half open: of what is in the parentheses, of the body. */
	size_t params = 0, params_end = 0;
	size_t body = 0, body_end = 0; /* the same where it has none */
	std::optional<SpelledType> returns;
};

/* An impl, a trait, or the functions that are in neither. */
struct ImplItem {
	size_t token = 0; /* of the keyword */
	std::string_view
		of_trait; /* the last word of the trait's path, or "" */
	std::optional<SpelledType> self;
	bool is_trait = false; /* the trait's own definition */
	std::vector<FnItem> functions;
};

struct FieldItem {
	std::string_view owner, name;
	SpelledType type;
};

/* `#[derive(…)]`, with what the fields of its type are. */
struct DeriveItem {
	size_t token; /* of the trait's name */
	std::string_view of_trait;
	std::vector<SpelledType> fields;
};

struct ModuleItems {
	std::vector<ImplItem> impls; /* the first: what is in none */
	std::vector<FieldItem> fields;
	std::vector<FieldItem> variants; /* of enums, that have one field */
	std::vector<FieldItem> aliases;	 /* `type name = …`, of no owner */
	std::vector<DeriveItem> derives;
};

/* What the code of @module has, that of functions' bodies left out. */
ModuleItems items_of(const CodeModule &module);

} /* namespace kcrate */
