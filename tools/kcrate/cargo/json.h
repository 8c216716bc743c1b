/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* JSON that others wrote, for cargo/ alone. */

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace kcrate {

struct JsonObject {
	nlohmann::json json;
	std::string fault; /* "it is not JSON"; "" where @json is an object */
};

/*
 * The object that @text is.  Refused are more than @max bytes, and an object
 * with two members of one name: which of them counts depends on the reader.
 */
JsonObject read_json_object(std::string_view text, size_t max);

/* The member @key of @object; null where there is none, or it is no object. */
const nlohmann::json *find_member(const nlohmann::json &object,
				  const char *key);

} /* namespace kcrate */
