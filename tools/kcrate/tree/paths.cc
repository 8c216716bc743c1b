// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree/paths.h"

#include <algorithm>
#include <array>

#include "base/str.h"
#include "base/utf8.h"
#include "tree/refuse.h"

namespace kcrate {

namespace {

constexpr size_t most_bytes = 1024;
constexpr size_t most_bytes_of_component = 255;
constexpr std::ptrdiff_t most_components = 32;

/* A rule about a path or about one of its components. */
struct Rule {
	Id id;
	bool (*is_broken)(std::string_view s);
	std::string_view what;
};

bool is_control(char c)
{
	return (c >= 0 && c < ' ') || c == 0x7f;
}

bool is_not_utf8(std::string_view s)
{
	return first_not_utf8(s) != s.npos;
}

bool is_not_ascii(std::string_view s)
{
	return std::any_of(s.begin(), s.end(), [](char c) {
		return static_cast<unsigned char>(c) > 0x7f;
	});
}

bool has_control(std::string_view s)
{
	return std::any_of(s.begin(), s.end(), is_control);
}

bool has_reserved(std::string_view s)
{
	return s.find_first_of("\\:*?\"<>|") != s.npos;
}

bool is_absolute(std::string_view s)
{
	return s.starts_with('/');
}

bool is_long(std::string_view s)
{
	return s.size() > most_bytes;
}

bool is_deep(std::string_view s)
{
	return std::count(s.begin(), s.end(), '/') >= most_components;
}

bool is_long_component(std::string_view s)
{
	return s.size() > most_bytes_of_component;
}

bool is_empty(std::string_view s)
{
	return s.empty();
}

bool is_dots(std::string_view s)
{
	return s == "." || s == "..";
}

bool ends_badly(std::string_view s)
{
	return s.ends_with('.') || s.ends_with(' ');
}

/* COM1 to COM9 and LPT1 to LPT9; to some versions COM0 and LPT0 as well. */
bool is_port(std::string_view stem)
{
	return stem.size() == 4 && is_digit(stem[3]) &&
	       (stem.starts_with("com") || stem.starts_with("lpt"));
}

/* An extension does not help: "nul.rs" is the device, too. */
bool is_windows_device(std::string_view s)
{
	static constexpr std::array<std::string_view, 6> devices = {
		"con", "prn", "aux", "nul", "conin$", "conout$",
	};
	const std::string folded = to_lower(trim(s.substr(0, s.find('.'))));

	return is_port(folded) || std::find(devices.begin(), devices.end(),
					    folded) != devices.end();
}

/* "git~1" is ".git" by its short name on Windows. */
bool is_git(std::string_view s)
{
	const std::string folded = to_lower(s);

	return folded == ".git" || folded == "git~1";
}

constexpr std::array<Rule, 8> path_rules = { {
	{ Id::path_not_utf8, is_not_utf8, "is not UTF-8" },
	{ Id::path_not_ascii, is_not_ascii, "has a character beyond ASCII" },
	{ Id::path_control_character, has_control, "has a control character" },
	{ Id::path_reserved_character, has_reserved,
	  "has one of the characters \\ : * ? \" < > |" },
	{ Id::path_empty_component, is_empty, "is empty" },
	{ Id::path_absolute, is_absolute, "begins with a slash" },
	{ Id::path_too_long, is_long, "is longer than 1024 bytes" },
	{ Id::path_too_deep, is_deep, "has more than 32 components" },
} };

constexpr std::array<Rule, 2> plain_rules = { {
	{ Id::path_empty_component, is_empty, "has an empty component" },
	{ Id::path_dot_component, is_dots, "has a component '.' or '..'" },
} };

constexpr std::array<Rule, 4> component_rules = { {
	{ Id::path_component_too_long, is_long_component,
	  "has a component of more than 255 bytes" },
	{ Id::path_trailing_dot, ends_badly,
	  "has a component that ends with a dot or a space" },
	{ Id::path_windows_name, is_windows_device,
	  "has a component that is a device on Windows" },
	{ Id::path_git, is_git, "has a component that is git's own" },
} };

template <typename Rules>
Status check(const std::string &file, std::string_view name, std::string_view s,
	     const Rules &rules)
{
	for (const Rule &rule : rules) {
		if (rule.is_broken(s))
			return refuse(
				rule.id, file,
				str("the path ", quoted(name), " ", rule.what));
	}
	return ok();
}

/*
 * Sorts letters of both cases together and what is in a directory directly
 * behind the directory.
 */
unsigned char sort_key(char c)
{
	if (c == '/')
		return 0;
	if (c >= 'A' && c <= 'Z')
		return static_cast<unsigned char>(c - 'A' + 'a');
	return static_cast<unsigned char>(c);
}

bool same_folded(char a, char b)
{
	return sort_key(a) == sort_key(b);
}

/* A file comes before a directory that folds to the same text. */
bool before(const PlacedPath &a, const PlacedPath &b)
{
	const auto in_order = [](char x, char y) {
		return sort_key(x) < sort_key(y);
	};

	if (std::equal(a.path.begin(), a.path.end(), b.path.begin(),
		       b.path.end(), same_folded))
		return a.directory < b.directory;
	return std::lexicographical_compare(a.path.begin(), a.path.end(),
					    b.path.begin(), b.path.end(),
					    in_order);
}

/* How much of two paths is the same whole components, case aside. */
size_t common_components(std::string_view a, std::string_view b)
{
	const size_t shorter = std::min(a.size(), b.size());
	const size_t same = static_cast<size_t>(
		std::mismatch(a.begin(), a.begin() + shorter, b.begin(),
			      same_folded)
			.first -
		a.begin());

	if (same == shorter && (a.size() == same || a[same] == '/') &&
	    (b.size() == same || b[same] == '/'))
		return same;

	const size_t slash = a.substr(0, same).rfind('/');

	return slash == a.npos ? 0 : slash;
}

/* @first and @second are neighbours when sorted by before(). */
Status check_pair(const std::string &file, const PlacedPath &first,
		  const PlacedPath &second)
{
	const std::string_view a = first.path, b = second.path;
	const size_t common = common_components(a, b);

	if (a.substr(0, common) != b.substr(0, common))
		return refuse(Id::path_case_collision, file,
			      str("the paths ", quoted(a), " and ", quoted(b),
				  " collide where case does not count"));
	if (common == a.size() && !first.directory &&
	    (b.size() > common || second.directory))
		return refuse(Id::path_file_as_directory, file,
			      str("the path ", quoted(b), " has ", quoted(a),
				  " as a directory, which is a file"));
	if (a == b)
		return refuse(Id::path_duplicate, file,
			      str("the path ", quoted(a), " is there twice"));
	return ok();
}

} /* namespace */

Status check_path(const std::string &file, std::string_view name)
{
	TRY(check(file, name, name, path_rules));
	TRY(check_path_is_plain(file, name));
	for (const std::string_view component : split(name, '/'))
		TRY(check(file, name, component, component_rules));
	return ok();
}

Status check_path_is_plain(const std::string &file, std::string_view name)
{
	for (const std::string_view component : split(name, '/'))
		TRY(check(file, name, component, plain_rules));
	return ok();
}

Status check_not_cargos(const std::string &file, std::string_view name)
{
	std::string parent;

	for (const std::string_view component : split(name, '/')) {
		const std::string folded = to_lower(component);

		if (folded == ".cargo-ok" || folded == ".cargo-checksum.json" ||
		    (parent == ".cargo" && folded.starts_with("config")))
			return refuse(
				Id::path_cargo_internal, file,
				str("the path ", quoted(name),
				    " is one that cargo keeps for itself"));
		parent = folded;
	}
	return ok();
}

/*
 * Sorted, everything that can collide is side by side: paths that fold to the
 * same text, a file and what is below it, and the members of directories that
 * fold to the same text.
 */
Status check_side_by_side(const std::string &file,
			  std::vector<PlacedPath> paths)
{
	std::stable_sort(paths.begin(), paths.end(), before);
	for (size_t i = 1; i < paths.size(); i++)
		TRY(check_pair(file, paths[i - 1], paths[i]));
	return ok();
}

} /* namespace kcrate */
