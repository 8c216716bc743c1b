// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/build_script.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* The cfgs that a script with @text may set, "…" for others. */
std::string cfgs(std::string_view text)
{
	const Result<TokenFile> file = lex({ "build.rs", text });

	REQUIRE_MESSAGE(file, outcome(file));
	const BuildScript script = read_build_script(file.value());
	std::vector<std::string> out(script.cfgs.begin(), script.cfgs.end());
	if (script.other_cfgs)
		out.emplace_back("…");
	return join(out, " ");
}

struct Row {
	std::string_view text;
	std::string_view cfgs;
};

void check(const std::vector<Row> &rows)
{
	for (const Row &row : rows) {
		CAPTURE(row.text);
		CHECK(cfgs(row.text) == row.cfgs);
	}
}

} /* namespace */

TEST_CASE("a script sets the cfgs that it prints")
{
	check({
		{ "fn main() { println!(\"cargo:rustc-cfg=a\"); }", "a" },
		{ "fn main() { println!(\"cargo::rustc-cfg=has_b2\"); }",
		  "has_b2" },
		{ "f(\"cargo:rustc-cfg=b\"); f(\"cargo:rustc-cfg=a\");",
		  "a b" },
		{ "const A: &str = \"cargo:rustc-cfg=a\\n\";", "a" },
		{ "\"cargo:rustc-cfg=a\\ncargo::rustc-cfg=b\"", "a b" },
		{ "r#\"cargo:rustc-cfg=a\"#", "a" },
		{ "b\"cargo:rustc-cfg=a\\n\"", "a" },
		{ "\"cargo:rustc-c\\x66g=a\"", "a" },
		{ "if x { f(\"cargo:rustc-cfg=a\") }", "a" },
	});
}

TEST_CASE("a cfg with a value is known by its name")
{
	check({
		{ "\"cargo:rustc-cfg=a=\\\"b\\\"\"", "a" },
		{ "r#\"cargo:rustc-cfg=feature=\"b\"\"#", "feature" },
		{ "\"cargo:rustc-cfg=a=\\\"{}\\\"\"", "a" },
	});
}

TEST_CASE("a name that is made when the script runs may be any")
{
	check({
		{ "println!(\"cargo:rustc-cfg={}\", a)", "…" },
		{ "println!(\"cargo:rustc-cfg={a}\")", "…" },
		{ "println!(\"cargo:rustc-cfg=has_{}\", a)", "…" },
		{ "println!(concat!(\"cargo:rustc-cfg=\", \"a\"))", "…" },
		{ "f(\"cargo:rustc-cfg=a\"); f(\"cargo:rustc-cfg={}\");",
		  "a …" },
	});
}

TEST_CASE("other directives, comments and code set nothing")
{
	check({
		{ "", "" },
		{ "fn main() {}", "" },
		{ "\"cargo:rerun-if-changed=build.rs\"", "" },
		{ "\"cargo:rustc-check-cfg=cfg(a)\"", "" },
		{ "\"cargo::rustc-check-cfg=cfg(a)\"", "" },
		{ "\"cargo:rustc-env=A=rustc-cfg\"", "" },
		{ "\"rustc-cfg=a\"", "" },
		{ "\"cargo:::rustc-cfg=a\"", "" },
		{ "// println!(\"cargo:rustc-cfg=a\")", "" },
		{ "/* \"cargo:rustc-cfg=a\" */", "" },
		{ "fn f(cargo: rustc) -> cfg { a }", "" },
	});
}
