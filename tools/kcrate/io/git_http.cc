// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * The smart protocol is a request for what there is, and then requests for a
 * pack (git's gitprotocol-http).  libgit2 knows what to say; it is given a
 * stream for each request, which it writes to and then reads from.
 */

#include "io/git_http.h"

#include <algorithm>
#include <cstring>

#include "base/str.h"
#include "io/http.h"

namespace kcrate {

namespace {

constexpr std::string_view refs = "/info/refs?service=git-upload-pack";
constexpr std::string_view pack = "/git-upload-pack";
/* Some servers know a git client by this alone. */
constexpr char agent[] = "User-Agent: git/2.0 (kcrate)";

} /* namespace */

struct GitHttp::Subtransport : git_smart_subtransport {
	explicit Subtransport(GitHttp &http)
		: git_smart_subtransport{}, http(http)
	{
		action = open;
		close = [](git_smart_subtransport *) { return 0; };
		free = [](git_smart_subtransport *self) {
			delete static_cast<Subtransport *>(self);
		};
	}

	static int open(git_smart_subtransport_stream **out,
			git_smart_subtransport *subtransport, const char *url,
			git_smart_service_t service);

	GitHttp &http;
	std::string moved_to; /* the repository, "" where libgit2 knows it */
};

/* One request; it is made when libgit2 first reads. */
struct GitHttp::Stream : git_smart_subtransport_stream {
	explicit Stream(Subtransport &transport)
		: git_smart_subtransport_stream{}, transport(transport)
	{
		subtransport = &transport;
		read = read_some;
		write = write_all;
		free = [](git_smart_subtransport_stream *self) {
			delete static_cast<Stream *>(self);
		};
	}

	static int read_some(git_smart_subtransport_stream *stream,
			     char *buffer, size_t size, size_t *count);
	static int write_all(git_smart_subtransport_stream *stream,
			     const char *bytes, size_t size);
	Status ask();

	Subtransport &transport;
	HttpRequest request;
	std::optional<HttpResponse> response;
	size_t offset = 0; /* of what is not read yet */
};

Status GitHttp::Stream::ask()
{
	const HttpDone done = [&](size_t,
				  Result<HttpResponse> &&got) -> Status {
		if (!got)
			return std::move(got.error());
		response = std::move(got.value());
		return ok();
	};

	TRY(http_fetch({ request }, transport.http.progress, done));
	if (response->status != 200)
		return Diag(Id::source_unreachable,
			    str("there is no repository at ",
				shown_url(request.url), ": the server answers ",
				response->status))
			.with_help("check the URL");
	if (response->url.ends_with(refs))
		transport.moved_to = response->url.substr(
			0, response->url.size() - refs.size());
	return ok();
}

int GitHttp::Stream::read_some(git_smart_subtransport_stream *stream,
			       char *buffer, size_t size, size_t *count)
{
	Stream &self = *static_cast<Stream *>(stream);

	if (!self.response) {
		Status status = self.ask();
		if (!status) {
			self.transport.http.failure = std::move(status.error());
			return -1;
		}
	}
	const std::string &body = self.response->body;
	*count = std::min(size, body.size() - self.offset);
	memcpy(buffer, body.data() + self.offset, *count);
	self.offset += *count;
	return 0;
}

int GitHttp::Stream::write_all(git_smart_subtransport_stream *stream,
			       const char *bytes, size_t size)
{
	static_cast<Stream *>(stream)->request.body.append(bytes, size);
	return 0;
}

int GitHttp::Subtransport::open(git_smart_subtransport_stream **out,
				git_smart_subtransport *subtransport,
				const char *url, git_smart_service_t service)
{
	Subtransport &self = *static_cast<Subtransport *>(subtransport);
	std::string base = self.moved_to.empty() ? url : self.moved_to;

	while (base.ends_with('/'))
		base.pop_back();
	/* What would change the repository is not wanted here. */
	if (service != GIT_SERVICE_UPLOADPACK_LS &&
	    service != GIT_SERVICE_UPLOADPACK)
		return -1;

	Stream *const stream = new Stream(self);
	HttpRequest &request = stream->request;
	request.limit = self.http.limit;
	request.headers = { agent };
	if (service == GIT_SERVICE_UPLOADPACK_LS) {
		request.url = str(base, refs);
	} else {
		request.url = str(base, pack);
		request.headers.emplace_back(
			"Content-Type: application/x-git-upload-pack-request");
		request.headers.emplace_back(
			"Accept: application/x-git-upload-pack-result");
	}
	*out = stream;
	return 0;
}

GitHttp::GitHttp(const LibGit2 &git, uint64_t limit, const Notice &progress)
	: git(git), limit(limit), progress(progress)
{
	definition = { make_subtransport, /*rpc=*/1, this };
}

int GitHttp::make_subtransport(git_smart_subtransport **out, git_transport *,
			       void *self)
{
	*out = new Subtransport(*static_cast<GitHttp *>(self));
	return 0;
}

int GitHttp::make_transport(git_transport **out, git_remote *owner, void *self)
{
	GitHttp &http = *static_cast<GitHttp *>(self);

	return http.git.transport_smart(out, owner, &http.definition);
}

void GitHttp::use_in(git_fetch_options &options)
{
	options.callbacks.transport = make_transport;
	options.callbacks.payload = this;
}

} /* namespace kcrate */
