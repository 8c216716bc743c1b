// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * A value is changed only if it is one line of text that can be
 * recognised as what was parsed, and an entry is put in front of another or at
 * the end of a mapping.  The proof is in verified(): the new text, parsed, is
 * the old one with that change and no other.
 */

#include "manifest/edit.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/quote.h"
#include "base/str.h"
#include "base/utf8.h"
#include "manifest/yaml_text.h"

namespace kcrate {

namespace {

/* A text to be changed, and what it is to say. */
struct Document {
	SourceText source; /* without a byte order mark */
	YamlNode root;
	bool marked;
};

Result<Document> read_document(const SourceText &manifest)
{
	Document out = { manifest, {}, false };

	out.marked = out.source.text.starts_with(byte_order_mark);
	if (out.marked)
		out.source.text.remove_prefix(byte_order_mark.size());
	out.root = TRY(parse_yaml(out.source));
	return out;
}

bool is_same(const YamlNode &a, const YamlNode &b)
{
	return a.kind == b.kind && a.scalar == b.scalar &&
	       std::equal(a.items.begin(), a.items.end(), b.items.begin(),
			  b.items.end(), is_same) &&
	       std::equal(
		       a.entries.begin(), a.entries.end(), b.entries.begin(),
		       b.entries.end(),
		       [](const YamlNode::Entry &x, const YamlNode::Entry &y) {
			       return x.key == y.key &&
				      is_same(x.value, y.value);
		       });
}

Diag by_hand(const Place &where, const std::string &what)
{
	return Diag(Id::manifest_edit,
		    str(what, " cannot be changed in this layout"))
		.at(where)
		.with_help(
			"write it on one line, as Documentation/manifest.rst "
			"shows it, or make the change by hand");
}

/* @text, if it says what @document does now; else a Diag about @what. */
Result<std::string> verified(const Document &document, std::string text,
			     const Place &where, const std::string &what)
{
	const Result<YamlNode> found =
		parse_yaml({ document.source.file, text });

	if (!found || !is_same(found.value(), document.root))
		return by_hand(where, what);
	if (document.marked)
		text.insert(0, byte_order_mark);
	return text;
}

/* @value, a version or a hash, in the quotes that stand at @at, if any do. */
std::string quoted_like(std::string_view text, size_t at,
			const std::string &value)
{
	const bool word = std::all_of(value.begin(), value.end(), [](char c) {
		return is_alnum(c) || c == '.' || c == '-' || c == '+';
	});

	if (!word || value.empty())
		return quote_yaml(value);
	if (text[at] != '"' && text[at] != '\'')
		return value;
	return str(text[at], value, text[at]);
}

/* @node on one line. */
std::string to_flow(const YamlNode &node)
{
	std::vector<std::string> parts;

	for (const YamlNode &item : node.items)
		parts.push_back(to_flow(item));
	for (const YamlNode::Entry &entry : node.entries)
		parts.push_back(
			str(quote_yaml(entry.key), ": ", to_flow(entry.value)));
	switch (node.kind) {
	case YamlNode::Kind::mapping:
		return str("{", join(parts, ", "), "}");
	case YamlNode::Kind::sequence:
		return str("[", join(parts, ", "), "]");
	default:
		break;
	}
	const std::string text = quote_yaml(node.scalar);
	return node.quoted && text == node.scalar ? str('"', text, '"') : text;
}

YamlNode *find_value(YamlNode &mapping, std::string_view key)
{
	for (YamlNode::Entry &entry : mapping.entries)
		if (entry.key == key)
			return &entry.value;
	return nullptr;
}

/* @line, `KEY: VALUE`, behind the scalar @before of a mapping, in its style. */
Result<Change> insert_after(std::string_view text, const YamlNode &mapping,
			    const YamlNode &before, const std::string &line)
{
	const std::optional<size_t> end = end_of_scalar(text, before);
	const size_t indent = mapping.where.column - 1;

	if (!end)
		return by_hand(before.where, "this entry");
	if (is_flow(text, mapping))
		return Change{ *end, 0, ", " + line };
	return insert_lines(text, line_end(text, *end),
			    str(std::string(indent, ' '), line, "\n"));
}

/* The entries of `crates`, and all that is above it is a mapping. */
Result<YamlNode *> crates_of(Document &document)
{
	YamlNode *const crates = find_value(document.root, "crates");

	if (!crates || crates->kind != YamlNode::Kind::mapping)
		return by_hand(document.root.where,
			       "a manifest without the mapping 'crates'");
	return crates;
}

/* @key of @entry is to be @value, in @entry at once. */
Result<Change> set_key(std::string_view text, YamlNode &entry,
		       const std::string &key, const std::string &value)
{
	YamlNode *const old = find_value(entry, key);

	if (!old) {
		const Change change =
			TRY(insert_after(text, entry, entry.entries[0].value,
					 str(key, ": ", quote_yaml(value))));
		entry.entries.insert(entry.entries.begin() + 1,
				     { key, {}, yaml_text(value) });
		return change;
	}
	const std::optional<size_t> end = end_of_scalar(text, *old);
	const size_t at = offset_of(text, old->where);
	if (!end)
		return by_hand(old->where, str("'", key, "'"));
	old->scalar = value;
	return Change{ at, *end - at, quoted_like(text, at, value) };
}

/* Where the entries of a block mapping begin, and how they are laid out. */
struct Layout {
	size_t indent, inner; /* of a name, of the keys below it */
	bool spaced;	      /* an empty line between entries */
};

Layout layout_of(std::string_view text, const YamlNode &crates)
{
	Layout out = { crates.where.column - 1, 0, false };

	out.inner = out.indent + 2;
	for (const YamlNode::Entry &entry : crates.entries)
		if (!entry.value.entries.empty() &&
		    !is_flow(text, entry.value)) {
			out.inner = entry.value.where.column - 1;
			break;
		}
	if (crates.entries.size() > 1) {
		const size_t start = with_comments(
			text, offset_of(text, crates.entries[1].where));
		const size_t above = start_of_line(text, start - 1);
		out.spaced = is_blank(text.substr(above, start - above));
	}
	return out;
}

/* The lines of an entry. */
std::string entry_lines(const Layout &layout, const std::string &crate,
			const YamlNode &fields)
{
	std::string out =
		str(std::string(layout.indent, ' '), quote_yaml(crate), ":\n");

	for (const YamlNode::Entry &field : fields.entries)
		out += str(std::string(layout.inner, ' '),
			   quote_yaml(field.key), ": ", to_flow(field.value),
			   "\n");
	return out;
}

/* @at: before which entry, or their number for behind the last. */
Result<Change> add_to_flow(std::string_view text, const YamlNode &crates,
			   size_t at, const std::string &entry)
{
	if (at < crates.entries.size())
		return Change{ offset_of(text, crates.entries[at].where), 0,
			       entry + ", " };
	const size_t end = end_of_flow(text, offset_of(text, crates.where));
	if (end == text.npos)
		return by_hand(crates.where, "'crates'");
	const size_t last = text.find_last_not_of(" \t\r\n", end - 1);
	return Change{ last + 1, 0,
		       str(text[last] == ',' ? " " : ", ", entry) };
}

Change add_to_block(std::string_view text, const YamlNode &crates, size_t at,
		    const std::string &crate, const YamlNode &fields)
{
	const Layout layout = layout_of(text, crates);
	const std::string lines = entry_lines(layout, crate, fields);
	const std::string space = layout.spaced ? "\n" : "";

	if (at == crates.entries.size())
		return insert_lines(text, end_of_block(text, crates),
				    space + lines);
	const size_t start =
		with_comments(text, offset_of(text, crates.entries[at].where));
	return insert_lines(text, { start, false }, lines + space);
}

/* The first entry: `crates: {}` becomes a block. */
Result<std::vector<Change>> add_first(std::string_view text,
				      const YamlNode &crates,
				      const std::string &crate,
				      const YamlNode &fields)
{
	const size_t at = offset_of(text, crates.where);
	const size_t end = end_of_flow(text, at);

	if (end == text.npos || !is_blank(text.substr(at + 1, end - at - 1)))
		return by_hand(crates.where, "'crates'");
	const size_t from = text[at - 1] == ' ' ? at - 1 : at;
	return std::vector{ Change{ from, end + 1 - from, "" },
			    insert_lines(text, line_end(text, end),
					 entry_lines({ 2, 4, false }, crate,
						     fields)) };
}

/* Before which entry the name @crate has its place. */
size_t place_for(const YamlNode &crates, const std::string &crate)
{
	const auto by_name = [](const YamlNode::Entry &a,
				const YamlNode::Entry &b) {
		return a.key < b.key;
	};
	const auto &entries = crates.entries;

	if (!std::is_sorted(entries.begin(), entries.end(), by_name))
		return entries.size();
	return static_cast<size_t>(
		std::distance(entries.begin(),
			      std::find_if(entries.begin(), entries.end(),
					   [&](const YamlNode::Entry &entry) {
						   return entry.key > crate;
					   })));
}

} /* namespace */

Result<std::string> set_pins(const SourceText &manifest,
			     const std::vector<CratePin> &pins)
{
	Document document = TRY(read_document(manifest));
	const std::string_view text = document.source.text;
	YamlNode &crates = *TRY(crates_of(document));
	std::vector<Change> changes;

	for (const CratePin &pin : pins) {
		YamlNode *const entry = find_value(crates, pin.crate);
		if (!entry || entry->entries.empty())
			return by_hand(crates.where,
				       str("the entry ", pin.crate));
		/* What is added stands behind the version as it was. */
		const std::pair<std::string, std::string> keys[] = {
			{ "tag", pin.tag },
			{ "released", pin.released },
			{ "sha256", pin.sha256 },
			{ "version", pin.version },
		};
		for (const auto &[key, value] : keys) {
			if (value.empty())
				continue;
			Change change = TRY(set_key(text, *entry, key, value));
			changes.push_back(std::move(change));
		}
	}
	return verified(document, apply(text, std::move(changes)), crates.where,
			"a pin");
}

Result<std::string> add_entry(const SourceText &manifest,
			      const std::string &crate, const YamlNode &fields)
{
	Document document = TRY(read_document(manifest));
	const std::string_view text = document.source.text;
	YamlNode &crates = *TRY(crates_of(document));
	const size_t at = place_for(crates, crate);
	std::vector<Change> changes;

	if (find_value(crates, crate))
		return by_hand(crates.where,
			       str("the entry ", crate, ", which is there,"));
	if (crates.entries.empty()) {
		changes = TRY(add_first(text, crates, crate, fields));
	} else if (is_flow(text, crates)) {
		Change change = TRY(add_to_flow(
			text, crates, at,
			str(quote_yaml(crate), ": ", to_flow(fields))));
		changes = { std::move(change) };
	} else {
		changes = { add_to_block(text, crates, at, crate, fields) };
	}
	crates.entries.insert(crates.entries.begin() +
				      static_cast<ptrdiff_t>(at),
			      { crate, {}, fields });
	return verified(document, apply(text, std::move(changes)), crates.where,
			"'crates'");
}

YamlNode yaml_text(std::string text, bool quoted)
{
	YamlNode node;

	node.kind = YamlNode::Kind::scalar;
	node.scalar = std::move(text);
	node.quoted = quoted;
	return node;
}

YamlNode yaml_list(const std::vector<std::string> &texts)
{
	YamlNode node;

	node.kind = YamlNode::Kind::sequence;
	for (const std::string &text : texts)
		node.items.push_back(yaml_text(text));
	return node;
}

YamlNode yaml_mapping(std::vector<std::pair<std::string, YamlNode>> entries)
{
	YamlNode node;

	node.kind = YamlNode::Kind::mapping;
	for (auto &entry : entries)
		node.entries.push_back({ std::move(entry.first),
					 {},
					 std::move(entry.second) });
	return node;
}

} /* namespace kcrate */
