// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/library_api.h"

#include "audit/test_library.h"

using namespace kcrate;

namespace {

PathWords words_of(std::string_view path)
{
	PathWords out;

	for (;;) {
		const size_t colons = path.find("::");
		out.push_back(path.substr(0, colons));
		if (colons == path.npos)
			return out;
		path.remove_prefix(colons + 2);
	}
}

/* "kept", "gone" or "?" and how many words name it. */
std::string item(std::string_view path)
{
	size_t words = 0;
	const LibraryApi::Item found =
		tiny_library().item_at(words_of(path), words);

	return str(found == LibraryApi::Item::gone   ? "gone"
		   : found == LibraryApi::Item::kept ? "kept"
						     : "?",
		   " ", words);
}

/* The type's name, and how many words name it. */
std::string type(std::string_view path)
{
	size_t words = 0;
	const std::string found = tiny_library().type_at(words_of(path), words);

	return found.empty() ? "" : str(LibraryApi::name_of(found), " ", words);
}

/* Whether what is at @path lacks @method. */
bool lacks(std::string_view path, std::string_view method)
{
	size_t words = 0;
	const std::string found = tiny_library().type_at(words_of(path), words);

	REQUIRE_FALSE(found.empty());
	return tiny_library().lacks(found, method);
}

} /* namespace */

TEST_CASE("an item is gone where the lean library has none at its path")
{
	CHECK(item("alloc::vec::Vec") == "kept 3");
	CHECK(item("alloc::vec") == "kept 2");
	CHECK(item("alloc::vec::IntoIter") == "kept 3");
	CHECK(item("alloc::vec::Splice") == "gone 3");
	CHECK(item("alloc::fmt") == "gone 2");
	CHECK(item("alloc::fmt::format") == "gone 2");
	CHECK(item("std::fmt::format") == "gone 2");
	CHECK(item("std::vec::Vec") == "kept 3");
	CHECK(item("alloc::boxed::Box") == "kept 3");
	CHECK(item("alloc::string::ToString") == "kept 3");
}

TEST_CASE("an item of a type is not one of the library, nor is another's")
{
	CHECK(item("alloc::vec::Vec::push") == "kept 3");
	CHECK(item("alloc::borrow::Cow::Owned") == "kept 3");
	CHECK(item("alloc::nothing") == "? 0");
	CHECK(item("alloc::nothing::Vec") == "? 0");
	CHECK(item("std::collections::Map") == "? 0");
	CHECK(item("alloc::vec::Nothing") == "kept 2");
	CHECK(item("alloc") == "? 0");
}

TEST_CASE("a type is told by where it is, through what is re-exported")
{
	size_t words = 0;

	CHECK(type("alloc::vec::Vec") == "Vec 3");
	CHECK(type("std::vec::Vec") == "Vec 3");
	CHECK(type("alloc::vec::Vec::new") == "Vec 3");
	CHECK(type("alloc::borrow::Cow") == "Cow 3");
	CHECK(type("alloc::vec").empty());
	CHECK(type("alloc::nothing::Vec").empty());
	CHECK(type("alloc::vec::IntoIter") == "IntoIter 3");
	CHECK(type("alloc::list::IntoIter") == "IntoIter 3");
	CHECK(tiny_library().type_at({ "alloc", "vec", "IntoIter" }, words) !=
	      tiny_library().type_at({ "alloc", "list", "IntoIter" }, words));
}

TEST_CASE("a method is gone that is switched off, and no other")
{
	CHECK(lacks("alloc::vec::Vec", "push"));
	CHECK(lacks("alloc::vec::Vec", "insert"));
	CHECK(lacks("alloc::vec::Vec", "with_capacity"));
	CHECK(lacks("alloc::boxed::Box", "new"));
	CHECK(lacks("alloc::string::String", "push_str"));
	for (const char *const kept : { "new", "len", "try_reserve", "as_slice",
					"push_str", "nothing", "drop" }) {
		CAPTURE(std::string(kept));
		CHECK_FALSE(lacks("alloc::vec::Vec", kept));
	}
	CHECK_FALSE(lacks("alloc::string::String", "new"));
	CHECK_FALSE(lacks("alloc::boxed::Box", "try_new"));
}

TEST_CASE("a trait that is gone takes its methods along")
{
	CHECK(lacks("alloc::vec::Vec", "clone"));
	CHECK(lacks("alloc::vec::Vec", "clone_from"));
	CHECK(lacks("alloc::vec::Vec", "from_iter"));
	CHECK(lacks("alloc::vec::Vec", "from"));
	CHECK(lacks("alloc::string::String", "write_str"));
	CHECK(lacks("alloc::string::String", "write_fmt"));
	CHECK_FALSE(lacks("alloc::string::String", "clone"));
	CHECK_FALSE(lacks("alloc::boxed::Box", "from_iter"));
	CHECK_FALSE(lacks("alloc::vec::Vec", "extend"));
	CHECK_FALSE(lacks("alloc::rc::Rc", "clone"));
	CHECK(lacks("alloc::rc::Rc", "new"));
}

TEST_CASE("slices and str lack what alloc gave them")
{
	CHECK(tiny_library().lacks("[]", "to_vec"));
	CHECK(tiny_library().lacks("str", "to_uppercase"));
	CHECK_FALSE(tiny_library().lacks("[]", "sort_unstable_too"));
	CHECK_FALSE(tiny_library().lacks("[]", "to_uppercase"));
	CHECK_FALSE(tiny_library().lacks("str", "to_vec"));
	CHECK_FALSE(tiny_library().lacks("", "to_vec"));
}

TEST_CASE("types in files of their own are read, and files that are gone")
{
	CHECK(lacks("alloc::vec::IntoIter", "gather"));
	CHECK(lacks("alloc::vec::Splice", "fill"));
	CHECK_FALSE(lacks("alloc::list::IntoIter", "gather"));
}

TEST_CASE("a trait that was for all types is gone everywhere")
{
	CHECK(tiny_library().is_gone_everywhere("to_string"));
	CHECK_FALSE(tiny_library().is_gone_everywhere("clone"));
	CHECK_FALSE(tiny_library().is_gone_everywhere("push"));
	CHECK_FALSE(tiny_library().is_gone_everywhere("keep_it"));
	/* No crate can mean a private one. */
	CHECK_FALSE(tiny_library().is_gone_everywhere("hide"));
}

TEST_CASE("a macro is gone with what it makes, by itself or by another")
{
	CHECK(tiny_library().is_gone_macro("vec"));
	CHECK(tiny_library().is_gone_macro("boxed"));
	CHECK(tiny_library().is_gone_macro("listed"));
	CHECK(tiny_library().is_gone_macro("by_another"));
	CHECK_FALSE(tiny_library().is_gone_macro("kept"));
	CHECK_FALSE(tiny_library().is_gone_macro("none"));
}

TEST_CASE("a method's name may be that of another that is kept")
{
	CHECK(tiny_library().is_gone_method("push"));
	CHECK(tiny_library().is_gone_method("insert"));
	CHECK(tiny_library().is_gone_method("to_vec"));
	CHECK_FALSE(tiny_library().is_gone_method("len"));
	/* an associated function, a trait's */
	CHECK_FALSE(tiny_library().is_gone_method("with_capacity"));
	CHECK_FALSE(tiny_library().is_gone_method("clone"));
	CHECK_FALSE(tiny_library().is_other_method("push"));
	CHECK(tiny_library().is_other_method("insert"));
	CHECK(tiny_library().is_other_method("len"));
	CHECK(tiny_library().is_other_method("drop"));
	CHECK_FALSE(tiny_library().is_other_method("with_capacity"));
	CHECK_FALSE(tiny_library().is_other_method("new"));
}

TEST_CASE("a type is called by its name alone")
{
	CHECK(LibraryApi::name_of("12:Vec") == "Vec");
	CHECK(LibraryApi::name_of("str") == "str");
	CHECK(LibraryApi::name_of("[]") == "[]");
}

TEST_CASE("a library that is not there, or is none, cannot be read")
{
	const ScratchDir dir;

	CHECK(outcome(LibraryApi::read(dir / "nothing")) != "ok");
	dir.write("core/src/lib.rs", "");
	CHECK(outcome(LibraryApi::read(dir.path)) != "ok");
	dir.write("alloc/src/main.rs", "");
	CHECK(outcome(LibraryApi::read(dir.path))
		      .starts_with("file-not-found: "));
	dir.write("alloc/src/lib.rs", "`");
	CHECK(outcome(LibraryApi::read(dir.path)).starts_with("rust-syntax: "));
	dir.write("alloc/src/lib.rs", "");
	CHECK(outcome(LibraryApi::read(dir.path)) == "ok");
	/* What core has that is no Rust is passed over. */
	dir.write("core/src/other.rs", "`");
	CHECK(outcome(LibraryApi::read(dir.path)) == "ok");
}
