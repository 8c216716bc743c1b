// SPDX-License-Identifier: GPL-2.0-or-later

#include "ktree/text.h"

#include "base/str.h"

namespace kcrate {

Diag unsupported(const std::string &file, std::string_view wanted)
{
	return Diag(Id::tree_unsupported,
		    str(file, " has no ", wanted, ", which a crate needs here"))
		.with_help("use a tree of Linux 7.3, 7.2 or 6.12, or one that "
			   "is like them; or import into a module (--module)");
}

Text::Text(std::string file, const Tree &files) : file(std::move(file))
{
	const auto at = files.find(this->file);

	if (at != files.end())
		list = lines(at->second.bytes());
}

std::optional<size_t> Text::find(std::string_view what, size_t from) const
{
	for (size_t i = from; i < list.size(); i++)
		if (list[i].find(what) != std::string_view::npos)
			return i;
	return {};
}

std::optional<size_t> Text::find_line(std::string_view what, size_t from) const
{
	for (size_t i = from; i < list.size(); i++)
		if (list[i] == what)
			return i;
	return {};
}

Result<size_t> Text::need(std::string_view what, std::string_view wanted,
			  size_t from) const
{
	if (const std::optional<size_t> at = find(what, from))
		return *at;
	return unsupported(file, wanted);
}

std::vector<std::string> Text::words_of(const std::string &name) const
{
	std::vector<std::string> out;
	std::optional<size_t> at;

	for (size_t i = 0; i < list.size() && !at; i++)
		if (list[i].starts_with(name + " :=") ||
		    list[i].starts_with(name + " ="))
			at = i;
	for (size_t i = at.value_or(list.size()); i < list.size(); i++) {
		std::string_view text = list[i];
		const bool more = text.ends_with('\\');
		if (i == *at)
			text.remove_prefix(text.find('=') + 1);
		if (more)
			text.remove_suffix(1);
		for (const std::string_view word : split(text, ' '))
			if (!trim(word).empty())
				out.emplace_back(trim(word));
		if (!more)
			break;
	}
	return out;
}

} /* namespace kcrate */
