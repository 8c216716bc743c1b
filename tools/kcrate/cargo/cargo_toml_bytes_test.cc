// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/cargo_toml_bytes.h"

#include "testing/damaged.h"

using namespace kcrate;

namespace {

constexpr std::string_view little = "[package]\nname = 'x'\n";

/* All that there is, more than once, and more than once shared. */
constexpr std::string_view full = R"(
[package]
name = "a-b"
version = " 1.2.3-rc.1+deb "
edition = "2021"
rust-version = "1.56"
license = "MIT"
license-file = "L"
repository = "r"
homepage = "h"
description = "two\nlines, and Ünicode"
authors = ["m", "n <o>"]
links = "l"
readme = "R"
build = "b/uild.rs"
[lib]
name = "c"
path = "s/c.rs"
proc-macro = true
edition = "2018"
[dependencies]
plain = "1"
any = "*"
many = ">=1.2, <2.0.0-beta.1, ~1, =1.*, ^0.0.3, > 1, <= 3"
wild = "18446744073709551615.0.*"
there = {path = "../there"}
core = {version = "1", builtin = true}
[dependencies.named]
package = "other"
version = "0.1"
optional = true
default_features = false
features = ["f", "g"]
[dev-dependencies]
test = "1"
[target.'cfg(all(unix, not(target_arch = "arm")))'.dependencies]
one = "1"
two = {version = "2", optional = true}
[target.'cfg(all(unix, not(target_arch = "arm")))'.build-dependencies]
three = "3"
[target.x86_64-unknown-none.dependencies]
four = "4"
[features]
default = ["x"]
x = ["dep:named", "two/y", "one?/z"]
)";

constexpr std::string_view with_builtins = R"(
[package]
name = "b"
version = "0.1.0"
[dependencies]
core = {builtin = true}
alloc = {builtin = true, optional = true}
)";

CargoToml parsed(std::string_view text, Rfc3875 rfc3875 = Rfc3875::off)
{
	const Tree tree{ { "src/lib.rs", File() }, { "README", File() } };
	const Result<CargoToml> crate =
		parse_cargo_toml({ "Cargo.toml", text }, tree, rfc3875);

	REQUIRE(outcome(crate) == "ok");
	return crate.value();
}

std::string told(const std::string &text)
{
	return str("'", text, "' ");
}

std::string told(uint64_t number)
{
	return str(number, " ");
}

std::string told(DepKind kind)
{
	return str("kind ", static_cast<int>(kind), " ");
}

std::string told(const Place &place)
{
	const auto &[file, line, column, width, text] = place;

	return str(file, ":", line, ":", column, "+", width, " '", text, "' ");
}

std::string told(const Version &version)
{
	const auto &[major, minor, patch, pre, build] = version;

	return str(major, ".", minor, ".", patch, "-", pre, "+", build, " ");
}

/* As one may be in the other. */
template <typename T>
std::string told(const std::map<std::string, T, std::less<>> &map);

template <typename T>
std::string told(const std::vector<T> &list);

std::string told(const Dependency &dependency)
{
	const auto &[name, package, requirement_text, requirement, kind, target,
		     target_text, features, renamed, optional, default_features,
		     local, builtin, builtin_ignored, where] = dependency;

	return told(name) + told(package) + told(requirement_text) +
	       told(to_string(requirement)) + told(kind) +
	       told(target ? to_string(*target) : "none") + told(target_text) +
	       told(features) +
	       str(renamed, optional, default_features, local, builtin, " ") +
	       (builtin_ignored ? told(*builtin_ignored) : "") + told(where);
}

template <typename T>
std::string told(const std::map<std::string, T, std::less<>> &map)
{
	std::string out;

	for (const auto &[key, value] : map)
		out += told(key) + told(value) + "\n";
	return out;
}

template <typename T>
std::string told(const std::vector<T> &list)
{
	std::string out = "[";

	for (const T &item : list)
		out += told(item) + "\n";
	return out + "]";
}

std::string told(const CargoToml &crate)
{
	const auto &[name, version, version_text, edition, rust_version,
		     license, license_file, repository, homepage, description,
		     authors, links, readme, build, has_lib, lib_name, lib_path,
		     lib_edition, proc_macro, dependencies, features,
		     feature_places] = crate;

	return told(name) + told(version) + told(version_text) + told(edition) +
	       told(rust_version) + told(license) + told(license_file) +
	       told(repository) + told(homepage) + told(description) +
	       told(authors) + told(links) + told(readme) + told(build) +
	       told(has_lib) + told(lib_name) + told(lib_path) +
	       told(lib_edition) + told(proc_macro) + told(dependencies) +
	       told(features) + told(feature_places);
}

std::vector<CargoToml> specimens()
{
	return { parsed(little), parsed(full),
		 parsed(with_builtins, Rfc3875::on) };
}

} /* namespace */

TEST_CASE("what is read is what was written")
{
	for (const CargoToml &crate : specimens()) {
		const std::string bytes = to_bytes(crate);
		const std::optional<CargoToml> again = cargo_toml_of(bytes);

		REQUIRE(again);
		CHECK(told(*again) == told(crate));
		CHECK(to_bytes(*again) == bytes);
	}
}

TEST_CASE("every member that a file can set is in what is compared")
{
	const CargoToml crate = parsed(full);
	const std::string before = told(crate);

	for (const char *said :
	     { "'a-b'",
	       "1.2.3-rc.1+deb",
	       "'2021'",
	       "'1.56'",
	       "'MIT'",
	       "'L'",
	       "'r'",
	       "'h'",
	       "lines, and Ünicode",
	       "'n <o>'",
	       "'l'",
	       "'R'",
	       "'b/uild.rs'",
	       "'c'",
	       "'s/c.rs'",
	       "'2018'",
	       "'other'",
	       "'>=1.2, <2.0.0-beta.1, ~1, =1, ^0.0.3, >1, <=3'",
	       "Cargo.toml:27:34+4 'core = {version",
	       "x86_64-unknown-none",
	       "'dep:named'",
	       "Cargo.toml:45:1+1 'x = " }) {
		CAPTURE(said);
		CAPTURE(before);
		CHECK(contains(before, said));
	}
}

TEST_CASE("one target is one value again")
{
	const CargoToml crate = cargo_toml_of(to_bytes(parsed(full))).value();
	std::map<std::string, std::shared_ptr<const CfgExpr>> targets;
	size_t shared = 0;

	for (const Dependency &dependency : crate.dependencies) {
		CHECK(bool(dependency.target) ==
		      !dependency.target_text.empty());
		if (!targets.emplace(dependency.target_text, dependency.target)
			     .second &&
		    dependency.target) {
			CHECK(targets[dependency.target_text] ==
			      dependency.target);
			shared++;
		}
	}
	CHECK(shared == 2);
}

TEST_CASE("bytes that are cut off, or go on, are nothing")
{
	for (const CargoToml &crate : specimens()) {
		const std::string bytes = to_bytes(crate);

		for (size_t size = 0; size < bytes.size(); size++) {
			CAPTURE(size);
			CHECK_FALSE(cargo_toml_of(
				std::string_view(bytes).substr(0, size)));
		}
		CHECK_FALSE(cargo_toml_of(bytes + '\0'));
		CHECK_FALSE(cargo_toml_of(bytes + bytes));
	}
}

TEST_CASE("damaged bytes are nothing or a value")
{
	check_damaged(to_bytes(parsed(full)), cargo_toml_of);
}
