// SPDX-License-Identifier: GPL-2.0-or-later

#include "diag/diag.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kcrate {

namespace {

struct Row {
	Severity severity;
	std::string_view name;
	std::string_view summary;
};

constexpr Row rows[] = {
#define DIAG(name, severity, kebab, text) { Severity::severity, kebab, text },
#include "diag/ids.def"
#undef DIAG
};

} /* namespace */

std::string_view name_of(Id id)
{
	return rows[static_cast<size_t>(id)].name;
}

Severity severity_of(Id id)
{
	return rows[static_cast<size_t>(id)].severity;
}

Severity severity_of(const Diag &diag)
{
	return diag.severity ? *diag.severity : severity_of(diag.id);
}

std::string_view summary_of(Id id)
{
	return rows[static_cast<size_t>(id)].summary;
}

std::string_view name_of(Severity severity)
{
	constexpr std::string_view names[] = { "note", "warning", "error" };

	return names[static_cast<size_t>(severity)];
}

std::string_view name_of(Evidence evidence)
{
	constexpr std::string_view names[] = { "none", "confirmed", "refuted",
					       "compiler-only" };

	return names[static_cast<size_t>(evidence)];
}

std::vector<Id> all_ids()
{
	std::vector<Id> ids;

	for (size_t i = 0; i < std::size(rows); i++)
		ids.push_back(static_cast<Id>(i));
	return ids;
}

Place SourceText::place(size_t begin, size_t end) const
{
	begin = std::min(begin, text.size());
	end = std::clamp(end, begin, text.size());

	if (begin < last.offset)
		last = {};
	last.line += static_cast<size_t>(
		std::count(text.begin() + static_cast<ptrdiff_t>(last.offset),
			   text.begin() + static_cast<ptrdiff_t>(begin), '\n'));
	last.offset = begin;

	const size_t newline = text.substr(0, begin).rfind('\n');
	const size_t start = newline == text.npos ? 0 : newline + 1;
	const std::string_view line =
		text.substr(start, text.find('\n', start) - start);
	const size_t left = start + line.size() - begin;
	Place place;

	place.file = file;
	place.line = last.line;
	place.column = begin - start + 1;
	place.width = std::max<size_t>(1, std::min(end - begin, left));
	place.text = line;
	return in_file(std::move(place));
}

Place SourceText::in_file(Place place) const
{
	place.line += lines_above;
	place.column += indent;
	if (indent)
		place.text = std::string(indent, ' ') + std::string(place.text);
	return place;
}

bool Sink::has_errors() const
{
	return std::any_of(diags.begin(), diags.end(), [](const Diag &diag) {
		return severity_of(diag) == Severity::error;
	});
}

std::vector<Diag> unfolded(Diag diag)
{
	std::vector<Diag> more = std::exchange(diag.more, {});

	more.insert(more.begin(), std::move(diag));
	return more;
}

} /* namespace kcrate */
