// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "emit/emit.h"

namespace kcrate {

namespace {

/* Greedy filling at 72 columns, as Linux's own READMEs have it. */
std::string filled(const std::string &paragraph)
{
	constexpr size_t width = 72;
	std::string out;
	size_t column = 0;

	for (const std::string_view word : split(paragraph, ' ')) {
		if (column && column + 1 + word.size() > width) {
			out += "\n";
			column = 0;
		}
		if (column) {
			out += " ";
			column++;
		}
		out += word;
		column += word.size();
	}
	return out + "\n";
}

/* "and only modified to A, to B and to C." */
std::string modifications(const std::vector<std::string> &changes)
{
	std::string out = "and only modified to ";

	if (changes.empty())
		return "and not modified.";
	for (size_t i = 0; i < changes.size(); i++) {
		if (i)
			out += i + 1 == changes.size() ? " and to " : ", to ";
		out += changes[i];
	}
	return out + ".";
}

std::string licence_words(const ReadmeFacts &facts)
{
	std::string out = str("licensed under \"", facts.licence, "\" ");

	if (!facts.chosen_licence.empty())
		out += str("(here: \"", facts.chosen_licence, "\") ");
	return out;
}

} /* namespace */

std::string emit_readme(const ReadmeFacts &facts)
{
	std::string text = str("These source files come from the Rust `",
			       facts.name, "` crate, version ", facts.version);
	std::string out = str("# `", facts.name, "`\n\n");

	if (!facts.released.empty())
		text += str(" (released ", facts.released, ")");
	text += ", ";
	if (!facts.commit.empty())
		text += str("as of commit ", facts.commit, ", ");
	if (!facts.debian_package.empty())
		text += str("as Debian distributes it in `",
			    facts.debian_package,
			    "` (which may differ from what crates.io has), ");
	if (!facts.repository.empty())
		text += str("hosted in the <", facts.repository,
			    "> repository, ");
	out += filled(text + licence_words(facts) +
		      modifications(facts.changes));
	if (facts.links.empty())
		return out;
	out += "\nFor copyright details, please see:\n\n";
	for (const std::string &link : facts.links)
		out += str("    ", link, "\n");
	return out;
}

} /* namespace kcrate */
