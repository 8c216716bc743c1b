// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/quote.h"

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("a word for Make has nothing that Make or a shell would act on")
{
	CHECK(quote_make("feature=\"proc-macro\"") == "feature=\"proc-macro\"");
	CHECK(quote_make("serde/lib.rs") == "serde/lib.rs");
	for (const char c : std::string_view(" \t\n$#':;\\`&|<>*?()[]{}!%~^,"))
		CHECK_FALSE(quote_make(str("a", c)));
	CHECK_FALSE(quote_make(""));
	CHECK_FALSE(quote_make("\xc3\xa9"));
}

TEST_CASE("a path has no quotes, which would end a string of Python")
{
	CHECK(quote_make_path("a-b/src/lib.rs") == "a-b/src/lib.rs");
	CHECK(quote_make("a\"b.rs"));
	CHECK_FALSE(quote_make_path("a\"b.rs"));
	CHECK_FALSE(quote_make_path("a'b.rs"));
	CHECK_FALSE(quote_make_path(""));
}

TEST_CASE("the environment may have URLs, but nothing that a shell acts on")
{
	CHECK(quote_make_env("A=https://x.y/z,w") == "A=https://x.y/z,w");
	for (const char c : std::string_view(" \t\n$#';\\`&|<>*?()[]{}!%~\""))
		CHECK_FALSE(quote_make_env(str("A=", c)));
}

TEST_CASE("a crate's symbol is its identifier in capitals")
{
	CHECK(kconfig_symbol("proc-macro2") == "RUST_CRATE_PROC_MACRO2");
	CHECK(kconfig_symbol("cfg-if") == "RUST_CRATE_CFG_IF");
}

TEST_CASE("a Kconfig prompt is one line without quotes")
{
	CHECK(quote_kconfig("serde 1.0.217") == "serde 1.0.217");
	for (const char *text : { "a\"b", "a\nb", "$(shell,id)", "a\\" })
		CHECK_FALSE(quote_kconfig(text));
}

TEST_CASE("a string of Rust or TOML has escapes for what ends or hides it")
{
	CHECK(quote_rust("a\"\\\n\x7f é") == "\"a\\\"\\\\\\x0a\\x7f é\"");
	CHECK(quote_toml("a\"\\\n\x7f é") == "\"a\\\"\\\\\\u000a\\u007f é\"");
}

TEST_CASE("a YAML scalar means the same text to every reader")
{
	CHECK(quote_yaml("proc-macro") == "proc-macro");
	CHECK(quote_yaml("1.0") == "\"1.0\"");
	CHECK(quote_yaml("") == "\"\"");
	CHECK(quote_yaml("No") == "\"No\"");
	CHECK(quote_yaml("a: b") == "\"a: b\"");
	CHECK(quote_yaml("a\"\\\n") == "\"a\\\"\\\\\\x0a\"");
	CHECK(quote_yaml("# x") == "\"# x\"");
}
