// SPDX-License-Identifier: GPL-2.0-or-later

#include "licence/identify.h"

#include "base/str.h"
#include "licence/test_texts.h"
#include "testing/table.h"

using namespace kcrate;

namespace {

/* "MIT OR Zlib:1", a "#" for a tag. */
std::string said(const std::string &text)
{
	const LicenceFile file = identify_licences(text, LicenceTexts());
	std::vector<std::string> out;

	for (const LicenceNotice &notice : file.notices)
		out.push_back(str(to_string(notice.licence), ":", notice.line,
				  notice.tag ? "#" : ""));
	return join(out, " ");
}

} /* namespace */

TEST_CASE("a few words say under what a file is")
{
	check(said,
	      {
		      { "This project is dual-licensed under the Unlicense and "
			"MIT licenses.",
			"Unlicense OR MIT:1" },
		      { "dual-licensed under MIT or UNLICENSE",
			"MIT OR Unlicense:1" },
		      { "Licensed under the Apache License, Version 2.0\n"
			"<LICENSE-APACHE or http://www.apache.org/licenses/"
			"LICENSE-2.0> or the MIT\nlicense <LICENSE-MIT or "
			"http://opensource.org/licenses/MIT>, at your option.",
			"Apache-2.0 OR MIT:1" },
		      { "licensed under either of\n * Apache License, Version "
			"2.0 (LICENSE-APACHE)\n * MIT license\nat your option",
			"Apache-2.0 OR MIT:1" },
		      { "See LICENSE-MIT and LICENSE-APACHE.",
			"MIT OR Apache-2.0:1" },
		      { "primarily distributed under the terms of both the MIT "
			"license\nand the Apache License (Version 2.0)",
			"MIT OR Apache-2.0:1" },
		      { "Licensed under the MIT license.\nOrigin: FreeBSD "
			"/usr/src",
			"MIT:1" },
		      { "licensed under the FreeBSD license",
			"BSD-2-Clause:1" },
		      { "subject to a 3-clause BSD license", "BSD-3-Clause:1" },
		      { "licensed under the MIT and Zlib licenses",
			"MIT AND Zlib:1" },
		      { "licensed under MIT/Apache-2.0",
			"MIT OR Apache-2.0:1" },
		      { "// Licensed under the Apache License, Version 2.0 "
			"(the \"License\");\n// you may not use this file",
			"Apache-2.0:1" },
		      { "Licensed under the Apache License.\nAlternatively, it may be "
			"used under the terms of the Boost Software License, "
			"Version 1.0",
			"Apache-2.0 OR BSL-1.0:1" },
		      { "Apache 2.0 for all\nlicensed under Apache 2.0 with the "
			"LLVM Exception, Apache 2.0, and MIT terms, at your "
			"option",
			"Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR "
			"MIT:2" },
		      { "This Source Code Form is subject to the terms of the "
			"Mozilla Public\nLicense, v. 2.0. If a copy was not "
			"distributed with this file,",
			"MPL-2.0:1" },
		      { "The contents of this file are subject to the Mozilla "
			"Public License Version 1.1",
			"MPL-1.1:1" },
		      { "subject to the terms of this license, as is the MIT "
			"license",
			"" },
		      { "subject to the terms and conditions of MIT", "" },
		      { "Use is governed by a BSD-style license.", "" },
		      { "licensed under a BSD-style license or the MIT license",
			"BSD OR MIT:1" },
	      });
}

TEST_CASE("the version of a GNU licence stands behind its name")
{
	check(said,
	      {
		      { "under the terms of the GNU General Public License as\n"
			"published by the Free Software Foundation; either "
			"version 2 of the\nLicense, or (at your option) any "
			"later version.",
			"GPL-2.0-or-later:1" },
		      { "under the terms of the GNU Lesser General Public "
			"License version 2.1 as published",
			"LGPL-2.1-only:1" },
		      { "distributed under the GPLv3+", "GPL-3.0-or-later:1" },
		      /* Which one is not said. */
		      { "distributed under the GPL", "" },
	      });
}

TEST_CASE("a tag is for programs to read")
{
	check(said,
	      {
		      { "// SPDX-License-Identifier: MIT OR Zlib\n",
			"MIT OR Zlib:1#" },
		      { "<!-- SPDX-License-Identifier: MIT -->", "MIT:1#" },
		      { "; SPDX-License-Identifier: MIT\n-----\n", "MIT:1#" },
		      { "x\n/* SPDX-License-Identifier: GPL-2.0 */\n",
			"GPL-2.0:2#" },
		      { "License: MIT or Apache-2.0\n", "MIT OR Apache-2.0:1" },
		      { "MIT OR Apache-2.0\n", "MIT OR Apache-2.0:1" },
		      { "License: see elsewhere\n", "" },
		      { "# Nothing of the sort\n", "" },
		      { "the MIT people like it under water", "" },
	      });
}

TEST_CASE("what is told by a text is not told again, and the rest is measured")
{
	const std::string mit = str(may_use, no_promise);
	const LicenceFile file = identify_licences(
		str("Copyright 2020 A\n", mit,
		    "One more condition: nobody is granted a warranty.\n"),
		invented_texts());

	REQUIRE(file.texts.size() == 1);
	CHECK(file.texts[0].id == "MIT");
	CHECK(file.copyrights ==
	      std::vector<std::string>{ "Copyright 2020 A" });
	CHECK(file.notices.empty());
	CHECK(file.rest_line == 8);
	CHECK(file.rest_words == 8);
	CHECK(file.terms);
}

TEST_CASE("the exception of LLVM speaks of other licences only")
{
	CHECK(said("---- LLVM Exceptions to the Apache 2.0 License ----\n\n"
		   "If you combine it with software licensed under the GPLv2, "
		   "you may do so.") == "Apache-2.0 WITH LLVM-exception:1");
}
