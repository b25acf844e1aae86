// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors

/* Any bytes as the overlay: read with all mistakes told, or else printed and read back the same. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/settings/merge.h"
#include "lib/settings/print.h"
#include "lib/settings/read.h"
#include "tests/fuzz/fuzz.h"

const char *__lsan_default_suppressions(void);

/* libconfig 1.5 forgets the string that it was in the middle of at a syntax error. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libconfig\n";
}

static void read_back(const struct assignments *a)
{
	AUTO_LAYERS struct layers again = LAYERS_INIT;
	AUTO_TEXT struct text printed = TEXT_INIT, mistakes = TEXT_INIT;
	const struct assignments *b = &again.layer[LAYER_OVERLAY];
	int r;

	assignments_print(a, &printed);
	r = read_bytes(&again, LAYER_OVERLAY, "again", text_get(&printed), printed.len, NULL,
		       &mistakes);
	assert(r == 0 && b->n == a->n);
	for (size_t i = 0; i < a->n; i++) {
		const struct assignment *same = assignments_find(b, &a->list[i].path);

		assert(same && strcmp(same->value, a->list[i].value) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_LAYERS struct layers l = LAYERS_INIT;
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	struct settings *s = NULL;
	char *bytes = malloc(size + 1);
	int r;

	if (!bytes)
		return 0;
	memcpy(bytes, data, size);
	bytes[size] = '\0';
	r = read_bytes(&l, LAYER_OVERLAY, "fuzz", bytes, size, NULL, &mistakes);
	assert(r == 0 || mistakes.len > 0);
	if (r == 0) {
		read_back(&l.layer[LAYER_OVERLAY]);
		r = layers_merge(&l, &s, &mistakes);
		assert(r == 0 || mistakes.len > 0);
		settings_free(s);
	}
	free(bytes);
	return 0;
}
