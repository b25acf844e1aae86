// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/page.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/wire/event.h"
#include "lib/wire/msg.h"

/* Enough for a page of events as they are; of the longest ones there are fewer in it. */
#define PAGE_BYTES ((size_t)16 * 1024)

int page_new(struct page **ret_page)
{
	struct page *p = malloc(sizeof(*p) + PAGE_BYTES);

	if (!p)
		return -ENOMEM;
	p->n = 0;
	p->used = 0;
	*ret_page = p;
	return 0;
}

bool page_full(const struct page *p)
{
	return p->n == PAGE_EVENTS || PAGE_BYTES - p->used < EVENT_PACKET_MAX;
}

static void add(struct page *p, uint64_t number, uint64_t next, int len)
{
	if (len < 0)
		return;
	p->entries[p->n++] = (struct page_entry){
		.number = number,
		.next = next,
		.at = (uint32_t)p->used,
		.len = (uint16_t)len,
	};
	p->used += (size_t)len;
}

void page_add_gap(struct page *p, uint64_t from, uint64_t next)
{
	struct msg_fact_gap gap = { .next = next, .lost = next - from };

	if (!page_full(p))
		add(p, from, next,
		    msg_event_gap_put(p->bytes + p->used, PAGE_BYTES - p->used, &gap));
}

/* Kinds come and go with versions; a reader would drop the connection over one it does not know. */
static bool can_be_told(const uint8_t *packet, int len)
{
	struct cursor c = cursor_reader(packet, (size_t)len);
	struct msg_head head;
	struct event e;

	return msg_get_head(&c, &head) == 0 && msg_event_get(&c, &e) == 0;
}

void page_add(struct page *p, const struct event *e)
{
	uint8_t *packet = p->bytes + p->used;
	int len;

	if (page_full(p))
		return;
	len = msg_event_put(packet, PAGE_BYTES - p->used, e);
	if (len > 0 && can_be_told(packet, len))
		add(p, e->number, e->number + 1, len);
	else
		page_add_gap(p, e->number, e->number + 1);
}

struct page *page_shrink(struct page *p)
{
	struct page *smaller = realloc(p, sizeof(*p) + p->used);

	return smaller ? smaller : p;
}

const struct page_entry *page_find(const struct page *p, uint64_t number)
{
	for (unsigned i = 0; i < p->n; i++)
		if (p->entries[i].number == number)
			return &p->entries[i];
	return NULL;
}
