// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>

#include "base/str.h"
#include "report/report.h"

namespace kcrate {

namespace {

/*
 * The length of what @text begins with, if that is a character which a
 * terminal obeys instead of showing it: ASCII's control characters, those of
 * ISO 6429 above them (U+0080 to U+009F), and Unicode's for the direction of
 * text (U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069).
 */
size_t control_length(std::string_view text)
{
	const auto at = [&](size_t i) -> unsigned int {
		return i < text.size() ? static_cast<unsigned char>(text[i])
				       : 0;
	};
	const auto in = [](unsigned int c, unsigned int low,
			   unsigned int high) { return c >= low && c <= high; };

	if ((at(0) < 0x20 && at(0) != '\t') || at(0) == 0x7f)
		return 1;
	if (at(0) == 0xc2 && in(at(1), 0x80, 0x9f))
		return 2;
	if (at(0) == 0xe2 && at(1) == 0x80 &&
	    (in(at(2), 0x8e, 0x8f) || in(at(2), 0xaa, 0xae)))
		return 3;
	return at(0) == 0xe2 && at(1) == 0x81 && in(at(2), 0xa6, 0xa9) ? 3 : 0;
}

/* @text with such characters as "\x1b", byte by byte. */
std::string printable(std::string_view text)
{
	std::string out;

	while (!text.empty()) {
		const size_t control = control_length(text);
		const size_t length = std::max<size_t>(1, control);
		for (const char c : text.substr(0, length))
			out += control ? "\\x" + hex({ &c, 1 })
				       : std::string(1, c);
		text.remove_prefix(length);
	}
	return out;
}

std::string painted(std::string_view text, Severity severity, Colour colour)
{
	constexpr std::string_view codes[] = { "\033[1;36m", "\033[1;35m",
					       "\033[1;31m" };

	if (colour == Colour::no)
		return std::string(text);
	return str(codes[static_cast<size_t>(severity)], text, "\033[0m");
}

/* As wide as @text when it is printed, tabs kept. */
std::string blank(std::string_view text)
{
	std::string out;

	for (const char c : printable(text)) {
		/* The second and further bytes of a character take no room. */
		if ((static_cast<unsigned char>(c) & 0xc0) != 0x80)
			out += c == '\t' ? '\t' : ' ';
	}
	return out;
}

std::string quoted_line(const Place &place)
{
	constexpr size_t widest = 200;
	std::string caret;

	const std::string_view line = place.text;
	if (line.empty() || line.size() > widest)
		return {};
	const size_t begin =
		std::min(std::max<size_t>(1, place.column) - 1, line.size());
	caret = str(blank(line.substr(0, begin)), "^");
	const size_t width = blank(line.substr(begin, place.width)).size();
	if (width > 1)
		caret += std::string(width - 1, '~');
	return str("    ", printable(line), "\n    ", caret, "\n");
}

std::string where_of(const Diag &diag)
{
	if (!diag.where)
		return "kcrate";
	if (!diag.where->line)
		return diag.where->file;
	return str(diag.where->file, ":", diag.where->line, ":",
		   diag.where->column);
}

} /* namespace */

std::string to_text(const Diag &diag, Colour colour)
{
	const Severity severity = severity_of(diag);
	std::string out =
		str(printable(where_of(diag)), ": ",
		    painted(str(name_of(severity), ":"), severity, colour), " ",
		    printable(diag.message), " [", name_of(diag.id), "]\n");

	if (diag.where && diag.where->line)
		out += quoted_line(*diag.where);
	for (const std::string &line : diag.context)
		out += str("    ", printable(line), "\n");
	if (!diag.condition.empty())
		out += str("    when: ", printable(diag.condition),
			   diag.conditional ? ", which is not known" : "",
			   "\n");
	else if (diag.conditional)
		out += "    when: in some configurations\n";
	if (diag.evidence != Evidence::none)
		out += str("    rustc: ", name_of(diag.evidence), "\n");
	if (!diag.help.empty())
		out += str("    help: ", printable(diag.help), "\n");
	return out;
}

std::string summary_of(const std::vector<Diag> &diags)
{
	std::vector<std::string> parts;

	for (const Severity severity :
	     { Severity::error, Severity::warning, Severity::note }) {
		const auto count = static_cast<size_t>(std::count_if(
			diags.begin(), diags.end(), [&](const Diag &diag) {
				return severity_of(diag) == severity;
			}));
		if (count)
			parts.push_back(str(count, " ", name_of(severity),
					    count == 1 ? "" : "s"));
	}
	return parts.empty() ? "" : join(parts, ", ") + "\n";
}

std::string table(const std::vector<std::vector<std::string>> &rows)
{
	const auto is_number = [](const std::string &cell) {
		return cell.find_first_of("0123456789") != cell.npos &&
		       cell.find_first_not_of("0123456789.-") == cell.npos &&
		       count_of(cell, ".") < 2;
	};
	std::vector<size_t> widths;
	std::string out;

	for (const std::vector<std::string> &row : rows)
		for (size_t i = 0; i < row.size(); i++) {
			widths.resize(std::max(widths.size(), i + 1));
			widths[i] = std::max(widths[i], row[i].size());
		}
	for (const std::vector<std::string> &row : rows) {
		std::string line;
		for (size_t i = 0; i < row.size(); i++) {
			const std::string pad(widths[i] - row[i].size(), ' ');
			line += i ? "  " : "";
			line += is_number(row[i]) ? pad + row[i] : row[i] + pad;
		}
		line.erase(line.find_last_not_of(' ') + 1);
		out += line + "\n";
	}
	return out;
}

} /* namespace kcrate */
