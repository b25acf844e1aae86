// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* HELLO, health and status for the socket. */
#include <stdio.h>
#include <stdlib.h>

#include "daemons/notifyd/notifyd.h"
#include "lib/base/cleanup.h"
#include "lib/base/util.h"

/* How often counters are told although nothing is wrong. */
#define HEALTH_EVERY_US (10 * USEC_PER_SEC)

_Static_assert(ROUTES_MAX == NOTIFY_RECIPIENTS_MAX, "each has a place in the status");

int publish_hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	const struct notifyd *s = ctx;

	return introduce_hello(&s->self, &s->live, &s->view.table, rights, buf, size);
}

static int write_health(struct notifyd *s)
{
	return introduce_health(&s->self, s->server, &s->troubles, s->packet, sizeof(s->packet));
}

void publish_newcomer(void *ctx)
{
	struct notifyd *s = ctx;
	int len = write_health(s);

	if (len > 0)
		server_refresh(s->server, NOTIFY_TOPIC_HEALTH, s->packet, (size_t)len);
}

static void publish_health(struct notifyd *s)
{
	int len = write_health(s);

	s->troubles.changed = false;
	if (len > 0)
		server_publish(s->server, NOTIFY_TOPIC_HEALTH, s->packet, (size_t)len);
}

static unsigned told_of(const struct ledger *l)
{
	unsigned n = 0;

	for (unsigned i = 0; i < l->n_owed; i++)
		n += l->owed[i].told;
	return n;
}

static unsigned bits(unsigned mask)
{
	return (unsigned)__builtin_popcount(mask);
}

static void fill(struct notifyd *s, unsigned i, struct msg_notify_status *m)
{
	const struct book *b = &s->books.list[i];
	const char *why;

	(void)snprintf(m->recipients[i].id, sizeof(m->recipients[i].id), "%s", b->route.to.id);
	m->recipients[i].by = b->route.to.by;
	m->recipients[i].enabled = b->route.open;
	m->recipients[i].next = ledger_next(&b->ledger);
	m->recipients[i].waiting = (uint16_t)(b->ledger.n_queue + bits(b->wanted));
	m->recipients[i].open = (uint16_t)told_of(&b->ledger);
	m->recipients[i].sent = b->tally.sent;
	m->recipients[i].failed = b->tally.failed;
	m->recipients[i].last_us = b->tally.last_us;
	m->recipients[i].outcome = b->tally.outcome;
	(void)snprintf(m->recipients[i].sentence, sizeof(m->recipients[i].sentence), "%s",
		       b->tally.sentence);
	m->recipients[i].due_us = tell_due_us(s, i, &why);
	(void)snprintf(m->recipients[i].why, sizeof(m->recipients[i].why), "%s", why);
}

static void publish_status(struct notifyd *s)
{
	AUTO_FREE struct msg_notify_status *m = calloc(1, sizeof(*m));
	int len;

	if (!m)
		return;
	m->watched = s->view.book.has_summary;
	m->paused_until_us = tell_paused(s) ? s->books.paused_until_us : 0;
	if (m->paused_until_us)
		(void)snprintf(m->paused_by, sizeof(m->paused_by), "%s", s->books.paused_by);
	m->n = (uint8_t)s->books.n;
	for (unsigned i = 0; i < s->books.n; i++)
		fill(s, i, m);
	len = msg_notify_status_put(s->packet, sizeof(s->packet), m);
	if (len > 0)
		server_publish(s->server, NOTIFY_TOPIC_STATUS, s->packet, (size_t)len);
}

void publish_changes(struct notifyd *s)
{
	int64_t own_us = mono_read_us();

	if (!s->server)
		return;
	if (s->troubles.changed || own_us >= s->health_due_us) {
		publish_health(s);
		s->health_due_us = own_us + HEALTH_EVERY_US;
	}
	if (s->status_changed) {
		publish_status(s);
		s->status_changed = false;
	}
}
