// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/yaml.h"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "base/str.h"
#include "base/utf8.h"

namespace kcrate {

std::string_view kind_name(const YamlNode &node)
{
	constexpr std::string_view names[] = { "nothing", "a text", "a list",
					       "a mapping" };

	return names[static_cast<size_t>(node.kind)];
}

const YamlNode *find(const YamlNode &node, std::string_view key)
{
	for (const YamlNode::Entry &entry : node.entries)
		if (entry.key == key)
			return &entry.value;
	return nullptr;
}

std::string text_of(const YamlNode &node, std::string_view key)
{
	const YamlNode *const value = find(node, key);

	return value ? value->scalar : "";
}

namespace {

constexpr size_t max_depth = 32;

/*
 * Whether a quoted text that begins at @at goes on to the end of @text.  Its
 * first character is its quote; an escaped one does not end it.
 */
bool is_cut(std::string_view text, size_t at)
{
	const char quote = at < text.size() ? text[at] : ' ';

	if (quote != '"' && quote != '\'')
		return false;
	for (size_t i = at + 1; i < text.size(); i++) {
		const bool escape = quote == '"'
					    ? text[i] == '\\'
					    : text.substr(i).starts_with("''");
		if (escape)
			i++;
		else if (text[i] == quote)
			return false;
	}
	return true;
}

Diag cut_short(const SourceText &source, size_t at)
{
	return Diag(Id::yaml_syntax,
		    "the text that begins here has no quote at its end")
		.at(source.place(at, at + 1))
		.with_help(str("close it with a ", source.text.substr(at, 1),
			       ", or write it without quotes"));
}

/* A syntax error in a line that a tab begins has that for its cause. */
Diag syntax_error(const Place &where, const std::string &what)
{
	const std::string_view line = where.text;
	const std::string_view indent =
		line.substr(0, line.find_first_not_of(" \t"));
	Diag diag = Diag(Id::yaml_syntax, what).at(where);

	if (indent.find('\t') == indent.npos)
		return diag;
	return std::move(diag).with_help("YAML allows no tabs at the beginning "
					 "of a line: use blanks");
}

constexpr char write_out[] = "write the value out";

/* What YAML has and a manifest has not. */
Diag not_plain(const Place &where, std::string_view what, std::string help)
{
	return Diag(Id::yaml_not_plain, str(what, " is not accepted here"))
		.at(where)
		.with_help(std::move(help));
}

/*
 * Builds the tree from yaml-cpp's events, of which (unlike its nodes) each
 * tells about anchors, tags and repeated keys.  After the first Diag the rest
 * of the text is only skipped.
 */
class Builder : public YAML::EventHandler {
public:
	explicit Builder(const SourceText &source) : source(source)
	{
		root.where = source.place(0, 0);
	}

	/* A text of which yaml-cpp did not mind that its quote is missing. */
	const std::optional<Diag> &cut_text() const { return cut; }

	void OnDocumentStart(const YAML::Mark &mark) override
	{
		if (documents++)
			refuse(mark, "a second document", "write one document");
	}
	void OnDocumentEnd() override {}
	void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
	{
		add(mark, YamlNode::Kind::null, "", anchor, "");
	}
	void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
	{
		refuse(mark, "an alias");
		add(mark, YamlNode::Kind::null, "", 0, "");
	}
	void OnScalar(const YAML::Mark &mark, const std::string &tag,
		      YAML::anchor_t anchor, const std::string &text) override
	{
		const size_t at = static_cast<size_t>(std::max(0, mark.pos));

		if (tag == "!" && !cut && is_cut(source.text, at))
			cut = cut_short(source, at);
		/* This tag has no name to tell it from what quotes stand for.
		 */
		if (tag == "!" && source.text.substr(at).starts_with('!'))
			refuse(mark, "a tag");
		add(mark, YamlNode::Kind::scalar, tag, anchor, text);
	}
	void OnSequenceStart(const YAML::Mark &mark, const std::string &tag,
			     YAML::anchor_t anchor,
			     YAML::EmitterStyle::value) override
	{
		open(mark, YamlNode::Kind::sequence, tag, anchor);
	}
	void OnSequenceEnd() override { close(); }
	void OnMapStart(const YAML::Mark &mark, const std::string &tag,
			YAML::anchor_t anchor,
			YAML::EmitterStyle::value) override
	{
		open(mark, YamlNode::Kind::mapping, tag, anchor);
	}
	void OnMapEnd() override { close(); }

	Result<YamlNode> take()
	{
		if (cut)
			return std::move(*cut);
		if (problem)
			return std::move(*problem);
		return std::move(root);
	}

private:
	struct Open {
		YamlNode node;
		std::optional<YamlNode::Entry> key;  /* waits for its value */
		std::map<std::string, size_t> lines; /* of the keys so far */
	};

	/* yaml-cpp gives the place of a scalar's first character, or 0. */
	Place place(const YAML::Mark &mark, size_t width) const
	{
		const size_t begin = static_cast<size_t>(std::max(0, mark.pos));

		return source.place(begin, begin + width);
	}

	void refuse(const YAML::Mark &mark, std::string_view what,
		    std::string help = write_out)
	{
		if (!problem)
			problem = not_plain(place(mark, 1), what,
					    std::move(help));
	}

	YamlNode make(const YAML::Mark &mark, YamlNode::Kind kind,
		      const std::string &tag, YAML::anchor_t anchor,
		      const std::string &text)
	{
		YamlNode node;

		if (anchor)
			refuse(mark, "an anchor");
		/* "?" and "!" stand for "plain" and "quoted". */
		if (!tag.empty() && tag != "?" && tag != "!")
			refuse(mark, "a tag");
		node.kind = kind;
		node.scalar = text;
		node.quoted = tag == "!";
		node.where = place(mark, std::max<size_t>(1, text.size()));
		return node;
	}

	void add(const YAML::Mark &mark, YamlNode::Kind kind,
		 const std::string &tag, YAML::anchor_t anchor,
		 const std::string &text)
	{
		attach(make(mark, kind, tag, anchor, text));
	}

	void open(const YAML::Mark &mark, YamlNode::Kind kind,
		  const std::string &tag, YAML::anchor_t anchor)
	{
		if (stack.size() >= max_depth && !problem)
			problem = Diag(Id::yaml_syntax,
				       "nested too deeply for this file")
					  .at(place(mark, 1));
		if (stack.size() < 2 * max_depth)
			stack.push_back(
				{ make(mark, kind, tag, anchor, ""), {}, {} });
		else
			skipped++;
	}

	void close()
	{
		if (skipped) {
			skipped--;
			return;
		}
		YamlNode node = std::move(stack.back().node);
		stack.pop_back();
		attach(std::move(node));
	}

	void attach(YamlNode node)
	{
		if (stack.empty()) {
			root = std::move(node);
			return;
		}

		Open &top = stack.back();
		if (top.node.kind == YamlNode::Kind::sequence) {
			top.node.items.push_back(std::move(node));
		} else if (top.key) {
			/* yaml-cpp places nothing at what follows it. */
			if (node.kind == YamlNode::Kind::null)
				node.where = top.key->where;
			top.key->value = std::move(node);
			top.node.entries.push_back(std::move(*top.key));
			top.key.reset();
		} else {
			begin_entry(top, std::move(node));
		}
	}

	void begin_entry(Open &top, YamlNode node)
	{
		top.key.emplace();
		top.key->key = node.scalar;
		top.key->where = node.where;
		if (problem)
			return;
		if (node.kind != YamlNode::Kind::scalar)
			problem = Diag(Id::yaml_syntax, "a key must be a text")
					  .at(node.where);
		if (node.scalar == "<<" && !node.quoted)
			problem = Diag(Id::yaml_not_plain,
				       "a merge key is not accepted here")
					  .at(node.where)
					  .with_help("write the keys out");
		const auto [first, fresh] =
			top.lines.try_emplace(node.scalar, node.where.line);
		if (!fresh && !problem)
			problem =
				Diag(Id::duplicate_key,
				     str("'", node.scalar,
					 "' stands here twice"))
					.at(node.where)
					.with_help(str("the first is in line ",
						       first->second));
	}

	const SourceText &source;
	std::vector<Open> stack;
	YamlNode root;
	std::optional<Diag> problem, cut;
	size_t documents = 0;
	size_t skipped = 0;
};

/*
 * What yaml-cpp would read as something else than it looks: it takes byte 4
 * for the end of the file and guesses UTF-16.
 */
Status check_bytes(const SourceText &source)
{
	const std::string_view text = source.text;

	if (text.starts_with('\xff') || text.starts_with('\xfe'))
		return Diag(Id::yaml_syntax, "the file is not UTF-8")
			.at(source.place(0, 1));
	for (size_t i = 0; i < text.size(); i++) {
		const char c = text[i];
		const auto byte = static_cast<unsigned char>(c);
		if ((byte < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
		    byte == 0x7f)
			return Diag(Id::yaml_syntax,
				    "a control character cannot stand here")
				.at(source.place(i, i + 1));
	}
	return ok();
}

} /* namespace */

Result<YamlNode> parse_yaml(const SourceText &source)
{
	SourceText plain = source;

	if (plain.text.starts_with(byte_order_mark))
		plain.text.remove_prefix(byte_order_mark.size());
	TRY(check_bytes(plain));

	/* With a last line like any other, a text that it cuts is an event. */
	std::istringstream stream{ str(
		plain.text, plain.text.ends_with('\n') ? "" : "\n") };
	Builder builder(plain);

	/* yaml-cpp reports syntax by throwing; nothing leaves this function. */
	try {
		YAML::Parser parser(stream);
		while (parser.HandleNextDocument(builder))
			;
	} catch (const YAML::Exception &e) {
		const size_t at = static_cast<size_t>(std::max(0, e.mark.pos));
		if (is_cut(plain.text, at))
			return cut_short(plain, at);
		if (builder.cut_text())
			return *builder.cut_text();
		/* Versions of yaml-cpp differ in how they go on from here. */
		if (e.msg.starts_with(YAML::ErrorMsg::UNKNOWN_ANCHOR))
			return not_plain(plain.place(at, at + 1), "an alias",
					 write_out);
		return syntax_error(plain.place(at, at + 1), e.msg);
	}
	return builder.take();
}

} /* namespace kcrate */
