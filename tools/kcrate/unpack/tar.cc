// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A tar archive is a chain: where a header stands follows from the sizes before
 * it.  Two readers that disagree about one size or one extension see different
 * archives from there on (CVE-2025-62518), so nothing is skipped here and
 * nothing repaired.
 */

#include "unpack/tar.h"

#include <optional>

#include "base/str.h"
#include "tree/refuse.h"
#include "unpack/pax.h"
#include "unpack/tar_header.h"

namespace kcrate {

namespace {

bool all_zero(std::string_view bytes)
{
	return bytes.find_first_not_of('\0') == bytes.npos;
}

/* What extension headers say about the entry that follows them. */
struct Extensions {
	std::optional<std::string> long_name;
	std::optional<PaxRecords> pax;
	bool long_link = false;

	bool any() const { return long_name || pax || long_link; }
};

std::string type_name(char type)
{
	switch (type) {
	case '1':
		return "a hard link";
	case '2':
		return "a symbolic link";
	case '3':
		return "a character device";
	case '4':
		return "a block device";
	case '6':
		return "a FIFO";
	case 'g':
		return "a global PAX header";
	case 'S':
		return "a sparse file";
	default:
		return str("of type ", quoted(std::string_view(&type, 1)));
	}
}

class TarReader {
public:
	TarReader(const std::string &file, std::string_view tar,
		  TarProfile profile, uint64_t most)
		: file(file), tar(tar), profile(profile), most(most)
	{}

	Result<std::vector<TarEntry>> read();

private:
	Status read_member(const TarHeader &header);
	Status read_extension(const TarHeader &header, std::string_view data);
	Status read_long_name(const TarHeader &header, std::string_view data);
	Status add_entry(const TarHeader &header, std::string_view data);
	Result<std::string> name_of_entry(const TarHeader &header) const;
	Result<std::string> long_name_of(const TarHeader &header) const;
	Result<std::string> pax_name_of(const TarHeader &header) const;
	Result<TarEntry::Kind> kind_of(const TarHeader &header) const;
	Status check_end() const;
	Diag dangling(std::string_view before) const;

	const std::string &file;
	const std::string_view tar;
	const TarProfile profile;
	const uint64_t most;
	size_t at = 0;
	Extensions pending;
	std::vector<TarEntry> entries;
};

Diag TarReader::dangling(std::string_view before) const
{
	return refuse(Id::tar_dangling_extension, file,
		      str("an extension header is followed by ", before));
}

/* @at is behind a block of zeros: only zeros may be left, one block at least.
 */
Status TarReader::check_end() const
{
	const std::string_view rest = tar.substr(at);

	if (pending.any())
		return dangling("the end of the archive");
	if (rest.empty())
		return refuse(
			Id::tar_no_end, file,
			"the tar archive ends with one block of zeros, not two");
	if (!all_zero(rest.substr(0, tar_block)))
		return refuse(
			Id::tar_lone_zero_block, file,
			str("the tar archive goes on after a block of zeros at byte ",
			    at - tar_block));
	if (!all_zero(rest))
		return refuse(Id::tar_trailing_bytes, file,
			      str("after the tar archive's end stand ",
				  rest.size() - tar_block,
				  " bytes that are not all zero"));
	return ok();
}

Result<std::string> TarReader::long_name_of(const TarHeader &header) const
{
	const std::string &name = *pending.long_name;

	if (name.size() <= tar_name_field)
		return refuse(Id::tar_long_name, file,
			      str("the long name ", quoted(name),
				  " is not longer than 100 bytes"));
	if (header.name != name.substr(0, tar_name_field))
		return refuse(Id::tar_long_name, file,
			      str("the long name ", quoted(name),
				  " stands before the entry ",
				  quoted(header.name)));
	return name;
}

/* The header must show the same name, as far as its field goes. */
Result<std::string> TarReader::pax_name_of(const TarHeader &header) const
{
	const PaxRecords &pax = *pending.pax;
	const std::string name = pax.path.value_or(header.name);

	if (header.name != name &&
	    header.name != name.substr(0, tar_name_field))
		return refuse(Id::pax_path_differs, file,
			      str("the PAX path ", quoted(name),
				  " stands before the entry ",
				  quoted(header.name)));
	if (pax.size.value_or(header.size) != header.size)
		return refuse(Id::pax_size_differs, file,
			      str("the entry ", quoted(name), " has ",
				  header.size, " bytes, but ", *pax.size,
				  " in its PAX header"));
	return name;
}

Result<std::string> TarReader::name_of_entry(const TarHeader &header) const
{
	if (pending.long_name)
		return long_name_of(header);
	if (pending.pax)
		return pax_name_of(header);
	return header.name;
}

Result<TarEntry::Kind> TarReader::kind_of(const TarHeader &header) const
{
	switch (header.type) {
	case '0':
	case '\0':
		return TarEntry::Kind::file;
	case '5':
		return TarEntry::Kind::directory;
	case '1':
	case '2':
		if (profile == TarProfile::package)
			return TarEntry::Kind::link;
		break;
	default:
		break;
	}
	return refuse(Id::tar_entry_type, file,
		      str("the entry ", quoted(header.name), " is ",
			  type_name(header.type),
			  ", neither a regular file nor a directory"));
}

Status TarReader::add_entry(const TarHeader &header, std::string_view data)
{
	TarEntry entry;

	if (entries.size() == most)
		return refuse(Id::archive_too_many_entries, file,
			      str("the entry ", quoted(header.name),
				  " is one more than the limit of ", most));
	entry.kind = TRY(kind_of(header));
	entry.name = TRY(name_of_entry(header));
	entry.data = data;
	entry.mode = header.mode;
	if (entry.kind == TarEntry::Kind::directory &&
	    entry.name.ends_with('/'))
		entry.name.pop_back();
	if (entry.kind != TarEntry::Kind::file && !data.empty())
		return refuse(Id::tar_directory_size, file,
			      str("the directory or link ", quoted(entry.name),
				  " has a size of ", data.size(), " bytes"));
	if (pending.long_link && entry.kind != TarEntry::Kind::link)
		return dangling(str("the entry ", quoted(entry.name)));
	pending = Extensions();
	entries.push_back(std::move(entry));
	return ok();
}

/* @data is the name and its NUL, and that is all. */
Status TarReader::read_long_name(const TarHeader &header, std::string_view data)
{
	const size_t nul = data.find('\0');

	if (pending.long_name)
		return dangling(str("another, ", quoted(header.name)));
	if (nul == data.npos)
		return refuse(Id::tar_long_name, file,
			      str("the long name ", quoted(data),
				  " does not end with a NUL"));
	if (nul != data.size() - 1)
		return refuse(Id::tar_name_nul, file,
			      str("the long name ", quoted(data.substr(0, nul)),
				  " goes on after its NUL"));
	pending.long_name = std::string(data.substr(0, nul));
	return ok();
}

Status TarReader::read_extension(const TarHeader &header, std::string_view data)
{
	const bool pax = header.type == 'x';

	if (pax ? pending.long_name || pending.long_link
		: pending.pax.has_value())
		return refuse(Id::tar_mixed_extensions, file,
			      str("the extension header ", quoted(header.name),
				  " follows one of another format"));
	if (header.type == 'L')
		return read_long_name(header, data);
	if (pax ? pending.pax.has_value() : pending.long_link)
		return dangling(str("another, ", quoted(header.name)));
	if (pax)
		pending.pax = TRY(parse_pax(file, header.name, data));
	else
		pending.long_link = true;
	return ok();
}

/* @at is behind the header. */
Status TarReader::read_member(const TarHeader &header)
{
	const bool link_target =
		header.type == 'K' && profile == TarProfile::package;

	if (header.size > tar.size() - at)
		return refuse(Id::tar_truncated, file,
			      str("the entry ", quoted(header.name), " has ",
				  header.size, " bytes, but only ",
				  tar.size() - at, " are left in the archive"));

	const std::string_view data = tar.substr(at, header.size);

	at += (header.size + tar_block - 1) / tar_block * tar_block;
	if (header.type == 'L' || header.type == 'x' || link_target)
		return read_extension(header, data);
	return add_entry(header, data);
}

Result<std::vector<TarEntry>> TarReader::read()
{
	if (tar.size() % tar_block)
		return refuse(Id::tar_unaligned, file,
			      str("the tar archive has ", tar.size(),
				  " bytes, which is not a multiple of 512"));
	while (at < tar.size()) {
		const std::string_view block = tar.substr(at, tar_block);

		at += tar_block;
		if (all_zero(block)) {
			TRY(check_end());
			return std::move(entries);
		}

		const TarHeader header = TRY(parse_tar_header(file, block));

		TRY(read_member(header));
	}
	return refuse(Id::tar_no_end, file,
		      "the tar archive does not end with two blocks of zeros");
}

} /* namespace */

Result<std::vector<TarEntry>> read_tar(const std::string &file,
				       std::string_view tar, TarProfile profile,
				       uint64_t most)
{
	return TarReader(file, tar, profile, most).read();
}

} /* namespace kcrate */
