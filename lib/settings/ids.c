// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/ids.h"

#include <stdio.h>

#include "lib/base/util.h"

bool ids_next(const char **at, char ret_id[CHANNEL_ID_MAX])
{
	const char *start = *at + strspn(*at, " ");
	size_t len = strcspn(start, " ");

	*at = start + len;
	if (len == 0)
		return false;
	(void)snprintf(ret_id, CHANNEL_ID_MAX, "%.*s", (int)MIN(len, (size_t)CHANNEL_ID_MAX - 1),
		       start);
	return true;
}

bool ids_have(const char *ids, const char *id)
{
	char one[CHANNEL_ID_MAX];

	while (ids_next(&ids, one))
		if (streq(one, id))
			return true;
	return false;
}

/* Length of the id that the text begins with, 0 when it begins with none. */
static size_t first_id(const char *text)
{
	size_t len = strcspn(text, " ");
	char one[CHANNEL_ID_MAX];

	if (len >= sizeof(one))
		return 0;
	(void)snprintf(one, sizeof(one), "%.*s", (int)len, text);
	return channel_id_valid(one) ? len : 0;
}

bool ids_valid(const char *ids)
{
	if (ids[0] == '\0')
		return true;
	for (;; ids++) {
		size_t len = first_id(ids);

		if (len == 0)
			return false;
		ids += len;
		if (*ids == '\0')
			return true;
	}
}
