// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * A name consists of a family ("gnu general public license"), a version and
 * whether later ones will do.  All three are read off words, so that hyphens,
 * blanks and "v" make no difference.
 */

#include "spdx/names.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

/* How a family's id is made of its name and a version. */
enum class Versions {
	none,	  /* "MIT" */
	numbered, /* "MPL-2.0", which has to be said */
	gnu	  /* likewise, and "-only" or "-or-later" */
};

struct Family {
	std::string_view words; /* with blanks between them */
	std::string_view id;	/* with its version where nobody says it */
	Versions versions;
	std::string_view usual = {}; /* that version, if there is one */
};

constexpr Family families[] = {
	{ "affero general public license", "AGPL", Versions::gnu },
	{ "agpl", "AGPL", Versions::gnu },
	{ "lesser general public license", "LGPL", Versions::gnu },
	{ "library general public license", "LGPL", Versions::gnu },
	{ "lesser gpl", "LGPL", Versions::gnu },
	{ "lgpl", "LGPL", Versions::gnu },
	{ "general public license", "GPL", Versions::gnu },
	{ "gpl", "GPL", Versions::gnu },
	{ "apache software license", "Apache", Versions::numbered, "2.0" },
	{ "apache public license", "Apache", Versions::numbered, "2.0" },
	{ "apache license", "Apache", Versions::numbered, "2.0" },
	{ "apache", "Apache", Versions::numbered, "2.0" },
	{ "asl", "Apache", Versions::numbered },
	{ "mozilla public license", "MPL", Versions::numbered },
	{ "mozilla", "MPL", Versions::numbered },
	{ "mpl", "MPL", Versions::numbered },
	{ "eclipse public license", "EPL", Versions::numbered },
	{ "epl", "EPL", Versions::numbered },
	{ "european union public license", "EUPL", Versions::numbered },
	{ "eupl", "EUPL", Versions::numbered },
	{ "artistic license", "Artistic", Versions::numbered },
	{ "artistic", "Artistic", Versions::numbered },
	{ "boost software license", "BSL", Versions::numbered, "1.0" },
	{ "boost license", "BSL", Versions::numbered, "1.0" },
	{ "boost", "BSL", Versions::numbered, "1.0" },
	{ "bsl", "BSL", Versions::numbered, "1.0" },
	{ "cc0", "CC0", Versions::numbered, "1.0" },
	{ "cc zero", "CC0", Versions::numbered, "1.0" },
	{ "creative commons zero", "CC0", Versions::numbered, "1.0" },
	{ "creative commons cc0", "CC0", Versions::numbered, "1.0" },
	{ "cddl", "CDDL", Versions::numbered },
	{ "mit x11", "MIT", Versions::none },
	{ "mit expat", "MIT", Versions::none },
	{ "expat", "MIT", Versions::none },
	{ "mit", "MIT", Versions::none },
	{ "mit 0", "MIT-0", Versions::none },
	{ "isc", "ISC", Versions::none },
	{ "zlib libpng", "Zlib", Versions::none },
	{ "zlib", "Zlib", Versions::none },
	{ "unlicense", "Unlicense", Versions::none },
	{ "wtfpl", "WTFPL", Versions::none },
	{ "do what the fuck you want to public license", "WTFPL",
	  Versions::none },
	{ "0bsd", "0BSD", Versions::none },
	{ "0 clause bsd", "0BSD", Versions::none },
	{ "zero clause bsd", "0BSD", Versions::none },
	{ "bsd 0 clause", "0BSD", Versions::none },
	{ "bsd zero clause", "0BSD", Versions::none },
	{ "bsd 2 clause", "BSD-2-Clause", Versions::none },
	{ "bsd two clause", "BSD-2-Clause", Versions::none },
	{ "2 clause bsd", "BSD-2-Clause", Versions::none },
	{ "two clause bsd", "BSD-2-Clause", Versions::none },
	{ "simplified bsd", "BSD-2-Clause", Versions::none },
	{ "freebsd", "BSD-2-Clause", Versions::none },
	{ "bsd 3 clause", "BSD-3-Clause", Versions::none },
	{ "bsd three clause", "BSD-3-Clause", Versions::none },
	{ "3 clause bsd", "BSD-3-Clause", Versions::none },
	{ "three clause bsd", "BSD-3-Clause", Versions::none },
	{ "new bsd", "BSD-3-Clause", Versions::none },
	{ "modified bsd", "BSD-3-Clause", Versions::none },
	{ "revised bsd", "BSD-3-Clause", Versions::none },
	{ "bsd", "BSD", Versions::none }, /* one of them */
	{ "bsd style", "BSD", Versions::none },
	{ "bsd 4 clause", "BSD-4-Clause", Versions::none },
	{ "4 clause bsd", "BSD-4-Clause", Versions::none },
};

bool is_licence_word(std::string_view word)
{
	return word == "license" || word == "licence" || word == "licenses" ||
	       word == "licences";
}

bool is_number(std::string_view word)
{
	return !word.empty() && word.size() <= 2 &&
	       std::all_of(word.begin(), word.end(), is_digit);
}

/* Reads one name; @at stands behind what was read. */
class NameReader {
public:
	NameReader(const std::vector<std::string> &words, size_t at)
		: words(words), begin(at), at(at)
	{}

	std::optional<NamedLicence> read();

private:
	std::string_view word(size_t i) const
	{
		return i < words.size() ? std::string_view(words[i])
					: std::string_view();
	}
	bool eat(std::string_view wanted)
	{
		if (word(at) != wanted)
			return false;
		at++;
		return true;
	}
	size_t length_of(const Family &family) const;
	const Family *family();
	std::string version();
	std::string version_of(std::string_view first);
	bool later();

	const std::vector<std::string> &words;
	size_t begin, at;
	std::string_view glued; /* "v2" of "gplv2" */
};

/* How many words @family has at @at, 0 if it is not there. */
size_t NameReader::length_of(const Family &family) const
{
	size_t i = at;

	/* Most are other words from the first on. */
	if (word(i).empty() || !family.words.starts_with(word(i)))
		return 0;
	for (const std::string_view wanted : split(family.words, ' ')) {
		const std::string_view is = word(i++);
		if (is != wanted && !(is == "licence" && wanted == "license"))
			return 0;
	}
	return i - at;
}

/* The longest family here; a version may be glued to it. */
const Family *NameReader::family()
{
	const Family *best = nullptr;
	size_t length = 0;
	const std::string_view first = word(at);
	const size_t letters =
		std::min(first.find_first_of("0123456789"), first.size());

	for (const Family &one : families)
		if (length_of(one) > length) {
			best = &one;
			length = length_of(one);
		}
	at += length;
	if (best || !letters || letters == first.size())
		return best;
	std::string_view stem = first.substr(0, letters);
	for (const Family &one : families) {
		if (one.versions == Versions::none ||
		    (stem != one.words && stem != str(one.words, "v")))
			continue;
		glued = first.substr(letters);
		at++;
		return &one;
	}
	return nullptr;
}

/* @first and perhaps another word, as in "2.0"; "2" means that as well. */
std::string NameReader::version_of(std::string_view first)
{
	if (!is_number(first))
		return {};
	if (is_number(word(at)))
		return str(first, ".", words[at++]);
	return str(first, ".0");
}

/* "2.0" of "license, version 2", "" and nothing read where there is none. */
std::string NameReader::version()
{
	const size_t before = at;

	if (!glued.empty())
		return version_of(glued);
	while (is_licence_word(word(at)) || word(at) == "version" ||
	       word(at) == "ver" || word(at) == "v")
		at++;
	const std::string_view first = word(at);
	const bool has_v = first.size() > 1 && first[0] == 'v';
	if (is_number(has_v ? first.substr(1) : first)) {
		at++;
		return version_of(has_v ? first.substr(1) : first);
	}
	at = before;
	return {};
}

/* "+", "or later", "or any later version". */
bool NameReader::later()
{
	const size_t before = at;

	if (eat("+"))
		return true;
	eat("or");
	eat("any");
	if (eat("later") || eat("newer") || eat("greater") || eat("above")) {
		eat("version");
		eat("versions");
		return true;
	}
	at = before;
	return false;
}

std::optional<NamedLicence> NameReader::read()
{
	NamedLicence out;

	while (eat("the") || eat("gnu"))
		;
	const Family *const found = family();
	if (!found)
		return {};
	out.id = found->id;
	if (found->versions != Versions::none) {
		std::string told = version();
		if (told.empty())
			told = found->usual;
		out.versioned = !told.empty();
		out.id += told.empty() ? "" : str("-", told);
		const bool more = later();
		if (found->versions == Versions::gnu && out.versioned)
			out.id += more ? "-or-later" : "-only";
		else if (more)
			out.id += "+";
		if (found->versions == Versions::gnu && !more)
			eat("only");
	}
	if (is_licence_word(word(at)))
		at++;
	out.words = at - begin;
	return out;
}

} /* namespace */

std::optional<NamedLicence>
licence_name_at(const std::vector<std::string> &words, size_t at)
{
	return NameReader(words, at).read();
}

} /* namespace kcrate */
