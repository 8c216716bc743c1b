// SPDX-License-Identifier: GPL-2.0-or-later

/*
 * Members one after the other: a number as LEB128, text, lists and maps behind
 * the number of what they have.
 */

#include "cargo/cargo_toml_bytes.h"

#include <algorithm>
#include <concepts>
#include <tuple>

#include "cargo/reader.h"

namespace kcrate {

namespace {

template <typename T, typename Of>
concept Is = std::same_as<std::remove_const_t<T>, Of>;

/* Every member has a name here, so that one that is added has to be, too. */

auto members_of(Is<Place> auto &place)
{
	auto &[file, line, column, width, text] = place;

	return std::tie(file, line, column, width, text);
}

auto members_of(Is<Version> auto &version)
{
	auto &[major, minor, patch, pre, build] = version;

	return std::tie(major, minor, patch, pre, build);
}

auto members_of(Is<Comparator> auto &comparator)
{
	auto &[op, major, has_minor, has_patch, minor, patch, pre] = comparator;

	return std::tie(op, major, has_minor, has_patch, minor, patch, pre);
}

auto members_of(Is<Requirement> auto &requirement)
{
	auto &[comparators] = requirement;

	return std::tie(comparators);
}

/* But the target, which is in its text. */
auto members_of(Is<Dependency> auto &dependency)
{
	auto &[name, package, requirement_text, requirement, kind, target,
	       target_text, features, renamed, optional, default_features,
	       local, builtin, builtin_ignored, where] = dependency;

	return std::tie(name, package, requirement_text, requirement, kind,
			target_text, features, renamed, optional,
			default_features, local, builtin, builtin_ignored,
			where);
}

auto members_of(Is<CargoToml> auto &crate)
{
	auto &[name, version, version_text, edition, rust_version, license,
	       license_file, repository, homepage, description, authors, links,
	       readme, build, has_lib, lib_name, lib_path, lib_edition,
	       proc_macro, dependencies, features, feature_places] = crate;

	return std::tie(name, version, version_text, edition, rust_version,
			license, license_file, repository, homepage,
			description, authors, links, readme, build, has_lib,
			lib_name, lib_path, lib_edition, proc_macro,
			dependencies, features, feature_places);
}

template <typename T>
concept HasMembers = requires(T &value)
{
	members_of(value);
};

constexpr uint64_t last_of(DepKind)
{
	return static_cast<uint64_t>(DepKind::dev);
}

constexpr uint64_t last_of(Comparator::Op)
{
	return static_cast<uint64_t>(Comparator::Op::wildcard);
}

constexpr uint64_t last_of(bool)
{
	return 1;
}

/* What is a number, of which not all are values. */
template <typename T>
concept Choice = requires(T value)
{
	last_of(value);
};

class Writer {
public:
	void put(uint64_t number);
	void put(Choice auto choice) { put(static_cast<uint64_t>(choice)); }
	void put(const std::string &text);
	void put(const Dependency &dependency);

	template <HasMembers T>
	void put(const T &value)
	{
		put_members(value);
	}

	template <typename T>
	void put(const std::optional<T> &value)
	{
		put(value.has_value());
		if (value)
			put(*value);
	}

	template <typename T>
	void put(const std::vector<T> &list)
	{
		put(list.size());
		for (const T &item : list)
			put(item);
	}

	template <typename T>
	void put(const std::map<std::string, T> &map)
	{
		put(map.size());
		for (const auto &[key, value] : map) {
			put(key);
			put(value);
		}
	}

	std::string bytes;

private:
	void put_members(const auto &value)
	{
		std::apply([&](const auto &...member) { (put(member), ...); },
			   members_of(value));
	}
};

void Writer::put(uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		bytes += static_cast<char>(number | 0x80);
	bytes += static_cast<char>(number);
}

void Writer::put(const std::string &text)
{
	put(text.size());
	bytes += text;
}

void Writer::put(const Dependency &dependency)
{
	put_members(dependency);
	put(dependency.target != nullptr);
}

/* Whatever is wrong, it has @failed then, and values mean nothing. */
class Reader {
public:
	explicit Reader(std::string_view bytes) : rest(bytes) {}

	void get(uint64_t &number);
	void get(std::string &text);
	void get(Dependency &dependency);

	template <Choice T>
	void get(T &choice)
	{
		uint64_t number = 0;

		get(number);
		failed |= number > last_of(choice);
		choice = static_cast<T>(number);
	}

	template <HasMembers T>
	void get(T &value)
	{
		get_members(value);
	}

	template <typename T>
	void get(std::optional<T> &value)
	{
		bool there = false;

		get(there);
		if (there)
			get(value.emplace());
	}

	template <typename T>
	void get(std::vector<T> &list)
	{
		const uint64_t count = get_count();

		/* A damaged count is no reason to ask for much. */
		list.reserve(std::min<uint64_t>(count, 64));
		for (uint64_t i = 0; i < count && !failed; i++)
			get(list.emplace_back());
	}

	template <typename T>
	void get(std::map<std::string, T> &map)
	{
		const uint64_t count = get_count();

		for (uint64_t i = 0; i < count && !failed; i++) {
			std::string key;
			get(key);
			failed |= !map.empty() && key <= map.rbegin()->first;
			get(map[std::move(key)]);
		}
	}

	bool is_done() const { return !failed && rest.empty(); }

private:
	void get_members(auto &value)
	{
		std::apply([&](auto &...member) { (get(member), ...); },
			   members_of(value));
	}
	uint64_t get_count();
	std::shared_ptr<const CfgExpr> target_of(const std::string &text);

	std::string_view rest;
	bool failed = false;
	std::map<std::string, std::shared_ptr<const CfgExpr>> targets;
};

void Reader::get(uint64_t &number)
{
	number = 0;
	for (unsigned int shift = 0; !rest.empty() && shift < 64; shift += 7) {
		const auto byte = static_cast<unsigned char>(rest.front());
		const uint64_t part = byte & 0x7f;

		rest.remove_prefix(1);
		number |= part << shift;
		if (byte & 0x80)
			continue;
		/* More than 64 bits, or zeros that nobody wrote. */
		failed |= part << shift >> shift != part || (shift && !byte);
		return;
	}
	failed = true;
}

/* Of what is at least a byte each. */
uint64_t Reader::get_count()
{
	uint64_t count = 0;

	get(count);
	failed |= count > rest.size();
	return failed ? 0 : count;
}

void Reader::get(std::string &text)
{
	const uint64_t size = get_count();

	text = rest.substr(0, size);
	rest.remove_prefix(size);
}

std::shared_ptr<const CfgExpr> Reader::target_of(const std::string &text)
{
	const auto known = targets.find(text);

	if (known != targets.end())
		return known->second;
	if (text.size() > max_target_text)
		return nullptr;
	Result<CfgExpr> cfg = parse_platform(text);
	if (!cfg)
		return nullptr;
	return targets[text] =
		       std::make_shared<const CfgExpr>(std::move(cfg.value()));
}

void Reader::get(Dependency &dependency)
{
	bool has_target = false;

	get_members(dependency);
	get(has_target);
	if (!has_target || failed)
		return;
	dependency.target = target_of(dependency.target_text);
	failed |= !dependency.target;
}

} /* namespace */

std::string to_bytes(const CargoToml &crate)
{
	Writer writer;

	writer.put(crate);
	return std::move(writer.bytes);
}

std::optional<CargoToml> cargo_toml_of(std::string_view bytes)
{
	std::optional<CargoToml> crate(std::in_place);
	Reader reader(bytes);

	reader.get(*crate);
	if (!reader.is_done())
		crate.reset();
	return crate;
}

} /* namespace kcrate */
