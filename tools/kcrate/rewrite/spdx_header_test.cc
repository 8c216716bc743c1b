// SPDX-License-Identifier: GPL-2.0-or-later

#include "rewrite/spdx_header.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string tagged(std::string_view text)
{
	const Result<TaggedText> result =
		with_spdx_header({ "f.rs", text }, "MIT");

	return result ? result.value().text : outcome(result);
}

} /* namespace */

TEST_CASE("the tag and an empty line come first")
{
	CHECK(tagged("//! Docs.\n") ==
	      "// SPDX-License-Identifier: MIT\n\n//! Docs.\n");
	CHECK(tagged("#![no_std]\n") ==
	      "// SPDX-License-Identifier: MIT\n\n#![no_std]\n");
	CHECK(tagged("") == "// SPDX-License-Identifier: MIT\n\n");
}

TEST_CASE("a shebang and a byte order mark stay in front")
{
	CHECK(tagged("#!/usr/bin/env x\nfn f() {}\n") ==
	      "#!/usr/bin/env x\n// SPDX-License-Identifier: MIT\n\nfn f() "
	      "{}\n");
	CHECK(tagged("#! [allow(x)]\n") ==
	      "// SPDX-License-Identifier: MIT\n\n#! [allow(x)]\n");
	CHECK(tagged("\xef\xbb\xbfmod a;\n") ==
	      "\xef\xbb\xbf// SPDX-License-Identifier: MIT\n\nmod a;\n");
}

TEST_CASE("line ends are the file's own")
{
	CHECK(tagged("a\r\nb\r\n") ==
	      "// SPDX-License-Identifier: MIT\r\n\r\na\r\nb\r\n");
}

TEST_CASE("upstream's tag keeps its meaning and gets the kernel's spelling")
{
	CHECK(tagged("// SPDX-License-Identifier: BSD-2-Clause OR Apache-2.0 "
		     "OR MIT\n\nx") ==
	      "// SPDX-License-Identifier: (BSD-2-Clause OR Apache-2.0) OR "
	      "MIT\n\nx");
	CHECK(tagged("/* SPDX-License-Identifier: MIT/Apache-2.0 */\nx") ==
	      "// SPDX-License-Identifier: Apache-2.0 OR MIT\nx");
	CHECK(tagged("// SPDX-License-Identifier: MIT\nx") ==
	      "// SPDX-License-Identifier: MIT\nx");
	CHECK(tagged("// SPDX-License-Identifier: GPL-3.0\nx")
		      .starts_with("licence-not-accepted"));
}
