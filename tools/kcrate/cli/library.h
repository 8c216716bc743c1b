/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The source of Rust's library, which belongs to a compiler. */

#include <mutex>
#include <optional>

#include "audit/library_api.h"
#include "cli/options.h"
#include "diag/diag.h"

namespace kcrate {

/* Where it is, "" if that cannot be told. */
std::string library_directory(const Options &options);

/* $RUSTC, or what is on PATH. */
std::string compiler_name();

/* Read by the first who asks for it; several threads may. */
class Library {
public:
	explicit Library(const Options &options) : options(options) {}

	/* Null where it is not to be found, or cannot be read. */
	const LibraryApi *get();

	/* Whether somebody has asked for it in vain. */
	bool is_missed() const { return was_asked && !api; }

	/* Why it cannot be read, where it is to be found. */
	const std::optional<Diag> &failure() const { return why_not; }

private:
	const Options &options;
	std::once_flag once;
	bool was_asked = false;
	std::optional<LibraryApi> api;
	std::optional<Diag> why_not;
};

} /* namespace kcrate */
