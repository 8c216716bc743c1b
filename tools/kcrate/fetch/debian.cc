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

#include <algorithm>

#include "base/str.h"
#include "io/digest.h"
#include "io/process.h"

namespace kcrate {

namespace {

constexpr char keyring[] = "/usr/share/keyrings/debian-archive-keyring.gpg";

/* What to ask apt for, and for whom. */
struct Item {
	std::string crate;
	std::string package; /* package:arch=version, package=version */
	bool source;
};

/* All of one release. */
using Request = std::vector<Item>;

std::vector<std::string> crates_of(const Request &request)
{
	std::vector<std::string> out;

	out.reserve(request.size());
	for (const Item &item : request)
		out.push_back(item.crate);
	return out;
}

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
		TRY(download({ "download" }, request, false));
		return download({ "source", "--download-only", "--tar-only" },
				request, true);
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

	Status download(std::vector<std::string> words, const Request &request,
			bool source) const
	{
		const size_t options = words.size();

		for (const Item &item : request)
			if (item.source == source)
				words.push_back(item.package);
		if (words.size() > options)
			TRY(apt(words));
		return ok();
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
			out[pin.suite].push_back(
				{ name,
				  str(pin.package,
				      pin.arch == "all" ? "" : ":" + pin.arch,
				      "=", pin.version),
				  false });
		} else if (source.kind == SourceKind::debian_source) {
			const DebianSourcePin &pin = *entry.debian_source;
			out[pin.suite].push_back(
				{ name, str(pin.package, "=", pin.version),
				  true });
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

Diag unreachable(const std::string &suite,
		 const std::vector<std::string> &crates)
{
	return Diag(Id::source_unreachable,
		    str("Debian ", suite, " does not give ",
			join(crates, ", ")))
		.with_help("check the package and version that are pinned, the "
			   "network, and that apt works here: apt-get update");
}

/* apt's own words, of all that it says those on what went wrong. */
void add_cause(const Diag &cause, Diag &diag)
{
	bool told = false;

	for (const std::string &line : cause.context) {
		if (!line.starts_with("E: "))
			continue;
		told = true;
		if (std::find(diag.context.begin(), diag.context.end(), line) ==
		    diag.context.end())
			diag.context.push_back(line);
	}
	if (!told) {
		diag.context.push_back(cause.message);
		diag.context.insert(diag.context.end(), cause.context.begin(),
				    cause.context.end());
	}
}

/*
 * Each by itself, so that what cannot be had keeps nothing else from coming.
 * Returns what to say of those.
 */
Status download_singly(const AptRoot &root, const std::string &suite,
		       const Request &request)
{
	std::vector<std::string> crates;
	std::vector<Diag> causes;

	for (const Item &item : request) {
		Status status = root.download({ item });
		if (status)
			continue;
		crates.push_back(item.crate);
		causes.push_back(std::move(status.error()));
	}
	if (crates.empty())
		return ok();
	Diag diag = unreachable(suite, crates);
	for (const Diag &cause : causes)
		add_cause(cause, diag);
	return diag;
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
	progress(str("downloading ", request.size(),
		     request.size() == 1 ? " crate" : " crates",
		     " from Debian ", suite));
	/* The lists of an earlier run are good as long as they serve. */
	Status status = root.download(request);
	if (!status) {
		progress(str("updating the package lists of Debian ", suite));
		TRY(root.update());
		status = root.download(request);
	}
	if (!status)
		status = download_singly(root, suite, request);
	TRY(collect(root.download_directory(), wanted, cache, others));
	TRY(std::move(status));
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
		if (rest.error().id == Id::source_unreachable)
			return std::move(rest.error());
		Diag diag = unreachable(suite, crates_of(request));
		add_cause(rest.error(), diag);
		return diag;
	}
	return others;
}

} /* namespace kcrate */
