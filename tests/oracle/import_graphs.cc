// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * What an import resolves against what cargo does on the workspace without the
 * dependencies that the import does not follow, over random manifests:
 *
 *   import_graphs CARGO RUSTC DIR FIRST COUNT [--stop]
 *
 * The packages are those of random_graphs.h; a manifest asks for some of them,
 * for the kernel and for the host, and drops some dependencies.  The workspace
 * is the one that `kcrate export --cargo` makes.  Arguments and output are
 * cargo_graphs's, but that nothing is made smaller.
 */

#include <atomic>

#include "base/quote.h"
#include "exported_units.h"
#include "resolve/targets.h"
#include "seeds.h"

using namespace kcrate;

namespace {

/* A manifest's text about @graph, and what occurs in it. */
struct RandomManifest {
	std::string text;
	std::set<std::string> constructs;
};

class ManifestGenerator {
public:
	ManifestGenerator(const TestGraph &graph, uint64_t seed)
		: graph(graph), dice(seed * 7919 + 1)
	{}

	RandomManifest run()
	{
		out.text = "schema: 1\ncrates:\n";
		for (size_t i = 0; i < graph.packages.size(); i++)
			entry(i);
		return out;
	}

private:
	void entry(size_t i)
	{
		const TestPackage &package = graph.packages[i];

		out.text += str("  ", package.name,
				":\n    version: ", package.version,
				"\n    directory: {path: x, tree-sha256: \"",
				std::string(64, '0'), "\"}\n");
		/* A proc macro has one of the two. */
		const bool host = i && dice.percent(25);
		if (!i || dice.percent(20))
			role(package, "kernel");
		else if (host && package.proc_macro)
			role(package, "host");
		if (host && !package.proc_macro)
			role(package, "host");
		drop(package);
	}

	void role(const TestPackage &package, const std::string &target)
	{
		Strings asked;

		for (const std::string &name : feature_names(package))
			if (dice.percent(40))
				asked.push_back(quote_yaml(name));
		out.text += str("    ", target, ": {features: [",
				join(asked, ", "), "]}\n");
		out.constructs.insert("asked for the " + target);
	}

	void drop(const TestPackage &package)
	{
		std::set<std::string> names;

		for (const DepLine &dep : package.deps)
			if (dep.kind.empty() && dice.percent(15))
				names.insert(graph.packages[dep.to].name);
		if (names.empty())
			return;
		out.text += "    drop-dependencies:\n";
		for (const std::string &name : names)
			out.text += str("      ", name, ": not wanted\n");
		out.constructs.insert("dropped dependency");
	}

	const TestGraph &graph;
	Dice dice;
	RandomManifest out;
};

struct Totals {
	std::mutex mutex;
	size_t equal = 0, refused = 0, units = 0;
	std::atomic<size_t> different = 0;
	std::map<std::string, size_t> seen;
	std::string refusal;
};

/* The packages that @resolution builds, as `kcrate export` would have them. */
ExportedCrates exported(const Manifest &manifest, const CargoTomls &cargos,
			const Resolution &resolution, const fs::path &dir,
			const std::map<std::string, std::string> &directories)
{
	ExportedCrates out;

	for (const Unit &unit : resolution.units) {
		const fs::path own = dir / directories.at(unit.package);
		ExportedCrate &crate = out[unit.package];
		crate = { &manifest.crates.at(unit.package),
			  &cargos.at(unit.package),
			  {},
			  {} };
		for (const char *const file :
		     { "Cargo.toml", "src/lib.rs", "build.rs" })
			if (fs::exists(own / file))
				crate.files[file] = File(text_of(own / file));
	}
	for (const Unit &unit : resolution.units)
		out.at(unit.package)
			.targets.push_back(unit.target == Target::host
						   ? host_cfgs()
						   : kernel_targets({ "x86" })
							     .front()
							     .cfgs);
	return out;
}

void write_workspace(const ExportedCrates &crates, const fs::path &dir)
{
	Sink sink;

	fs::remove_all(dir);
	for (const auto &[path, file] : emit_cargo_root(crates))
		write(dir / path, std::string(file.bytes()));
	for (const auto &[name, crate] : crates) {
		const Result<Tree> files =
			emit_cargo_package(crate, crates, sink);
		if (!files)
			throw std::runtime_error(files.error().message);
		for (const auto &[path, file] : files.value())
			write(dir / name / path, std::string(file.bytes()));
	}
}

/* The words of the difference, "" for none. */
Result<std::string> judge(const TestGraph &graph, const std::string &text,
			  const fs::path &scratch, size_t &units)
{
	const Manifest manifest = TRY(parse_manifest("crates.yaml", text));
	std::map<std::string, std::string> directories;
	CargoTomls cargos;
	Sink sink;

	write_graph(graph, scratch / "graph");
	World world = world_of(graph, scratch / "graph");
	for (size_t i = 0; i < graph.packages.size(); i++) {
		directories[graph.packages[i].name] = directory_of(i);
		cargos[graph.packages[i].name] = *world.cargos[i];
	}
	const Resolution resolution = TRY(resolve(manifest, cargos, sink));
	units = resolution.units.size();
	write_workspace(exported(manifest, cargos, resolution,
				 scratch / "graph", directories),
			scratch / "workspace");
	const std::set<std::string> theirs =
		TRY(exported_units(scratch / "workspace", scratch / "target"));
	return difference(theirs, units_of(resolution, cargos));
}

/* What the generator makes and an import has no use for. */
bool is_moot(const std::string &construct)
{
	return construct.starts_with("resolver") ||
	       construct == "all features" ||
	       construct == "no default features" ||
	       construct == "two targets" || contains(construct, "unknown");
}

void check_one(uint64_t seed, const fs::path &scratch, bool stop,
	       Totals &totals)
{
	TestGraph graph = Generator(seed, true).run();

	drop_dangling(graph);
	graph.resolver = "2";
	const RandomManifest manifest = ManifestGenerator(graph, seed).run();
	size_t units = 0;
	const Result<std::string> judged =
		judge(graph, manifest.text, scratch, units);

	const std::lock_guard<std::mutex> lock(totals.mutex);
	if (!judged) {
		totals.refused++;
		totals.refusal =
			str("seed ", seed, ": ", judged.error().message, "\n",
			    join(judged.error().context, "\n"));
		return;
	}
	for (const std::string &construct : constructs(graph))
		if (!is_moot(construct))
			totals.seen[construct]++;
	for (const std::string &construct : manifest.constructs)
		totals.seen[construct]++;
	totals.units += units;
	if (judged.value().empty()) {
		totals.equal++;
		return;
	}
	totals.different++;
	std::cout << "seed " << seed << ":\n";
	if (!stop) {
		std::cout << manifest.text;
		for (size_t i = 0; i < graph.packages.size(); i++)
			std::cout << cargo_toml(graph, i);
	}
	std::cout << judged.value() << std::flush;
}

int report(const Totals &totals)
{
	const size_t judged = totals.equal + totals.different;

	std::cout << "KTAP version 1\n1..1\n";
	const bool good = are_common(totals.seen, judged) &&
			  !totals.different && judged > totals.refused * 4;
	std::cout << (good ? "ok" : "not ok") << " 1 " << totals.equal
		  << " manifests with " << totals.units
		  << " units as cargo has them, " << totals.different
		  << " not, " << totals.refused << " refused\n";
	if (totals.refused)
		std::cout << "# the last refusal: " << totals.refusal << "\n";
	return !good;
}

} /* namespace */

int main(int argc, char **argv)
{
	Totals totals;

	if (!judge_seeds(
		    "import_graphs", argc, argv, totals.different,
		    [&](uint64_t seed, const fs::path &scratch, bool stop) {
			    check_one(seed, scratch, stop, totals);
		    }))
		return 2;
	return report(totals);
}
