// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * What of geiger's is said of files, for tests/oracle/geiger.sh:
 *
 *   geiger_answers                    of those that standard input names
 *   geiger_answers mutate COUNT DIR   makes COUNT of them, DIR/N.rs, each one
 *                                     of these with a few tokens changed
 */

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>

#include "base/str.h"
#include "rustsrc/syntax.h"

using namespace kcrate;

namespace {

/* What may be put in place of a token. */
constexpr std::string_view words[] = {
	"fn",
	"unsafe",
	"impl",
	"trait",
	"const",
	"static",
	"async",
	"move",
	"dyn",
	"for",
	"where",
	"let",
	"if",
	"else",
	"match",
	"loop",
	"while",
	"return",
	"break",
	"as",
	"mut",
	"ref",
	"in",
	"use",
	"pub",
	"crate",
	"self",
	"Self",
	"super",
	"box",
	"type",
	"struct",
	"enum",
	"union",
	"auto",
	"default",
	"extern",
	"mod",
	"macro",
	"try",
	"yield",
	"raw",
	"safe",
	"await",
	"_",
	"::",
	":",
	";",
	",",
	".",
	"..",
	"..=",
	"...",
	"->",
	"=>",
	"=",
	"==",
	"<",
	">",
	"<=",
	"<<",
	">>",
	"&",
	"&&",
	"|",
	"||",
	"!",
	"!=",
	"?",
	"+",
	"-",
	"*",
	"/",
	"^",
	"@",
	"#",
	"'a",
	"1",
	"1.5",
	"\"s\"",
	"x",
	"r#fn",
	"()",
	"[]",
	"{}",
	"#[test]",
	"#[no_mangle]",
	"#[cfg(test)]",
	"~const",
	"#[doc = concat!()]",
	"#![forbid(unsafe_code)]",
	"use<'a>",
};

std::string read_file(const std::string &path)
{
	std::ifstream in(path, std::ios::binary);

	return { std::istreambuf_iterator<char>(in), {} };
}

std::string both(const GeigerCount &count)
{
	return str(std::to_string(count.safe), " ",
		   std::to_string(count.is_unsafe), " ");
}

std::string answer(const std::string &path)
{
	const std::string text = read_file(path);
	const Result<TokenFile> file = lex({ path, text });
	if (!file)
		return "refused";
	const Result<GeigerCounts> found = geiger_counts(file.value());
	if (!found)
		return "refused";
	const GeigerCounts &counts = found.value();
	return str(both(counts.functions), both(counts.exprs),
		   both(counts.item_impls), both(counts.item_traits),
		   both(counts.methods), counts.forbids_unsafe ? "1" : "0");
}

/* Its tokens, each with the space behind it; comments are gone. */
std::vector<std::string> tokens_of(const TokenFile &file)
{
	std::vector<std::string> out;

	for (size_t i = 0; i < file.tokens.size(); i++) {
		const Token &token = file.tokens[i];
		const bool touches = i + 1 < file.tokens.size() &&
				     file.tokens[i + 1].begin == token.end();
		out.push_back(str(token.raw ? "r#" : "", file.text(i),
				  touches ? "" : " "));
	}
	return out;
}

std::string mutated(std::vector<std::string> tokens, std::mt19937 &random)
{
	std::string out;

	for (size_t n = 1 + random() % 2; n-- && !tokens.empty();) {
		const size_t i = random() % tokens.size();
		const size_t other = random() % tokens.size();
		const std::string word =
			str(" ", words[random() % std::size(words)], " ");
		switch (random() % 5) {
		case 0:
			tokens[i] = " ";
			break;
		case 1:
			tokens[i] = word;
			break;
		case 2:
			std::swap(tokens[i], tokens[other]);
			break;
		default:
			tokens[i] += word;
		}
	}
	for (const std::string &token : tokens)
		out += token;
	return out;
}

void mutate(const std::vector<std::string> &paths, size_t count,
	    const std::string &directory)
{
	std::mt19937 random(1);

	for (size_t i = 0; i < count;) {
		const std::string &path = paths[random() % paths.size()];
		const std::string text = read_file(path);
		const Result<TokenFile> file = lex({ path, text });
		if (!file || file.value().tokens.size() > 5000)
			continue;
		std::ofstream(str(directory, "/", std::to_string(i++), ".rs"))
			<< mutated(tokens_of(file.value()), random);
	}
}

} /* namespace */

int main(int argc, char **argv)
{
	std::vector<std::string> paths;

	for (std::string line; std::getline(std::cin, line);)
		paths.push_back(line);
	if (argc == 4) {
		mutate(paths, strtoul(argv[2], nullptr, 10), argv[3]);
		return 0;
	}
	for (const std::string &path : paths)
		std::cout << path << "\t" << answer(path) << "\n";
	return 0;
}
