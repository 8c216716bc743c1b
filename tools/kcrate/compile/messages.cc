// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/messages.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/one_of.h"
#include "base/str.h"
#include "compile/marked.h"

namespace kcrate {

namespace {

using Json = nlohmann::json;

/* A macro may be made by a macro; rustc's own limit is 128. */
constexpr size_t max_expansions = 1000;

std::string text_of(const Json &object, const char *key)
{
	const auto at = object.find(key);

	return at != object.end() && at->is_string() ? at->get<std::string>()
						     : "";
}

size_t number_of(const Json &object, const char *key)
{
	const auto at = object.find(key);

	return at != object.end() && at->is_number_unsigned()
		       ? at->get<size_t>()
		       : 0;
}

bool is_set(const Json &object, const char *key)
{
	const auto at = object.find(key);

	return at != object.end() && at->is_boolean() && at->get<bool>();
}

const Json *member(const Json &object, const char *key)
{
	const auto at = object.find(key);

	return at != object.end() && !at->is_null() ? &*at : nullptr;
}

/* The byte, from 1, of the character @column of @line, from 1 as well. */
size_t byte_of(std::string_view line, size_t column)
{
	size_t at = 0;

	for (; at < line.size() && column > 1; column--) {
		at++;
		while (at < line.size() &&
		       (static_cast<unsigned char>(line[at]) & 0xc0) == 0x80)
			at++;
	}
	return at + 1;
}

/* The line that @span begins in, as rustc has it. */
std::string line_of(const Json &span)
{
	const Json *const lines = member(span, "text");

	if (!lines || !lines->is_array() || lines->empty() ||
	    !lines->front().is_object())
		return {};
	return text_of(lines->front(), "text");
}

Place place_of(const Json &span, std::string_view file)
{
	const size_t line = number_of(span, "line_start");
	const bool one_line = line == number_of(span, "line_end");
	Place out = { std::string(file), line, 0, 1, line_of(span) };

	out.column = byte_of(out.text, number_of(span, "column_start"));
	const size_t end =
		one_line ? byte_of(out.text, number_of(span, "column_end"))
			 : out.text.view().size() + 1;
	out.width = end > out.column ? end - out.column : 1;
	return out;
}

class MessageReader {
public:
	explicit MessageReader(std::string_view directory)
		: prefix(str(directory, "/"))
	{}

	Message read(const Json &json) const
	{
		Message out;

		out.is_error = text_of(json, "level").starts_with("error");
		out.text = text_of(json, "message");
		if (const Json *const code = member(json, "code"))
			out.code = text_of(*code, "code");
		if (const Json *const spans = member(json, "spans"))
			for (const Json &span : *spans)
				if (out.places.empty() &&
				    is_set(span, "is_primary"))
					add(span, out);
		return out;
	}

private:
	void add(const Json &first, Message &out) const
	{
		const Json *span = &first;

		for (size_t i = 0; span && i < max_expansions; i++) {
			const std::string file = text_of(*span, "file_name");
			if (file.starts_with(prefix)) {
				out.places.insert(
					out.places.begin(),
					place_of(*span,
						 std::string_view(file).substr(
							 prefix.size())));
				out.last_line = number_of(*span, "line_end");
			}
			const Json *const outer = member(*span, "expansion");
			span = outer && outer->is_object()
				       ? member(*outer, "span")
				       : nullptr;
			if (span && !span->is_object())
				span = nullptr;
		}
	}

	std::string prefix;
};

} /* namespace */

std::vector<Message> read_messages(std::string_view output,
				   std::string_view directory)
{
	const MessageReader reader(directory);
	std::vector<Message> out;

	for (const std::string_view line : lines(output)) {
		if (!line.starts_with("{"))
			continue;
		const Json json = Json::parse(line, nullptr, false);
		if (!json.is_object() || text_of(json, "message").empty())
			continue;
		Message message = reader.read(json);
		const bool sums_up =
			message.places.empty() &&
			(message.text.starts_with("aborting due") ||
			 contains(message.text, "warnings emitted") ||
			 contains(message.text, "warning emitted"));
		if (!sums_up)
			out.push_back(std::move(message));
	}
	return out;
}

bool is_certain(const Message &message)
{
	constexpr std::string_view consequences[] = {
		"", "E0271", "E0282", "E0283", "E0308", "E0614"
	};
	/* Where a Cow of it is passed on, which is refused everywhere. */
	const std::string_view text = message.text;
	const bool is_cow = text.starts_with("the trait bound `str: ") ||
			    text.starts_with("the trait bound `[u8]: ");

	return message.is_error && !message.places.empty() && !is_cow &&
	       !is_one_of(consequences, message.code);
}

bool is_of_types(const Message &message)
{
	constexpr std::string_view of_types[] = { "E0015", "E0271", "E0277",
						  "E0282", "E0283", "E0308",
						  "E0369", "E0599", "E0600",
						  "E0608", "E0614" };

	return message.is_error && is_one_of(of_types, message.code);
}

bool is_infallible_use(const Message &message)
{
	return !message.is_error && message.code == "deprecated" &&
	       message.text.ends_with(str(": ", infallible_note));
}

bool lacks_script(const Message &message)
{
	return message.is_error &&
	       contains(message.text, "environment variable `OUT_DIR` not "
				      "defined");
}

bool lacks_crate(const Message &message, std::string_view name)
{
	return message.is_error &&
	       (message.code == "E0463" || message.code == "E0432" ||
		message.code == "E0433") &&
	       contains(message.text, str("`", name, "`"));
}

} /* namespace kcrate */
