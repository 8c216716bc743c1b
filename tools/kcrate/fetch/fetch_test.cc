// SPDX-License-Identifier: GPL-2.0-or-later

#include "fetch/fetch.h"

#include "fetch/sources.h"
#include "io/digest.h"
#include "testing/crates.h"
#include "testing/scratch.h"

using namespace kcrate;

namespace {

const std::string debian = str(
	"    debian: {suite: s, package: p, version: '1', arch: a, sha256: ",
	fake_hash('d'), "}\n");
const std::string debian_source =
	"    debian-source: {suite: s, package: p, version: '1'}\n";
const std::string git =
	str("    git: {url: https://x, commit: ", std::string(40, '0'),
	    ", tree-sha256: ", fake_hash('f'), "}\n");
const std::string directory =
	str("    directory: {path: dir, tree-sha256: ", fake_hash('e'), "}\n");

/* "kind hash's first digit", or what is wrong. */
std::string chosen(const std::string &recipe, const std::string &registry = "",
		   const LockedCrate *locked = nullptr)
{
	Manifest manifest;

	manifest.registry = registry;
	const Result<PinnedSource> source =
		choose_source(manifest, demo_entry(recipe), locked);
	if (!source)
		return outcome(source);
	return str(name_of(source.value().kind), " ",
		   source.value().sha256.substr(0, 1));
}

LockedCrate locked_to(const std::string &source)
{
	LockedCrate out;

	out.version = "1.0.0";
	out.sha256 = fake_hash();
	out.source = source;
	return out;
}

/* A world with one crate, "demo", and what it is fetched from. */
struct World {
	explicit World(const std::string &recipe) : cache(scratch / "cache")
	{
		manifest = manifest_of(
			str("  demo:\n    version: \"1.0.0\"\n", recipe));
		manifest.file = scratch / "crates.yaml";
	}

	Result<Fetched> fetch(SourceKind kind, const std::string &hash)
	{
		Result<std::map<std::string, Fetched>> all =
			fetch_all(manifest, { { "demo", { kind, hash } } },
				  cache, options, [&](const std::string &text) {
					  progress.push_back(text);
				  });

		if (!all)
			return std::move(all.error());
		return std::move(all.value().at("demo"));
	}

	ScratchDir scratch;
	Cache cache;
	Manifest manifest;
	FetchOptions options;
	Strings progress;
};

std::string with_hash(const std::string &hash)
{
	return str("    sha256: ", hash, "\n");
}

} /* namespace */

TEST_CASE("sources are chosen in a fixed order, of those that there are")
{
	CHECK(chosen(debian + debian_source + git + directory, "file:///r") ==
	      "directory e");
	CHECK(chosen(debian + debian_source + git, "file:///r") == "git f");
	CHECK(chosen(debian + debian_source, "file:///r") == "registry a");
	CHECK(chosen(debian + debian_source) == "debian-source a");
	CHECK(chosen(debian) == "debian d");
	CHECK(chosen("") ==
	      "source-missing: there is no source for demo 1.0.0");
}

TEST_CASE("a registry or a source package is no source of an unknown .crate")
{
	Manifest manifest;
	CrateEntry entry = demo_entry(debian + debian_source);

	entry.sha256.clear();
	manifest.registry = "file:///r";
	const Result<PinnedSource> source =
		choose_source(manifest, entry, nullptr);
	CHECK(name_of(source.value().kind) == "debian");
}

TEST_CASE("what the lock names is used, whatever else there is")
{
	const std::string all = debian + debian_source + directory + git;

	for (const std::string source : { "directory e", "git f", "registry a",
					  "debian-source a", "debian d" }) {
		const LockedCrate locked =
			locked_to(source.substr(0, source.size() - 2));
		CHECK(chosen(all, "file:///r", &locked) == source);
	}
}

TEST_CASE("a locked source that is gone is an error, never another one")
{
	const LockedCrate locked = locked_to("registry");

	CHECK(chosen(debian, "", &locked) ==
	      "source-missing: demo is locked to its source 'registry', which "
	      "the manifest does not have any more");
	const LockedCrate unknown = locked_to("../../etc");
	CHECK(chosen(debian, "", &unknown).starts_with("source-missing: "));
}

TEST_CASE("a lock of another version or pin does not bind")
{
	LockedCrate other = locked_to("registry");

	other.version = "0.9.0";
	CHECK(chosen(debian, "", &other) == "debian d");
	other = locked_to("registry");
	other.sha256 = fake_hash('b');
	CHECK(chosen(debian, "", &other) == "debian d");
}

TEST_CASE("a local registry serves a .crate once, then the cache does")
{
	const std::string hash = sha256_of("crate");
	World world(with_hash(hash));

	world.scratch.write("reg/demo-1.0.0.crate", "crate");
	world.manifest.registry = "file://" + world.scratch / "reg";
	const Result<Fetched> first = world.fetch(SourceKind::registry, hash);
	REQUIRE_MESSAGE(first, outcome(first));
	CHECK(first.value().bytes == "crate");
	CHECK(first.value().path == world.cache.path_of(hash));
	CHECK(world.scratch.read("cache/archives/" + hash) == "crate");

	world.scratch.write("reg/demo-1.0.0.crate", "changed since");
	world.options.offline = true;
	const Result<Fetched> again = world.fetch(SourceKind::registry, hash);
	REQUIRE_MESSAGE(again, outcome(again));
	CHECK(again.value().bytes == "crate");
}

TEST_CASE("a registry with other bytes is refused and nothing is kept")
{
	const std::string hash = sha256_of("crate");
	World world(with_hash(hash));

	world.scratch.write("reg/demo-1.0.0.crate", "evil");
	world.manifest.registry = "file://" + world.scratch / "reg";
	const Result<Fetched> out = world.fetch(SourceKind::registry, hash);
	CHECK(outcome(out) == str("hash-mismatch: the archive from ",
				  world.manifest.registry,
				  " is not the one pinned for demo: pinned ",
				  hash, ", found ", sha256_of("evil")));
	CHECK(out.error().crate == "demo");
	CHECK(where(out.error()) == "crates.yaml:5:13");
	CHECK(out.error().help ==
	      "find out which of the two is right before changing the pin");
	CHECK_FALSE(file_exists(world.scratch / "cache"));
}

TEST_CASE("a registry that lacks the crate")
{
	const std::string hash = sha256_of("crate");
	World world(with_hash(hash));

	world.manifest.registry = "file://" + world.scratch / "reg";
	CHECK(outcome(world.fetch(SourceKind::registry, hash)) ==
	      str("source-unreachable: demo 1.0.0 is not to be had: ",
		  world.scratch.path, "/reg/demo-1.0.0.crate: no such file"));
}

TEST_CASE("a registry that is none")
{
	const std::string hash = sha256_of("crate");
	World world(with_hash(hash));

	world.options.registry = "file://relative";
	const Result<Fetched> out = world.fetch(SourceKind::registry, hash);
	CHECK(outcome(out) ==
	      "source-unreachable: file://relative is no registry's URL");
	CHECK(where(out.error()) == "crates.yaml:3:3");
}

TEST_CASE("offline, neither a registry nor a repository is asked")
{
	const std::string hash = sha256_of("crate");
	World world(with_hash(hash) + git);

	world.options.offline = true;
	world.manifest.registry = "sparse+http://127.0.0.1:1/";
	for (const SourceKind kind : { SourceKind::registry, SourceKind::git })
		CHECK(outcome(world.fetch(kind, hash)) ==
		      "source-unreachable: demo is not in the archive cache, "
		      "and --offline forbids fetching it");
	CHECK_FALSE(file_exists(world.scratch / "cache"));
}

TEST_CASE("--registry serves .crate files in place of the manifest's sources")
{
	const std::string hash = sha256_of("crate");
	World world(with_hash(hash) + debian_source);

	world.scratch.write("other/demo-1.0.0.crate", "crate");
	world.manifest.registry = "file:///none";
	world.options.registry = "file://" + world.scratch / "other";
	CHECK(world.fetch(SourceKind::debian_source, hash).value().bytes ==
	      "crate");
}

TEST_CASE("a directory is taken as it is, without git's own files")
{
	World world(directory);
	Tree tree = { { "Cargo.toml", File("x") },
		      { "src/lib.rs", File("y") } };
	const std::string hash = tree_hash(tree);

	world.scratch.write("dir/Cargo.toml", "x");
	world.scratch.write("dir/src/lib.rs", "y");
	world.scratch.write("dir/.git/config", "z");
	const Result<Fetched> out = world.fetch(SourceKind::directory, hash);
	REQUIRE_MESSAGE(out, outcome(out));
	CHECK(out.value().tree.size() == 2);
	CHECK(out.value().path == "dir");
	CHECK(out.value().bytes.empty());
	CHECK_FALSE(file_exists(world.scratch / "cache"));
}

TEST_CASE("a worktree's .git file is git's own as well")
{
	World world(directory);
	Tree tree = { { "Cargo.toml", File("x") } };

	world.scratch.write("dir/Cargo.toml", "x");
	world.scratch.write("dir/.git", "gitdir: elsewhere\n");
	CHECK(outcome(world.fetch(SourceKind::directory, tree_hash(tree))) ==
	      "ok");
}

TEST_CASE("a directory that was changed is not the pinned one")
{
	World world(directory);
	Tree tree = { { "a", File("x") } };

	world.scratch.write("dir/a", "x");
	const Result<Fetched> out =
		world.fetch(SourceKind::directory, fake_hash('e'));
	CHECK(outcome(out) ==
	      str("hash-mismatch: the directory dir is not the one pinned for "
		  "demo: pinned ",
		  fake_hash('e'), ", found ", tree_hash(tree)));
	World none(directory);
	const Result<Fetched> missing =
		none.fetch(SourceKind::directory, fake_hash('e'));
	CHECK(outcome(missing) == str("file-not-found: ", none.scratch.path,
				      "/dir: No such file or directory"));
	CHECK(where(missing.error()) == "crates.yaml:3:3");
}

TEST_CASE("offline, what is not in the cache is an error")
{
	World world(debian);

	world.options.offline = true;
	const Result<Fetched> out =
		world.fetch(SourceKind::debian, fake_hash('d'));
	CHECK(outcome(out) ==
	      "source-unreachable: demo is not in the archive cache, and "
	      "--offline forbids fetching it");
	CHECK(out.error().help ==
	      "run 'kcrate fetch' while there is a network");
	CHECK(where(out.error()) == "crates.yaml:3:3");
	CHECK(world.progress.empty());
}

TEST_CASE("nothing to fetch needs neither cache nor network")
{
	World world(debian);

	CHECK(fetch_all(world.manifest, {}, world.cache, world.options,
			[](const std::string &) {})
		      .value()
		      .empty());
}
