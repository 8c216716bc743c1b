// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Archives that are damaged at random.  Whatever is accepted must obey rules
 * that are written here a second time, from the specification.
 */

#include <algorithm>
#include <random>
#include <set>

#include "testing/hostile_case.h"
#include "testing/test.h"

using namespace kcrate;

namespace {

constexpr int rounds = 20000;
constexpr unsigned seed = 20261121;

using Random = std::mt19937;

/* std::uniform_int_distribution differs between libraries. */
size_t below(Random &random, size_t n)
{
	return random() % n;
}

/* An archive with one entry of every kind that is accepted. */
std::string specimen()
{
	const std::string name = "demo-1.0.0/" + std::string(100, 'l') + ".rs";
	const std::string other = "demo-1.0.0/pax.rs";

	return tar_of(demo({
		{ .name = "demo-1.0.0/src/", .type = '5', .mode = "0000755" },
		long_name(name + '\0'),
		{ .name = name, .data = "mod a;\n" },
		pax(pax_record("path", other) + pax_record("size", "3") +
		    pax_record("mtime", "1.5")),
		{ .name = other, .data = "// \n", .size = octal_digits(3, 11) },
		{ .name = "posix.rs",
		  .data = std::string(600, '/'),
		  .type = '\0',
		  .magic = posix_magic(),
		  .prefix = "demo-1.0.0/src" },
	}));
}

void damage_byte(Random &random, std::string &tar)
{
	/* Characters that mean something are met more often than by chance. */
	static constexpr std::string_view telling("\0 /.0157Lx=\n\\\xff", 14);
	const size_t at = below(random, tar.size());

	switch (below(random, 3)) {
	case 0:
		tar[at] = static_cast<char>(below(random, 256));
		break;
	case 1:
		tar[at] = telling[below(random, telling.size())];
		break;
	default:
		tar[at] = static_cast<char>(tar[at] ^ 1 << below(random, 8));
	}
}

void damage_blocks(Random &random, std::string &tar)
{
	const size_t from = below(random, tar.size() / 512) * 512;
	const size_t to = below(random, tar.size() / 512) * 512;
	const std::string block = tar.substr(from, 512);

	switch (below(random, 3)) {
	case 0:
		tar.replace(to, 512, block);
		break;
	case 1:
		tar.insert(to, block);
		break;
	default:
		tar.erase(from, 512);
	}
}

/* Makes every block that looks like a header one with a right checksum. */
void repair_checksums(std::string &tar)
{
	for (size_t at = 0; at + 512 <= tar.size(); at += 512) {
		const std::string_view block =
			std::string_view(tar).substr(at, 512);

		if (block.substr(257).starts_with("ustar"))
			tar.replace(at + 148, 8, tar_checksum(block));
	}
}

std::string damaged(Random &random, std::string tar)
{
	for (size_t n = 1 + below(random, 3); n-- > 0;) {
		if (below(random, 4) == 0)
			damage_blocks(random, tar);
		else
			damage_byte(random, tar);
	}
	if (below(random, 8) != 0)
		repair_checksums(tar);
	return tar;
}

/* As a checkout on the least capable of systems would see it. */
bool is_safe(const std::string &path)
{
	const std::string folded = "/" + to_lower(path) + "/";

	for (const char c : path) {
		if (c < ' ' || c > '~' ||
		    std::string_view("\\:*?\"<>|").find(c) != std::string::npos)
			return false;
	}
	for (const char *bad :
	     { "//", "/./", "/../", "./", " /", "/.git/", "/.cargo-ok/",
	       "/.cargo-checksum.json/", "/.cargo/config", "/nul.", "/con/" }) {
		if (folded.find(bad) != std::string::npos)
			return false;
	}
	return path.size() <= 1024;
}

/* That no path is another one's directory, or equal to it but for case. */
bool are_apart(const Tree &tree)
{
	std::set<std::string> folded;

	for (const auto &[path, file] : tree) {
		if (!folded.insert(to_lower(path)).second)
			return false;
	}
	for (const std::string &path : folded) {
		for (std::string_view up = parent_of(path); !up.empty();
		     up = parent_of(up)) {
			if (folded.count(std::string(up)))
				return false;
		}
	}
	return true;
}

bool is_printable(std::string_view s)
{
	return std::all_of(s.begin(), s.end(),
			   [](char c) { return c >= ' ' && c <= '~'; });
}

/* Not CHECKed one by one: that would be most of the time this takes. */
bool is_harmless(const Tree &tree)
{
	return tree.count("Cargo.toml") == 1 && are_apart(tree) &&
	       std::all_of(tree.begin(), tree.end(), [](const auto &entry) {
		       return is_safe(entry.first);
	       });
}

void check_outcome(const Result<Tree> &tree)
{
	if (tree)
		REQUIRE(is_harmless(tree.value()));
	else
		REQUIRE(is_printable(tree.error().message));
}

Result<Tree> unpack(const std::string &archive)
{
	Sink sink;

	return unpack_crate("demo.crate", archive, "demo", "1.0.0", {}, sink);
}

} /* namespace */

TEST_CASE("a damaged tar archive is refused or harmless")
{
	Random random(seed);
	const std::string good = specimen();
	std::set<Id> ids;
	int accepted = 0;

	REQUIRE(unpack(gzip_of({ .content = good })));
	for (int i = 0; i < rounds; i++) {
		const Result<Tree> tree =
			unpack(gzip_of({ .content = damaged(random, good) }));

		check_outcome(tree);
		if (tree)
			accepted++;
		else
			ids.insert(tree.error().id);
	}
	/* That the damage reaches most rules, and not every one is refused. */
	CHECK(accepted > rounds / 100);
	CHECK(accepted < rounds / 2);
	CHECK(ids.size() >= 20);
}

TEST_CASE("a damaged payload of a package is refused or harmless")
{
	Random random(seed);
	std::vector<TarMember> members = demo();
	int accepted = 0;

	for (TarMember &member : members)
		member.name = "./usr/share/cargo/registry/" + member.name;

	const std::string good = tar_of(members);

	for (int i = 0; i < rounds / 4; i++) {
		Sink sink;
		const Result<Tree> tree = unpack_deb_payload(
			"demo.deb",
			std::make_shared<std::string>(damaged(random, good)),
			"demo", "1.0.0", {}, sink);

		check_outcome(tree);
		accepted += tree ? 1 : 0;
	}
	CHECK(accepted > 0);
	CHECK(accepted < rounds / 8);
}

TEST_CASE("a damaged gzip member is refused, or damaged where it is no matter")
{
	Random random(seed);
	const std::string good = gzip_of({ .content = specimen() });

	for (int i = 0; i < rounds / 4; i++) {
		std::string bad = good;

		damage_byte(random, bad);
		/* Rarely: without its trailer it is given the most memory. */
		if (below(random, 32) == 0)
			bad.resize(bad.size() - below(random, 600));

		const Result<Tree> tree = unpack(bad);

		check_outcome(tree);
		/* Time, flags of the compressor, system and file name. */
		if (tree)
			CHECK(bad.substr(14) == good.substr(14));
	}
}
