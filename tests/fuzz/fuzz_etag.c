// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/* If-None-Match: what a stranger says that he has. A tag of a list is in this list. */
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/etag.h"

static const char tag[] = "\"0123456789abcdef-gz\"";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *list = malloc(size + 1), *longer = malloc(size + sizeof(tag) + 2);
	bool there;

	if (!list || !longer)
		abort();
	memcpy(list, data, size);
	list[size] = '\0';
	there = etag_matches(list, tag);
	if (there && !strchr(list, '*') && !strstr(list, tag))
		abort();
	/* before all others it is found, whatever they are */
	memcpy(longer, tag, sizeof(tag));
	strcat(strcat(longer, ","), list);
	if (!etag_matches(longer, tag))
		abort();
	free(list);
	free(longer);
	return 0;
}
