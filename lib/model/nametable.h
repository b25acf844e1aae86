// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Both directions of an enum and its table of names; the compiler checks that none is missing. */
#include <errno.h>
#include <stddef.h>

#include "lib/base/util.h"

static inline int nametable_find(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (streq(names[i], name))
			return (int)i;
	return -EINVAL;
}

/* Defines PREFIX_to_name and PREFIX_from_name for `enum PREFIX`. */
#define NAMETABLE(prefix, table, max)                                                              \
	_Static_assert(ARRAY_SIZE(table) == (max), "a name is missing in " #table);                \
	const char *prefix##_to_name(enum prefix v)                                                \
	{                                                                                          \
		return table[v];                                                                   \
	}                                                                                          \
	int prefix##_from_name(const char *name)                                                   \
	{                                                                                          \
		return nametable_find(table, (size_t)(max), name);                                 \
	}
