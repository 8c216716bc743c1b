// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/registry_config.h"

#include <nlohmann/json.hpp>

#include "base/str.h"

namespace kcrate {

namespace {

Diag refused(const std::string &file, std::string_view why)
{
	return Diag(Id::registry_config, str(file, " ", why))
		.with_help("check the registry's URL, or tell who runs it");
}

} /* namespace */

Result<RegistryConfig> parse_registry_config(const std::string &file,
					     std::string_view text)
{
	const nlohmann::json json = nlohmann::json::parse(
		text, nullptr, /*allow_exceptions=*/false);
	RegistryConfig out;

	if (!json.is_object())
		return refused(file, "is not a JSON object");
	const auto dl = json.find("dl");
	if (dl == json.end() || !dl->is_string())
		return refused(file, "does not say where archives are ('dl')");
	const auto auth = json.find("auth-required");
	if (auth != json.end() && !auth->is_boolean())
		return refused(file, "has an 'auth-required' that is neither "
				     "true nor false");
	out.dl = dl->get<std::string>();
	out.auth_required = auth != json.end() && auth->get<bool>();
	return out;
}

} /* namespace kcrate */
