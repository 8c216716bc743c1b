// SPDX-License-Identifier: GPL-2.0-or-later

#include "testing/hostile_case.h"
#include "tree/refuse.h"

namespace kcrate {

namespace {

constexpr const char *path = "notes.txt";

TarMember notes()
{
	return { .name = str("demo-1.0.0/", path), .data = "note\n" };
}

/* A third file, whose header @change spoils. */
template <typename Change>
HostileCase header(std::string rule, Id id, Change change,
		   const TarMember &good = notes())
{
	TarMember bad = good;

	change(bad);
	return { std::move(rule),    id,
		 demo_gzip({ bad }), demo_gzip({ good }),
		 quoted(good.name),  demo_tree_with(path, good.data) };
}

TarMember posix_notes()
{
	return { .name = path,
		 .data = "note\n",
		 .magic = posix_magic(),
		 .prefix = "demo-1.0.0" };
}

std::vector<HostileCase> frames()
{
	return {
		header("a size that is more than is left", Id::tar_truncated,
		       [](TarMember &m) { m.size = octal_digits(2000, 11); }),
		header("the largest size", Id::tar_truncated,
		       [](TarMember &m) { m.size = "77777777777"; }),
		header("another checksum", Id::tar_checksum,
		       [](TarMember &m) { m.checksum = raw("0000001\0"); }),
		header("no checksum", Id::tar_checksum,
		       [](TarMember &m) {
			       m.checksum = raw("\0\0\0\0\0\0\0\0");
		       }),
		header("a header of 1979", Id::tar_magic,
		       [](TarMember &m) { m.magic = ""; }),
		header("a version of NULs", Id::tar_magic,
		       [](TarMember &m) { m.magic = "ustar"; }),
		header("GNU's magic with POSIX's version", Id::tar_magic,
		       [](TarMember &m) { m.magic = "ustar 00"; }),
		header("times where POSIX has the prefix",
		       Id::tar_reserved_field,
		       [](TarMember &m) { m.prefix = "00000000001"; }),
		header("a tail that marks another format",
		       Id::tar_reserved_field,
		       [](TarMember &m) {
			       m.tail = raw("\0\0\0\0\0\0\0\0tar");
		       }),
		header("a name that goes on after its NUL", Id::tar_name_nul,
		       [](TarMember &m) { m.name += raw("\0.rs"); }),
	};
}

std::vector<HostileCase> posix_frames()
{
	HostileCase nul = header(
		"a prefix that goes on after its NUL", Id::tar_name_nul,
		[](TarMember &m) { m.prefix += raw("\0/src"); }, posix_notes());
	HostileCase tail = header(
		"bytes after POSIX's prefix", Id::tar_reserved_field,
		[](TarMember &m) { m.tail = "x"; }, posix_notes());

	nul.entry = "'demo-1.0.0'";
	tail.entry = "'notes.txt'";
	return { nul, tail };
}

std::vector<HostileCase> numbers()
{
	return {
		header("a size in base 256", Id::tar_number,
		       [](TarMember &m) {
			       m.size = raw("\x80\0\0\0\0\0\0\0\0\0\0\5");
		       }),
		header("a negative size in base 256", Id::tar_number,
		       [](TarMember &m) { m.size = std::string(12, '\xff'); }),
		header("a size without digits", Id::tar_number,
		       [](TarMember &m) { m.size = ""; }),
		header("a size that begins with spaces", Id::tar_number,
		       [](TarMember &m) { m.size = "          5"; }),
		header("a size without an end", Id::tar_number,
		       [](TarMember &m) { m.size = "000000000005"; }),
		header("a size with text after its end", Id::tar_number,
		       [](TarMember &m) {
			       m.size = raw("5\0"
					    "1");
		       }),
		header("a decimal mode", Id::tar_number,
		       [](TarMember &m) { m.mode = "0000648"; }),
		header("a negative time", Id::tar_number,
		       [](TarMember &m) { m.mtime = "-0000000001"; }),
		header("a user in base 256", Id::tar_number,
		       [](TarMember &m) { m.uid = raw("\x80\0\0\0\0\0\0\1"); }),
		header("a group of letters", Id::tar_number,
		       [](TarMember &m) { m.gid = "staff"; }),
		header("a hexadecimal device", Id::tar_number,
		       [](TarMember &m) { m.devmajor = "0x1"; }),
		header("a device of spaces", Id::tar_number,
		       [](TarMember &m) { m.devminor = "       "; }),
	};
}

HostileCase type(std::string name, char type)
{
	return header(std::move(name), Id::tar_entry_type,
		      [type](TarMember &m) { m.type = type; });
}

std::vector<HostileCase> types()
{
	const TarMember directory = { .name = "demo-1.0.0/empty/",
				      .type = '5' };
	HostileCase sized = header(
		"a directory with a size", Id::tar_directory_size,
		[](TarMember &m) { m.data = "bytes"; }, directory);

	sized.entry = "'demo-1.0.0/empty'";
	sized.expected = demo_tree();
	return {
		type("a hard link", '1'),
		type("a symbolic link", '2'),
		type("a character device", '3'),
		type("a block device", '4'),
		type("a FIFO", '6'),
		type("a contiguous file", '7'),
		type("a global PAX header", 'g'),
		type("a Solaris PAX header", 'X'),
		type("a sparse file", 'S'),
		type("a long link target", 'K'),
		type("a dumped directory", 'D'),
		type("a volume's continuation", 'M'),
		type("a volume's name", 'V'),
		type("an old long name", 'N'),
		type("an access control list", 'A'),
		type("a byte that is no letter", '\x1b'),
		sized,
	};
}

} /* namespace */

std::vector<HostileCase> hostile_headers()
{
	std::vector<HostileCase> all;

	for (const std::vector<HostileCase> &cases :
	     { frames(), posix_frames(), numbers(), types() })
		all.insert(all.end(), cases.begin(), cases.end());
	return all;
}

} /* namespace kcrate */
