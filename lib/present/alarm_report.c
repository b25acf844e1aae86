// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/alarm_report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/util.h"

void alarm_report_begin(struct alarm_report *r, int64_t since_us, int64_t now_us)
{
	*r = (struct alarm_report){ .since_us = since_us, .now_us = now_us };
}

void alarm_report_done(struct alarm_report *r)
{
	free(r->rows);
	free(r->acks);
	*r = (struct alarm_report){ 0 };
}

/* Room for one more of an array; NULL when there is none. */
static void *grow(struct alarm_report *r, void *list, unsigned n, unsigned *room, size_t size)
{
	unsigned more = *room ? 2 * *room : 16;
	void *grown;

	if (n < *room)
		return list;
	grown = reallocarray(list, more, size);
	if (grown)
		*room = more;
	else
		r->failed = true;
	return grown;
}

static struct alarm_report_row *find_row(struct alarm_report *r, const char *alarm)
{
	struct alarm_report_row *rows;

	for (unsigned i = 0; i < r->n; i++)
		if (streq(r->rows[i].alarm, alarm))
			return &r->rows[i];
	if (r->n == ALARM_REPORT_ROWS_MAX) {
		r->left_out++;
		return NULL;
	}
	rows = grow(r, r->rows, r->n, &r->room, sizeof(*rows));
	if (!rows)
		return NULL;
	r->rows = rows;
	r->rows[r->n] = (struct alarm_report_row){ 0 };
	(void)snprintf(r->rows[r->n].alarm, sizeof(r->rows[r->n].alarm), "%s", alarm);
	return &r->rows[r->n++];
}

/* From one to the other: by the monotonic clock on the same boot, since people set the other one.
 */
static int64_t span_us(const struct alarm_report_moment *from, const struct alarm_report_moment *to)
{
	static const uint8_t unknown[16];
	bool same = memcmp(from->boot_id, to->boot_id, sizeof(unknown)) == 0 &&
		    memcmp(from->boot_id, unknown, sizeof(unknown)) != 0;
	int64_t us = same ? to->at.mono_us - from->at.mono_us : to->at.wall_us - from->at.wall_us;

	return MAX(us, 0);
}

/* The part of it that lies in the period. */
static int64_t clipped_us(const struct alarm_report *r, const struct alarm_report_moment *from,
			  const struct alarm_report_moment *to)
{
	int64_t us = span_us(from, to);

	if (from->at.wall_us >= r->since_us)
		return us;
	return MIN(us, MAX(to->at.wall_us - r->since_us, 0));
}

static void end_active(struct alarm_report *r, struct alarm_report_row *row,
		       const struct alarm_report_moment *at)
{
	if (!row->active)
		return;
	row->active = false;
	row->active_us += clipped_us(r, &row->raised, at);
}

static void raise_row(struct alarm_report *r, struct alarm_report_row *row, const struct event *e,
		      const struct alarm_report_moment *at)
{
	end_active(r, row, at);
	row->active = row->unseen = true;
	row->raised = *at;
	row->raises += e->now.wall_us >= r->since_us;
}

static void acknowledge(struct alarm_report *r, struct alarm_report_row *row,
			const struct alarm_report_moment *at)
{
	struct alarm_report_ack *acks;

	if (!row->unseen)
		return;
	row->unseen = false;
	if (at->at.wall_us < r->since_us)
		return;
	if (r->n_acks == ALARM_REPORT_ACKS_MAX) {
		r->left_out++;
		return;
	}
	acks = grow(r, r->acks, r->n_acks, &r->acks_room, sizeof(*acks));
	if (!acks)
		return;
	r->acks = acks;
	r->acks[r->n_acks++] = (struct alarm_report_ack){
		.row = (unsigned)(row - r->rows),
		.us = span_us(&row->raised, at),
	};
	row->acknowledged++;
}

void alarm_report_take(struct alarm_report *r, const struct event *e)
{
	struct alarm_report_moment at = { .at = e->now };
	struct alarm_report_row *row = *e->alarm ? find_row(r, e->alarm) : NULL;

	if (!row)
		return;
	memcpy(at.boot_id, e->boot_id, sizeof(at.boot_id));
	(void)snprintf(row->channel, sizeof(row->channel), "%s", e->channel);
	row->priority = e->priority;
	if (e->kind == EVENT_ALARM_RAISED)
		raise_row(r, row, e, &at);
	else if (e->kind == EVENT_ALARM_CLEARED || e->kind == EVENT_ALARM_RESET)
		end_active(r, row, &at);
	else if (e->kind == EVENT_ALARM_ACKNOWLEDGED)
		acknowledge(r, row, &at);
	else if (e->kind == EVENT_ALARM_CHATTERING)
		row->chatters += e->now.wall_us >= r->since_us;
}

void alarm_report_active(struct alarm_report *r, const struct alarm *a)
{
	struct alarm_report_row *row = find_row(r, a->id);

	if (!row || row->active)
		return;
	(void)snprintf(row->channel, sizeof(row->channel), "%s", a->channel);
	row->priority = a->priority;
	row->active = true;
	row->raised = (struct alarm_report_moment){ .at = a->raised };
}

static int by_span(const void *a, const void *b)
{
	const struct alarm_report_ack *one = a, *other = b;

	return (one->us > other->us) - (one->us < other->us);
}

static int by_row(const void *a, const void *b)
{
	const struct alarm_report_ack *one = a, *other = b;

	if (one->row != other->row)
		return one->row > other->row ? 1 : -1;
	return by_span(a, b);
}

/* Mean and median of acknowledgements, which lie in order; without any they stay as they are. */
static void add_up(const struct alarm_report_ack *acks, unsigned n, int64_t *ret_mean_us,
		   int64_t *ret_median_us)
{
	int64_t sum = 0;

	if (n == 0)
		return;
	for (unsigned i = 0; i < n; i++)
		sum += acks[i].us;
	*ret_mean_us = sum / n;
	*ret_median_us = n % 2 ? acks[n / 2].us : (acks[n / 2 - 1].us + acks[n / 2].us) / 2;
}

static void sort_acks(struct alarm_report *r, int (*how)(const void *a, const void *b))
{
	if (r->n_acks > 0)
		qsort(r->acks, r->n_acks, sizeof(*r->acks), how);
}

static void add_up_all(struct alarm_report *r)
{
	const struct alarm_report_ack *at = r->acks;

	sort_acks(r, by_row);
	for (unsigned i = 0; i < r->n; i++) {
		struct alarm_report_row *row = &r->rows[i];

		add_up(at, row->acknowledged, &row->ack_mean_us, &row->ack_median_us);
		if (row->acknowledged > 0)
			at += row->acknowledged;
	}
	sort_acks(r, by_span);
	add_up(r->acks, r->n_acks, &r->ack_mean_us, &r->ack_median_us);
}

static int noisiest(const void *a, const void *b)
{
	const struct alarm_report_row *one = a, *other = b;

	if (one->raises != other->raises)
		return one->raises > other->raises ? -1 : 1;
	if (one->chatters != other->chatters)
		return one->chatters > other->chatters ? -1 : 1;
	if (one->active_us != other->active_us)
		return one->active_us > other->active_us ? -1 : 1;
	return strcmp(one->alarm, other->alarm);
}

static void end_row(struct alarm_report *r, struct alarm_report_row *row)
{
	const struct alarm_report_moment now = { .at = { .wall_us = r->now_us } };

	if (row->active) {
		row->now_us = span_us(&row->raised, &now);
		row->active_us += clipped_us(r, &row->raised, &now);
	}
	r->raises += row->raises;
	r->acknowledged += row->acknowledged;
	r->active += row->active;
	r->stale += row->active && row->now_us > ALARM_REPORT_STALE_US;
}

static bool is_news(const struct alarm_report_row *row)
{
	return row->raises > 0 || row->chatters > 0 || row->active_us > 0 || row->active;
}

int alarm_report_end(struct alarm_report *r)
{
	unsigned n = 0;

	if (r->failed)
		return -ENOMEM;
	add_up_all(r);
	for (unsigned i = 0; i < r->n; i++)
		end_row(r, &r->rows[i]);
	for (unsigned i = 0; i < r->n; i++)
		if (is_news(&r->rows[i]))
			r->rows[n++] = r->rows[i];
	r->n = n;
	if (n > 0)
		qsort(r->rows, r->n, sizeof(*r->rows), noisiest);
	return 0;
}
