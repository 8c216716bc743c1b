// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/debian.h"

#include <cstdlib>

#include "testing/archive_builder.h"
#include "testing/scratch.h"

using namespace kcrate;

namespace {

constexpr char first[] = "--- a/src/lib.rs\n+++ b/src/lib.rs\n"
			 "@@ -1,2 +1,2 @@\n-one\n+ONE\n two\n";
constexpr char second[] = "--- a/src/lib.rs\n+++ b/src/lib.rs\n"
			  "@@ -1,2 +1,2 @@\n-ONE\n+Eins\n two\n";

Tree debian_tree(const std::string &lib)
{
	return { { "src/lib.rs", File(lib) },
		 { ".cargo-checksum.json", File("{}") },
		 { "debian/patches/series",
		   File("first.patch\n# note\nsecond.patch -p1\n") },
		 { "debian/patches/first.patch", File(first) },
		 { "debian/patches/second.patch", File(second) } };
}

} /* namespace */

TEST_CASE("Debian's patches are reversed, the last one first")
{
	Tree tree = debian_tree("Eins\ntwo\n");

	CHECK(undo_debian_changes(tree));
	CHECK(tree.size() == 1);
	CHECK(tree["src/lib.rs"].bytes() == "one\ntwo\n");
}

TEST_CASE("a patch that moved is reversed where its lines stand once")
{
	Tree tree = debian_tree("zero\nEins\ntwo\n");

	CHECK(undo_debian_changes(tree));
	CHECK(tree["src/lib.rs"].bytes() == "zero\none\ntwo\n");
}

TEST_CASE("when one patch cannot be reversed, none is")
{
	Tree tree = debian_tree("something else\n");

	CHECK_FALSE(undo_debian_changes(tree));
	CHECK(tree.size() == 1);
	CHECK(tree["src/lib.rs"].bytes() == "something else\n");
}

TEST_CASE("a hunk without context is not guessed at")
{
	Tree tree = { { "f", File("b\n") },
		      { "debian/patches/series", File("p\n") },
		      { "debian/patches/p",
			File("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n") } };

	CHECK_FALSE(undo_debian_changes(tree));
	CHECK(tree["f"].bytes() == "b\n");
}

namespace {

/* A machine whose dpkg-deb says that a package is this one. */
class PackageFields {
public:
	PackageFields(const std::string &package, const std::string &version)
		: path_before(getenv("PATH"))
	{
		scratch.write_program("dpkg-deb",
				      str("echo Version: ", version,
					  "\necho Package: ", package, "\n"));
		setenv("PATH", str(scratch.path, ":", path_before).c_str(), 1);
	}
	~PackageFields() { setenv("PATH", path_before.c_str(), 1); }
	PackageFields(const PackageFields &) = delete;
	PackageFields &operator=(const PackageFields &) = delete;

private:
	const ScratchDir scratch;
	const std::string path_before;
};

/* A payload with such changelogs: "gz" or "amd64.gz" to the version. */
std::string payload_with(const std::map<std::string, std::string> &changelogs)
{
	std::vector<TarMember> members;

	for (const auto &[name, version] : changelogs)
		members.push_back(
			{ .name = str("./usr/share/doc/librust-demo-dev/"
				      "changelog.Debian.",
				      name),
			  .data = gzip_of(
				  { .content = str("rust-demo (", version,
						   ") sid; urgency=low\n\n"
						   "  * (9.9)\n") }) });
	return tar_of(members);
}

std::string checked(const std::string &package, const std::string &version,
		    const std::string &payload)
{
	CrateEntry entry;

	entry.name = "demo";
	entry.debian = { "trixie", package, version, "amd64", "" };
	return outcome(check_package("demo.deb", payload, entry));
}

} /* namespace */

TEST_CASE("a package is known by its changelog")
{
	const PackageFields not_asked("another", "0");
	const std::string package = "librust-demo-dev";

	CHECK(checked(package, "1.0-1", payload_with({ { "gz", "1.0-1" } })) ==
	      "ok");
	CHECK(checked(package, "1.0-1+b2",
		      payload_with({ { "gz", "1.0-1" },
				     { "amd64.gz", "1.0-1+b2" } })) == "ok");
}

TEST_CASE("a package that its changelog does not tell is asked itself")
{
	const PackageFields fields("librust-demo-dev", "1.0-1+b2");
	const std::string package = "librust-demo-dev";
	const std::string rebuilt =
		payload_with({ { "gz", "1.0-1" }, { "amd64.gz", "1.0-1+b2" } });

	CHECK(checked(package, "1.0-1+b2", payload_with({})) == "ok");
	CHECK(checked(package, "1.0-1", rebuilt) ==
	      "crate-mismatch: the package is librust-demo-dev 1.0-1+b2, not "
	      "librust-demo-dev 1.0-1");
	CHECK(checked("librust-demo-1-dev", "1.0-1+b2", rebuilt) ==
	      "crate-mismatch: the package is librust-demo-dev 1.0-1+b2, not "
	      "librust-demo-1-dev 1.0-1+b2");
	CHECK(checked(package, "1.0-2", "no archive") ==
	      "crate-mismatch: the package is librust-demo-dev 1.0-1+b2, not "
	      "librust-demo-dev 1.0-2");
}
