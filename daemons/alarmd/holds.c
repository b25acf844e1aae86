// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What active alarms and running schedules hold, as complete sets for sensord. */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "daemons/alarmd/alarmd.h"
#include "lib/base/util.h"

/* The complete set of one holder: "exactly these outputs, for these reasons". */
static int send_set(struct alarmd *s, const struct msg_hold_all *m)
{
	return upstream_send(s, msg_hold_all_put(s->packet, sizeof(s->packet),
						 client_next_id(&s->up.link.client), m));
}

static void add_hold(const struct alarmd *s, struct msg_hold_all *m, unsigned channel, bool active,
		     const char *reason)
{
	if (m->n == ARRAY_SIZE(m->holds))
		return;
	(void)snprintf(m->holds[m->n].channel, sizeof(m->holds[m->n].channel), "%s",
		       s->up.table.channels[channel].id);
	m->holds[m->n].active = active;
	(void)snprintf(m->holds[m->n].reason, sizeof(m->holds[m->n].reason), "%s", reason);
	m->n++;
}

static void alarm_set(const struct alarmd *s, struct msg_hold_all *m)
{
	int rule[CHANNELS_MAX];
	uint64_t mask = engine_outputs(s->engine, rule);

	m->holder = HOLDER_ALARM;
	m->n = 0;
	for (unsigned i = 0; i < s->up.table.n_channels; i++)
		if (mask >> i & 1)
			add_hold(s, m, i, true, engine_rules(s->engine)->rules[rule[i]].id);
}

static void schedule_set(const struct alarmd *s, struct msg_hold_all *m)
{
	int schedule[CHANNELS_MAX];
	uint64_t active, mask = windows_outputs(s, &active, schedule);

	m->holder = HOLDER_SCHEDULE;
	m->n = 0;
	for (unsigned i = 0; i < s->up.table.n_channels; i++)
		if (mask >> i & 1)
			add_hold(s, m, i, active >> i & 1, s->live.now->schedules[schedule[i]].id);
}

static bool same_set(const struct msg_hold_all *a, const struct msg_hold_all *b)
{
	if (a->n != b->n)
		return false;
	for (unsigned i = 0; i < a->n; i++)
		if (a->holds[i].active != b->holds[i].active ||
		    !streq(a->holds[i].channel, b->holds[i].channel) ||
		    !streq(a->holds[i].reason, b->holds[i].reason))
			return false;
	return true;
}

/* Returns 1 when it was another one than before, and went out. */
static int hold(struct alarmd *s, struct msg_hold_all *sent,
		void (*make)(const struct alarmd *s, struct msg_hold_all *m))
{
	struct msg_hold_all m;
	int r;

	make(s, &m);
	if (s->holds_known && same_set(&m, sent))
		return 0;
	*sent = m;
	r = send_set(s, &m);
	return r < 0 ? r : 1;
}

void holds_send(struct alarmd *s)
{
	int r, alarms, schedules;

	/* An empty set says "nothing is held": not before there is something to say it by. */
	if (!s->up.link.hello || !s->engine_ready || !s->has_snapshot ||
	    s->live.from == SETTINGS_FROM_NOTHING)
		return;
	alarms = hold(s, &s->sent_alarm, alarm_set);
	schedules = alarms < 0 ? 0 : hold(s, &s->sent_schedule, schedule_set);
	r = MIN(alarms, schedules);
	s->holds_known = r >= 0;
	/*
	 * Linux wakes who reads a local socket in the trust that the writer waits next: on the
	 * writer's processor, and not at once. An output is not to wait until all of this is
	 * written down.
	 */
	if (alarms > 0 || schedules > 0)
		(void)sched_yield();
	/* It has no room: it is hung, and will hear all of it when it is back. */
	if (r < 0 && r != -EAGAIN)
		link_lose(&s->up.link, strerrordesc_np(-r));
}
