/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Builds gzip and tar archives in which every byte can be made wrong.  What is
 * not overridden is as cargo writes it.  Header-only: a test that includes this
 * needs io/ for the CRC, others do not.
 */

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/str.h"
#include "io/inflate.h"

namespace kcrate {

/* Bytes with NULs in them, from a literal. */
template <size_t N>
std::string raw(const char (&bytes)[N])
{
	return std::string(bytes, N - 1);
}

/* @n with @digits octal digits. */
inline std::string octal_digits(uint64_t n, size_t digits)
{
	std::string out(digits, '0');

	for (size_t i = digits; i-- > 0; n /= 8)
		out[i] = static_cast<char>('0' + n % 8);
	return out;
}

inline std::string gnu_magic()
{
	return raw("ustar  \0");
}

inline std::string posix_magic()
{
	return raw("ustar\0") + "00";
}

/* A member of a tar archive; each field is written as far as it fits. */
struct TarMember {
	std::string name;
	std::string data = {};
	char type = '0';
	std::string mode = "0000644";
	std::string uid = "0000000";
	std::string gid = "0000000";
	std::optional<std::string> size = {};
	std::string mtime = "00000000000";
	std::optional<std::string> checksum = {};
	std::string magic = gnu_magic();
	std::string devmajor = "0000000";
	std::string devminor = "0000000";
	std::string prefix = {};
	std::string tail = {}; /* the 12 bytes after POSIX's prefix */
};

inline void put(std::string &block, size_t at, std::string_view bytes,
		size_t size)
{
	bytes = bytes.substr(0, size);
	block.replace(at, bytes.size(), bytes);
}

/* The checksum that @block should have, as text. */
inline std::string tar_checksum(std::string_view block)
{
	uint64_t sum = 8 * ' ';

	for (size_t i = 0; i < block.size(); i++) {
		if (i < 148 || i >= 156)
			sum += static_cast<unsigned char>(block[i]);
	}
	return octal_digits(sum, 7) + '\0';
}

/* @member's header and padded data. */
inline std::string tar_bytes(const TarMember &member)
{
	std::string block(512, '\0');
	const std::string size =
		member.size.value_or(octal_digits(member.data.size(), 11));

	put(block, 0, member.name, 100);
	put(block, 100, member.mode, 8);
	put(block, 108, member.uid, 8);
	put(block, 116, member.gid, 8);
	put(block, 124, size, 12);
	put(block, 136, member.mtime, 12);
	block[156] = member.type;
	put(block, 257, member.magic, 8);
	put(block, 329, member.devmajor, 8);
	put(block, 337, member.devminor, 8);
	put(block, 345, member.prefix, 155);
	put(block, 500, member.tail, 12);
	put(block, 148, member.checksum.value_or(tar_checksum(block)), 8);
	block += member.data;
	block.resize((block.size() + 511) / 512 * 512);
	return block;
}

inline std::string tar_of(const std::vector<TarMember> &members,
			  size_t zero_blocks = 2)
{
	std::string out;

	for (const TarMember &member : members)
		out += tar_bytes(member);
	return out + std::string(zero_blocks * 512, '\0');
}

/* GNU's extension header for the name @data, its NUL included. */
inline TarMember long_name(std::string data)
{
	return { .name = "././@LongLink",
		 .data = std::move(data),
		 .type = 'L' };
}

inline TarMember pax(std::string records)
{
	return { .name = "PaxHeaders/x",
		 .data = std::move(records),
		 .type = 'x' };
}

/* One PAX record, its length counting itself. */
inline std::string pax_record(std::string_view key, std::string_view value)
{
	const size_t rest = key.size() + value.size() + 3;
	size_t length = rest + 1;

	while (std::to_string(length).size() + rest != length)
		length++;
	return str(length, " ", key, "=", value, "\n");
}

inline std::string le_bytes(uint64_t n, size_t size)
{
	std::string out;

	for (size_t i = 0; i < size; i++, n >>= 8)
		out += static_cast<char>(n & 0xff);
	return out;
}

/* @content in deflate's stored blocks, the last of which may be @last. */
inline std::string deflate_stored(std::string_view content, bool last = true)
{
	std::string out;

	do {
		const std::string_view part = content.substr(0, 65535);

		content.remove_prefix(part.size());
		out += last && content.empty() ? '\1' : '\0';
		out += le_bytes(part.size(), 2) + le_bytes(~part.size(), 2);
		out += part;
	} while (!content.empty());
	return out;
}

/*
 * A last deflate block of 1 + 258 * @matches zeros: with the fixed codes a
 * literal 0 (00110000), matches of length 258 (11000101) at distance 1 (00000)
 * and the end (0000000).
 */
inline std::string deflate_zeros(size_t matches)
{
	std::string bits = "1"
			   "10"
			   "00110000";
	std::string out;

	for (size_t i = 0; i < matches; i++)
		bits += "1100010100000";
	bits += "0000000";
	bits.resize((bits.size() + 7) / 8 * 8, '0');
	for (size_t i = 0; i < bits.size(); i++) {
		if (i % 8 == 0)
			out += '\0';
		if (bits[i] == '1')
			out.back() = static_cast<char>(
				static_cast<unsigned char>(out.back()) |
				1U << i % 8);
	}
	return out;
}

struct GzipMember {
	std::string content;
	std::string magic = raw("\x1f\x8b");
	char method = 8;
	char flags = 8;
	std::string extra = {};		  /* before the file name */
	std::string name = raw("demo\0"); /* and after it, a comment, a CRC */
	std::optional<std::string> deflate = {};
	std::optional<uint64_t> crc = {};
	std::optional<uint64_t> size = {};
};

inline std::string gzip_of(const GzipMember &member)
{
	return str(member.magic, member.method, member.flags,
		   raw("\0\0\0\0\2\xff"), member.extra, member.name,
		   member.deflate.value_or(deflate_stored(member.content)),
		   le_bytes(member.crc.value_or(crc32_of(member.content)), 4),
		   le_bytes(member.size.value_or(member.content.size()), 4));
}

} /* namespace kcrate */
