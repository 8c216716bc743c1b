// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * A text against all templates at once.  A run of four words that a template
 * has as well votes for a place at which the template would begin.  Where a
 * fifth of its runs agree, the two are aligned: from there word by word, and
 * where they differ, to the nearest place at which they are the same again.
 * What is passed over on the way is missing on one side or added on the other.
 *
 * An alignment costs no more than the words that it goes over, and there are
 * only as many as there are votes for; so the time is linear.
 */

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

#include "licence/runs.h"
#include "licence/texts.h"

namespace kcrate {

namespace {

using Spot = LicenceTexts::Spot;
using Spots = std::span<const Spot>;

/* How many words a name may have, and how many may stand in between. */
constexpr size_t longest_name = 20, longest_gap = 120;

/* Of a run that most texts have, some places will do. */
constexpr size_t most_spots = 256;

struct Hit {
	size_t word, at; /* of the text, of the template */
};

/* A text, and for each word of it where templates have what begins there. */
struct Sighted {
	const LicenceWords &text;
	std::vector<Spots> spots;
};

struct Step {
	size_t missing = 0, added = 0; /* words to pass over */
	size_t cost() const { return missing + added; }
};

class Aligner {
public:
	Aligner(const LicenceTemplate &one, size_t which,
		const Sighted &sighted)
		: one(one),
		  which(static_cast<uint32_t>(which)),
		  sighted(sighted),
		  words(sighted.text.words)
	{}

	TextMatch align(Hit from) const;

private:
	size_t needed(size_t begin, size_t end) const
	{
		return one.required_before[end] - one.required_before[begin];
	}
	bool is_appendix(size_t at) const
	{
		return !needed(at, one.words.size());
	}
	bool same(size_t at, size_t word) const
	{
		return at < one.words.size() && word < words.size() &&
		       one.words[at] == words[word];
	}
	bool near_step(size_t at, size_t word, Step &step) const;
	bool far_step(size_t at, size_t word, Step &step) const;
	bool is_worth(const Step &step, size_t at, size_t word) const;
	bool is_open(size_t begin, size_t end) const;

	const LicenceTemplate &one;
	uint32_t which;
	const Sighted &sighted;
	const std::vector<std::string> &words;
};

/* A few words differ, and two are the same again. */
bool Aligner::near_step(size_t at, size_t word, Step &step) const
{
	constexpr size_t most = 6;

	for (size_t cost = 1; cost <= most; cost++)
		for (size_t added = 0; added <= cost; added++) {
			const Step here = { cost - added, added };
			const size_t then = at + here.missing;
			if (!same(then, word + added) ||
			    (!same(then + 1, word + added + 1) &&
			     then + 1 != one.words.size()) ||
			    (is_appendix(then) &&
			     !is_worth(here, then, word + added)))
				continue;
			step = here;
			return true;
		}
	return false;
}

/* The nearest run of words that are the same again. */
bool Aligner::far_step(size_t at, size_t word, Step &step) const
{
	bool found = false;

	for (size_t added = 0; added <= longest_gap; added++) {
		if (word + added >= sighted.spots.size() ||
		    (found && added >= step.cost()))
			break;
		const Spots spots = sighted.spots[word + added];
		const auto next = std::lower_bound(
			spots.begin(), spots.end(), std::pair(which, at),
			[](const Spot &spot,
			   std::pair<uint32_t, size_t> least) {
				return std::pair<uint32_t, size_t>(
					       spot.which, spot.at) < least;
			});
		if (next == spots.end() || next->which != which)
			continue;
		const Step here = { next->at - at, added };
		if ((found && here.cost() >= step.cost()) ||
		    !is_worth(here, next->at, word + added))
			continue;
		step = here;
		found = true;
	}
	return found;
}

/*
 * The more is passed over, the more words have to be the same behind it.  An
 * appendix may be left out, so a few words of it are as likely the next text's,
 * and what stands before them is that text and no name.
 */
bool Aligner::is_worth(const Step &step, size_t at, size_t word) const
{
	constexpr size_t most = 24;
	const bool appendix = is_appendix(at);
	const size_t wanted = std::min(
		run_length + (appendix ? step.missing : step.missing / 40),
		most);
	size_t run = 0;

	if (appendix && step.added > longest_name)
		return false;
	while (run < wanted && same(at + run, word + run))
		run++;
	return run == wanted || (!appendix && at + run == one.words.size());
}

/* Whether names may stand before one of the words, or behind the last. */
bool Aligner::is_open(size_t begin, size_t end) const
{
	for (size_t i = begin; i <= end && i < one.words.size(); i++)
		if (one.open[i])
			return true;
	return end == one.words.size();
}

TextMatch Aligner::align(Hit from) const
{
	TextMatch out;
	size_t at = from.at, word = from.word;
	Step step;

	while (at && word && one.words[at - 1] == words[word - 1]) {
		at--;
		word--;
	}
	out.id = one.id;
	out.begin = out.end = word;
	out.missing = needed(0, at);
	while (at < one.words.size()) {
		if (same(at, word)) {
			out.same += !one.optional[at];
			at++;
			out.end = ++word;
			continue;
		}
		if ((!near_step(at, word, step) && !far_step(at, word, step)) ||
		    out.missing + out.added > one.required)
			break;
		const bool open = is_open(at, at + step.missing);
		out.missing += needed(at, at + step.missing);
		out.added +=
			open ? step.added - std::min(step.added, longest_name)
			     : step.added;
		at += step.missing;
		word += step.added;
	}
	out.missing += needed(at, one.words.size());
	return out;
}

ptrdiff_t shift_of(const Hit &hit)
{
	return static_cast<ptrdiff_t>(hit.word) -
	       static_cast<ptrdiff_t>(hit.at);
}

void add_beginnings(std::vector<Hit> hits, size_t width, std::vector<Hit> &out)
{
	const auto by_shift = [](const Hit &a, const Hit &b) {
		return shift_of(a) < shift_of(b);
	};
	const auto by_word = [](const Hit &a, const Hit &b) {
		return a.word < b.word;
	};
	const auto middle =
		hits.begin() + static_cast<ptrdiff_t>(hits.size() / 2);

	out.push_back(*std::min_element(hits.begin(), hits.end(), by_word));
	std::nth_element(hits.begin(), middle, hits.end(), by_shift);
	const ptrdiff_t shift = shift_of(*middle);
	std::erase_if(hits, [&](const Hit &hit) {
		return std::abs(shift_of(hit) - shift) >
		       static_cast<ptrdiff_t>(width / 16 + 4);
	});
	out.push_back(*std::min_element(hits.begin(), hits.end(), by_word));
}

/*
 * The places at which a template may begin, by the votes of @hits: the first of
 * those that agree, and the first of those that agree best, as a few words of a
 * licence may stand before it.
 */
std::vector<Hit> beginnings(const LicenceTemplate &one,
			    const std::vector<Hit> &hits)
{
	const size_t width = std::max<size_t>(16, one.words.size() / 4);
	const size_t enough = std::max<size_t>(2, one.required / 5);
	const auto bucket_of = [&](const Hit &hit) {
		return (hit.word + one.words.size() - hit.at) / width;
	};
	std::vector<std::vector<Hit>> buckets;
	std::vector<Hit> out;

	if (hits.size() < enough)
		return out;
	for (const Hit &hit : hits) {
		buckets.resize(std::max(buckets.size(), bucket_of(hit) + 2));
		buckets[bucket_of(hit)].push_back(hit);
	}
	for (size_t i = 0; i + 1 < buckets.size(); i++) {
		std::vector<Hit> both = buckets[i];
		both.insert(both.end(), buckets[i + 1].begin(),
			    buckets[i + 1].end());
		if (both.size() >= enough)
			add_beginnings(std::move(both), width, out);
	}
	return out;
}

/* How many words of @match may be those of the next one, or of the last. */
size_t most_shared(const TextMatch &match)
{
	return (match.end - match.begin) / 10;
}

/* More words in common, fewer that are not, and none in two. */
std::vector<TextMatch> best_of(std::vector<TextMatch> all, size_t words)
{
	std::vector<bool> taken(words);
	std::vector<TextMatch> out;

	const auto worth = [](const TextMatch &match) {
		return std::pair(match.likeness() >= licence_likeness,
				 static_cast<ptrdiff_t>(match.same) -
					 static_cast<ptrdiff_t>(match.missing +
								match.added));
	};
	std::stable_sort(all.begin(), all.end(),
			 [&](const TextMatch &a, const TextMatch &b) {
				 return worth(a) > worth(b);
			 });
	for (TextMatch &match : all) {
		const auto begin =
			taken.begin() + static_cast<ptrdiff_t>(match.begin);
		const auto end =
			taken.begin() + static_cast<ptrdiff_t>(match.end);
		const size_t overlap =
			static_cast<size_t>(std::count(begin, end, true));
		if (overlap > most_shared(match))
			continue;
		std::fill(begin, end, true);
		out.push_back(std::move(match));
	}
	std::sort(out.begin(), out.end(),
		  [](const TextMatch &a, const TextMatch &b) {
			  return a.begin < b.begin;
		  });
	return out;
}

} /* namespace */

size_t TextMatch::likeness() const
{
	return same ? 200 * same / (2 * same + missing + added) : 0;
}

std::vector<TextMatch> LicenceTexts::find(const LicenceWords &text) const
{
	Sighted sighted = { text, {} };
	std::vector<std::vector<Hit>> hits(templates.size());
	std::vector<TextMatch> all;

	for (const uint64_t run : runs_of(text.words)) {
		const auto known = runs.find(run);
		const Spots here =
			known == runs.end()
				? Spots()
				: Spots(spots).subspan(
					  known->second.first,
					  known->second.second -
						  known->second.first);
		for (const Spot &spot :
		     here.first(std::min(here.size(), most_spots)))
			hits[spot.which].push_back(
				{ sighted.spots.size(), spot.at });
		sighted.spots.push_back(here);
	}
	for (size_t i = 0; i < templates.size(); i++) {
		const Aligner aligner(templates[i], i, sighted);
		size_t behind = 0; /* the last one that is without doubt */
		for (const Hit &hit : beginnings(templates[i], hits[i])) {
			if (hit.word < behind)
				continue;
			TextMatch match = aligner.align(hit);
			if (match.likeness() < least_likeness)
				continue;
			if (match.likeness() >= 99)
				behind = match.end - most_shared(match);
			match.first_line = text.lines[match.begin];
			match.last_line = text.lines[match.end - 1];
			all.push_back(std::move(match));
		}
	}
	return best_of(std::move(all), text.words.size());
}

} /* namespace kcrate */
