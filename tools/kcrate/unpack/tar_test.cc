// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/tar.h"

#include "testing/archive_builder.h"
#include "testing/test.h"
#include "unpack/tar_header.h"

using namespace kcrate;

namespace {

Result<TarHeader> header(const TarMember &member)
{
	return parse_tar_header("a.crate", tar_bytes(member).substr(0, 512));
}

/* "kind name mode data" of each entry, one a line; or the failure. */
std::string entries(const std::vector<TarMember> &members,
		    TarProfile profile = TarProfile::crate)
{
	static constexpr std::string_view kinds[] = { "file", "dir", "link" };
	const std::string tar = tar_of(members);
	const Result<std::vector<TarEntry>> result =
		read_tar("a.crate", tar, profile, 100);
	std::string out;

	if (!result)
		return outcome(result);
	for (const TarEntry &entry : result.value())
		out += str(kinds[static_cast<size_t>(entry.kind)], " ",
			   entry.name, " ", octal_digits(entry.mode, 4), " ",
			   entry.data, "\n");
	return out;
}

} /* namespace */

TEST_CASE("a header is read in GNU's form and in POSIX's")
{
	const Result<TarHeader> gnu = header(
		{ .name = "a/b", .data = "12345678", .mode = "0100755" });
	const Result<TarHeader> posix =
		header({ .name = std::string(100, 'n'),
			 .magic = posix_magic(),
			 .prefix = std::string(155, 'p') });

	REQUIRE(outcome(gnu) == "ok");
	CHECK(gnu.value().name == "a/b");
	CHECK(gnu.value().size == 8);
	CHECK(gnu.value().mode == 0100755);
	CHECK(gnu.value().type == '0');
	REQUIRE(outcome(posix) == "ok");
	CHECK(posix.value().name ==
	      str(std::string(155, 'p'), "/", std::string(100, 'n')));
}

TEST_CASE("a number is octal digits and an end, as tar programs write it")
{
	for (const std::string &size :
	     { raw("00000000010\0"), raw("00000000010 "), raw("10\0"),
	       raw("10 \0") }) {
		const Result<TarHeader> result =
			header({ .name = "a", .size = size });

		INFO(size);
		/* Without spaces after the NUL, the rest of the field is 0. */
		REQUIRE(outcome(result) == "ok");
		CHECK(result.value().size == 8);
	}
	CHECK(outcome(header({ .name = "a",
			       .uid = "",
			       .gid = "",
			       .mtime = "",
			       .devmajor = "",
			       .devminor = "" })) == "ok");
	CHECK(outcome(header(
		      { .name = "a",
			.checksum = tar_checksum(tar_bytes({ "a" })).substr(1) +
				    ' ' })) == "ok");
}

TEST_CASE("what is wrong with a header is said")
{
	CHECK(outcome(header({ .name = "a\n", .mode = "rw" })) ==
	      "tar-number: the mode of 'a\\x0a' is 'rw\\x00\\x00\\x00\\x00\\x00\\x00', not an octal number");
	CHECK(outcome(header({ .name = "a", .mode = "" })) ==
	      "tar-number: the mode of 'a' is '\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00', not an octal number");
	CHECK(outcome(header({ .name = "a", .checksum = "0" })) ==
	      "tar-checksum: the header of 'a' does not have the checksum that it gives");
	CHECK(outcome(header({ .name = "a", .magic = "ustar" })) ==
	      "tar-magic: the header of 'a' has the magic 'ustar\\x00\\x00\\x00'");
	CHECK(outcome(header({ .name = "a", .tail = "x" })) ==
	      "tar-reserved-field: the header of 'a' has bytes after its last field");
	CHECK(outcome(header({ .name = raw("a\0\0b") })) ==
	      "tar-name-nul: the name 'a' goes on after its NUL");
}

TEST_CASE("every byte of a header counts")
{
	const std::string good = tar_bytes({ .name = "a/b", .uid = "0001750" });

	for (size_t i = 0; i < good.size(); i++) {
		std::string bad = good;

		bad[i] = static_cast<char>(bad[i] ^ 1);
		INFO(i);
		CHECK_FALSE(parse_tar_header("a.crate", bad));
	}
}

TEST_CASE("entries are files and directories, and their names are theirs")
{
	const std::string name = std::string(99, 'd') + "/e";

	CHECK(entries({}).empty());
	CHECK(entries({ { .name = "d/", .type = '5', .mode = "0000755" },
			{ .name = "e", .type = '5' },
			{ .name = "d/f", .data = "bytes" },
			{ .name = "old", .type = '\0' } }) ==
	      "dir d 0755 \ndir e 0644 \nfile d/f 0644 bytes\nfile old 0644 \n");
	CHECK(entries({ long_name(name + '\0'), { .name = name } }) ==
	      str("file ", name, " 0644 \n"));
	CHECK(entries({ pax(pax_record("path", name)), { .name = name } }) ==
	      str("file ", name, " 0644 \n"));
	CHECK(entries({ long_name(name + "/" + '\0'),
			{ .name = name + "/", .type = '5' } }) ==
	      str("dir ", name, " 0644 \n"));
}

TEST_CASE("an extension is for one entry only")
{
	const std::string name = std::string(120, 'd');

	CHECK(entries({ long_name(name + '\0'),
			{ .name = name },
			{ .name = "b" } }) ==
	      str("file ", name, " 0644 \nfile b 0644 \n"));
	CHECK(entries({ pax(pax_record("size", "1")),
			{ .name = "a", .data = "1" },
			{ .name = "b", .data = "22" } }) ==
	      "file a 0644 1\nfile b 0644 22\n");
}

TEST_CASE("links are entries of a package only, without bytes")
{
	const TarMember target = { .name = "././@LongLink",
				   .data = raw("far\0"),
				   .type = 'K' };
	const TarMember link = { .name = "l", .type = '2' };

	CHECK(entries({ link }).starts_with("tar-entry-type: the entry 'l' "
					    "is a symbolic link"));
	CHECK(entries({ link, { .name = "h", .type = '1' } },
		      TarProfile::package) == "link l 0644 \nlink h 0644 \n");
	CHECK(entries({ { .name = "h", .data = "bytes", .type = '1' } },
		      TarProfile::package) ==
	      "tar-directory-size: the directory or link 'h' has a size of 5 bytes");
	CHECK(entries({ target, link }, TarProfile::package) ==
	      "link l 0644 \n");
	CHECK(entries({ target, { .name = "f" } }, TarProfile::package) ==
	      "tar-dangling-extension: an extension header is followed by the entry 'f'");
	CHECK(entries({ target, target, link }, TarProfile::package) ==
	      "tar-dangling-extension: an extension header is followed by another, '././@LongLink'");
	CHECK(entries({ target, pax(""), link }, TarProfile::package)
		      .starts_with("tar-mixed-extensions"));
	CHECK(entries({ { .name = "p", .type = '6' } }, TarProfile::package) ==
	      "tar-entry-type: the entry 'p' is a FIFO, neither a regular file nor a directory");
}

TEST_CASE("any number of empty blocks may follow the end")
{
	const std::string tar = tar_of({ { .name = "a" } }, 100000);

	CHECK(outcome(read_tar("a.crate", tar, TarProfile::crate, 1)) == "ok");
}
