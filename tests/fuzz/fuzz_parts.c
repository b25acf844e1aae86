// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/fuzz/fuzz.h"

/* Two pages, one after the other, split at the first NUL: parts lie in their page and in each
 * other, and what changed can be told of any moment. */
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/parts.h"

static void look(const struct parts *p)
{
	for (unsigned i = 0; i < p->n; i++) {
		const struct part *part = &p->list[i], *up = &p->list[part->up];

		if (part->begin > part->inner || part->inner > part->inner_end ||
		    part->inner_end > part->end || part->end > p->html.len)
			abort();
		if (i > 0 && (part->up >= i || part->begin < up->inner || part->end > up->end))
			abort();
		if (part->tag_at > p->at || part->own_at > p->at)
			abort();
	}
	for (uint64_t since = 0; since <= p->at; since++) {
		AUTO_TEXT struct text out = TEXT_INIT;

		parts_changes(p, since, 4096, &out);
		if (out.len == 0 || out.len > 4096)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = memchr(data, 0, size);
	size_t first = nul ? (size_t)(nul - data) : size;
	struct parts p = { 0 };
	struct text page = TEXT_INIT;

	text_add_n(&page, (const char *)data, first);
	(void)parts_take(&p, &page);
	look(&p);
	if (nul) {
		text_add_n(&page, (const char *)nul + 1, size - first - 1);
		(void)parts_take(&p, &page);
		look(&p);
	}
	parts_done(&p);
	text_done(&page);
	return 0;
}
