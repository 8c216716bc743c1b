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
		if (!text.empty())
			held = std::make_shared<const std::string>(
				std::move(text));
	}
	SharedText(std::string_view text) : SharedText(std::string(text)) {}
	SharedText(const char *text) : SharedText(std::string(text)) {}

	const std::string &str() const
	{
		static const std::string none;

		return held ? *held : none;
	}
	operator const std::string &() const { return str(); }
	operator std::string_view() const { return str(); }

	bool empty() const { return !held; }

	bool operator==(const SharedText &other) const
	{
		return held == other.held || str() == other.str();
	}
	template <std::convertible_to<std::string_view> Text>
	bool operator==(const Text &other) const
	{
		return str() == std::string_view(other);
	}

private:
	std::shared_ptr<const std::string> held;
};

} /* namespace kcrate */
