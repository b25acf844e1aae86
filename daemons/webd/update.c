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

static void drop(struct update **at)
{
	struct update *gone = *at;

	*at = gone->next;
	text_done(&gone->bytes);
	free(gone);
}

/* The oldest without a user, when they are more than may wait for one. */
static void drop_surplus(struct updates *u)
{
	struct update **oldest = NULL;
	unsigned n = 0;

	for (struct update **at = &u->first; *at; at = &(*at)->next) {
		if ((*at)->users > 0)
			continue;
		oldest = at;
		n++;
	}
	if (n > UPDATES_WAIT_MAX)
		drop(oldest);
}

void updates_let_go(struct updates *u, struct update *update)
{
	if (--update->users == 0)
		drop_surplus(u);
}

void updates_turn(struct updates *u)
{
	for (struct update **at = &u->first; *at;) {
		if ((*at)->users > 0)
			at = &(*at)->next;
		else
			drop(at);
	}
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
