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
	const BuildScript script = read_build_script(file.value(), {});
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

namespace {

/* What a kernel's compiler gets of a script with @body as its main(), where
 * feature "on" is on and the processor is "x": with "?" what is not known. */
std::string effects(const std::string &body)
{
	const std::string text =
		str("use rustc_version; fn main() { ", body, " }");
	const Result<TokenFile> file = lex({ "build.rs", text });
	CfgSet cfgs;
	std::vector<std::string> out;

	REQUIRE_MESSAGE(file, outcome(file));
	cfgs.know("feature");
	cfgs.set("feature", "on");
	cfgs.know("target_arch");
	cfgs.set("target_arch", "x");
	for (const ScriptEffect &effect :
	     read_build_script(file.value(), cfgs).effects) {
		if (effect.truth == Truth::no)
			continue;
		const std::string when = effect.cfg.condition();
		out.push_back(
			str(effect.variable.empty()
				    ? effect.cfg.text()
				    : str(effect.variable, "=", effect.value),
			    effect.truth == Truth::maybe ? "?" : "",
			    when.empty() ? "" : " when ", when));
	}
	return join(out, ", ");
}

std::string effect_if(const std::string &condition)
{
	return effects(
		str("if ", condition, " { println!(\"cargo:rustc-cfg=a\"); }"));
}

std::string kind(const std::string &text)
{
	const Result<TokenFile> file = lex({ "build.rs", text });

	REQUIRE_MESSAGE(file, outcome(file));
	return std::string(words_for(read_build_script(file.value(), {}).kind));
}

} /* namespace */

TEST_CASE("what a script sets depends on the compiler")
{
	const struct {
		std::string condition;
		std::string_view effect;
	} rows[] = {
		{ "minor < 40", "" },
		{ "minor >= 40", "a" },
		{ "minor >= 85", "a" },
		{ "minor > 84", "a" },
		{ "minor < 88", "a when rustc < 1.88" },
		{ "minor <= 88", "a when rustc < 1.89" },
		{ "minor >= 88", "a when rustc >= 1.88" },
		{ "minor > 88", "a when rustc >= 1.89" },
		{ "!(minor > 88)", "a when rustc < 1.89" },
		{ "version.minor < 40", "" },
		{ "minor >= 60 && minor < 90", "a when rustc < 1.90" },
		{ "minor >= 87 && minor < 90", "a?" },
		{ "minor < 40 && unknown()", "" },
		{ "minor < 40 || unknown()", "a?" },
		{ "minor >= 40 || unknown()", "a" },
		{ "(minor < 40) || (minor < 90)", "a when rustc < 1.90" },
		{ "minor == 88", "a?" },
		{ "ac.probe_rustc_version(1, 51)", "a" },
		{ "!ac.probe_rustc_version(1, 51)", "" },
		{ "ac.probe_rustc_version(1, 90)", "a when rustc >= 1.90" },
		{ "is_min_version(\"1.90.0\").unwrap_or(true)",
		  "a when rustc >= 1.90" },
		{ "is_min_version(version)", "a?" },
		{ "size < 4000", "a?" },
		{ "true", "a" },
		{ "unknown", "a?" },
		{ "let Some(x) = y", "a?" },
	};

	for (const auto &row : rows) {
		CAPTURE(row.condition);
		CHECK(effect_if(row.condition) == row.effect);
	}
}

TEST_CASE("what a script sets depends on features and the target")
{
	CHECK(effect_if("cfg!(feature = \"on\")") == "a");
	CHECK(effect_if("cfg!(feature = \"off\")").empty());
	CHECK(effect_if("cfg!(other)") == "a?");
	const std::string let = "let arch = env::var(\"CARGO_CFG_TARGET_ARCH\")"
				".unwrap(); ";
	const std::string set = " { println!(\"cargo:rustc-cfg=a\"); }";
	CHECK(effects(str(let, "if arch == \"x\"", set)) == "a");
	CHECK(effects(str(let, "if arch != \"x\"", set)).empty());
	CHECK(effects(str(let, "if arch == \"y\" || arch == \"x\"", set)) ==
	      "a");
	CHECK(effects(str(let, "if arch.contains(\"x\")", set)) == "a?");
	CHECK(effects(str("if arch == \"x\"", set)) == "a?");
}

TEST_CASE("what is known of a block holds to its end")
{
	const auto set = [](const std::string &name) {
		return str("println!(\"cargo:rustc-cfg=", name, "\");");
	};

	CHECK(effects(set("a")) == "a");
	CHECK(effects(str("if minor < 40 {} else { ", set("a"), " }")) == "a");
	CHECK(effects(str("if minor < 40 { ", set("a"),
			  " } else if minor < 90 { ", set("b"), " } else { ",
			  set("c"), " } ", set("d"))) ==
	      "b when rustc < 1.90, c when rustc >= 1.90, d");
	CHECK(effects(str("if minor > 40 { return; } ", set("a"))).empty());
	CHECK(effects(str("if minor < 40 { return; } ", set("a"))) == "a");
	CHECK(effects(str("if unknown { return; } ", set("a"))) == "a?");
	CHECK(effects(str("if minor > 40 {} else { return; } ", set("a"))) ==
	      "a");
	CHECK(effects(str("match x { Y => ", set("a"), " }")) == "a?");
	CHECK(effects(str("for x in y { ", set("a"), " } ", set("b"))) ==
	      "a?, b");
	CHECK(effects(str("if minor > 80 { if unknown() { ", set("a"), " } ",
			  set("b"), " }")) == "a?, b");
	CHECK(effects(str("} fn helper() { ", set("a"))) == "a?");
}

TEST_CASE("values and variables are told as they are set")
{
	CHECK(effects("println!(\"cargo:rustc-cfg=a=\\\"64\\\"\");") ==
	      "a=\"64\"");
	CHECK(effects("println!(\"cargo::rustc-env=A=b c\");") == "A=b c");
	/* What is put in when it runs, and variables for some compilers. */
	CHECK(effects("println!(\"cargo:rustc-cfg=a=\\\"{}\\\"\", x);") ==
	      "a=\"{}\"?");
	CHECK(effects("println!(\"cargo:rustc-env=A={}\", x);") == "A={}?");
	CHECK(effects("if minor < 90 { println!(\"cargo:rustc-env=A=b\"); }") ==
	      "A=b? when rustc < 1.90");
	CHECK(effects("println!(\"cargo:rustc-env=A\");") == "A=");
}

TEST_CASE("what a script is for")
{
	const auto is = [](const std::string &text, ScriptKind wanted) {
		CAPTURE(text);
		CHECK(kind(text) == words_for(wanted));
	};

	is("fn main() { println!(\"cargo:rerun-if-changed=a\"); }",
	   ScriptKind::idle);
	is("fn main() { println!(\"cargo:rustc-cfg=a\"); }", ScriptKind::table);
	is("fn main() { f(\"cargo:rustc-cfg={}\"); }", ScriptKind::table);
	is("fn main() { ac.emit_type_cfg(\"a\", \"b\") }", ScriptKind::probe);
	is("fn main() { c.arg(\"--crate-type=lib\").arg(\"OUT_DIR\") }",
	   ScriptKind::probe);
	is("fn main() { write(env::var(\"OUT_DIR\")) }", ScriptKind::codegen);
	is("fn main() { cc::Build::new() }", ScriptKind::native);
	is("fn main() { println!(\"cargo:rustc-link-lib=z\"); }",
	   ScriptKind::native);
}
