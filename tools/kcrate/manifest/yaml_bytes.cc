// SPDX-License-Identifier: GPL-2.0-or-later

#include "manifest/yaml_bytes.h"

#include "diag/place_bytes.h"

namespace kcrate {

static auto members_of(Is<YamlNode> auto &node)
{
	auto &[kind, scalar, quoted, items, entries, where] = node;

	return std::tie(kind, scalar, quoted, items, entries, where);
}

static auto members_of(Is<YamlNode::Entry> auto &entry)
{
	auto &[key, where, value] = entry;

	return std::tie(key, where, value);
}

static constexpr uint64_t last_of(YamlNode::Kind)
{
	return static_cast<uint64_t>(YamlNode::Kind::mapping);
}

std::string to_bytes(const YamlNode &node)
{
	ByteWriter writer;

	writer.put(node);
	return std::move(writer.bytes);
}

std::optional<YamlNode> yaml_of(std::string_view bytes)
{
	std::optional<YamlNode> node(std::in_place);
	ByteReader reader(bytes);

	reader.get(*node);
	if (!reader.is_done())
		node.reset();
	return node;
}

} /* namespace kcrate */
