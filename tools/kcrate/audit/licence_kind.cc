// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/licence_kind.h"

#include "base/str.h"
#include "spdx/names.h"
#include "tree/tree.h"

namespace kcrate {

namespace {

bool begins_as_licence(std::string_view path)
{
	const std::string name = to_lower(base_name(path));

	for (const std::string_view word :
	     { "license", "licence", "copying", "unlicense", "unlicence" })
		if (name.starts_with(word))
			return !name.ends_with(".rs");
	return false;
}

/* "gpl-3", "mit.txt" */
bool is_licence_name(std::string_view name)
{
	for (const std::string_view end : { ".txt", ".md" })
		if (name.ends_with(end))
			name.remove_suffix(end.size());
	const Result<LaxLicence> licence = parse_licence_lax(name);
	return licence && is_known_licence(licence.value().licence);
}

bool begins_as_notice(std::string_view path)
{
	const std::string name = to_lower(base_name(path));

	for (const std::string_view word :
	     { "copyright", "notice", "patents", "third_party", "third-party",
	       "thirdparty" })
		if (name.starts_with(word))
			return !name.ends_with(".rs");
	return is_licence_name(name);
}

bool is_in_licences(std::string_view path)
{
	const std::string top = to_lower(path.substr(0, path.find('/') + 1));

	return top == "licenses/" || top == "licences/" || top == "license/" ||
	       top == "licence/";
}

} /* namespace */

LicenceFileKind licence_file_kind(std::string_view path, const CargoToml &cargo)
{
	const std::string_view top = parent_of(cargo.lib_path);

	if (path == resolve_path("", cargo.license_file) ||
	    is_in_licences(path))
		return LicenceFileKind::licence;
	if (contains(path, "/"))
		return !top.empty() && path.starts_with(str(top, "/")) &&
				       begins_as_licence(path)
			       ? LicenceFileKind::nested
			       : LicenceFileKind::none;
	return begins_as_licence(path)	? LicenceFileKind::licence
	       : begins_as_notice(path) ? LicenceFileKind::notice
					: LicenceFileKind::none;
}

} /* namespace kcrate */
