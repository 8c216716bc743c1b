// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * RFC 1952, less what readers differ in.  A second member is the worst of it:
 * cargo ignores one, GNU tar and Python extract it.
 */

#include "unpack/gzip.h"

#include <algorithm>

#include "base/str.h"
#include "io/inflate.h"
#include "tree/refuse.h"

namespace kcrate {

namespace {

constexpr size_t fixed_header = 10;
constexpr size_t trailer = 8;
constexpr unsigned char deflate = 8;
constexpr unsigned char flag_name = 1 << 3;
/* Deflate's shortest code is two bits for 258 bytes. */
constexpr uint64_t highest_ratio = 1032;

unsigned char byte_at(std::string_view bytes, size_t at)
{
	return static_cast<unsigned char>(bytes[at]);
}

uint32_t le32(std::string_view bytes)
{
	return static_cast<uint32_t>(byte_at(bytes, 0)) |
	       static_cast<uint32_t>(byte_at(bytes, 1)) << 8 |
	       static_cast<uint32_t>(byte_at(bytes, 2)) << 16 |
	       static_cast<uint32_t>(byte_at(bytes, 3)) << 24;
}

/* How long the header is; the file name in it means nothing to us. */
Result<size_t> header_size(const std::string &file, std::string_view archive)
{
	if (!archive.starts_with("\x1f\x8b"))
		return refuse(Id::gzip_magic, file, "this is not a gzip file");
	if (archive.size() < fixed_header)
		return refuse(Id::gzip_truncated, file,
			      "the gzip header is cut short");
	if (byte_at(archive, 2) != deflate)
		return refuse(Id::gzip_method, file,
			      str("the compression method is ",
				  unsigned{ byte_at(archive, 2) }, ", not 8"));

	const unsigned char flags = byte_at(archive, 3);

	if (flags & ~flag_name)
		return refuse(Id::gzip_flags, file,
			      str("the gzip header has the flags 0x",
				  hex(archive.substr(3, 1)),
				  "; only 0x08, a file name, is accepted"));
	if (!flags)
		return fixed_header;

	const size_t nul = archive.find('\0', fixed_header);

	if (nul == archive.npos)
		return refuse(Id::gzip_truncated, file,
			      "the file name in the gzip header does not end");
	return nul + 1;
}

/*
 * Inflates to the size that the archive's last bytes promise.  That is wrong
 * when they are not the member's own: then the whole limit is allowed, so that
 * the member's end, and with it what is wrong, comes to light.
 */
Inflated inflate_member(std::string_view stream, uint64_t limit)
{
	const uint64_t most = std::min(limit, stream.size() * highest_ratio);
	const uint64_t promised = le32(stream.substr(stream.size() - 4));
	Inflated out = inflate(stream, std::min(promised, most), most);

	if (out.outcome == Inflated::Outcome::too_large && promised < most)
		out = inflate(stream, most, most);
	return out;
}

Status check_trailer(const std::string &file, std::string_view rest,
		     std::string_view content)
{
	if (rest.size() < trailer)
		return refuse(Id::gzip_truncated, file,
			      "the gzip trailer is cut short");
	if (rest.size() > trailer)
		return refuse(Id::gzip_trailing_bytes, file,
			      str(rest.size() - trailer,
				  " bytes follow the gzip member"));
	if (le32(rest) != crc32_of(content))
		return refuse(
			Id::gzip_crc, file,
			"the content does not have the CRC that the gzip trailer gives");
	if (le32(rest.substr(4)) != content.size())
		return refuse(Id::gzip_size, file,
			      str("the content has ", content.size(),
				  " bytes, but the gzip trailer gives ",
				  le32(rest.substr(4))));
	return ok();
}

} /* namespace */

Result<std::string> gunzip(const std::string &file, std::string_view archive,
			   const UnpackOptions &options)
{
	if (archive.size() > options.compressed)
		return refuse(Id::archive_too_large, file,
			      str("the archive has ", archive.size(),
				  " bytes; the limit is ", options.compressed));

	const size_t header = TRY(header_size(file, archive));
	const std::string_view stream = archive.substr(header);

	if (stream.size() < trailer)
		return refuse(Id::gzip_truncated, file,
			      "the gzip trailer is cut short");

	Inflated content = inflate_member(stream, options.unpacked);

	if (content.outcome == Inflated::Outcome::too_large)
		return refuse(Id::archive_too_large, file,
			      str("the archive unpacks to more than ",
				  options.unpacked, " bytes"));
	if (content.outcome == Inflated::Outcome::corrupt)
		return refuse(Id::gzip_corrupt, file,
			      "the deflate stream is damaged or cut short");
	TRY(check_trailer(file, stream.substr(content.consumed),
			  content.bytes));
	return std::move(content.bytes);
}

} /* namespace kcrate */
