// SPDX-License-Identifier: GPL-2.0-or-later

/* How versions compare, what requirements match, and how both are printed. */

#include "semver/semver.h"

#include <algorithm>

#include "base/str.h"

namespace kcrate {

namespace {

/* Decimal numbers of any length, without leading zeros. */
std::strong_ordering compare_numbers(std::string_view a, std::string_view b)
{
	if (a.size() != b.size())
		return a.size() <=> b.size();
	return a.compare(b) <=> 0;
}

bool is_number(std::string_view s)
{
	return std::all_of(s.begin(), s.end(), is_digit);
}

std::strong_ordering compare_identifiers(std::string_view a, std::string_view b)
{
	const bool a_is_number = is_number(a), b_is_number = is_number(b);

	if (a_is_number && b_is_number)
		return compare_numbers(a, b);
	if (a_is_number != b_is_number)
		return a_is_number ? std::strong_ordering::less
				   : std::strong_ordering::greater;
	return a.compare(b) <=> 0;
}

/* No pre-release is the release itself, and the greatest. */
std::strong_ordering compare_pre(std::string_view a, std::string_view b)
{
	if (a.empty() || b.empty())
		return a.empty() <=> b.empty();

	const std::vector<std::string_view> x = split(a, '.'),
					    y = split(b, '.');
	for (size_t i = 0; i < x.size() && i < y.size(); i++) {
		const std::strong_ordering order =
			compare_identifiers(x[i], y[i]);
		if (std::is_neq(order))
			return order;
	}
	return x.size() <=> y.size();
}

/* 0 < 00 < 1 < 01 < 2 < 10: by value, then the fewer zeros. */
std::strong_ordering compare_with_zeros(std::string_view a, std::string_view b)
{
	const auto value = [](std::string_view s) {
		return s.substr(std::min(s.find_first_not_of('0'), s.size()));
	};
	const std::strong_ordering order = compare_numbers(value(a), value(b));

	return std::is_neq(order) ? order : a.size() <=> b.size();
}

std::strong_ordering compare_build(std::string_view a, std::string_view b)
{
	const std::vector<std::string_view> x = split(a, '.'),
					    y = split(b, '.');
	for (size_t i = 0; i < x.size() && i < y.size(); i++) {
		const std::strong_ordering order =
			is_number(x[i]) && is_number(y[i])
				? compare_with_zeros(x[i], y[i])
				: compare_identifiers(x[i], y[i]);
		if (std::is_neq(order))
			return order;
	}
	return x.size() <=> y.size();
}

/* How @version stands to what is written of @to: equal where it is partial. */
std::strong_ordering compare_given(const Version &version, const Comparator &to)
{
	if (version.major != to.major)
		return version.major <=> to.major;
	if (to.has_minor && version.minor != to.minor)
		return version.minor <=> to.minor;
	if (to.has_patch && version.patch != to.patch)
		return version.patch <=> to.patch;
	/* A partial one cannot be passed within the range that it names. */
	if (!to.has_patch)
		return std::strong_ordering::equal;
	return compare_pre(version.pre, to.pre);
}

bool matches_exact(const Comparator &to, const Version &version)
{
	return std::is_eq(compare_given(version, to)) && version.pre == to.pre;
}

bool matches_tilde(const Comparator &to, const Version &version)
{
	if (version.major != to.major)
		return false;
	if (to.has_minor && version.minor != to.minor)
		return false;
	if (to.has_patch && version.patch != to.patch)
		return version.patch > to.patch;
	return std::is_gteq(compare_pre(version.pre, to.pre));
}

bool matches_caret(const Comparator &to, const Version &version)
{
	if (version.major != to.major)
		return false;
	if (!to.has_minor)
		return true;
	if (version.minor != to.minor)
		return to.major > 0 && version.minor > to.minor;
	if (!to.has_patch)
		return true;
	if (version.patch != to.patch)
		return (to.major > 0 || to.minor > 0) &&
		       version.patch > to.patch;
	return std::is_gteq(compare_pre(version.pre, to.pre));
}

bool matches(const Comparator &to, const Version &version)
{
	switch (to.op) {
	case Comparator::Op::exact:
	case Comparator::Op::wildcard:
		return matches_exact(to, version);
	case Comparator::Op::greater:
		return std::is_gt(compare_given(version, to));
	case Comparator::Op::greater_eq:
		return matches_exact(to, version) ||
		       std::is_gt(compare_given(version, to));
	case Comparator::Op::less:
		return std::is_lt(compare_given(version, to));
	case Comparator::Op::less_eq:
		return matches_exact(to, version) ||
		       std::is_lt(compare_given(version, to));
	case Comparator::Op::tilde:
		return matches_tilde(to, version);
	case Comparator::Op::caret:
		break;
	}
	return matches_caret(to, version);
}

bool asks_for_pre(const Comparator &to, const Version &version)
{
	return !to.pre.empty() && to.has_patch && to.major == version.major &&
	       to.minor == version.minor && to.patch == version.patch;
}

std::string to_string(const Comparator &comparator)
{
	constexpr std::string_view ops[] = { "=",  ">", ">=", "<",
					     "<=", "~", "^",  "" };
	std::string out =
		str(ops[static_cast<size_t>(comparator.op)], comparator.major);

	if (comparator.has_minor)
		out += str(".", comparator.minor);
	if (comparator.has_patch)
		out += str(".", comparator.patch);
	if (!comparator.pre.empty())
		out += str("-", comparator.pre);
	if (comparator.op == Comparator::Op::wildcard)
		out += ".*";
	return out;
}

} /* namespace */

std::string to_string(const Version &version)
{
	std::string out =
		str(version.major, ".", version.minor, ".", version.patch);

	if (!version.pre.empty())
		out += str("-", version.pre);
	if (!version.build.empty())
		out += str("+", version.build);
	return out;
}

std::strong_ordering compare(const Version &a, const Version &b)
{
	if (a.major != b.major)
		return a.major <=> b.major;
	if (a.minor != b.minor)
		return a.minor <=> b.minor;
	if (a.patch != b.patch)
		return a.patch <=> b.patch;
	return compare_pre(a.pre, b.pre);
}

std::strong_ordering compare_all(const Version &a, const Version &b)
{
	const std::strong_ordering order = compare(a, b);

	return std::is_neq(order) ? order : compare_build(a.build, b.build);
}

std::string to_string(const Requirement &requirement)
{
	std::vector<std::string> parts;

	for (const Comparator &comparator : requirement.comparators)
		parts.push_back(to_string(comparator));
	return parts.empty() ? "*" : join(parts, ", ");
}

bool matches(const Requirement &requirement, const Version &version)
{
	bool pre_asked_for = version.pre.empty();

	for (const Comparator &comparator : requirement.comparators) {
		if (!matches(comparator, version))
			return false;
		pre_asked_for |= asks_for_pre(comparator, version);
	}
	return pre_asked_for;
}

} /* namespace kcrate */
