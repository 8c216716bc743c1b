// SPDX-License-Identifier: GPL-2.0-or-later

#include "cargo/index_record.h"

#include "testing/crates.h"

using namespace kcrate;

namespace {

const std::string cksum = str("\"cksum\": \"", fake_hash('0'), "\"");

/* A line of the index file of demo, with @more in it. */
std::string line(const std::string &more = "",
		 const std::string &vers = "1.0.0")
{
	return str("{\"name\": \"demo\", \"vers\": \"", vers,
		   "\", \"deps\": [], ", cksum, more.empty() ? "" : ", ", more,
		   "}\n");
}

/* The same with one dependency, a of version 1 and with @more. */
std::string with_dep(const std::string &more)
{
	return str("{\"name\": \"demo\", \"vers\": \"1.0.0\", \"deps\": "
		   "[{\"name\": \"a\", \"req\": \"^1\"",
		   more.empty() ? "" : ", ", more, "}], ", cksum, "}\n");
}

IndexFile read(std::string_view text)
{
	return parse_index("index/de/mo/demo", text, "demo");
}

IndexRecord record_of(std::string_view text)
{
	IndexFile file = read(text);

	REQUIRE(file.skipped.empty());
	REQUIRE(file.records.size() == 1);
	return std::move(file.records[0]);
}

/* The fault of the one record, or why there is none. */
std::string fault_of(std::string_view text)
{
	const IndexFile file = read(text);

	if (!file.skipped.empty())
		return file.skipped[0].message;
	REQUIRE(file.records.size() == 1);
	return file.records[0].fault;
}

} /* namespace */

TEST_CASE("a record is read with cargo's defaults")
{
	const IndexRecord record = record_of(line());

	CHECK(record.fault == "");
	CHECK(record.name == "demo");
	CHECK(record.version_text == "1.0.0");
	CHECK(record.sha256 == fake_hash('0'));
	CHECK_FALSE(record.yanked);
	CHECK(record.links == "");
	CHECK(record.published == "");

	const Dependency dep = record_of(with_dep("")).dependencies.at(0);
	CHECK(dep.package == "a");
	CHECK_FALSE(dep.renamed);
	CHECK_FALSE(dep.optional);
	CHECK(dep.default_features);
	CHECK(dep.kind == DepKind::normal);
	CHECK_FALSE(dep.target);
}

TEST_CASE("what a record says is read")
{
	const IndexRecord record = record_of(line(
		R"("yanked": true, "links": "z", "rust_version": "1.70",)"
		R"("pubtime": "2025-11-12T19:30:12Z", "v": 2, "new": {"x": []},)"
		R"("features": {"f": ["g"], "g": []},)"
		R"("features2": {"f": ["h"], "h": []})"));

	CHECK(record.fault == "");
	CHECK(record.yanked);
	CHECK(record.links == "z");
	CHECK(record.rust_version == "1.70");
	CHECK(record.published == "2025-11-12T19:30:12Z");
	CHECK(record.features ==
	      FeatureMap{ { "f", { "g", "h" } }, { "g", {} }, { "h", {} } });

	const IndexRecord other = record_of(with_dep(
		R"("package": "b", "features": ["f", ""], "optional": true,)"
		R"x("default_features": false, "target": "cfg(unix)",)x"
		R"("kind": "build", "registry": null)"));
	CHECK(other.fault == "");
	const Dependency &dep = other.dependencies.at(0);
	CHECK(dep.name == "a");
	CHECK(dep.package == "b");
	CHECK(dep.renamed);
	CHECK(dep.features == std::vector<std::string>{ "f" });
	CHECK(dep.optional);
	CHECK_FALSE(dep.default_features);
	CHECK(to_string(*dep.target) == "unix");
	CHECK(dep.kind == DepKind::build);
	CHECK(other.features == FeatureMap{ { "a", { "dep:a" } } });

	CHECK(record_of(with_dep(R"("kind": "dev")")).dependencies[0].kind ==
	      DepKind::dev);
	CHECK(record_of(with_dep(R"("kind": "strange")"))
		      .dependencies[0]
		      .kind == DepKind::normal);
}

TEST_CASE("a record that cannot be used has a fault")
{
	const std::pair<std::string, std::string_view> table[] = {
		{ line("\"v\": 3"),
		  "it is in format 3 of the index, which is not known here" },
		{ line("\"v\": 4294967296"),
		  "'v' is not the number of a format" },
		{ line("\"v\": 1e400"),
		  "the line is left out, as it is not JSON" },
		{ line("\"v\": 99999999999999999999"),
		  "'v' is not the number of a format" },
		{ line("\"v\": -1"), "'v' is not the number of a format" },
		{ line("\"features\": null"), "'features' is not an object" },
		{ line("\"features\": {\"f\": \"g\"}"),
		  "'f' is not an array of strings" },
		{ line("\"features\": {\"f\": [\"g\"]}"),
		  "feature 'f' includes 'g', which is neither a dependency nor another feature" },
		{ line("\"features\": {\"a b\": []}"),
		  "'a b' cannot be a feature: it has other characters than letters, digits, '-', '_', '+' and '.'" },
		{ line("\"rust_version\": \"stable\""),
		  "'rust_version' is not a version like '1.70'" },
		{ line("\"pubtime\": \"2025-11-12T19:30:12+04\""),
		  "'pubtime' is not a time like '2025-11-12T19:30:12Z'" },
		{ line("\"pubtime\": \"2025-1-12T19:30:12Z\""),
		  "'pubtime' is not a time like '2025-11-12T19:30:12Z'" },
		{ line("\"yanked\": 1"), "'yanked' is not true or false" },
		{ line("\"links\": []"), "'links' is not a string" },
		{ with_dep("\"registry\": \"https://other\""),
		  "its dependency 'a' is in another registry" },
		{ with_dep("\"artifact\": [\"bin\"]"),
		  "its dependency 'a' is an artifact dependency, which stable cargo refuses" },
		{ with_dep("\"kind\": \"dev\", \"optional\": true"),
		  "its dev-dependency 'a' is optional" },
		{ with_dep("\"package\": \"../x\""),
		  "'../x' cannot be a dependency: it has other characters than letters, digits, '-' and '_'" },
		{ with_dep("\"target\": \"cfg(\""),
		  "unexpected '(' in 'cfg(': a cfg expression begins with 'cfg(' and ends with ')'" },
		{ with_dep("\"optional\": null"),
		  "'optional' is not true or false" },
		{ R"({"name": "demo", "vers": "1.0.0"})",
		  "'deps' is not an array of objects" },
		{ R"({"name": "demo", "vers": "1.0.0", "deps": [1]})",
		  "'deps' is not an array of objects" },
		{ R"({"name": "demo", "vers": "1.0.0", "deps": [], "cksum": "bae3"})",
		  "'cksum' is not a SHA-256 in hexadecimal" },
	};

	for (const auto &[text, fault] : table) {
		CAPTURE(text);
		CHECK(fault != "");
		CHECK(fault_of(text) == fault);
	}
}

TEST_CASE("a line without a version is left out, and told")
{
	const std::string deep(1 << 19, '[');
	const std::pair<std::string, std::string_view> table[] = {
		{ "garbage", "it is not JSON" },
		{ "[]", "it is not a JSON object" },
		{ deep, "it is not JSON" },
		{ std::string(2 << 20, ' ') + "1",
		  "it has more than 1048576 bytes" },
		{ "{\"name\": \"demo\xff\"}", "it is not JSON" },
		{ std::string("{\"name\": \"demo\0\"}", 17), "it is not JSON" },
		{ "{\"name\": \"demo\", \"name\": \"demo\"}",
		  "an object has a member twice" },
		{ "{\"x\": [{\"y\": 1, \"z\": {\"y\": 2}, \"y\": 3}]}",
		  "an object has a member twice" },
		{ "{\"vers\": \"1.0.0\"}", "'name' is not a string" },
		{ "{\"name\": \"demo\"}", "'vers' is not a string" },
		{ line("", "1.0"),
		  "expected '.' after the minor version, found the end in version '1.0'" },
		{ R"({"name": "Demo", "vers": "1.0.0"})",
		  "it is of the crate 'Demo', not of 'demo'" },
	};

	for (const auto &[text, why] : table) {
		const IndexFile file = read(str("\n", line(), text));
		REQUIRE(file.records.size() == 1);
		REQUIRE(file.skipped.size() == 1);
		CHECK(file.skipped[0].message ==
		      str("the line is left out, as ", why));
		CHECK(file.skipped[0].where->file == "index/de/mo/demo");
		CHECK(file.skipped[0].where->line == 3);
	}
}

TEST_CASE("deeply nested members are no harm")
{
	const std::string deep(200000, '[');
	const std::string back(deep.size(), ']');

	CHECK(fault_of(line(str("\"x\": ", deep, back))) == "");
	CHECK(fault_of(line(str("\"features\": ", deep, back))) ==
	      "'features' is not an object");
}

TEST_CASE("a version that is there twice cannot be used")
{
	const IndexFile file =
		read(line() + line("", "1.0.1") + line("\"yanked\": true"));

	REQUIRE(file.records.size() == 2);
	CHECK(file.records[0].version_text == "1.0.0");
	CHECK(file.records[0].fault == "the index has it twice");
	CHECK(file.records[1].fault == "");
}

namespace {

/* What check_against_index() says of Cargo.toml with @toml and @json. */
std::string difference(const std::string &toml, const std::string &json)
{
	const IndexRecord record = record_of(json);
	REQUIRE(record.fault == "");
	const Status status =
		check_against_index(cargo_of("demo", toml), record);

	if (status)
		return "";
	CHECK(outcome(status) ==
	      "index-mismatch: the index says something else of demo 1.0.0 than its archive");
	return join(status.error().context, "\n");
}

} /* namespace */

TEST_CASE("an index and an archive must say the same")
{
	CHECK(difference("", line()) == "");
	CHECK(difference(
		      "[dependencies]\na = '1'\n[dev-dependencies]\nb = '1'\n",
		      with_dep("")) == "");
	CHECK(difference("[target.'cfg( unix )'.dependencies]\n"
			 "a = { version = '1', features = ['y', 'x'] }\n",
			 with_dep(R"x("target": "cfg(unix)", )x"
				  R"("features": ["x", "y"])")) == "");
	CHECK(difference("[dependencies]\na = '2'\n", with_dep("")) ==
	      "dependency 'a': the index has a ^1, Cargo.toml has a ^2");
	CHECK(difference("[build-dependencies]\na = '1'\n", with_dep("")) ==
	      "build-dependency 'a': the index has nothing, Cargo.toml has a ^1\n"
	      "dependency 'a': the index has a ^1, Cargo.toml has nothing");
	CHECK(difference(
		      "[dependencies]\na = { version = '1', optional = true, "
		      "default-features = false, features = ['x'] }\n",
		      with_dep("\"optional\": true")) ==
	      "dependency 'a': the index has a ^1, optional, Cargo.toml has a ^1, optional, without default features, with [x]");
	CHECK(difference("[features]\nf = ['g']\ng = []\n",
			 line("\"features\": {\"f\": [], \"g\": []}")) ==
	      "feature 'f': the index has [], Cargo.toml has [g]");
	CHECK(difference("",
			 line("\"links\": \"z\", \"rust_version\": \"1.7\"")) ==
	      "links: the index has z, Cargo.toml has nothing\n"
	      "rust-version: the index has 1.7, Cargo.toml has nothing");
}
