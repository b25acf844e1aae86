// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* HELLO, the alarm table, summary and schedules for the socket: nothing before it is on the disk.
 */
#include <stdio.h>
#include <stdlib.h>

#include "daemons/alarmd/alarmd.h"
#include "lib/base/clock.h"
#include "lib/base/hash.h"
#include "lib/base/util.h"

/* How often counters are told although nothing is wrong. */
#define HEALTH_EVERY_US (10 * USEC_PER_SEC)

int publish_hello(void *ctx, unsigned rights, void *buf, size_t size)
{
	const struct alarmd *s = ctx;

	return introduce_hello(&s->self, &s->live, &s->up.table, rights, buf, size);
}

int publish_event(void *ctx, uint64_t *at, void *buf, size_t size)
{
	const struct alarmd *s = ctx;

	return journal_packet(s->journal, at, buf, size);
}

static int write_health(struct alarmd *s)
{
	return introduce_health(&s->self, s->server, &s->troubles, s->packet, sizeof(s->packet));
}

void publish_newcomer(void *ctx)
{
	struct alarmd *s = ctx;
	int len = write_health(s);

	if (len > 0)
		server_refresh(s->server, ALARM_TOPIC_HEALTH, s->packet, (size_t)len);
}

static void publish_health(struct alarmd *s)
{
	int len = write_health(s);

	s->troubles.changed = false;
	if (len > 0)
		server_publish(s->server, ALARM_TOPIC_HEALTH, s->packet, (size_t)len);
}

static void count_alarms(const struct alarmd *s, struct msg_alarm_summary *m)
{
	for (unsigned i = 0; i < engine_rules(s->engine)->n; i++) {
		const struct alarm *a = engine_alarm(s->engine, (int)i);

		m->active = (uint16_t)(m->active + a->active);
		m->shelved = (uint16_t)(m->shelved + a->shelved);
		m->unacknowledged =
			(uint16_t)(m->unacknowledged + (alarm_standing(a) && !a->acknowledged));
		if (a->active && !a->shelved && a->priority > m->highest)
			m->highest = a->priority;
	}
}

static void fill_journal(const struct alarmd *s, struct msg_alarm_summary *m)
{
	struct journal_status status;

	journal_get_status(s->journal, &status);
	memcpy(m->journal_id, status.id, sizeof(m->journal_id));
	m->anchor = status.anchor;
	memcpy(m->anchor_hash, status.anchor_hash, sizeof(m->anchor_hash));
	m->head = status.head;
	memcpy(m->head_hash, status.head_hash, sizeof(m->head_hash));
	m->waiting = status.waiting;
	m->lost = status.lost;
	m->bytes = status.bytes;
}

/* When the maintenance ends, on the wall clock of now. */
static int64_t maintenance_until_us(struct alarmd *s)
{
	struct instant now = alarmd_now(s);

	if (!engine_in_maintenance(s->engine))
		return 0;
	return now.wall_us + engine_maintenance_until_us(s->engine) - now.mono_us;
}

/* Its own part; what the journal says of itself is filled in when it is told. */
static void stage_summary(struct alarmd *s)
{
	struct msg_alarm_summary *m = &s->staged.summary;

	*m = (struct msg_alarm_summary){
		.silent = upstream_silent(s, mono_read_us()),
		.may_raise = s->may_raise,
		.maintenance_until_us = maintenance_until_us(s),
	};
	count_alarms(s, m);
	(void)snprintf(m->log_trouble, sizeof(m->log_trouble), "%s",
		       log_word_trouble(&s->log_word, mono_read_us()));
	if (m->maintenance_until_us) {
		(void)snprintf(m->maintenance_reason, sizeof(m->maintenance_reason), "%s",
			       s->maintenance_reason);
		(void)snprintf(m->maintenance_by, sizeof(m->maintenance_by), "%s",
			       s->maintenance_by);
	}
	s->staged.has_summary = true;
}

/* A page that says the same as before is not told again. */
static int stage_page(struct alarmd *s, const struct msg_alarms *m)
{
	int len = msg_alarms_put(s->packet, sizeof(s->packet), m);
	uint64_t hash;
	int r;

	if (len <= 0)
		return len;
	hash = hash_fnv1a(HASH_FNV1A_START, s->packet, (size_t)len);
	if (hash == s->page_hash[m->page])
		return 0;
	r = staged_add(&s->staged, ALARM_TOPIC_PAGES + m->page, s->packet, (size_t)len);
	if (r == 0)
		s->page_hash[m->page] = hash;
	return r;
}

/* Pages that the table has no longer: who comes now must not get what they said last. */
static void withdraw_pages(struct alarmd *s, unsigned pages)
{
	for (unsigned i = pages; i < WIRE_ALARM_PAGES; i++) {
		s->page_hash[i] = 0;
		server_withdraw(s->server, ALARM_TOPIC_PAGES + i);
	}
}

static int stage_table(struct alarmd *s)
{
	unsigned n = engine_rules(s->engine)->n;
	struct msg_alarms *m = calloc(1, sizeof(*m));
	int r = 0;

	if (!m)
		return -ENOMEM;
	m->pages = (uint8_t)MAX((n + WIRE_ALARMS_PAGE - 1) / WIRE_ALARMS_PAGE, 1u);
	for (; m->page < m->pages && r == 0; m->page++) {
		unsigned first = m->page * WIRE_ALARMS_PAGE;

		m->n = (uint8_t)MIN(n - first, (unsigned)WIRE_ALARMS_PAGE);
		for (unsigned i = 0; i < m->n; i++)
			m->alarms[i] = *engine_alarm(s->engine, (int)(first + i));
		r = stage_page(s, m);
	}
	s->staged.pages = m->pages;
	free(m);
	return r;
}

static uint8_t days_mask(const struct settings_window *w)
{
	uint8_t mask = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(w->days); i++)
		mask |= (uint8_t)(w->days[i] << i);
	return mask;
}

static int stage_schedules(struct alarmd *s)
{
	struct msg_schedules m = { .n = (uint8_t)s->live.now->n_schedules };
	int len;

	for (unsigned i = 0; i < m.n; i++) {
		const struct settings_schedule *set = &s->live.now->schedules[i];

		(void)snprintf(m.schedules[i].id, sizeof(m.schedules[i].id), "%s", set->id);
		(void)snprintf(m.schedules[i].output, sizeof(m.schedules[i].output), "%s",
			       set->output);
		m.schedules[i].enabled = set->window.enabled;
		m.schedules[i].active = set->active;
		m.schedules[i].running = s->windows[i].running;
		m.schedules[i].from = (uint16_t)set->window.from;
		m.schedules[i].to = (uint16_t)set->window.to;
		m.schedules[i].days = days_mask(&set->window);
		m.schedules[i].next_us = s->windows[i].next_us;
	}
	len = msg_schedules_put(s->packet, sizeof(s->packet), &m);
	return len < 0 ? len
		       : staged_add(&s->staged, ALARM_TOPIC_SCHEDULES, s->packet, (size_t)len);
}

/* What changed, as it is at this moment. What has no room now is told with the next change. */
static void stage(struct alarmd *s)
{
	staged_begin(&s->staged, s->added);
	if (s->table_changed || s->summary_changed)
		stage_summary(s);
	if (s->table_changed && stage_table(s) == 0)
		s->table_changed = false;
	if (s->schedules_changed && stage_schedules(s) == 0)
		s->schedules_changed = false;
	s->summary_changed = false;
}

static void tell_summary(struct alarmd *s)
{
	int len;

	fill_journal(s, &s->staged.summary);
	len = msg_alarm_summary_put(s->packet, sizeof(s->packet), &s->staged.summary);
	if (len > 0)
		server_publish(s->server, ALARM_TOPIC_SUMMARY, s->packet, (size_t)len);
}

/* Tells what was staged, if its events are on the disk. */
static void tell_staged(struct alarmd *s)
{
	struct staged *staged = &s->staged;
	struct journal_status status;

	journal_get_status(s->journal, &status);
	if (!staged_due(staged, status.head, status.stuck))
		return;
	for (unsigned i = 0; i < staged->n; i++)
		server_publish(s->server, staged->packets[i].topic,
			       staged->bytes + staged->packets[i].at, staged->packets[i].len);
	if (staged->pages)
		withdraw_pages(s, staged->pages);
	if (staged->has_summary)
		tell_summary(s);
	s->told = staged->number;
	staged->waits = false;
}

void publish_changes(struct alarmd *s, int64_t own_us)
{
	if (!s->server)
		return;
	if (s->troubles.changed || own_us >= s->health_due_us) {
		publish_health(s);
		s->health_due_us = own_us + HEALTH_EVERY_US;
	}
	tell_staged(s);
	/* What waits is not replaced by what is newer: while events come faster than commits,
	 * nothing would ever be told. */
	if (!s->engine_ready || s->staged.waits ||
	    !(s->table_changed || s->schedules_changed || s->summary_changed))
		return;
	stage(s);
	tell_staged(s);
}
