// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/books.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/util.h"

void books_done(struct books *b)
{
	for (unsigned i = 0; i < b->n; i++)
		ledger_done(&b->list[i].ledger);
	b->n = 0;
}

void book_want(struct book *b, enum letter_kind kind)
{
	if (b->wanted & (1U << kind))
		return;
	b->wanted |= 1U << kind;
	b->marks[kind] = 0;
}

int books_find(const struct books *b, const char *id)
{
	for (unsigned i = 0; i < b->n; i++)
		if (streq(b->list[i].route.to.id, id))
			return (int)i;
	return -ENOENT;
}

/* Moves the book of this recipient into its new place; who has none begins. */
static void move(struct books *b, const struct route *route, uint64_t next, struct book *to)
{
	int i = books_find(b, route->to.id);

	*to = (struct book){ 0 };
	if (i >= 0) {
		*to = b->list[i];
		b->list[i].ledger = (struct ledger){ 0 };
	} else {
		to->ledger.seen = next;
	}
	to->route = *route;
	/* nothing waits for who cannot be told (S129) */
	if (!route->open) {
		to->wanted = 0;
		if (!to->ledger.on_way)
			ledger_begin(&to->ledger, to->ledger.seen);
	}
}

void books_settings(struct books *b, const struct settings *s, uint64_t next)
{
	struct route *routes = calloc(ROUTES_MAX, sizeof(*routes));
	struct book *list = calloc(ROUTES_MAX, sizeof(*list));
	unsigned n = 0;

	/* without memory the recipients stay as they are */
	if (routes && list) {
		n = routes_fill(s, routes);
		for (unsigned i = 0; i < n; i++)
			move(b, &routes[i], next, &list[i]);
		books_done(b);
		memcpy(b->list, list, n * sizeof(*list));
		b->n = n;
	}
	free(routes);
	free(list);
}

uint64_t books_seen(const struct books *b)
{
	uint64_t seen = UINT64_MAX;

	for (unsigned i = 0; i < b->n; i++)
		if (b->list[i].ledger.seen)
			seen = MIN(seen, b->list[i].ledger.seen);
	return seen == UINT64_MAX ? 0 : seen;
}

void books_begin(struct books *b, uint64_t next)
{
	for (unsigned i = 0; i < b->n; i++)
		if (b->list[i].ledger.seen == 0)
			ledger_begin(&b->list[i].ledger, next);
}

void books_begin_anew(struct books *b, uint64_t next)
{
	for (unsigned i = 0; i < b->n; i++)
		ledger_begin(&b->list[i].ledger, next);
}

int books_event(struct books *b, const struct ledger_world *w, const struct event *e)
{
	int r = 0;

	for (unsigned i = 0; i < b->n; i++)
		if (ledger_event(&b->list[i].ledger, &b->list[i].route, w, e) < 0)
			r = -ENOMEM;
	return r;
}

/* The next one is told of all that nobody has acknowledged in time. */
static void escalate(struct books *b, struct book *from, const struct ledger_world *w)
{
	int to = books_find(b, from->route.to.escalate_to);

	for (unsigned i = 0; i < from->ledger.n_owed; i++) {
		const struct owed *o = &from->ledger.owed[i];

		if (ledger_escalates(&from->ledger, i, w) && to >= 0)
			(void)ledger_take_over(&b->list[to].ledger, o->alarm, o->occurrence,
					       w->now.mono_us);
	}
}

int64_t books_look(struct books *b, const struct ledger_world *w)
{
	int64_t next_us = LEDGER_NEVER;

	for (unsigned i = 0; i < b->n; i++)
		escalate(b, &b->list[i], w);
	for (unsigned i = 0; i < b->n; i++)
		next_us = MIN(next_us, ledger_look(&b->list[i].ledger, &b->list[i].route, w));
	return next_us;
}
