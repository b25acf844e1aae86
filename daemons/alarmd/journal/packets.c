// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/packets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/wire/event.h"

int packets_new(size_t size, unsigned most, struct packets **ret_packets)
{
	struct packets *p = calloc(1, sizeof(*p));

	if (!p)
		return -ENOMEM;
	p->size = size;
	p->most = most;
	p->first = p->next = 1;
	/* Untouched pages cost nothing. Behind the ring room for one, so that none is cut there. */
	p->bytes = malloc(size + EVENT_PACKET_MAX);
	p->places = calloc(most, sizeof(*p->places));
	if (!p->bytes || !p->places) {
		(void)packets_free(p);
		return -ENOMEM;
	}
	*ret_packets = p;
	return 0;
}

struct packets *packets_free(struct packets *p)
{
	if (!p)
		return NULL;
	free(p->bytes);
	free(p->places);
	free(p);
	return NULL;
}

void packets_restart(struct packets *p, uint64_t next)
{
	p->first = p->next = next;
	p->used = p->write_at = 0;
}

bool packets_fit(const struct packets *p, size_t len)
{
	return p->next - p->first < p->most && len <= p->size - p->used;
}

void packets_put(struct packets *p, const void *bytes, size_t len)
{
	struct packet_place *place = &p->places[p->next % p->most];

	/* An empty one begins at its beginning: the pages behind stay untouched. */
	if (p->first == p->next)
		p->write_at = 0;
	memcpy(p->bytes + p->write_at, bytes, len);
	place->at = (uint32_t)p->write_at;
	place->len = (uint16_t)len;
	p->used += len;
	p->write_at += len;
	if (p->write_at >= p->size)
		p->write_at = 0;
	p->next++;
}

void packets_drop(struct packets *p)
{
	p->used -= p->places[p->first % p->most].len;
	p->first++;
}

bool packets_have(const struct packets *p, uint64_t number)
{
	return number >= p->first && number < p->next;
}

const uint8_t *packets_at(const struct packets *p, uint64_t number, size_t *ret_len)
{
	const struct packet_place *place = &p->places[number % p->most];

	*ret_len = place->len;
	return p->bytes + place->at;
}
