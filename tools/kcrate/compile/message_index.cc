// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/message_index.h"

namespace kcrate {

namespace {

constexpr size_t max_span = 10;

} /* namespace */

std::vector<Spot> spots_of(const Message &message)
{
	std::vector<Spot> out;

	for (const Place &place : message.places)
		out.emplace_back(place.file, place.line);
	if (out.empty())
		return out;
	const Spot first = out.front();
	if (message.last_line > first.second &&
	    message.last_line - first.second < max_span)
		for (size_t n = first.second + 1; n <= message.last_line; n++)
			out.emplace_back(first.first, n);
	return out;
}

MessageIndex::MessageIndex(const std::vector<Message> &messages)
{
	for (const Message &message : messages)
		for (Spot &spot : spots_of(message))
			spots[std::move(spot)].push_back(&message);
}

const std::vector<const Message *> &MessageIndex::at(const Spot &spot) const
{
	static const std::vector<const Message *> none;
	const auto found = spots.find(spot);

	return found == spots.end() ? none : found->second;
}

} /* namespace kcrate */
