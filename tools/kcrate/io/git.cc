// SPDX-License-Identifier: GPL-2.0-or-later

#include "io/git.h"

#include <algorithm>

#include "base/str.h"
#include "io/git_http.h"
#include "io/http.h"
#include "io/libgit2.h"

namespace kcrate {

namespace {

constexpr uint64_t most_received = uint64_t(1) << 30;
constexpr int most_components = 64;

/* An object of libgit2 that is freed when it goes. */
template <typename T>
class Owned {
public:
	explicit Owned(void (*release)(T *)) : release(release) {}
	~Owned() { release(object); }
	Owned(const Owned &) = delete;
	Owned &operator=(const Owned &) = delete;

	T *get() const { return object; }
	T **out() { return &object; }

private:
	T *object = nullptr;
	void (*release)(T *);
};

std::string last_error(const LibGit2 &git)
{
	const git_error *const error = git.error_last();

	return error && error->message ? error->message : "no reason is known";
}

GitEntry::Kind kind_of(git_filemode_t mode)
{
	switch (mode) {
	case GIT_FILEMODE_BLOB:
	case GIT_FILEMODE_BLOB_EXECUTABLE:
		return GitEntry::Kind::file;
	case GIT_FILEMODE_LINK:
		return GitEntry::Kind::link;
	case GIT_FILEMODE_COMMIT:
		return GitEntry::Kind::submodule;
	default:
		return GitEntry::Kind::other;
	}
}

Diag failure(const LibGit2 &git, const std::string &url)
{
	return Diag(Id::source_unreachable,
		    str("cannot get ", shown_url(url), ": ", last_error(git)))
		.with_help("check the URL and the network");
}

/* Any failure here ends the fetch. */
int limit_received(const git_indexer_progress *stats, void *)
{
	return stats->received_bytes > most_received ? GIT_EUSER : 0;
}

} /* namespace */

struct GitRepository::Handle {
	Handle(const LibGit2 &git, std::string directory)
		: git(git),
		  directory(std::move(directory)),
		  repository(git.repository_free)
	{}

	/* What should be there is not, or is not what it should be. */
	Diag damaged() const
	{
		return Diag(Id::process_failed,
			    str("libgit2 cannot read ", directory, ": ",
				last_error(git)))
			.with_help("remove that directory, and run the command "
				   "again");
	}

	/* False where there is no such commit with a tree. */
	bool find_tree(const std::string &commit, Owned<git_tree> &out) const
	{
		Owned<git_commit> found(git.commit_free);
		git_oid id;

		return !git.oid_fromstr(&id, commit.c_str()) &&
		       !git.commit_lookup(found.out(), repository.get(), &id) &&
		       !git.commit_tree(out.out(), found.get());
	}

	std::string text_of(const git_oid *id) const
	{
		char text[GIT_OID_HEXSZ + 1];

		return git.oid_tostr(text, sizeof(text), id);
	}

	const LibGit2 git;
	const std::string directory;
	Owned<git_repository> repository;
};

Result<std::optional<GitRepository>>
GitRepository::open(const std::string &directory)
{
	const LibGit2 git = TRY(libgit2());
	auto handle = std::make_shared<Handle>(git, directory);
	const int error = git.repository_open_bare(handle->repository.out(),
						   directory.c_str());

	if (error == GIT_ENOTFOUND)
		return std::optional<GitRepository>();
	if (error)
		return handle->damaged();
	return std::optional(GitRepository(std::move(handle)));
}

Result<GitRepository> GitRepository::open_or_make(const std::string &directory)
{
	std::optional<GitRepository> there = TRY(open(directory));

	if (there)
		return std::move(*there);
	const LibGit2 git = TRY(libgit2());
	auto handle = std::make_shared<Handle>(git, directory);
	if (git.repository_init(handle->repository.out(), directory.c_str(),
				/*is_bare=*/1))
		return Diag(Id::write_failed,
			    str("cannot make the repository ", directory, ": ",
				last_error(git)));
	return GitRepository(std::move(handle));
}

Status GitRepository::fetch(const std::string &url,
			    const std::vector<std::string> &refspecs,
			    const Notice &progress) const
{
	const LibGit2 &git = handle->git;
	Owned<git_remote> remote(git.remote_free);
	git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
	GitHttp http(git, most_received, progress);
	std::vector<char *> texts;

	texts.reserve(refspecs.size());
	for (const std::string &refspec : refspecs)
		texts.push_back(const_cast<char *>(refspec.c_str()));
	const git_strarray specs = { texts.data(), texts.size() };

	options.callbacks.transfer_progress = limit_received;
	options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	options.update_fetchhead = 0;
	if (git.remote_create_anonymous(remote.out(), handle->repository.get(),
					url.c_str()))
		return failure(git, url);
	/* The user's configuration may lead elsewhere (url.*.insteadOf). */
	if (std::string_view(git.remote_url(remote.get())).starts_with("http"))
		http.use_in(options);
	if (!git.remote_fetch(remote.get(), &specs, &options, nullptr))
		return ok();
	if (http.failure)
		return std::move(*http.failure);
	return failure(git, url);
}

bool GitRepository::has_commit(const std::string &commit) const
{
	Owned<git_tree> tree(handle->git.tree_free);

	return handle->find_tree(commit, tree);
}

std::string GitRepository::commit_at(const std::string &reference) const
{
	git_oid id;

	if (handle->git.reference_name_to_id(&id, handle->repository.get(),
					     reference.c_str()))
		return "";
	return handle->text_of(&id);
}

namespace {

/* A directory of a tree that is still to be read. */
struct Directory {
	std::string path; /* with a final slash, "" for the top */
	git_oid id;
};

Diag too_deep(const std::string &path)
{
	return { Id::path_too_deep, str("the path ", path, " has more than ",
					most_components, " components") };
}

} /* namespace */

Result<std::vector<GitEntry>> GitRepository::list(const std::string &commit,
						  size_t most) const
{
	const LibGit2 &git = handle->git;
	Owned<git_tree> top(git.tree_free);
	std::vector<Directory> left;
	std::vector<GitEntry> out;
	size_t seen = 0;

	if (!handle->find_tree(commit, top))
		return handle->damaged();
	left.push_back({ "", *git.tree_id(top.get()) });
	while (!left.empty()) {
		const Directory directory = std::move(left.back());
		Owned<git_tree> tree(git.tree_free);
		left.pop_back();
		if (git.tree_lookup(tree.out(), handle->repository.get(),
				    &directory.id))
			return handle->damaged();
		if (std::count(directory.path.begin(), directory.path.end(),
			       '/') >= most_components)
			return too_deep(directory.path);
		const size_t count = git.tree_entrycount(tree.get());
		seen += count;
		if (seen > most)
			return Diag(Id::archive_too_many_entries,
				    str("the tree of ", commit,
					" has more than ", most, " entries"));
		for (size_t i = 0; i < count; i++) {
			const git_tree_entry *const entry =
				git.tree_entry_byindex(tree.get(), i);
			const git_oid *const id = git.tree_entry_id(entry);
			const git_filemode_t mode =
				git.tree_entry_filemode(entry);
			std::string path =
				str(directory.path, git.tree_entry_name(entry));
			if (mode == GIT_FILEMODE_TREE)
				left.push_back({ path + "/", *id });
			else
				out.push_back({ std::move(path), kind_of(mode),
						handle->text_of(id) });
		}
	}
	return out;
}

Result<std::string> GitRepository::read(const std::string &id,
					uint64_t limit) const
{
	const LibGit2 &git = handle->git;
	Owned<git_odb> objects(git.odb_free);
	Owned<git_blob> blob(git.blob_free);
	git_object_t type = GIT_OBJECT_INVALID;
	size_t size = 0;
	git_oid oid;

	if (git.oid_fromstr(&oid, id.c_str()) ||
	    git.repository_odb(objects.out(), handle->repository.get()) ||
	    git.odb_read_header(&size, &type, objects.get(), &oid))
		return handle->damaged();
	if (size > limit)
		return Diag(Id::archive_too_large,
			    str("the file is larger than ", limit, " bytes"));
	if (git.blob_lookup(blob.out(), handle->repository.get(), &oid))
		return handle->damaged();
	return std::string(
		static_cast<const char *>(git.blob_rawcontent(blob.get())),
		git.blob_rawsize(blob.get()));
}

Result<std::optional<std::string>>
GitRepository::read_path(const std::string &commit, const std::string &path,
			 uint64_t limit) const
{
	const LibGit2 &git = handle->git;
	Owned<git_tree> tree(git.tree_free);
	Owned<git_tree_entry> entry(git.tree_entry_free);

	if (!handle->find_tree(commit, tree))
		return handle->damaged();
	const int error =
		git.tree_entry_bypath(entry.out(), tree.get(), path.c_str());
	if (error == GIT_ENOTFOUND)
		return std::optional<std::string>();
	if (error)
		return handle->damaged();
	if (kind_of(git.tree_entry_filemode(entry.get())) !=
	    GitEntry::Kind::file)
		return std::optional<std::string>();
	return std::optional(TRY(
		read(handle->text_of(git.tree_entry_id(entry.get())), limit)));
}

} /* namespace kcrate */
