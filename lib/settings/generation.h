// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The generation: a hash of what is in force, the same wherever the values came from. */
#include "lib/settings/settings.h"

/* FNV-1a over "path=value" lines of all settings in their order; 0 or -ENOMEM. */
int generation_hash(const struct settings *s, uint64_t *ret_hash);
