// SPDX-License-Identifier: GPL-2.0-or-later

#include "base/str.h"
#include "ktree/ktree.h"

namespace kcrate {

size_t maintainers_line(std::string_view text, const std::string &title)
{
	const std::vector<std::string_view> list = lines(text);
	const std::string wanted = to_upper(title);
	size_t best = list.size();
	int misplaced = 0, fewest = 1;

	/* A section begins with its title, and "M:" or another letter. */
	const auto is_title = [&](size_t i) {
		return i > 0 && i + 1 < list.size() && list[i - 1].empty() &&
		       !list[i].empty() && list[i + 1].size() > 2 &&
		       list[i + 1][1] == ':' && list[i + 1][2] == '\t';
	};
	/* Not all are in their places: where the fewest are on a wrong side. */
	for (size_t i = 0; i < list.size(); i++) {
		if (!is_title(i))
			continue;
		if (misplaced < fewest) {
			fewest = misplaced;
			best = i;
		}
		if (list[i] == "THE REST")
			break;
		misplaced += to_upper(list[i]) > wanted ? 1 : -1;
	}
	return misplaced < fewest ? list.size() : best;
}

} /* namespace kcrate */
