// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/json.h"

#include <set>
#include <vector>

#include "base/str.h"

namespace kcrate {

JsonObject read_json_object(std::string_view text, size_t max)
{
	using Json = nlohmann::json;

	std::vector<std::set<std::string>> keys; /* of the objects around */
	bool twice = false;
	const auto watch = [&](int, Json::parse_event_t event, Json &value) {
		if (event == Json::parse_event_t::object_start)
			keys.emplace_back();
		else if (event == Json::parse_event_t::object_end)
			keys.pop_back();
		else if (event == Json::parse_event_t::key)
			twice |= !keys.back()
					  .insert(value.get<std::string>())
					  .second;
		return true;
	};

	if (text.size() > max)
		return { {}, str("it has more than ", max, " bytes") };
	Json out = Json::parse(text, watch, false);
	if (out.is_discarded())
		return { {}, "it is not JSON" };
	if (!out.is_object())
		return { {}, "it is not a JSON object" };
	if (twice)
		return { {}, "an object has a member twice" };
	return { std::move(out), "" };
}

const nlohmann::json *find_member(const nlohmann::json &object, const char *key)
{
	const auto at = object.is_object() ? object.find(key) : object.end();

	return at == object.end() ? nullptr : &*at;
}

} /* namespace kcrate */
