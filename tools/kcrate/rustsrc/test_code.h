/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The code of crates of a few lines, for the tests of what is made of it. */

#include "rustsrc/crate_code.h"
#include "rustsrc/test_walk.h"
#include "testing/test.h"

namespace kcrate {

/* A crate's code, with all that must outlive it. */
class TestCode {
public:
	explicit TestCode(const Files &files, bool edition_2015 = false)
		: tree(tree_of(files)), cfgs(some_cfgs())
	{
		Result<CrateSource> read =
			read_crate_source(tree, root, cfgs, tokens, sink);
		REQUIRE_MESSAGE(read, outcome(read));
		source = std::move(read.value());
		Result<CrateCode> made = CrateCode::read(
			{ tree, root, cfgs, tokens, edition_2015 }, source);
		REQUIRE_MESSAGE(made, outcome(made));
		code.emplace(std::move(made.value()));
	}
	explicit TestCode(const std::string &text)
		: TestCode(Files{ { "lib.rs", text } })
	{}
	TestCode(const TestCode &) = delete;
	TestCode &operator=(const TestCode &) = delete;

	const CrateCode &operator*() const { return *code; }
	const CrateCode *operator->() const { return &*code; }
	const CrateSource &read_from() const { return source; }

private:
	const std::string root = "lib.rs";
	Tree tree;
	CfgSet cfgs;
	TokenStore tokens;
	Sink sink;
	CrateSource source;
	std::optional<CrateCode> code;
};

/* `::a::b` */
inline std::string path_text(const CodePath &path)
{
	std::vector<std::string> words;

	for (const std::string_view word : path.words)
		words.emplace_back(word);
	return str(path.global ? "::" : "", join(words, "::"));
}

} /* namespace kcrate */
