// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/shared_text.h"

#include "base/bytes.h"
#include "testing/test.h"

using namespace kcrate;

TEST_CASE("a copy of a shared text has the same characters")
{
	const SharedText text = "src/lib.rs";
	const SharedText copy = text;

	CHECK(copy == text);
	CHECK(copy == "src/lib.rs");
	CHECK(copy != "src/lib.r");
	CHECK(copy.str().data() == text.str().data());
	CHECK(SharedText("src/lib.rs") == text);
}

TEST_CASE("no text is an empty one")
{
	CHECK(SharedText().empty());
	CHECK(SharedText("") == SharedText());
	CHECK(SharedText().str().empty());
	CHECK(SharedText() != SharedText("a"));
}

TEST_CASE("texts that are read again in turn are shared")
{
	const std::vector<std::string> written = { "file", "a", "file", "b",
						   "file", "",	"a" };
	std::vector<SharedText> read(written.size());
	ByteWriter writer;

	for (const std::string &text : written)
		writer.put(text);
	ByteReader reader(writer.bytes);
	for (SharedText &text : read)
		reader.get(text);
	CHECK(reader.is_done());
	for (size_t i = 0; i < written.size(); i++)
		CHECK(read[i] == written[i]);
	CHECK(read[2].str().data() == read[0].str().data());
	CHECK(read[4].str().data() == read[0].str().data());
}
