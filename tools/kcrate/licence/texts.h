/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * The texts of licences, and which of them a file has.
 *
 * There are none in this program's source: scripts/licence_texts.sh collects
 * them when it is built.  A set of them is a text of its own:
 *
 *	%%% MIT
 *	Permission is hereby granted ...
 *	%%% ISC
 *	...
 *
 * Names in "<>" stand for any.  Lines before the first heading are a comment.
 */

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "diag/result.h"
#include "licence/words.h"

namespace kcrate {

/* The set that was collected when this program was built. */
extern const std::string_view collected_licences;

/* One text of a licence as it was collected. */
struct LicenceTemplate {
	std::string id;
	std::vector<std::string> words;
	/*
	 * Words that may be missing: a title, an appendix that tells how to
	 * apply the licence, and the names of those who give it.
	 */
	std::vector<bool> optional;
	/* Before which words others may stand, names. */
	std::vector<bool> open;
	size_t required = 0; /* how many words are not optional */
	/* How many of them stand before each word, and before the end. */
	std::vector<size_t> required_before;
};

/* A part of a text that is a licence's, or much like it. */
struct TextMatch {
	std::string id;
	size_t begin = 0, end = 0;		 /* words of the text */
	size_t same = 0, missing = 0, added = 0; /* words of the licence */
	size_t first_line = 0, last_line = 0;

	/* In percent, 100 only if no word differs. */
	size_t likeness() const;
};

/* From which likeness on a text is a licence's. */
constexpr size_t licence_likeness = 90;
/* Below which it is not even told what it is like. */
constexpr size_t least_likeness = 70;

class LicenceTexts {
public:
	/* Diag bad_licence for a text that is no set of licences. */
	static Result<LicenceTexts> parse(std::string_view text);

	/* Whether there is a text of @id, or of one of its family. */
	bool has(std::string_view id) const;
	bool empty() const { return templates.empty(); }

	/*
	 * The parts of a text that are licences, each word in one at most, in
	 * order, down to least_likeness.
	 *
	 * Each template is aligned with the text wherever enough runs of four
	 * words are in the same order in both.  Of parts that overlap the one
	 * wins that has the most words in common and the fewest not, so that a
	 * text with the appendix left out is still its licence's, and not that
	 * of another which has none.  Time is linear in the words of @text,
	 * whatever they are.
	 */
	std::vector<TextMatch> find(const LicenceWords &text) const;

	/* Where a run is: in a template, at a word of it. */
	struct Spot {
		uint64_t run;
		uint32_t which, at;
		auto operator<=>(const Spot &) const = default;
	};

private:
	void add(std::string id, std::string_view text);
	void index();

	std::vector<LicenceTemplate> templates;
	/* In order; and where those of a run begin and end. */
	std::vector<Spot> spots;
	std::unordered_map<uint64_t, std::pair<size_t, size_t>> runs;
	std::set<std::string> families;
};

} /* namespace kcrate */
