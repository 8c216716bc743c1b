// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Prints what read_crate_source() makes of an unpacked crate:
 *
 *   crate_files DIR ROOT [--closed] [--cfg KEY[="VALUE"] | --know KEY]...
 *
 * With --closed, what is not set does not hold, as for rustc: every word of the
 * crate's sources is a known key.
 *
 *   file yes module src/lib.rs
 *   unreachable module src/tests.rs
 *   env CARGO_PKG_VERSION
 *   no_std yes
 *   finding module-missing src/lib.rs:3: module 'x' …
 */

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "rustc_cfg.h"
#include "rustsrc/crate_source.h"
#include "rustsrc/lexer.h"

using namespace kcrate;

namespace {

constexpr const char *truths[] = { "no", "maybe", "yes" };

Tree read_tree(const std::filesystem::path &dir)
{
	Tree tree;

	for (const auto &entry :
	     std::filesystem::recursive_directory_iterator(dir)) {
		if (!entry.is_regular_file() || entry.is_symlink())
			continue;
		std::ifstream stream(entry.path(), std::ios::binary);
		tree.emplace(std::filesystem::relative(entry.path(), dir),
			     std::string(std::istreambuf_iterator<char>(stream),
					 {}));
	}
	return tree;
}

void know_every_word(const Tree &tree, CfgSet &cfgs)
{
	for (const auto &[path, content] : tree) {
		if (!path.ends_with(".rs"))
			continue;
		const Result<TokenFile> file = lex({ path, content.bytes() });
		if (!file)
			continue;
		for (size_t i = 0; i < file.value().tokens.size(); i++)
			if (file.value().tokens[i].kind ==
			    TokenKind::identifier)
				cfgs.know(file.value().text(i));
	}
}

const char *role(const SourceFile &file)
{
	return file.role == FileRole::module ? "module" : "embedded";
}

void print(const CrateSource &crate)
{
	for (const auto &[path, file] : crate.files)
		std::cout << "file " << truths[static_cast<int>(file.reach)]
			  << ' ' << role(file) << ' ' << path
			  << (file.escapes_root_dir ? " escapes" : "") << '\n';
	for (const auto &[path, file] : crate.unreachable)
		std::cout << "unreachable " << role(file) << ' ' << path
			  << '\n';
	for (const EnvUse &env : crate.envs)
		std::cout << (env.optional ? "option_env " : "env ") << env.name
			  << '\n';
	std::cout << "no_std " << truths[static_cast<int>(crate.no_std)]
		  << '\n';
}

void print(std::string_view what, const Diag &diag)
{
	std::cout << what << ' ' << name_of(diag.id) << ' ';
	if (diag.where)
		std::cout << diag.where->file.view() << ':' << diag.where->line
			  << ": ";
	std::cout << diag.message << '\n';
}

} /* namespace */

int main(int argc, char **argv)
{
	const std::vector<std::string> args(argv, argv + argc);
	CfgSet cfgs;
	Sink sink;

	const bool closed = args.size() > 3 && args[3] == "--closed";

	if (args.size() < 3 || args.size() % 2 == closed)
		return 2;
	for (size_t i = closed ? 4 : 3; i < args.size(); i += 2) {
		if (args[i] == "--cfg")
			set_cfg(cfgs, args[i + 1]);
		else if (args[i] == "--know")
			cfgs.know(args[i + 1]);
		else
			return 2;
	}

	const Tree tree = read_tree(args[1]);
	TokenStore tokens;
	if (closed)
		know_every_word(tree, cfgs);
	const Result<CrateSource> crate =
		read_crate_source(tree, args[2], cfgs, tokens, sink);
	if (crate)
		print(crate.value());
	else
		print("error", crate.error());
	for (const Diag &diag : sink.diags)
		print("finding", diag);
	return crate ? 0 : 1;
}
