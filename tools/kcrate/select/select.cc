// SPDX-License-Identifier: GPL-2.0-or-later

#include "select/select.h"

#include <algorithm>

#include "base/str.h"
#include "resolve/targets.h"
#include "unpack/content.h"

namespace kcrate {

namespace {

/* What Kbuild would read, or what a build leaves behind, by name alone. */
bool means_something_to_kbuild(std::string_view path)
{
	const std::string_view name = base_name(path);

	return name == "Makefile" || name == "Kbuild" ||
	       name == "modules.order" || name.starts_with("Kconfig") ||
	       name.ends_with(".mk") || name.ends_with(".cmd");
}

bool is_below(std::string_view path, std::string_view directory)
{
	return directory.empty() ||
	       (path.size() > directory.size() && path.starts_with(directory) &&
		path[directory.size()] == '/');
}

/* Files and directories, each with a reason. */
using Paths = std::map<std::string, Word>;

/* The entry of @paths that means @path, null for none. */
const Paths::value_type *find_entry(const Paths &paths, const std::string &path)
{
	for (const Paths::value_type &entry : paths)
		if (path == entry.first || is_below(path, entry.first))
			return &entry;
	return nullptr;
}

/* What holds in any kernel configuration, whatever its features. */
CfgSet cfgs_for_selection(const CrateEntry &entry)
{
	CfgSet cfgs = common_cfgs();

	for (const CfgFlag &flag : entry.cfgs_off)
		cfgs.know(flag.key);
	return cfgs;
}

class Selector {
public:
	Selector(const CrateEntry &entry, const CargoToml &cargo,
		 const Tree &tree, TokenStore &tokens, Sink &sink)
		: entry(entry),
		  cargo(cargo),
		  tree(tree),
		  tokens(tokens),
		  sink(sink)
	{}

	Result<Selection> run()
	{
		TRY(check_root());
		const CrateSource source = TRY(walk());

		flatten = std::none_of(
			tree.begin(), tree.end(), [&](const auto &file) {
				return stays_outside(file.first, source);
			});
		for (const auto &[path, file] : tree)
			place(path, file, source);
		out.root = kernel_path(cargo.lib_path);
		report_unused();
		return std::move(out);
	}

private:
	std::string_view root_dir() const { return parent_of(cargo.lib_path); }

	std::string kernel_path(const std::string &path) const
	{
		if (!flatten || root_dir().empty())
			return path;
		return path.substr(root_dir().size() + 1);
	}

	/* Whether @path is kept for what is outside the library's directory. */
	bool stays_outside(const std::string &path, const CrateSource &source)
	{
		const auto file = source.files.find(path);
		const bool read = file != source.files.end();

		if (read && file->second.escapes_root_dir)
			return true;
		return !is_below(path, root_dir()) &&
		       (read || (find_entry(entry.keep_files, path) &&
				 !find_entry(entry.drop_files, path)));
	}

	/* Nothing is left of a library without its first file. */
	Status check_root() const
	{
		for (const auto &[prefix, why] : entry.drop_files)
			if (cargo.lib_path == prefix ||
			    is_below(cargo.lib_path, prefix))
				return Diag(Id::file_not_found,
					    str("leaving out '", prefix,
						"' takes the crate's root '",
						cargo.lib_path, "' away"))
					.at(why.where)
					.with_help("keep it: every crate needs "
						   "its root");
		return ok();
	}

	/* The source as it will be: without the documentation it includes. */
	Result<CrateSource> walk()
	{
		Tree walked = tree;

		for (const auto &[path, file] : tree) {
			if (!path.ends_with(".rs") ||
			    !contains(file.bytes(), "include_str!") ||
			    !contains(file.bytes(), "doc"))
				continue;
			TRY(take_doc_includes(path, file, walked));
		}
		return read_crate_source(walked, cargo.lib_path,
					 cfgs_for_selection(entry), tokens,
					 sink);
	}

	Status take_doc_includes(const std::string &path, const File &file,
				 Tree &walked)
	{
		const Result<TokenFile> lexed = tokens.lex(path, file);
		/* A test that is not Rust is nobody's problem. */
		if (!lexed)
			return ok();
		const Result<std::vector<DocInclude>> found =
			doc_includes(lexed.value());
		std::string text(file.bytes());

		if (!found)
			return ok();
		for (const DocInclude &include : found.value()) {
			const std::string target =
				resolve_path(parent_of(path), include.path);
			if (is_below(target, root_dir()) && !target.empty() &&
			    target != "README.md")
				continue;
			text.replace(include.begin, include.end - include.begin,
				     include.end - include.begin, ' ');
			includes[path].push_back(include);
		}
		if (includes.count(path))
			walked[path].replace(std::move(text));
		return ok();
	}

	/* Why @path stays out, "" when it is kept. */
	std::string reason_to_drop(const std::string &path,
				   const CrateSource &source)
	{
		const auto *const drop = find_entry(entry.drop_files, path);
		const auto *const keep = find_entry(entry.keep_files, path);
		const bool read = source.files.count(path);

		if (drop && (read || keep))
			used_drops.insert(drop->first);
		if (drop)
			return drop->second.text;
		if (keep && !read)
			used_keeps.insert(keep->first);
		if (keep || read)
			return {};
		if (source.unreachable.count(path))
			return "compiled for tests only";
		if (path == cargo.build)
			return "build script";
		if (path.ends_with(".rs"))
			return "not part of the library";
		return "not source";
	}

	void place(const std::string &path, const File &file,
		   const CrateSource &source)
	{
		const std::string why = reason_to_drop(path, source);

		if (!why.empty()) {
			out.dropped[path] = why;
			return;
		}

		const std::string to = kernel_path(path);
		const auto read = source.files.find(path);
		SelectedFile facts = { path,
				       read == source.files.end()
					       ? FileRole::embedded
					       : read->second.role,
				       includes[path] };
		check_content(path, file.bytes(), sink);
		if (!taken_name(to).empty())
			report(Id::name_collision,
			       str("'", path, "' would take a name that ",
				   taken_name(to)),
			       entry.where,
			       "leave it out with 'drop-files', and edit what "
			       "includes it");
		out.files[to] = file;
		out.facts[to] = std::move(facts);
	}

	void report_unused()
	{
		for (const auto &[prefix, why] : entry.drop_files)
			if (!used_drops.count(prefix))
				report(Id::unused_override,
				       str("leaving out '", prefix,
					   "' changes nothing: no file of that "
					   "name would be kept"),
				       why.where, "remove the entry");
		for (const auto &[prefix, why] : entry.keep_files)
			if (!used_keeps.count(prefix))
				report(Id::unused_override,
				       str("keeping '", prefix,
					   "' changes nothing: no file of that "
					   "name would be left out"),
				       why.where, "remove the entry");
	}

	void report(Id id, std::string message, const Place &where,
		    std::string help)
	{
		sink.report(Diag(id, std::move(message))
				    .at(where)
				    .with_help(std::move(help)));
	}

	const CrateEntry &entry;
	const CargoToml &cargo;
	const Tree &tree;
	TokenStore &tokens;
	Sink &sink;
	std::map<std::string, std::vector<DocInclude>> includes;
	std::set<std::string> used_drops, used_keeps;
	bool flatten = true;
	Selection out;
};

} /* namespace */

std::string_view taken_name(std::string_view path)
{
	if (path == "README.md")
		return "the import's own README.md has";
	return means_something_to_kbuild(path) ? "Kbuild reads" : "";
}

std::string Selection::path_of(const std::string &upstream) const
{
	for (const auto &[path, file] : facts)
		if (file.upstream == upstream)
			return path;
	return {};
}

Result<Selection> select_files(const CrateEntry &entry, const CargoToml &cargo,
			       const Tree &tree, TokenStore &tokens, Sink &sink)
{
	if (!cargo.has_lib)
		return Diag(Id::cargo_manifest,
			    str(entry.name, " ", entry.version_text,
				" has no library"))
			.at(entry.where)
			.with_help("only libraries and proc macros can be "
				   "imported");
	return Selector(entry, cargo, tree, tokens, sink).run();
}

} /* namespace kcrate */
