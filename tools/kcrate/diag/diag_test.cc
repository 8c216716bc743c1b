// SPDX-License-Identifier: GPL-2.0-or-later

#include "diag/diag.h"

#include <set>

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("a place has the line, the column and the width of a byte range")
{
	const SourceText source = { "f", "one\ntwo three\nfour" };
	const Place place = source.place(8, 13);

	CHECK(place.file == "f");
	CHECK(place.line == 2);
	CHECK(place.column == 5);
	CHECK(place.width == 5);
	CHECK(place.text == "two three");
}

TEST_CASE("a place stays within its line and its text")
{
	const SourceText source = { "f", "one\ntwo" };

	CHECK(source.place(1, 6).width == 2);
	CHECK(source.place(100, 200).line == 2);
	CHECK(source.place(100, 200).width == 1);
	CHECK(SourceText{ "f", "" }.place(0, 0).line == 1);
}

TEST_CASE("a place in a part of a file is one in the file")
{
	const SourceText part = { "f", "one\ntwo three", 10, 4 };
	const Place place = part.place(8, 13);

	CHECK(place.file == "f");
	CHECK(place.line == 12);
	CHECK(place.column == 9);
	CHECK(place.width == 5);
	CHECK(place.text == "    two three");
	CHECK(part.place(0, 1).line == 11);
}

TEST_CASE("ids are unique, kebab-case and described")
{
	std::set<std::string_view> names;

	for (const Id id : all_ids()) {
		CHECK(names.insert(name_of(id)).second);
		CHECK(name_of(id).find_first_not_of(
			      "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		      std::string_view::npos);
		CHECK(summary_of(id).size() > 10);
	}
}

namespace {

Result<int> half(int n)
{
	if (n % 2)
		return Diag(Id::bad_value, "odd");
	return n / 2;
}

Result<int> quarter(int n)
{
	const int h = TRY(half(n));
	return half(h).context("halving again");
}

} /* namespace */

TEST_CASE("TRY passes a failure on, context says what was tried")
{
	CHECK(quarter(8).value() == 2);
	CHECK(outcome(quarter(3)) == "bad-value: odd");
	CHECK(quarter(3).error().context.empty());
	CHECK(quarter(6).error().context.at(0) == "halving again");
}

TEST_CASE("a Diag that others stop the stage with is told first")
{
	Diag first(Id::bad_value, "one");

	CHECK(unfolded(first).size() == 1);
	first.more.emplace_back(Id::bad_value, "two");
	first.more.emplace_back(Id::usage, "three");
	const std::vector<Diag> all = unfolded(std::move(first));
	REQUIRE(all.size() == 3);
	CHECK(all[0].message == "one");
	CHECK(all[0].more.empty());
	CHECK(all[2].id == Id::usage);
}

TEST_CASE("places may be asked for in any order")
{
	const SourceText source = { "f", "a\nb\nc\nd" };

	CHECK(source.place(6, 7).line == 4);
	CHECK(source.place(2, 3).line == 2);
	CHECK(source.place(2, 3).line == 2);
	CHECK(source.place(4, 5).line == 3);
}
