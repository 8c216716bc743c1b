// SPDX-License-Identifier: GPL-2.0-or-later

/* An index file of the crate `a`: a version a line, some of them readable. */

#include <set>
#include <vector>

#include "cargo/index_record.h"
#include "fuzz.h"

using namespace kcrate;

namespace {

/* What can be chosen is whole: nobody asks a record again. */
void check_record(const IndexRecord &record)
{
	require(record.name == "a", "a record is of the crate asked for");
	require(to_string(record.version) == record.version_text,
		"a version is printed as it was read");
	if (!record.fault.empty())
		return;
	require(is_sha256(record.sha256), "what can be chosen has a hash");
	require(bool(feature_map(record.features, record.dependencies)),
		"what can be chosen has features that cargo accepts");
	for (const Dependency &dep : record.dependencies)
		require(!dep.name.empty() && !dep.package.empty(),
			"a dependency has a name");
}

/* The lines of an index have nothing to do with each other. */
void check_alone(std::string_view line, const IndexFile &whole)
{
	const IndexFile alone = parse_index("index", line, "a");

	require(alone.records.size() + alone.skipped.size() <= 1,
		"a line is of one version at most");
	for (const IndexRecord &record : alone.records) {
		size_t seen = 0;
		for (const IndexRecord &other : whole.records)
			seen += other.version_text == record.version_text;
		require(seen <= 1, "a version is there once");
	}
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const std::string_view text = text_of(data, size);
	const IndexFile file = parse_index("index", text, "a");

	for (const IndexRecord &record : file.records)
		check_record(record);
	for (const Diag &diag : file.skipped)
		require(diag.where && diag.where->line,
			"a line that is left out has a place");
	for (const std::string_view line : split(text, '\n'))
		check_alone(line, file);
	return 0;
}
