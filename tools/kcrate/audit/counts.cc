// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/counts.h"

#include <algorithm>

#include "audit/panics.h"
#include "audit/unsafe_code.h"
#include "base/str.h"
#include "rustsrc/attributes.h"

namespace kcrate {

namespace {

constexpr std::array<SiteName, site_kinds> names = { {
	{ "functions", "function", "functions" },
	{ "methods", "method", "methods" },
	{ "trait_methods", "method of a trait", "methods of traits" },
	{ "trait_defaults", "default method", "default methods" },
	{ "blocks", "block", "blocks" },
	{ "impls", "impl", "impls" },
	{ "traits", "trait", "traits" },
	{ "extern_blocks", "extern block", "extern blocks" },
	{ "attributes", "attribute", "attributes" },
	{ "static_muts", "static mut", "static muts" },
	{ "in_macros", "place in a macro", "places in macros" },
	{ "macros", "macro that panics", "macros that panic" },
	{ "unwraps", "unwrap", "unwraps" },
	{ "indices", "index", "indices" },
	{ "divisions", "division", "divisions" },
	{ "calls", "call", "calls" },
} };

/* How many places a finding names. */
constexpr size_t shown = 3;

/* "2 blocks, 1 impl", of those kinds that panic or do not. */
std::string sum_of(const CodeCounts &counts, bool panics)
{
	std::vector<std::string> out;

	for (size_t k = 0; k < site_kinds; k++) {
		const size_t n = counts.sites[k];
		if (n && is_panic(static_cast<SiteKind>(k)) == panics)
			out.push_back(
				str(std::to_string(n), " ",
				    n == 1 ? names[k].one : names[k].several));
	}
	return join(out, ", ");
}

std::string text_of(const Place &place)
{
	return str(place.file, ":", std::to_string(place.line), ":",
		   std::to_string(place.column));
}

} /* namespace */

SiteName name_of(SiteKind kind)
{
	return names[static_cast<size_t>(kind)];
}

bool is_panic(SiteKind kind)
{
	return kind >= SiteKind::panic_macro;
}

/* Those on which a token is that is not switched off. */
void CodeCounter::add_lines(const CodeModule &module)
{
	const TokenFile &file = *module.tokens;
	std::vector<bool> &out = lines[module.file];
	const auto newlines = [](std::string_view text) {
		return static_cast<size_t>(
			std::count(text.begin(), text.end(), '\n'));
	};
	Skipper skipper(module.dead);
	size_t line = newlines(file.source.text.substr(0, file.head()));
	size_t at = 0;

	out.resize(newlines(file.source.text) + 1);
	for (size_t i = skipper.next(0); i < module.end;
	     i = skipper.next(i + 1)) {
		const Token &token = file.tokens[i];
		line += newlines(file.code.substr(at, token.begin - at));
		out[line] = true;
		at = token.end();
		if (token.kind != TokenKind::string)
			continue;
		/* A string may have several; those that are empty do not
		 * count. */
		for (size_t c = token.begin; c < at; c++)
			if (file.code[c] == '\n')
				line++;
			else if (static_cast<unsigned char>(file.code[c]) > ' ')
				out[line] = true;
	}
}

void CodeCounter::add(const CrateCode &code, const CfgSet &cfgs)
{
	std::vector<CodeSite> found = unsafe_sites(code);
	const std::vector<CodeSite> panics = panic_sites(code);

	found.insert(found.end(), panics.begin(), panics.end());
	for (const CodeSite &site : found) {
		const CodeModule &module = code.modules()[site.module];
		const auto key = std::pair(module.file, site.token);
		const auto known = sites.find(key);
		if (known == sites.end())
			sites.emplace(key,
				      Known{ site.kind, site.undocumented,
					     code.place(module, site.token) });
	}
	/* A file's own module has those within it. */
	for (const CodeModule &module : code.modules())
		if (module.reach != Truth::no && module.begin == 0)
			add_lines(module);
	forbids_unsafe &= forbids_unsafe_code(code, cfgs);
	any = true;
}

CodeCounts CodeCounter::counts() const
{
	CodeCounts out;

	for (const auto &[file, those] : lines)
		out.lines += static_cast<size_t>(
			std::count(those.begin(), those.end(), true));
	for (const auto &[key, site] : sites) {
		out.sites[static_cast<size_t>(site.kind)]++;
		out.undocumented += site.undocumented;
	}
	out.forbids_unsafe = any && forbids_unsafe;
	return out;
}

/* By file and line. */
template <typename Wanted>
const CodeCounter::Known *CodeCounter::first(Wanted wanted) const
{
	for (const auto &[key, site] : sites)
		if (wanted(site))
			return &site;
	return nullptr;
}

std::vector<Diag> CodeCounter::findings(const std::string &directory) const
{
	const CodeCounts all = counts();
	std::vector<Diag> out;

	if (const Known *site =
		    first([](const Known &one) { return !is_panic(one.kind); }))
		out.push_back(
			Diag(Id::unsafe_code, str("the crate has unsafe code: ",
						  sum_of(all, false)))
				.at(site->where)
				.with_help("what it needs to be sound is for a "
					   "reviewer to see"));
	if (const Known *site =
		    first([](const Known &one) { return one.undocumented; })) {
		Diag diag(
			Id::safety_comment_missing,
			all.undocumented == 1
				? "1 unsafe place does not say why it is sound"
				: str(std::to_string(all.undocumented),
				      " unsafe places do not say why they "
				      "are sound"));
		size_t n = 0;
		for (const auto &[key, more] : sites)
			if (more.undocumented && &more != site && n++ < shown)
				diag.context.push_back(
					str("also at ", directory, "/",
					    text_of(more.where)));
		out.push_back(
			std::move(diag)
				.at(site->where)
				.with_help("the kernel wants '// SAFETY:' "
					   "before a block and an impl, and "
					   "'# Safety' in a function's "
					   "documentation"));
	}
	if (const Known *site =
		    first([](const Known &one) { return is_panic(one.kind); }))
		out.push_back(
			Diag(Id::panic_possible,
			     str("the crate may panic: ", sum_of(all, true)))
				.at(site->where)
				.with_help("a panic stops the kernel: "
					   "each is to be shown not to "
					   "happen"));
	return out;
}

} /* namespace kcrate */
