// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Whoever empties the log, or a part of it, stands in the journal, once, whoever is killed when.
 * Audits lie in the database, in the transactions that did what they say. One at a time goes to
 * alarmd, and the next one when its removal is on the disk: so what is told again after a kill is
 * the last one that alarmd has, which knows it by its mark.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

#define RETRY_US (2 * USEC_PER_SEC)
/* alarmd dates events when it takes them; one that had to wait says when it was. */
#define LATE_US (10 * USEC_PER_SEC)

static uint64_t new_mark(void)
{
	uint64_t mark = 0;

	if (getrandom(&mark, sizeof(mark), 0) != (ssize_t)sizeof(mark))
		mark = (uint64_t)instant_read().wall_us;
	return mark ? mark : 1;
}

void audit_fill(const struct loggerd *s, const struct wish *w, struct order_audit *ret)
{
	const struct log_file file = { .file = w->file, .ended = true };
	char name[LOG_NAME_MAX];

	*ret = (struct order_audit){
		.mark = new_mark(),
		.wall_us = loggerd_now(s).wall_us,
		.actor = w->actor,
	};
	if (w->type == MSG_LOG_DELETE) {
		ret->file = w->file;
		log_file_name(&file, name);
		(void)snprintf(ret->text, sizeof(ret->text), "%s", name);
	} else {
		(void)snprintf(ret->text, sizeof(ret->text), "%" PRIu64 " rows", w->rows);
	}
}

static void fill_event(const struct loggerd *s, const struct order_audit *a, struct event *ret)
{
	char when[CLOCK_RFC3339_MAX];

	*ret = (struct event){
		.kind = a->file ? EVENT_LOG_DELETED : EVENT_LOG_CLEARED,
		.number = a->mark,
		.actor = a->actor,
	};
	clock_format_utc(a->wall_us, when);
	if (loggerd_now(s).wall_us - a->wall_us < LATE_US)
		(void)snprintf(ret->text, sizeof(ret->text), "%s", a->text);
	else
		(void)snprintf(ret->text, sizeof(ret->text), "%s (at %s)", a->text, when);
}

void audit_run(struct loggerd *s, int64_t own_us)
{
	uint32_t id;
	struct event e;
	int len;

	if (s->audit.removed && s->audit.removed <= s->report.done)
		s->audit.removed = 0;
	if (!s->report.opened || s->report.status.oldest_audit.mark == 0 || !s->events.known ||
	    s->audit.sent || s->audit.removed || own_us < s->audit.retry_us)
		return;
	fill_event(s, &s->report.status.oldest_audit, &e);
	id = client_next_id(&s->events.link.client);
	len = msg_event_append_put(s->packet, sizeof(s->packet), id, &e);
	if (link_send(&s->events.link, s->packet, len) == 0)
		s->audit.sent = id;
}

void audit_answer(struct loggerd *s, uint32_t id, const struct msg_reply *reply)
{
	int r;

	if (s->audit.sent == 0 || s->audit.sent != id)
		return;
	s->audit.sent = 0;
	s->audit.retry_us = mono_read_us() + RETRY_US;
	/* EIO: alarmd has it in memory alone, and knows it when it hears it again */
	if (reply->error == EAGAIN || reply->error == EBUSY || reply->error == EIO)
		return;
	if (reply->error)
		log_error("alarmd refuses to write who emptied the log: %s", reply->sentence);
	r = orders_told(&s->list, s->report.status.oldest_audit.mark);
	if (r == 0)
		r = record_hand_over(s, &s->audit.removed);
	/* told again, and known there */
	if (r == 0)
		s->audit.retry_us = 0;
}

void audit_lost(struct loggerd *s)
{
	s->audit.sent = 0;
}
