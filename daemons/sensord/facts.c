// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/facts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/wire/msg.h"

/* A packed fact: head, fields, the longest texts. */
#define PACKET_MAX 512

struct facts {
	uint64_t instance;
	uint64_t first, next; /* numbers of the oldest one kept, and of the next to come */
	size_t used;	      /* bytes in use */
	size_t write_at;      /* where the next packet goes in `bytes` */
	struct {
		uint32_t at;
		uint16_t len;
	} places[FACTS_MAX]; /* by number modulo FACTS_MAX */
	/* Behind it room for one more packet, so that none is cut at the end of the ring. */
	uint8_t bytes[FACTS_BYTES_MAX + PACKET_MAX];
};

int facts_new(uint64_t instance, struct facts **ret_facts)
{
	/* calloc of this size gives untouched pages: memory grows with what is in it */
	struct facts *f = calloc(1, sizeof(*f));

	if (!f)
		return -ENOMEM;
	f->instance = instance;
	f->first = f->next = 1;
	*ret_facts = f;
	return 0;
}

struct facts *facts_free(struct facts *f)
{
	free(f);
	return NULL;
}

static void forget_oldest(struct facts *f)
{
	f->used -= f->places[f->first % FACTS_MAX].len;
	f->first++;
}

void facts_add(struct facts *f, struct fact *fact)
{
	uint8_t packet[PACKET_MAX];
	int len;

	fact->number = f->next;
	len = msg_fact_put(packet, sizeof(packet), fact);
	if (len < 0)
		return;
	while (f->first < f->next &&
	       (f->next - f->first >= FACTS_MAX || f->used + (size_t)len > FACTS_BYTES_MAX))
		forget_oldest(f);
	memcpy(f->bytes + f->write_at, packet, (size_t)len);
	f->places[f->next % FACTS_MAX].at = (uint32_t)f->write_at;
	f->places[f->next % FACTS_MAX].len = (uint16_t)len;
	f->used += (size_t)len;
	f->write_at += (size_t)len;
	if (f->write_at >= FACTS_BYTES_MAX)
		f->write_at = 0;
	f->next++;
}

uint64_t facts_next(const struct facts *f)
{
	return f->next;
}

uint64_t facts_place(const struct facts *f, uint64_t instance, uint64_t from)
{
	if (instance == 0)
		return f->next;
	if (instance != f->instance || from > f->next || from == 0)
		return 0;
	return from;
}

int facts_packet(const struct facts *f, uint64_t *at, void *buf, size_t size)
{
	struct msg_fact_gap gap = { .next = f->first };
	size_t len;

	if (*at == f->next)
		return 0;
	if (*at < f->first) {
		/* 0 is a reader of another instance: nobody knows how many it missed */
		gap.lost = *at ? f->first - *at : 0;
		*at = f->first;
		return msg_fact_gap_put(buf, size, &gap);
	}
	len = f->places[*at % FACTS_MAX].len;
	if (len > size)
		return -ENOBUFS;
	memcpy(buf, f->bytes + f->places[*at % FACTS_MAX].at, len);
	(*at)++;
	return (int)len;
}
