// SPDX-License-Identifier: GPL-2.0-or-later

#include "fetch/registry.h"

#include "testing/http_server.h"
#include "testing/scratch.h"

using namespace kcrate;

namespace {

/* "protocol url", or what is wrong. */
std::string parsed(const std::string &url)
{
	constexpr std::string_view names[] = { "local", "sparse", "git" };
	const Result<Registry> out = parse_registry(url);

	if (!out)
		return outcome(out);
	return str(names[static_cast<size_t>(out.value().protocol)], " ",
		   out.value().url);
}

const Notice nobody = [](const std::string &) {};

/* A sparse index whose only file changes as the test wants it to. */
struct World {
	/* "path: text" of what is there, or what is wrong. */
	std::string read(bool offline = false)
	{
		std::vector<std::string> paths = { "3/s/syn" };

		if (!offline)
			paths.push_back("no/ne/none");
		const Result<IndexFiles> files =
			read_index_files({ Protocol::sparse, server.url },
					 paths, cache, offline, nobody);
		std::string out;

		if (!files)
			return outcome(files);
		for (const auto &[path, text] : files.value())
			out += str(path, ": ", text);
		return out;
	}

	std::string answer(const std::string &request)
	{
		if (request.find("/3/s/syn ") == std::string::npos)
			return http_response(404, "none");
		last = request;
		if (!header.empty() &&
		    request.find(condition) != std::string::npos)
			return http_response(304, "");
		return http_response(status, text, { header });
	}

	ScratchDir scratch;
	Cache cache{ scratch / "cache" };
	unsigned int status = 200;
	std::string text = "one", header = "ETag: \"1\"",
		    condition = "If-None-Match: \"1\"\r\n";
	std::string last; /* request */
	HttpServer server{ [this](const std::string &request) {
		return answer(request);
	} };
};

} /* namespace */

TEST_CASE("a registry's URL says how it is spoken to")
{
	const std::pair<std::string, std::string> table[] = {
		{ "sparse+https://x.example.org/",
		  "sparse https://x.example.org/" },
		{ "sparse+https://x.example.org/in/dex",
		  "sparse https://x.example.org/in/dex/" },
		{ "sparse+http://127.0.0.1:80/",
		  "sparse http://127.0.0.1:80/" },
		{ "https://x.example.org", "sparse https://x.example.org/" },
		{ "registry+https://x.example.org/index",
		  "git https://x.example.org/index" },
		{ "registry+file:///srv/index", "git file:///srv/index" },
		{ "file:///srv/crates", "local file:///srv/crates" },
	};

	for (const auto &[url, expected] : table) {
		CAPTURE(url);
		CHECK(parsed(url) == expected);
	}
	for (const std::string url :
	     { "", "x.example.org", "file://relative", "sparse+file:///x",
	       "registry+ssh://x/y", "HTTPS://x", " https://x" }) {
		CAPTURE(url);
		CHECK(parsed(url) == str("source-unreachable: ", url,
					 " is no registry's URL"));
	}
}

TEST_CASE("offline, an index is what was read of it, or nothing")
{
	const ScratchDir scratch;
	const Cache cache(scratch / "cache");

	for (const std::string url :
	     { "sparse+http://127.0.0.1:1/", "registry+file:///none" }) {
		CAPTURE(url);
		const Registry registry = parse_registry(url).value();
		const Result<IndexFiles> out = read_index_files(
			registry, { "3/s/syn" }, cache, true, nobody);
		REQUIRE_FALSE(out);
		CHECK(out.error().id == Id::source_unreachable);
		CHECK(out.error().message.find("--offline forbids") !=
		      std::string::npos);
	}
}

TEST_CASE("a sparse index is asked for what changed")
{
	World world;

	CHECK(world.read() == "3/s/syn: one");
	CHECK(world.last.find("If-") == std::string::npos);
	CHECK(world.last.find("cargo-protocol: version=1\r\n") !=
	      std::string::npos);
	CHECK(world.read() == "3/s/syn: one");
	CHECK(world.last.find("If-None-Match: \"1\"\r\n") != std::string::npos);

	world.text = "two";
	world.header = "ETag: \"2\"";
	world.condition = "If-None-Match: \"2\"\r\n";
	CHECK(world.read(true) == "3/s/syn: one");
	CHECK(world.read() == "3/s/syn: two");
	CHECK(world.read() == "3/s/syn: two");
	CHECK(world.last.find("If-None-Match: \"2\"\r\n") != std::string::npos);
}

TEST_CASE("a sparse index without tags is known by its date")
{
	World world;

	world.header = "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT";
	world.condition =
		"If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT\r\n";
	CHECK(world.read() == "3/s/syn: one");
	CHECK(world.read() == "3/s/syn: one");
	CHECK(world.last.find(world.condition) != std::string::npos);
}

TEST_CASE("what an index had once it may lose")
{
	for (const unsigned int status : { 404, 410, 451 }) {
		World world;
		CHECK(world.read() == "3/s/syn: one");
		world.header = "";
		world.status = status;
		CHECK(world.read().empty());
		CHECK(world.read(true).starts_with("source-unreachable: "));
	}
}

TEST_CASE("a copy of an index that was damaged is none")
{
	World world;
	const std::string kept = str(
		world.cache.path_of_index(world.server.url), "/sparse/3/s/syn");

	CHECK(world.read() == "3/s/syn: one");
	const std::string good = read_file(kept).value();
	for (const std::string &bad :
	     { std::string(), std::string("\n"), good.substr(0, 60),
	       good.substr(0, good.size() - 1), good + "x" }) {
		CAPTURE(bad);
		REQUIRE(write_file(kept, bad));
		CHECK(world.read(true).starts_with("source-unreachable: "));
		CHECK(world.read() == "3/s/syn: one");
		CHECK(world.last.find("If-None-Match") == std::string::npos);
	}
}

TEST_CASE("a tag that is no header is not sent back")
{
	World world;

	for (const std::string &tag :
	     { std::string("a\x01b"), std::string("\xc3\xa9"),
	       std::string(2000, 'x') }) {
		world.header = "ETag: " + tag;
		CHECK(world.read() == "3/s/syn: one");
		CHECK(world.read() == "3/s/syn: one");
		CHECK(world.last.find("If-") == std::string::npos);
	}
}
