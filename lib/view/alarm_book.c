// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/view/alarm_book.h"

#include <stdlib.h>

#include "lib/present/alarm.h"

static int by_order(const void *one, const void *other)
{
	const struct alarm *const *a = one, *const *b = other;

	return present_alarm_order(*a, *b);
}

static void make_list(struct alarm_book *b)
{
	b->n = 0;
	for (unsigned i = 0; i < b->n_pages; i++)
		for (unsigned k = 0; k < b->pages[i].n && b->n < ALARMS_MAX; k++)
			b->list[b->n++] = &b->pages[i].alarms[k];
	qsort(b->list, b->n, sizeof(b->list[0]), by_order);
}

static int take_page(struct alarm_book *b, struct cursor *body)
{
	int r = msg_alarms_get(body, &b->page);

	if (r < 0)
		return r;
	b->n_pages = b->page.pages;
	b->pages_seen |= 1u << b->page.page;
	b->pages[b->page.page] = b->page;
	make_list(b);
	return 1;
}

static int take_summary(struct alarm_book *b, struct cursor *body)
{
	int r = msg_alarm_summary_get(body, &b->summary);

	b->has_summary |= r == 0;
	return r < 0 ? r : 1;
}

static int take_schedules(struct alarm_book *b, struct cursor *body)
{
	int r = msg_schedules_get(body, &b->schedules);

	b->has_schedules |= r == 0;
	return r < 0 ? r : 1;
}

int alarm_book_take(struct alarm_book *b, const struct msg_head *head, struct cursor *body)
{
	switch (head->type) {
	case MSG_ALARMS:
		return take_page(b, body);
	case MSG_ALARM_SUMMARY:
		return take_summary(b, body);
	case MSG_SCHEDULES:
		return take_schedules(b, body);
	default:
		return 0;
	}
}

void alarm_book_clear(struct alarm_book *b)
{
	b->has_summary = b->has_schedules = false;
	b->n_pages = b->pages_seen = b->n = 0;
}

/* True when there is something on the pages that would be shown. */
static bool wants_pages(const struct alarm_book *b, bool all)
{
	return all || b->summary.active > 0 || b->summary.unacknowledged > 0 ||
	       b->summary.shelved > 0;
}

/* The summary is told before the pages. */
bool alarm_book_complete(const struct alarm_book *b, bool all)
{
	unsigned pages = (1u << b->n_pages) - 1;

	if (!b->has_summary || !wants_pages(b, all))
		return b->has_summary;
	return b->n_pages > 0 && (b->pages_seen & pages) == pages;
}

const struct present_alarms *alarm_book_shown(struct alarm_book *b, const struct health *health)
{
	const struct msg_alarm_summary *m = &b->summary;

	b->shown = (struct present_alarms){
		.watched = true,
		.active = m->active,
		.unacknowledged = m->unacknowledged,
		.shelved = m->shelved,
		.silent = m->silent,
		.may_raise = m->may_raise,
		.log_trouble = m->log_trouble,
		.maintenance_until_us = m->maintenance_until_us,
		.maintenance_reason = m->maintenance_reason,
		.maintenance_by = m->maintenance_by,
		.head = m->head,
		.list = b->list,
		.n = b->n,
		.health = health,
	};
	return &b->shown;
}

const struct present_alarms *alarm_book_unwatched(struct alarm_book *b, const char *why_not)
{
	b->shown = (struct present_alarms){ .why_not = why_not };
	return &b->shown;
}
