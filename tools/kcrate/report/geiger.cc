// SPDX-License-Identifier: GPL-2.0-or-later

#include "report/geiger.h"

#include <array>

#include "base/str.h"
#include "report/diag_json.h"

namespace kcrate {

namespace {

using Json = nlohmann::ordered_json;

/* The counters, by the names that geiger gives them. */
struct Counter {
	const char *name;
	GeigerCount GeigerCounts::*count;
};

constexpr std::array<Counter, 5> counters = { {
	{ "functions", &GeigerCounts::functions },
	{ "exprs", &GeigerCounts::exprs },
	{ "item_impls", &GeigerCounts::item_impls },
	{ "item_traits", &GeigerCounts::item_traits },
	{ "methods", &GeigerCounts::methods },
} };

/* Of the files that could be read. */
GeigerCounts sum_of(const GeigerCrate &crate)
{
	GeigerCounts out;

	for (const auto &[path, counts] : crate.files)
		for (const Counter &counter : counters) {
			if (!counts)
				continue;
			const GeigerCount &more = counts.value().*counter.count;
			GeigerCount &sum = out.*counter.count;
			sum.safe += more.safe;
			sum.is_unsafe += more.is_unsafe;
		}
	return out;
}

std::vector<std::string> row_of(const std::string &name,
				const GeigerCounts &counts)
{
	std::vector<std::string> out = { name };

	for (const Counter &counter : counters) {
		const GeigerCount &count = counts.*counter.count;
		out.push_back(
			str(std::to_string(count.is_unsafe), "/",
			    std::to_string(count.safe + count.is_unsafe)));
	}
	out.emplace_back(counts.forbids_unsafe ? "forbidden" : "");
	return out;
}

Json to_json(const GeigerCounts &counts)
{
	Json out;

	for (const Counter &counter : counters) {
		const GeigerCount &count = counts.*counter.count;
		out[counter.name]["safe"] = count.safe;
		out[counter.name]["unsafe"] = count.is_unsafe;
	}
	return out;
}

Json to_json(const std::string &path, const Result<GeigerCounts> &counts)
{
	Json out;

	out["file"] = path;
	if (!counts) {
		out["refused"] = diag_to_json(counts.error());
		return out;
	}
	out.update(to_json(counts.value()));
	out["forbids_unsafe"] = counts.value().forbids_unsafe;
	return out;
}

} /* namespace */

std::string geiger_to_text(const std::vector<GeigerCrate> &crates,
			   Colour colour)
{
	std::string out;

	for (const GeigerCrate &crate : crates) {
		std::vector<std::vector<std::string>> rows = {
			{ str(crate.name, " ", crate.version), "FUNCTIONS",
			  "EXPRS", "IMPLS", "TRAITS", "METHODS", "UNSAFE" }
		};
		for (const auto &[path, counts] : crate.files)
			if (counts)
				rows.push_back(row_of(path, counts.value()));
			else
				out += to_text(counts.error(), colour);
		rows.push_back(row_of("sum", sum_of(crate)));
		out += (out.empty() ? "" : "\n") + table(rows);
	}
	return out;
}

std::string geiger_to_json(const std::vector<GeigerCrate> &crates)
{
	Json out;

	out["schema"] = 1;
	out["crates"] = Json::array();
	for (const GeigerCrate &crate : crates) {
		Json one;
		one["name"] = crate.name;
		one["version"] = crate.version;
		one["files"] = Json::array();
		for (const auto &[path, counts] : crate.files)
			one["files"].push_back(to_json(path, counts));
		one["sum"] = to_json(sum_of(crate));
		out["crates"].push_back(std::move(one));
	}
	return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} /* namespace kcrate */
