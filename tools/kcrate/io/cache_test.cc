// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/cache.h"

#include <atomic>

#include "base/str.h"
#include "io/build_id.h"
#include "io/digest.h"
#include "io/parallel.h"
#include "testing/scratch.h"

using namespace kcrate;

TEST_CASE("what is stored is found by its hash, in a file of that name")
{
	const ScratchDir scratch;
	const Cache cache(scratch / "new/cache");
	const std::string hash = sha256_of("bytes");

	CHECK(cache.path_of(hash) ==
	      str(scratch.path, "/new/cache/archives/", hash));
	CHECK_FALSE(cache.find(hash));
	CHECK(outcome(cache.store(hash, "bytes")) == "ok");
	CHECK(cache.find(hash).value() == "bytes");
	CHECK(scratch.read("new/cache/archives/" + hash) == "bytes");
	CHECK_FALSE(cache.find(sha256_of("other")));
}

TEST_CASE("what is read ahead is found once, and then on the disk")
{
	const ScratchDir scratch;
	Cache cache(scratch.path);
	const std::string hash = sha256_of("bytes");

	cache.read_ahead(hash);
	CHECK_FALSE(cache.find(hash));
	CHECK(outcome(cache.store(hash, "bytes")) == "ok");
	cache.read_ahead(hash);
	scratch.write("archives/" + hash, "other");
	CHECK(cache.find(hash) == "bytes");
	CHECK_FALSE(cache.find(hash));
}

TEST_CASE("an empty archive is one too")
{
	const ScratchDir scratch;
	const Cache cache(scratch.path);
	const std::string hash = sha256_of("");

	CHECK(outcome(cache.store(hash, "")) == "ok");
	CHECK(cache.find(hash).has_value());
}

TEST_CASE("a damaged entry is removed, like one that was never there")
{
	const ScratchDir scratch;
	const Cache cache(scratch.path);
	const std::string hash = sha256_of("bytes");

	for (const std::string damaged : { "", "byte", "bytes\n", "Bytes" }) {
		CAPTURE(damaged);
		scratch.write("archives/" + hash, damaged);
		CHECK_FALSE(cache.find(hash));
		CHECK_FALSE(file_exists(cache.path_of(hash)));
	}
	CHECK(outcome(cache.store(hash, "bytes")) == "ok");
	CHECK(cache.find(hash));
}

TEST_CASE("many writers of one entry leave it whole and nothing else")
{
	const ScratchDir scratch;
	const Cache cache(scratch.path);
	const std::string bytes(1 << 20, 'x');
	const std::string hash = sha256_of(bytes);
	std::atomic<size_t> good = 0;

	parallel_for(16, 8, [&](size_t) {
		const bool stored = bool(cache.store(hash, bytes));
		good += stored && cache.find(hash) == bytes;
	});
	CHECK(good == 16);
	const Result<Tree> files = read_tree(scratch.path);
	REQUIRE(files);
	CHECK(files.value().size() == 1);
}

TEST_CASE("a cache that cannot be written says which file")
{
	const ScratchDir scratch;

	scratch.write("file", "");
	const Cache below(scratch / "file/cache");
	CHECK(outcome(below.store(sha256_of(""), "")) ==
	      str("write-failed: cannot make the directory ", scratch.path,
		  "/file: File exists"));

	/* Something that rename() cannot replace. */
	const Cache cache(scratch.path);
	const std::string hash = sha256_of("x");
	REQUIRE(make_directories(cache.path_of(hash) + "/inner"));
	CHECK(outcome(cache.store(hash, "x")) ==
	      str("write-failed: cannot write ", cache.path_of(hash),
		  ": Is a directory"));
	CHECK(read_tree(scratch / "archives").value().empty());
	CHECK_FALSE(cache.find(hash));
}

TEST_CASE("a scratch directory is made once and kept")
{
	const ScratchDir scratch;
	const Cache cache(scratch / "c");

	CHECK(cache.scratch("apt/trixie").value() == scratch / "c/apt/trixie");
	scratch.write("c/apt/trixie/x", "y");
	CHECK(cache.scratch("apt/trixie").value() == scratch / "c/apt/trixie");
	CHECK(scratch.read("c/apt/trixie/x") == "y");
}

TEST_CASE("a copy of an index is compared once, whoever has the cache")
{
	const Cache cache("/nowhere"), copy = cache;

	CHECK(cache.is_to_be_compared("https://a"));
	CHECK_FALSE(copy.is_to_be_compared("https://a"));
	CHECK(copy.is_to_be_compared("https://b"));
	CHECK(cache.path_of_index("https://a") !=
	      cache.path_of_index("https://b"));
}

TEST_CASE("what was derived is found with all that it depends on")
{
	const ScratchDir scratch;
	const Cache cache(scratch / "new/cache");
	const std::string derived("line\n\0more\n", 11);

	CHECK_FALSE(cache.derived("a", "version 1"));
	cache.keep_derived("a", "version 1", derived);
	cache.keep_derived("b", "version 1", "");
	CHECK(cache.derived("a", "version 1") == derived);
	CHECK(cache.derived("b", "version 1") == "");
	CHECK_FALSE(cache.derived("a", "version 2"));
	CHECK_FALSE(cache.derived("a", "version 1\n"));
	CHECK_FALSE(cache.derived("a", ""));
	CHECK_FALSE(cache.derived("c", "version 1"));

	cache.keep_derived("a", "version 2", "new");
	CHECK(cache.derived("a", "version 2") == "new");
	CHECK_FALSE(cache.derived("a", "version 1"));
}

TEST_CASE("what was derived and then damaged is like nothing")
{
	const ScratchDir scratch;
	const Cache cache(scratch.path);
	const std::string file = "derived/x";

	cache.keep_derived("x", "name", "derived");
	const std::string whole = scratch.read(file);
	for (size_t at = 0; at < whole.size(); at++) {
		std::string damaged = whole;
		damaged[at] ^= 1;
		CAPTURE(at);
		scratch.write(file, damaged);
		CHECK_FALSE(cache.derived("x", "name"));
		scratch.write(file, whole.substr(0, at));
		CHECK_FALSE(cache.derived("x", "name"));
	}
	scratch.write(file, whole + "x");
	CHECK_FALSE(cache.derived("x", "name"));

	cache.keep_derived("x", "name", "derived");
	CHECK(scratch.read(file) == whole);
	CHECK(cache.derived("x", "name") == "derived");
}

TEST_CASE("what another program derived is like nothing")
{
	const ScratchDir scratch;
	const Cache cache(scratch.path);
	const std::string file = "derived/x";

	cache.keep_derived("x", "name", "derived");
	const std::string ours = scratch.read(file);
	const std::string theirs =
		replace_all(ours, build_id(), std::string(40, '0'));
	REQUIRE(theirs != ours);
	scratch.write(file, theirs);
	CHECK_FALSE(cache.derived("x", "name"));
}

TEST_CASE("a cache that cannot be written keeps nothing, and that is no error")
{
	const ScratchDir scratch;
	const Cache cache(scratch / "cache");

	scratch.write("cache", "a file");
	cache.keep_derived("x", "name", "derived");
	CHECK_FALSE(cache.derived("x", "name"));
}
