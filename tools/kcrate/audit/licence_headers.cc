// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/licence_headers.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/str.h"
#include "base/utf8.h"
#include "licence/identify.h"
#include "rustsrc/crate_source.h"

namespace kcrate {

namespace {

constexpr size_t most_choices = 64;

/* A licence that somebody may choose: all of these at once. */
using Choice = std::set<std::string>;

/* Whether the text of @family itself lets one take any later version: MPL-1.1,
 * 6.2; MPL-2.0, 10.2; EPL, 7; CDDL, 4.2. */
bool has_later(std::string_view family)
{
	return family.starts_with("mpl-") || family.starts_with("epl-") ||
	       family.starts_with("cddl-");
}

/* "gpl-2.0", "gpl-2.0+", "apache-2.0 with llvm-exception". */
std::string key_of(const Licence &id)
{
	const std::string lower = to_lower(id.id);
	const std::string family = licence_family(id.id);
	const bool later = lower.ends_with("+") || lower.ends_with("-or-later");

	return str(family, later && !has_later(family) ? "+" : "",
		   id.exception.empty() ? "" : " with ",
		   to_lower(id.exception));
}

/* Empty where there are too many. */
std::vector<Choice> choices_of(const Licence &licence);

std::vector<Choice> combined(const std::vector<Choice> &a,
			     const std::vector<Choice> &b)
{
	std::vector<Choice> out;

	if (a.size() * b.size() > most_choices)
		return {};
	for (const Choice &one : a)
		for (const Choice &other : b) {
			out.push_back(one);
			out.back().insert(other.begin(), other.end());
		}
	return out;
}

std::vector<Choice> choices_of(const Licence &licence)
{
	std::vector<Choice> out;

	if (licence.kind == Licence::Kind::id)
		return { { key_of(licence) } };
	if (licence.kind == Licence::Kind::conjunction)
		out.emplace_back();
	for (const Licence &term : licence.terms) {
		std::vector<Choice> inner = choices_of(term);
		if (inner.empty())
			return {};
		if (licence.kind == Licence::Kind::conjunction)
			out = combined(out, inner);
		else
			std::move(inner.begin(), inner.end(),
				  std::back_inserter(out));
		if (out.empty() || out.size() > most_choices)
			return {};
	}
	return out;
}

/* Whether an id is among @chosen, or allows more than one of them. */
bool allows_id(const Licence &id, const Choice &chosen)
{
	Licence plain = id;

	if (chosen.count(key_of(id)))
		return true;
	/* Nobody knows which, so it is the right one. */
	if (id.id == "BSD")
		return std::any_of(chosen.begin(), chosen.end(),
				   [](const std::string &one) {
					   return one.starts_with("bsd-");
				   });
	plain.exception.clear();
	return chosen.count(key_of(plain)) ||
	       chosen.count(licence_family(id.id));
}

bool allows(const Licence &file, const Choice &chosen)
{
	const auto one = [&](const Licence &term) {
		return allows(term, chosen);
	};

	if (file.kind == Licence::Kind::id)
		return allows_id(file, chosen);
	return file.kind == Licence::Kind::conjunction
		       ? std::all_of(file.terms.begin(), file.terms.end(), one)
		       : std::any_of(file.terms.begin(), file.terms.end(), one);
}

/* The comments that @text begins with. */
std::string_view header_of(std::string_view text)
{
	constexpr size_t most_lines = 100;
	size_t end = 0;
	bool block = false;

	for (size_t i = 0; i < most_lines && end < text.size(); i++) {
		const size_t next = next_line(text, end);
		const std::string_view line =
			trim(text.substr(end, next - end));
		const bool opens = line.starts_with("/*");
		if (!block && !opens && !line.empty() &&
		    !line.starts_with("//") && !line.starts_with("#!") &&
		    !line.starts_with(byte_order_mark))
			break;
		block = (block || opens) && !contains(line, "*/");
		end = next;
	}
	return text.substr(0, end);
}

/* Source files that may be compiled, found out when it is asked for. */
class Compiled {
public:
	Compiled(const CargoToml &cargo, const Tree &files,
		 const std::vector<CfgSet> &cfgs)
		: cargo(cargo), files(files), cfgs(cfgs)
	{}

	bool has(const std::string &path)
	{
		if (!walked)
			walk();
		return paths.count(path) || (unknown && is_beside_root(path));
	}

private:
	bool is_beside_root(std::string_view path) const
	{
		const std::string_view top = parent_of(cargo.lib_path);

		return top.empty() || path.starts_with(str(top, "/"));
	}

	void walk()
	{
		walked = true;
		unknown = cfgs.empty();
		for (const CfgSet &known : cfgs) {
			TokenStore tokens;
			Sink unheard;
			const Result<CrateSource> source = read_crate_source(
				files, cargo.lib_path, known, tokens, unheard);
			unknown |= !source;
			if (source)
				for (const auto &[path, file] :
				     source.value().files)
					paths.insert(path);
		}
	}

	const CargoToml &cargo;
	const Tree &files;
	const std::vector<CfgSet> &cfgs;
	std::set<std::string> paths;
	bool walked = false, unknown = false;
};

/* What @file, a header, says; a tag has the last word. */
std::vector<LicenceNotice> said_by(LicenceFile file)
{
	std::vector<LicenceNotice> tags;

	for (const TextMatch &match : file.texts) {
		LicenceNotice one;
		one.licence.id = match.id;
		one.line = match.first_line;
		file.notices.push_back(std::move(one));
	}
	for (const LicenceNotice &notice : file.notices)
		if (notice.tag)
			tags.push_back(notice);
	return tags.empty() ? std::move(file.notices) : std::move(tags);
}

/* Whether it has one of the words that no licence is without. */
bool may_be_of_licences(std::string_view header)
{
	return contains(header, "icen") || contains(header, "ermi") ||
	       contains(header, "edistribut");
}

/* What the header of a source file has; nothing of another file. */
LicenceFile read_header(const std::string &path, const File &file,
			const LicenceTexts &known)
{
	if (!path.ends_with(".rs"))
		return {};
	const std::string_view header = header_of(file.bytes());
	return may_be_of_licences(header) ? identify_licences(header, known)
					  : LicenceFile();
}

std::set<std::string> families_of(const Licence &licence)
{
	std::set<std::string> out;

	for (const Licence &one : ids_in(licence))
		out.insert(text_family(one.id));
	return out;
}

/*
 * The first of @said under which the crate's @declared cannot be, if any is:
 * one with a licence that is not declared, or all where none will do.
 */
const LicenceNotice *other_in(const std::vector<LicenceNotice> &said,
			      const Licence &declared)
{
	const LicenceNotice *narrower = nullptr;
	const std::set<std::string> known = families_of(declared);
	bool covered = false;

	for (const LicenceNotice &notice : said) {
		if (is_covered(declared, notice.licence)) {
			covered = true;
			continue;
		}
		const std::set<std::string> named = families_of(notice.licence);
		if (!std::includes(known.begin(), known.end(), named.begin(),
				   named.end()))
			return &notice;
		narrower = narrower ? narrower : &notice;
	}
	return covered ? nullptr : narrower;
}

constexpr char header_help[] = "ask upstream which is right; an import keeps a "
			       "tag that the file has";

/* The first that is like a licence which is not @declared, and is none. */
const TextMatch *strange_in(const LicenceFile &file, const Licence &declared)
{
	const std::set<std::string> known = families_of(declared);

	for (const TextMatch &match : file.similar)
		if (!known.count(text_family(match.id)))
			return &match;
	return nullptr;
}

/* A file that the kernel could have by itself is no obstacle. */
Diag header_differs(const LicenceNotice &notice, const Licence &declared)
{
	Diag out(Id::licence_header_differs,
		 str("the file is under '", to_string(notice.licence),
		     "', and its crate under '", to_string(declared), "'"));

	if (is_acceptable(notice.licence))
		out.severity = Severity::warning;
	return out;
}

} /* namespace */

Diag unknown_text(const std::string &file, std::string_view text,
		  const TextMatch &match)
{
	return Diag(Id::licence_text_unknown,
		    str("lines ", match.first_line, " to ", match.last_line,
			" are like ", match.id, " (", match.likeness(),
			" %), and not the same"))
		.at(line_place(file, text, match.first_line))
		.with_help("read it: terms were added or left out");
}

Place line_place(const std::string &file, std::string_view text, size_t line)
{
	size_t at = 0;

	for (size_t i = 1; i < line; i++)
		at = next_line(text, at);
	const size_t end = std::min(text.find('\n', at), text.size());
	return SourceText{ file, text }.place(at, std::max(end, at));
}

std::string text_family(std::string_view id)
{
	const std::string family = licence_family(id);

	return family == "mpl-2.0-no-copyleft-exception" ? "mpl-2.0" : family;
}

bool is_covered(const Licence &crate, const Licence &file)
{
	const std::vector<Choice> choices = choices_of(crate);

	return std::all_of(
		choices.begin(), choices.end(),
		[&](const Choice &chosen) { return allows(file, chosen); });
}

std::vector<Diag> differing_headers(const CargoToml &cargo, const Tree &files,
				    const Licence &declared,
				    const LicenceQuestion &question)
{
	const LicenceTexts none;
	const LicenceTexts &known = question.texts ? *question.texts : none;
	Compiled compiled(cargo, files, question.cfgs);
	std::vector<Diag> out;

	for (const auto &[path, file] : files) {
		const LicenceFile header = read_header(path, file, known);
		const std::vector<LicenceNotice> said = said_by(header);
		const LicenceNotice *const other = other_in(said, declared);
		const TextMatch *const strange =
			said.empty() ? strange_in(header, declared) : nullptr;
		if ((!other && !strange) || !compiled.has(path))
			continue;
		if (other)
			out.push_back(header_differs(*other, declared)
					      .at(line_place(path, file.bytes(),
							     other->line))
					      .with_help(out.empty()
								 ? header_help
								 : ""));
		else
			out.push_back(
				unknown_text(path, file.bytes(), *strange));
	}
	return out;
}

std::set<std::string> families_in_headers(const Tree &files,
					  const LicenceTexts &known)
{
	std::set<std::string> out;

	for (const auto &[path, file] : files)
		for (const TextMatch &match :
		     read_header(path, file, known).texts)
			out.insert(text_family(match.id));
	return out;
}

} /* namespace kcrate */
