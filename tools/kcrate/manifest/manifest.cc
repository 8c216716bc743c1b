// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/manifest.h"

#include <algorithm>

#include "base/str.h"
#include "manifest/schema.h"

namespace kcrate {

std::string_view name_of(Target target)
{
	return target == Target::kernel ? "kernel" : "host";
}

const Role *role_for(const CrateEntry &entry, Target target, bool proc_macro)
{
	if (target == Target::kernel)
		return entry.kernel ? &*entry.kernel : nullptr;
	if (entry.host)
		return &*entry.host;
	return proc_macro && entry.kernel ? &*entry.kernel : nullptr;
}

std::string CfgFlag::text() const
{
	return value ? str(key, "=\"", *value, "\"") : key;
}

std::string CfgFlag::condition() const
{
	const unsigned int minor = rustc / 100 % 1000, patch = rustc % 100;

	if (when_op.empty())
		return {};
	return str("rustc ", when_op, " ", rustc / 100000, ".", minor,
		   patch ? str(".", patch) : "");
}

std::optional<CfgFlag> cfg_flag(std::string_view text)
{
	const size_t equals = text.find('=');
	CfgFlag out;

	out.key = trim(text.substr(0, equals));
	if (equals == text.npos)
		return out.key.empty() ? std::nullopt : std::optional(out);
	const std::string_view quoted = trim(text.substr(equals + 1));
	if (out.key.empty() || quoted.size() < 2 || quoted.front() != '"' ||
	    quoted.back() != '"')
		return {};
	out.value = quoted.substr(1, quoted.size() - 2);
	return out;
}

namespace {

/*
 * The functions below read what check() has let pass: a key that is there has
 * the right type.
 */
std::vector<Word> words_of(const YamlNode &node, std::string_view key)
{
	std::vector<Word> out;

	if (const YamlNode *const value = find(node, key))
		for (const YamlNode &item : value->items)
			out.push_back({ item.scalar, item.where });
	return out;
}

std::map<std::string, Word> word_map_of(const YamlNode &node,
					std::string_view key)
{
	std::map<std::string, Word> out;

	if (const YamlNode *const value = find(node, key))
		for (const YamlNode::Entry &entry : value->entries)
			out[entry.key] = { entry.value.scalar, entry.where };
	return out;
}

/* `rustc >= 1.88`: the operator, and the version as Kbuild counts. */
void read_condition(std::string_view text, CfgFlag &flag)
{
	const std::vector<std::string_view> words = split(text, ' ');
	const std::vector<std::string_view> parts = split(words.at(2), '.');
	unsigned int number = 0;

	flag.when_op = words[1];
	for (size_t i = 0; i < 3; i++)
		number = number * (i == 1 ? 1000 : 100) +
			 (i < parts.size()
				  ? static_cast<unsigned int>(
					    std::stoul(std::string(parts[i])))
				  : 0);
	flag.rustc = number;
}

std::vector<CfgFlag> cfgs_of(const YamlNode &node, std::string_view key)
{
	const YamlNode *const value = find(node, key);
	std::vector<CfgFlag> out;

	for (const YamlNode &item :
	     value ? value->items : std::vector<YamlNode>()) {
		const bool plain = item.kind == YamlNode::Kind::scalar;
		CfgFlag flag =
			*cfg_flag(plain ? item.scalar : text_of(item, "cfg"));
		if (!plain)
			read_condition(text_of(item, "when"), flag);
		out.push_back(std::move(flag));
	}
	return out;
}

std::optional<Role> role_of(const YamlNode &node, std::string_view key)
{
	const YamlNode *const value = find(node, key);
	Role role;

	if (!value)
		return {};
	role.features = words_of(*value, "features");
	role.cfgs = cfgs_of(*value, "cfgs");
	for (const auto &[name, word] : word_map_of(*value, "envs"))
		role.envs[name] = word.text;
	return role;
}

std::vector<Edit> edits_of(const YamlNode &node)
{
	const YamlNode *const value = find(node, "edits");
	std::vector<Edit> out;

	for (const YamlNode &item :
	     value ? value->items : std::vector<YamlNode>()) {
		Edit edit;
		edit.file = text_of(item, "file");
		edit.find = text_of(item, "find");
		edit.replace = text_of(item, "replace");
		edit.why = text_of(item, "why");
		if (find(item, "count"))
			edit.count = std::stoul(text_of(item, "count"));
		edit.where = item.where;
		out.push_back(std::move(edit));
	}
	return out;
}

/* Where the value of @key is, nowhere where there is none. */
Place place_of(const YamlNode &node, std::string_view key)
{
	const YamlNode *const value = find(node, key);

	return value ? value->where : Place();
}

/* What stands in @manifest before each line of the block @file. */
size_t indent_of(const InlineFile &file,
		 const std::vector<std::string_view> &manifest)
{
	size_t number = file.where.line;

	for (const std::string_view line : lines(file.text)) {
		const size_t own = line.find_first_not_of(' ');
		if (number >= manifest.size())
			break;
		const size_t all = manifest[number++].find_first_not_of(' ');
		if (own != line.npos && all != line.npos)
			return all - std::min(own, all);
	}
	return 0;
}

void read_sources(const YamlNode &node, CrateEntry &entry)
{
	entry.sha256 = text_of(node, "sha256");
	entry.sha256_where = place_of(node, "sha256");
	entry.selected_sha256 = text_of(node, "selected-sha256");
	entry.selected_where = place_of(node, "selected-sha256");
	if (const YamlNode *const d = find(node, "debian"))
		entry.debian = {
			text_of(*d, "suite"),	text_of(*d, "package"),
			text_of(*d, "version"), text_of(*d, "arch"),
			text_of(*d, "sha256"),	place_of(*d, "sha256")
		};
	if (const YamlNode *const d = find(node, "debian-source"))
		entry.debian_source = { text_of(*d, "suite"),
					text_of(*d, "package"),
					text_of(*d, "version") };
	if (const YamlNode *const d = find(node, "directory"))
		entry.directory = { text_of(*d, "path"),
				    text_of(*d, "tree-sha256"),
				    place_of(*d, "tree-sha256") };
	if (const YamlNode *const g = find(node, "git"))
		entry.git = { text_of(*g, "url"), text_of(*g, "commit"),
			      text_of(*g, "path"), text_of(*g, "tree-sha256"),
			      place_of(*g, "tree-sha256") };
}

/*
 * `cargo-toml: |`.  Only in a literal block each line of the text is one of the
 * manifest, in which its places can be told.
 */
Status read_cargo_toml(const YamlNode &node, std::string_view manifest,
		       CrateEntry &entry)
{
	const YamlNode *const value = find(node, "cargo-toml");
	InlineFile file;

	if (!value)
		return ok();
	if (value->where.text.view().substr(value->where.column - 1, 1) != "|")
		return Diag(Id::bad_value,
			    "'cargo-toml' must be a block of lines")
			.at(value->where)
			.with_help("write 'cargo-toml: |', and the text of the "
				   "Cargo.toml indented below it");
	file.text = value->scalar;
	file.where = value->where;
	file.indent = indent_of(file, lines(manifest));
	entry.cargo_toml = std::move(file);
	return ok();
}

void read_licence(const YamlNode &node, CrateEntry &entry)
{
	const YamlNode *const licence = find(node, "license");

	if (!licence)
		return;
	entry.license_where = licence->where;
	entry.license_is = text_of(*licence, "is");
	for (const Word &word : words_of(*licence, "drop"))
		entry.license_drop.push_back(word.text);
}

Status check_edit(const Edit &edit)
{
	if (edit.find.empty() || edit.count == 0)
		return Diag(Id::bad_value,
			    "an edit must find some text at least once")
			.at(edit.where);
	if (edit.find == edit.replace)
		return Diag(Id::bad_value,
			    "an edit must replace its text by another")
			.at(edit.where)
			.with_help("correct 'find' or 'replace', or remove the "
				   "edit");
	return ok();
}

/* What the schema cannot say. */
Status check_entry(const CrateEntry &entry)
{
	if (entry.sha256.empty() && !entry.directory && !entry.git &&
	    !entry.debian)
		return Diag(Id::missing_key,
			    str("'", entry.name, "' lacks 'sha256'"))
			.at(entry.where)
			.with_help("only a crate from a directory, from git or "
				   "from a Debian binary package needs none");
	if (entry.sha256.empty() && entry.debian_source)
		return Diag(Id::missing_key,
			    str("'", entry.name, "' lacks 'sha256'"))
			.at(entry.where)
			.with_help("the .crate in a Debian source package is "
				   "known by it");
	if (entry.license_where.line && entry.license_is.empty() &&
	    entry.license_drop.empty())
		return Diag(Id::missing_key,
			    "'license' has neither 'drop' nor 'is'")
			.at(entry.license_where)
			.with_help("state the choice, or remove 'license'");
	for (const Edit &edit : entry.edits)
		TRY(check_edit(edit));
	return ok();
}

Result<CrateEntry> entry_of(const YamlNode::Entry &from)
{
	const YamlNode &node = from.value;
	CrateEntry entry;

	entry.name = from.key;
	entry.where = from.where;
	entry.version_text = text_of(node, "version");
	Result<Version> version = parse_version(entry.version_text);
	if (!version)
		return std::move(version.error())
			.at(find(node, "version")->where);
	entry.version = version.value();
	read_sources(node, entry);
	entry.released = text_of(node, "released");
	entry.tag = text_of(node, "tag");
	entry.repository = text_of(node, "repository");
	entry.maintainer = text_of(node, "maintainer");
	entry.kernel = role_of(node, "kernel");
	entry.host = role_of(node, "host");
	entry.features_exact = text_of(node, "features-exact") == "true";
	entry.cfgs_off = cfgs_of(node, "cfgs-off");
	read_licence(node, entry);
	if (const YamlNode *const script = find(node, "build-script")) {
		entry.build_script_replaced = true;
		entry.build_script_where = script->where;
	}
	entry.drop_dependencies = word_map_of(node, "drop-dependencies");
	entry.drop_files = word_map_of(node, "drop-files");
	entry.keep_files = word_map_of(node, "keep-files");
	entry.ignore_files = word_map_of(node, "ignore-files");
	entry.edits = edits_of(node);
	entry.patches = words_of(node, "patches");
	TRY(check_entry(entry));
	return entry;
}

/* proc-macro2 and proc_macro2 would be one crate to rustc and to Kbuild. */
Status check_names(const Manifest &manifest)
{
	std::map<std::string, const CrateEntry *> seen;

	for (const auto &[name, entry] : manifest.crates) {
		const auto [at, fresh] = seen.try_emplace(
			to_lower(crate_identifier(name)), &entry);
		if (!fresh)
			return Diag(Id::name_collision,
				    str("'", name, "' and '", at->second->name,
					"' are one name to rustc or to a file "
					"system"))
				.at(entry.where)
				.with_help("keep one of them");
	}
	return ok();
}

Status read_architectures(const YamlNode &root, Manifest &manifest)
{
	const YamlNode *const list = find(root, "architectures");

	if (!list)
		return ok();
	manifest.architectures.clear();
	for (const Word &word : words_of(root, "architectures")) {
		std::vector<std::string> &known = manifest.architectures;
		if (std::find(known.begin(), known.end(), word.text) !=
		    known.end())
			return Diag(Id::bad_value,
				    str(word.text, " is named twice"))
				.at(word.where)
				.with_help("name it once");
		known.push_back(word.text);
	}
	if (manifest.architectures.empty())
		return Diag(Id::bad_value, "no architecture is named")
			.at(list->where)
			.with_help("name one, or leave the key out: it is x86 "
				   "then");
	return ok();
}

} /* namespace */

Result<Manifest> parse_manifest(const std::string &file, std::string_view text)
{
	const YamlNode root = TRY(parse_yaml({ file, text }));
	Manifest manifest;

	TRY(check(root, manifest_schema(), "the manifest"));
	TRY(check_version(root));
	manifest.file = file;
	manifest.registry = text_of(root, "registry");
	manifest.rfc3875 = text_of(root, "rfc3875") == "true";
	TRY(read_architectures(root, manifest));
	for (const YamlNode::Entry &entry : find(root, "crates")->entries) {
		CrateEntry crate = TRY(entry_of(entry));
		TRY(read_cargo_toml(entry.value, text, crate));
		manifest.crates[entry.key] = std::move(crate);
	}
	TRY(check_names(manifest));
	return manifest;
}

} /* namespace kcrate */
