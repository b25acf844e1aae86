// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/* The headers that say who it is, and the sessions' file: texts that strangers wrote. */
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/credentials.h"
#include "daemons/webd/sessions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sessions sessions;
	char *text = malloc(size + 1), value[16];
	struct credentials c;

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	if (credentials_parse(text, &c) &&
	    (strlen(c.name) >= sizeof(c.name) || strlen(c.word) >= sizeof(c.word)))
		abort();
	if (cookie_find(text, "rmcu", value, sizeof(value)) && strlen(value) >= sizeof(value))
		abort();
	sessions_parse(&sessions, text);
	free(text);
	return 0;
}
