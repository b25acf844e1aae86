// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/event_list.h"

#include <string.h>

static uint32_t start_of(const struct event_list *l, unsigned place)
{
	return place ? l->ends[place - 1] : 0;
}

/* All bytes stay at the front, so that pages behind them are never memory. */
static void drop_first(struct event_list *l)
{
	uint32_t gone = l->ends[0];

	memmove(l->bytes, l->bytes + gone, start_of(l, l->n) - gone);
	l->n--;
	for (unsigned i = 0; i < l->n; i++) {
		l->numbers[i] = l->numbers[i + 1];
		l->ends[i] = l->ends[i + 1] - gone;
	}
}

void event_list_add(struct event_list *l, const struct event *e)
{
	struct cursor c;

	if (l->n && event_list_number(l, l->n - 1) >= e->number)
		l->n = 0;
	if (l->n == EVENT_LIST_MAX)
		drop_first(l);
	c = cursor_writer(l->bytes + start_of(l, l->n), EVENT_BODY_MAX);
	msg_put_event(&c, e);
	l->numbers[l->n] = e->number;
	l->ends[l->n] = (uint32_t)(c.at - l->bytes);
	l->n++;
}

struct event event_list_at(const struct event_list *l, unsigned place)
{
	uint32_t from = start_of(l, place);
	struct cursor c = cursor_reader(l->bytes + from, l->ends[place] - from);
	struct event e = { .number = 0 };

	msg_get_event(&c, &e);
	return e;
}

uint64_t event_list_number(const struct event_list *l, unsigned place)
{
	return l->numbers[place];
}
