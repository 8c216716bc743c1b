// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * One thread and one libcurl multi handle.  A request is an HttpTransfer, which
 * goes through attempts: each is one libcurl transfer to one URL.  How an
 * attempt ended decides what is next (HttpNext): the response, a failure, a
 * redirect, or another attempt later.
 */

#include "io/http.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/str.h"
#include "io/http_transfer.h"

namespace kcrate {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t most_at_once = 16;
constexpr long most_connections_to_a_host = 6;

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
			transfers.push_back(std::make_unique<HttpTransfer>(
				curl, settings, request));
		for (size_t i = 0; i < requests.size(); i++)
			waiting.push_back(i);
	}
	~Downloader()
	{
		for (const std::unique_ptr<HttpTransfer> &transfer : transfers)
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
	Status give_up_host_of(const HttpTransfer &failed);
	void release(HttpTransfer &transfer);
	int milliseconds_to_wait() const;
	size_t index_of(CURL *easy) const;

	const LibCurl &curl;
	CURLM *multi;
	const Notice &progress;
	const HttpDone &done;
	const HttpSettings settings = http_settings();
	std::vector<std::unique_ptr<HttpTransfer>> transfers;
	std::vector<size_t> waiting; /* for their time or for others to end */
	size_t active = 0;
};

Diag multi_failure(const LibCurl &curl, CURLMcode code)
{
	return { Id::process_failed,
		 str("libcurl fails: ", curl.multi_strerror(code)) };
}

void Downloader::release(HttpTransfer &transfer)
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
		HttpTransfer &transfer = *transfers[waiting[i]];
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
Status Downloader::give_up_host_of(const HttpTransfer &failed)
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
	HttpTransfer &transfer = *transfers[index];
	const HttpNext next = transfer.judge(code);

	release(transfer);
	switch (next) {
	case HttpNext::redirect:
		waiting.push_back(index);
		return ok();
	case HttpNext::retry:
		progress(str(transfer.reason->message, "; trying again"));
		waiting.push_back(index);
		return ok();
	case HttpNext::fail:
		TRY(done(index, std::move(*transfer.reason)));
		return transfer.unconnected ? give_up_host_of(transfer) : ok();
	case HttpNext::respond:
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
