// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What clients ask of loggerd. The right that each message needs stands in lib/wire/msg.c. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemons/loggerd/loggerd.h"
#include "lib/base/util.h"
#include "lib/daemon/persons.h"

/* ------------------------------------------------------------------ what waits for the disk */

static bool was_missing(const struct loggerd *s, const struct wish *w)
{
	for (unsigned i = 0; i < s->report.n_missing; i++)
		if (w->type == MSG_LOG_DELETE && s->report.missing[i] == (int64_t)w->file)
			return true;
	return false;
}

static const char *done_sentence(const struct wish *w)
{
	return w->type == MSG_LOG_APPEND  ? "a row is appended"
	       : w->type == MSG_LOG_CLEAR ? "the log is empty"
					  : "the file is deleted";
}

/* It is on the disk. */
static void finish(struct loggerd *s, const struct wish *w)
{
	if (was_missing(s, w)) {
		if (w->peer)
			server_reply(s->server, w->peer, w->id, ENOENT,
				     "the log has no file %" PRIu32
				     " (any more): psctl log files lists them",
				     w->file);
		return;
	}
	if (w->peer)
		server_reply(s->server, w->peer, w->id, 0, "%s", done_sentence(w));
}

void requests_answer(struct loggerd *s)
{
	unsigned left = 0;

	for (unsigned i = 0; i < s->n_wishes; i++) {
		struct wish *w = &s->wishes[i];
		bool done = w->number <= s->report.done;

		if (done) {
			finish(s, w);
			continue;
		}
		if (w->peer && s->report.error < 0) {
			server_reply(s->server, w->peer, w->id, EIO,
				     "it waits in memory, and would not survive a restart: %s",
				     s->report.trouble);
			w->peer = NULL;
		}
		s->wishes[left++] = *w;
	}
	s->n_wishes = left;
}

void requests_gone(void *ctx, struct server_peer *p)
{
	struct loggerd *s = ctx;

	for (unsigned i = 0; i < s->n_wishes; i++)
		if (s->wishes[i].peer == p)
			s->wishes[i].peer = NULL;
}

/* ------------------------------------------------------------------ requests */

static int order(struct loggerd *s, const struct wish *w)
{
	struct order_audit audit;

	audit_fill(s, w, &audit);
	switch (w->type) {
	case MSG_LOG_APPEND:
		return rows_append(s);
	case MSG_LOG_CLEAR:
		return orders_clear(&s->list, &audit);
	case MSG_LOG_DELETE:
		return orders_delete(&s->list, &audit);
	default:
		return -EOPNOTSUPP;
	}
}

int requests_handle(void *ctx, struct server_peer *p, const struct msg_head *head,
		    struct cursor *body)
{
	struct loggerd *s = ctx;
	struct wish w = { .peer = p, .id = head->id, .type = head->type };
	struct msg_log_request m;
	int r;

	if (head->type != MSG_LOG_APPEND && head->type != MSG_LOG_CLEAR &&
	    head->type != MSG_LOG_DELETE) {
		server_reply(s->server, p, head->id, EOPNOTSUPP, "loggerd does not do that");
		return 0;
	}
	if (msg_log_request_get(body, &m) < 0)
		return -EBADMSG;
	server_actor(p, &m.actor, &w.actor);
	if (!person_may(s->live.now, &w.actor, s->server, p, head->id, head->type))
		return 0;
	w.file = m.file;
	w.rows = s->report.status.rows;
	if (s->n_wishes == WISHES_MAX) {
		server_reply(s->server, p, head->id, EBUSY, "too many wait for the disk");
		return 0;
	}
	if (head->type == MSG_LOG_DELETE && m.file == 0) {
		server_reply(s->server, p, head->id, EINVAL, "name the file to delete");
		return 0;
	}
	if (head->type != MSG_LOG_APPEND && s->report.status.audits >= AUDITS_MAX) {
		server_reply(s->server, p, head->id, EBUSY,
			     "rmcu-alarmd has to write first who emptied the log before");
		return 0;
	}
	r = s->full ? -ENOSPC : order(s, &w);
	if (r == 0)
		r = record_hand_over(s, &w.number);
	if (r < 0) {
		server_reply(s->server, p, head->id, -r, "not done: %s",
			     s->report.trouble[0] ? s->report.trouble : "there is no room for it");
		return 0;
	}
	s->wishes[s->n_wishes++] = w;
	/* a disk that took nothing before has no news for who asks now */
	if (s->report.error < 0)
		requests_answer(s);
	return 0;
}
