// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/schema.h"

namespace kcrate {

namespace {

/* crates.io's rule for names (cargo's restricted_names.rs). */
constexpr TextFormat crate_name = { "[A-Za-z][A-Za-z0-9_-]{0,63}",
				    "a crate's name" };
constexpr TextFormat exact_version = {
	"[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?",
	"an exact version such as \"1.2.3\""
};
constexpr TextFormat sha256 = { "[0-9a-f]{64}",
				"a SHA-256, 64 lower-case hexadecimal digits" };
constexpr TextFormat date = { "[0-9]{4}-[01][0-9]-[0-3][0-9]",
			      "a date such as 2025-03-12" };
constexpr TextFormat registry_url = {
	"(sparse\\+https?|registry\\+(https?|file)|https?|file)://[!-~]+",
	"a registry's URL, such as sparse+https://index.example.org/"
};
constexpr TextFormat git_url = { "(https?|file)://[!-~]+",
				 "an http, https or file URL" };
constexpr TextFormat commit = { "[0-9a-f]{40}",
				"a commit, 40 lower-case hexadecimal digits" };
constexpr TextFormat web_url = { "https?://[!-~]+", "an http or https URL" };
constexpr TextFormat line = { "[^\\x00-\\x1f\\x7f]+", "one line of text" };
constexpr TextFormat any_text = { "[^]*", "a text" };
/* No leading '/', no empty, '.' or '..' part: stays where it starts. */
constexpr TextFormat inner_path = {
	"(?!\\.{0,2}(/|$))[^\\x00-\\x1f\\x7f\\\\/]+"
	"(/(?!\\.{0,2}(/|$))[^\\x00-\\x1f\\x7f\\\\/]+)*",
	"a relative path without '.' and '..'"
};
constexpr TextFormat file_name = { "[A-Za-z0-9_][A-Za-z0-9_.+-]*",
				   "a file's name beside the manifest" };
/* cargo's validate_feature_name(), ASCII only. */
constexpr TextFormat feature = { "[A-Za-z0-9_][A-Za-z0-9_+.-]*",
				 "a feature's name" };
constexpr TextFormat cfg = {
	"[A-Za-z_][A-Za-z0-9_]*( ?= ?\"[A-Za-z0-9_+.-]*\")?",
	"a cfg such as name or name=\"value\""
};
constexpr TextFormat cfg_name = { "[A-Za-z_][A-Za-z0-9_]*",
				  "the bare name of a cfg" };
constexpr TextFormat condition = {
	"rustc (>=|<) 1\\.[0-9]{1,3}(\\.[0-9]{1,2})?",
	"a condition such as rustc >= 1.88"
};
constexpr TextFormat variable = { "[A-Z_][A-Z0-9_]*",
				  "an environment variable's name" };
/* Never an option to apt, nor a directory above: begins with neither. */
constexpr TextFormat word = { "[A-Za-z0-9][A-Za-z0-9.+:~_-]*",
			      "one word of a package's data" };
constexpr TextFormat licence_id = { "[A-Za-z0-9.+-]+",
				    "an SPDX licence identifier" };
constexpr TextFormat architecture = {
	"arm|arm64|loongarch|powerpc|riscv|s390|um|x86",
	"an architecture of Linux that has Rust: arm, arm64, loongarch, "
	"powerpc, riscv, s390, um or x86"
};
constexpr TextFormat finding_id = { "[a-z]+(-[a-z]+)*", "the id of a finding" };
constexpr TextFormat severity = { "note|warning|error",
				  "note, warning or error" };
constexpr TextFormat budget = { "lines|panics|stack|unsafe",
				"lines, panics, stack or unsafe" };
constexpr TextFormat tag_name = { "[!-~]+", "a tag's name" };

Schema text(const TextFormat &format)
{
	return { Schema::Kind::text, &format, {}, {} };
}

Schema flag()
{
	return { Schema::Kind::flag, nullptr, {}, {} };
}

Schema number()
{
	return { Schema::Kind::number, nullptr, {}, {} };
}

Schema list_of(Schema item)
{
	return { Schema::Kind::list, nullptr, { std::move(item) }, {} };
}

Schema map_of(const TextFormat &key, Schema item)
{
	return { Schema::Kind::map, &key, { std::move(item) }, {} };
}

Schema mapping(std::vector<Schema::Field> fields)
{
	return { Schema::Kind::mapping, nullptr, {}, std::move(fields) };
}

Schema role()
{
	const Schema conditional = mapping({
		{ "cfg", true, "The cfg", text(cfg) },
		{ "when", true, "The compilers that get it", text(condition) },
	});

	return mapping({
		{ "features", false, "Features asked for, default features off",
		  list_of(text(feature)) },
		{ "cfgs", false,
		  "cfgs passed to rustc, beside those of features",
		  list_of({ Schema::Kind::either,
			    nullptr,
			    { text(cfg), conditional },
			    {} }) },
		{ "envs", false,
		  "Environment for env!() that Cargo.toml does not give",
		  map_of(variable, text(line)) },
	});
}

Schema debian_binary()
{
	return mapping({
		{ "suite", true, "Debian's release", text(word) },
		{ "package", true, "Binary package", text(word) },
		{ "version", true, "Its version", text(word) },
		{ "arch", true, "Its architecture", text(word) },
		{ "sha256", true, "SHA-256 of the .deb", text(sha256) },
	});
}

Schema debian_source()
{
	return mapping({
		{ "suite", true, "Debian's release", text(word) },
		{ "package", true, "Source package", text(word) },
		{ "version", true, "Its version", text(word) },
	});
}

Schema git()
{
	return mapping({
		{ "url", true, "The repository", text(git_url) },
		{ "commit", true, "The commit", text(commit) },
		{ "path", false,
		  "Directory of the crate there (the one whose Cargo.toml has "
		  "its name)",
		  text(inner_path) },
		{ "tree-sha256", true,
		  "SHA-256 of sha256sum's list of its files", text(sha256) },
	});
}

Schema edit()
{
	return mapping({
		{ "file", true, "File, as upstream names it",
		  text(inner_path) },
		{ "find", true, "Text to find", text(any_text) },
		{ "replace", true, "Text to put there", text(any_text) },
		{ "count", false, "How often it must occur (1)", number() },
		{ "why", true,
		  "Completes \"modified to\" in the README: "
		  "remove float formatting",
		  text(line) },
	});
}

std::vector<Schema::Field> source_fields()
{
	return {
		{ "version", true, "Exact version", text(exact_version) },
		{ "sha256", false,
		  "SHA-256 of the .crate, as crates.io and Cargo.lock have it",
		  text(sha256) },
		{ "debian", false, "Debian binary package with the source",
		  debian_binary() },
		{ "debian-source", false,
		  "Debian source package whose .orig.tar.gz is the .crate",
		  debian_source() },
		{ "directory", false, "Directory with the crate's files",
		  mapping({
			  { "path", true, "Path, relative to the manifest",
			    text(line) },
			  { "tree-sha256", true,
			    "SHA-256 of sha256sum's list of its files",
			    text(sha256) },
		  }) },
		{ "git", false, "Commit of a git repository with the crate",
		  git() },
		{ "selected-sha256", false,
		  "SHA-256 of sha256sum's list of the files kept of the "
		  "genuine .crate",
		  text(sha256) },
		{ "cargo-toml", false,
		  "Cargo.toml of a crate whose directory or commit has none",
		  text(any_text) },
		{ "released", false, "Date of the release", text(date) },
		{ "tag", false, "Upstream's tag, as links spell it",
		  text(tag_name) },
		{ "repository", false, "Upstream's repository", text(web_url) },
		{ "maintainer", false,
		  "Who maintains the import: Name <address>", text(line) },
	};
}

Schema crate_entry()
{
	std::vector<Schema::Field> fields = source_fields();
	const std::vector<Schema::Field> changes = {
		{ "kernel", false, "Built for the kernel", role() },
		{ "host", false, "Built for the build machine", role() },
		{ "features-exact", false, "Let no dependent add a feature",
		  flag() },
		{ "cfgs-off", false, "cfgs that never hold in the kernel",
		  list_of(text(cfg_name)) },
		{ "license", false, "Approves a choice among licences",
		  mapping({
			  { "drop", false, "Arms of an OR to leave out",
			    list_of(text(licence_id)) },
			  { "is", false,
			    "The licence, where Cargo.toml states none",
			    text(line) },
			  { "why", true, "Reason", text(line) },
		  }) },
		{ "build-script", false,
		  "States that the entry holds all effects of build.rs",
		  mapping({
			  { "why", true, "How that was found out", text(line) },
		  }) },
		{ "drop-dependencies", false,
		  "Dependencies to leave out, with the reason",
		  map_of(crate_name, text(line)) },
		{ "drop-files", false,
		  "Files or directories to leave out, with the reason",
		  map_of(inner_path, text(line)) },
		{ "keep-files", false,
		  "Files or directories to keep that the library does not "
		  "read, with the reason",
		  map_of(inner_path, text(line)) },
		{ "ignore-files", false,
		  "Files of the archive whose names would have it refused, "
		  "with the reason why they may be left out",
		  map_of(inner_path, text(line)) },
		{ "edits", false, "Counted replacements of text",
		  list_of(edit()) },
		{ "patches", false, "Patch files beside the manifest",
		  list_of(text(file_name)) },
	};

	fields.insert(fields.end(), changes.begin(), changes.end());
	return mapping(std::move(fields));
}

Schema waiver()
{
	return mapping({
		{ "crate", true, "The crate", text(crate_name) },
		{ "id", true, "The finding's id", text(finding_id) },
		{ "file", false, "A file of the crate, or a directory",
		  text(inner_path) },
		{ "why", true, "Why that is good", text(line) },
		{ "until", false, "The last day on which it is", text(date) },
	});
}

Schema budgets()
{
	return map_of(budget, number());
}

} /* namespace */

const Schema &manifest_schema()
{
	static const Schema schema = mapping({
		{ "schema", true, "Version of this format: 1", number() },
		{ "registry", false,
		  "Registry that serves every crate which has sha256",
		  text(registry_url) },
		{ "rfc3875", false,
		  "Read explicit dependencies on the standard library",
		  flag() },
		{ "architectures", false,
		  "What kernels are built for, as Linux calls it; x86 alone",
		  list_of(text(architecture)) },
		{ "crates", true, "One entry for each crate",
		  map_of(crate_name, crate_entry()) },
	});

	return schema;
}

const Schema &policy_schema()
{
	static const Schema schema = mapping({
		{ "schema", true, "Version of this format: 1", number() },
		{ "severities", false, "What findings weigh, by their ids",
		  map_of(finding_id, text(severity)) },
		{ "budgets", false, "The most that a crate may have",
		  budgets() },
		{ "crates", false, "Crates that may have something else",
		  map_of(crate_name,
			 mapping({
				 { "budgets", true, "The most that it may have",
				   budgets() },
			 })) },
		{ "waivers", false, "Findings that were looked at",
		  list_of(waiver()) },
	});

	return schema;
}

} /* namespace kcrate */
