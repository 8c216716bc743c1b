// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * An index over HTTP, a request for each file: cargo's http_remote.rs, and
 * "Sparse Protocol" in its reference.
 *
 * Each file is kept below the cache with what the server knows its version by,
 * and a hash, as nothing is synced to the disk:
 *
 *     SHA-256 of all that follows
 *     If-None-Match: "…"              or If-Modified-Since, or nothing
 *     the file
 */

#include <algorithm>

#include "base/str.h"
#include "fetch/sources.h"
#include "io/digest.h"
#include "io/http.h"

namespace kcrate {

namespace {

constexpr uint64_t most_bytes = 16 << 20;
constexpr size_t longest_tag = 1024;

struct Kept {
	std::string condition; /* a header, "" for none */
	std::string text;
};

/* A file of the index, and where it is kept. */
struct KeptFile {
	std::string path, kept_at;
	std::optional<Kept> kept;
};

std::optional<Kept> read_kept(const std::string &path)
{
	const Result<std::string> bytes = read_file(path);

	if (!bytes)
		return {};
	const std::string_view all = bytes.value();
	const size_t first = all.find('\n');
	const size_t second =
		first == all.npos ? first : all.find('\n', first + 1);
	if (second == all.npos ||
	    sha256_of(all.substr(first + 1)) != all.substr(0, first))
		return {};
	return Kept{ std::string(all.substr(first + 1, second - first - 1)),
		     std::string(all.substr(second + 1)) };
}

/* What goes into a header of ours is a word of the server's. */
bool is_plain(std::string_view tag)
{
	return !tag.empty() && tag.size() <= longest_tag &&
	       std::all_of(tag.begin(), tag.end(),
			   [](char c) { return c >= ' ' && c <= '~'; });
}

std::string condition_of(const HttpResponse &response)
{
	if (is_plain(response.etag))
		return str("If-None-Match: ", response.etag);
	if (is_plain(response.last_modified))
		return str("If-Modified-Since: ", response.last_modified);
	return "";
}

Status keep(const KeptFile &file, const HttpResponse &response)
{
	const std::string content =
		str(condition_of(response), "\n", response.body);

	TRY(make_directories(std::string(parent_of(file.kept_at))));
	return write_file(file.kept_at, str(sha256_of(content), "\n", content));
}

HttpRequest request_for(const std::string &url, const KeptFile &file)
{
	HttpRequest out{ url + file.path,
			 { "cargo-protocol: version=1", "Accept: text/plain" },
			 most_bytes,
			 true };

	if (file.kept && !file.kept->condition.empty())
		out.headers.push_back(file.kept->condition);
	return out;
}

/* What the server says of @file now goes to @out and is kept. */
Status take(const KeptFile &file, HttpResponse response, IndexFiles &out)
{
	if (is_gone(response.status))
		return remove_file(file.kept_at);
	if (response.status == 304 && file.kept) {
		out[file.path] = file.kept->text;
		return ok();
	}
	if (response.status == 304)
		return Diag(Id::source_unreachable,
			    str("the server says that ",
				shown_url(response.url),
				" is as it was, to one who never had it"))
			.with_help("tell who runs the registry");
	TRY(keep(file, response));
	out[file.path] = std::move(response.body);
	return ok();
}

Result<IndexFiles> from_kept(const std::string &url,
			     const std::vector<KeptFile> &files)
{
	IndexFiles out;

	for (const KeptFile &file : files) {
		if (!file.kept)
			return Diag(Id::source_unreachable,
				    str(file.path, " of the index ",
					shown_url(url),
					" was never read, and --offline "
					"forbids reading it"))
				.with_help("run the command once while there "
					   "is a network");
		out[file.path] = file.kept->text;
	}
	return out;
}

} /* namespace */

Result<IndexFiles> read_sparse_index(const std::string &url,
				     const std::vector<std::string> &paths,
				     const Cache &cache, bool offline,
				     const Notice &progress)
{
	const std::string directory = str(cache.path_of_index(url), "/sparse/");
	std::vector<KeptFile> files;
	std::vector<HttpRequest> requests;
	IndexFiles out;

	for (const std::string &path : paths) {
		KeptFile &file = files.emplace_back();
		file.path = path;
		file.kept_at = directory + path;
		file.kept = read_kept(file.kept_at);
		requests.push_back(request_for(url, file));
	}
	if (offline)
		return from_kept(url, files);
	TRY(http_fetch(
		requests, progress,
		[&](size_t i, Result<HttpResponse> &&response) -> Status {
			if (!response)
				return std::move(response.error());
			return take(files[i], std::move(response.value()), out);
		}));
	return out;
}

} /* namespace kcrate */
