/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Runs of words, by which texts are found in each other. */

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kcrate {

constexpr size_t run_length = 4;

/* A hash of the run that begins at each word, as far as there is one. */
std::vector<uint64_t> runs_of(const std::vector<std::string> &words);

} /* namespace kcrate */
