// SPDX-License-Identifier: GPL-2.0-or-later

#include "semver/semver.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "base/str.h"

namespace kcrate {

namespace {

constexpr size_t max_comparators = 32;

enum class Part { major, minor, patch, pre, build };

std::string_view name_of(Part part)
{
	constexpr std::string_view names[] = { "major version", "minor version",
					       "patch version", "pre-release",
					       "build metadata" };

	return names[static_cast<size_t>(part)];
}

/* Reads versions and requirements from the left, as the semver crate does. */
class Parser {
public:
	Parser(std::string_view text, Id id, std::string_view what)
		: whole(text), rest(text), id(id), what(what)
	{}

	Result<Version> version();
	Result<Requirement> requirement();

private:
	Diag failure(std::string_view why) const;
	Diag unexpected(std::string_view wanted) const;
	bool eat(char c);
	bool eat_wildcard();
	void skip_spaces();

	Result<uint64_t> number(Part part);
	Result<std::string> identifiers(Part part);
	Status check_identifier(std::string_view identifier, Part part) const;
	Status dot(Part before);

	std::optional<Comparator::Op> eat_op();
	Result<Comparator> comparator();
	Status minor_and_patch(Comparator &out, bool op_given);
	Status suffixes(Comparator &out);

	std::string_view whole, rest;
	Id id;
	std::string_view what;
};

Diag Parser::failure(std::string_view why) const
{
	return Diag{ id, str(why, " in ", what, " '", whole, "'") };
}

/* The character that stands where @wanted should. */
Diag Parser::unexpected(std::string_view wanted) const
{
	size_t size = 1;

	if (rest.empty())
		return failure(str("expected ", wanted, ", found the end"));
	while (size < rest.size() && (rest[size] & 0xc0) == 0x80)
		size++;
	return failure(str("expected ", wanted, ", found '",
			   rest.substr(0, size), "'"));
}

bool Parser::eat(char c)
{
	if (!rest.starts_with(c))
		return false;
	rest.remove_prefix(1);
	return true;
}

bool Parser::eat_wildcard()
{
	return eat('*') || eat('x') || eat('X');
}

void Parser::skip_spaces()
{
	while (eat(' '))
		;
}

Result<uint64_t> Parser::number(Part part)
{
	constexpr uint64_t max = std::numeric_limits<uint64_t>::max();
	uint64_t value = 0;
	size_t size = 0;

	for (; size < rest.size() && is_digit(rest[size]); size++) {
		const auto digit = static_cast<uint64_t>(rest[size] - '0');
		if (size > 0 && value == 0)
			return failure(str("the ", name_of(part),
					   " has a leading zero"));
		if (value > (max - digit) / 10)
			return failure(
				str("the ", name_of(part), " is too large"));
		value = value * 10 + digit;
	}
	if (size == 0)
		return unexpected(str("a number for the ", name_of(part)));
	rest.remove_prefix(size);
	return value;
}

Status Parser::check_identifier(std::string_view identifier, Part part) const
{
	if (identifier.empty())
		return failure(
			str("the ", name_of(part), " has an empty identifier"));
	if (part == Part::pre && identifier.size() > 1 &&
	    identifier[0] == '0' &&
	    std::all_of(identifier.begin(), identifier.end(), is_digit))
		return failure(str("'", identifier, "' in the ", name_of(part),
				   " has a leading zero"));
	return ok();
}

/* Identifiers with dots between them, none of them empty. */
Result<std::string> Parser::identifiers(Part part)
{
	size_t size = 0;

	while (size < rest.size() &&
	       (is_alnum(rest[size]) || rest[size] == '-' || rest[size] == '.'))
		size++;

	const std::string out(rest.substr(0, size));
	for (const std::string_view identifier : split(out, '.'))
		TRY(check_identifier(identifier, part));
	rest.remove_prefix(size);
	return out;
}

Status Parser::dot(Part before)
{
	if (!eat('.'))
		return unexpected(str("'.' after the ", name_of(before)));
	return ok();
}

Result<Version> Parser::version()
{
	Version out;

	if (rest.empty())
		return Diag{ id, str("the ", what, " is empty") };
	out.major = TRY(number(Part::major));
	TRY(dot(Part::major));
	out.minor = TRY(number(Part::minor));
	TRY(dot(Part::minor));
	out.patch = TRY(number(Part::patch));
	if (eat('-'))
		out.pre = TRY(identifiers(Part::pre));
	if (eat('+'))
		out.build = TRY(identifiers(Part::build));
	if (!rest.empty())
		return unexpected("the end");
	return out;
}

std::optional<Comparator::Op> Parser::eat_op()
{
	using Op = Comparator::Op;

	if (eat('='))
		return Op::exact;
	if (eat('>'))
		return eat('=') ? Op::greater_eq : Op::greater;
	if (eat('<'))
		return eat('=') ? Op::less_eq : Op::less;
	if (eat('~'))
		return Op::tilde;
	if (eat('^'))
		return Op::caret;
	return {};
}

Status Parser::minor_and_patch(Comparator &out, bool op_given)
{
	bool wildcard = false;

	if (!eat('.'))
		return ok();
	if (eat_wildcard()) {
		wildcard = true;
	} else {
		out.minor = TRY(number(Part::minor));
		out.has_minor = true;
	}
	if (eat('.')) {
		const bool only_wildcard = wildcard;
		if (eat_wildcard()) {
			wildcard = true;
		} else if (only_wildcard) {
			return failure("a number follows a wildcard");
		} else {
			out.patch = TRY(number(Part::patch));
			out.has_patch = true;
		}
	}
	/* `=1.*` stays an exact one: only no operator becomes a wildcard. */
	if (wildcard && !op_given)
		out.op = Comparator::Op::wildcard;
	return ok();
}

/* Pre-release and build need a patch version; the latter means nothing. */
Status Parser::suffixes(Comparator &out)
{
	if (!out.has_patch)
		return ok();
	if (eat('-'))
		out.pre = TRY(identifiers(Part::pre));
	if (eat('+'))
		TRY(identifiers(Part::build));
	return ok();
}

Result<Comparator> Parser::comparator()
{
	Comparator out;
	const std::optional<Comparator::Op> op = eat_op();

	out.op = op.value_or(Comparator::Op::caret);
	if (op)
		skip_spaces();
	else if (eat_wildcard())
		return failure("'*' is not the only comparator");
	out.major = TRY(number(Part::major));
	TRY(minor_and_patch(out, op.has_value()));
	TRY(suffixes(out));
	skip_spaces();
	return out;
}

Result<Requirement> Parser::requirement()
{
	Requirement out;

	skip_spaces();
	if (eat_wildcard()) {
		skip_spaces();
		if (rest.starts_with(','))
			return failure("'*' is not the only comparator");
		if (!rest.empty())
			return unexpected("the end after '*'");
		return out;
	}
	for (;;) {
		Comparator next = TRY(comparator());
		out.comparators.push_back(std::move(next));
		if (rest.empty())
			return out;
		if (!eat(','))
			return unexpected("','");
		skip_spaces();
		if (out.comparators.size() == max_comparators)
			return Diag{ id, str("more than ", max_comparators,
					     " comparators in ", what) };
	}
}

} /* namespace */

Result<Version> parse_version(std::string_view text)
{
	return Parser(text, Id::bad_version, "version").version();
}

Result<Requirement> parse_requirement(std::string_view text)
{
	return Parser(text, Id::bad_requirement, "requirement").requirement();
}

} /* namespace kcrate */
