// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/*
 * What notifyd keeps of whom it told: the first byte chooses whether it is of this boot. What is
 * read is written, and read again as the same; and nothing that stands there for a time lets a look
 * at what is due overflow.
 */
#include <stdlib.h>
#include <string.h>

#include "daemons/notifyd/kept.h"

static const uint8_t this_boot[16] = "0123456789abcdef", another[16] = "fedcba9876543210";
static struct settings settings;

static void look(struct books *b)
{
	struct ledger_world w = {
		.settings = &settings,
		.complete = true,
		.now = { 5000000, 5000000 },
	};

	for (unsigned i = 0; i < b->n; i++)
		b->list[i].route.open = true;
	(void)books_look(b, &w);
}

static void there_and_back(const struct books *b, const struct kept_now *at)
{
	struct books *back = calloc(1, sizeof(*back));
	struct text once = TEXT_INIT, twice = TEXT_INIT;

	kept_write(b, at, &once);
	if (!back || !text_ok(&once) || kept_read(back, at, text_get(&once)) < 0)
		abort();
	kept_write(back, at, &twice);
	if (strcmp(text_get(&once), text_get(&twice)) != 0)
		abort();
	books_done(back);
	free(back);
	text_done(&once);
	text_done(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kept_now at = { .now = { .mono_us = 4000000, .wall_us = 1700000000000000 } };
	struct books *b = calloc(1, sizeof(*b));
	char *text;

	if (size == 0 || !b) {
		free(b);
		return 0;
	}
	at.boot_id = data[0] == 'n' ? this_boot : another;
	text = strndup((const char *)data + 1, size - 1);
	if (!text)
		abort();
	if (kept_read(b, &at, text) == 0) {
		there_and_back(b, &at);
		look(b);
	}
	books_done(b);
	free(b);
	free(text);
	return 0;
}
