// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Debian packages by way of apt.
 *
 * A pin may name any release, while the machine's apt knows its own.  So each
 * release gets an apt root below the cache: a sources.list with the machine's
 * own mirror, and lists of its own.  apt then does what it is good at: signed
 * indexes, proxies, mirrors, retries.  The pinned SHA-256 is checked by the
 * caller all the same.
 */

#include "fetch/sources.h"

#include "base/str.h"
#include "io/digest.h"
#include "io/process.h"

namespace kcrate {

namespace {

constexpr char keyring[] = "/usr/share/keyrings/debian-archive-keyring.gpg";

/* What to ask apt for in one release. */
struct Request {
	std::vector<std::string> binaries; /* package:arch=version */
	std::vector<std::string> sources;  /* package=version */
	std::vector<std::string> crates;
};

/*
 * The mirror of Debian's main archive in the machine's apt configuration.
 * Label and origin come from the release files; where these were never
 * downloaded, the first site that is not for security updates will do.
 */
Result<std::string> debian_mirror()
{
	const std::string targets = TRY(run_process(
		{ "apt-get", "indextargets", "--format",
		  "$(ORIGIN)|$(LABEL)|$(SITE)", "Created-By: Packages" }));
	std::string fallback;

	for (const std::string_view line : lines(targets)) {
		const std::vector<std::string_view> parts = split(line, '|');
		if (parts.size() != 3)
			continue;
		if (parts[0] == "Debian" && parts[1] == "Debian")
			return std::string(parts[2]);
		if (fallback.empty() &&
		    parts[2].find("security") == std::string_view::npos)
			fallback = parts[2];
	}
	if (!fallback.empty())
		return fallback;
	return Diag(Id::source_unreachable,
		    "apt is not configured with a mirror of Debian")
		.with_help("add one to /etc/apt/sources.list.d");
}

class AptRoot {
public:
	AptRoot(std::string directory, std::string suite)
		: directory(std::move(directory)), suite(std::move(suite))
	{}

	/* Makes the root where it does not exist; @sources: with deb-src. */
	Status prepare(const std::string &mirror) const
	{
		std::string list;

		for (const char *const dir :
		     { "/lists/partial", "/cache/archives/partial",
		       "/download" })
			TRY(make_directories(directory + dir));
		for (const char *const type : { "deb", "deb-src" })
			list += str(type, " [signed-by=", keyring, "] ", mirror,
				    " ", suite, " main\n");
		return write_file(directory + "/sources.list", list);
	}

	Status update() const
	{
		TRY(apt({ "update" }));
		return ok();
	}

	/* Leaves the packages' files in download_directory(). */
	Status download(const Request &request) const
	{
		if (!request.binaries.empty())
			TRY(apt_with({ "download" }, request.binaries));
		if (!request.sources.empty())
			TRY(apt_with(
				{ "source", "--download-only", "--tar-only" },
				request.sources));
		return ok();
	}

	std::string download_directory() const
	{
		return directory + "/download";
	}

private:
	Result<std::string> apt(const std::vector<std::string> &words) const
	{
		std::vector<std::string> argv = {
			"apt-get",
			"-q",
			"-o",
			str("Dir::Etc::sourcelist=", directory,
			    "/sources.list"),
			"-o",
			"Dir::Etc::sourceparts=/dev/null",
			"-o",
			str("Dir::State::lists=", directory, "/lists"),
			"-o",
			str("Dir::Cache=", directory, "/cache"),
			"-o",
			/* What is pinned by its hash may be old. */
			"Acquire::Check-Valid-Until=false",
			"-o",
			"APT::Sandbox::User=root",
			"-o",
			"APT::Get::List-Cleanup=0",
		};

		argv.insert(argv.end(), words.begin(), words.end());
		return run_process(argv, download_directory());
	}

	Result<std::string> apt_with(std::vector<std::string> words,
				     const std::vector<std::string> &more) const
	{
		words.insert(words.end(), more.begin(), more.end());
		return apt(words);
	}

	std::string directory;
	std::string suite;
};

std::map<std::string, Request>
requests_by_suite(const Manifest &manifest,
		  const std::map<std::string, PinnedSource> &wanted)
{
	std::map<std::string, Request> out;

	for (const auto &[name, source] : wanted) {
		const CrateEntry &entry = manifest.crates.at(name);
		if (source.kind == SourceKind::debian) {
			const DebianPin &pin = *entry.debian;
			Request &request = out[pin.suite];
			request.binaries.push_back(
				str(pin.package,
				    pin.arch == "all" ? "" : ":" + pin.arch,
				    "=", pin.version));
			request.crates.push_back(name);
		} else if (source.kind == SourceKind::debian_source) {
			const DebianSourcePin &pin = *entry.debian_source;
			Request &request = out[pin.suite];
			request.sources.push_back(
				str(pin.package, "=", pin.version));
			request.crates.push_back(name);
		}
	}
	return out;
}

/* What is wanted of @directory goes to the cache; the rest to @others. */
Status collect(const std::string &directory,
	       const std::map<std::string, PinnedSource> &wanted,
	       const Cache &cache, FileHashes &others)
{
	const Tree files = TRY(read_tree(directory));

	for (const auto &[path, file] : files) {
		const std::string digest = sha256_of(file.bytes());
		others[path] = digest;
		for (const auto &[name, source] : wanted) {
			if (source.sha256 != digest)
				continue;
			TRY(cache.store(digest, file.bytes()));
			others.erase(path);
		}
		TRY(remove_file(str(directory, "/", path)));
	}
	return ok();
}

Result<FileHashes>
download_suite(const std::string &suite, const Request &request,
	       const std::map<std::string, PinnedSource> &wanted,
	       const Cache &cache, const Notice &progress)
{
	const std::string directory = TRY(cache.scratch(str("apt/", suite)));
	const AptRoot root(directory, suite);
	const Fd lock = TRY(open_locked(directory, progress));
	const std::string mirror = TRY(debian_mirror());
	FileHashes others;

	TRY(root.prepare(mirror));
	progress(str("downloading ", request.crates.size(),
		     request.crates.size() == 1 ? " crate" : " crates",
		     " from Debian ", suite));
	/* The lists of an earlier run are good as long as they serve. */
	Status status = root.download(request);
	if (!status) {
		progress(str("updating the package lists of Debian ", suite));
		TRY(root.update());
		status = root.download(request);
	}
	TRY(std::move(status));
	TRY(collect(root.download_directory(), wanted, cache, others));
	return others;
}

} /* namespace */

Result<FileHashes>
download_from_debian(const Manifest &manifest,
		     const std::map<std::string, PinnedSource> &wanted,
		     const Cache &cache, const Notice &progress)
{
	FileHashes others;

	for (const auto &[suite, request] :
	     requests_by_suite(manifest, wanted)) {
		Result<FileHashes> rest =
			download_suite(suite, request, wanted, cache, progress);
		if (rest) {
			others.merge(rest.value());
			continue;
		}
		Diag diag(Id::source_unreachable,
			  str("Debian ", suite, " does not give ",
			      join(request.crates, ", ")));
		diag.context = std::move(rest.error().context);
		diag.context.insert(diag.context.begin(),
				    std::move(rest.error().message));
		return std::move(diag).with_help(
			"check the network and that apt works on this "
			"machine: apt-get update");
	}
	return others;
}

} /* namespace kcrate */
