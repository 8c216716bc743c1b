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
#include <utility>

#include "base/str.h"
#include "base/utf8.h"
#include "toml/guard.h"

namespace kcrate {

namespace {

constexpr size_t max_size = 4 << 20;
constexpr size_t max_depth = 128; /* of the result, whatever it came from */

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
	TRY(guard_toml(source));

	const toml::parse_result parsed = toml::parse(source.text);
	Positions positions(source);
	if (!parsed)
		return Diag{ Id::toml_syntax, reason(parsed.error()) }.at(
			positions.place(parsed.error().source()));
	return Converter(positions).table(parsed.table(), 0);
}

} /* namespace kcrate */
