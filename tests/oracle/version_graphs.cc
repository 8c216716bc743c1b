// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Versions as choose_versions() decides them against what cargo writes into
 * Cargo.lock (`cargo generate-lockfile`), over random registries:
 *
 *   version_graphs CARGO RUSTC DIR FIRST COUNT [--stop]
 *
 * The registries have the seeds FIRST and on, so the same arguments make the
 * same registries.  Each is asked twice: from nothing, and with what that chose
 * as locked, after versions came, versions were yanked and the root began to
 * depend on one crate more (cargo then keeps what is locked where it can).
 *
 * Scratch files are in DIR.  Prints how often each construct occurred, and a
 * registry that the two disagree about, made as small as it goes.  Fails where
 * they do, where a construct is in fewer than one registry of twenty, and where
 * too few were hard.  With --stop the first disagreement is the end, and only
 * told.
 */

#include <atomic>
#include <mutex>

#include "base/str.h"
#include "cargo/index_record.h"
#include "random_registry.h"
#include "resolve/versions.h"
#include "seeds.h"
#include "unit_graph.h"

using namespace kcrate;

namespace {

/* Each package with what it depends on, in one line; or why there are none. */
struct Answer {
	bool possible = false;
	std::set<std::string> packages;
	std::string reason;
	size_t taken_back = 0;
};

std::string root_toml(const TestRegistry &registry)
{
	const RegistryVersion &root = registry.root;
	std::string out =
		str("[package]\nname = \"", root.name, "\"\nversion = \"",
		    root.version, "\"\nedition = \"2021\"\n",
		    registry.fallback ? "resolver = \"3\"\n" : "",
		    root.rust_version.empty() ? ""
					      : str("rust-version = \"",
						    root.rust_version, "\"\n"));

	for (const RegistryDep &dep : root.deps)
		out += str("\n[",
			   dep.platform.empty()
				   ? ""
				   : str("target.'", dep.platform, "'."),
			   dep.kind == "normal" ? "" : dep.kind + "-",
			   "dependencies.", dep.name, "]\npackage = \"",
			   dep.package, "\"\nversion = \"", dep.requirement,
			   "\"\nfeatures = ", toml_list(dep.features), "\n",
			   dep.optional ? "optional = true\n" : "",
			   dep.default_features ? ""
						: "default-features = false\n");
	out += "\n[features]\n";
	for (const auto &[name, values] : root.features)
		out += str(name, " = ", toml_list(values), "\n");
	return out;
}

std::map<std::string, std::string> index_files(const TestRegistry &registry)
{
	std::map<std::string, std::string> out;

	for (const RegistryVersion &version : registry.versions)
		out[version.name] += index_line(version);
	return out;
}

void write_registry(const TestRegistry &registry, const fs::path &dir)
{
	fs::remove_all(dir / "index");
	fs::create_directories(dir / "index");
	for (const auto &[name, text] : index_files(registry))
		write(dir / "index" / index_path(name), text);
	write(dir / "root/Cargo.toml", root_toml(registry));
	write(dir / "root/src/lib.rs", "");
	write(dir / "root/.cargo/config.toml",
	      "[source.crates-io]\nreplace-with = \"local\"\n"
	      "[source.local]\nlocal-registry = \"..\"\n");
}

/* "c1 1.0.0" for what a Cargo.lock calls so, or "c1" where there is one. */
std::string whole_name(const std::string &name,
		       const std::map<std::string, Strings> &versions)
{
	if (name.find(' ') != std::string::npos)
		return name;
	return str(name, " ", versions.at(name).at(0));
}

std::string package_line(const std::string &name,
			 const std::set<std::string> &edges)
{
	return str(name, " -> ", join({ edges.begin(), edges.end() }, ", "));
}

std::set<std::string> read_lock(const fs::path &path)
{
	std::ifstream stream(path);
	const std::string text(std::istreambuf_iterator<char>(stream), {});
	std::vector<std::pair<std::string, Strings>> packages;
	std::map<std::string, Strings> versions;
	std::set<std::string> out;
	std::string name;

	for (const std::string_view line : lines(text)) {
		const std::vector<std::string_view> parts = split(line, '"');
		if (line.starts_with("name = "))
			name = parts[1];
		if (line.starts_with("version = \"")) {
			versions[name].emplace_back(parts[1]);
			packages.push_back({ str(name, " ", parts[1]), {} });
		}
		if (line.starts_with(" \""))
			packages.back().second.emplace_back(parts[1]);
	}
	for (const auto &[package, edges] : packages) {
		std::set<std::string> whole;
		for (const std::string &edge : edges)
			whole.insert(whole_name(edge, versions));
		out.insert(package_line(package, whole));
	}
	return out;
}

/* What cargo says with @arguments, in a registry that was written to @dir. */
Answer ask_cargo(const fs::path &dir, const Strings &arguments)
{
	Strings argv = { "env", str("CARGO_HOME=", (dir / "home").string()),
			 "CARGO_NET_OFFLINE=true", str("RUSTC=", rustc),
			 cargo };
	Answer out;

	argv.insert(argv.end(), arguments.begin(), arguments.end());
	const Result<std::string> done =
		run_process(argv, (dir / "root").string());
	out.possible = static_cast<bool>(done);
	if (done)
		out.packages = read_lock(dir / "root/Cargo.lock");
	else
		out.reason = join(done.error().context, "\n");
	return out;
}

/* cargo reads tables sorted, and targets after all others. */
IndexRecord root_record(const TestRegistry &registry)
{
	const Tree tree = { { "src/lib.rs", File() } };
	const std::string text = root_toml(registry);
	Result<CargoToml> crate =
		parse_cargo_toml({ "Cargo.toml", text }, tree);
	const auto rank = [](const Dependency &dep) {
		const bool dev = dep.kind == DepKind::dev;
		const bool build = dep.kind == DepKind::build;
		return std::tuple(dep.target_text,
				  dep.target ? dev * 2 + build
					     : dev + build * 2,
				  dep.name);
	};
	IndexRecord out;

	if (!crate)
		throw std::runtime_error(crate.error().message);
	out.name = crate.value().name;
	out.version = crate.value().version;
	out.version_text = crate.value().version_text;
	out.features = feature_map(crate.value()).value();
	out.dependencies = crate.value().dependencies;
	std::sort(out.dependencies.begin(), out.dependencies.end(),
		  [&](const Dependency &a, const Dependency &b) {
			  return rank(a) < rank(b);
		  });
	return out;
}

using Locked = std::map<std::string, std::set<std::string>>;

Answer ask_ourselves(const TestRegistry &registry, const Locked &locked)
{
	const std::map<std::string, std::string> files = index_files(registry);
	const IndexRecord root = root_record(registry);
	VersionOptions options;
	Answer out;

	options.locked = locked;
	if (registry.fallback) {
		std::string text = registry.root.rust_version;
		while (std::count(text.begin(), text.end(), '.') < 2)
			text += ".0";
		options.rust_version = parse_version(text).value();
	}
	const auto read = [&](const std::set<std::string> &names) {
		IndexRecords records;
		for (const std::string &name : names) {
			if (!files.count(name))
				continue;
			IndexFile file =
				parse_index(name, files.at(name), name);
			for (const IndexRecord &record : file.records)
				if (!record.fault.empty())
					throw std::runtime_error(record.fault);
			records[name] = std::move(file.records);
		}
		return Result<IndexRecords>(std::move(records));
	};
	const Result<VersionChoice> choice =
		choose_versions(root, read, options);
	out.possible = static_cast<bool>(choice);
	if (!choice) {
		out.reason = str(choice.error().message, "\n",
				 join(choice.error().context, "\n"));
		return out;
	}
	out.taken_back = choice.value().taken_back;
	const auto name_at = [&](size_t i) {
		const IndexRecord &record = choice.value().packages[i].record;
		return str(record.name, " ", record.version_text);
	};
	for (size_t i = 0; i < choice.value().packages.size(); i++) {
		std::set<std::string> edges;
		for (const VersionChoice::Edge &edge :
		     choice.value().packages[i].edges)
			edges.insert(name_at(edge.to));
		out.packages.insert(package_line(name_at(i), edges));
	}
	return out;
}

/* What the two say of one question. */
struct Judged {
	bool equal = true;
	Answer theirs, ours;

	std::string text() const
	{
		std::string out;

		for (const std::string &line : theirs.packages)
			if (!ours.packages.count(line))
				out += str("  cargo:  ", line, "\n");
		for (const std::string &line : ours.packages)
			if (!theirs.packages.count(line))
				out += str("  kcrate: ", line, "\n");
		if (theirs.possible != ours.possible)
			out += str(theirs.possible ? "  kcrate: "
						   : "  cargo:  ",
				   theirs.reason, ours.reason, "\n");
		return out;
	}
};

Judged compared(Answer theirs, Answer ours)
{
	const bool equal = theirs.possible == ours.possible &&
			   theirs.packages == ours.packages;

	return { equal, std::move(theirs), std::move(ours) };
}

Judged judge(const TestRegistry &registry, const fs::path &dir)
{
	fs::remove(dir / "root/Cargo.lock");
	write_registry(registry, dir);
	return compared(ask_cargo(dir, { "generate-lockfile" }),
			ask_ourselves(registry, {}));
}

/* Whether @dep may be met by a version that is locked. */
bool is_locked(const RegistryDep &dep, const Locked &locked)
{
	const auto at = locked.find(dep.package);
	const Requirement requirement =
		parse_requirement(dep.requirement).value();

	return at != locked.end() &&
	       std::any_of(at->second.begin(), at->second.end(),
			   [&](const std::string &version) {
				   return matches(
					   requirement,
					   parse_version(version).value());
			   });
}

Locked locked_by(const Answer &answer)
{
	Locked out;

	for (const std::string &line : answer.packages) {
		const std::vector<std::string_view> words = split(line, ' ');
		if (words[0] != "root")
			out[std::string(words[0])].emplace(words[1]);
	}
	return out;
}

/*
 * A root with a dependency that nothing locked meets makes cargo prefer what is
 * locked and no more, as we do; else it would insist on it.
 */
std::optional<TestRegistry> moved_on(const TestRegistry &registry,
				     const TestRegistry &other,
				     const Locked &locked)
{
	TestRegistry out = registry;
	Dice dice(locked.size());

	for (const RegistryVersion &version : registry.versions) {
		const bool release = version.version.find_first_of("-+") ==
				     std::string::npos;
		if (!release || !dice.percent(30))
			continue;
		/* "1.2.5" has a successor, 1.2.59. */
		out.versions.push_back(version);
		out.versions.back().version += '9';
	}
	for (RegistryVersion &version : out.versions)
		version.yanked |= dice.percent(20);
	for (const RegistryDep &dep : other.root.deps)
		if (!is_locked(dep, locked) && dep.name == dep.package &&
		    std::none_of(out.root.deps.begin(), out.root.deps.end(),
				 [&](const RegistryDep &own) {
					 return own.name == dep.name;
				 })) {
			out.root.deps.push_back(dep);
			out.root.deps.back().features.clear();
			out.root.deps.back().optional = false;
			return out;
		}
	return {};
}

Judged judge_locked(const TestRegistry &registry, const Locked &locked,
		    const fs::path &dir)
{
	write_registry(registry, dir);
	return compared(ask_cargo(dir, { "update", "--workspace" }),
			ask_ourselves(registry, locked));
}

/* Everything that is one thing less than @registry. */
std::vector<TestRegistry> smaller(const TestRegistry &registry)
{
	std::vector<TestRegistry> out;
	const auto less = [&](const auto &change) {
		TestRegistry copy = registry;
		change(copy);
		RegistryGenerator::drop_dangling(copy.root);
		for (RegistryVersion &version : copy.versions)
			RegistryGenerator::drop_dangling(version);
		out.push_back(std::move(copy));
	};
	const auto version_of = [](TestRegistry &of,
				   size_t i) -> RegistryVersion & {
		return i < of.versions.size() ? of.versions[i] : of.root;
	};

	for (size_t i = 0; i <= registry.versions.size(); i++) {
		const RegistryVersion &version = i < registry.versions.size()
							 ? registry.versions[i]
							 : registry.root;
		if (i < registry.versions.size())
			less([&](TestRegistry &r) {
				r.versions.erase(r.versions.begin() +
						 static_cast<ptrdiff_t>(i));
			});
		for (size_t d = 0; d < version.deps.size(); d++) {
			less([&](TestRegistry &r) {
				auto &deps = version_of(r, i).deps;
				deps.erase(deps.begin() +
					   static_cast<ptrdiff_t>(d));
			});
			if (!version.deps[d].features.empty())
				less([&](TestRegistry &r) {
					version_of(r, i)
						.deps[d]
						.features.clear();
				});
		}
		for (const auto &[name, values] : version.features)
			less([&, key = name](TestRegistry &r) {
				version_of(r, i).features.erase(key);
			});
		if (!version.links.empty())
			less([&](TestRegistry &r) {
				version_of(r, i).links.clear();
			});
	}
	return out;
}

TestRegistry shrunk(TestRegistry registry, const fs::path &dir)
{
	for (bool again = true; again;) {
		again = false;
		for (TestRegistry &candidate : smaller(registry)) {
			if (judge(candidate, dir).equal)
				continue;
			registry = std::move(candidate);
			again = true;
			break;
		}
	}
	return registry;
}

std::string shown(const TestRegistry &registry)
{
	std::string out = root_toml(registry);

	for (const auto &[name, text] : index_files(registry))
		out += text;
	return out;
}

struct Totals {
	std::mutex mutex;
	size_t asked = 0, equal = 0, impossible = 0, taken_back = 0, locked = 0,
	       kept_yanked = 0;
	std::atomic<size_t> different = 0;
	std::map<std::string, size_t> seen;
};

void count(const TestRegistry &registry, const Judged &judged, Totals &totals)
{
	const std::lock_guard<std::mutex> lock(totals.mutex);

	for (const std::string &construct : constructs(registry))
		totals.seen[construct]++;
	totals.asked++;
	totals.equal += judged.equal;
	totals.different += !judged.equal;
	totals.impossible += !judged.theirs.possible;
	totals.taken_back += judged.ours.taken_back > 0;
}

void tell(uint64_t seed, const std::string &what, Totals &totals)
{
	const std::lock_guard<std::mutex> lock(totals.mutex);

	std::cout << "seed " << seed << ":\n" << what << std::flush;
}

void check_one(uint64_t seed, const fs::path &dir, bool stop, Totals &totals)
{
	const TestRegistry registry = RegistryGenerator(seed).run();
	const Judged judged = judge(registry, dir);

	count(registry, judged, totals);
	if (!judged.equal) {
		if (stop)
			return tell(seed, judged.text(), totals);
		const TestRegistry small = shrunk(registry, dir);
		return tell(seed, shown(small) + judge(small, dir).text(),
			    totals);
	}
	if (!judged.theirs.possible)
		return;

	const Locked locked = locked_by(judged.theirs);
	const std::optional<TestRegistry> next = moved_on(
		registry, RegistryGenerator(seed + 1000000).run(), locked);
	if (!next)
		return;
	const Judged again = judge_locked(*next, locked, dir);
	const std::lock_guard<std::mutex> lock(totals.mutex);
	totals.locked++;
	for (const RegistryVersion &version : next->versions)
		if (version.yanked && again.ours.possible) {
			const Locked now = locked_by(again.ours);
			const auto at = now.find(version.name);
			if (at != now.end() &&
			    at->second.count(version.version)) {
				totals.kept_yanked++;
				break;
			}
		}
	if (again.equal)
		return;
	totals.different++;
	std::cout << "seed " << seed << " with what is locked:\n"
		  << (stop ? "" : shown(*next)) << again.text() << std::flush;
}

int report(const Totals &totals)
{
	std::cout << "KTAP version 1\n1..1\n";
	bool common = are_common(totals.seen, totals.asked);
	const auto say = [&](const std::string &what, size_t number,
			     size_t least) {
		common &= is_common(what, number, totals.asked, least);
	};
	say("(impossible)", totals.impossible, 15);
	say("(decisions taken back, and possible)", totals.taken_back, 20);
	say("(asked again with locked versions)", totals.locked, 20);
	say("(kept what was yanked)", totals.kept_yanked, 5);
	const bool good = common && !totals.different;
	std::cout << (good ? "ok" : "not ok") << " 1 " << totals.equal
		  << " registries as cargo has them, " << totals.different
		  << " not\n";
	return !good;
}

} /* namespace */

int main(int argc, char **argv)
{
	Totals totals;

	if (!judge_seeds(
		    "version_graphs", argc, argv, totals.different,
		    [&](uint64_t seed, const fs::path &scratch, bool stop) {
			    check_one(seed, scratch, stop, totals);
		    }))
		return 2;
	return report(totals);
}
