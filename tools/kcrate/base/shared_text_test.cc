// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/shared_text.h"

#include "base/bytes.h"
#include "testing/test.h"

using namespace kcrate;

TEST_CASE("a copy of a shared text has the same characters")
{
	const SharedText text = "src/lib.rs";
	const std::vector<SharedText> copies(2, text);

	CHECK(copies[1] == text);
	CHECK(copies[1] == "src/lib.rs");
	CHECK(copies[1] != "src/lib.r");
	CHECK(copies[1].view().data() == text.view().data());
	CHECK(SharedText("src/lib.rs") == text);
	CHECK(text.with(text.view().substr(4)) == "lib.rs");
}

TEST_CASE("no text is an empty one")
{
	CHECK(SharedText().empty());
	CHECK(SharedText("") == SharedText());
	CHECK(SharedText().view().empty());
	CHECK(SharedText() != SharedText("a"));
}

TEST_CASE("texts that are read are parts of what is read")
{
	const std::vector<std::string> written = { "file", "a", "", "file" };
	std::vector<SharedText> read(written.size());
	ByteWriter writer;

	for (const std::string &text : written)
		writer.put(text);
	{
		const SharedText bytes = std::move(writer.bytes);
		ByteReader reader(bytes);
		for (SharedText &text : read)
			reader.get(text);
		CHECK(reader.is_done());
		CHECK(read[0].view().data() == bytes.view().data() + 1);
	}
	for (size_t i = 0; i < written.size(); i++)
		CHECK(read[i] == written[i]);
	CHECK(read[2].empty());
}
