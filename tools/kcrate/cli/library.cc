// SPDX-License-Identifier: GPL-2.0-or-later

#include "cli/library.h"

#include <cstdlib>

#include "base/str.h"
#include "io/files.h"
#include "io/process.h"

namespace kcrate {

std::string compiler_name()
{
	const char *const rustc = getenv("RUSTC");

	return rustc && *rustc ? rustc : "rustc";
}

std::string library_directory(const Options &options)
{
	const char *const source = getenv("RUST_LIB_SRC");

	if (!options.library.empty())
		return options.library;
	if (source && *source)
		return source;
	const Result<std::string> sysroot =
		run_process({ compiler_name(), "--print", "sysroot" });
	if (!sysroot)
		return {};
	const std::string directory =
		str(trim(sysroot.value()), "/lib/rustlib/src/rust/library");
	return file_exists(directory + "/alloc/src/lib.rs") ? directory : "";
}

const LibraryApi *Library::get()
{
	std::call_once(once, [&] {
		was_asked = true;
		const std::string directory = library_directory(options);
		if (directory.empty())
			return;
		Result<LibraryApi> found = LibraryApi::read(directory);
		if (found)
			api.emplace(std::move(found.value()));
		else
			why_not = std::move(found.error());
	});
	return api ? &*api : nullptr;
}

} /* namespace kcrate */
