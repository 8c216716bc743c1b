/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* One request over HTTP, with all it takes to have an answer: for http.cc. */

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "diag/diag.h"
#include "io/http.h"
#include "io/libcurl.h"

namespace kcrate {

/* How an attempt ended, and so what is next. */
enum class HttpNext { respond, fail, redirect, retry };

class HttpTransfer {
public:
	HttpTransfer(const LibCurl &curl, const HttpSettings &settings,
		     const HttpRequest &request)
		: curl(curl),
		  settings(settings),
		  request(request),
		  url(request.url)
	{}
	~HttpTransfer() { stop(); }
	HttpTransfer(const HttpTransfer &) = delete;
	HttpTransfer &operator=(const HttpTransfer &) = delete;

	/* The handle of a new attempt, null when memory is short. */
	CURL *start();
	/* The attempt has ended with @code; stop() comes after it. */
	HttpNext judge(CURLcode code);
	void stop();
	/* Fails because nobody could connect to its host. */
	Diag not_tried();
	/* "https://example.org:443", as far as the URL says that. */
	std::string_view host() const;

	HttpResponse response;
	std::chrono::steady_clock::time_point due; /* of the next attempt */
	std::optional<Diag> reason;		   /* to fail or to try again */
	CURL *easy = nullptr;
	bool unconnected = false; /* the last attempt was */

private:
	static size_t on_body(char *data, size_t size, size_t count,
			      void *self);
	size_t take(std::string_view bytes);
	bool begin_body();
	bool is_resumable() const
	{
		return !request.text && request.body.empty();
	}
	bool is_resumed() const { return !response.body.empty(); }
	void set_options();
	void set_headers();
	long status() const;
	std::string header(const char *name) const;
	HttpNext fail(const std::string &why);
	HttpNext retry_later(const std::string &why);
	HttpNext judge_redirect();
	void keep_for_resuming();
	curl_off_t backoff() const;
	std::string text_of(CURLcode code) const;

	const LibCurl &curl;
	const HttpSettings &settings;
	const HttpRequest &request;
	std::string url;
	unsigned int redirects = 0, attempts = 0;
	curl_slist *headers = nullptr;
	char error[CURL_ERROR_SIZE] = {};

	/* Of this attempt: whether its body has begun, and is taken. */
	bool begun = false, taken = false;
	bool too_large = false;
	size_t ignored = 0;
};

} /* namespace kcrate */
