// SPDX-License-Identifier: GPL-2.0-or-later

#include "testing/hostile_case.h"

namespace kcrate {

namespace {

HostileCase container(std::string rule, Id id, std::string hostile,
		      std::string twin = demo_gzip())
{
	return { std::move(rule), id, std::move(hostile),
		 std::move(twin), "", demo_tree() };
}

/* demo-1.0.0 as a gzip member whose header @change alters. */
template <typename Change>
std::string gzip_with(Change change)
{
	GzipMember member = { .content = tar_of(demo()) };

	change(member);
	return gzip_of(member);
}

HostileCase flag(const std::string &name, unsigned char flags,
		 const std::string &extra, const std::string &after)
{
	const auto change = [&](GzipMember &member) {
		member.flags = static_cast<char>(flags);
		member.extra = extra;
		member.name += after;
	};

	return container(str("the gzip flag ", name), Id::gzip_flags,
			 gzip_with(change));
}

std::vector<HostileCase> gzip_headers()
{
	return {
		container(
			"another magic", Id::gzip_magic,
			gzip_with([](GzipMember &m) { m.magic[1] = '\x8c'; })),
		container("a tar archive without gzip", Id::gzip_magic,
			  tar_of(demo())),
		container("no bytes at all", Id::gzip_magic, ""),
		container("another compression method", Id::gzip_method,
			  gzip_with([](GzipMember &m) { m.method = 7; })),
		flag("FTEXT", 0x09, "", ""),
		flag("FHCRC", 0x0a, "", raw("\0\0")),
		flag("FEXTRA", 0x0c, raw("\1\0x"), ""),
		flag("FCOMMENT", 0x18, "", raw("comment\0")),
		flag("bit 5", 0x28, "", ""),
		flag("bit 6", 0x48, "", ""),
		flag("bit 7", 0x88, "", ""),
		container("a header that is cut short", Id::gzip_truncated,
			  demo_gzip().substr(0, 9)),
		container("a header without the rest", Id::gzip_truncated,
			  demo_gzip().substr(0, 15)),
		container("a file name that does not end", Id::gzip_truncated,
			  demo_gzip().substr(0, 13)),
	};
}

std::vector<HostileCase> gzip_members()
{
	const std::string good = demo_gzip();
	const std::string other =
		gzip_of({ .content = tar_of({ { .name = "demo-1.0.0/build.rs",
						.data = "fn main() {}" } }) });

	return {
		container("a trailer that is cut short", Id::gzip_truncated,
			  good.substr(0, good.size() - 4)),
		container("a stream that is cut short", Id::gzip_corrupt,
			  good.substr(0, good.size() - 100)),
		container("a block of an unknown type", Id::gzip_corrupt,
			  gzip_with([](GzipMember &m) {
				  m.deflate = deflate_stored(m.content);
				  m.deflate->front() = '\7';
			  })),
		container("a second member", Id::gzip_trailing_bytes,
			  good + other),
		container("a zero after the member", Id::gzip_trailing_bytes,
			  good + '\0'),
		container("junk after the member", Id::gzip_trailing_bytes,
			  good + std::string(1000, '\xff')),
		container("another CRC", Id::gzip_crc,
			  gzip_with([](GzipMember &m) { m.crc = 1; })),
		container("a size that is too small", Id::gzip_size,
			  gzip_with([](GzipMember &m) { m.size = 512; })),
		container("a size that is too large", Id::gzip_size,
			  gzip_with([](GzipMember &m) {
				  m.size = m.content.size() + 1;
			  })),
		container(
			"a size beyond the limit", Id::gzip_size,
			gzip_with([](GzipMember &m) { m.size = 0xffffffff; })),
	};
}

/* demo-1.0.0 with @matches times 258 zeros behind it, in few bytes. */
GzipMember with_zeros(size_t matches)
{
	GzipMember member = { .content = tar_of(demo()) };

	member.content.pop_back();
	member.deflate =
		deflate_stored(member.content, false) + deflate_zeros(matches);
	member.content.resize(member.content.size() + 1 + matches * 258);
	return member;
}

HostileCase limited(HostileCase base, const UnpackOptions &limits)
{
	base.limits = limits;
	return base;
}

std::vector<HostileCase> limits()
{
	/* 258 * 256 bytes are a whole number of blocks. */
	const std::string good = gzip_of(with_zeros(256));
	const size_t most = tar_of(demo()).size() + size_t{ 258 } * 256;
	GzipMember lying = with_zeros(25600);
	HostileCase entries =
		container("one entry too many", Id::archive_too_many_entries,
			  demo_gzip({ { .name = "demo-1.0.0/third" } }));

	lying.size = 512;
	entries.entry = "'demo-1.0.0/third'";
	return {
		limited(container("more bytes than the limit",
				  Id::archive_too_large, good + "x", good),
			{ .compressed = good.size() }),
		limited(container("more content than the limit",
				  Id::archive_too_large,
				  gzip_of(with_zeros(512)), good),
			{ .unpacked = most }),
		limited(container("a bomb that lies about its size",
				  Id::archive_too_large, gzip_of(lying), good),
			{ .unpacked = most }),
		limited(entries, { .entries = 2 }),
	};
}

HostileCase content(std::string rule, Id id, std::string hostile,
		    std::string twin = tar_of(demo()))
{
	return container(std::move(rule), id,
			 gzip_of({ .content = std::move(hostile) }),
			 gzip_of({ .content = std::move(twin) }));
}

std::vector<HostileCase> ends()
{
	const std::string good = tar_of(demo());
	const std::string zeros(512, '\0');
	std::string padding = good + zeros + zeros;
	const std::string clean_padding = padding;

	padding.back() = 'x';
	return {
		content("half a block", Id::tar_unaligned,
			good + std::string(256, '\0')),
		content("no content", Id::tar_no_end, ""),
		content("no zeros at the end", Id::tar_no_end,
			tar_of(demo(), 0)),
		content("one block of zeros", Id::tar_no_end,
			tar_of(demo(), 1)),
		content("a block of zeros between entries",
			Id::tar_lone_zero_block,
			tar_of({ demo()[0] }, 1) + tar_of({ demo()[1] })),
		content("a second archive", Id::tar_trailing_bytes,
			good + tar_of({ { .name = "demo-1.0.0/build.rs" } })),
		content("a byte in the padding", Id::tar_trailing_bytes,
			padding, clean_padding),
	};
}

} /* namespace */

std::vector<HostileCase> hostile_containers()
{
	std::vector<HostileCase> all;

	for (const std::vector<HostileCase> &cases :
	     { gzip_headers(), gzip_members(), limits(), ends() })
		all.insert(all.end(), cases.begin(), cases.end());
	return all;
}

} /* namespace kcrate */
