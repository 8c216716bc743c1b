/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What rustc says, by the lines that it says it of. */

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "compile/messages.h"

namespace kcrate {

/* A file of a crate, and a line in it. */
using Spot = std::pair<std::string, size_t>;

/*
 * The lines that @message is about: where its places begin, and all of a first
 * one that has few lines.  One of many is an item, and not a use in it.
 */
std::vector<Spot> spots_of(const Message &message);

class MessageIndex {
public:
	/* Of @messages, which outlive it. */
	explicit MessageIndex(const std::vector<Message> &messages);

	/* In their order; one may be there more than once. */
	const std::vector<const Message *> &at(const Spot &spot) const;

private:
	std::map<Spot, std::vector<const Message *>> spots;
};

} /* namespace kcrate */
