// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/alarm_link.h"

#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>

#include "lib/present/alarm.h"

int alarm_link_new(struct alarm_link **ret_link)
{
	struct alarm_link *a = calloc(1, sizeof(*a));

	if (!a)
		return -ENOMEM;
	a->link.client = CLIENT_INIT;
	*ret_link = a;
	return 0;
}

struct alarm_link *alarm_link_free(struct alarm_link *a)
{
	if (!a)
		return NULL;
	client_done(&a->link.client);
	text_done(&a->why_not);
	free(a);
	return NULL;
}

void alarm_link_cleanup(struct alarm_link **a)
{
	*a = alarm_link_free(*a);
}

void alarm_link_lose(struct alarm_link *a, int error)
{
	client_done(&a->link.client);
	a->error = error;
	a->has_summary = a->has_schedules = false;
	a->n_pages = a->pages_seen = a->n = 0;
	a->link.health.n_troubles = 0;
}

static int by_order(const void *one, const void *other)
{
	const struct alarm *const *a = one, *const *b = other;

	return present_alarm_order(*a, *b);
}

static void make_list(struct alarm_link *a)
{
	a->n = 0;
	for (unsigned i = 0; i < a->n_pages; i++)
		for (unsigned k = 0; k < a->pages[i].n && a->n < ALARMS_MAX; k++)
			a->list[a->n++] = &a->pages[i].alarms[k];
	qsort(a->list, a->n, sizeof(a->list[0]), by_order);
}

static int take_page(struct alarm_link *a, struct cursor *body)
{
	int r = msg_alarms_get(body, &a->page);

	if (r < 0)
		return r;
	a->n_pages = a->page.pages;
	a->pages_seen |= 1u << a->page.page;
	a->pages[a->page.page] = a->page;
	make_list(a);
	return 0;
}

/* True when there is something on the pages that would be shown. */
static bool wants_pages(const struct alarm_link *a)
{
	return a->all || a->summary.active > 0 || a->summary.unacknowledged > 0 ||
	       a->summary.shelved > 0;
}

/* The summary is told before the pages. */
static bool is_complete(const struct alarm_link *a)
{
	unsigned pages = (1u << a->n_pages) - 1;

	if (!a->has_summary || !wants_pages(a))
		return a->has_summary;
	return a->n_pages > 0 && (a->pages_seen & pages) == pages;
}

static int take(struct alarm_link *a, const struct msg_head *head, struct cursor *body)
{
	int r;

	switch (head->type) {
	case MSG_ALARMS:
		return take_page(a, body);
	case MSG_ALARM_SUMMARY:
		r = msg_alarm_summary_get(body, &a->summary);
		a->has_summary |= r == 0;
		return r;
	case MSG_SCHEDULES:
		r = msg_schedules_get(body, &a->schedules);
		a->has_schedules |= r == 0;
		return r;
	case MSG_REFUSED:
		return -EACCES;
	default:
		r = link_take(&a->link, head, body);
		return r < 0 ? r : 0;
	}
}

int alarm_link_take(struct alarm_link *a, const struct msg_head *head, struct cursor *body)
{
	int r = take(a, head, body);

	if (r == 0 && is_complete(a))
		a->error = 0;
	return r;
}

static int take_until_complete(void *ctx, const struct msg_head *head, struct cursor *body)
{
	struct alarm_link *a = ctx;
	int r = alarm_link_take(a, head, body);

	return r < 0 ? r : a->error == 0;
}

static int read_state(struct alarm_link *a)
{
	return link_until(&a->link, LINK_STATE_US, take_until_complete, a);
}

void alarm_link_dial(struct alarm_link *a)
{
	int r = link_dial(&a->link, "alarmd");

	a->error = r < 0 ? r : -EINPROGRESS;
}

int alarm_link_finish(struct alarm_link *a)
{
	int r = a->error == -EINPROGRESS ? link_greet(&a->link, NULL) : a->error;

	if (r >= 0)
		r = read_state(a);
	if (r < 0)
		alarm_link_lose(a, r);
	return r;
}

int alarm_link_connect(struct alarm_link *a)
{
	alarm_link_dial(a);
	return alarm_link_finish(a);
}

int alarm_link_open(struct alarm_link *a)
{
	int code = link_open(&a->link, "alarmd");
	int r;

	a->error = -EINPROGRESS;
	if (code != EX_OK)
		return code;
	r = read_state(a);
	return r < 0 ? link_lost(&a->link, r) : EX_OK;
}

static const char *why_not(struct alarm_link *a)
{
	struct failure_place place;

	link_place(&a->link, &place);
	text_clear(&a->why_not);
	failure_unwatched(a->error, &place, &a->why_not);
	return text_get(&a->why_not);
}

const struct present_alarms *alarm_link_shown(struct alarm_link *a)
{
	const struct msg_alarm_summary *m = &a->summary;

	if (a->error < 0) {
		a->shown = (struct present_alarms){ .why_not = why_not(a) };
		return &a->shown;
	}
	a->shown = (struct present_alarms){
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
		.list = a->list,
		.n = a->n,
		.health = &a->link.health,
	};
	return &a->shown;
}

struct present_table alarm_link_table(const struct alarm_link *a, bool ascii)
{
	return (struct present_table){
		.channels = a->link.hello.channels,
		.n_channels = a->link.hello.n_channels,
		.style = { .fahrenheit = a->link.hello.fahrenheit, .ascii = ascii },
	};
}
