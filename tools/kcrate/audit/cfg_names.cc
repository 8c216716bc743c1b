// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/cfg_names.h"

#include <string_view>

#include "base/one_of.h"
#include "rustsrc/attributes.h"

namespace kcrate {

namespace {

/* Those of rustc's that no target's facts have (`rustc --print cfg`, its book),
 * and of tools that are not among what no kernel sets. */
constexpr std::string_view set_by_rustc[] = {
	"clippy",  "debug_assertions", "false", "overflow_checks", "proc_macro",
	"rustfmt", "sanitize",	       "true",	"ub_checks",
};

class NameReader {
public:
	NameReader(const CfgSet &known, std::set<std::string> &out)
		: known(known), out(out)
	{}

	void read(const TokenFile &file);

private:
	void collect(const TokenFile &file, TokenRange range);
	void read_at(const TokenFile &file, size_t i);
	bool is_own(std::string_view name) const
	{
		return !is_one_of(set_by_rustc, name) &&
		       !name.starts_with("target_") &&
		       known.lookup(name, {}) == Truth::maybe;
	}

	const CfgSet &known;
	std::set<std::string> &out;
};

/* The names in a predicate, which is @range. */
void NameReader::collect(const TokenFile &file, TokenRange range)
{
	for (size_t i = range.begin; i < range.end; i++) {
		if (file.tokens[i].kind != TokenKind::identifier ||
		    file.is(i + 1, "=") || is_open(file, i + 1, '('))
			continue;
		if (is_own(file.text(i)))
			out.emplace(file.text(i));
	}
}

/* Those of the `cfg(…)`, `cfg!(…)` or `cfg_attr(…, …)` at @i, if it is one. */
void NameReader::read_at(const TokenFile &file, size_t i)
{
	const bool is_cfg = is_word(file, i, "cfg");
	const bool is_attribute = is_word(file, i, "cfg_attr") ||
				  (is_cfg && i && file.is(i - 1, "["));
	const size_t open = is_attribute ? i + 1 : i + 2;

	if (!is_open(file, open, '('))
		return;
	if (!is_attribute && !(is_cfg && file.is(i + 1, "!")))
		return;
	const std::vector<TokenRange> parts = arguments(file, open);
	if (!parts.empty())
		collect(file, parts.front());
}

void NameReader::read(const TokenFile &file)
{
	for (size_t i = 0; i < file.tokens.size(); i++)
		read_at(file, i);
}

} /* namespace */

std::set<std::string> own_cfgs(const Tree &files, const CfgSet &known,
			       TokenStore &tokens)
{
	std::set<std::string> out;
	NameReader reader(known, out);

	for (const auto &[path, bytes] : files) {
		if (!path.ends_with(".rs"))
			continue;
		const Result<TokenFile> file = tokens.lex(path, bytes);
		if (file)
			reader.read(file.value());
	}
	return out;
}

} /* namespace kcrate */
