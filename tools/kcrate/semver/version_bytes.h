/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "base/bytes.h"
#include "semver/semver.h"

namespace kcrate {

auto members_of(Is<Version> auto &version)
{
	auto &[major, minor, patch, pre, build] = version;

	return std::tie(major, minor, patch, pre, build);
}

} /* namespace kcrate */
