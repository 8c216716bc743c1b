/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace kcrate {

/* Text that is held by many and changed by nobody: a copy costs nothing. */
class SharedText {
public:
	SharedText() = default;
	SharedText(std::string text)
	{
		if (text.empty())
			return;
		owner = std::make_shared<const std::string>(std::move(text));
		held = *owner;
	}
	SharedText(std::string_view text) : SharedText(std::string(text)) {}
	SharedText(const char *text) : SharedText(std::string(text)) {}

	/* The characters of @part, which are some of these. */
	SharedText with(std::string_view part) const
	{
		SharedText out = *this;

		out.held = part;
		return out;
	}

	std::string_view view() const { return held; }
	operator std::string_view() const { return held; }
	operator std::string() const { return std::string(held); }

	bool empty() const { return held.empty(); }

	bool operator==(const SharedText &other) const
	{
		return held == other.held;
	}
	template <std::convertible_to<std::string_view> Text>
	bool operator==(const Text &other) const
	{
		return held == std::string_view(other);
	}

private:
	std::shared_ptr<const std::string> owner;
	std::string_view held; /* of @owner */
};

} /* namespace kcrate */
