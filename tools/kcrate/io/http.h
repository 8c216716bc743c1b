/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Files over HTTP and HTTPS, many at a time.  Servers lie: what is too large or
 * too slow is given up, what is cut off is resumed or started over, and a body
 * is handed out whole or not at all.  What is in it, the caller has to judge.
 */

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/result.h"
#include "io/files.h"

namespace kcrate {

struct HttpRequest {
	std::string url;
	std::vector<std::string> headers; /* "Name: value" */
	uint64_t limit = 0;		  /* bytes of body */
	bool text = false;		  /* may come compressed */
	std::string body;		  /* to send by POST; "" is a GET */
};

struct HttpResponse {
	unsigned int status = 0;
	std::string url; /* that gave it, in the end */
	std::string etag, last_modified, body;
};

/*
 * What one cannot do without and others need not know: each has a default and a
 * variable of the environment.
 */
struct HttpSettings {
	/* KCRATE_HTTP_TIMEOUT, seconds: to connect, and to be too slow for. */
	unsigned int timeout = 30;
	/* KCRATE_HTTP_RETRIES: how often one request is repeated. */
	unsigned int retries = 3;
	/* KCRATE_HTTP_DELAY, milliseconds: before the first repetition. */
	unsigned int delay = 500;
};

/* The environment's; what is not a number there counts as not set. */
HttpSettings http_settings();

/*
 * Called as each request ends, in the order in which they do, with its index.
 * A failure of its own ends all others.
 */
using HttpDone = std::function<Status(size_t, Result<HttpResponse> &&)>;

/*
 * Gets all of @requests and hands each response to @done: one whose status is
 * 200, 304 or one of those that is_gone() knows; else Diag source_unreachable.
 * 429, 5xx and failures to connect or to go on are tried again, after the time
 * that the server asks for (Retry-After) if that is a minute at most; after all
 * that, what else is asked of a host that cannot be reached fails at once.  At
 * most ten redirects are followed (none of a POST), never from https to http.
 * Proxies are those of the environment (http_proxy, https_proxy, no_proxy), as
 * are the certificates (CURL_CA_BUNDLE, SSL_CERT_FILE).  Returns @done's
 * failure, or Diag process_failed when there is no libcurl.
 */
Status http_fetch(const std::vector<HttpRequest> &requests,
		  const Notice &progress, const HttpDone &done);

/* Whether @status is how a server says that it does not have a file. */
bool is_gone(unsigned int status);

/* @url as it can be shown: without a password, query and fragment. */
std::string shown_url(std::string_view url);

} /* namespace kcrate */
