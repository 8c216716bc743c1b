// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/unpack.h"

#include "testing/archive_builder.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

const std::string registry = "./usr/share/cargo/registry/";

/* "path=bytes" of each file, or the failure. */
std::string shown(const Result<Tree> &tree)
{
	std::string out;

	if (!tree)
		return outcome(tree);
	for (const auto &[path, file] : tree.value())
		out += str(path, "=", file.bytes(), " ");
	return out;
}

std::string package(const std::vector<TarMember> &members,
		    std::string_view version = "1.0.0",
		    const UnpackOptions &limits = {})
{
	Sink sink;
	const Result<Tree> tree = unpack_deb_payload(
		"demo.deb", std::make_shared<std::string>(tar_of(members)),
		"demo", version, limits, sink);

	CHECK(sink.diags.empty());
	return shown(tree);
}

/* A package as Debian makes it, with @more at its end. */
std::vector<TarMember> payload(const std::vector<TarMember> &more = {},
			       const std::string &version = "1.0.0")
{
	const std::string crate = str(registry, "demo-", version, "/");
	std::vector<TarMember> members;

	for (const char *directory :
	     { "./", "./usr/", "./usr/share/", "./usr/share/cargo/",
	       "./usr/share/cargo/registry/" })
		members.push_back({ .name = directory, .type = '5' });
	members.push_back({ .name = crate, .type = '5' });
	members.push_back(
		{ .name = crate + ".cargo-checksum.json", .data = "{}" });
	members.push_back({ .name = crate + "Cargo.toml", .data = "[]" });
	members.push_back({ .name = crate + "ci.sh", .mode = "0000755" });
	members.push_back(
		{ .name = crate + "debian/patches/series", .data = "one" });
	members.insert(members.end(), more.begin(), more.end());
	return members;
}

const std::string payload_files =
	".cargo-checksum.json={} Cargo.toml=[] ci.sh= debian/patches/series=one ";

} /* namespace */

TEST_CASE("a crate's files lose their directory, and nothing else")
{
	Sink sink;
	const std::string archive = gzip_of(
		{ .content = tar_of(
			  { { .name = "demo-1.0.0+x/", .type = '5' },
			    { .name = "demo-1.0.0+x/Cargo.toml", .data = "[]" },
			    { .name = "demo-1.0.0+x/a/b", .data = raw("\0\n") },
			    { .name = "demo-1.0.0+x/empty/",
			      .type = '5' } }) });

	CHECK(shown(unpack_crate("demo.crate", archive, "demo", "1.0.0+x", {},
				 sink)) == "Cargo.toml=[] a/b=" + raw("\0\n "));
	CHECK(sink.diags.empty());
	CHECK(shown(unpack_crate("demo.crate", archive, "demo", "1.0.0", {},
				 sink)) ==
	      "path-outside-crate: the path 'demo-1.0.0+x' is not in 'demo-1.0.0'");
}

TEST_CASE("an executable file is noted and accepted")
{
	Sink sink;
	const std::string archive = gzip_of(
		{ .content = tar_of(
			  { { .name = "demo-1.0.0/Cargo.toml" },
			    { .name = "demo-1.0.0/ci.sh", .mode = "0104755" },
			    { .name = "demo-1.0.0/g", .mode = "0000654" },
			    { .name = "demo-1.0.0/d",
			      .type = '5',
			      .mode = "0000755" } }) });

	CHECK(shown(unpack_crate("demo.crate", archive, "demo", "1.0.0", {},
				 sink)) == "Cargo.toml= ci.sh= g= ");
	REQUIRE(sink.diags.size() == 2);
	CHECK(sink.diags[0].id == Id::file_executable);
	CHECK(severity_of(sink.diags[0].id) == Severity::note);
	CHECK(sink.diags[0].message ==
	      "the file 'ci.sh' is executable in the archive");
	CHECK(sink.diags[0].where->file == "demo.crate");
	CHECK(sink.diags[1].message ==
	      "the file 'g' is executable in the archive");
}

TEST_CASE("names that mean something to Kbuild are left to those who select")
{
	Sink sink;
	const std::string archive = gzip_of(
		{ .content = tar_of({ { .name = "demo-1.0.0/Cargo.toml" },
				      { .name = "demo-1.0.0/Makefile" },
				      { .name = "demo-1.0.0/.config" } }) });

	CHECK(shown(unpack_crate("demo.crate", archive, "demo", "1.0.0", {},
				 sink)) == ".config= Cargo.toml= Makefile= ");
}

TEST_CASE("of a package only the crate's files are taken, Debian's included")
{
	CHECK(package(payload()) == payload_files);
	CHECK(package(payload(
		      { { .name = "./usr/share/doc/a::b", .data = "x" },
			{ .name = "./usr/share/doc/l", .type = '2' },
			{ .name = "./usr/share/doc/h", .type = '1' },
			{ .name = registry + "other-1.0.0/src/lib.rs" },
			{ .name = registry + "demo-1.0.01/src/lib.rs" } })) ==
	      payload_files);
}

TEST_CASE("a package's directory may leave out build metadata")
{
	CHECK(package(payload(), "1.0.0+zstd.1.5.6") == payload_files);
	CHECK(package(payload({}, "1.0.0+a"), "1.0.0+a") == payload_files);
	CHECK(package(payload({}, "1.0.0+a"), "1.0.0")
		      .starts_with("crate-mismatch: "));
}

TEST_CASE("a package of another crate says which crates it has")
{
	const std::string wanted =
		", not 'usr/share/cargo/registry/demo-2.0.0'";
	const TarMember other = { .name = registry + "other-1.0.0/Cargo.toml" };

	CHECK(package(payload(), "2.0.0") ==
	      "crate-mismatch: the package has "
	      "'usr/share/cargo/registry/demo-1.0.0'" +
		      wanted);
	CHECK(package(payload({ other }), "2.0.0") ==
	      "crate-mismatch: the package has "
	      "'usr/share/cargo/registry/demo-1.0.0', "
	      "'usr/share/cargo/registry/other-1.0.0'" +
		      wanted);
	CHECK(package({ { .name = registry, .type = '5' } }, "2.0.0") ==
	      "crate-mismatch: the package has nothing in "
	      "'usr/share/cargo/registry/'" +
		      wanted);
	CHECK(package({ { .name = registry + "demo-2.0.0/", .type = '5' } },
		      "2.0.0") ==
	      "manifest-missing: the crate has no 'Cargo.toml'");
}

TEST_CASE("a link to, above or in the crate is refused")
{
	const std::string crate = registry + "demo-1.0.0";

	for (const std::string &name :
	     { crate, crate + "/src", registry.substr(0, registry.size() - 1),
	       std::string("./usr") }) {
		for (const char type : { '0', '1', '2' }) {
			const std::string result =
				package({ { .name = name, .type = type } });

			INFO(name);
			INFO(type);
			if (type == '0' && name.ends_with("src"))
				CHECK(result.starts_with("manifest-missing"));
			else
				CHECK(result ==
				      str("tar-entry-type: the entry '", name,
					  "' is a link or a file where a crate may not have one"));
		}
	}
}

TEST_CASE("a package's paths are as strict as a crate's where it matters")
{
	const std::string crate = registry + "demo-1.0.0/";
	const struct {
		std::string name, id;
	} cases[] = {
		{ "usr/share/x", "path-outside-crate" },
		{ "/usr/share/x", "path-outside-crate" },
		{ "./usr/../usr/share/x", "path-dot-component" },
		{ ".//usr/share/x", "path-empty-component" },
		{ crate + "a:b", "path-reserved-character" },
		{ crate + "../x", "path-dot-component" },
		{ crate + ".cargo/config.toml", "path-cargo-internal" },
		{ crate + "src/.cargo-checksum.json", "path-cargo-internal" },
		{ crate + "Cargo.toml", "path-duplicate" },
		{ crate + "cargo.toml", "path-case-collision" },
		{ crate + "ci.sh/x", "path-file-as-directory" },
	};

	for (const auto &c : cases) {
		INFO(c.name);
		CHECK(package(payload({ { .name = c.name } }))
			      .starts_with(c.id + ": "));
	}
}

TEST_CASE("a package has limits, too")
{
	const std::vector<TarMember> members = payload();
	const size_t size = tar_of(members).size();

	CHECK(package(members, "1.0.0", { .unpacked = size }) == payload_files);
	CHECK(package(members, "1.0.0", { .unpacked = size - 1 }) ==
	      str("archive-too-large: the payload has ", size,
		  " bytes; the limit is ", size - 1));
	CHECK(package(members, "1.0.0", { .entries = members.size() - 1 })
		      .starts_with("archive-too-many-entries"));
}
