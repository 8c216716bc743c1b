// SPDX-License-Identifier: GPL-2.0-or-later

/* The texts that there are, and which of their words have to be there. */

#include <algorithm>
#include <utility>

#include "base/str.h"
#include "licence/runs.h"
#include "licence/texts.h"
#include "spdx/spdx.h"

namespace kcrate {

namespace {

constexpr std::string_view heading = "%%% ";

/* A word of a private character stands for any name. */
constexpr std::string_view any_name = "\xee\x80\x80";

/* @text with any_name for what is in "<>" and no address. */
std::string with_open_names(std::string_view text)
{
	constexpr size_t longest = 120;
	std::string out;

	for (size_t at = 0; at < text.size();) {
		const size_t end =
			text[at] == '<' ? text.find('>', at) : text.npos;
		if (end == text.npos || end - at > longest ||
		    text.substr(at, end - at).find_first_of(":@") !=
			    text.npos) {
			out += text[at++];
			continue;
		}
		/* With its '<', by which a line is known as a copyright. */
		out += str("<", any_name, ">");
		at = end + 1;
	}
	return out;
}

/* The words before the first paragraph that is one of a licence's. */
size_t title_of(std::string_view text, size_t words)
{
	constexpr size_t short_paragraph = 16;
	std::string paragraph;
	size_t title = 0, paragraphs = 0;

	for (const std::string_view line : lines(text)) {
		paragraph += str(line, "\n");
		if (!trim(line).empty())
			continue;
		const size_t more = licence_words(paragraph).words.size();
		if (more > short_paragraph || title + more > words * 2 / 5)
			break;
		title += more;
		paragraph.clear();
		if (more && ++paragraphs == 3)
			break;
	}
	return title;
}

std::vector<std::string> words_in(std::string_view text)
{
	std::vector<std::string> out;

	for (const std::string_view word : split(text, ' '))
		out.emplace_back(word);
	return out;
}

/* Where @phrase begins in @words at @from or behind, or its end. */
size_t find_phrase(const std::vector<std::string> &words,
		   std::string_view phrase, size_t from)
{
	const std::vector<std::string> wanted = words_in(phrase);

	return static_cast<size_t>(
		std::search(words.begin() + static_cast<ptrdiff_t>(from),
			    words.end(), wanted.begin(), wanted.end()) -
		words.begin());
}

/* Everybody writes names of his own between these. */
constexpr std::pair<std::string_view, std::string_view> named_parts[] = {
	{ "neither the name of", "nor" },
	{ "nor the names of", "may be used" },
	{ "software is provided by", "as is" },
	{ "in no event shall", "be liable" },
};

void open_named_parts(LicenceTemplate &to)
{
	constexpr size_t longest = 12;

	for (const auto &[begin, end] : named_parts) {
		const size_t length = words_in(begin).size();
		for (size_t at = find_phrase(to.words, begin, 0);
		     at < to.words.size();
		     at = find_phrase(to.words, begin, at + 1)) {
			const size_t first = at + length;
			const size_t last = find_phrase(to.words, end, first);
			if (last == to.words.size() || last - first > longest)
				continue;
			for (size_t i = first; i < last; i++)
				to.optional[i] = true;
			to.open[last] = to.open[first] = true;
		}
	}
}

/* What only some have: of files that came along. */
constexpr std::pair<std::string_view, std::string_view> left_out[] = {
	{ "unicode data files include all data files", "notice to user" },
};

void open_left_out(LicenceTemplate &to)
{
	for (const auto &[begin, end] : left_out) {
		const size_t first = find_phrase(to.words, begin, 0);
		const size_t last = find_phrase(to.words, end, first);
		if (last < to.words.size())
			for (size_t i = first; i < last; i++)
				to.optional[i] = true;
	}
}

/* What follows the terms tells how to apply them, or is of something else. */
void open_appendix(LicenceTemplate &to)
{
	for (const char *phrase :
	     { "end of terms and conditions", "exhibit a source code form",
	       "exhibit a mozilla public license",
	       "is included in this distribution by permission" }) {
		const size_t at = find_phrase(to.words, phrase, 0);
		if (at < to.words.size() / 3)
			continue;
		for (size_t i = at; i < to.words.size(); i++)
			to.optional[i] = true;
	}
}

LicenceTemplate template_of(std::string id, std::string_view text)
{
	const std::string named = with_open_names(text);
	const LicenceWords read = licence_words(named);
	LicenceTemplate out;
	bool open = false;

	out.id = std::move(id);
	for (const std::string &word : read.words) {
		if (word == any_name) {
			open = true;
			continue;
		}
		out.words.push_back(word);
		out.open.push_back(std::exchange(open, false));
	}
	out.optional.resize(out.words.size());
	std::fill_n(out.optional.begin(), title_of(named, out.words.size()),
		    true);
	open_named_parts(out);
	open_left_out(out);
	open_appendix(out);
	out.required_before.push_back(0);
	for (const bool optional : out.optional)
		out.required_before.push_back(out.required_before.back() +
					      !optional);
	out.required = out.required_before.back();
	return out;
}

} /* namespace */

std::vector<uint64_t> runs_of(const std::vector<std::string> &words)
{
	std::vector<uint64_t> out;
	std::vector<uint64_t> hashes;

	hashes.reserve(words.size());
	for (const std::string &word : words)
		hashes.push_back(std::hash<std::string>()(word));
	for (size_t i = 0; i + run_length <= words.size(); i++) {
		uint64_t run = 0;
		for (size_t k = 0; k < run_length; k++)
			run = run * 0x100000001b3 + hashes[i + k];
		out.push_back(run);
	}
	return out;
}

void LicenceTexts::add(std::string id, std::string_view text)
{
	LicenceTemplate one = template_of(std::move(id), text);
	const uint32_t which = static_cast<uint32_t>(templates.size());
	uint32_t at = 0;

	if (one.required < run_length)
		return;
	for (const uint64_t run : runs_of(one.words))
		spots.push_back({ run, which, at++ });
	families.insert(licence_family(one.id));
	templates.push_back(std::move(one));
}

void LicenceTexts::index()
{
	std::sort(spots.begin(), spots.end());
	for (size_t i = 0; i < spots.size(); i++)
		runs.try_emplace(spots[i].run, i, i).first->second.second =
			i + 1;
}

Result<LicenceTexts> LicenceTexts::parse(std::string_view text)
{
	LicenceTexts out;
	std::string id;
	size_t begin = 0;

	for (size_t at = 0; at <= text.size();) {
		const size_t end = next_line(text, at);
		const std::string_view line = text.substr(at, end - at);
		const bool last = at == text.size();
		if (last || line.starts_with(heading)) {
			if (!id.empty())
				out.add(id, text.substr(begin, at - begin));
			id = trim(line.substr(
				std::min(heading.size(), line.size())));
			begin = end;
		}
		if (last)
			break;
		at = end;
	}
	out.index();
	if (out.empty())
		return Diag(Id::bad_licence, "it has no licence's text")
			.with_help("each begins with a line '%%% ID'");
	return out;
}

bool LicenceTexts::has(std::string_view id) const
{
	return families.count(licence_family(id)) > 0;
}

} /* namespace kcrate */
