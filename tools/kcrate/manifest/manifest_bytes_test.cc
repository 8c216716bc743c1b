// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/manifest_bytes.h"

#include "base/str.h"
#include "testing/crates.h"
#include "testing/damaged.h"

using namespace kcrate;

namespace {

constexpr std::string_view least = "schema: 1\ncrates: {}\n";

/* All that a manifest may have, @ in place of a hash. */
constexpr std::string_view all = R"(
schema: 1
registry: file:///registry
rfc3875: true
architectures: [x86, arm64]
crates:
  a:
    version: "1.2.3-rc.1+deb"
    sha256: @1
    debian: {suite: trixie, package: librust-a-dev, version: "1-1", arch: all, sha256: @2}
    debian-source: {suite: sid, package: rust-a, version: "1-2"}
    selected-sha256: @3
    released: "2024-01-02"
    tag: v1.2.3
    repository: https://example.org/a
    maintainer: M <m@example.org>
    kernel:
      features: [f, g]
      cfgs:
        - bare
        - key="value"
        - {cfg: newer, when: rustc >= 1.88}
      envs: {NAME: content}
    host: {features: [h]}
    features-exact: true
    cfgs-off: [off]
    license: {drop: [Unlicense], is: MIT, why: it says so}
    build-script: {why: it is a table}
    drop-dependencies: {d: no use}
    drop-files: {src/d.rs: unused}
    keep-files: {src/k.rs: used}
    ignore-files: {src/i.rs: odd}
    edits:
      - {file: src/lib.rs, find: old, replace: new, count: 2, why: better}
    patches: [a.patch]
  b:
    version: "0.1.0"
    directory: {path: ../b, tree-sha256: @4}
    cargo-toml: |
      [package]
      name = "b"
  c:
    version: "0.1.0"
    git: {url: https://example.org/c, commit: "0123456789012345678901234567890123456789", path: sub, tree-sha256: @5}
)";

Manifest parsed(std::string text)
{
	for (char digit = '1'; digit <= '5'; digit++)
		text = replace_all(text, str("@", std::string(1, digit)),
				   fake_hash(digit));
	const Result<Manifest> manifest = parse_manifest("m.yaml", text);

	REQUIRE(outcome(manifest) == "ok");
	return manifest.value();
}

} /* namespace */

TEST_CASE("a manifest that is read is what was written")
{
	for (const std::string_view text : { least, all }) {
		const std::string bytes = to_bytes(parsed(std::string(text)));
		const std::optional<Manifest> again = manifest_from(bytes);

		REQUIRE(again);
		CHECK(to_bytes(*again) == bytes);
	}
}

TEST_CASE("bytes of a manifest that are cut off, or go on, are nothing")
{
	const std::string bytes = to_bytes(parsed(std::string(all)));

	for (size_t size = 0; size < bytes.size(); size++) {
		CAPTURE(size);
		CHECK_FALSE(manifest_from(bytes.substr(0, size)));
	}
	CHECK_FALSE(manifest_from(bytes + '\0'));
}

TEST_CASE("damaged bytes of a manifest are nothing or a value")
{
	check_damaged(to_bytes(parsed(std::string(all))), manifest_from);
}
