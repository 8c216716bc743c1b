// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/messages.h"
#include "testing/table.h"

namespace kcrate {

namespace {

/* A span of rustc's, in @file of the work directory. */
std::string span(std::string_view file, size_t line, size_t column,
		 std::string_view text, std::string_view expansion = "null")
{
	return str("{\"file_name\":\"", file, "\",\"line_start\":", line,
		   ",\"line_end\":", line, ",\"column_start\":", column,
		   ",\"column_end\":", column + 2,
		   ",\"is_primary\":true,\"text\":[{\"text\":\"", text,
		   "\"}],\"expansion\":", expansion, "}");
}

std::string message(std::string_view code, std::string_view spans,
		    std::string_view level = "error")
{
	return str("{\"message\":\"text\",\"code\":",
		   code.empty() ? std::string("null")
				: str("{\"code\":\"", code, "\"}"),
		   ",\"level\":\"", level, "\",\"spans\":[", spans, "]}");
}

std::string expanded(std::string_view span)
{
	return str("{\"span\":", span, "}");
}

/* What is read of @output, a message a line. */
std::string read(const std::string &output)
{
	std::string out;

	for (const Message &message : read_messages(output, "/w/demo")) {
		out += str(message.is_error ? "error " : "warning ",
			   message.code);
		for (const Place &place : message.places)
			out += str(" ", place.file, ":", place.line, ":",
				   place.column, "+", place.width);
		out += is_certain(message) ? " certain\n" : "\n";
	}
	return out;
}

} /* namespace */

TEST_CASE("what rustc says is read line by line")
{
	const std::string lib = "/w/demo/src/lib.rs";
	const std::string core = "/lib/core/src/macros.rs";

	check(read,
	      {
		      { message("E0599", span(lib, 3, 5, "    v.push(1);")),
			"error E0599 src/lib.rs:3:5+2 certain\n" },
		      /* Columns are bytes here, characters there. */
		      { message("E0599", span(lib, 3, 3, "\xc3\xa4.push(1);")),
			"error E0599 src/lib.rs:3:4+2 certain\n" },
		      { message("E0277", span(lib, 3, 5, "    v.push(1);"),
				"warning"),
			"warning E0277 src/lib.rs:3:5+2\n" },
		      /* A macro of another crate, and one of this. */
		      { message("E0433",
				span(core, 9, 1, "x",
				     expanded(span(lib, 7, 1, "vec![1]")))),
			"error E0433 src/lib.rs:7:1+2 certain\n" },
		      { message("E0433",
				span(lib, 2, 3, "  Box::new",
				     expanded(span(lib, 7, 1, "b!()")))),
			"error E0433 src/lib.rs:7:1+2 src/lib.rs:2:3+2 "
			"certain\n" },
		      { message("E0433", span(core, 9, 1, "x")),
			"error E0433\n" },
		      { message("E0463", ""), "error E0463\n" },
		      /* What follows from an error elsewhere. */
		      { message("E0308", span(lib, 3, 1, "text")),
			"error E0308 src/lib.rs:3:1+2\n" },
		      { message("", span(lib, 3, 1, "text")),
			"error  src/lib.rs:3:1+2\n" },
	      });
}

TEST_CASE("what is no message of rustc's says nothing")
{
	check(read,
	      {
		      { "", "" },
		      { "warning: text", "" },
		      { "{", "" },
		      { "[]\n{}\n{\"message\":1}", "" },
		      { "{\"message\":\"aborting due to 1 previous "
			"error\",\"level\":\"error\",\"spans\":[]}",
			"" },
		      { message("E0001", "1"), "error E0001\n" },
		      { message("E0001", "{\"is_primary\":1}"),
			"error E0001\n" },
		      { message("E0001", "{\"is_primary\":true,"
					 "\"file_name\":[]}"),
			"error E0001\n" },
		      { message("E0001",
				"{\"is_primary\":true,\"expansion\":3}"),
			"error E0001\n" },
		      { message("E0001", "{\"is_primary\":true,\"file_name\":"
					 "\"/w/demo/a\",\"text\":[4]}"),
			"error E0001 a:0:1+1 certain\n" },
		      { std::string(200000, '{'), "" },
		      { "{\"spans\":" + std::string(200000, '['), "" },
	      });
}

TEST_CASE("a crate that is not there is called by its name")
{
	const auto lacks = [](const char *code, const char *text) {
		Message message;
		message.is_error = true;
		message.code = code;
		message.text = text;
		return lacks_crate(message, "std");
	};

	CHECK(lacks("E0463", "can't find crate for `std`"));
	CHECK(lacks("E0433", "cannot find module or crate `std`"));
	CHECK(!lacks("E0463", "can't find crate for `alloc`"));
	CHECK(!lacks("E0599", "no method `std`"));
}

} /* namespace kcrate */
