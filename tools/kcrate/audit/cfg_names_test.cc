// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/cfg_names.h"

#include "base/str.h"
#include "resolve/targets.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

std::string names(const std::string &text)
{
	Tree files;
	TokenStore tokens;

	files.emplace("lib.rs", File(text));
	files.emplace("README.md", File("#[cfg(readme)]"));
	const std::set<std::string> found =
		own_cfgs(files, kernel_targets({ "x86" }).front().cfgs, tokens);
	return join({ found.begin(), found.end() }, " ");
}

} /* namespace */

TEST_CASE("the cfgs that a crate leaves to who builds it")
{
	check(names,
	      {
		      { "#[cfg(a)] fn f() {}", "a" },
		      { "#![cfg_attr(a, no_std)]", "a" },
		      { "#[cfg(all(a, not(b), any(c)))] mod m;", "a b c" },
		      { "if cfg!(a) {}", "a" },
		      { "#[cfg(feature = \"a\")] fn f() {}", "" },
		      { "#[cfg(target_os = \"a\")] fn f() {}", "" },
		      { "#[cfg(target_thread_local)] fn f() {}", "" },
		      { "#[cfg(any(unix, test, miri))] fn f() {}", "" },
		      { "#[cfg_attr(doc, a)] fn f() {}", "" },
		      { "fn cfg(a: B) {}", "" },
		      { "#[cfg_attr(all(a), b)] fn f() {}", "a" },
		      { "\"unterminated", "" },
	      });
}
