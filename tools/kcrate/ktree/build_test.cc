// SPDX-License-Identifier: GPL-2.0-or-later

#include "ktree/ktree.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

BuildFiles built(const std::string &config)
{
	return { "kbuild", config, "", true };
}

Result<KernelTree> probed(const std::string &config,
			  const std::string &command = "")
{
	BuildFiles files = built(config);

	files.command = command;
	return probe_build(files);
}

} /* namespace */

TEST_CASE("the compiler of a kernel is what its configuration says")
{
	const struct {
		std::string value, version;
	} cases[] = {
		{ "108501", "1.85.1" },
		{ "107800", "1.78.0" },
		{ "110000", "1.100.0" },
		{ "200000", "2.0.0" },
		{ "", "" },
		{ "\"x\"", "" },
		{ "10850000000000", "" },
	};

	for (const auto &c : cases) {
		CAPTURE(c.value);
		const Result<KernelTree> out = probed(str(
			"CONFIG_RUST=y\nCONFIG_RUSTC_VERSION=", c.value, "\n"));
		REQUIRE(out);
		CHECK(out.value().min_rustc == c.version);
		CHECK(out.value().min_rustc_from ==
		      (c.version.empty() ? "" : "the compiler of this kernel"));
	}
	CHECK(probed("CONFIG_RUST=y\n").value().min_rustc.empty());
}

TEST_CASE("a module is loaded with what the crate kernel was made from")
{
	using Names = std::set<std::string>;
	const auto names = [](const std::string &command) {
		return probed("CONFIG_RUST=y\n", command).value().kernel_names;
	};

	CHECK(names("") == Names{ "kernel" });
	CHECK(names("deps := a.rs ./rust/libpin_init.rmeta \\\n"
		    "  rust/libffi.rmeta rust/libmacros.so rust/lib.rs \\\n"
		    "  rust/libfoo.rs rust/libpin_init.rmeta rust/libbar") ==
	      Names{ "kernel", "pin_init", "ffi", "macros" });
}

TEST_CASE("a module needs no hooks, and gets no crates")
{
	const KernelTree out = probed("CONFIG_RUST=y\n").value();

	CHECK(out.hooks.empty());
	CHECK(out.crates.empty());
	CHECK(out.host_names.empty());
	CHECK(out.dialect.host_dir.empty());
}

TEST_CASE("a kernel without Rust is refused")
{
	for (const std::string config :
	     { "", "CONFIG_RUST=n\n", "CONFIG_RUST_IS_AVAILABLE=y\n",
	       "# CONFIG_RUST is not set\n", " CONFIG_RUST=y\n" }) {
		CAPTURE(config);
		const Result<KernelTree> out = probed(config);
		CHECK(outcome(out) == "kernel-unsupported: kbuild is a kernel "
				      "without CONFIG_RUST");
		CHECK(out.error().help ==
		      "configure and build the kernel with it");
	}
}

TEST_CASE("headers without rust/ are refused")
{
	BuildFiles files = built("CONFIG_RUST=y\n");

	CHECK(probe_build(files));
	files.has_core = false;
	const Result<KernelTree> out = probe_build(files);
	CHECK(outcome(out) ==
	      "kernel-unsupported: kbuild has no rust/libcore.rmeta: a headers "
	      "package without rust/ cannot compile Rust modules");
	CHECK(out.error().help ==
	      "name the directory in which the kernel itself was built");
}
