// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/libraries.h"

#include "base/str.h"
#include "compile/marked.h"
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

/* Lines of what rustc says of its library; more would not help. */
constexpr size_t max_context = 20;

constexpr char no_oom[] = "no_global_oom_handling";

/* One library: its source, and where it finds those below it. */
struct Recipe {
	std::string crate, root, edition;
	std::vector<std::string> cfgs, search;
};

class Maker {
public:
	struct Tools {
		const Compiler &compiler;
		const WorkDir &work;
		const Notice &notice;
		std::string home;   /* in the work directory */
		std::string source; /* of Rust's library */
	};

	explicit Maker(Tools tools) : tools(std::move(tools)) {}

	/* The directory @name with core, and what rustc wants beside it. */
	Result<std::string> core(const std::string &name,
				 const std::vector<std::string> &cfgs)
	{
		const std::string root = tools.source + "/core/src/lib.rs";

		return make(name, { { "core", root, edition(), cfgs, {} },
				    { "compiler_builtins",
				      "compiler_builtins.rs",
				      "2021",
				      {},
				      {} } });
	}

	/* That with alloc, over the core in @below. */
	Result<std::string> alloc(const std::string &name,
				  const std::vector<std::string> &cfgs,
				  const std::string &below)
	{
		return alloc_of(tools.source + "/alloc/src", name, cfgs, below);
	}

	/*
	 * All of alloc, marked; a compiler that does not take it so has it as
	 * it is, and tells less.
	 */
	Result<std::string> marked(const std::string &below)
	{
		const Tree source = TRY(read_tree(tools.source + "/alloc/src"));
		const unsigned int release = tools.compiler.release();
		const Result<Tree> changed = marked_alloc(
			source, str(release / 100000, ".", release / 100 % 1000,
				    ".", release % 100));

		if (changed) {
			const std::string place = TRY(tools.work.make(
				tools.home + "/alloc-source", changed.value()));
			Result<std::string> made =
				alloc_of(place, "alloc-marked", {}, below);
			if (made)
				return made;
		}
		return alloc("alloc", {}, below);
	}

private:
	std::string edition() const
	{
		return tools.compiler.release() >= 108700 ? "2024" : "2021";
	}

	Result<std::string> alloc_of(const std::string &source,
				     const std::string &name,
				     const std::vector<std::string> &cfgs,
				     const std::string &below)
	{
		return make(name, { { "alloc",
				      source + "/lib.rs",
				      edition(),
				      cfgs,
				      { below } } });
	}

	/* The directory @name with all of @recipes. */
	Result<std::string> make(const std::string &name,
				 const std::vector<Recipe> &recipes)
	{
		return tools.work.make(
			str(tools.home, "/", name),
			[&](const std::string &draft) -> Status {
				tools.notice(str("making the library ", name));
				for (const Recipe &recipe : recipes)
					TRY(compile(recipe, draft));
				return ok();
			});
	}

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
		const Limited done = TRY(tools.compiler.run(
			{ std::move(flags), place, {}, true }));
		if (done.stopped.empty() && done.ended.status == 0)
			return ok();
		Diag diag(Id::process_failed,
			  str("rustc does not compile ", recipe.crate,
			      " of its own library",
			      done.stopped.empty() ? "" : ": ", done.stopped));
		for (const std::string_view line : lines(done.ended.errors))
			if (diag.context.size() < max_context)
				diag.context.emplace_back(line);
		return std::move(diag).with_help(
			"does the source belong to this compiler? --library "
			"and $RUSTC name them");
	}

	const Tools tools;
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
	Libraries out;
	const std::string path = TRY(real_path(source));

	out.id = sha256_of(str(format, "\n", compiler.identity(), "\n",
			       TRY(hash_of(path + "/core/src")), "\n",
			       TRY(hash_of(path + "/alloc/src"))));
	Maker maker({ compiler, work, notice, "library-" + out.id.substr(0, 16),
		      path });
	const std::string plain =
		TRY(maker.core("core", { "no_fp_fmt_parse" }));
	const std::string floats = TRY(maker.core("core-float", {}));
	const std::string kernel = TRY(maker.alloc(
		"alloc-kernel", { no_oom, "no_rc", "no_sync" }, plain));
	const std::string fallible =
		TRY(maker.alloc("alloc-fallible", { no_oom }, floats));
	const std::string full = TRY(maker.marked(floats));
	const std::string no_float =
		TRY(maker.alloc("alloc-no-float", {}, plain));

	out.places = {
		{ Build::core, { plain } },
		{ Build::core_float, { floats } },
		{ Build::alloc_fallible, { fallible, floats } },
		{ Build::alloc, { full, floats } },
		{ Build::no_float, { no_float, plain } },
		{ Build::speed, { kernel, plain } },
		{ Build::size, { kernel, plain } },
	};
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
