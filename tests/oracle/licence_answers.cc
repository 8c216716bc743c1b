// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * What kcrate makes of licences, for tests/oracle/licences.py:
 *
 *   licence_answers texts SET   reads names of files, and prints for each the
 *                               licences whose text it has, with their
 *                               likeness and lines, and what it says in words
 *   licence_answers crates SET  reads directories, and prints the findings of
 *                               the crate in each
 *   licence_answers tags        reads expressions, and prints whether each id
 *                               is taggable, the expression with all
 *                               parentheses, and the tag; "-" for none
 */

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include "audit/licence_files.h"
#include "base/str.h"
#include "cli/vendor.h"
#include "licence/identify.h"

using namespace kcrate;

namespace {

std::string content_of(const std::string &file)
{
	std::ostringstream out;

	out << std::ifstream(file).rdbuf();
	return out.str();
}

void print(const TextMatch &match, std::string_view what)
{
	std::cout << '\t' << what << match.id << ':' << match.likeness() << ':'
		  << match.first_line << '-' << match.last_line;
}

/* Findings of each crate; "" is as all of its files were compiled. */
int crates(const LicenceTexts &known)
{
	LicenceQuestion question;
	std::string directory;

	question.texts = &known;
	while (std::getline(std::cin, directory)) {
		const Result<std::unique_ptr<UnpackedCrate>> crate =
			read_unpacked(directory);
		if (!crate) {
			std::cout << directory << ": " << crate.error().message
				  << "\n";
			continue;
		}
		for (const Diag &diag :
		     check_licences(crate.value()->cargo, crate.value()->files,
				    question)
			     .findings)
			std::cout << directory << '/' << diag.where->file.view()
				  << ':' << diag.where->line << ": "
				  << diag.message << " [" << name_of(diag.id)
				  << "]\n";
	}
	return 0;
}

int texts(const LicenceTexts &known)
{
	std::string file;

	while (std::getline(std::cin, file)) {
		const LicenceFile read =
			identify_licences(content_of(file), known);
		std::cout << file;
		for (const TextMatch &match : read.texts)
			print(match, "");
		for (const TextMatch &match : read.similar)
			print(match, "like ");
		for (const LicenceNotice &notice : read.notices)
			std::cout << "\tsays " << to_string(notice.licence)
				  << ':' << notice.line;
		if (read.rest_words)
			std::cout << "\trest " << read.rest_words << ':'
				  << read.rest_line
				  << (read.terms ? " of terms" : "");
		std::cout << "\n";
	}
	return 0;
}

/* As spdxcheck reads it, whether it is taggable or not. */
std::string in_parentheses(const Licence &licence)
{
	const char *const between =
		licence.kind == Licence::Kind::disjunction ? " OR " : " AND ";
	std::string out;

	if (licence.kind == Licence::Kind::id)
		return licence.exception.empty()
			       ? licence.id
			       : str("(", to_string(licence), ")");
	for (const Licence &term : licence.terms)
		out = out.empty() ? in_parentheses(term)
				  : str("(", out, between, in_parentheses(term),
					")");
	return out;
}

bool all_taggable(const Licence &licence)
{
	const std::vector<Licence> ids = ids_in(licence);

	return std::all_of(ids.begin(), ids.end(), is_taggable);
}

int tags()
{
	std::string line;

	while (std::getline(std::cin, line)) {
		const Result<Licence> licence = parse_licence(line);
		if (!licence) {
			std::cout << "-\t-\t-\n";
			continue;
		}
		const Result<std::string> tag = kernel_tag(licence.value());
		std::cout << (all_taggable(licence.value()) ? "taggable" : "no")
			  << '\t' << in_parentheses(licence.value()) << '\t'
			  << (tag ? tag.value() : "-") << "\n";
	}
	return 0;
}

} /* namespace */

int main(int argc, char **argv)
{
	const std::string_view what = argc == 3 ? argv[1] : "";
	if (argc == 2 && std::string_view(argv[1]) == "tags")
		return tags();
	const Result<LicenceTexts> known =
		LicenceTexts::parse(argc == 3 ? content_of(argv[2]) : "");

	if (known && what == "texts")
		return texts(known.value());
	if (known && what == "crates")
		return crates(known.value());
	std::cerr << "usage: licence_answers texts|crates SET, or tags\n";
	return 2;
}
