// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Features and dependencies as FeatureResolver decides them against what cargo
 * itself says (`cargo build --unit-graph`), over random graphs of packages:
 *
 *   cargo_graphs CARGO RUSTC DIR FIRST COUNT [--stop]
 *
 * The graphs have the seeds FIRST and on, so the same arguments make the same
 * graphs.  Scratch files are in DIR.  Prints how often each construct occurred,
 * and a graph that the two disagree about, made as small as it goes.  Fails
 * where they do, and where a construct is in fewer than one graph of twenty.
 * With --stop the first disagreement is the end, and only told.
 */

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>

#include "base/str.h"
#include "io/parallel.h"
#include "io/process.h"
#include "random_graphs.h"
#include "resolve/features.h"

using namespace kcrate;
namespace fs = std::filesystem;

namespace {

constexpr const char *host_triple = "x86_64-unknown-linux-gnu";

std::string cargo, rustc; /* the programs */

std::string toml_list(const Strings &items)
{
	return items.empty() ? "[]" : str("[\"", join(items, "\", \""), "\"]");
}

std::string directory_of(size_t i)
{
	return str("p", i);
}

std::string cargo_toml(const TestGraph &graph, size_t i)
{
	const TestPackage &package = graph.packages[i];
	std::string out = str("[package]\nname = \"", package.name,
			      "\"\nversion = \"", package.version,
			      "\"\nedition = \"", package.edition, "\"\n");

	if (!i && !graph.resolver.empty())
		out += str("resolver = \"", graph.resolver, "\"\n");
	out += str("\n[lib]\nname = \"", package.lib_name, "\"\n",
		   package.proc_macro ? "proc-macro = true\n" : "");
	for (const DepLine &dep : package.deps)
		out += str("\n[",
			   dep.platform.empty()
				   ? ""
				   : str("target.'", dep.platform, "'."),
			   dep.kind, "dependencies.", dep.name, "]\n",
			   dep.renamed
				   ? str("package = \"",
					 graph.packages[dep.to].name, "\"\n")
				   : "",
			   "version = \"", graph.packages[dep.to].version,
			   "\"\npath = \"../", directory_of(dep.to),
			   "\"\nfeatures = ", toml_list(dep.features), "\n",
			   dep.optional ? "optional = true\n" : "",
			   dep.default_features ? ""
						: "default-features = false\n");
	out += "\n[features]\n";
	for (const auto &[name, values] : package.features)
		out += str(name, " = ", toml_list(values), "\n");
	return out;
}

void write(const fs::path &path, const std::string &text)
{
	fs::create_directories(path.parent_path());
	std::ofstream(path) << text;
}

void write_graph(const TestGraph &graph, const fs::path &dir)
{
	fs::remove_all(dir);
	for (size_t i = 0; i < graph.packages.size(); i++) {
		const fs::path own = dir / directory_of(i);
		write(own / "Cargo.toml", cargo_toml(graph, i));
		write(own / "src/lib.rs", "");
		if (graph.packages[i].script)
			write(own / "build.rs", "fn main() {}\n");
	}
}

/* "p3 lib aarch64-unknown-linux-gnu", a unit without what it is made of. */
std::string unit_name(size_t package, const std::string &kind,
		      const std::string &platform)
{
	return str("p", package, " ", kind, " ", platform);
}

/* A unit in one line, its edges and features in order. */
std::string unit_line(const std::string &name, const std::string &edition,
		      const std::set<std::string> &features,
		      const std::set<std::string> &edges)
{
	return str(name, " ", edition, " [",
		   join({ features.begin(), features.end() }, " "), "] (",
		   join({ edges.begin(), edges.end() }, ", "), ")");
}

/* cargo's units; where it refuses the graph, why. */
Result<std::set<std::string>> cargo_units(const TestGraph &graph,
					  const fs::path &dir,
					  const fs::path &target_dir)
{
	Strings argv = { "env",
			 "RUSTC_BOOTSTRAP=1",
			 "CARGO_TARGET_DIR=" + target_dir.string(),
			 "CARGO_HOME=" + (target_dir / "home").string(),
			 "RUSTC=" + rustc,
			 cargo,
			 "build",
			 "--unit-graph",
			 "-Zunstable-options",
			 "--offline",
			 "-q",
			 "--features",
			 join(graph.asked, ",") };

	for (const std::string &target : graph.targets)
		argv.insert(argv.end(), { "--target", target });
	if (graph.no_default)
		argv.emplace_back("--no-default-features");
	if (graph.all_features)
		argv.emplace_back("--all-features");
	const std::string text =
		TRY(run_process(argv, (dir / directory_of(0)).string()));
	const nlohmann::json units = nlohmann::json::parse(text)["units"];
	const auto kind_of = [](const nlohmann::json &unit) {
		return unit["target"]["kind"][0].get<std::string>();
	};
	const auto name_of = [&](const nlohmann::json &unit) {
		const std::string id = unit["pkg_id"];
		const size_t slash = id.rfind('/');
		return unit_name(std::stoul(id.substr(slash + 2)),
				 kind_of(unit),
				 unit["platform"].is_null()
					 ? "host"
					 : unit["platform"].get<std::string>());
	};
	std::set<std::string> out;

	for (const nlohmann::json &unit : units) {
		std::set<std::string> edges;
		if (unit["mode"] != "build")
			continue;
		for (const nlohmann::json &edge : unit["dependencies"]) {
			const nlohmann::json &other =
				units[edge["index"].get<size_t>()];
			if (other["mode"] == "build")
				edges.insert(str(edge["extern_crate_name"]
							 .get<std::string>(),
						 "=", name_of(other)));
		}
		out.insert(unit_line(name_of(unit), unit["target"]["edition"],
				     unit["features"], edges));
	}
	return out;
}

/* What rustc says of a target, asked once. */
CfgSet cfgs_of(const std::string &triple)
{
	static std::mutex mutex;
	static std::map<std::string, CfgSet> known;
	const std::lock_guard<std::mutex> lock(mutex);
	const auto [at, fresh] = known.try_emplace(triple);

	if (!fresh)
		return at->second;
	const Result<std::string> text =
		run_process({ "env", "RUSTC_BOOTSTRAP=1", rustc, "--print",
			      "cfg", "--target", triple });
	if (!text)
		throw std::runtime_error(text.error().message);
	for (const std::string_view line : lines(text.value())) {
		const size_t equals = line.find('=');
		if (equals == line.npos)
			at->second.set(line);
		else
			at->second.set(line.substr(0, equals),
				       line.substr(equals + 2,
						   line.size() - equals - 3));
	}
	at->second.set("target", triple);
	at->second.close();
	return at->second;
}

/* Our units, by cargo's rules (its src/compiler/unit_dependencies.rs). */
class Units {
public:
	Units(const TestGraph &graph, const fs::path &dir) : graph(graph)
	{
		for (size_t i = 0; i < graph.packages.size(); i++)
			read(i, dir / directory_of(i));
		for (size_t i = 0; i < graph.packages.size(); i++)
			connect(i);
		options.decoupled = resolver() != "1";
		options.macros_for_target = true;
		options.host = cfgs_of(host_triple);
		for (const std::string &target : graph.targets)
			options.targets.push_back(cfgs_of(target));
	}

	std::set<std::string> run()
	{
		FeatureResolver features(packages, options);
		const bool macro = graph.packages[0].proc_macro;

		resolver_ = &features;
		if (!features.ask(0, Target::kernel, asked()))
			return { "too deep" };
		for (const std::string &target : graph.targets)
			add({ 0, false, macro ? "host" : target,
			      macro && options.decoupled ? Target::host
							 : Target::kernel });
		return out;
	}

private:
	struct UnitKey {
		size_t package;
		bool script;
		std::string platform;
		Target features_for;
		auto operator<=>(const UnitKey &) const = default;
	};

	void read(size_t i, const fs::path &dir)
	{
		Tree tree = { { "src/lib.rs", File() } };

		if (graph.packages[i].script)
			tree["build.rs"] = File();
		std::ifstream stream(dir / "Cargo.toml");
		const std::string text(std::istreambuf_iterator<char>(stream),
				       {});
		Result<CargoToml> cargo =
			parse_cargo_toml(dir / "Cargo.toml", text, tree);
		if (!cargo)
			throw std::runtime_error(cargo.error().message);
		cargos.push_back(
			std::make_unique<CargoToml>(std::move(cargo.value())));
		if (!packages.add(*cargos.back()))
			throw std::runtime_error("bad features");
	}

	void connect(size_t i)
	{
		for (const Dependency &dep : cargos[i]->dependencies) {
			if (dep.kind == DepKind::dev && i)
				continue;
			for (const DepLine &line : graph.packages[i].deps)
				if (line.name == dep.name) {
					packages.packages[i].edges.push_back(
						{ &dep, line.to });
					break;
				}
		}
	}

	std::string resolver() const
	{
		const std::string &edition = graph.packages[0].edition;

		if (!graph.resolver.empty())
			return graph.resolver;
		return edition < "2021" ? "1" : edition < "2024" ? "2" : "3";
	}

	Strings asked() const
	{
		const auto &map = packages.packages[0].features;
		Strings names = graph.asked;

		for (const auto &[name, values] : map)
			if (graph.all_features ||
			    (name == "default" && !graph.no_default))
				names.push_back(name);
		return names;
	}

	bool is_active(const Dependency &dep, const std::string &platform) const
	{
		return !dep.target ||
		       evaluate(*dep.target,
				cfgs_of(platform == "host" ? host_triple
							   : platform)) ==
			       Truth::yes;
	}

	std::string add(const UnitKey &key)
	{
		const CargoToml &cargo = *cargos[key.package];
		const std::string name =
			unit_name(key.package,
				  key.script	     ? "custom-build"
				  : cargo.proc_macro ? "proc-macro"
						     : "lib",
				  key.platform);

		if (!seen.insert(key).second)
			return name;

		const Build build = { key.package, key.features_for };
		std::set<std::string> features, edges;
		for (const auto &[feature, cause] :
		     resolver_->states().at(build).features)
			features.insert(feature);
		for (const PackageGraph::Edge &edge :
		     packages.packages[key.package].edges) {
			const Dependency &dep = *edge.dep;
			if ((dep.kind == DepKind::build) != key.script ||
			    dep.kind == DepKind::dev ||
			    !is_active(dep, key.platform) ||
			    !resolver_->is_on(build, edge))
				continue;
			const CargoToml &other = *cargos[*edge.to];
			edges.insert(str(
				dep.renamed ? crate_identifier(dep.name)
					    : other.lib_name,
				"=",
				add({ *edge.to, false,
				      other.proc_macro ? "host" : key.platform,
				      resolver_->child(build, edge).target })));
		}
		if (!key.script && !cargo.build.empty())
			add({ key.package, true, "host", key.features_for });
		out.insert(unit_line(
			name, key.script ? cargo.edition : cargo.lib_edition,
			features, edges));
		return name;
	}

	const TestGraph &graph;
	std::vector<std::unique_ptr<CargoToml>> cargos;
	PackageGraph packages;
	FeatureOptions options;
	FeatureResolver *resolver_ = nullptr;
	std::set<UnitKey> seen;
	std::set<std::string> out;
};

enum class Verdict { equal, different, refused };

struct Judged {
	Verdict verdict;
	std::string text;
};

/* One scratch directory for each job: cargo locks what it writes to. */
Judged judge(const TestGraph &graph, const fs::path &scratch)
{
	write_graph(graph, scratch / "graph");
	const Result<std::set<std::string>> theirs =
		cargo_units(graph, scratch / "graph", scratch / "target");

	if (!theirs)
		return { Verdict::refused,
			 str(theirs.error().message, "\n",
			     join(theirs.error().context, "\n")) };
	const std::set<std::string> ours =
		Units(graph, scratch / "graph").run();
	std::string text;
	for (const std::string &line : theirs.value())
		if (!ours.count(line))
			text += str("  cargo:  ", line, "\n");
	for (const std::string &line : ours)
		if (!theirs.value().count(line))
			text += str("  kcrate: ", line, "\n");
	return { text.empty() ? Verdict::equal : Verdict::different, text };
}

/* Everything that is one thing less than @graph. */
std::vector<TestGraph> smaller(const TestGraph &graph)
{
	std::vector<TestGraph> out;
	const auto less = [&](const auto &change) {
		TestGraph copy = graph;
		change(copy);
		drop_dangling(copy);
		out.push_back(std::move(copy));
	};

	for (size_t n = 0; n < graph.asked.size(); n++)
		less([&](TestGraph &g) {
			g.asked.erase(g.asked.begin() +
				      static_cast<ptrdiff_t>(n));
		});
	for (size_t i = 0; i < graph.packages.size(); i++) {
		const TestPackage &package = graph.packages[i];
		for (size_t d = 0; d < package.deps.size(); d++) {
			less([&](TestGraph &g) {
				auto &deps = g.packages[i].deps;
				deps.erase(deps.begin() +
					   static_cast<ptrdiff_t>(d));
			});
			if (!package.deps[d].platform.empty())
				less([&](TestGraph &g) {
					g.packages[i].deps[d].platform = "";
				});
			if (!package.deps[d].features.empty())
				less([&](TestGraph &g) {
					g.packages[i].deps[d].features.clear();
				});
		}
		for (const auto &[name, values] : package.features) {
			less([&, key = name](TestGraph &g) {
				g.packages[i].features.erase(key);
			});
			for (size_t v = 0; v < values.size(); v++)
				less([&, key = name](TestGraph &g) {
					auto &list =
						g.packages[i].features[key];
					list.erase(list.begin() +
						   static_cast<ptrdiff_t>(v));
				});
		}
		if (package.script)
			less([&](TestGraph &g) {
				g.packages[i].script = false;
			});
		if (package.proc_macro)
			less([&](TestGraph &g) {
				g.packages[i].proc_macro = false;
			});
	}
	return out;
}

TestGraph shrunk(TestGraph graph, const fs::path &scratch)
{
	for (bool again = true; again;) {
		again = false;
		for (TestGraph &candidate : smaller(graph)) {
			if (judge(candidate, scratch).verdict !=
			    Verdict::different)
				continue;
			graph = std::move(candidate);
			again = true;
			break;
		}
	}
	return graph;
}

std::string shown(const TestGraph &graph)
{
	std::string out = str("  targets ", join(graph.targets, " "),
			      ", features ", toml_list(graph.asked),
			      graph.no_default ? ", no default features" : "",
			      graph.all_features ? ", all features" : "", "\n");
	std::set<size_t> used = { 0 };

	for (size_t i = 0; i < graph.packages.size(); i++)
		if (used.count(i)) {
			for (const DepLine &dep : graph.packages[i].deps)
				used.insert(dep.to);
			out += str("# ", directory_of(i), "/Cargo.toml",
				   graph.packages[i].script ? ", build.rs" : "",
				   "\n", cargo_toml(graph, i));
		}
	return out;
}

struct Totals {
	std::mutex mutex;
	size_t equal = 0, refused = 0;
	std::atomic<size_t> different = 0;
	std::map<std::string, size_t> seen;
	std::string refusal;
};

void check_one(uint64_t seed, const fs::path &scratch, bool stop,
	       Totals &totals)
{
	TestGraph graph = Generator(seed).run();

	drop_dangling(graph);
	const Judged judged = judge(graph, scratch);
	if (judged.verdict == Verdict::different && !stop)
		graph = shrunk(std::move(graph), scratch);

	const std::lock_guard<std::mutex> lock(totals.mutex);
	if (judged.verdict == Verdict::refused) {
		totals.refused++;
		totals.refusal = judged.text;
		return;
	}
	for (const std::string &construct : constructs(graph))
		totals.seen[construct]++;
	if (judged.verdict == Verdict::equal) {
		totals.equal++;
		return;
	}
	totals.different++;
	if (stop) {
		std::cout << "seed " << seed << ":\n" << judged.text;
		return;
	}
	std::cout << "seed " << seed << ":\n"
		  << shown(graph) << judge(graph, scratch).text << std::flush;
}

int report(const Totals &totals)
{
	const size_t judged = totals.equal + totals.different;
	bool rare = false;

	std::cout << "KTAP version 1\n1..1\n";
	for (const auto &[construct, count] : totals.seen) {
		std::cout << "# " << construct << ": "
			  << 100 * count / std::max<size_t>(judged, 1)
			  << " %\n";
		rare |= count * 20 < judged;
	}
	const bool good =
		!rare && !totals.different && judged > totals.refused * 4;
	std::cout << (good ? "ok" : "not ok") << " 1 " << totals.equal
		  << " graphs as cargo has them, " << totals.different
		  << " not, " << totals.refused << " refused by cargo\n";
	if (totals.refused)
		std::cout << "# the last refusal: " << totals.refusal << "\n";
	return !good;
}

} /* namespace */

int main(int argc, char **argv)
{
	if (argc < 6) {
		std::cerr << "usage: cargo_graphs CARGO RUSTC DIR FIRST COUNT "
			     "[--stop]\n";
		return 2;
	}
	const uint64_t first = std::stoull(argv[4]);
	const uint64_t end = first + std::stoull(argv[5]);
	const size_t jobs = std::max(1U, std::thread::hardware_concurrency());
	const bool stop = argc > 6;
	Totals totals;

	cargo = fs::absolute(argv[1]);
	rustc = fs::absolute(argv[2]);
	parallel_for(jobs, 0, [&](size_t job) {
		const fs::path scratch =
			fs::absolute(argv[3]) / std::to_string(job);
		for (uint64_t seed = first + job; seed < end; seed += jobs)
			if (!stop || !totals.different)
				check_one(seed, scratch, stop, totals);
	});
	return report(totals);
}
