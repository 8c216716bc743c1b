// SPDX-License-Identifier: GPL-2.0-or-later

#include <algorithm>

#include "base/str.h"
#include "report/report.h"

namespace kcrate {

namespace {

/* A terminal's escape sequences are nothing that a quoted line may send. */
std::string printable(std::string_view text)
{
	std::string out;

	for (const char c : text) {
		const auto byte = static_cast<unsigned char>(c);
		if (c == '\t')
			out += c;
		else if (byte < 0x20 || byte == 0x7f)
			out += "\\x" + hex(std::string_view(&c, 1));
		else
			out += c;
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

/* Columns up to byte @end of @line, tabs kept so that the caret stands right.
 */
std::string indent_to(std::string_view line, size_t end)
{
	std::string out;

	for (const char c : line.substr(0, std::min(end, line.size()))) {
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

	if (place.text.empty() || place.text.size() > widest)
		return {};
	caret = str(indent_to(place.text, place.column - 1), "^");
	if (place.width > 1)
		caret += std::string(
			std::min(place.width, place.text.size()) - 1, '~');
	return str("    ", printable(place.text), "\n    ", caret, "\n");
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
	const Severity severity = severity_of(diag.id);
	std::string out =
		str(printable(where_of(diag)), ": ",
		    painted(str(name_of(severity), ":"), severity, colour), " ",
		    printable(diag.message), " [", name_of(diag.id), "]\n");

	if (diag.where && diag.where->line)
		out += quoted_line(*diag.where);
	for (const std::string &line : diag.context)
		out += str("    ", printable(line), "\n");
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
				return severity_of(diag.id) == severity;
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
