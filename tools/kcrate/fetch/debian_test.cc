// SPDX-License-Identifier: GPL-2.0-or-later

/* Debian's side of fetching, with an apt-get of our own on PATH. */

#include <cstdlib>

#include "fetch/fetch.h"
#include "io/digest.h"
#include "testing/crates.h"
#include "testing/scratch.h"

using namespace kcrate;

namespace {

const std::string deb = "the package";

/* A machine whose apt-get is a script; each call is a line of `calls`. */
class Machine {
public:
	/* @download: what the script does for `download` and `source`. */
	explicit Machine(const std::string &download,
			 const std::string &targets =
				 "Debian|Debian|http://mirror/debian\\n")
		: path_before(getenv("PATH")), cache(scratch / "cache")
	{
		scratch.write_program("bin/apt-get",
				      str("cd_to=", scratch.path,
					  "\n"
					  "echo \"$*\" >>$cd_to/calls\n"
					  "case \"$*\" in\n"
					  "*indextargets*) printf '",
					  targets,
					  "' ;;\n"
					  "*update) touch $cd_to/updated ;;\n"
					  "*) ",
					  download, " ;;\nesac\n"));
		setenv("PATH", str(scratch / "bin:", path_before).c_str(), 1);
	}
	~Machine() { setenv("PATH", path_before.c_str(), 1); }
	Machine(const Machine &) = delete;
	Machine &operator=(const Machine &) = delete;

	Result<std::map<std::string, Fetched>>
	fetch(const std::string &entries,
	      const std::map<std::string, PinnedSource> &sources)
	{
		return fetch_all(manifest_of(entries), sources, cache, {},
				 [&](const std::string &text) {
					 progress.push_back(text);
				 });
	}

	/* The words behind the options of each call but the first. */
	Strings calls() const
	{
		const std::string text = scratch.read("calls");
		Strings out;

		for (const std::string_view line : lines(text)) {
			const size_t at = line.find("List-Cleanup=0 ");
			if (at != line.npos)
				out.emplace_back(line.substr(at + 15));
		}
		return out;
	}

private:
	std::string path_before;

public:
	ScratchDir scratch;
	Cache cache;
	Strings progress;
};

std::string entry(const std::string &name, const std::string &arch = "amd64")
{
	return str("  ", name,
		   ":\n    version: \"1.0.0\"\n    debian: {suite: trixie, "
		   "package: librust-",
		   name, "-dev, version: 1.0.0-1, arch: ", arch,
		   ", sha256: ", sha256_of(deb), "}\n");
}

std::map<std::string, PinnedSource> wanted(const std::string &name)
{
	return { { name, { SourceKind::debian, sha256_of(deb) } } };
}

const std::string give = "printf '" + deb + "' >x_1.0.0-1_amd64.deb";

} /* namespace */

TEST_CASE("a package is downloaded into the cache by apt")
{
	Machine machine(give);
	const Result<std::map<std::string, Fetched>> out =
		machine.fetch(entry("demo"), wanted("demo"));

	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().at("demo").bytes == deb);
	CHECK(machine.cache.find(sha256_of(deb)) == deb);
	CHECK(machine.calls() ==
	      Strings{ "download librust-demo-dev:amd64=1.0.0-1" });
	CHECK(machine.progress ==
	      Strings{ "downloading 1 crate from Debian trixie" });
	CHECK(machine.scratch.read("cache/apt/trixie/sources.list") ==
	      "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
	      "http://mirror/debian trixie main\n"
	      "deb-src [signed-by=/usr/share/keyrings/"
	      "debian-archive-keyring.gpg] http://mirror/debian trixie main\n");
	/* What was collected is not kept twice. */
	CHECK(read_tree(machine.scratch / "cache/apt/trixie/download")
		      .value()
		      .empty());

	REQUIRE(machine.fetch(entry("demo"), wanted("demo")));
	CHECK(machine.calls().size() == 1);
}

TEST_CASE("the lists are updated only when a download fails")
{
	Machine machine(str("test -e $cd_to/updated || exit 100; ", give));

	REQUIRE(machine.fetch(entry("demo", "all"), wanted("demo")));
	CHECK(machine.calls() ==
	      Strings{ "download librust-demo-dev=1.0.0-1", "update",
		       "download librust-demo-dev=1.0.0-1" });
	CHECK(machine.progress ==
	      Strings{ "downloading 1 crate from Debian trixie",
		       "updating the package lists of Debian trixie" });
}

TEST_CASE("apt's own words tell why a package cannot be had")
{
	Machine machine("echo 'E: Version not found' >&2; exit 100");
	const Result<std::map<std::string, Fetched>> out = machine.fetch(
		entry("a") + entry("b"),
		{ { "a", { SourceKind::debian, sha256_of(deb) } },
		  { "b", { SourceKind::debian, sha256_of(deb) } } });

	CHECK(outcome(out) ==
	      "source-unreachable: Debian trixie does not give a, b");
	CHECK(out.error().context == Strings{ "E: Version not found" });
	CHECK(out.error().help ==
	      "check the package and version that are pinned, the network, and "
	      "that apt works here: apt-get update");
	CHECK(machine.progress[0] == "downloading 2 crates from Debian trixie");
}

TEST_CASE("what cannot be had keeps nothing else from the cache")
{
	Machine machine(
		str("case \"$*\" in *librust-b-dev*) echo 'W: slow' >&2; "
		    "echo 'E: no b' >&2; exit 100; esac; ",
		    give));
	const Result<std::map<std::string, Fetched>> out = machine.fetch(
		entry("a") + entry("b"),
		{ { "a", { SourceKind::debian, sha256_of(deb) } },
		  { "b", { SourceKind::debian, sha256_of("other") } } });

	CHECK(outcome(out) ==
	      "source-unreachable: Debian trixie does not give b");
	CHECK(out.error().context == Strings{ "E: no b" });
	CHECK(machine.cache.find(sha256_of(deb)) == deb);
	CHECK(read_tree(machine.scratch / "cache/apt/trixie/download")
		      .value()
		      .empty());
}

TEST_CASE("other bytes than the pinned ones never reach the cache")
{
	Machine machine("printf evil >librust-demo-dev_1.0.0-1_amd64.deb; "
			"printf more >x.deb");
	const Result<std::map<std::string, Fetched>> out =
		machine.fetch(entry("demo"), wanted("demo"));

	CHECK(outcome(out) ==
	      str("hash-mismatch: what Debian serves is not the one pinned for "
		  "demo: pinned ",
		  sha256_of(deb), ", found ", sha256_of("evil")));
	CHECK(where(out.error()) == "crates.yaml:5:95");
	CHECK_FALSE(file_exists(machine.cache.path_of(sha256_of("evil"))));
}

TEST_CASE("a source package with another archive says which")
{
	const auto said = [](const std::string &served) {
		Machine machine(served);
		return machine.fetch(
			str("  demo:\n    version: \"1.0.0\"\n    sha256: ",
			    fake_hash(),
			    "\n    debian-source: {suite: sid, package: "
			    "rust-demo, version: 1.0.0-1}\n"),
			{ { "demo",
			    { SourceKind::debian_source, fake_hash() } } });
	};
	const std::string start =
		str("hash-mismatch: what Debian serves is not the one pinned "
		    "for demo: pinned ",
		    fake_hash(), ", found ");
	const auto out = said("printf a >rust-demo_1.0.0.orig.tar.gz; "
			      "printf b >rust-demo_1.0.0-1.dsc");

	CHECK(outcome(out) == start + sha256_of("a"));
	CHECK(where(out.error()) == "crates.yaml:5:13");
	CHECK(outcome(said("printf a >other_1.orig.tar.gz")) ==
	      start + "no file of that package");
}

TEST_CASE("a source package gives the .crate that it holds")
{
	Machine machine("printf crate >x.orig.tar.gz; printf y >x.dsc");
	const std::string hash = sha256_of("crate");
	const Result<std::map<std::string, Fetched>> out = machine.fetch(
		str("  demo:\n    version: \"1.0.0\"\n    sha256: ", hash,
		    "\n    debian-source: {suite: sid, package: rust-demo, "
		    "version: 1.0.0-1}\n"),
		{ { "demo", { SourceKind::debian_source, hash } } });

	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().at("demo").bytes == "crate");
	CHECK(machine.calls() == Strings{ "source --download-only --tar-only "
					  "rust-demo=1.0.0-1" });
}

TEST_CASE("the mirror is that of Debian's archive, else one not for security")
{
	const struct {
		std::string targets, mirror;
	} cases[] = {
		{ "Other|Other|http://o\\nDebian|Debian-Security|http://"
		  "s/security\\nDebian|Debian|http://d\\n",
		  "http://d" },
		{ "||http://x/security\\n||http://y\\n||http://z\\n",
		  "http://y" },
		{ "a line of noise\\n||http://y\\n", "http://y" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.targets);
		Machine machine(give, c.targets);
		REQUIRE(machine.fetch(entry("demo"), wanted("demo")));
		CHECK(machine.scratch.read("cache/apt/trixie/sources.list")
			      .find(c.mirror + " trixie main\n") !=
		      std::string::npos);
	}

	Machine none(give, "Debian|Debian-Security|http://s/security\\n");
	const Result<std::map<std::string, Fetched>> out =
		none.fetch(entry("demo"), wanted("demo"));
	CHECK(outcome(out) == "source-unreachable: apt is not configured with "
			      "a mirror of Debian");
	CHECK(out.error().help == "add one to /etc/apt/sources.list.d");
}
