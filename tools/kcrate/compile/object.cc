// SPDX-License-Identifier: GPL-2.0-or-later

#include "compile/object.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/str.h"

namespace kcrate {

namespace {

constexpr size_t header_size = 64, section_size = 64, symbol_size = 24,
		 relocation_size = 24;
constexpr uint64_t type_symbols = 2, type_strings = 3, type_relocations = 4,
		   type_nothing = 8;
constexpr unsigned int kind_function = 2, kind_section = 3;
constexpr uint64_t relocation_64 = 1;
constexpr uint64_t flag_code = 4;

Diag bad(std::string_view what)
{
	return Diag(Id::file_unreadable,
		    str("the object cannot be read: ", what))
		.with_help("it is rustc's own: tell us of it");
}

/* @size bytes at @offset, little-endian; 0 beyond the end. */
uint64_t number(std::string_view bytes, size_t offset, size_t size)
{
	uint64_t out = 0;

	if (offset > bytes.size() || bytes.size() - offset < size)
		return 0;
	for (size_t i = size; i-- > 0;)
		out = out << 8 | static_cast<unsigned char>(bytes[offset + i]);
	return out;
}

struct Section {
	uint64_t type, flags, link, info;
	std::string_view name, bytes;
};

struct Symbol {
	std::string_view name;
	unsigned int kind;
	uint64_t section, value;
};

/* The text at @offset of a table of strings, up to its NUL. */
std::optional<std::string_view> string_at(std::string_view table,
					  uint64_t offset)
{
	if (offset >= table.size())
		return {};
	const std::string_view rest = table.substr(offset);
	const size_t end = rest.find('\0');
	if (end == rest.npos)
		return {};
	return rest.substr(0, end);
}

class ObjectReader {
public:
	explicit ObjectReader(std::string_view bytes) : bytes(bytes) {}

	Result<ObjectFacts> run()
	{
		TRY(check_header());
		TRY(read_sections());
		TRY(read_symbols());
		TRY(read_relocations());
		for (size_t i = 0; i < sections.size(); i++)
			if (sections[i].name == ".stack_sizes")
				TRY(read_stacks(i));
		TRY(read_calls());
		collect();
		return std::move(out);
	}

private:
	Status check_header() const
	{
		if (!bytes.starts_with("\x7f"
				       "ELF"))
			return bad("it is no ELF");
		if (bytes.size() < header_size)
			return bad("its header is cut off");
		if (bytes[4] != 2 || bytes[5] != 1)
			return bad("it is not for little-endian 64 bits");
		if (number(bytes, 16, 2) != 1 || number(bytes, 18, 2) != 62)
			return bad("it is no relocatable object of x86_64");
		if (number(bytes, 58, 2) != section_size)
			return bad("its section headers have another size");
		return ok();
	}

	/* [@offset, @offset + @size) of the file, where it has that. */
	Result<std::string_view> part(uint64_t offset, uint64_t size) const
	{
		if (offset > bytes.size() || bytes.size() - offset < size)
			return bad("a part lies beyond its end");
		return bytes.substr(offset, size);
	}

	Status read_sections()
	{
		const uint64_t offset = number(bytes, 40, 8);
		uint64_t count = number(bytes, 60, 2);
		uint64_t names = number(bytes, 62, 2);

		/* Of many sections the first one tells how many. */
		const std::string_view first = TRY(part(offset, section_size));
		if (count == 0)
			count = number(first, 32, 8);
		if (names == 0xffff)
			names = number(first, 40, 4);
		if (count > bytes.size() / section_size)
			return bad("it has more sections than bytes");
		const std::string_view table =
			TRY(part(offset, count * section_size));
		std::vector<uint64_t> name_offsets;
		for (uint64_t i = 0; i < count; i++) {
			name_offsets.push_back(
				number(table, i * section_size, 4));
			sections.push_back(TRY(section_at(
				table.substr(i * section_size, section_size))));
		}
		return name_sections(names, name_offsets);
	}

	Result<Section> section_at(std::string_view header) const
	{
		Section one = { number(header, 4, 4),
				number(header, 8, 8),
				number(header, 40, 4),
				number(header, 44, 4),
				{},
				{} };

		if (one.type && one.type != type_nothing)
			one.bytes = TRY(part(number(header, 24, 8),
					     number(header, 32, 8)));
		return one;
	}

	Status name_sections(uint64_t table, const std::vector<uint64_t> &at)
	{
		if (table >= sections.size())
			return bad("its sections have no names");
		for (size_t i = 0; i < sections.size(); i++) {
			const std::optional<std::string_view> name =
				string_at(sections[table].bytes, at[i]);
			if (!name)
				return bad("a section has no name");
			sections[i].name = *name;
		}
		return ok();
	}

	Status read_symbols()
	{
		for (const Section &section : sections) {
			if (section.type != type_symbols)
				continue;
			if (!symbols.empty())
				return bad("it has two tables of symbols");
			if (section.link >= sections.size() ||
			    sections[section.link].type != type_strings)
				return bad("its symbols have no names");
			TRY(read_symbol_table(section.bytes,
					      sections[section.link].bytes));
		}
		return ok();
	}

	Status read_symbol_table(std::string_view table, std::string_view names)
	{
		if (table.size() % symbol_size)
			return bad("its table of symbols is cut off");
		for (size_t at = 0; at < table.size(); at += symbol_size) {
			const std::optional<std::string_view> name =
				string_at(names, number(table, at, 4));
			if (!name)
				return bad("a symbol has no name");
			symbols.push_back(
				{ *name,
				  static_cast<unsigned int>(
					  number(table, at + 4, 1) & 0xf),
				  number(table, at + 6, 2),
				  number(table, at + 8, 8) });
		}
		for (const Symbol &symbol : symbols)
			if (symbol.kind == kind_function && symbol.section)
				functions[{ symbol.section, symbol.value }] =
					symbol.name;
		return ok();
	}

	/*
	 * Entries of an address, which a relocation says, and of a size in
	 * ULEB128.
	 */
	Status read_stacks(size_t index)
	{
		const std::string_view table = sections[index].bytes;
		const std::map<uint64_t, std::string> names =
			TRY(relocated(index));

		for (size_t at = 0; at < table.size();) {
			const auto name = names.find(at);
			at += 8;
			uint64_t size = 0;
			unsigned int shift = 0;
			bool more = true;
			while (more && at < table.size() && shift < 63) {
				const uint64_t byte = number(table, at++, 1);
				size |= (byte & 0x7f) << shift;
				shift += 7;
				more = byte & 0x80;
			}
			if (more)
				return bad("a stack's size is cut off");
			out.stacks.push_back(
				{ name == names.end() ? "" : name->second,
				  size });
		}
		return ok();
	}

	Status read_relocations()
	{
		for (const Section &section : sections) {
			if (section.type != type_relocations)
				continue;
			if (section.bytes.size() % relocation_size)
				return bad("relocations are cut off");
			for (size_t at = 0; at < section.bytes.size();
			     at += relocation_size)
				relocations[section.info].push_back(
					section.bytes.substr(at,
							     relocation_size));
		}
		return ok();
	}

	/* The functions that section @index names, by their offset in it. */
	Result<std::map<uint64_t, std::string>> relocated(size_t index) const
	{
		std::map<uint64_t, std::string> names;
		const auto entries = relocations.find(index);

		if (entries == relocations.end())
			return names;
		for (const std::string_view entry : entries->second)
			TRY(relocate(entry, names));
		return names;
	}

	Status relocate(std::string_view entry,
			std::map<uint64_t, std::string> &names) const
	{
		const uint64_t info = number(entry, 8, 8);
		const uint64_t addend = number(entry, 16, 8);

		if ((info & 0xffffffff) != relocation_64)
			return ok();
		if (info >> 32 >= symbols.size())
			return bad("a relocation has no symbol");
		const Symbol &symbol = symbols[info >> 32];
		const auto at = functions.find(
			{ symbol.section, symbol.value + addend });
		if (symbol.kind != kind_section)
			names[number(entry, 0, 8)] = symbol.name;
		else if (at != functions.end())
			names[number(entry, 0, 8)] = at->second;
		return ok();
	}

	/* What code needs that is not there. */
	Status read_calls()
	{
		for (const auto &[index, entries] : relocations) {
			if (index >= sections.size() ||
			    !(sections[index].flags & flag_code))
				continue;
			for (const std::string_view entry : entries)
				TRY(read_call(index, entry));
		}
		return ok();
	}

	Status read_call(uint64_t section, std::string_view entry)
	{
		const uint64_t index = number(entry, 8, 8) >> 32;

		if (index >= symbols.size())
			return bad("a relocation has no symbol");
		const Symbol &symbol = symbols[index];
		if (symbol.section || symbol.name.empty())
			return ok();
		/* The function that begins last before it. */
		auto at =
			functions.upper_bound({ section, number(entry, 0, 8) });
		if (at == functions.begin())
			return ok();
		--at;
		if (at->first.first == section)
			out.calls.insert({ std::string(symbol.name),
					   std::string(at->second) });
		return ok();
	}

	void collect()
	{
		for (const Symbol &symbol : symbols) {
			if (symbol.name.empty())
				continue;
			if (!symbol.section)
				out.undefined.emplace_back(symbol.name);
			else if (symbol.kind == kind_function)
				out.defined.emplace_back(symbol.name);
		}
		for (std::vector<std::string> *const list :
		     { &out.undefined, &out.defined }) {
			std::sort(list->begin(), list->end());
			list->erase(std::unique(list->begin(), list->end()),
				    list->end());
		}
	}

	std::string_view bytes;
	std::vector<Section> sections;
	std::vector<Symbol> symbols;
	/* What each section, by its index, has to be filled in. */
	std::map<uint64_t, std::vector<std::string_view>> relocations;
	/* By section and offset. */
	std::map<std::pair<uint64_t, uint64_t>, std::string_view> functions;
	ObjectFacts out;
};

} /* namespace */

Result<ObjectFacts> read_object(std::string_view bytes)
{
	return ObjectReader(bytes).run();
}

} /* namespace kcrate */
