// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/message_index.h"
#include "testing/test.h"

namespace kcrate {

namespace {

Message message_at(std::string text, std::vector<Place> places,
		   size_t last_line = 0)
{
	Message out;

	out.text = std::move(text);
	out.places = std::move(places);
	out.last_line = last_line;
	return out;
}

} /* namespace */

TEST_CASE("messages are found by their lines")
{
	const std::vector<Message> messages = {
		message_at("use", { { "a.rs", 3 } }, 3),
		message_at("call", { { "a.rs", 2 }, { "m.rs", 9 } }, 4),
		message_at("item", { { "a.rs", 10 } }, 20),
		message_at("nine", { { "a.rs", 30 } }, 39),
		message_at("none", {}, 3),
	};
	const MessageIndex index(messages);
	const auto at = [&](const char *file, size_t line) {
		std::vector<std::string> out;
		for (const Message *const one : index.at({ file, line }))
			out.push_back(one->text);
		return join(out, " ");
	};

	CHECK(at("a.rs", 2) == "call");
	CHECK(at("a.rs", 3) == "use call");
	CHECK(at("a.rs", 4) == "call");
	CHECK(at("a.rs", 5).empty());
	CHECK(at("m.rs", 9) == "call");
	/* Of what has many lines the first alone. */
	CHECK(at("a.rs", 10) == "item");
	CHECK(at("a.rs", 11).empty());
	CHECK(at("a.rs", 39) == "nine");
	CHECK(at("b.rs", 3).empty());
}

} /* namespace kcrate */
