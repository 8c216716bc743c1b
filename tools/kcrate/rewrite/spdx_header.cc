// SPDX-License-Identifier: GPL-2.0-or-later

#include "rewrite/spdx_header.h"

#include "base/str.h"
#include "base/utf8.h"
#include "spdx/spdx.h"

namespace kcrate {

namespace {

constexpr std::string_view marker = "SPDX-License-Identifier:";
/* Where the tag belongs: after a byte order mark and a shebang line. */
size_t place_for_tag(std::string_view text)
{
	size_t at =
		text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
	const std::string_view rest = text.substr(at);

	/* `#![` begins an attribute, not a shebang. */
	if (!rest.starts_with("#!") || trim(rest.substr(2)).starts_with('['))
		return at;
	return next_line(text, at);
}

/* The licence expression in a comment's line: what stands after the marker. */
std::string_view expression_in(std::string_view line)
{
	std::string_view rest = line.substr(line.find(marker) + marker.size());

	rest = trim(rest);
	if (rest.ends_with("*/"))
		rest = trim(rest.substr(0, rest.size() - 2));
	return rest;
}

} /* namespace */

Result<TaggedText> with_spdx_header(const SourceText &source,
				    const std::string &tag)
{
	const std::string_view text = source.text;
	const size_t at = place_for_tag(text);
	const size_t end = std::min(text.find('\n', at), text.size());
	const std::string_view line = text.substr(at, end - at);
	const std::string_view newline = newline_of(text);

	if (line.find(marker) == line.npos)
		return TaggedText{ str(text.substr(0, at), "// ", marker, " ",
				       tag, newline, newline, text.substr(at)),
				   HeaderChange::added };

	Result<Licence> own = parse_licence(expression_in(line));
	if (!own)
		return std::move(own.error()).at(source.place(at, end));
	Result<std::string> own_tag = kernel_tag(own.value());
	if (!own_tag)
		return std::move(own_tag.error()).at(source.place(at, end));

	const std::string wanted = str("// ", marker, " ", own_tag.value());
	if (trim(line) == wanted)
		return TaggedText{ std::string(text), HeaderChange::none };
	return TaggedText{ str(text.substr(0, at), wanted,
			       line.ends_with('\r') ? "\r" : "",
			       text.substr(end)),
			   HeaderChange::tweaked };
}

} /* namespace kcrate */
