// SPDX-License-Identifier: GPL-2.0-or-later

#include "lock/cargo_pins.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string hash(char digit)
{
	return std::string(64, digit);
}

Manifest manifest(const std::string &crates)
{
	Result<Manifest> out = parse_manifest(
		"crates.yaml", str("schema: 1\ncrates:\n", crates));

	REQUIRE(out);
	return std::move(out.value());
}

/* A crate with a hash of one digit. */
std::string entry(const std::string &name, const std::string &version,
		  char digit)
{
	return str("  ", name, ": {version: ", version, ", sha256: \"",
		   hash(digit), "\", kernel: {}}\n");
}

std::string package(const std::string &name, const std::string &version,
		    char digit)
{
	return str("[[package]]\nname = \"", name, "\"\nversion = \"", version,
		   "\"\nsource = \"registry+https://127.0.0.1/\"\n"
		   "checksum = \"",
		   hash(digit), "\"\n");
}

CargoLock lock(const std::string &packages)
{
	Result<CargoLock> out =
		parse_cargo_lock("Cargo.lock", str("version = 4\n", packages));

	REQUIRE(out);
	return std::move(out.value());
}

std::string difference(const std::string &crates, const std::string &packages)
{
	std::string out;

	for (const Diag &diag : differences(manifest(crates), lock(packages))) {
		CHECK(diag.id == Id::cargo_lock_differs);
		out += str(diag.where->line, " ", diag.message, "\n");
	}
	return out;
}

std::string taken(const std::string &crates, const std::string &packages)
{
	const Result<std::vector<CratePin>> pins =
		pins_from(manifest(crates), lock(packages));
	std::string out;

	if (!pins)
		return outcome(pins);
	for (const CratePin &pin : pins.value())
		out += str(pin.crate, " ", pin.version, " ", pin.sha256[0],
			   "\n");
	return out;
}

constexpr char local[] =
	"  a:\n    version: 1.0.0\n    kernel: {}\n"
	"    directory: {path: a, tree-sha256: "
	"\"0000000000000000000000000000000000000000000000000000"
	"000000000000\"}\n";
constexpr char path[] = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n";

} /* namespace */

TEST_CASE("a manifest that is as Cargo.lock has no differences")
{
	CHECK(difference(entry("a", "1.0.0", '1'),
			 package("a", "1.0.0", '1') +
				 package("b", "1.0.0", '2'))
		      .empty());
	CHECK(difference(entry("a", "1.0.0", '1'),
			 package("a", "2.0.0", '2') +
				 package("a", "1.0.0", '1'))
		      .empty());
	CHECK(difference(local, path).empty());
}

TEST_CASE("each difference is told")
{
	CHECK(difference(entry("a", "1.0.0", '1') + entry("b", "1.0.0", '1') +
				 entry("c", "1.0.0", '1'),
			 package("a", "1.0.1", '1') +
				 package("b", "1.0.0", '2')) ==
	      str("3 a is 1.0.0, Cargo.lock has 1.0.1\n"
		  "4 b 1.0.0 has the checksum ",
		  hash('2'),
		  " in Cargo.lock\n"
		  "5 c is not in Cargo.lock\n"));
	CHECK(difference(entry("a", "1.0.0", '1'),
			 package("a", "2.0.0", '1') +
				 package("a", "3.0.0", '1')) ==
	      "3 a is 1.0.0, Cargo.lock has 2.0.0 and 3.0.0\n");
	CHECK(difference(entry("a", "1.0.0", '1'), path) ==
	      "3 a 1.0.0 is from a path in Cargo.lock, without a checksum\n");
	CHECK(difference(local, package("a", "1.0.0", '1')) ==
	      str("3 a 1.0.0 has no 'sha256'; it is ", hash('1'),
		  " in Cargo.lock\n"));
}

TEST_CASE("pins that differ are taken, and the compatible ones of several")
{
	const std::string both =
		package("a", "1.2.0", '1') + package("a", "2.3.0", '2');
	const std::string zero = package("a", "0.1.9", '1') +
				 package("a", "0.2.9", '2') +
				 package("a", "0.0.3", '3');

	CHECK(taken(entry("a", "1.2.0", '1'), both).empty());
	CHECK(taken(entry("a", "1.2.0", '3'), both) == "a 1.2.0 1\n");
	CHECK(taken(entry("a", "1.9.0", '1'), both) == "a 1.2.0 1\n");
	CHECK(taken(entry("a", "2.0.0", '1'), both) == "a 2.3.0 2\n");
	CHECK(taken(entry("a", "0.2.0", '1'), zero) == "a 0.2.9 2\n");
	CHECK(taken(entry("a", "0.0.3", '1'), zero) == "a 0.0.3 3\n");
	CHECK(taken(entry("a", "3.0.0", '1'), package("a", "1.0.0", '1')) ==
	      "a 1.0.0 1\n");
	CHECK(taken(local, package("a", "1.0.0", '1')) == "a 1.0.0 1\n");
	CHECK(taken(local, path).empty());
}

TEST_CASE("a pin that is not to be had is told, with the others")
{
	const Result<std::vector<CratePin>> pins = pins_from(
		manifest(entry("a", "1.0.0", '1') + entry("b", "1.0.0", '1')),
		lock(package("c", "1.0.0", '1')));

	REQUIRE_FALSE(pins);
	CHECK(pins.error().more.size() == 1);
	CHECK(taken(entry("a", "3.0.0", '1'),
		    package("a", "1.0.0", '1') + package("a", "2.0.0", '1')) ==
	      "cargo-lock-differs: Cargo.lock has 1.0.0 and 2.0.0 of a, and "
	      "none is compatible with 3.0.0");
	CHECK(taken(entry("a", "1.0.0", '1'), path) ==
	      "cargo-lock-differs: a 1.0.0 has no checksum in Cargo.lock");
}
