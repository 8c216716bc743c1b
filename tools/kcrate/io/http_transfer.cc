// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Redirects are followed here and not by libcurl, which could be told not to
 * leave https, but not to say why it has not.
 */

#include "io/http_transfer.h"

#include <algorithm>
#include <cstdlib>

#include "base/str.h"

namespace kcrate {

namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned int most_redirects = 10;
/* Slower than this is too slow; bytes in a second. */
constexpr long least_speed = 1000;
/* One attempt, however it trickles; seconds. */
constexpr long longest_attempt = 3600;
/* Of a response that is not wanted; more is not waited for. */
constexpr size_t most_ignored = 1 << 16;
/* A server that asks for more time is not waited for; seconds. */
constexpr curl_off_t longest_retry_after = 60;

bool is_https(std::string_view url)
{
	return to_lower(url.substr(0, 8)) == "https://";
}

bool is_http(std::string_view url)
{
	return to_lower(url.substr(0, 7)) == "http://";
}

/* A failure of the way, which may be gone in a moment (cargo's retry.rs). */
bool is_passing(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_PARTIAL_FILE:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		return true;
	default:
		return false;
	}
}

bool is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

bool is_answer(long status)
{
	return status == 200 || status == 304 ||
	       is_gone(static_cast<unsigned int>(status));
}

} /* namespace */

CURL *HttpTransfer::start()
{
	begun = taken = too_large = unconnected = false;
	ignored = 0;
	error[0] = '\0';
	easy = curl.easy_init();
	if (!easy)
		return nullptr;
	set_options();
	set_headers();
	return easy;
}

void HttpTransfer::stop()
{
	if (easy)
		curl.easy_cleanup(easy);
	if (headers)
		curl.slist_free_all(headers);
	easy = nullptr;
	headers = nullptr;
}

void HttpTransfer::set_options()
{
	const long timeout = static_cast<long>(settings.timeout);
	const auto set = [&](CURLoption option, auto value) {
		curl.easy_setopt(easy, option, value);
	};

	set(CURLOPT_URL, url.c_str());
	set(CURLOPT_PRIVATE, static_cast<void *>(this));
	set(CURLOPT_ERRORBUFFER, error);
	set(CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body);
	set(CURLOPT_WRITEDATA, static_cast<void *>(this));
	set(CURLOPT_PROTOCOLS_STR, "http,https");
	set(CURLOPT_FOLLOWLOCATION, 0L);
	set(CURLOPT_USERAGENT, "kcrate");
	set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
	/* Rather wait for a connection that can be shared. */
	set(CURLOPT_PIPEWAIT, 1L);
	set(CURLOPT_CONNECTTIMEOUT, timeout);
	set(CURLOPT_LOW_SPEED_TIME, timeout);
	set(CURLOPT_LOW_SPEED_LIMIT, least_speed);
	set(CURLOPT_TIMEOUT, longest_attempt);
	if (request.text)
		set(CURLOPT_ACCEPT_ENCODING, "");
	if (!request.body.empty()) {
		set(CURLOPT_POSTFIELDS, request.body.data());
		set(CURLOPT_POSTFIELDSIZE_LARGE,
		    static_cast<curl_off_t>(request.body.size()));
	}

	/* As the program curl: the library does not read them. */
	for (const char *const name : { "SSL_CERT_FILE", "CURL_CA_BUNDLE" })
		if (const char *const file = getenv(name); file && *file)
			set(CURLOPT_CAINFO, file);
	if (const char *const dir = getenv("SSL_CERT_DIR"); dir && *dir)
		set(CURLOPT_CAPATH, dir);
}

void HttpTransfer::set_headers()
{
	std::vector<std::string> lines = request.headers;

	if (is_resumed()) {
		lines.push_back(
			str("Range: bytes=", response.body.size(), "-"));
		lines.push_back(str("If-Range: ", response.etag));
	}
	for (const std::string &line : lines)
		headers = curl.slist_append(headers, line.c_str());
	curl.easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
}

long HttpTransfer::status() const
{
	long out = 0;

	curl.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &out);
	return out;
}

/* That of the last response, "" where it has none. */
std::string HttpTransfer::header(const char *name) const
{
	curl_header *found = nullptr;

	if (curl.easy_header(easy, name, 0, CURLH_HEADER, -1, &found) !=
	    CURLHE_OK)
		return "";
	return found->value;
}

size_t HttpTransfer::on_body(char *data, size_t size, size_t count, void *self)
{
	return static_cast<HttpTransfer *>(self)->take({ data, size * count });
}

/* Whether the body that comes now is one to keep. */
bool HttpTransfer::begin_body()
{
	begun = true;
	if (status() == 206)
		return is_resumed() &&
		       header("Content-Range")
			       .starts_with(str("bytes ", response.body.size(),
						"-"));
	if (status() != 200)
		return false;
	response.body.clear();
	return true;
}

size_t HttpTransfer::take(std::string_view bytes)
{
	if (!begun)
		taken = begin_body();
	if (!taken) {
		ignored += bytes.size();
		return ignored > most_ignored ? 0 : bytes.size();
	}
	if (bytes.size() > request.limit - response.body.size()) {
		too_large = true;
		return 0;
	}
	response.body += bytes;
	return bytes.size();
}

/* libcurl's words change from version to version; for the usual, ours. */
std::string HttpTransfer::text_of(CURLcode code) const
{
	switch (code) {
	case CURLE_PARTIAL_FILE:
		return str("it breaks off after ", response.body.size(),
			   " bytes");
	case CURLE_GOT_NOTHING:
		return "the server hangs up without an answer";
	case CURLE_OPERATION_TIMEDOUT:
		return "the server does not answer, or too slowly";
	default:
		/* It may quote the URL of a proxy, with its password. */
		return error[0] && !contains(error, "@")
			       ? error
			       : curl.easy_strerror(code);
	}
}

HttpNext HttpTransfer::fail(const std::string &why)
{
	reason = Diag(Id::source_unreachable,
		      str("cannot get ", shown_url(url), ": ", why))
			 .with_help(
				 status() ? "check the URL, or try again later"
					  : "check the URL, the network, and "
					    "what the environment says of "
					    "proxies (https_proxy) and "
					    "certificates (CURL_CA_BUNDLE)");
	return HttpNext::fail;
}

Diag HttpTransfer::not_tried()
{
	fail("its server cannot be reached");
	return std::move(*reason);
}

std::string_view HttpTransfer::host() const
{
	return std::string_view(url).substr(0,
					    url.find('/', url.find("//") + 2));
}

/* What a repetition may ask for the rest of, if it asks for just these bytes.
 */
void HttpTransfer::keep_for_resuming()
{
	if (taken && is_resumable())
		response.etag = header("ETag");
	/* A weak one does not promise equal bytes (RFC 9110, 13.1.5). */
	if (!is_resumable() || !response.etag.starts_with('"'))
		response.body.clear();
}

/* Twice the time after each attempt; milliseconds. */
curl_off_t HttpTransfer::backoff() const
{
	const curl_off_t delay = settings.delay;

	return std::min(delay << std::min(attempts, 10U),
			longest_retry_after * 1000);
}

HttpNext HttpTransfer::retry_later(const std::string &why)
{
	using Milliseconds = std::chrono::milliseconds;
	curl_off_t asked = 0;

	curl.easy_getinfo(easy, CURLINFO_RETRY_AFTER, &asked);
	fail(why);
	if (attempts == settings.retries)
		return HttpNext::fail;
	if (asked > longest_retry_after)
		return fail(
			str(why, ", and asks to wait for ", asked, " seconds"));
	keep_for_resuming();
	due = Clock::now() + Milliseconds(asked > 0 ? asked * 1000 : backoff());
	attempts++;
	redirects = 0;
	url = request.url;
	return HttpNext::retry;
}

HttpNext HttpTransfer::judge_redirect()
{
	const char *to = nullptr;

	curl.easy_getinfo(easy, CURLINFO_REDIRECT_URL, &to);
	if (!to)
		return fail(str("the server answers ", status(),
				" and does not say where to"));
	const std::string next = to;
	if (!request.body.empty())
		return fail(str("it is redirected to ", shown_url(next)));
	if (redirects++ == most_redirects)
		return fail(str("more than ", most_redirects, " redirects"));
	if (!is_https(next) && (is_https(url) || !is_http(next)))
		return fail(str("it is redirected to ", shown_url(next),
				is_http(next)
					? ", which is not encrypted"
					: ", which is neither http nor https"));
	url = next;
	due = Clock::now();
	return HttpNext::redirect;
}

HttpNext HttpTransfer::judge(CURLcode code)
{
	const long answer = status();
	curl_off_t connected = 0;

	curl.easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
	unconnected = !connected;

	if (too_large)
		return fail(str("it is larger than ", request.limit, " bytes"));
	/* An answer that is known is one, however its body ends. */
	const bool known =
		code == CURLE_OK || (code == CURLE_WRITE_ERROR && !taken);
	if (!known && is_passing(code))
		return retry_later(text_of(code));
	if (!known)
		return fail(text_of(code));
	if (is_redirect(answer))
		return judge_redirect();
	if (answer == 429 || answer >= 500)
		return retry_later(str("the server answers ", answer));
	/* Another part than was asked for, or none: once more, from the start.
	 */
	if (!taken && is_resumed() && (answer == 206 || answer == 416)) {
		response = {};
		return retry_later("the server does not give the rest");
	}
	if (!taken && !is_answer(answer))
		return fail(str("the server answers ", answer));
	response.status = taken ? 200 : static_cast<unsigned int>(answer);
	if (!taken)
		response.body.clear();
	response.url = url;
	response.etag = header("ETag");
	response.last_modified = header("Last-Modified");
	return HttpNext::respond;
}

} /* namespace kcrate */
