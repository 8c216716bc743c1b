// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/lookup.h"

#include "base/str.h"

namespace kcrate {

namespace {

bool is_within(std::string_view path, std::string_view dir)
{
	return dir.empty() || path == dir ||
	       (path.starts_with(dir) && path.substr(dir.size())[0] == '/');
}

/* Whether going from directory @from along @path is ever outside @root_dir. */
bool leaves(std::string_view root_dir, std::string_view from,
	    std::string_view path)
{
	std::string here(from);
	bool outside = false;

	for (const std::string_view part : split(path, '/')) {
		if (part.empty() || part == ".")
			continue;
		if (part != "..")
			here += (here.empty() ? "" : "/") + std::string(part);
		else if (here.empty())
			return true;
		else
			here.resize(parent_of(here).size());
		outside |= part == ".." && !is_within(here, root_dir);
	}
	return outside || !is_within(here, root_dir);
}

/* The path of @use from the directory of @user, without its file name. */
std::string directory(const SourceRef &user, const Use &use)
{
	const bool stem = use.dir.behind_stem && !user.stem.empty();

	if (use.dir.rest.starts_with('/'))
		return "/";
	return str(stem ? user.stem : "", stem ? "/" : "", use.dir.rest);
}

/* resolve_path(), with no look at the parts of a path that needs none. */
std::string resolve(std::string_view from, const std::string &path)
{
	if (path.starts_with('/') || path.starts_with('.') ||
	    path.find("/.") != path.npos || path.find("//") != path.npos)
		return resolve_path(from, path);
	return str(from, from.empty() ? "" : "/", path);
}

struct Finder {
	const Tree &tree;
	std::string_view root_dir;
	std::string_view from;
	Lookup result;

	void candidate(const std::string &path, const std::string &stem)
	{
		const std::string place = resolve(from, path);

		result.wanted.push_back(place);
		if (!tree.contains(place))
			return;
		result.found.push_back({ place, stem });
		result.escapes |= leaves(root_dir, from, path);
	}
};

} /* namespace */

Lookup look_up(const Tree &tree, std::string_view root_dir,
	       const SourceRef &user, const Use &use)
{
	Finder finder = { tree, root_dir, parent_of(user.path), {} };

	if (use.from_top) {
		const size_t begin = use.text.find_first_not_of('/');

		finder.from = "";
		if (begin != use.text.npos)
			finder.candidate(use.text.substr(begin), "");
	} else if (use.kind == Use::Kind::module_name) {
		const std::string base = directory(user, use) + use.text;

		finder.candidate(base + ".rs", use.text);
		finder.candidate(base + "/mod.rs", "");
	} else if (use.kind == Use::Kind::module_path &&
		   !use.text.starts_with('/')) {
		finder.candidate(directory(user, use) + use.text, "");
	} else {
		finder.candidate(use.text, "");
	}
	return std::move(finder.result);
}

} /* namespace kcrate */
