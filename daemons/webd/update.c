// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/update.h"

#include <stdlib.h>

#include "lib/base/util.h"

struct update *updates_find(struct updates *u, uint64_t since, uint64_t at, bool json)
{
	for (struct update *i = u->first; i; i = i->next) {
		if (i->since != since || i->at != at || i->json != json)
			continue;
		i->users++;
		return i;
	}
	return NULL;
}

struct update *updates_add(struct updates *u, uint64_t since, uint64_t at, bool json,
			   struct text *bytes)
{
	struct update *i = text_ok(bytes) && bytes->len > 0 ? calloc(1, sizeof(*i)) : NULL;

	if (!i) {
		text_done(bytes);
		return NULL;
	}
	*i = (struct update){ .since = since,
			      .at = at,
			      .json = json,
			      .users = 1,
			      .bytes = *bytes,
			      .next = u->first };
	*bytes = TEXT_INIT;
	u->first = i;
	return i;
}

void updates_let_go(struct updates *u, struct update *update)
{
	struct update **at = &u->first;

	if (--update->users > 0)
		return;
	while (*at != update)
		at = &(*at)->next;
	*at = update->next;
	text_done(&update->bytes);
	free(update);
}

enum spare spare_due(uint64_t turns_since_update, uint64_t turns_since_any, bool calls)
{
	if (calls || turns_since_update >= SPARE_TURNS)
		return SPARE_UPDATE;
	return turns_since_any >= SPARE_BEAT_TURNS ? SPARE_BEAT : SPARE_NOTHING;
}

void pace_told(struct pace *p, int64_t now_us)
{
	/* one that came before its second delays the next; time that nobody used is not saved up */
	p->next_us = MAX(p->next_us, now_us) + PACE_US;
}

int64_t pace_soonest_us(const struct pace *p, int64_t now_us)
{
	return MAX(now_us, p->next_us - PACE_US);
}
