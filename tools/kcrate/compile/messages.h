/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * What rustc says with --error-format=json (The rustc book, "JSON Output").
 * Here alone JSON is read of all that a compiler does.
 */

#include <string>
#include <string_view>
#include <vector>

#include "diag/diag.h"

namespace kcrate {

struct Message {
	bool is_error = false;
	std::string code; /* "E0599", a lint's name, or "" */
	std::string text;
	/*
	 * Where it is in files of the crate: first where the crate itself has
	 * the code or calls the macro that makes it, then what is expanded.
	 * The files' names are those in the crate.
	 */
	std::vector<Place> places;
	size_t last_line = 0; /* that the first place reaches to */
};

/*
 * The errors and warnings in @output, a line each, of a crate that stands in
 * @directory; what is no such line says nothing.
 */
std::vector<Message> read_messages(std::string_view output,
				   std::string_view directory);

/*
 * Whether @message tells of a place where something is wrong, and not of what
 * follows from an error elsewhere: no types that differ, and no error without a
 * code, which a macro may have written.
 */
bool is_certain(const Message &message);

/*
 * Whether it is an error in spite of which rustc looks at all types: not one of
 * names that it does not find.
 */
bool is_of_types(const Message &message);

/* Whether it is the lint about what marked_alloc() has marked. */
bool is_infallible_use(const Message &message);

/* Whether it says that the output of a build script is not there. */
bool lacks_script(const Message &message);

/* Whether it says that crate @name is not there ("can't find crate"). */
bool lacks_crate(const Message &message, std::string_view name);

} /* namespace kcrate */
