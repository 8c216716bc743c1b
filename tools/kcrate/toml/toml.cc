// SPDX-License-Identifier: GPL-2.0-or-later

#include "toml/toml.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
/* Values in values; cargo's own reader stops at 80. */
#define TOML_MAX_NESTED_VALUES 64
/*
 * In 3.3.0 the header `[=]` meets an assertion that does not hold, in front of
 * the code that reports it.  With NDEBUG clang would take it for granted.
 */
#define TOML_ASSERT(expression) static_cast<void>(0)
#undef NDEBUG
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/str.h"
#include "base/utf8.h"

namespace kcrate {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr size_t max_size = 4 << 20;
constexpr size_t max_dots = 64;	  /* in one key */
constexpr size_t max_depth = 128; /* of the result, whatever it came from */

/*
 * Finds what toml++ 3.3.0 must not see.  It builds and frees tables by
 * recursion and does not limit the dots in a key, so `a.a.a…` would have its
 * stack; and it runs into __builtin_unreachable() when it asks whether a letter
 * such as `ä` is a space, which it does outside of strings and after a
 * backslash within.
 *
 * This walks over strings and comments as toml++ does, as long as all is well;
 * where it is not, toml++ would have stopped, too.
 */
class Guard {
public:
	explicit Guard(const SourceText &source)
		: source(source), text(source.text)
	{}

	Status check();

private:
	/* A bare value goes on to a space, a comma, a bracket or a comment. */
	enum class Part { key, value, bare_value, behind_value };

	Diag failure(std::string message, size_t begin) const;
	Status skip_string();
	Status step();
	void follow(char c);
	void go_on();
	void close(char c);

	const SourceText &source;
	std::string_view text;
	size_t at = 0;
	Part part = Part::key; /* what may begin here, or goes on */
	std::string open;      /* the `[` and `{` of values around it */
	size_t dots = 0;       /* since something that no key contains */
};

bool is_ascii_byte(char c)
{
	return (c & 0x80) == 0;
}

/* Bytes that more can be said of than that a key or a value goes on. */
constexpr std::array<bool, 256> make_signs()
{
	std::array<bool, 256> of = {};

	for (const char c : std::string_view("\"'#.=,[]{}\n\r\t "))
		of[static_cast<unsigned char>(c)] = true;
	for (size_t c = 0x80; c < of.size(); c++)
		of[c] = true;
	return of;
}

constexpr std::array<bool, 256> signs = make_signs();

bool is_sign(char c)
{
	return signs[static_cast<unsigned char>(c)];
}

Diag Guard::failure(std::string message, size_t begin) const
{
	size_t end = begin + 1;

	while (end < text.size() && (text[end] & 0xc0) == 0x80)
		end++;
	return Diag{ Id::toml_syntax, std::move(message) }.at(
		source.place(begin, end));
}

Status Guard::skip_string()
{
	const char quote = text[at];
	const std::string triple(3, quote);
	const bool is_long = text.substr(at).starts_with(triple);
	const std::string close = is_long ? triple : std::string(1, quote);

	/* In the middle of a word toml++ does not take it for a string. */
	if (part == Part::bare_value)
		return failure("a string begins in the middle of a value", at);
	if (at > 0 && std::string_view(" \t\r\n=,.[{\xbf").find(text[at - 1]) ==
			      std::string_view::npos)
		return failure("a string begins in the middle of a word", at);
	at += close.size();
	while (at < text.size() &&
	       (text[at] != quote || !text.substr(at).starts_with(close)) &&
	       (is_long || text[at] != '\n')) {
		const bool escape = quote == '"' && text[at] == '\\';
		at += escape ? 1 : 0;
		if (escape && at < text.size() && !is_ascii_byte(text[at]))
			return failure(
				"a backslash stands before what is not ASCII",
				at);
		at++;
	}
	at += close.size();
	/* Up to two quotes just before the closing three are contents. */
	for (int n = 0; is_long && n < 2; n++)
		at += at < text.size() && text[at] == quote ? 1 : 0;
	if (part == Part::value)
		part = Part::behind_value;
	return ok();
}

/* A comma, or the end of an array, a table or a header. */
void Guard::close(char c)
{
	if (part == Part::key && open.empty())
		return;
	if (c == ',') {
		part = open.ends_with('{') ? Part::key : Part::value;
		return;
	}
	if (!open.empty())
		open.pop_back();
	part = Part::behind_value;
}

/* @c is in no string and no comment. */
void Guard::follow(char c)
{
	switch (c) {
	case '\n':
		if (open.empty())
			part = Part::key;
		[[fallthrough]];
	case ' ':
	case '\t':
	case '\r':
		if (part == Part::bare_value)
			part = Part::behind_value;
		break;
	case '=':
		if (part == Part::key)
			part = Part::value;
		break;
	case '[':
	case '{':
		if (part != Part::value)
			break;
		open += c;
		if (c == '{')
			part = Part::key;
		break;
	case ',':
	case ']':
	case '}':
		close(c);
		break;
	default: /* behind a date its time */
		go_on();
	}
}

/* With a word: a bare key or value. */
void Guard::go_on()
{
	if (part != Part::key)
		part = Part::bare_value;
}

Status Guard::step()
{
	const char c = text[at];

	if (c == '"' || c == '\'')
		return skip_string();
	if (c == '#') {
		at = std::min(text.find('\n', at), text.size());
		return ok();
	}
	if (!is_ascii_byte(c))
		return failure("what is not ASCII must stand in quotes", at);
	if (std::string_view("\n=,[]{}").find(c) != std::string_view::npos)
		dots = 0;
	else if (c == '.' && ++dots > max_dots)
		return failure(str("more than ", max_dots, " dots in a key"),
			       at);
	follow(c);
	at++;
	return ok();
}

Status Guard::check()
{
	if (text.starts_with(byte_order_mark))
		at = byte_order_mark.size();
	while (at < text.size()) {
		if (is_sign(text[at])) {
			TRY(step());
			continue;
		}
		go_on();
		at++;
	}
	return ok();
}

/* Turns toml++'s positions, in code points, into Places, in bytes. */
class Positions {
public:
	explicit Positions(const SourceText &source);

	Place place(const toml::source_region &region);

private:
	void list_points();
	size_t byte_of(size_t point) const;
	size_t offset(const toml::source_position &position) const;
	size_t line_of(size_t offset) const;
	std::string_view line_at(size_t offset) const;

	const SourceText &source;
	size_t first;		    /* byte, behind a byte order mark */
	std::vector<size_t> starts; /* of lines, in code points */
	size_t last;		    /* code point: the end of the text */
	/* Where code points begin, with the end; empty if each is a byte. */
	std::vector<size_t> points;
	size_t text_left;
};

/*
 * A line of many values is repeated in each one's Place, which must not be
 * turned against us: beyond this budget Places go without their text.
 */
Positions::Positions(const SourceText &source)
	: source(source),
	  first(source.text.starts_with(byte_order_mark)
			? byte_order_mark.size()
			: 0),
	  starts{ 0 },
	  last(source.text.size() - first),
	  text_left(64 * source.text.size())
{
	const std::string_view text = source.text.substr(first);

	if (!is_ascii(text)) {
		list_points();
		return;
	}
	for (size_t i = text.find('\n'); i != text.npos;
	     i = text.find('\n', i + 1))
		starts.push_back(i + 1);
}

void Positions::list_points()
{
	for (size_t i = first; i < source.text.size(); i++) {
		if ((source.text[i] & 0xc0) == 0x80)
			continue;
		points.push_back(i);
		if (source.text[i] == '\n')
			starts.push_back(points.size());
	}
	last = points.size();
	points.push_back(source.text.size());
}

size_t Positions::byte_of(size_t point) const
{
	return points.empty() ? first + point : points[point];
}

size_t Positions::offset(const toml::source_position &position) const
{
	if (position.line == 0 || position.line > starts.size())
		return source.text.size();

	const size_t point = starts[position.line - 1] +
			     std::max<size_t>(position.column, 1) - 1;
	return byte_of(std::min(point, last));
}

/* toml++ counts the end of a text to the line before it, if that has a newline.
 */
size_t Positions::line_of(size_t offset) const
{
	const auto after = std::upper_bound(
		starts.begin(), starts.end(), offset,
		[&](size_t at, size_t start) { return at < byte_of(start); });

	return std::max<ptrdiff_t>(after - starts.begin(), 1);
}

std::string_view Positions::line_at(size_t offset) const
{
	const std::string_view before = source.text.substr(0, offset);
	const size_t newline = before.rfind('\n');
	const size_t start = newline == before.npos ? 0 : newline + 1;

	return source.text.substr(start, source.text.find('\n', start) - start);
}

Place Positions::place(const toml::source_region &region)
{
	const size_t begin = offset(region.begin);
	const size_t end = std::max(offset(region.end), begin);
	Place place;

	place.file = source.file;
	place.line = line_of(begin);
	if (text_left == 0) {
		place.line += source.lines_above;
		return place;
	}

	const std::string_view line = line_at(begin);
	const auto start =
		static_cast<size_t>(line.data() - source.text.data());
	place.column = begin - start + 1;
	place.width = std::max<size_t>(
		1, std::min(end - begin, start + line.size() - begin));
	place.text = line;
	text_left -= std::min(text_left, line.size());
	return source.in_file(std::move(place));
}

/* Makes TomlValues of toml++'s nodes. */
class Converter {
public:
	explicit Converter(Positions &positions) : positions(positions) {}

	Result<TomlTable> table(const toml::table &from, size_t depth);

private:
	Result<TomlArray> array(const toml::array &from, size_t depth);
	Result<TomlValue> value(const toml::node &from, size_t depth);

	Positions &positions;
};

Result<TomlArray> Converter::array(const toml::array &from, size_t depth)
{
	TomlArray out;

	for (const toml::node &node : from) {
		TomlValue item = TRY(value(node, depth));
		out.items.push_back(std::move(item));
	}
	return out;
}

Result<TomlValue> Converter::value(const toml::node &from, size_t depth)
{
	TomlValue out;

	out.where = positions.place(from.source());
	if (depth > max_depth)
		return Diag{ Id::toml_syntax, str("nested more than ",
						  max_depth, " levels deep") }
			.at(std::move(out.where));
	if (const toml::value<std::string> *text = from.as_string())
		out.value = text->get();
	else if (const toml::value<int64_t> *number = from.as_integer())
		out.value = number->get();
	else if (const toml::value<bool> *truth = from.as_boolean())
		out.value = truth->get();
	else if (const toml::array *items = from.as_array())
		out.value = TRY(array(*items, depth + 1));
	else if (const toml::table *entries = from.as_table())
		out.value = TRY(table(*entries, depth + 1));
	return out;
}

bool stands_before(const toml::key *a, const toml::key *b)
{
	const toml::source_position x = a->source().begin;
	const toml::source_position y = b->source().begin;

	return std::pair(x.line, x.column) < std::pair(y.line, y.column);
}

Result<TomlTable> Converter::table(const toml::table &from, size_t depth)
{
	std::vector<std::pair<const toml::key *, const toml::node *>> entries;
	TomlTable out;

	for (auto &&[key, node] : from)
		entries.emplace_back(&key, &node);
	/* toml++ sorts its tables by key. */
	std::sort(entries.begin(), entries.end(),
		  [](const auto &a, const auto &b) {
			  return stands_before(a.first, b.first);
		  });
	for (const auto &[key, node] : entries) {
		TomlTable::Entry entry;
		entry.key = key->str();
		entry.where = positions.place(key->source());
		entry.value = TRY(value(*node, depth));
		out.entries.push_back(std::move(entry));
	}
	return out;
}

/* toml++'s words; ours begin with a small letter. */
std::string reason(const toml::parse_error &error)
{
	std::string text(error.description());

	if (!text.empty())
		text[0] = to_lower(text.substr(0, 1))[0];
	return text;
}

} /* namespace */

const TomlValue *TomlTable::find(std::string_view key) const
{
	for (const Entry &entry : entries)
		if (entry.key == key)
			return &entry.value;
	return nullptr;
}

std::string_view type_name(const TomlValue &value)
{
	constexpr std::string_view names[] = { "float or date", "string",
					       "integer",	"boolean",
					       "array",		"table" };

	return names[value.value.index()];
}

Result<TomlTable> parse_toml(const SourceText &source)
{
	if (source.text.size() > max_size)
		return Diag{ Id::toml_syntax,
			     str("'", source.file, "' is larger than ",
				 max_size, " bytes") };
	TRY(Guard(source).check());

	const toml::parse_result parsed = toml::parse(source.text);
	Positions positions(source);
	if (!parsed)
		return Diag{ Id::toml_syntax, reason(parsed.error()) }.at(
			positions.place(parsed.error().source()));
	return Converter(positions).table(parsed.table(), 0);
}

} /* namespace kcrate */
