// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/staged.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"

void staged_begin(struct staged *s, uint64_t number)
{
	s->waits = true;
	s->number = number;
	s->len = 0;
	s->n = 0;
	s->pages = 0;
	s->has_summary = false;
}

static int make_room(struct staged *s, size_t len)
{
	uint8_t *more;

	if (len <= s->room)
		return 0;
	more = realloc(s->bytes, len);
	if (!more)
		return -ENOMEM;
	s->bytes = more;
	s->room = len;
	return 0;
}

int staged_add(struct staged *s, unsigned topic, const void *packet, size_t len)
{
	int r = s->n < ARRAY_SIZE(s->packets) ? make_room(s, s->len + len) : -ENOBUFS;

	if (r < 0)
		return r;
	memcpy(s->bytes + s->len, packet, len);
	s->packets[s->n++] = (struct staged_packet){ topic, s->len, len };
	s->len += len;
	return 0;
}

bool staged_due(const struct staged *s, uint64_t committed, bool stuck)
{
	return s->waits && (stuck || committed >= s->number);
}

void staged_done(struct staged *s)
{
	free(s->bytes);
	*s = (struct staged){ 0 };
}
