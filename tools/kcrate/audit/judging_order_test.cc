// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/judging_order.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "io/parallel.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

/* Crates of so many bytes, and what each needs. */
struct Crates {
	std::vector<Tree> files;
	std::vector<AuditedCrate> crates;

	explicit Crates(const std::vector<std::vector<size_t>> &needs)
		: files(needs.size())
	{
		for (size_t i = 0; i < needs.size(); i++) {
			files[i].emplace("lib.rs", File(std::string(i, ' ')));
			AuditedCrate one = {};
			one.files = &files[i];
			one.needs = needs[i];
			crates.push_back(std::move(one));
		}
	}
};

} /* namespace */

TEST_CASE("a crate comes behind what it needs, and the largest first")
{
	const Crates some({ {}, {}, { 0 }, { 1, 2 }, {}, { 4 } });
	JudgingOrder all(some.crates, 0);

	CHECK(all.order() == std::vector<size_t>{ 4, 1, 0, 5, 2, 3 });
	CHECK(all.is_before(0, 2));
	CHECK(all.is_before(4, 2));
	CHECK_FALSE(all.is_before(2, 0));
	CHECK_FALSE(all.is_before(2, 5));
	CHECK_FALSE(all.is_before(2, 2));
}

TEST_CASE("what has its verdict is before all others, and waited for by none")
{
	const Crates some({ {}, { 0 }, {}, { 1 } });
	JudgingOrder rest(some.crates, 2);

	CHECK(rest.order() == std::vector<size_t>{ 3, 2 });
	CHECK(rest.is_before(1, 2));
	CHECK(rest.is_before(1, 3));
	rest.wait_for(0);
	rest.wait_for(1);
}

TEST_CASE("nobody goes on before what it needs is judged")
{
	constexpr size_t count = 200;
	std::vector<std::vector<size_t>> needs(count);
	std::vector<std::atomic<bool>> done(count);
	std::atomic<size_t> early = 0;

	for (size_t i = 1; i < count; i++)
		needs[i] = { i / 2, i - 1 - (i - 1) % 7 };
	const Crates some(needs);
	JudgingOrder all(some.crates, 1);
	done[0] = true;
	parallel_for(all.order().size(), 7, [&](size_t k) {
		const size_t i = all.order()[k];
		for (const size_t need : needs[i]) {
			all.wait_for(need);
			early += !done[need];
		}
		/* Some take long, or nobody would ever wait. */
		if (i % 10 == 1)
			std::this_thread::sleep_for(
				std::chrono::milliseconds(2));
		done[i] = true;
		all.set_judged(i);
	});
	CHECK(early.load() == 0);
	for (const std::atomic<bool> &one : done)
		CHECK(one);
}
