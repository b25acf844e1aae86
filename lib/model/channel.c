// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/channel.h"

#include <errno.h>

#include "lib/base/util.h"

int channel_find(const struct channel *table, unsigned n, const char *id)
{
	for (unsigned i = 0; i < n; i++)
		if (streq(table[i].id, id))
			return (int)i;
	return -ENOENT;
}

bool channel_id_valid(const char *id)
{
	size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return n > 0 && n < CHANNEL_ID_MAX && id[n] == '\0' && id[0] >= 'a' && id[0] <= 'z';
}
