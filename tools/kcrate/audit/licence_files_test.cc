// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/licence_files.h"

#include "audit/licence_headers.h"
#include "licence/test_texts.h"
#include "testing/crates.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

const std::string mit = str(may_use, no_promise);
const std::string bsd = str(may_use, keep_notice, no_promise);

/* A crate under @license with @files and a library. */
struct Licensed {
	std::string license;
	std::map<std::string, std::string> files;
	std::string source = "#![no_std]\n";
};

std::vector<Diag> checked(const Licensed &crate, LicenceQuestion question = {})
{
	static const LicenceTexts texts = invented_texts();
	const std::string stated =
		crate.license.empty()
			? ""
			: str("license = \"", crate.license, "\"\n");
	Tree tree;

	tree["Cargo.toml"] = File("[package]\n" + stated);
	tree["src/lib.rs"] = File(crate.source);
	for (const auto &[path, text] : crate.files)
		tree[path] = File(text);
	question.texts = &texts;
	return check_licences(cargo_of("demo", stated, tree), tree, question)
		.findings;
}

/* "id file:line message" of each. */
std::vector<std::string> told(const Licensed &crate,
			      LicenceQuestion question = {})
{
	std::vector<std::string> out;

	for (const Diag &diag : checked(crate, std::move(question)))
		out.push_back(str(name_of(diag.id), " ", diag.where->file, ":",
				  diag.where->line, " ", diag.message));
	return out;
}

/* A source file that begins with @text. */
std::string in_comment(const std::string &text)
{
	return str("/*\nOn redistribution:\n", text, "*/\n#![no_std]\n");
}

bool covered(std::string_view crate, std::string_view file)
{
	return is_covered(parse_licence(crate).value(),
			  parse_licence(file).value());
}

} /* namespace */

TEST_CASE("a crate with the texts of its licences has no finding")
{
	CHECK(told({ "MIT", { { "LICENSE", mit } } }).empty());
	CHECK(told({ "MIT OR BSD-2-Clause",
		     { { "LICENSE-MIT", mit }, { "license-bsd", bsd } } })
		      .empty());
	CHECK(told({ "MIT OR BSD-2-Clause", { { "COPYING.txt", mit + bsd } } })
		      .empty());
	CHECK(told({ "MIT", { { "LICENSES/MIT.txt", mit } } }).empty());
	/* Not at the top: not the crate's. */
	CHECK(told({ "MIT", { { "LICENSE", mit }, { "a/LICENSE", bsd } } })
		      .empty());
}

TEST_CASE("a declared licence without a text is missed")
{
	CHECK(told({ "MIT OR BSD-2-Clause", { { "LICENSE", mit } } }) ==
	      Strings{ "licence-text-missing Cargo.toml:2 the crate has no "
		       "text of BSD-2-Clause" });
	CHECK(told({ "MIT", {} }) ==
	      Strings{ "licence-text-missing Cargo.toml:2 the crate has no "
		       "text of MIT" });
	/* A notice is no text. */
	CHECK(told({ "MIT", { { "COPYRIGHT", "Licensed under MIT\n" } } })
		      .size() == 1);
	/* It may be in a source file, or in one called after it. */
	CHECK(told({ "MIT", {}, in_comment(mit) }).empty());
	CHECK(told({ "MIT", {}, in_comment(bsd) }).size() == 2);
	CHECK(told({ "MIT", { { "MIT.txt", mit } } }).empty());
	/* Nobody knows its text, so nobody misses it. */
	CHECK(told({ "LGPL-2.1-only", {} }).empty());
}

TEST_CASE("a text that is not declared is a finding, in a file with others too")
{
	CHECK(told({ "MIT", { { "LICENSE", mit + "\n---\n" + bsd } } }) ==
	      Strings{ "licence-text-differs LICENSE:9 LICENSE has the text of "
		       "BSD-2-Clause, and the crate is 'MIT'" });
	/* That of a part of the source, which is none of the crate's. */
	CHECK(told({ "MIT",
		     { { "LICENSE", mit }, { "src/tables/LICENSE", bsd } } })
		      .size() == 1);
	CHECK(told({ "MIT", { { "src/tables/LICENSE", mit } } }).size() == 1);
	CHECK(told({ "MIT",
		     { { "LICENSE", mit },
		       { "NOTICE", "Parts are licensed under Zlib.\n" } } }) ==
	      Strings{ "licence-text-differs NOTICE:1 NOTICE speaks of Zlib, "
		       "and the crate is 'MIT'" });
	CHECK(told({ "MIT", { { "LICENSE", mit }, { "THIRD_PARTY", bsd } } })
		      .size() == 1);
	CHECK(told({ "MIT OR GPL-2.0-only",
		     { { "LICENSE", mit },
		       { "COPYRIGHT", "Licensed under GPLv2+ or MIT.\n" } } })
		      .empty());
}

TEST_CASE("a text that is changed, or none, is unknown")
{
	const std::string changed = replace_all(
		replace_all(mit, "change it and to hand it on, in source form",
			    ""),
		"THAT IT IS FIT FOR ANYTHING, OR", "");
	const std::vector<std::string> like =
		told({ "MIT", { { "LICENSE", changed } } });
	std::string other;

	for (int i = 0; i < 30; i++)
		other += "nobody grants anything ";
	REQUIRE(like.size() == 1);
	CHECK(like[0].starts_with("licence-text-unknown LICENSE:1 lines 1 to "
				  "6 are like MIT ("));
	CHECK(told({ "MIT", { { "LICENSE", mit + other } } }) ==
	      Strings{ "licence-text-unknown LICENSE:7 90 words from here on "
		       "are of no licence that is known" });
	CHECK(told({ "MIT",
		     { { "LICENSE-MIT", mit }, { "COPYING", other } } }) ==
	      Strings{ "licence-text-unknown COPYING:1 it is the text of no "
		       "licence that is known" });
	/* In a source file, if it is like another's. */
	CHECK(told({ "BSD-2-Clause",
		     { { "LICENSE", bsd } },
		     in_comment(changed) })
		      .size() == 1);
	CHECK(told({ "MIT", { { "LICENSE", mit } }, in_comment(changed) })
		      .empty());
	/* A list of names is no licence. */
	CHECK(told({ "MIT", { { "LICENSE", mit }, { "COPYRIGHT", other } } })
		      .empty());
}

TEST_CASE("a source file is under its crate's licence, or that is told")
{
	const auto with = [](const std::string &header) {
		return told({ "MIT OR BSD-2-Clause",
			      { { "LICENSE", mit + bsd } },
			      header + "#![no_std]\n" });
	};

	CHECK(with("// SPDX-License-Identifier: BSD-2-Clause OR MIT\n")
		      .empty());
	CHECK(with("// SPDX-License-Identifier: MIT OR BSD-2-Clause OR ISC\n")
		      .empty());
	CHECK(with("// SPDX-License-Identifier: MIT\n") ==
	      Strings{ "licence-header-differs src/lib.rs:1 the file is under "
		       "'MIT', and its crate under 'MIT OR BSD-2-Clause'" });
	CHECK(with("//! Text.\n// Licensed under the ISC license.\n").size() ==
	      1);
	CHECK(with("/*\nThe easy licence\n" + mit + "*/\n").size() == 1);
	CHECK(with("/*\nOn redistribution:\n" + mit + "*/\n").size() == 1);
	/* Said twice, and once in full. */
	CHECK(with("// Licensed under MIT or BSD-2-Clause, at your option.\n"
		   "// Text, text, text, text, text, text, text, text, text.\n"
		   "// Licensed under MIT.\n")
		      .empty());
	/* No comment any more. */
	CHECK(with("fn f() {}\n// SPDX-License-Identifier: ISC\n").empty());
}

TEST_CASE("only files that are compiled are asked for their licence")
{
	const std::string isc = "// SPDX-License-Identifier: ISC\n";
	LicenceQuestion question;

	question.cfgs = { CfgSet() };
	const Licensed crate = { "MIT",
				 { { "LICENSE", mit },
				   { "src/unused.rs", isc },
				   { "src/used.rs", isc },
				   { "other/used.rs", isc } },
				 "mod used;\n#[path = \"../other/used.rs\"]\n"
				 "mod other;\n" };
	const std::vector<std::string> said = told(crate, question);
	REQUIRE(said.size() == 2);
	CHECK(said[0].starts_with("licence-header-differs other/used.rs:1 "));
	CHECK(said[1].starts_with("licence-header-differs src/used.rs:1 "));
}

TEST_CASE("what Cargo.toml declares is judged, unless an import has done so")
{
	CHECK(told({ "GPL-3.0-only", {} }) ==
	      Strings{
		      "licence-not-accepted Cargo.toml:2 licence "
		      "'GPL-3.0-only' needs 'GPL-3.0-only', which the kernel's "
		      "LICENSES/ does not have; by law it is incompatible "
		      "with GPL-2.0" });
	CHECK(told({ "Unlicense", {} })[0].ends_with(
		"by law it is compatible with GPL-2.0"));
	CHECK(told({ "MIT OR", {} })[0].starts_with(
		"bad-licence Cargo.toml:2"));
	CHECK(told({ "ISC", {} }) ==
	      Strings{ "licence-deprecated Cargo.toml:2 licence 'ISC' is in "
		       "LICENSES/deprecated" });
	CHECK(told({ "ISC OR MIT", { { "LICENSE", mit } } }).empty());
	CHECK(told({ "", { { "LICENSE", mit } } }) ==
	      Strings{ "bad-licence Cargo.toml:0 demo 1.0.0 states no licence; "
		       "its files speak of MIT" });
	CHECK(told({ "GPLv2", {} }) ==
	      Strings{ "bad-licence Cargo.toml:2 licence 'GPLv2' is read as "
		       "'GPL-2.0-only'" });
	CHECK(checked({ "GPLv2", {} })[0].severity == Severity::warning);
	LicenceQuestion question;
	question.judged = "GPL-3.0-only";
	CHECK(told({ "", {} }, question).empty());
}

TEST_CASE("a file may be used under each choice that its crate offers")
{
	const struct {
		const char *crate, *file;
		bool covered;
	} table[] = {
		{ "MIT", "MIT", true },
		{ "MIT", "MIT OR ISC", true },
		{ "MIT", "MIT AND ISC", false },
		{ "MIT AND ISC", "MIT", true },
		{ "MIT OR ISC", "MIT", false },
		{ "MIT OR ISC", "ISC OR MIT", true },
		{ "(MIT OR ISC) AND Zlib", "Zlib", true },
		{ "(MIT OR ISC) AND Zlib", "MIT", false },
		{ "GPL-2.0-only", "GPL-2.0-or-later", true },
		{ "GPL-2.0-or-later", "GPL-2.0-only", false },
		{ "GPL-2.0", "GPL-2.0-only", true },
		{ "MPL-2.0+", "MPL-2.0", true },
		{ "MPL-2.0", "MPL-2.0+", true },
		{ "MPL-2.0+", "MPL-1.1", false },
		{ "Apache-2.0", "Apache-2.0 WITH LLVM-exception", true },
		{ "Apache-2.0 WITH LLVM-exception", "Apache-2.0", false },
		{ "BSD-3-Clause OR MIT", "BSD OR MIT", true },
	};

	for (const auto &row : table) {
		CAPTURE(row.crate);
		CAPTURE(row.file);
		CHECK(covered(row.crate, row.file) == row.covered);
	}
	/* 2^40 choices are not written down. */
	std::string many = "(A OR B)";
	for (int i = 0; i < 40; i++)
		many += " AND (A OR B" + std::to_string(i) + ")";
	CHECK(covered(many, "C"));
}

TEST_CASE("whose a crate is can be read off its files")
{
	Tree tree;

	tree["LICENSE"] = File("Copyright 2020 A\nCopyright 2021 B\n" + mit);
	tree["COPYRIGHT"] = File("Copyright 2020 A\n");
	tree["src/lib.rs"] = File("");
	CHECK(check_licences(cargo_of("demo", "license = \"MIT\"\n", tree),
			     tree, {})
		      .copyrights ==
	      Strings{ "Copyright 2020 A", "Copyright 2021 B" });
}
