// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/edit.h"

#include "testing/test.h"

using namespace kcrate;

namespace {

std::string pinned(std::string_view text, const std::string &version = "2.0.0",
		   const std::string &sha256 = "00ff")
{
	const Result<std::string> out =
		set_pins({ "f.yaml", text }, { { "a", version, sha256 } });

	return out ? out.value() : outcome(out);
}

YamlNode fields()
{
	return yaml_mapping(
		{ { "version", yaml_text("1.0.0", true) },
		  { "kernel",
		    yaml_mapping({ { "features", yaml_list({ "x" }) } }) } });
}

std::string added(std::string_view text, const std::string &crate)
{
	const Result<std::string> out =
		add_entry({ "f.yaml", text }, crate, fields());

	return out ? out.value() : outcome(out);
}

/* "line:column" of the Diag of set_pins(). */
std::string place_of_error(std::string_view text)
{
	const Result<std::string> out =
		set_pins({ "f.yaml", text }, { { "a", "2.0.0", "00ff" } });

	REQUIRE_FALSE(out);
	const Place &at = out.error().where.value();
	return str(at.line, ":", at.column);
}

constexpr char refused[] =
	"manifest-edit: this entry cannot be changed in this layout";

} /* namespace */

TEST_CASE("a pin is changed and nothing else is")
{
	CHECK(pinned("# top\nschema: 1\ncrates:\n"
		     "  a:   # an entry\n"
		     "    version: \"1.0.0\"  # why\n"
		     "    sha256: aa   \n\n"
		     "    kernel: {}\n"
		     "  b:\n    version: \"1.0.0\"\n    sha256: aa\n") ==
	      "# top\nschema: 1\ncrates:\n"
	      "  a:   # an entry\n"
	      "    version: \"2.0.0\"  # why\n"
	      "    sha256: 00ff   \n\n"
	      "    kernel: {}\n"
	      "  b:\n    version: \"1.0.0\"\n    sha256: aa\n");
}

TEST_CASE("quotes stay as they are")
{
	CHECK(pinned("crates:\n a:\n  version: '1.0.0'\n  sha256: \"aa\"\n") ==
	      "crates:\n a:\n  version: '2.0.0'\n  sha256: \"00ff\"\n");
	CHECK(pinned("crates:\n a:\n  version: 1.0.0\n  sha256: aa\n") ==
	      "crates:\n a:\n  version: 2.0.0\n  sha256: 00ff\n");
	CHECK(pinned("crates:\n a:\n  version: \"1.0\\x2e0\"\n"
		     "  sha256: aa\n") ==
	      "crates:\n a:\n  version: \"2.0.0\"\n  sha256: 00ff\n");
	CHECK(pinned("crates:\n \"a\":\n  'version': 1.0.0\n"
		     "  sha256: aa\n") ==
	      "crates:\n \"a\":\n  'version': 2.0.0\n  sha256: 00ff\n");
}

TEST_CASE("keys may stand in any order, and on one line")
{
	CHECK(pinned("crates: {a: {sha256: aa, version: '1.0.0'}}\n") ==
	      "crates: {a: {sha256: 00ff, version: '2.0.0'}}\n");
	CHECK(pinned("{crates: {a: {version: 1.0.0, sha256: aa}}}") ==
	      "{crates: {a: {version: 2.0.0, sha256: 00ff}}}");
	CHECK(pinned("crates:\n  b:\n    kernel: {}\n  a:\n"
		     "    sha256: aa\n    version:\n      \"1.0.0\"\n") ==
	      "crates:\n  b:\n    kernel: {}\n  a:\n"
	      "    sha256: 00ff\n    version:\n      \"2.0.0\"\n");
}

TEST_CASE("line endings, a byte order mark and a missing newline stay")
{
	CHECK(pinned("crates:\r\n  a:\r\n    version: 1.0.0\r\n"
		     "    sha256: aa\r\n") ==
	      "crates:\r\n  a:\r\n    version: 2.0.0\r\n"
	      "    sha256: 00ff\r\n");
	CHECK(pinned("\xef\xbb\xbf{crates: {a: {version: 1.0.0, "
		     "sha256: aa}}}") ==
	      "\xef\xbb\xbf{crates: {a: {version: 2.0.0, sha256: 00ff}}}");
	CHECK(pinned("crates:\n  a:\n    sha256: aa\n    version: 1.0.0") ==
	      "crates:\n  a:\n    sha256: 00ff\n    version: 2.0.0");
}

TEST_CASE("characters of several bytes do not shift places")
{
	CHECK(pinned("crates: # \u00e4\u00f6\u20ac\n  a: {why: \u00e9\u00e9, "
		     "version: 1.0.0, sha256: aa}\n") ==
	      "crates: # \u00e4\u00f6\u20ac\n  a: {why: \u00e9\u00e9, "
	      "version: 2.0.0, sha256: 00ff}\n");
}

TEST_CASE("a hash that is not there is added")
{
	CHECK(pinned("crates:\n  a:\n    version: 1.0.0 # why\n"
		     "    kernel: {}\n",
		     "2.0.0", "ff") ==
	      "crates:\n  a:\n    version: 2.0.0 # why\n    sha256: ff\n"
	      "    kernel: {}\n");
	CHECK(pinned("crates: {a: {version: 1.0.0}}\n", "2.0.0", "ff") ==
	      "crates: {a: {version: 2.0.0, sha256: ff}}\n");
	CHECK(pinned("crates:\r\n  a:\r\n    version: 1.0.0", "2.0.0", "ff") ==
	      "crates:\r\n  a:\r\n    version: 2.0.0\r\n    sha256: ff");
}

TEST_CASE("a layout that is not understood is told, with its place")
{
	CHECK(pinned("crates:\n  a:\n    version: |-\n      1.0.0\n") ==
	      refused);
	CHECK(pinned("crates:\n  a:\n    sha256: aa\n    version: >-\n"
		     "      1.0.0\n") ==
	      "manifest-edit: 'version' cannot be changed in this layout");
	CHECK(place_of_error("crates:\n  a:\n    version: |-\n"
			     "      1.0.0\n") == "3:14");
	CHECK(pinned("crates:\n  a:\n    version: 1.0.0\n     more\n") ==
	      refused);
	CHECK(pinned("crates:\n  a:\n    version: \"1.0\n     more\"\n") ==
	      refused);
	CHECK(pinned("crates:\n  a:\n    version: [1.0.0]\n") == refused);
	CHECK(pinned("crates:\n  b:\n    version: 1.0.0\n") ==
	      "manifest-edit: the entry a cannot be changed in this layout");
	CHECK(pinned("crates: [a]\n") ==
	      "manifest-edit: a manifest without the mapping 'crates' "
	      "cannot be changed in this layout");
	CHECK(pinned("crates: {\n").starts_with("yaml-syntax: "));
}

TEST_CASE("several pins are changed at once")
{
	const Result<std::string> out =
		set_pins({ "f.yaml", "crates: {a: {version: 1.0.0}, "
				     "b: {sha256: aa, version: 1.0.0}}\n" },
			 { { "b", "3.0.0", "bb" }, { "a", "2.0.0", "cc" } });

	REQUIRE(out);
	CHECK(out.value() == "crates: {a: {version: 2.0.0, sha256: cc}, "
			     "b: {sha256: bb, version: 3.0.0}}\n");
}

TEST_CASE("an entry is put among those that are in order")
{
	CHECK(added("crates:\n  b:\n    version: 1.0.0\n\n"
		    "  # about d\n  # more\n  d:\n    version: 1.0.0\n",
		    "c") == "crates:\n  b:\n    version: 1.0.0\n\n"
			    "  c:\n    version: \"1.0.0\"\n"
			    "    kernel: {features: [x]}\n\n"
			    "  # about d\n  # more\n  d:\n"
			    "    version: 1.0.0\n");
	CHECK(added("crates:\n    b: {version: 1.0.0}\n"
		    "    d:\n      version: 1.0.0\n",
		    "a") == "crates:\n    a:\n      version: \"1.0.0\"\n"
			    "      kernel: {features: [x]}\n"
			    "    b: {version: 1.0.0}\n"
			    "    d:\n      version: 1.0.0\n");
}

TEST_CASE("an entry is put behind the last one with all that is its")
{
	CHECK(added("crates:\n  b:\n    version: 1.0.0\n    edits:\n"
		    "    - {find: |2,\n",
		    "c")
		      .starts_with("yaml-syntax"));
	CHECK(added("crates:\n  b:\n    version: 1.0.0\n    why: |-\n"
		    "      text\n\n      # text\n\n\n# the end\nschema: 1\n",
		    "c") ==
	      "crates:\n  b:\n    version: 1.0.0\n    why: |-\n"
	      "      text\n\n      # text\n"
	      "  c:\n    version: \"1.0.0\"\n    kernel: {features: [x]}\n"
	      "\n\n# the end\nschema: 1\n");
	CHECK(added("crates:\r\n  b: {version: 1.0.0}\r\n\r\n"
		    "  a: {version: 1.0.0}",
		    "c") ==
	      "crates:\r\n  b: {version: 1.0.0}\r\n\r\n"
	      "  a: {version: 1.0.0}\r\n\r\n"
	      "  c:\r\n    version: \"1.0.0\"\r\n    kernel: {features: [x]}");
}

TEST_CASE("an entry is added to a list of entries on one line")
{
	constexpr std::string_view entry =
		"c: {version: \"1.0.0\", kernel: {features: [x]}}";

	CHECK(added("crates: {b: {}, d: {}}\n", "c") ==
	      str("crates: {b: {}, ", entry, ", d: {}}\n"));
	CHECK(added("crates: {b: {why: \"}\"}, # it's }\n  a: {} }\n", "c") ==
	      str("crates: {b: {why: \"}\"}, # it's }\n  a: {}, ", entry,
		  " }\n"));
	CHECK(added("crates: {b: {},}\n", "c") ==
	      str("crates: {b: {}, ", entry, "}\n"));
}

TEST_CASE("the first entry makes a block of no entries")
{
	CHECK(added("schema: 1\ncrates: {} # none\n", "c") ==
	      "schema: 1\ncrates: # none\n  c:\n    version: \"1.0.0\"\n"
	      "    kernel: {features: [x]}\n");
	CHECK(added("crates: { }", "c") ==
	      "crates:\n  c:\n    version: \"1.0.0\"\n"
	      "    kernel: {features: [x]}");
}

TEST_CASE("an entry that is there is not added again")
{
	CHECK(added("crates:\n  c: {}\n", "c") ==
	      "manifest-edit: the entry c, which is there, cannot be changed "
	      "in this layout");
	CHECK(added("crates:\n", "c")
		      .starts_with("manifest-edit: a manifest without"));
}
