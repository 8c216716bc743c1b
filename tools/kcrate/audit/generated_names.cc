// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit/generated_names.h"

#include "audit/finding_at.h"
#include "base/one_of.h"
#include "base/str.h"
#include "base/utf8.h"
#include "rustsrc/attributes.h"

namespace kcrate {

namespace {

/* Macros whose tokens are code of others; quote's and syn's. */
constexpr std::string_view quoting[] = { "parse_quote", "parse_quote_spanned",
					 "quote", "quote_spanned" };

class NameFinder {
public:
	explicit NameFinder(const CrateCode &code) : code(code) {}

	std::vector<Diag> run()
	{
		for (const size_t m : code.reached()) {
			module = m;
			quoted_until = 0;
			for (const CodePath &path : code.paths(m))
				read(path);
		}
		return std::move(found);
	}

private:
	const TokenFile &file() const { return *code.modules()[module].tokens; }

	void add(size_t token, std::string_view name)
	{
		found.push_back(
			finding_at(code, { module, token }, Id::name_generated,
				   str("the name ", name,
				       ", which it makes, is not ASCII"))
				.with_help("give it a name in ASCII, as Linux "
					   "did in zerocopy-derive"));
	}

	/* `quote!(…)`, whose group opens at @open; one in it is seen with it.
	 */
	void read_quoted(size_t open)
	{
		const size_t close = file().tokens[open].match();

		if (open < quoted_until)
			return;
		quoted_until = close;
		for (size_t i = open + 1; i < close; i++)
			if ((file().tokens[i].kind == TokenKind::identifier ||
			     file().tokens[i].kind == TokenKind::lifetime) &&
			    !is_ascii(file().text(i)))
				add(i, file().text(i));
	}

	/* `Ident::new("name", …)`, at the bracket */
	void read_text(size_t open)
	{
		const size_t first = open + 1;

		if (file().tokens[first].kind != TokenKind::string)
			return;
		const Result<std::string> text = string_value(file(), first);
		if (text && !is_ascii(text.value()))
			add(first, text.value());
	}

	void read(const CodePath &path)
	{
		const std::string_view last = path.words.back();
		const bool is_macro = file().is(path.end, "!");
		const size_t open = path.end + is_macro;

		if (open >= file().tokens.size() ||
		    file().tokens[open].kind != TokenKind::open)
			return;
		if (is_macro && is_one_of(quoting, last))
			read_quoted(open);
		const bool is_new =
			path.words.size() > 1 && last.starts_with("new") &&
			(path.words[path.words.size() - 2] == "Ident" ||
			 path.words[path.words.size() - 2] == "Lifetime");
		if (is_macro ? last == "format_ident" : is_new)
			read_text(open);
	}

	const CrateCode &code;
	size_t module = 0;
	size_t quoted_until = 0; /* the end of the last quote! */
	std::vector<Diag> found;
};

} /* namespace */

std::vector<Diag> check_generated_names(const CrateCode &code)
{
	return NameFinder(code).run();
}

} /* namespace kcrate */
