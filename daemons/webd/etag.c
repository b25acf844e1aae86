// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/etag.h"

#include <stddef.h>
#include <string.h>

/* Between tags: empty places of a list are allowed (RFC 9110, 5.6.1). */
#define SPACES " \t,"

/* Length of the tag with its quotes; 0 when none stands here. */
static size_t tag_length(const char *s)
{
	size_t n = 1;

	if (*s != '"')
		return 0;
	/* anything that is printed, without spaces, and bytes of whatever letters */
	while ((unsigned char)s[n] > ' ' && s[n] != '"' && s[n] != 0x7f)
		n++;
	return s[n] == '"' ? n + 1 : 0;
}

bool etag_matches(const char *list, const char *tag)
{
	const size_t len = strlen(tag);

	list += strspn(list, " \t");
	if (*list == '*')
		return list[1 + strspn(list + 1, " \t")] == '\0';
	for (list += strspn(list, SPACES); *list; list += strspn(list, SPACES)) {
		size_t n;

		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		n = tag_length(list);
		if (n == 0)
			return false;
		if (n == len && memcmp(list, tag, len) == 0)
			return true;
		list += n;
		/* one stands behind the other, with a comma between them */
		if (*list && !strchr(SPACES, *list))
			return false;
	}
	return false;
}
