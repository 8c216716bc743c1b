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
#include <mutex>

#include "base/str.h"
#include "seeds.h"
#include "unit_graph.h"

using namespace kcrate;

namespace {

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
	const World world = world_of(graph, scratch / "graph");
	const std::set<std::string> ours = Units(world).run();
	const std::string text = difference(theirs.value(), ours);
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

	std::cout << "KTAP version 1\n1..1\n";
	const bool good = are_common(totals.seen, judged) &&
			  !totals.different && judged > totals.refused * 4;
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
	Totals totals;

	if (!judge_seeds(
		    "cargo_graphs", argc, argv, totals.different,
		    [&](uint64_t seed, const fs::path &scratch, bool stop) {
			    check_one(seed, scratch, stop, totals);
		    }))
		return 2;
	return report(totals);
}
