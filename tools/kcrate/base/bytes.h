/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/*
 * Values as bytes, for the program that wrote them to read again: members one
 * after the other, a number as LEB128, text, lists and maps behind the number
 * of what they have.
 *
 * A struct is written by members_of(), which ties them all.  It names them by a
 * structured binding, so that one that is added does not compile before it has
 * a name there.
 */

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "base/shared_text.h"

namespace kcrate {

/* For members_of(): @Of, be it const or not. */
template <typename T, typename Of>
concept Is = std::same_as<std::remove_const_t<T>, Of>;

template <typename T>
concept HasMembers = requires(T &value)
{
	members_of(value);
};

constexpr uint64_t last_of(bool)
{
	return 1;
}

/* What is a number of which last_of() is the greatest. */
template <typename T>
concept Choice = requires(T value)
{
	last_of(value);
};

class ByteWriter {
public:
	void put(uint64_t number)
	{
		for (; number >= 0x80; number >>= 7)
			bytes += static_cast<char>(number | 0x80);
		bytes += static_cast<char>(number);
	}

	void put(Choice auto choice) { put(static_cast<uint64_t>(choice)); }

	void put(std::string_view text)
	{
		put(text.size());
		bytes += text;
	}

	void put(const std::string &text) { put(std::string_view(text)); }
	void put(const SharedText &text) { put(text.view()); }

	template <HasMembers T>
	void put(const T &value)
	{
		std::apply([&](const auto &...member) { (put(member), ...); },
			   members_of(value));
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

	template <typename T, typename Less>
	void put(const std::map<std::string, T, Less> &map)
	{
		put(map.size());
		for (const auto &[key, value] : map) {
			put(key);
			put(value);
		}
	}

	std::string bytes;
};

/*
 * Reads what a ByteWriter wrote, in that order.  It has failed() once there was
 * anything that no ByteWriter wrote, and what it has got means nothing then.
 * A SharedText is read as a part of the bytes, which it holds.
 */
class ByteReader {
public:
	explicit ByteReader(SharedText bytes)
		: bytes(std::move(bytes)), rest(this->bytes)
	{}

	void get(uint64_t &number)
	{
		number = 0;
		for (unsigned int shift = 0; !rest.empty() && shift < 64;
		     shift += 7) {
			const auto byte =
				static_cast<unsigned char>(rest.front());
			const uint64_t part = byte & 0x7f;

			rest.remove_prefix(1);
			number |= part << shift;
			if (byte & 0x80)
				continue;
			/* More than 64 bits, or zeros that nobody wrote. */
			bad |= part << shift >> shift != part ||
			       (shift && !byte);
			return;
		}
		bad = true;
	}

	void get(unsigned int &number)
	{
		uint64_t wide = 0;

		get(wide);
		number = static_cast<unsigned int>(wide);
		bad |= number != wide;
	}

	template <Choice T>
	void get(T &choice)
	{
		uint64_t number = 0;

		get(number);
		bad |= number > last_of(choice);
		choice = static_cast<T>(bad ? 0 : number);
	}

	void get(std::string &text) { text = get_text(); }

	void get(SharedText &text) { text = bytes.with(get_text()); }

	template <HasMembers T>
	void get(T &value)
	{
		bad |= ++depth > max_depth;
		if (!bad)
			std::apply([&](auto &...member) { (get(member), ...); },
				   members_of(value));
		depth--;
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

		list.clear();
		/* A damaged count is no reason to ask for much. */
		list.reserve(std::min<uint64_t>(count, 64));
		for (uint64_t i = 0; i < count && !bad; i++)
			get(list.emplace_back());
	}

	template <typename T, typename Less>
	void get(std::map<std::string, T, Less> &map)
	{
		const uint64_t count = get_count();

		for (uint64_t i = 0; i < count && !bad; i++) {
			std::string key;
			get(key);
			bad |= !map.empty() && key <= map.rbegin()->first;
			get(map.emplace_hint(map.end(), std::move(key), T())
				    ->second);
		}
	}

	bool failed() const { return bad; }
	bool is_done() const { return !bad && rest.empty(); }

private:
	static constexpr size_t max_depth = 100;

	/* Of what is at least a byte each. */
	uint64_t get_count()
	{
		uint64_t count = 0;

		get(count);
		bad |= count > rest.size();
		return bad ? 0 : count;
	}

	std::string_view get_text()
	{
		const uint64_t size = get_count();
		const std::string_view text = rest.substr(0, size);

		rest.remove_prefix(size);
		return text;
	}

	SharedText bytes;
	std::string_view rest;
	size_t depth = 0;
	bool bad = false;
};

} /* namespace kcrate */
