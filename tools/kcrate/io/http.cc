// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * One thread and one libcurl multi handle.  A request is a Transfer, which goes
 * through attempts: each is one libcurl transfer to one URL.  How an attempt
 * ended decides what is next (Next): the response, a failure, a redirect, or
 * another attempt later.
 *
 * Redirects are followed here and not by libcurl, which could be told not to
 * leave https, but not to say why it has not.
 */

#include "io/http.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "base/str.h"
#include "io/libcurl.h"

namespace kcrate {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t most_at_once = 16;
constexpr long most_connections_to_a_host = 6;
constexpr unsigned int most_redirects = 10;
/* Slower than this is too slow; bytes in a second. */
constexpr long least_speed = 1000;
/* One attempt, however it trickles; seconds. */
constexpr long longest_attempt = 3600;
/* Of a response that is not wanted; more is not waited for. */
constexpr size_t most_ignored = 1 << 16;
/* A server that asks for more time is not waited for; seconds. */
constexpr curl_off_t longest_retry_after = 60;

unsigned int setting(const char *name, unsigned int otherwise)
{
	const char *const text = getenv(name);
	const std::string_view digits = text ? text : "";
	unsigned int value = 0;
	const auto [end, error] = std::from_chars(
		digits.data(), digits.data() + digits.size(), value);

	if (digits.empty() || error != std::errc() ||
	    end != digits.data() + digits.size())
		return otherwise;
	return value;
}

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

/* How an attempt ended, and so what is next. */
enum class Next { respond, fail, redirect, retry };

class Transfer {
public:
	Transfer(const LibCurl &curl, const HttpSettings &settings,
		 const HttpRequest &request)
		: curl(curl),
		  settings(settings),
		  request(request),
		  url(request.url)
	{}
	~Transfer() { stop(); }
	Transfer(const Transfer &) = delete;
	Transfer &operator=(const Transfer &) = delete;

	/* The handle of a new attempt, null when memory is short. */
	CURL *start();
	/* The attempt has ended with @code; stop() comes after it. */
	Next judge(CURLcode code);
	void stop();
	/* Fails because nobody could connect to its host. */
	Diag not_tried();
	/* "https://example.org:443", as far as the URL says that. */
	std::string_view host() const;

	HttpResponse response;
	Clock::time_point due;	    /* of the next attempt */
	std::optional<Diag> reason; /* to fail or to try again */
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
	Next fail(const std::string &why);
	Next retry_later(const std::string &why);
	Next judge_redirect();
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

CURL *Transfer::start()
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

void Transfer::stop()
{
	if (easy)
		curl.easy_cleanup(easy);
	if (headers)
		curl.slist_free_all(headers);
	easy = nullptr;
	headers = nullptr;
}

void Transfer::set_options()
{
	const long timeout = static_cast<long>(settings.timeout);
	const auto set = [&](CURLoption option, auto value) {
		curl.easy_setopt(easy, option, value);
	};

	set(CURLOPT_URL, url.c_str());
	set(CURLOPT_PRIVATE, static_cast<void *>(this));
	set(CURLOPT_ERRORBUFFER, error);
	set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
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

void Transfer::set_headers()
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

long Transfer::status() const
{
	long out = 0;

	curl.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &out);
	return out;
}

/* That of the last response, "" where it has none. */
std::string Transfer::header(const char *name) const
{
	curl_header *found = nullptr;

	if (curl.easy_header(easy, name, 0, CURLH_HEADER, -1, &found) !=
	    CURLHE_OK)
		return "";
	return found->value;
}

size_t Transfer::on_body(char *data, size_t size, size_t count, void *self)
{
	return static_cast<Transfer *>(self)->take({ data, size * count });
}

/* Whether the body that comes now is one to keep. */
bool Transfer::begin_body()
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

size_t Transfer::take(std::string_view bytes)
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
std::string Transfer::text_of(CURLcode code) const
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

Next Transfer::fail(const std::string &why)
{
	reason = Diag(Id::source_unreachable,
		      str("cannot get ", shown_url(url), ": ", why))
			 .with_help(
				 status() ? "check the URL, or try again later"
					  : "check the URL, the network, and "
					    "what the environment says of "
					    "proxies (https_proxy) and "
					    "certificates (CURL_CA_BUNDLE)");
	return Next::fail;
}

Diag Transfer::not_tried()
{
	fail("its server cannot be reached");
	return std::move(*reason);
}

std::string_view Transfer::host() const
{
	return std::string_view(url).substr(0,
					    url.find('/', url.find("//") + 2));
}

/* What a repetition may ask for the rest of, if it asks for just these bytes.
 */
void Transfer::keep_for_resuming()
{
	if (taken && is_resumable())
		response.etag = header("ETag");
	/* A weak one does not promise equal bytes (RFC 9110, 13.1.5). */
	if (!is_resumable() || !response.etag.starts_with('"'))
		response.body.clear();
}

/* Twice the time after each attempt; milliseconds. */
curl_off_t Transfer::backoff() const
{
	const curl_off_t delay = settings.delay;

	return std::min(delay << std::min(attempts, 10U),
			longest_retry_after * 1000);
}

Next Transfer::retry_later(const std::string &why)
{
	using Milliseconds = std::chrono::milliseconds;
	curl_off_t asked = 0;

	curl.easy_getinfo(easy, CURLINFO_RETRY_AFTER, &asked);
	fail(why);
	if (attempts == settings.retries)
		return Next::fail;
	if (asked > longest_retry_after)
		return fail(
			str(why, ", and asks to wait for ", asked, " seconds"));
	keep_for_resuming();
	due = Clock::now() + Milliseconds(asked > 0 ? asked * 1000 : backoff());
	attempts++;
	redirects = 0;
	url = request.url;
	return Next::retry;
}

Next Transfer::judge_redirect()
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
	return Next::redirect;
}

Next Transfer::judge(CURLcode code)
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
	return Next::respond;
}

/* All transfers of a call. */
class Downloader {
public:
	Downloader(const LibCurl &curl,
		   const std::vector<HttpRequest> &requests,
		   const Notice &progress, const HttpDone &done)
		: curl(curl),
		  multi(curl.multi_init()),
		  progress(progress),
		  done(done)
	{
		for (const HttpRequest &request : requests)
			transfers.push_back(std::make_unique<Transfer>(
				curl, settings, request));
		for (size_t i = 0; i < requests.size(); i++)
			waiting.push_back(i);
	}
	~Downloader()
	{
		for (const std::unique_ptr<Transfer> &transfer : transfers)
			release(*transfer);
		curl.multi_cleanup(multi);
	}
	Downloader(const Downloader &) = delete;
	Downloader &operator=(const Downloader &) = delete;

	Status run();

private:
	Status start_due();
	Status finish_ended();
	Status finish(size_t index, CURLcode code);
	Status give_up_host_of(const Transfer &failed);
	void release(Transfer &transfer);
	int milliseconds_to_wait() const;
	size_t index_of(CURL *easy) const;

	const LibCurl &curl;
	CURLM *multi;
	const Notice &progress;
	const HttpDone &done;
	const HttpSettings settings = http_settings();
	std::vector<std::unique_ptr<Transfer>> transfers;
	std::vector<size_t> waiting; /* for their time or for others to end */
	size_t active = 0;
};

Diag multi_failure(const LibCurl &curl, CURLMcode code)
{
	return { Id::process_failed,
		 str("libcurl fails: ", curl.multi_strerror(code)) };
}

void Downloader::release(Transfer &transfer)
{
	if (!transfer.easy)
		return;
	curl.multi_remove_handle(multi, transfer.easy);
	transfer.stop();
	active--;
}

size_t Downloader::index_of(CURL *easy) const
{
	size_t i = 0;

	while (transfers[i]->easy != easy)
		i++;
	return i;
}

/* As many of those whose time has come as may run at once. */
Status Downloader::start_due()
{
	const Clock::time_point now = Clock::now();

	for (size_t i = 0; i < waiting.size() && active < most_at_once;) {
		Transfer &transfer = *transfers[waiting[i]];
		if (transfer.due > now) {
			i++;
			continue;
		}
		waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
		active++;
		const CURLMcode code =
			curl.multi_add_handle(multi, transfer.start());
		if (code != CURLM_OK)
			return multi_failure(curl, code);
	}
	return ok();
}

/* Each of many would wait for its own time to be over. */
Status Downloader::give_up_host_of(const Transfer &failed)
{
	std::vector<size_t> others;

	for (const size_t i : std::exchange(waiting, {}))
		if (transfers[i]->host() == failed.host())
			TRY(done(i, transfers[i]->not_tried()));
		else
			others.push_back(i);
	waiting = std::move(others);
	return ok();
}

Status Downloader::finish(size_t index, CURLcode code)
{
	Transfer &transfer = *transfers[index];
	const Next next = transfer.judge(code);

	release(transfer);
	switch (next) {
	case Next::redirect:
		waiting.push_back(index);
		return ok();
	case Next::retry:
		progress(str(transfer.reason->message, "; trying again"));
		waiting.push_back(index);
		return ok();
	case Next::fail:
		TRY(done(index, std::move(*transfer.reason)));
		return transfer.unconnected ? give_up_host_of(transfer) : ok();
	case Next::respond:
		break;
	}
	return done(index, std::move(transfer.response));
}

Status Downloader::finish_ended()
{
	int left = 0;

	while (const CURLMsg *message = curl.multi_info_read(multi, &left))
		if (message->msg == CURLMSG_DONE)
			TRY(finish(index_of(message->easy_handle),
				   message->data.result));
	return ok();
}

/* Until something may be due; libcurl wakes up for its own reasons. */
int Downloader::milliseconds_to_wait() const
{
	using std::chrono::ceil, std::chrono::milliseconds;
	constexpr milliseconds longest(1000);
	milliseconds out = longest;

	if (active < most_at_once)
		for (const size_t i : waiting)
			out = std::min(out,
				       ceil<milliseconds>(transfers[i]->due -
							  Clock::now()));
	return static_cast<int>(std::max(out, milliseconds(0)).count());
}

Status Downloader::run()
{
	curl.multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
			  most_connections_to_a_host);
	curl.multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
	while (active || !waiting.empty()) {
		int running = 0;
		TRY(start_due());
		CURLMcode code = curl.multi_perform(multi, &running);
		if (code == CURLM_OK)
			TRY(finish_ended());
		if (code == CURLM_OK && (active || !waiting.empty()))
			code = curl.multi_poll(multi, nullptr, 0,
					       milliseconds_to_wait(), nullptr);
		if (code != CURLM_OK)
			return multi_failure(curl, code);
	}
	return ok();
}

} /* namespace */

HttpSettings http_settings()
{
	HttpSettings out;

	out.timeout = setting("KCRATE_HTTP_TIMEOUT", out.timeout);
	out.retries = setting("KCRATE_HTTP_RETRIES", out.retries);
	out.delay = setting("KCRATE_HTTP_DELAY", out.delay);
	return out;
}

Status http_fetch(const std::vector<HttpRequest> &requests,
		  const Notice &progress, const HttpDone &done)
{
	const LibCurl curl = TRY(libcurl());

	return Downloader(curl, requests, progress, done).run();
}

bool is_gone(unsigned int status)
{
	return status == 404 || status == 410 || status == 451;
}

std::string shown_url(std::string_view url)
{
	const size_t scheme = url.find("://");
	const size_t host = scheme == url.npos ? 0 : scheme + 3;

	url = url.substr(0, url.find_first_of("?#"));
	const size_t path = std::min(url.find('/', host), url.size());
	const size_t at = url.substr(0, path).rfind('@');

	if (at == url.npos || at < host)
		return std::string(url);
	return str(url.substr(0, host), url.substr(at + 1));
}

} /* namespace kcrate */
