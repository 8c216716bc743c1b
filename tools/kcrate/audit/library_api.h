/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What of alloc ends everything where memory is short: all that a library built
 * with --cfg no_global_oom_handling lacks.  It is computed from the library's
 * own source, as that is read under either configuration, so that it follows
 * the compiler.
 */

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "diag/result.h"
#include "rustsrc/crate_code.h"
#include "tree/tree.h"

namespace kcrate {

class LibraryApi {
public:
	LibraryApi(LibraryApi &&) noexcept;
	LibraryApi &operator=(LibraryApi &&) noexcept;
	~LibraryApi();

	/*
	 * @library is the directory `library` of Rust's source.  Diags of
	 * read_tree(), read_crate_source().
	 */
	static Result<LibraryApi> read(const std::string &library);

	/* What there is at a path that begins with alloc or std. */
	enum class Item {
		unknown, /* nothing, or not alloc's */
		kept,
		gone,
	};

	/* @words is set to how many of @path name the item. */
	Item item_at(const PathWords &path, size_t &words) const;

	/*
	 * What of @path, from alloc or std on, is gone: an item of the library,
	 * "BTreeMap", or what a type lacks, "Vec::with_capacity"; "" for
	 * nothing.
	 */
	std::string gone_at(const PathWords &path) const;

	/* Whether the library's macro @name makes what is gone. */
	bool is_gone_macro(std::string_view name) const;

	/*
	 * The type that @path begins with, as the other functions want it, and
	 * @words how many of the path name it; "" for none.
	 */
	std::string type_at(const PathWords &path, size_t &words) const;

	/*
	 * Whether @type ("[]" and "str" are two) has a method or associated
	 * function @name that is gone, by itself or by a trait.
	 */
	bool lacks(std::string_view type, std::string_view name) const;

	/* Whether a method @name is of a trait that no type has any more. */
	bool is_gone_everywhere(std::string_view name) const;

	/* Whether a method @name is gone from some type. */
	bool is_gone_method(std::string_view name) const;

	/* Whether it is from one that is kept. */
	bool is_gone_from_kept(std::string_view name) const;

	/* Whether core, or what is kept of alloc, has a method @name as well.
	 */
	bool is_other_method(std::string_view name) const;

	/* What @type is called, for people. */
	static std::string_view name_of(std::string_view type)
	{
		return type.substr(type.find(':') + 1);
	}

private:
	struct Inside;
	explicit LibraryApi(std::unique_ptr<Inside> inside);

	std::unique_ptr<Inside> inside;
};

} /* namespace kcrate */
