// SPDX-License-Identifier: GPL-2.0-or-later

#include "rustsrc/impls.h"

#include <algorithm>

#include "rustsrc/attributes.h"
#include "rustsrc/code_paths.h"

namespace kcrate {

namespace {

bool is_arrow(const TokenFile &file, size_t i)
{
	return file.is(i, ">") && i && file.tokens[i - 1].joint &&
	       (file.is(i - 1, "-") || file.is(i - 1, "="));
}

/* Behind the `<…>` that may open at @i. */
size_t skip_generics(const TokenFile &file, size_t i, size_t end)
{
	size_t depth = 0;

	if (!file.is(i, "<"))
		return i;
	for (; i < end; i++) {
		if (file.tokens[i].kind == TokenKind::open)
			i = file.tokens[i].match();
		else if (file.is(i, "<"))
			depth++;
		else if (file.is(i, ">") && !is_arrow(file, i) && --depth == 0)
			return i + 1;
	}
	return end;
}

/* The first of @words at angle depth 0 from @i on, else @end. */
size_t find(const TokenFile &file, size_t i, size_t end,
	    std::initializer_list<std::string_view> words)
{
	while (i < end) {
		for (const std::string_view word : words)
			if (file.is(i, word))
				return i;
		if (file.tokens[i].kind == TokenKind::open)
			i = file.tokens[i].match() + 1;
		else if (file.tokens[i].kind == TokenKind::close)
			return end;
		else if (file.is(i, "<"))
			i = skip_generics(file, i, end);
		else
			i++;
	}
	return end;
}

/* Of functions in functions, and of types in types. */
constexpr size_t max_depth = 32, max_type_depth = 8;

class ItemReader {
public:
	explicit ItemReader(const CodeModule &module)
		: module(module), file(*module.tokens)
	{
		out.impls.emplace_back();
	}

	ModuleItems run()
	{
		read(module.begin, module.end, 0);
		return std::move(out);
	}

private:
	bool is_dead(size_t i) const { return is_in(module.skipped, i); }

	void read(size_t begin, size_t end, size_t impl);
	size_t read_item(size_t i, size_t end);
	size_t read_impl(size_t i, size_t end);
	size_t read_trait(size_t i, size_t end);
	size_t read_struct(size_t i, size_t end);
	size_t read_enum(size_t i, size_t end);
	size_t read_alias(size_t i, size_t end);
	size_t field_type(TokenRange field, bool named, size_t &name) const;
	size_t read_attribute(size_t i);
	void finish_derives();
	size_t read_fn(size_t i, size_t end, size_t impl);

	const CodeModule &module;
	const TokenFile &file;
	ModuleItems out;
	std::vector<DeriveItem> derives; /* in front of what comes next */
	std::vector<SpelledType> types;	 /* of the fields of what came last */
	size_t depth = 0;		 /* of functions in functions */
};

/* Items in any braces that are no body: those of cfg_if!, of extern blocks. */
void ItemReader::read(size_t begin, size_t end, size_t impl)
{
	if (depth == max_depth)
		return;
	depth++;
	for (size_t i = begin; i < end;)
		if (is_dead(i))
			i++;
		else if (is_word(file, i, "fn"))
			i = read_fn(i, end, impl);
		else
			i = impl ? i + 1 : read_item(i, end);
	depth--;
}

/* Any but a function; the token to go on with. */
size_t ItemReader::read_item(size_t i, size_t end)
{
	if (is_word(file, i, "impl"))
		return read_impl(i, end);
	if (is_word(file, i, "trait"))
		return read_trait(i, end);
	if (is_word(file, i, "struct") || is_word(file, i, "union"))
		return read_struct(i, end);
	if (is_word(file, i, "enum"))
		return read_enum(i, end);
	if (is_word(file, i, "type"))
		return read_alias(i, end);
	if (file.is(i, "#") && is_open(file, i + 1, '['))
		return read_attribute(i + 1);
	return i + 1;
}

size_t ItemReader::read_impl(size_t i, size_t end)
{
	ImplItem item;
	const size_t open = find(file, i + 1, end, { "{", ";" });
	const size_t head = skip_generics(file, i + 1, open);
	size_t by = find(file, head, open, { "for", "where" });

	if (!is_open(file, open, '{'))
		return i + 1;
	if (is_word(file, by, "where"))
		by = open;
	item.token = i;
	if (by < open) {
		const std::optional<SpelledType> trait =
			type_at(file, head + file.is(head, "!"), by);
		item.of_trait = trait ? trait->word : "?";
	}
	item.self = type_at(file, by < open ? by + 1 : head, open);
	out.impls.push_back(std::move(item));
	read(open + 1, file.tokens[open].match(), out.impls.size() - 1);
	return file.tokens[open].match();
}

size_t ItemReader::read_trait(size_t i, size_t end)
{
	ImplItem item;
	const size_t open = find(file, i + 1, end, { "{", ";" });

	if (!is_open(file, open, '{') || !is_segment(file, i + 1))
		return i + 1;
	item.token = i;
	item.of_trait = file.text(i + 1);
	item.is_trait = true;
	out.impls.push_back(std::move(item));
	read(open + 1, file.tokens[open].match(), out.impls.size() - 1);
	return file.tokens[open].match();
}

/* The type of @field begins at the token returned; @name is its name's. */
size_t ItemReader::field_type(TokenRange field, bool named, size_t &name) const
{
	size_t i = field.begin;

	while (file.is(i, "#") && is_open(file, i + 1, '['))
		i = file.tokens[i + 1].match() + 1;
	if (is_word(file, i, "pub"))
		i += is_open(file, i + 1, '(')
			     ? file.tokens[i + 1].match() - i + 1
			     : 1;
	name = i;
	if (i >= field.end || is_dead(i))
		return field.end;
	return named ? i + 2 : i;
}

/* Notes `Clone` and the like of the attribute that opens at @i. */
size_t ItemReader::read_attribute(size_t i)
{
	const size_t close = file.tokens[i].match();

	for (size_t k = i + 1; k + 1 < close; k++) {
		if (!is_word(file, k, "derive") || !is_open(file, k + 1, '('))
			continue;
		for (const TokenRange name : arguments(file, k + 1))
			if (name.begin < name.end && !is_dead(name.begin))
				derives.push_back({ name.end - 1,
						    file.text(name.end - 1),
						    {} });
	}
	return close + 1;
}

void ItemReader::finish_derives()
{
	for (DeriveItem &derive : derives) {
		derive.fields = types;
		out.derives.push_back(std::move(derive));
	}
	derives.clear();
	types.clear();
}

size_t ItemReader::read_struct(size_t i, size_t end)
{
	if (!is_segment(file, i + 1))
		return i + 1;
	const std::string_view owner = file.text(i + 1);
	size_t open = find(file, i + 2, end, { "{", "(", ";", "where" });
	if (is_word(file, open, "where"))
		open = find(file, open, end, { "{", ";" });
	if (open >= end || file.tokens[open].kind != TokenKind::open) {
		finish_derives();
		return i + 1;
	}
	const bool named = is_open(file, open, '{');
	constexpr std::string_view numbers[] = { "0", "1", "2", "3" };
	size_t number = 0;
	for (const TokenRange field : arguments(file, open)) {
		size_t name = 0;
		if (is_dead(field.begin))
			continue;
		const size_t at = field_type(field, named, name);
		const std::optional<SpelledType> type =
			type_at(file, at, field.end);
		if (type)
			types.push_back(*type);
		if (type && (named || number < 4))
			out.fields.push_back(
				{ owner,
				  named ? file.text(name) : numbers[number],
				  *type });
		number++;
	}
	finish_derives();
	return file.tokens[open].match();
}

size_t ItemReader::read_enum(size_t i, size_t end)
{
	const size_t open = find(file, i + 1, end, { "{", ";" });

	if (!is_open(file, open, '{') || !is_segment(file, i + 1))
		return i + 1;
	for (const TokenRange variant : arguments(file, open)) {
		size_t name = 0;
		field_type(variant, false, name);
		const size_t group = name + 1;
		if (group >= variant.end ||
		    file.tokens[group].kind != TokenKind::open)
			continue;
		const std::string_view variant_name = file.text(name);
		const std::vector<TokenRange> fields = arguments(file, group);
		for (const TokenRange field : fields) {
			const std::optional<SpelledType> type = type_at(
				file,
				field_type(field, is_open(file, group, '{'),
					   name),
				field.end);
			if (type)
				types.push_back(*type);
			if (type && fields.size() == 1)
				out.variants.push_back({ file.text(i + 1),
							 variant_name, *type });
		}
	}
	finish_derives();
	return file.tokens[open].match();
}

size_t ItemReader::read_alias(size_t i, size_t end)
{
	const size_t equals = find(file, i + 2, end, { "=", ";" });
	const std::optional<SpelledType> type =
		file.is(equals, "=") ? type_at(file, equals + 1, end)
				     : std::nullopt;

	if (type && is_segment(file, i + 1))
		out.aliases.push_back({ {}, file.text(i + 1), *type });
	return i + 2;
}

size_t ItemReader::read_fn(size_t i, size_t end, size_t impl)
{
	FnItem item;

	if (!is_segment(file, i + 1))
		return i + 1;
	item.name = file.text(i + 1);
	item.token = i + 1;
	const size_t open = skip_generics(file, i + 2, end);
	if (!is_open(file, open, '('))
		return i + 1;
	item.params = open + 1;
	item.params_end = file.tokens[open].match();
	for (size_t k = item.params; k < item.params_end && k < item.params + 5;
	     k++) {
		if (file.is(k, ",") || file.is(k, ":"))
			break;
		item.has_self |= is_word(file, k, "self");
	}
	size_t next = item.params_end + 1;
	if (file.is(next, "-") && file.is(next + 1, ">"))
		item.returns = type_at(file, next + 2, end);
	const size_t body = find(file, next, end, { "{", ";" });
	if (is_open(file, body, '{')) {
		item.body = body + 1;
		item.body_end = file.tokens[body].match();
		next = item.body_end;
	}
	out.impls[impl].functions.push_back(item);
	/* Items in it are none of an impl. */
	read(item.body, item.body_end, 0);
	return next;
}

} /* namespace */

namespace {

std::optional<SpelledType> type_at(const TokenFile &file, size_t i, size_t end,
				   size_t depth)
{
	SpelledType out;

	out.is_reference = file.is(i, "&");
	while (i < end &&
	       (file.is(i, "&") || is_word(file, i, "mut") ||
		is_word(file, i, "dyn") || is_word(file, i, "impl") ||
		is_word(file, i, "const") || file.is(i, "*") ||
		file.is(i, ":") || file.tokens[i].kind == TokenKind::lifetime))
		i++;
	if (i >= end || depth > max_type_depth)
		return {};
	size_t inside = 0;
	if (is_open(file, i, '[')) {
		out.word = "[]";
		inside = i + 1;
		end = file.tokens[i].match();
	} else {
		const std::optional<CodePath> path = path_at(file, i, end);
		if (!path)
			return {};
		out.path = *path;
		out.word = path->words.back();
		if (!file.is(path->end, "<"))
			return out;
		inside = path->end + 1;
		while (inside + 1 < end &&
		       file.tokens[inside].kind == TokenKind::lifetime)
			inside += 2;
	}
	const std::optional<SpelledType> inner =
		type_at(file, inside, end, depth + 1);
	if (inner)
		out.inner = { *inner };
	return out;
}

} /* namespace */

std::optional<SpelledType> type_at(const TokenFile &file, size_t i, size_t end)
{
	return type_at(file, i, end, 0);
}

ModuleItems items_of(const CodeModule &module)
{
	return ItemReader(module).run();
}

} /* namespace kcrate */
