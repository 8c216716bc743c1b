// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/diff.h"

#include "base/str.h"
#include "io/libgit2.h"

namespace kcrate {

namespace {

using Version = std::optional<std::string_view>;

/* To libgit2 null is a file that does not exist; an empty text may be null. */
const char *bytes_of(const Version &version)
{
	if (!version)
		return nullptr;
	return version->empty() ? "" : version->data();
}

size_t size_of(const Version &version)
{
	return version ? version->size() : 0;
}

} /* namespace */

Result<std::string> unified_diff(const std::string &path,
				 std::optional<std::string_view> before,
				 std::optional<std::string_view> after)
{
	git_patch *patch = nullptr;
	git_buf text = {};
	std::string out;

	if (before == after)
		return out;

	const LibGit2 git = TRY(libgit2());
	const bool made = !git.patch_from_buffers(
				  &patch, bytes_of(before), size_of(before),
				  path.c_str(), bytes_of(after), size_of(after),
				  path.c_str(), nullptr) &&
			  !git.patch_to_buf(&text, patch);
	if (made)
		out.assign(text.ptr, text.size);
	git.buf_dispose(&text);
	git.patch_free(patch);
	if (!made)
		return Diag(
			Id::process_failed,
			str("libgit2 cannot compare the versions of ", path));
	return out;
}

} /* namespace kcrate */
