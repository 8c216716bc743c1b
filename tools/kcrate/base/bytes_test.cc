// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/bytes.h"

#include <limits>

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string number_as_bytes(uint64_t number)
{
	ByteWriter writer;

	writer.put(number);
	return writer.bytes;
}

/* -1 for what is no number, or more than one. */
uint64_t number_of(std::string_view bytes)
{
	ByteReader reader(bytes);
	uint64_t number = 0;

	reader.get(number);
	return reader.is_done() ? number : -1;
}

} /* namespace */

TEST_CASE("a number is written in one way and read in no other")
{
	constexpr uint64_t most = std::numeric_limits<uint64_t>::max();

	for (const uint64_t number :
	     { uint64_t(0), uint64_t(1), uint64_t(127), uint64_t(128),
	       uint64_t(16383), uint64_t(16384), most / 2, most / 2 + 1,
	       most - 1 })
		CHECK(number_of(number_as_bytes(number)) == number);
	CHECK(number_as_bytes(127).size() == 1);
	CHECK(number_as_bytes(128).size() == 2);
	CHECK(number_as_bytes(most).size() == 10);

	CHECK(number_of(std::string("\x81\0", 2)) == most);
	CHECK(number_of(std::string(9, '\x80') + "\1") == uint64_t(1) << 63);
	CHECK(number_of(std::string(9, '\x80') + "\2") == most);
	CHECK(number_of(std::string(10, '\x80') + "\1") == most);
	CHECK(number_of(std::string(64, '\xff')) == most);
	CHECK(number_of("") == most);
	CHECK(number_of("\x80") == most);
}

TEST_CASE("a map is read only with its keys in order, each once")
{
	const std::map<std::string, bool> map{ { "a", true }, { "b", false } };
	ByteWriter writer;
	const auto is_map = [](const std::string &bytes) {
		ByteReader reader(bytes);
		std::map<std::string, bool> out;

		reader.get(out);
		return reader.is_done();
	};

	writer.put(map);
	const std::string bytes = writer.bytes;
	REQUIRE(bytes == std::string("\2\1a\1\1b\0", 7));
	CHECK(is_map(bytes));
	CHECK_FALSE(is_map(std::string("\2\1b\1\1a\0", 7)));
	CHECK_FALSE(is_map(std::string("\2\1a\1\1a\0", 7)));
	CHECK_FALSE(is_map(std::string("\2\1a\2\1b\0", 7)));
	CHECK_FALSE(is_map(std::string("\3\1a\1\1b\0", 7)));
}
