// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/util.h"

void report_begin(struct report *r, int64_t since_us, int64_t now_us)
{
	*r = (struct report){ .since_us = since_us, .now_us = now_us };
}

void report_done(struct report *r)
{
	free(r->rows);
	free(r->acks);
	*r = (struct report){ 0 };
}

/* Room for one more of an array; NULL when there is none. */
static void *grow(struct report *r, void *list, unsigned n, unsigned *room, size_t size)
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

static struct report_row *find_row(struct report *r, const char *alarm)
{
	struct report_row *rows;

	for (unsigned i = 0; i < r->n; i++)
		if (streq(r->rows[i].alarm, alarm))
			return &r->rows[i];
	if (r->n == REPORT_ROWS_MAX) {
		r->left_out++;
		return NULL;
	}
	rows = grow(r, r->rows, r->n, &r->room, sizeof(*rows));
	if (!rows)
		return NULL;
	r->rows = rows;
	r->rows[r->n] = (struct report_row){ 0 };
	(void)snprintf(r->rows[r->n].alarm, sizeof(r->rows[r->n].alarm), "%s", alarm);
	return &r->rows[r->n++];
}

/* From one to the other: by the monotonic clock on the same boot, since people set the other one.
 */
static int64_t span_us(const struct report_moment *from, const struct report_moment *to)
{
	static const uint8_t unknown[16];
	bool same = memcmp(from->boot_id, to->boot_id, sizeof(unknown)) == 0 &&
		    memcmp(from->boot_id, unknown, sizeof(unknown)) != 0;
	int64_t us = same ? to->at.mono_us - from->at.mono_us : to->at.wall_us - from->at.wall_us;

	return MAX(us, 0);
}

/* The part of it that lies in the period. */
static int64_t clipped_us(const struct report *r, const struct report_moment *from,
			  const struct report_moment *to)
{
	int64_t us = span_us(from, to);

	if (from->at.wall_us >= r->since_us)
		return us;
	return MIN(us, MAX(to->at.wall_us - r->since_us, 0));
}

static void end_active(struct report *r, struct report_row *row, const struct report_moment *at)
{
	if (!row->active)
		return;
	row->active = false;
	row->active_us += clipped_us(r, &row->raised, at);
}

static void raise_row(struct report *r, struct report_row *row, const struct event *e,
		      const struct report_moment *at)
{
	end_active(r, row, at);
	row->active = row->unseen = true;
	row->raised = *at;
	row->raises += e->now.wall_us >= r->since_us;
}

static void acknowledge(struct report *r, struct report_row *row, const struct report_moment *at)
{
	struct report_ack *acks;

	if (!row->unseen)
		return;
	row->unseen = false;
	if (at->at.wall_us < r->since_us)
		return;
	acks = grow(r, r->acks, r->n_acks, &r->acks_room, sizeof(*acks));
	if (!acks)
		return;
	r->acks = acks;
	r->acks[r->n_acks++] = (struct report_ack){
		.row = (unsigned)(row - r->rows),
		.us = span_us(&row->raised, at),
	};
	row->acknowledged++;
}

void report_take(struct report *r, const struct event *e)
{
	struct report_moment at = { .at = e->now };
	struct report_row *row = *e->alarm ? find_row(r, e->alarm) : NULL;

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

void report_active(struct report *r, const struct alarm *a)
{
	struct report_row *row = find_row(r, a->id);

	if (!row || row->active)
		return;
	(void)snprintf(row->channel, sizeof(row->channel), "%s", a->channel);
	row->priority = a->priority;
	row->active = true;
	row->raised = (struct report_moment){ .at = a->raised };
}

static int by_span(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return (one > other) - (one < other);
}

/* Mean and median of the acknowledgements of one row, or of all (-1). */
static int add_up(const struct report *r, int row, int64_t *ret_mean_us, int64_t *ret_median_us)
{
	int64_t *us = calloc(r->n_acks + 1, sizeof(*us)), sum = 0;
	unsigned n = 0;

	if (!us)
		return -ENOMEM;
	for (unsigned i = 0; i < r->n_acks; i++) {
		if (row >= 0 && r->acks[i].row != (unsigned)row)
			continue;
		sum += r->acks[i].us;
		us[n++] = r->acks[i].us;
	}
	qsort(us, n, sizeof(*us), by_span);
	if (n > 0) {
		*ret_mean_us = sum / n;
		*ret_median_us = n % 2 ? us[n / 2] : (us[n / 2 - 1] + us[n / 2]) / 2;
	}
	free(us);
	return 0;
}

static int noisiest(const void *a, const void *b)
{
	const struct report_row *one = a, *other = b;

	if (one->raises != other->raises)
		return one->raises > other->raises ? -1 : 1;
	if (one->chatters != other->chatters)
		return one->chatters > other->chatters ? -1 : 1;
	if (one->active_us != other->active_us)
		return one->active_us > other->active_us ? -1 : 1;
	return strcmp(one->alarm, other->alarm);
}

static void end_row(struct report *r, struct report_row *row)
{
	const struct report_moment now = { .at = { .wall_us = r->now_us } };

	if (row->active) {
		row->now_us = span_us(&row->raised, &now);
		row->active_us += clipped_us(r, &row->raised, &now);
	}
	r->raises += row->raises;
	r->acknowledged += row->acknowledged;
	r->active += row->active;
	r->stale += row->active && row->now_us > REPORT_STALE_US;
}

static bool is_news(const struct report_row *row)
{
	return row->raises > 0 || row->chatters > 0 || row->active_us > 0 || row->active;
}

int report_end(struct report *r)
{
	unsigned n = 0;

	for (unsigned i = 0; i < r->n; i++) {
		if (add_up(r, (int)i, &r->rows[i].ack_mean_us, &r->rows[i].ack_median_us) < 0)
			r->failed = true;
		end_row(r, &r->rows[i]);
	}
	if (r->failed || add_up(r, -1, &r->ack_mean_us, &r->ack_median_us) < 0)
		return -ENOMEM;
	for (unsigned i = 0; i < r->n; i++)
		if (is_news(&r->rows[i]))
			r->rows[n++] = r->rows[i];
	r->n = n;
	if (n > 0)
		qsort(r->rows, r->n, sizeof(*r->rows), noisiest);
	return 0;
}
