// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/generation.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "lib/base/hash.h"
#include "lib/settings/each.h"

struct hashing {
	uint64_t hash;
	struct text line;
	bool failed;
};

static void hash_one(const struct settings_path *path, const struct value *v, void *arg)
{
	struct hashing *h = arg;

	text_clear(&h->line);
	path_print(path, &h->line);
	text_add_char(&h->line, '=');
	value_print(path->row, v, &h->line);
	text_add_char(&h->line, '\n');
	h->failed |= !text_ok(&h->line);
	h->hash = hash_fnv1a(h->hash, text_get(&h->line), h->line.len);
}

int generation_hash(const struct settings *s, uint64_t *ret_hash)
{
	struct hashing h = { .hash = HASH_FNV1A_START };

	settings_each(s, hash_one, &h);
	text_done(&h.line);
	if (h.failed)
		return -ENOMEM;
	*ret_hash = h.hash;
	return 0;
}

void settings_generation_text(uint64_t generation, char ret_text[SETTINGS_GENERATION_MAX])
{
	(void)snprintf(ret_text, SETTINGS_GENERATION_MAX, "%016" PRIx64, generation);
}
