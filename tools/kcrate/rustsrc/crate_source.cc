// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/crate_source.h"

/*
 * Two steps.  First the truth of every file is raised to that of its most
 * reachable use until nothing changes: there are three truths, so each file is
 * looked at no more than three times for each of the two ways in which its own
 * modules may be found.  Then the settled crate is described, in the order of
 * paths and tokens, and what is wrong with it is reported.
 *
 * Whether a macro keeps its arguments may depend on macros defined in files
 * that the walk has yet to reach.  If the first walk finds definitions that
 * matter, a second one starts with all of them.
 */

#include <set>

#include "base/str.h"
#include "rustsrc/lookup.h"
#include "rustsrc/sources.h"

namespace kcrate {

namespace {

bool is_module(const Use &use)
{
	return use.kind == Use::Kind::module_name ||
	       use.kind == Use::Kind::module_path;
}

class Walk {
public:
	Walk(const Tree &tree, const std::string &root, const CfgSet &cfgs,
	     TokenStore &tokens, Sink &sink)
		: tree(tree),
		  root(root),
		  root_dir(parent_of(root)),
		  sink(sink),
		  sources(tree, cfgs, tokens)
	{}

	Result<CrateSource> run();

private:
	void settle();
	void raise(const SourceRef &ref, Truth truth);
	void visit(const SourceRef &ref);
	std::map<std::string, Truth> reach_by_path() const;

	Status describe();
	void describe_use(const SourceRef &user, const Use &use, Truth truth);
	void describe_envs(const SourceRef &user, Truth truth);
	void describe_features(const FileScan &scan);
	void add_file(const SourceRef &ref, const SourceFile &file);
	void report(const SourceRef &user, const Use &use,
		    const Lookup &lookup);
	void report_missing(const SourceRef &user, const Use &use,
			    const Lookup &lookup);
	Place place(const SourceRef &user, const Use &use);

	const Tree &tree;
	const std::string &root;
	std::string_view root_dir;
	Sink &sink;
	Sources sources;
	std::map<SourceRef, Truth> reach;
	std::vector<SourceRef> todo;
	std::map<std::string, SourceFile> files;
	/* By path and token: a file may be described twice, for two stems. */
	std::set<std::pair<std::string, size_t>> said;
	CrateSource crate;
};

Result<CrateSource> Walk::run()
{
	if (!tree.contains(root))
		return Diag(Id::file_not_found, str("the crate's root '", root,
						    "' is not in the archive"))
			.with_help("check [lib] path in Cargo.toml");
	settle();
	if (sources.learn_macros(reach_by_path()))
		settle();
	TRY(describe());
	for (auto &[path, file] : files)
		(file.reach == Truth::no ? crate.unreachable : crate.files)
			.emplace(path, std::move(file));
	describe_features(sources.get(root).scan);
	return std::move(crate);
}

void Walk::settle()
{
	reach.clear();
	raise({ root, "" }, Truth::yes);
	while (!todo.empty()) {
		const SourceRef ref = std::move(todo.back());

		todo.pop_back();
		visit(ref);
	}
}

void Walk::raise(const SourceRef &ref, Truth truth)
{
	const auto [entry, added] = reach.emplace(ref, truth);

	if (!added && entry->second >= truth)
		return;
	entry->second = truth;
	todo.push_back(ref);
}

void Walk::visit(const SourceRef &ref)
{
	const Truth truth = reach[ref];

	for (const Use &use : sources.get(ref.path).scan.uses) {
		if (use.kind == Use::Kind::data)
			continue;
		const Lookup lookup = look_up(tree, root_dir, ref, use);
		for (const SourceRef &target : lookup.found)
			raise(target, all_of(truth, use.truth));
	}
}

std::map<std::string, Truth> Walk::reach_by_path() const
{
	std::map<std::string, Truth> paths;

	for (const auto &[ref, truth] : reach) {
		Truth &best = paths.emplace(ref.path, truth).first->second;

		best = any_of(best, truth);
	}
	return paths;
}

Status Walk::describe()
{
	files[root].reach = Truth::yes;
	for (const auto &[ref, truth] : reach) {
		const Source &source = sources.get(ref.path);

		if (!source.file && truth == Truth::yes)
			return source.file.error();
		for (const Use &use : source.scan.uses)
			describe_use(ref, use, all_of(truth, use.truth));
		describe_envs(ref, truth);
	}
	return ok();
}

void Walk::describe_use(const SourceRef &user, const Use &use, Truth truth)
{
	const Lookup lookup = look_up(tree, root_dir, user, use);

	for (const SourceRef &target : lookup.found) {
		SourceFile file;

		file.role = use.kind == Use::Kind::data ? FileRole::embedded
							: FileRole::module;
		file.reach = truth;
		file.escapes_root_dir = lookup.escapes && truth != Truth::no;
		if (!files.contains(target.path) ||
		    files[target.path].reach < truth)
			file.from = place(user, use);
		add_file(target, file);
	}
	if (truth == Truth::yes && !use.guess && lookup.found.size() != 1)
		report(user, use, lookup);
}

void Walk::add_file(const SourceRef &ref, const SourceFile &file)
{
	const auto [entry, added] = files.emplace(ref.path, file);
	SourceFile &known = entry->second;

	if (added)
		return;
	if (known.reach < file.reach) {
		known.reach = file.reach;
		known.from = file.from;
	}
	if (file.role == FileRole::module)
		known.role = FileRole::module;
	known.escapes_root_dir |= file.escapes_root_dir;
}

void Walk::describe_envs(const SourceRef &user, Truth truth)
{
	const Source &source = sources.get(user.path);

	for (const EnvMention &env : source.scan.envs)
		if (all_of(truth, env.truth) != Truth::no &&
		    said.emplace(user.path, env.token).second)
			crate.envs.push_back({ env.name, env.optional,
					       source.place(env.token) });
}

/* What the root says of the crate as a whole. */
void Walk::describe_features(const FileScan &scan)
{
	crate.no_std = scan.no_std;
	for (const FeatureUse &use : scan.features) {
		if (use.truth == Truth::no)
			continue;
		Truth &truth =
			crate.unstable_features.emplace(use.name, use.truth)
				.first->second;
		truth = any_of(truth, use.truth);
	}
}

Place Walk::place(const SourceRef &user, const Use &use)
{
	return sources.get(user.path).place(use.token);
}

/* @use is certain and means no file, or two. */
void Walk::report(const SourceRef &user, const Use &use, const Lookup &lookup)
{
	if (!said.emplace(user.path, use.token).second)
		return;
	if (!lookup.found.empty())
		sink.report(Diag(Id::module_ambiguous,
				 str("module '", use.text, "' has two files: '",
				     lookup.wanted[0], "' and '",
				     lookup.wanted[1], "'"))
				    .at(place(user, use))
				    .with_help("remove one of them"));
	else if (lookup.wanted.empty() || lookup.wanted[0].empty())
		sink.report(
			Diag(Id::include_escapes,
			     str("'", use.text, "' is outside the crate"))
				.at(place(user, use))
				.with_help(
					"edit the line so that it names a file of the crate"));
	else
		report_missing(user, use, lookup);
}

void Walk::report_missing(const SourceRef &user, const Use &use,
			  const Lookup &lookup)
{
	std::string message = str("'", use.text, "' is not there: no file '",
				  join(lookup.wanted, "', no file '"), "'");

	if (use.kind == Use::Kind::module_name)
		message = "module " + message;
	sink.report(
		Diag(is_module(use) ? Id::module_missing : Id::file_not_found,
		     std::move(message))
			.at(place(user, use))
			.with_help(
				"check that the archive is complete, or state the cfg that switches this off"));
}

} /* namespace */

Result<CrateSource> read_crate_source(const Tree &tree, const std::string &root,
				      const CfgSet &cfgs, TokenStore &tokens,
				      Sink &sink)
{
	return Walk(tree, root, cfgs, tokens, sink).run();
}

} /* namespace kcrate */
