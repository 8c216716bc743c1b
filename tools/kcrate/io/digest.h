/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* SHA-256.  The only place for libcrypto. */

#include <string>
#include <string_view>

#include "tree/tree.h"

namespace kcrate {

/* 64 lower-case hexadecimal digits. */
std::string sha256_of(std::string_view bytes);

/* That of a file, computed once. */
const std::string &digest_of(File &file);

/*
 * One hash for a tree: that of the text which `sha256sum` prints for all its
 * files, sorted bytewise by path ("<digest>  <path>\n" each).
 */
std::string tree_hash(Tree &tree);

} /* namespace kcrate */
