// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/registry_config.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

/* `dl`, with " auth" where that is required, or what is wrong. */
std::string config(std::string_view text)
{
	const Result<RegistryConfig> out =
		parse_registry_config("config.json", text);

	if (!out)
		return outcome(out);
	return out.value().dl + (out.value().auth_required ? " auth" : "");
}

} /* namespace */

TEST_CASE("a registry's config.json says where archives are")
{
	CHECK(config(R"({"dl": "https://x/dl", "api": "https://x"})") ==
	      "https://x/dl");
	CHECK(config(R"({"dl": "d", "auth-required": false, "new": [1]})") ==
	      "d");
	CHECK(config(R"({"dl": "d", "auth-required": true})") == "d auth");
}

TEST_CASE("another text is no config.json")
{
	const std::pair<std::string_view, std::string_view> table[] = {
		{ "", "is not a JSON object" },
		{ "<html>", "is not a JSON object" },
		{ "[]", "is not a JSON object" },
		{ R"({"dl": "a")", "is not a JSON object" },
		{ "{\"dl\": \"\xff\"}", "is not a JSON object" },
		{ "{}", "does not say where archives are ('dl')" },
		{ R"({"dl": 1})", "does not say where archives are ('dl')" },
		{ R"({"dl": "a", "auth-required": "yes"})",
		  "has an 'auth-required' that is neither true nor false" },
	};

	for (const auto &[text, wrong] : table) {
		CAPTURE(text);
		CHECK(config(text) ==
		      str("registry-config: config.json ", wrong));
	}
	/* No recursion: a parser that has some would not return. */
	CHECK(config(std::string(1 << 20, '[')) ==
	      "registry-config: config.json is not a JSON object");
}
