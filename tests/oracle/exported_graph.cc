// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * A lock's units against those that cargo makes of the exported workspace:
 *
 *   exported_graph CARGO RUSTC DIR WORKSPACE LOCK
 *
 * WORKSPACE was made by `kcrate export --cargo`, LOCK is the crates.lock of the
 * same manifest.  Scratch files are in DIR.  A lock has no extern names, so
 * units are compared by packages here; import_graphs compares the names.
 */

#include <iostream>

#include "exported_units.h"
#include "lock/lock.h"

using namespace kcrate;

namespace {

/* "syn 2.0.98 lib host 2021 [derive full] (quote 1.0.40, …)" of a lock. */
std::set<std::string> units_of(const Lock &lock)
{
	std::set<std::string> out;

	for (const auto &[name, crate] : lock.crates)
		for (const auto &[target, unit] : crate.units) {
			const bool macro = crate.kind == "proc-macro";
			std::set<std::string> edges;
			for (const std::string &dep : unit.dependencies)
				edges.insert(str(dep, " ",
						 lock.crates.at(dep).version));
			out.insert(unit_line(
				unit_name(str(name, " ", crate.version),
					  macro ? "proc-macro" : "lib",
					  target == "kernel" ? bare_triple
							     : "host"),
				crate.edition,
				{ unit.features.begin(), unit.features.end() },
				edges));
		}
	return out;
}

/* cargo's @line with its edges as a lock has them. */
std::string as_locked(const std::string &line)
{
	const size_t open = line.rfind('(');
	const std::string list = line.substr(open + 1, line.size() - open - 2);
	std::set<std::string> edges;

	for (std::string_view edge : split(list, ',')) {
		edge = trim(edge);
		if (edge.empty())
			continue;
		edge = edge.substr(edge.find('=') + 1);
		const size_t version = edge.find(' ');
		edges.emplace(edge.substr(0, edge.find(' ', version + 1)));
	}
	return str(line.substr(0, open + 1),
		   join({ edges.begin(), edges.end() }, ", "), ")");
}

} /* namespace */

int main(int argc, char **argv)
{
	if (argc != 6) {
		std::cerr << "usage: exported_graph CARGO RUSTC DIR WORKSPACE "
			     "LOCK\n";
		return 2;
	}
	cargo = fs::absolute(argv[1]);
	rustc = fs::absolute(argv[2]);
	const Result<Lock> lock = parse_lock(argv[5], text_of(argv[5]));
	const Result<std::set<std::string>> units =
		exported_units(fs::absolute(argv[4]), fs::absolute(argv[3]));
	if (!lock || !units) {
		const Diag &diag = lock ? units.error() : lock.error();
		std::cerr << diag.message << "\n"
			  << join(diag.context, "\n") << "\n";
		return 2;
	}
	std::set<std::string> theirs;
	for (const std::string &line : units.value())
		theirs.insert(as_locked(line));
	const std::string text = difference(theirs, units_of(lock.value()));
	std::cout << text << "KTAP version 1\n1..1\n"
		  << (text.empty() ? "ok" : "not ok") << " 1 " << theirs.size()
		  << " units of cargo's, of the exported workspace\n";
	return !text.empty();
}
