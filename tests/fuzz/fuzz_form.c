// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/* The body of a form: what comes out is a text that fits. */
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char value[64], short_value[3];

	if (form_value((const char *)data, size, "user", value, sizeof(value)) &&
	    strlen(value) >= sizeof(value))
		abort();
	if (form_value((const char *)data, size, "user", short_value, sizeof(short_value)) &&
	    strcmp(value, short_value) != 0)
		abort();
	if (form_values((const char *)data, size, "user", short_value, sizeof(short_value)) &&
	    strlen(short_value) >= sizeof(short_value))
		abort();
	return 0;
}
