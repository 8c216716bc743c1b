// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/tar_header.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/str.h"
#include "tree/refuse.h"

namespace kcrate {

namespace {

constexpr std::string_view gnu_magic("ustar  \0", 8);
constexpr std::string_view posix_magic("ustar\0"
				       "00",
				       8);
constexpr std::string_view fillers("\0 ", 2);

constexpr size_t checksum_at = 148;
constexpr size_t checksum_size = 8;
constexpr size_t type_at = 156;
constexpr size_t magic_at = 257;
constexpr size_t prefix_at = 345;
constexpr size_t prefix_size = 155;

struct NumberField {
	std::string_view name;
	size_t at, size;
	bool may_be_empty; /* tar writers leave these as zeros */
};

constexpr NumberField mode_field = { "mode", 100, 8, false };
constexpr NumberField size_field = { "size", 124, 12, false };
constexpr std::array<NumberField, 5> unused_fields = { {
	{ "uid", 108, 8, true },
	{ "gid", 116, 8, true },
	{ "mtime", 136, 12, true },
	{ "devmajor", 329, 8, true },
	{ "devminor", 337, 8, true },
} };

bool all_zero(std::string_view bytes)
{
	return bytes.find_first_not_of('\0') == bytes.npos;
}

/*
 * Octal digits, then at least one NUL or space to the end of @field.  Readers
 * differ in everything else: base 256, signs, leading spaces, no end.
 */
std::optional<uint64_t> octal(std::string_view field)
{
	const size_t digits =
		std::min(field.find_first_not_of("01234567"), field.size());
	uint64_t n = 0;

	if (digits == 0 || digits == field.size() ||
	    field.find_first_not_of(fillers, digits) != field.npos)
		return std::nullopt;
	for (const char c : field.substr(0, digits))
		n = n * 8 + static_cast<uint64_t>(c - '0');
	return n;
}

/* The text of a name field, for use in messages only. */
std::string_view until_nul(std::string_view field)
{
	return field.substr(0, field.find('\0'));
}

std::string named(std::string_view block)
{
	return quoted(until_nul(block.substr(0, tar_name_field)));
}

Status check_checksum(const std::string &file, std::string_view block)
{
	uint64_t sum = checksum_size * ' ';

	for (size_t i = 0; i < block.size(); i++) {
		if (i < checksum_at || i >= checksum_at + checksum_size)
			sum += static_cast<unsigned char>(block[i]);
	}
	if (octal(block.substr(checksum_at, checksum_size)) != sum)
		return refuse(Id::tar_checksum, file,
			      str("the header of ", named(block),
				  " does not have the checksum that it gives"));
	return ok();
}

Result<uint64_t> number(const std::string &file, std::string_view block,
			const NumberField &field)
{
	const std::string_view bytes = block.substr(field.at, field.size);
	const std::optional<uint64_t> n = octal(bytes);

	if (n)
		return *n;
	if (field.may_be_empty && all_zero(bytes))
		return uint64_t{ 0 };
	return refuse(Id::tar_number, file,
		      str("the ", field.name, " of ", named(block), " is ",
			  quoted(bytes), ", not an octal number"));
}

/* Readers that go by the field's size would take another name. */
Result<std::string_view> name_field(const std::string &file,
				    std::string_view field)
{
	const std::string_view text = until_nul(field);

	if (!all_zero(field.substr(text.size())))
		return refuse(Id::tar_name_nul, file,
			      str("the name ", quoted(text),
				  " goes on after its NUL"));
	return text;
}

/*
 * GNU keeps times and maps where POSIX has the prefix, and Python's reader
 * takes them for one all the same.
 */
Result<std::string> full_name(const std::string &file, std::string_view block)
{
	const bool posix = block.substr(magic_at).starts_with(posix_magic);
	const size_t fields_end = posix ? prefix_at + prefix_size : prefix_at;
	const std::string_view name =
		TRY(name_field(file, block.substr(0, tar_name_field)));

	if (!all_zero(block.substr(fields_end)))
		return refuse(Id::tar_reserved_field, file,
			      str("the header of ", named(block),
				  " has bytes after its last field"));
	if (!posix)
		return std::string(name);

	const std::string_view prefix =
		TRY(name_field(file, block.substr(prefix_at, prefix_size)));

	return prefix.empty() ? std::string(name) : str(prefix, '/', name);
}

} /* namespace */

Result<TarHeader> parse_tar_header(const std::string &file,
				   std::string_view block)
{
	TRY(check_checksum(file, block));

	const std::string_view magic = block.substr(magic_at, 8);
	TarHeader header;

	if (magic != gnu_magic && magic != posix_magic)
		return refuse(Id::tar_magic, file,
			      str("the header of ", named(block),
				  " has the magic ", quoted(magic)));
	header.name = TRY(full_name(file, block));

	const uint64_t mode = TRY(number(file, block, mode_field));

	header.mode = static_cast<uint32_t>(mode);
	header.size = TRY(number(file, block, size_field));
	for (const NumberField &field : unused_fields)
		TRY(number(file, block, field));
	header.type = block[type_at];
	return header;
}

} /* namespace kcrate */
