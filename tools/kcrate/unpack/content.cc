// SPDX-License-Identifier: GPL-2.0-or-later

#include "unpack/content.h"

#include <algorithm>
#include <array>

#include "base/str.h"
#include "base/utf8.h"
#include "tree/refuse.h"

namespace kcrate {

namespace {

struct Magic {
	std::string_view bytes;
	std::string_view what;
};

/* Mach-O: 32 and 64 bits, either endianness; fat, which Java shares. */
constexpr std::array<Magic, 11> magics = { {
	{ "\x7f"
	  "ELF",
	  "an ELF file" },
	{ "!<arch>\n", "an ar archive" },
	{ "!<thin>\n", "an ar archive" },
	{ std::string_view("\0asm", 4), "a WebAssembly module" },
	{ "\xfe\xed\xfa\xce", "a Mach-O file" },
	{ "\xfe\xed\xfa\xcf", "a Mach-O file" },
	{ "\xce\xfa\xed\xfe", "a Mach-O file" },
	{ "\xcf\xfa\xed\xfe", "a Mach-O file" },
	{ "\xca\xfe\xba\xbe", "a Mach-O or Java class file" },
	{ "\xbe\xba\xfe\xca", "a Mach-O file" },
	{ "BC\xc0\xde", "LLVM bitcode" },
} };

/* "MZ" begins texts, too: a PE file says at byte 60 where "PE" stands. */
bool is_pe(std::string_view bytes)
{
	constexpr size_t pointer_at = 60;
	constexpr std::string_view signature("PE\0\0", 4);
	size_t at = 0;

	if (!bytes.starts_with("MZ") || bytes.size() < pointer_at + 4)
		return false;
	for (size_t i = 4; i-- > 0;)
		at = at << 8 |
		     static_cast<unsigned char>(bytes[pointer_at + i]);
	return at < bytes.size() && bytes.substr(at).starts_with(signature);
}

std::string_view machine_code(std::string_view bytes)
{
	for (const Magic &magic : magics) {
		if (bytes.starts_with(magic.bytes))
			return magic.what;
	}
	return is_pe(bytes) ? "a PE file" : "";
}

/*
 * U+202A to U+202E and U+2066 to U+2069: E2 80 AA..AE, E2 81 A6..A9.  The first
 * of them in @s, or npos.
 */
size_t first_bidi_control(std::string_view s)
{
	for (size_t at = s.find('\xe2'); at != s.npos;
	     at = s.find('\xe2', at + 1)) {
		const std::string_view two = s.substr(at + 1, 2);

		if ((two >= "\x80\xaa" && two <= "\x80\xae") ||
		    (two >= "\x81\xa6" && two <= "\x81\xa9"))
			return at;
	}
	return s.npos;
}

/*
 * The line is not quoted: its very bytes are the offence, and what shows the
 * Diag may not be as careful as quoted().
 */
void report_byte(Id id, const SourceText &source, size_t at,
		 std::string_view what, Sink &sink)
{
	if (at == std::string_view::npos)
		return;

	Place place = source.place(at, at + 1);

	place.text = {};
	sink.report(
		Diag{ id, str(quoted(source.file), " has ", what) }
			.at(std::move(place))
			.with_help(
				"leave the file out, or remove these bytes with an edit or a patch"));
}

} /* namespace */

void check_content(const std::string &path, std::string_view bytes, Sink &sink)
{
	const SourceText source = { path, bytes };
	const std::string_view machine = machine_code(bytes);

	if (!machine.empty())
		sink.report(
			Diag{ Id::binary_executable,
			      str(quoted(path), " is ", machine) }
				.at(whole(path))
				.with_help(
					"leave the file out: what the kernel builds is built from source"));
	if (!path.ends_with(".rs"))
		return;
	report_byte(Id::source_not_utf8, source, first_not_utf8(bytes),
		    "bytes that are not UTF-8", sink);
	report_byte(Id::source_bidi_control, source, first_bidi_control(bytes),
		    "a character that changes the direction of text", sink);
	report_byte(Id::source_nul, source, bytes.find('\0'), "a NUL", sink);
}

} /* namespace kcrate */
