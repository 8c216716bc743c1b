// SPDX-License-Identifier: GPL-2.0-or-later

#include <functional>

#include "compile/object.h"
#include "testing/test.h"

namespace kcrate {

namespace {

std::string le(uint64_t n, size_t size)
{
	std::string out;

	for (size_t i = 0; i < size; i++, n >>= 8)
		out += static_cast<char>(n & 0xff);
	return out;
}

struct TestSection {
	std::string name;
	uint64_t type;
	std::string bytes;
	uint64_t link = 0, info = 0, flags = 0;
};

/* An object of @sections, behind the first one, which is none. */
std::string object_of(std::vector<TestSection> sections)
{
	std::string names(1, '\0'), headers(64, '\0'), content;

	sections.push_back({ ".shstrtab", 3, "" });
	for (const TestSection &one : sections)
		names += one.name + '\0';
	sections.back().bytes = names;
	size_t name = 1;
	for (const TestSection &one : sections) {
		headers += le(name, 4) + le(one.type, 4) + le(one.flags, 8) +
			   le(0, 8) + le(64 + content.size(), 8) +
			   le(one.bytes.size(), 8) + le(one.link, 4) +
			   le(one.info, 4) + le(0, 16);
		content += one.bytes;
		name += one.name.size() + 1;
	}
	return str("\x7f"
		   "ELF\2\1\1",
		   std::string(9, '\0'), le(1, 2), le(62, 2), le(1, 4),
		   le(0, 16), le(64 + content.size(), 8), le(0, 4), le(64, 2),
		   le(0, 4), le(64, 2), le(sections.size() + 1, 2),
		   le(sections.size(), 2)) +
	       content + headers;
}

std::string symbol(uint64_t name, unsigned int kind, uint64_t section,
		   uint64_t value = 0)
{
	return le(name, 4) + le(kind, 1) + le(0, 1) + le(section, 2) +
	       le(value, 8) + le(0, 8);
}

/* f at 0 and g at 16 of .text, with stacks of 300 and 8; __addsf3 is not
 * there. */
std::vector<TestSection> example()
{
	using namespace std::string_literals;

	return {
		{ ".text", 1, std::string(32, 'x'), 0, 0, 6 },
		{ ".strtab", 3, "\0f\0g\0__addsf3\0"s },
		{ ".symtab", 2,
		  symbol(0, 0, 0) + symbol(0, 3, 1) + symbol(1, 0x12, 1) +
			  symbol(3, 0x12, 1, 16) + symbol(5, 0x10, 0),
		  2 },
		{ ".stack_sizes", 1, le(0, 8) + "\xac\2" + le(0, 8) + "\x8" },
		{ ".rela.stack_sizes", 4,
		  le(0, 8) + le(uint64_t(1) << 32 | 1, 8) + le(0, 8) +
			  le(10, 8) + le(uint64_t(1) << 32 | 1, 8) + le(16, 8),
		  3, 4 },
	};
}

std::string facts_of(std::string_view bytes)
{
	const Result<ObjectFacts> facts = read_object(bytes);

	if (!facts)
		return facts.error().message;
	std::string out = str(join(facts.value().undefined, " "), "|",
			      join(facts.value().defined, " "), "|");
	for (const StackUse &use : facts.value().stacks)
		out += str(use.function, "=", use.bytes, " ");
	for (const ForeignCall &call : facts.value().calls)
		out += str(call.function, ">", call.symbol, " ");
	return out;
}

/* The same with @change made to the sections. */
std::string
changed(const std::function<void(std::vector<TestSection> &)> &change)
{
	std::vector<TestSection> sections = example();

	change(sections);
	return facts_of(object_of(std::move(sections)));
}

} /* namespace */

TEST_CASE("an object says what it calls and how much stack it takes")
{
	CHECK(facts_of(object_of(example())) == "__addsf3|f g|f=300 g=8 ");
	CHECK(changed([](auto &s) { s.resize(4); }) == "__addsf3|f g|=300 =8 ");
	CHECK(changed([](auto &s) { s.clear(); }) == "||");
}

TEST_CASE("what is not there is told with who calls it")
{
	const auto call = [](uint64_t offset, uint64_t symbol) {
		return le(offset, 8) + le(symbol << 32 | 4, 8) + le(0, 8);
	};
	const auto calling = [&](const std::string &relocations) {
		return changed([&](auto &s) {
			s.push_back({ ".rela.text", 4, relocations, 3, 1 });
		});
	};
	const std::string_view all = "__addsf3|f g|f=300 g=8 ";

	CHECK(calling(call(15, 4) + call(31, 4)) ==
	      str(all, "f>__addsf3 g>__addsf3 "));
	CHECK(calling(call(3, 4) + call(4, 4)) == str(all, "f>__addsf3 "));
	/* Code is what can run, whatever it is called. */
	CHECK(changed([&](auto &s) {
		      s[0].name = ".init.text";
		      s.push_back({ ".rela", 4, call(3, 4), 3, 1 });
	      }) == str(all, "f>__addsf3 "));
	CHECK(changed([&](auto &s) {
		      s[0].flags = 2;
		      s.push_back({ ".rela.text", 4, call(3, 4), 3, 1 });
	      }) == all);
	/* What is there, and what is no function's. */
	CHECK(calling(call(3, 3)) == all);
	CHECK(changed([&](auto &s) {
		      s.push_back({ ".rela.text", 4, call(3, 4), 3, 2 });
	      }) == all);
	CHECK(calling(call(3, 5)) ==
	      "the object cannot be read: a relocation has no symbol");
	CHECK(calling("x") ==
	      "the object cannot be read: relocations are cut off");
}

TEST_CASE("a damaged object is told from a good one")
{
	const std::string good = object_of(example());
	const auto with = [&](size_t at, char c) {
		std::string bytes = good;
		bytes[at] = c;
		return facts_of(bytes);
	};
	const std::string_view start = "the object cannot be read: ";

	CHECK(facts_of("") == str(start, "it is no ELF"));
	CHECK(facts_of(good.substr(0, 63)) ==
	      str(start, "its header is cut off"));
	CHECK(with(4, 1) == str(start, "it is not for little-endian 64 bits"));
	CHECK(with(16, 2) ==
	      str(start, "it is no relocatable object of x86_64"));
	CHECK(with(58, 40) ==
	      str(start, "its section headers have another size"));
	CHECK(facts_of(good.substr(0, good.size() - 1)) ==
	      str(start, "a part lies beyond its end"));
	CHECK(with(62, 99) == str(start, "its sections have no names"));
	CHECK(changed([](auto &s) { s[1].bytes.pop_back(); }) ==
	      str(start, "a symbol has no name"));
	CHECK(changed([](auto &s) { s[2].bytes.pop_back(); }) ==
	      str(start, "its table of symbols is cut off"));
	CHECK(changed([](auto &s) { s[2].link = 1; }) ==
	      str(start, "its symbols have no names"));
	CHECK(changed([](auto &s) { s.push_back(s[2]); }) ==
	      str(start, "it has two tables of symbols"));
	CHECK(changed([](auto &s) { s[3].bytes.back() = '\x80'; }) ==
	      str(start, "a stack's size is cut off"));
	CHECK(changed([](auto &s) { s[3].bytes.resize(10); }) ==
	      "__addsf3|f g|f=300 ");
	CHECK(changed([](auto &s) { s[4].bytes[12] = 5; }) ==
	      str(start, "a relocation has no symbol"));
	CHECK(changed([](auto &s) { s[4].bytes.pop_back(); }) ==
	      str(start, "relocations are cut off"));
}

TEST_CASE("no byte of an object makes its reader stumble")
{
	const std::string good = object_of(example());

	for (size_t at = 0; at < good.size(); at++)
		for (const int value : { 0, 1, 0x7f, 0x80, 0xff }) {
			std::string bytes = good;
			bytes[at] = static_cast<char>(value);
			CHECK(!facts_of(bytes).empty());
			CHECK(!facts_of(bytes.substr(0, at)).empty());
		}
}

} /* namespace kcrate */
