/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * git's smart protocol over our own HTTP, for io/git.cc alone: so that a
 * repository is reached by the same proxies, certificates and redirects as a
 * registry, and a server that says nothing is given up.  libgit2 before 1.7
 * would wait for it for ever.
 */

#include <cstdint>
#include <optional>

#include "diag/diag.h"
#include "io/files.h"
#include "io/libgit2.h"

namespace kcrate {

class GitHttp {
public:
	/* No response may have more than @limit bytes. */
	GitHttp(const LibGit2 &git, uint64_t limit, const Notice &progress);

	/* For one fetch, which this must outlive. */
	void use_in(git_fetch_options &options);

	/* Why the fetch failed, if it did here. */
	std::optional<Diag> failure;

private:
	struct Subtransport;
	struct Stream;

	static int make_transport(git_transport **out, git_remote *owner,
				  void *self);
	static int make_subtransport(git_smart_subtransport **out,
				     git_transport *owner, void *self);

	const LibGit2 &git;
	uint64_t limit;
	const Notice &progress;
	git_smart_subtransport_definition definition = {};
};

} /* namespace kcrate */
