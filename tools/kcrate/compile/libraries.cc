// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/libraries.h"

#include "base/str.h"
#include "io/digest.h"

namespace kcrate {

namespace {

/* To be raised when a library is made in another way. */
constexpr char format[] = "1";

/* rustc wants a crate of this kind; nothing of it is ever linked. */
constexpr char builtins_stub[] = "#![allow(internal_features)]\n"
				 "#![feature(compiler_builtins)]\n"
				 "#![compiler_builtins]\n"
				 "#![no_builtins]\n"
				 "#![no_std]\n";

/* One library: its source, and where it finds those below it. */
struct Recipe {
	std::string crate, root, edition;
	std::vector<std::string> cfgs, search;
};

class Maker {
public:
	Maker(const Compiler &compiler, const WorkDir &work,
	      const Notice &notice, std::string home)
		: compiler(compiler),
		  work(work),
		  notice(notice),
		  home(std::move(home))
	{}

	/* Its directory, @name below ours. */
	Result<std::string> make(const std::string &name,
				 const std::vector<Recipe> &recipes)
	{
		return work.make(
			str(home, "/", name),
			[&](const std::string &draft) -> Status {
				notice(str("making the library ", name));
				for (const Recipe &recipe : recipes)
					TRY(compile(recipe, draft));
				return ok();
			});
	}

private:
	Status compile(const Recipe &recipe, const std::string &place)
	{
		/* Small functions of core stay in it, as in a kernel: they are
		 * compiled there for all. */
		std::vector<std::string> flags = {
			str("--edition=", recipe.edition),
			"--crate-type=rlib",
			str("--crate-name=", recipe.crate),
			recipe.root,
			str("--target=", bare_target),
			"--sysroot=/dev/null",
			"-Zunstable-options",
			"-Zalways-encode-mir",
			"-Zforce-unstable-if-unmarked",
			"-Zcross-crate-inline-threshold=never",
			"-Cpanic=abort",
			"-Copt-level=2",
			"-Cdebug-assertions=n",
			"-Coverflow-checks=y",
			"-Csymbol-mangling-version=v0",
			"--cap-lints=allow",
			str("--emit=metadata=", place, "/lib", recipe.crate,
			    ".rmeta"),
			"-L" + place
		};

		for (const std::string &cfg : recipe.cfgs)
			flags.push_back("--cfg=" + cfg);
		for (const std::string &directory : recipe.search)
			flags.push_back("-L" + directory);
		if (recipe.crate == "compiler_builtins")
			TRY(write_file(str(place, "/", recipe.root),
				       builtins_stub));
		const Limited done = TRY(
			compiler.run({ std::move(flags), place, {}, true }));
		if (done.stopped.empty() && done.ended.status == 0)
			return ok();
		Diag diag(Id::process_failed,
			  str("rustc does not compile ", recipe.crate,
			      " of its own library",
			      done.stopped.empty() ? "" : ": ", done.stopped));
		for (const std::string_view line : lines(done.ended.errors))
			diag.context.emplace_back(line);
		return std::move(diag).with_help(
			"does the source belong to this compiler? --library "
			"and $RUSTC name them");
	}

	const Compiler &compiler;
	const WorkDir &work;
	const Notice &notice;
	std::string home;
};

/* The hash of a directory of source. */
Result<std::string> hash_of(const std::string &directory)
{
	Tree files = TRY(read_tree(directory));

	return tree_hash(files);
}

} /* namespace */

std::string_view name_of(Build build)
{
	constexpr std::string_view names[] = {
		"core", "core-float", "alloc-fallible", "alloc",
		"std",	"no-float",   "speed",		"size"
	};

	return names[static_cast<size_t>(build)];
}

Result<Libraries> Libraries::make(const Compiler &compiler,
				  const std::string &source,
				  const WorkDir &work, const Notice &notice)
{
	const std::string path = TRY(real_path(source));
	const std::string alloc_root = path + "/alloc/src/lib.rs";
	const std::string edition =
		compiler.release() >= 108700 ? "2024" : "2021";
	const std::vector<std::string> oom = { "no_global_oom_handling" };
	Libraries out;

	out.id = sha256_of(str(format, "\n", compiler.identity(), "\n",
			       TRY(hash_of(path + "/core/src")), "\n",
			       TRY(hash_of(path + "/alloc/src"))));
	Maker maker(compiler, work, notice, "library-" + out.id.substr(0, 16));
	const auto core = [&](const std::string &name,
			      const std::vector<std::string> &cfgs) {
		/* The stub is written into the directory that is made. */
		return maker.make(name, { { "core",
					    path + "/core/src/lib.rs",
					    edition,
					    cfgs,
					    {} },
					  { "compiler_builtins",
					    "compiler_builtins.rs",
					    "2021",
					    {},
					    {} } });
	};
	const auto alloc = [&](const std::string &name,
			       const std::vector<std::string> &cfgs,
			       const std::string &below) {
		return maker.make(
			name,
			{ { "alloc", alloc_root, edition, cfgs, { below } } });
	};
	const std::string plain = TRY(core("core", { "no_fp_fmt_parse" }));
	const std::string floats = TRY(core("core-float", {}));
	const std::string kernel = TRY(
		alloc("alloc-kernel",
		      { "no_global_oom_handling", "no_rc", "no_sync" }, plain));

	out.places[Build::core] = { plain };
	out.places[Build::core_float] = { floats };
	out.places[Build::alloc_fallible] = {
		TRY(alloc("alloc-fallible", oom, floats)), floats
	};
	out.places[Build::alloc] = { TRY(alloc("alloc", {}, floats)), floats };
	out.places[Build::no_float] = { TRY(alloc("alloc-no-float", {}, plain)),
					plain };
	out.places[Build::speed] = out.places[Build::size] = { kernel, plain };
	return out;
}

std::vector<std::string> Libraries::flags(Build build) const
{
	std::vector<std::string> out;

	if (build == Build::std)
		return out;
	out = { str("--target=", bare_target), "--sysroot=/dev/null" };
	for (const std::string &place : places.at(build))
		out.push_back("-L" + place);
	return out;
}

} /* namespace kcrate */
