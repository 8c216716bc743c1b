// SPDX-License-Identifier: GPL-2.0-or-later

#include "testing/hostile_case.h"
#include "tree/refuse.h"

namespace kcrate {

namespace {

/* 110 bytes, 11 of which are the crate's directory. */
std::string long_path()
{
	return "demo-1.0.0/" + std::string(95, 'd') + "/x.y";
}

TarMember entry(const std::string &name)
{
	return { .name = name, .data = "note\n" };
}

HostileCase members(std::string rule, Id id,
		    const std::vector<TarMember> &hostile,
		    const std::vector<TarMember> &twin)
{
	const std::string &name = long_path();

	return { std::move(rule),
		 id,
		 demo_gzip(hostile),
		 demo_gzip(twin),
		 quoted(hostile.back().name),
		 demo_tree_with(name.substr(11), "note\n") };
}

std::string terminated(const std::string &name)
{
	return name + '\0';
}

HostileCase gnu(std::string rule, Id id, const std::vector<TarMember> &hostile,
		std::string named)
{
	HostileCase made = members(
		std::move(rule), id, hostile,
		{ long_name(terminated(long_path())), entry(long_path()) });

	made.entry = std::move(named);
	return made;
}

std::vector<HostileCase> long_names()
{
	const std::string path = long_path();
	const TarMember good = long_name(terminated(path));
	const std::string other = "demo-1.0.0/build.rs";

	return {
		gnu("a long name that is short", Id::tar_long_name,
		    { long_name(terminated(other)), entry(other) },
		    quoted(other)),
		gnu("a long name of 100 bytes", Id::tar_long_name,
		    { long_name(terminated(path.substr(0, 100))), entry(path) },
		    quoted(path.substr(0, 100))),
		gnu("a long name of another entry", Id::tar_long_name,
		    { good, entry(other) }, quoted(other)),
		gnu("a long name without a NUL", Id::tar_long_name,
		    { long_name(path), entry(path) }, quoted(path)),
		gnu("a long name with a NUL in it", Id::tar_name_nul,
		    { long_name(terminated(path) + terminated("s")),
		      entry(path) },
		    quoted(path)),
		gnu("a long name and no entry", Id::tar_dangling_extension,
		    { entry("demo-1.0.0/x"), good }, ""),
		gnu("two long names", Id::tar_dangling_extension,
		    { good, good, entry(path) }, "'././@LongLink'"),
		gnu("a PAX header after a long name", Id::tar_mixed_extensions,
		    { good, pax(pax_record("path", path)), entry(path) },
		    "'PaxHeaders/x'"),
		gnu("a long name after a PAX header", Id::tar_mixed_extensions,
		    { pax(pax_record("mtime", "1")), good, entry(path) },
		    "'././@LongLink'"),
	};
}

/* A third file after a PAX header of @hostile, or of @twin. */
HostileCase records(std::string rule, Id id, const std::string &hostile,
		    const std::string &twin)
{
	const std::string name = "demo-1.0.0/notes.txt";

	return { std::move(rule),
		 id,
		 demo_gzip({ pax(hostile), entry(name) }),
		 demo_gzip({ pax(twin), entry(name) }),
		 "'PaxHeaders/x'",
		 demo_tree_with("notes.txt", "note\n") };
}

HostileCase malformed(const std::string &rule, const std::string &hostile,
		      const std::string &twin = pax_record("mtime", "12.5"))
{
	return records("in PAX, " + rule, Id::pax_malformed, hostile, twin);
}

std::vector<HostileCase> malformed_records()
{
	return {
		malformed("a length that is too small", "13 mtime=12.5\n"),
		malformed("a length beyond the header", "15 mtime=12.5\n"),
		malformed("a record without its newline", "13 mtime=12.5"),
		malformed("a length with a zero before it", "015 mtime=12.5\n"),
		malformed("a length with a sign", "+15 mtime=12.5\n"),
		malformed("a record without a length", "mtime=12.5\n"),
		malformed("a length of more digits than fit",
			  "99999999999999999999 mtime=12.5\n"),
		malformed("a length that ends within itself", "2 mtime=12.5\n"),
		malformed("a record without a value", "13 mtime 125\n"),
		malformed("a NUL between records",
			  pax_record("mtime", "12.5") + '\0'),
		malformed("an empty path", pax_record("path", "")),
		malformed("an empty size", pax_record("size", "")),
		malformed("a hexadecimal size", pax_record("size", "0x5")),
		malformed("a negative size", pax_record("size", "-5")),
		malformed("a negative time", pax_record("mtime", "-12.5")),
		malformed("a time without its fraction",
			  pax_record("mtime", "12.")),
	};
}

HostileCase unknown(const std::string &key)
{
	return records(str("the PAX key ", key), Id::pax_unknown_key,
		       pax_record(key, "1"), pax_record("mtime", "1"));
}

std::vector<HostileCase> wrong_records()
{
	const std::string path = "demo-1.0.0/notes.txt";
	const std::string mtime = pax_record("mtime", "1");
	HostileCase size =
		records("a PAX size that skips an entry", Id::pax_size_differs,
			pax_record("size", "517"), pax_record("size", "5"));
	HostileCase no_size =
		records("a PAX size of nothing", Id::pax_size_differs,
			pax_record("size", "0"), pax_record("size", "5"));
	HostileCase other =
		records("a PAX path of another file", Id::pax_path_differs,
			pax_record("path", "demo-1.0.0/build.rs"),
			pax_record("path", path));

	size.entry = no_size.entry = quoted(path);
	other.entry = "'demo-1.0.0/build.rs'";
	return {
		size,
		no_size,
		other,
		unknown("linkpath"),
		unknown("hdrcharset"),
		unknown("GNU.sparse.major"),
		unknown("SCHILY.xattr.user.x"),
		unknown("Path"),
		unknown(""),
		records("a PAX key twice", Id::pax_duplicate_key, mtime + mtime,
			mtime),
		records("two PAX paths", Id::pax_duplicate_key,
			pax_record("path", path) + pax_record("path", path),
			pax_record("path", path)),
		records("a PAX path with a NUL", Id::tar_name_nul,
			pax_record("path", path + raw("\0.rs")),
			pax_record("path", path)),
	};
}

std::vector<HostileCase> pax_headers()
{
	const std::string path = long_path();
	const TarMember good = pax(pax_record("path", path));
	HostileCase two =
		members("two PAX headers", Id::tar_dangling_extension,
			{ good, good, entry(path) }, { good, entry(path) });
	HostileCase none =
		members("a PAX header and no entry", Id::tar_dangling_extension,
			{ entry("demo-1.0.0/x"), good }, { good, entry(path) });

	two.entry = quoted(good.name);
	none.entry = "";
	return { two, none };
}

} /* namespace */

std::vector<HostileCase> hostile_extensions()
{
	std::vector<HostileCase> all;

	for (const std::vector<HostileCase> &cases :
	     { long_names(), malformed_records(), wrong_records(),
	       pax_headers() })
		all.insert(all.end(), cases.begin(), cases.end());
	return all;
}

} /* namespace kcrate */
