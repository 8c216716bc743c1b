/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/shared_text.h"

namespace kcrate {

enum class Severity { note, warning, error };

enum class Id {
#define DIAG(name, severity, kebab, text) name,
#include "diag/ids.def"
#undef DIAG
};

/*
 * Where something was written.  It carries the line itself, so that a Diag can
 * be rendered after the text it speaks of is gone.
 */
struct Place {
	SharedText file;
	size_t line = 0;   /* from 1; 0: the file as a whole */
	size_t column = 0; /* from 1, in bytes */
	size_t width = 0;  /* bytes to underline, at least 1 */
	SharedText text;   /* the line, without its newline */
};

/* What a compiler said of a finding when it was asked. */
enum class Evidence {
	none,	       /* it was not asked, or cannot tell */
	confirmed,     /* it says the same */
	refuted,       /* it finds nothing there */
	compiler_only, /* it alone says so */
};

/*
 * One thing worth telling the user, as data.  A Diag says what is wrong, where
 * it was written and what can be done; how it looks is the business of report/.
 *
 * A Diag that stops the stage which found it travels in a Result; all others
 * are handed to a Sink and the stage goes on.
 */
struct Diag {
	Diag(Id id, std::string message) : id(id), message(std::move(message))
	{}

	Diag &&at(Place place) &&
	{
		where = std::move(place);
		return std::move(*this);
	}
	Diag &&with_help(std::string text) &&
	{
		help = std::move(text);
		return std::move(*this);
	}

	Id id;
	std::string message;
	std::optional<Place> where;
	std::string help;
	std::vector<std::string> context; /* innermost first */
	std::string crate;	/* the package it is about, "" for none */
	std::vector<Diag> more; /* that stop the stage as well */
	/* The cfg under which its code is compiled, "" where it always is. */
	std::string condition;
	bool conditional = false; /* nobody knows whether that holds */
	Evidence evidence = Evidence::none;
	std::optional<Severity> severity; /* by a policy; else that of the id */
};

/* @diag alone, then those that it has with it. */
std::vector<Diag> unfolded(Diag diag);

std::string_view name_of(Id id);
Severity severity_of(Id id);
Severity severity_of(const Diag &diag);
std::string_view summary_of(Id id);
std::string_view name_of(Severity severity);
std::string_view name_of(Evidence evidence);

/* Every id there is, in the order of ids.def. */
std::vector<Id> all_ids();

/*
 * A text that Diags can point into.  It remembers where it looked last, as most
 * readers ask for one place after the other; so it is not for two threads.
 */
struct SourceText {
	SharedText file;
	std::string_view text;
	/*
	 * Where @text is in the file, if it is a part of it: the lines before
	 * it, and the blanks in front of each of its own.
	 */
	size_t lines_above = 0, indent = 0;

	/* The place of the half-open byte range [@begin, @end). */
	Place place(size_t begin, size_t end) const;

	/* @place, which is one in @text, as one in the file. */
	Place in_file(Place place) const;

	struct Cursor {
		size_t offset = 0, line = 1;
	};
	mutable Cursor last = {};
};

/* Collects what stages have to say without stopping. */
struct Sink {
	std::vector<Diag> diags;

	void report(Diag diag) { diags.push_back(std::move(diag)); }
	bool has_errors() const;
};

} /* namespace kcrate */
