// SPDX-License-Identifier: GPL-2.0-or-later

#include "resolve/closure.h"

#include "base/str.h"
#include "resolve/import_graph.h"
#include "resolve/new_pins.h"
#include "resolve/versions.h"

namespace kcrate {

namespace {

class Resolver {
public:
	Resolver(const CargoToml &crate, const FeatureChoice &choice,
		 const KernelTarget &kernel, const ReadCrates &read)
		: crate(crate),
		  choice(choice),
		  kernel(kernel),
		  read(read),
		  options(options_for({ kernel }))
	{}

	Result<Closure> run()
	{
		TRY(choose_features());
		TRY(choose_packages());
		FeatureResolver features(graph, options);

		features.ask(0, Target::kernel, choice.features);
		collect(features);
		return std::move(out);
	}

private:
	Status choose_features();
	Status choose_packages();
	Result<IndexRecords> records(const std::set<std::string> &names);
	void collect(const FeatureResolver &features);

	const CargoToml &crate;
	FeatureChoice choice;
	const KernelTarget &kernel;
	const ReadCrates &read;
	FeatureOptions options;
	std::map<std::pair<std::string, std::string>, const CargoToml *> known;
	PackageGraph graph; /* the crate is the first */
	Closure out;
};

/* What is asked for, as features of the crate. */
Status Resolver::choose_features()
{
	const FeatureMap map = TRY(feature_map(crate));

	if (choice.all)
		for (const auto &[name, values] : map)
			choice.features.push_back(name);
	else if (choice.default_features && map.count("default"))
		choice.features.push_back("default");
	for (const std::string &feature : choice.features)
		if (!map.count(feature))
			return no_such_feature(crate, map, feature);
	return ok();
}

Result<IndexRecords> Resolver::records(const std::set<std::string> &names)
{
	IndexRecords found;

	for (const auto &[name, crates] : TRY(read(names)))
		for (const CargoToml *const one : crates) {
			known[{ name, one->version_text }] = one;
			found[name].push_back(record_of(*one));
		}
	if (!names.count(crate.name))
		return found;
	/* Another version of it may be needed as well. */
	std::erase_if(found[crate.name], [&](const IndexRecord &record) {
		return record.version_text == crate.version_text;
	});
	known[{ crate.name, crate.version_text }] = &crate;
	found[crate.name].push_back(record_of(crate));
	return found;
}

Status Resolver::choose_packages()
{
	VersionOptions versions;
	IndexRecord root; /* who asks for the crate alone */

	root.name = "the audit";
	root.dependencies = { ask_for(crate.name, "=" + crate.version_text,
				      choice.features) };
	versions.follows = [&](const IndexRecord &, const Dependency &dep) {
		return is_built(dep, { kernel });
	};
	const VersionChoice chosen = TRY(choose_versions(
		root,
		[&](const std::set<std::string> &names) {
			return records(names);
		},
		versions));
	std::vector<size_t> index(chosen.packages.size());
	std::vector<size_t> order;

	for (size_t i = 1; i < chosen.packages.size(); i++)
		if (chosen.packages[i].record.name == crate.name &&
		    chosen.packages[i].record.version_text ==
			    crate.version_text)
			order.insert(order.begin(), i);
		else
			order.push_back(i);
	for (const size_t i : order) {
		const IndexRecord &record = chosen.packages[i].record;
		index[i] = graph.packages.size();
		TRY(graph.add(*known.at({ record.name, record.version_text })));
	}
	for (const size_t i : order) {
		PackageGraph::Package &package = graph.packages[index[i]];
		for (const VersionChoice::Edge &edge : chosen.packages[i].edges)
			package.edges.push_back(
				{ &package.cargo->dependencies[edge.dependency],
				  index[edge.to] });
	}
	return ok();
}

/* Units in the order in which they can be built: cargo allows no cycle. */
void Resolver::collect(const FeatureResolver &features)
{
	struct Step {
		Build build;
		size_t next = 0;
		std::vector<Build> needs = {};
	};
	std::map<Build, size_t> index;
	std::set<Build> begun;
	std::vector<Step> stack;
	const auto begin = [&](const Build &build) {
		Step step = { build };
		if (!begun.insert(build).second)
			return;
		for (const PackageGraph::Edge *const edge :
		     features.edges(build))
			if (edge->to && features.is_on(build, *edge))
				step.needs.push_back(
					features.child(build, *edge));
		stack.push_back(std::move(step));
	};

	begin({ 0, crate.proc_macro ? Target::host : Target::kernel });
	while (!stack.empty()) {
		Step &step = stack.back();
		if (step.next < step.needs.size()) {
			const Build need = step.needs[step.next++];
			begin(need);
			continue;
		}
		Closure::Unit unit = { graph.packages[step.build.package].cargo,
				       step.build.target,
				       {},
				       {} };
		for (const auto &[feature, cause] :
		     features.states().at(step.build).features)
			unit.features.insert(feature);
		for (const Build &need : step.needs)
			if (index.count(need))
				unit.needs.push_back(index.at(need));
		index[step.build] = out.units.size();
		out.units.push_back(std::move(unit));
		stack.pop_back();
	}
}

} /* namespace */

Result<Closure> closure_of(const CargoToml &crate, const FeatureChoice &choice,
			   const KernelTarget &kernel, const ReadCrates &read)
{
	return Resolver(crate, choice, kernel, read).run();
}

} /* namespace kcrate */
