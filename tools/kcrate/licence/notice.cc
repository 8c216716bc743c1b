// SPDX-License-Identifier: GPL-2.0-or-later

#include "licence/notice.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/str.h"
#include "spdx/names.h"

namespace kcrate {

namespace {

/* Words between "under" and the first name, and between two names. */
constexpr size_t longest_way = 14;

constexpr size_t llvm_exception_words = 150;

bool is_any_of(std::string_view word,
	       std::initializer_list<std::string_view> of)
{
	return std::find(of.begin(), of.end(), word) != of.end();
}

/* Reads sentences. */
class NoticeReader {
public:
	NoticeReader(const LicenceWords &text, const std::vector<bool> &covered)
		: words(text.words), lines(text.lines), covered(covered)
	{}

	std::vector<LicenceNotice> run();

private:
	std::string_view word(size_t i) const
	{
		return i < words.size() ? std::string_view(words[i])
					: std::string_view();
	}
	size_t behind_subject(size_t at) const;
	size_t begin_of_names(size_t at) const;
	bool has_choice(size_t begin, size_t end) const;
	bool is_alternative(size_t at) const;
	std::optional<Licence> name(size_t &at) const;
	std::string gnu_version(size_t &at) const;
	std::optional<LicenceNotice> notice(size_t &at) const;
	bool is_llvm_exception(size_t at) const;
	LicenceNotice llvm_exception(size_t at) const;

	const std::vector<std::string> &words;
	const std::vector<size_t> &lines;
	const std::vector<bool> &covered;
};

/* Whether what follows is another way to use the same. */
bool NoticeReader::is_alternative(size_t at) const
{
	constexpr size_t back = 14;

	for (size_t i = at; i-- > at - std::min(at, back);)
		if (word(i) == "alternatively")
			return true;
	return false;
}

/* Behind "subject to" or "subject to the terms of", which is much said of terms
 * that have no name; else @at. */
size_t NoticeReader::behind_subject(size_t at) const
{
	if (word(at) != "subject" || word(at + 1) != "to")
		return at;
	if (word(at + 2) == "a")
		return at + 3;
	return word(at + 2) == "the" && word(at + 3) == "terms" &&
			       word(at + 4) == "of"
		       ? at + 5
		       : at + 2;
}

/* Behind "licensed under", "under the terms of", "see LICENSE-...", "subject to
 * the terms of"; else 0. */
size_t NoticeReader::begin_of_names(size_t at) const
{
	constexpr size_t back = 8;

	if (word(at) == "see" && is_any_of(word(at + 1), { "license" }) &&
	    licence_name_at(words, at + 2))
		return at + 2;
	const size_t subject = behind_subject(at);
	if (subject > at && licence_name_at(words, subject))
		return subject;
	if (word(at) != "under")
		return 0;
	for (size_t i = at; i-- > at - std::min(at, back);)
		if (word(i).starts_with("licens") ||
		    is_any_of(word(i), { "released", "distributed",
					 "redistribute", "available",
					 "published", "provided", "copied" }))
			return at + 1;
	return word(at + 1) == "the" && word(at + 2) == "terms" ? at + 1 : 0;
}

/* Whether a choice is spoken of; "both" is so as well, in words that Rust's own
 * crates have of what is under MIT OR Apache-2.0. */
bool NoticeReader::has_choice(size_t begin, size_t end) const
{
	for (size_t i = begin - std::min<size_t>(begin, 4); i < end; i++)
		if (is_any_of(word(i),
			      { "or", "either", "option", "choice", "both",
				"dual", "dually", "triple", "multi", "see" }))
			return true;
	return false;
}

/* "version 2 ... or any later version" behind the name of a GNU licence. */
std::string NoticeReader::gnu_version(size_t &at) const
{
	constexpr size_t far = 16;
	size_t i = at;

	while (i < at + far && word(i) != "version")
		i++;
	const std::string_view number = word(i + 1);
	if (word(i) != "version" || number.size() != 1 || !is_digit(number[0]))
		return {};
	const bool minor = word(i + 2).size() == 1 && is_digit(word(i + 2)[0]);
	std::string out = str("-", number, ".", minor ? word(i + 2) : "0");
	i += minor ? 3 : 2;
	for (size_t k = i; k < i + far; k++)
		if (word(k) == "later") {
			at = k + 1;
			return out + "-or-later";
		}
	at = i;
	return out + "-only";
}

std::optional<Licence> NoticeReader::name(size_t &at) const
{
	const std::optional<NamedLicence> found = licence_name_at(words, at);
	Licence out;
	size_t end = at;

	if (!found)
		return {};
	end += found->words;
	/* An address, or a word of another meaning. */
	if (is_any_of(word(end), { "edu", "org" }))
		return {};
	/* A system, where something is from. */
	if (word(at) == "freebsd" && word(at + 1) != "license")
		return {};
	out.id = found->id;
	if (!found->versioned)
		out.id += gnu_version(end);
	if (!is_known_licence(out.id) && out.id != "BSD")
		return {};
	size_t more = end;
	more += word(more) == "with";
	more += word(more) == "the";
	if (more > end && word(more) == "llvm" &&
	    word(more + 1).starts_with("exception")) {
		out.exception = "LLVM-exception";
		end = more + 2;
	}
	at = end;
	return out;
}

void add(Licence &to, Licence licence)
{
	const std::string text = to_string(licence);

	for (const Licence &term : to.terms)
		if (to_string(term) == text)
			return;
	to.terms.push_back(std::move(licence));
}

Licence either(Licence a, Licence b)
{
	Licence out;

	out.kind = Licence::Kind::disjunction;
	if (a.kind == Licence::Kind::disjunction)
		out.terms = std::move(a.terms);
	else
		out.terms.push_back(std::move(a));
	add(out, std::move(b));
	return out;
}

/* @list as what it means. */
Licence combined(Licence list, bool choice)
{
	Licence only;

	list.kind = choice ? Licence::Kind::disjunction
			   : Licence::Kind::conjunction;
	if (list.terms.size() > 1)
		return list;
	only = std::move(list.terms.front());
	return only;
}

/* The names from @at on; leaves it behind them. */
std::optional<LicenceNotice> NoticeReader::notice(size_t &at) const
{
	const size_t begin = at;
	Licence list;
	size_t end = at;
	bool all = false;

	for (size_t i = at; i < words.size() && i < end + longest_way;) {
		std::optional<Licence> one;
		if (!covered[i])
			one = name(i);
		if (!one) {
			i++;
			continue;
		}
		all |= !list.terms.empty() && word(end) == "and";
		add(list, std::move(*one));
		end = i;
	}
	if (list.terms.empty())
		return {};
	LicenceNotice out;
	out.line = lines[begin - 1];
	out.word = begin - 1;
	out.licence = combined(std::move(list),
			       !all || has_choice(begin, end + longest_way));
	at = end;
	return out;
}

/* Its heading; what follows speaks of other licences. */
bool NoticeReader::is_llvm_exception(size_t at) const
{
	constexpr std::string_view heading[] = { "llvm", "exceptions", "to",
						 "the",	 "apache",     "2",
						 "0",	 "license" };

	for (size_t i = 0; i < std::size(heading); i++)
		if (word(at + i) != heading[i])
			return false;
	return true;
}

LicenceNotice NoticeReader::llvm_exception(size_t at) const
{
	LicenceNotice out;

	out.licence.id = "Apache-2.0";
	out.licence.exception = "LLVM-exception";
	out.line = lines[at];
	out.word = at;
	return out;
}

std::vector<LicenceNotice> NoticeReader::run()
{
	std::vector<LicenceNotice> out;

	for (size_t at = 0; at < words.size(); at++) {
		if (is_llvm_exception(at)) {
			out.push_back(llvm_exception(at));
			at += llvm_exception_words;
			continue;
		}
		size_t names = covered[at] ? 0 : begin_of_names(at);
		if (!names)
			continue;
		std::optional<LicenceNotice> found = notice(names);
		if (!found)
			continue;
		if (!out.empty() && is_alternative(at))
			out.back().licence =
				either(std::move(out.back().licence),
				       std::move(found->licence));
		else
			out.push_back(std::move(*found));
		at = names - 1;
	}
	return out;
}

/* @line without the signs of a comment. */
std::string_view without_comment(std::string_view line)
{
	line = trim(line);
	line.remove_prefix(
		std::min(line.find_first_not_of("/*#!<-;"), line.size()));
	line = trim(line);
	for (const std::string_view end : { "*/", "-->" })
		if (line.ends_with(end))
			return trim(line.substr(0, line.size() - end.size()));
	return line;
}

constexpr size_t npos = std::string_view::npos;

/* Lines that are for programs to read. */
void find_tags(std::string_view text, std::vector<LicenceNotice> &out)
{
	size_t number = 0;

	for (std::string_view line : lines(text)) {
		number++;
		line = without_comment(line);
		const bool tag = line.starts_with("SPDX-License-Identifier:");
		if (!tag && !line.starts_with("License:"))
			continue;
		const std::string_view rest =
			trim(line.substr(line.find(':') + 1));
		Result<LaxLicence> licence = parse_licence_lax(rest);
		if (!licence ||
		    (!tag && !is_known_licence(licence.value().licence)))
			continue;
		out.push_back({ std::move(licence.value().licence), number,
				npos, tag });
	}
}

} /* namespace */

std::vector<LicenceNotice> find_notices(std::string_view text,
					const LicenceWords &words,
					const std::vector<bool> &covered)
{
	constexpr size_t longest_expression = 200;
	std::vector<LicenceNotice> out;

	text = text.substr(0, max_licence_size);
	if (trim(text).size() < longest_expression) {
		Result<LaxLicence> whole = parse_licence_lax(trim(text));
		if (whole && is_known_licence(whole.value().licence)) {
			out.push_back(
				{ std::move(whole.value().licence), 1, npos });
			return out;
		}
	}
	find_tags(text, out);
	std::vector<LicenceNotice> sentences =
		NoticeReader(words, covered).run();
	std::move(sentences.begin(), sentences.end(), std::back_inserter(out));
	return out;
}

} /* namespace kcrate */
