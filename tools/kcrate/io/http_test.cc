// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/http.h"

#include <cstdlib>
#include <map>

#include "testing/test.h"

using namespace kcrate;

TEST_CASE("what is shown of a URL has no secrets")
{
	const std::pair<std::string_view, std::string_view> table[] = {
		{ "https://example.org/a/b", "https://example.org/a/b" },
		{ "https://example.org", "https://example.org" },
		{ "https://user:word@example.org/a", "https://example.org/a" },
		{ "https://u@v:w@example.org/a", "https://example.org/a" },
		{ "https://user:word@example.org", "https://example.org" },
		{ "https://example.org/a@b", "https://example.org/a@b" },
		{ "https://example.org/a?signature=x",
		  "https://example.org/a" },
		{ "https://example.org?u@v", "https://example.org" },
		{ "https://example.org/a#b", "https://example.org/a" },
		{ "user:word@example.org/a", "example.org/a" },
		{ "", "" },
	};

	for (const auto &[url, shown] : table) {
		CAPTURE(url);
		CHECK(shown_url(url) == shown);
	}
}

TEST_CASE("settings are those of the environment, where they are numbers")
{
	const auto timeout_of = [](const char *text) {
		setenv("KCRATE_HTTP_TIMEOUT", text, 1);
		return http_settings().timeout;
	};

	CHECK(timeout_of("7") == 7);
	for (const char *const text : { "", "-1", "7s", "99999999999", " 7" }) {
		CAPTURE(text);
		CHECK(timeout_of(text) == 30);
	}
	unsetenv("KCRATE_HTTP_TIMEOUT");
	CHECK(http_settings().retries == 3);
	CHECK(http_settings().delay == 500);
}

TEST_CASE("that a server does not have a file is an answer")
{
	for (const unsigned int status : { 404, 410, 451 })
		CHECK(is_gone(status));
	for (const unsigned int status : { 200, 304, 403, 500 })
		CHECK_FALSE(is_gone(status));
}

TEST_CASE("a URL that is none, and a protocol that is not HTTP")
{
	setenv("KCRATE_HTTP_RETRIES", "0", 1);
	for (const std::string url :
	     { "file:///etc/hostname", "gopher://127.0.0.1/", "http://" }) {
		CAPTURE(url);
		std::string said;
		const HttpDone done =
			[&](size_t, const Result<HttpResponse> &got) -> Status {
			said = outcome(got);
			return ok();
		};
		CHECK(outcome(http_fetch(
			      { { url, {}, 10 } }, [](const std::string &) {},
			      done)) == "ok");
		CHECK(said.starts_with(
			str("source-unreachable: cannot get ", url, ": ")));
	}
	unsetenv("KCRATE_HTTP_RETRIES");
}

TEST_CASE("a host that cannot be reached is not asked for everything")
{
	const std::vector<HttpRequest> many(50,
					    { "http://127.0.0.1:1/x", {}, 1 });
	std::map<std::string, size_t> said;

	setenv("KCRATE_HTTP_RETRIES", "0", 1);
	const HttpDone done = [&](size_t, const Result<HttpResponse> &got) {
		said[outcome(got)]++;
		return ok();
	};
	REQUIRE(http_fetch(
		many, [](const std::string &) {}, done));
	unsetenv("KCRATE_HTTP_RETRIES");
	const size_t untried =
		said["source-unreachable: cannot get http://127.0.0.1:1/x: its "
		     "server cannot be reached"];
	CHECK(untried >= 30);
	CHECK(untried < 50);
}
