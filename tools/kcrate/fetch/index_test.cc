// SPDX-License-Identifier: GPL-2.0-or-later

#include "fetch/index.h"

#include "testing/http_server.h"
#include "testing/scratch.h"

using namespace kcrate;

namespace {

Result<std::map<std::string, std::string>>
index_at(const std::string &url, const std::set<std::string> &names)
{
	const ScratchDir scratch;

	return read_index(url, names, Cache(scratch / "cache"), {},
			  [](const std::string &) {});
}

} /* namespace */

TEST_CASE("a local registry has its index in files")
{
	const ScratchDir scratch;
	const std::string url = "file://" + scratch.path;

	scratch.write("index/3/s/syn", "text of syn");
	scratch.write("index/se/rd/serde", "text of serde");
	const auto texts = index_at(url, { "syn", "Serde", "quote" });
	REQUIRE_MESSAGE(texts, outcome(texts));
	CHECK(texts.value() ==
	      std::map<std::string, std::string>{
		      { "syn", "text of syn" }, { "Serde", "text of serde" } });
}

TEST_CASE("an index that cannot be read is a failure")
{
	const ScratchDir scratch;

	CHECK(outcome(index_at("file://" + scratch.path, { "syn" })) ==
	      str("source-unreachable: the registry file://", scratch.path,
		  " has no index: ", scratch.path, "/index does not exist"));
	CHECK(outcome(index_at("index/there", { "syn" })) ==
	      "source-unreachable: index/there is no registry's URL");
	scratch.write("index/3/s/syn/directory", "");
	CHECK(outcome(index_at("file://" + scratch.path, { "syn" }))
		      .starts_with("file-unreadable: "));
}

TEST_CASE("an index over HTTP is one like that on a disk")
{
	const HttpServer server([](const std::string &request) {
		return contains(request, "GET /se/rd/serde ")
			       ? http_response(200, "text of serde")
			       : http_response(404, "none");
	});
	const auto texts =
		index_at("sparse+" + server.url, { "syn", "Serde", "quote" });

	REQUIRE_MESSAGE(texts, outcome(texts));
	CHECK(texts.value() == std::map<std::string, std::string>{
				       { "Serde", "text of serde" } });
}
