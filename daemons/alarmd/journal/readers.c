// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/readers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/wire/msg.h"

#define NEWEST_EVENTS_MAX 1024
_Static_assert(JOURNAL_NEWEST_BYTES + NEWEST_EVENTS_MAX * sizeof(struct packet_place) <=
		       (size_t)128 * 1024,
	       "the newest events stay within their share of memory");

int readers_init(struct readers *r)
{
	return packets_new(JOURNAL_NEWEST_BYTES, NEWEST_EVENTS_MAX, &r->newest);
}

void readers_done(struct readers *r)
{
	r->newest = packets_free(r->newest);
	free(r->page);
	r->page = NULL;
}

void readers_restart(struct readers *r, uint64_t next)
{
	packets_restart(r->newest, next);
}

void readers_add(struct readers *r, const uint8_t *packet, size_t len)
{
	while (!packets_fit(r->newest, len))
		packets_drop(r->newest);
	packets_put(r->newest, packet, len);
}

void readers_take(struct readers *r, struct page *page)
{
	free(r->page);
	r->page = page;
	r->asked = 0;
}

uint64_t readers_ask(struct readers *r)
{
	if (r->asked || r->n_wanted == 0)
		return 0;
	r->asked = r->wanted[0];
	memmove(r->wanted, r->wanted + 1, --r->n_wanted * sizeof(r->wanted[0]));
	return r->asked;
}

/* A reader that finds no place asks again when the next page comes. */
static void want(struct readers *r, uint64_t number)
{
	if (number == r->asked)
		return;
	for (unsigned i = 0; i < r->n_wanted; i++)
		if (r->wanted[i] == number)
			return;
	if (r->n_wanted < JOURNAL_READERS_MAX)
		r->wanted[r->n_wanted++] = number;
}

static int put_gap(uint64_t *at, uint64_t next, void *buf, size_t size)
{
	struct msg_fact_gap gap = { .next = next, .lost = next - *at };
	int len = msg_event_gap_put(buf, size, &gap);

	if (len > 0)
		*at = next;
	return len;
}

static int put_packet(uint64_t *at, uint64_t next, const uint8_t *packet, size_t len, void *buf,
		      size_t size)
{
	if (len > size)
		return -ENOBUFS;
	memcpy(buf, packet, len);
	*at = next;
	return (int)len;
}

int readers_packet(struct readers *r, uint64_t anchor, uint64_t head, uint64_t *at, void *buf,
		   size_t size)
{
	const struct page_entry *entry;
	size_t len;

	if (*at == UINT64_MAX)
		*at = head + 1;
	*at = MAX(*at, 1u);
	if (*at > head)
		return 0;
	if (packets_have(r->newest, *at)) {
		const uint8_t *packet = packets_at(r->newest, *at, &len);

		return put_packet(at, *at + 1, packet, len, buf, size);
	}
	if (*at <= anchor)
		return put_gap(at, anchor + 1, buf, size);
	entry = r->page ? page_find(r->page, *at) : NULL;
	if (entry)
		return put_packet(at, entry->next, r->page->bytes + entry->at, entry->len, buf,
				  size);
	want(r, *at);
	return 0;
}
