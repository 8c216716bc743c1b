// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Features and dependencies of real crates as FeatureResolver decides them
 * against what cargo says (`cargo build --unit-graph`):
 *
 *   real_features CARGO RUSTC DIR REGISTRY [CRATE]...
 *
 * REGISTRY is a directory of unpacked crates, which cargo uses as a directory
 * source.  Each CRATE (all of REGISTRY without any) is asked for by a package
 * of its own, below DIR: with its default features, with none, and with all,
 * for a bare target and for the host.  Versions are cargo's, by its Cargo.lock.
 * A crate of which the registry has not what it needs is counted apart.
 */

#include <atomic>
#include <iostream>
#include <thread>

#include "cargo/cargo_lock.h"
#include "io/parallel.h"
#include "toml/write.h"
#include "unit_graph.h"

using namespace kcrate;

namespace {

constexpr const char *modes[] = { "default", "none", "all" };

/* An unpacked crate. */
struct RealCrate {
	std::string name, version;
	fs::path dir;
	std::unique_ptr<CargoToml> cargo;
	Tree tree; /* only which of cargo's files there are */
};

using Registry = std::map<std::string, RealCrate>; /* by "NAME VERSION" */

/* Those paths that decide which targets a package has. */
Tree shallow_tree(const fs::path &dir)
{
	Tree tree;

	for (const fs::directory_entry &entry : fs::directory_iterator(dir))
		if (entry.is_regular_file())
			tree[entry.path().filename()] = File();
	if (fs::is_directory(dir / "src"))
		for (const fs::directory_entry &entry :
		     fs::directory_iterator(dir / "src"))
			tree["src/" + entry.path().filename().string()] =
				File();
	return tree;
}

Registry read_registry(const fs::path &dir)
{
	Registry out;

	for (const fs::directory_entry &entry : fs::directory_iterator(dir)) {
		RealCrate crate;
		crate.dir = entry.path();
		crate.tree = shallow_tree(crate.dir);
		const std::string text = text_of(crate.dir / "Cargo.toml");
		Result<CargoToml> cargo = parse_cargo_toml(
			{ (crate.dir / "Cargo.toml").string(), text },
			crate.tree);
		if (!cargo)
			throw std::runtime_error(str(crate.dir.string(), ": ",
						     cargo.error().message));
		crate.cargo =
			std::make_unique<CargoToml>(std::move(cargo.value()));
		crate.name = crate.cargo->name;
		crate.version = crate.cargo->version_text;
		const std::string id = str(crate.name, " ", crate.version);
		out[id] = std::move(crate);
	}
	return out;
}

/* Everything that a dependent may turn on, but `default`. */
Strings all_features(const CargoToml &cargo)
{
	Strings out;
	const auto map = feature_map(cargo);

	if (map)
		for (const auto &[name, values] : map.value())
			if (name != "default")
				out.push_back(name);
	return out;
}

std::string root_toml(const RealCrate &crate, const std::string &mode)
{
	TomlTable package, dep, deps, root;

	add(package, "name", toml_value(std::string("root")));
	add(package, "version", toml_value(std::string("0.1.0")));
	add(package, "edition", toml_value(std::string("2021")));
	add(dep, "version", toml_value("=" + crate.version));
	add(dep, "default-features", toml_value(mode != "none"));
	add(dep, "features",
	    toml_value(mode == "all" ? all_features(*crate.cargo) : Strings()));
	add(deps, crate.name, toml_value(std::move(dep)));
	add(root, "package", toml_value(std::move(package)));
	add(root, "dependencies", toml_value(std::move(deps)));
	add(root, "workspace", toml_value(TomlTable()));
	return to_toml(root);
}

void write_root(const RealCrate &crate, const std::string &mode,
		const fs::path &registry, const fs::path &dir)
{
	fs::remove_all(dir);
	write(dir / "Cargo.toml", root_toml(crate, mode));
	write(dir / "src/lib.rs", "");
	write(dir / ".cargo/config.toml",
	      str("[source.crates-io]\nreplace-with = \"here\"\n"
		  "[source.here]\ndirectory = \"",
		  registry.string(), "\"\n"));
}

/* The packages of @lock, which are all in @registry but the root. */
World world_of(const CargoLock &lock, const Registry &registry,
	       const fs::path &root)
{
	World world;
	std::vector<size_t> order, index(lock.packages.size());

	for (size_t i = 0; i < lock.packages.size(); i++)
		if (lock.packages[i].source.empty())
			order.insert(order.begin(), i);
		else
			order.push_back(i);
	for (const size_t i : order) {
		const LockedPackage &package = lock.packages[i];
		const std::string name =
			str(package.name, " ", package.version);
		const auto at = registry.find(name);
		const fs::path dir = package.source.empty() ? root
				     : at == registry.end() ? fs::path()
							    : at->second.dir;
		index[i] = world.cargos.size();
		world.add(name, dir / "Cargo.toml", text_of(dir / "Cargo.toml"),
			  shallow_tree(dir));
	}
	for (const size_t i : order) {
		const CargoToml &cargo = *world.cargos[index[i]];
		for (const Dependency &dep : cargo.dependencies) {
			PackageGraph::Edge edge = { &dep, {} };
			for (const size_t to : lock.packages[i].dependencies) {
				const CargoToml &other =
					*world.cargos[index[to]];
				if (other.name == dep.package &&
				    matches(dep.requirement, other.version))
					edge.to = index[to];
			}
			if (dep.kind != DepKind::dev && edge.to)
				world.packages.packages[index[i]]
					.edges.push_back(edge);
		}
	}
	return world;
}

struct Totals {
	std::mutex mutex;
	size_t runs = 0, different = 0, packages = 0;
	std::set<std::string> compared, lacking, refused;
};

/* Whether cargo's refusal is that the registry lacks something. */
bool is_lack(const Diag &diag)
{
	const std::string text =
		str(diag.message, "\n", join(diag.context, "\n"));

	return contains(text, "no matching package") ||
	       contains(text, "failed to select a version") ||
	       contains(text, "perhaps a crate was updated");
}

void check_one(const RealCrate &crate, const std::string &mode,
	       const Registry &registry, const fs::path &registry_dir,
	       const fs::path &scratch, Totals &totals)
{
	const std::string name = str(crate.name, " ", crate.version);
	const fs::path root = scratch / "root";
	const CargoCall call = { { bare_triple, host_triple }, {} };

	write_root(crate, mode, registry_dir, root);
	const Result<std::string> text =
		cargo_unit_graph(call, root, scratch / "target");
	if (!text) {
		const std::lock_guard<std::mutex> guard(totals.mutex);
		(is_lack(text.error()) ? totals.lacking : totals.refused)
			.insert(str(name, " (", mode, ")"));
		if (!is_lack(text.error()))
			std::cout << "# " << name << ": "
				  << text.error().message
				  << join(text.error().context, "\n") << "\n";
		return;
	}
	const Result<CargoLock> lock =
		parse_cargo_lock("Cargo.lock", text_of(root / "Cargo.lock"));
	if (!lock)
		throw std::runtime_error(
			str(name, ": Cargo.lock: ", lock.error().message));
	World world = world_of(lock.value(), registry, root);
	world.targets = call.targets;
	const std::string differs = difference(
		units_in(text.value(), package_of), Units(world).run());

	const std::lock_guard<std::mutex> guard(totals.mutex);
	totals.runs++;
	totals.packages += world.cargos.size() - 1;
	totals.compared.insert(name);
	if (differs.empty())
		return;
	totals.different++;
	std::cout << name << " with " << mode << " features:\n" << differs;
}

int report(const Totals &totals)
{
	const bool good =
		totals.runs && !totals.different && totals.refused.empty();

	std::cout << "KTAP version 1\n1..1\n";
	for (const std::string &name : totals.lacking)
		std::cout << "# not at hand: what " << name << " needs\n";
	for (const std::string &name : totals.refused)
		std::cout << "# refused by cargo: " << name << "\n";
	std::cout << (good ? "ok" : "not ok") << " 1 " << totals.compared.size()
		  << " crates in " << totals.runs << " graphs, with "
		  << totals.packages << " packages below them, "
		  << totals.different << " graphs not as cargo has them, "
		  << totals.lacking.size() << " lack dependencies, "
		  << totals.refused.size() << " refused\n";
	return !good;
}

} /* namespace */

int main(int argc, char **argv)
{
	if (argc < 5) {
		std::cerr << "usage: real_features CARGO RUSTC DIR REGISTRY "
			     "[CRATE]...\n";
		return 2;
	}
	const fs::path scratch = fs::absolute(argv[3]);
	const fs::path registry_dir = fs::absolute(argv[4]);
	const Registry registry = read_registry(registry_dir);
	const std::set<std::string> wanted(argv + 5, argv + argc);
	const size_t jobs = std::max(1U, std::thread::hardware_concurrency());
	std::vector<std::pair<const RealCrate *, std::string>> work;
	std::atomic<size_t> next = 0;
	Totals totals;

	cargo = fs::absolute(argv[1]);
	rustc = fs::absolute(argv[2]);
	for (const auto &[id, crate] : registry)
		for (const char *const mode : modes)
			if (wanted.empty() || wanted.count(crate.name))
				work.emplace_back(&crate, mode);
	parallel_for(jobs, 0, [&](size_t job) {
		for (size_t i = next++; i < work.size(); i = next++)
			check_one(*work[i].first, work[i].second, registry,
				  registry_dir, scratch / std::to_string(job),
				  totals);
	});
	return report(totals);
}
