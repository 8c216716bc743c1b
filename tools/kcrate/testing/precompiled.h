/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The same for tests. */

#include "base/precompiled.h"
#include "testing/test.h"
