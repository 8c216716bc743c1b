// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/cache.h"

#include <unistd.h>

#include "base/str.h"
#include "io/build_id.h"
#include "io/digest.h"
#include "io/files.h"
#include "io/inflate.h"

namespace kcrate {

namespace {

/* The first line of a file with @bytes, as nothing is synced to the disk. */
std::string head_of(std::string_view name, std::string_view what,
		    std::string_view bytes)
{
	return str("kcrate-derived 1 ", build_id(), " ", crc32_of(bytes), " ",
		   name, " ", what, "\n");
}

} /* namespace */

std::string Cache::path_of(std::string_view sha256) const
{
	return str(directory, "/archives/", sha256);
}

std::optional<std::string> Cache::find(std::string_view sha256) const
{
	{
		const std::lock_guard<std::mutex> guard(ahead->mutex);
		const auto known = ahead->bytes.find(sha256);

		if (known != ahead->bytes.end())
			return std::move(ahead->bytes.extract(known).mapped());
	}
	return read(sha256);
}

void Cache::read_ahead(const std::string &sha256)
{
	std::optional<std::string> bytes = read(sha256);
	const std::lock_guard<std::mutex> guard(ahead->mutex);

	if (bytes)
		ahead->bytes.emplace(sha256, std::move(*bytes));
}

std::optional<std::string> Cache::read(std::string_view sha256) const
{
	Result<std::string> bytes = read_file(path_of(sha256));

	if (!bytes)
		return {};
	if (sha256_of(bytes.value()) == sha256)
		return std::move(bytes.value());
	unlink(path_of(sha256).c_str());
	return {};
}

Status Cache::store(std::string_view sha256, std::string_view bytes) const
{
	TRY(make_directories(str(directory, "/archives")));
	return write_file(path_of(sha256), bytes);
}

std::string Cache::path_of_derived(std::string_view name) const
{
	return str(directory, "/derived/", name);
}

std::optional<std::string> Cache::derived(std::string_view name,
					  std::string_view what) const
{
	Result<std::string> file = read_file(path_of_derived(name));

	if (!file)
		return {};
	std::string &bytes = file.value();
	const size_t end = bytes.find('\n') + 1;
	const std::string_view body = std::string_view(bytes).substr(end);
	if (bytes.compare(0, end, head_of(name, what, body)) != 0)
		return {};
	bytes.erase(0, end);
	return std::move(bytes);
}

void Cache::keep_derived(std::string_view name, std::string_view what,
			 std::string_view bytes) const
{
	/* It is no more than saved time: who cannot write goes without. */
	if (!build_id().empty() && make_directories(str(directory, "/derived")))
		(void)bool(
			write_file(path_of_derived(name),
				   head_of(name, what, bytes).append(bytes)));
}

std::string Cache::path_of_index(std::string_view url) const
{
	return str(directory, "/index/", sha256_of(url));
}

bool Cache::is_to_be_compared(const std::string &url) const
{
	const std::lock_guard<std::mutex> guard(compared->mutex);

	return compared->urls.insert(url).second;
}

std::string Cache::path_of_repository(std::string_view url) const
{
	return str(directory, "/git/", sha256_of(url));
}

Result<std::string> Cache::scratch(std::string_view purpose) const
{
	const std::string path = str(directory, "/", purpose);

	TRY(make_directories(path));
	return path;
}

} /* namespace kcrate */
