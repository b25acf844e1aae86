// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* After a start: what was kept, and what was driven but not written before the last end. */
#include <stdio.h>
#include <stdlib.h>

#include "daemons/alarmd/alarmd.h"
#include "lib/base/util.h"
#include "lib/base/version.h"
#include "lib/settings/schema.h"

/* The id behind a key's beginning, or NULL. */
static const char *behind(const char *key, const char *beginning)
{
	size_t len = strlen(beginning);

	return strncmp(key, beginning, len) == 0 ? key + len : NULL;
}

static bool same_boot(const struct alarmd *s, const uint8_t boot_id[16])
{
	return memcmp(boot_id, s->self.boot_id, sizeof(s->self.boot_id)) == 0;
}

/* Nobody goes on with it; that is told when events can be added. */
static void add_orphan(struct alarmd *s, const struct alarm *a)
{
	struct alarm *list = realloc(s->orphans, (s->n_orphans + 1) * sizeof(*list));

	if (!list)
		return;
	s->orphans = list;
	list[s->n_orphans++] = *a;
}

static void restore_alarm(struct alarmd *s, const void *bytes, size_t len)
{
	struct kept_alarm k = { 0 };

	if (kept_get_alarm(bytes, len, &k) == 0 &&
	    !engine_restore(s->engine, &k.state, alarmd_now(s), !same_boot(s, k.boot_id)))
		add_orphan(s, &k.state.alarm);
}

static void tell_orphans(struct alarmd *s)
{
	/* without settings there are no rules at all: they may come back */
	for (unsigned i = 0; i < s->n_orphans && s->live.from != SETTINGS_FROM_NOTHING; i++)
		record_orphan(s, &s->orphans[i]);
	free(s->orphans);
	s->orphans = NULL;
	s->n_orphans = 0;
}

static void restore_output(struct alarmd *s, const char *id, const void *bytes, size_t len)
{
	int c = channel_find(s->up.table.channels, s->up.table.n_channels, id);
	bool active;

	if (c >= 0 && kept_get_flag(bytes, len, &active) == 0)
		s->outputs[c] = (struct output_record){ .known = true, .active = active };
}

static void restore_schedule(struct alarmd *s, const char *id, const void *bytes, size_t len)
{
	bool running;

	if (kept_get_flag(bytes, len, &running) == 0)
		windows_restore(s, id, running);
}

static void restore_maintenance(struct alarmd *s, const void *bytes, size_t len)
{
	struct kept_maintenance m = { 0 };
	struct instant now = alarmd_now(s);

	if (kept_get_maintenance(bytes, len, &m) < 0 || m.until_mono_us == 0)
		return;
	/* Over a boot the wall clock says how much of it is left; one that is not set yet would say
	 * decades. */
	if (!same_boot(s, m.boot_id)) {
		int64_t left_us = MIN(m.until_wall_us - now.wall_us, ENGINE_SPAN_MAX_US);

		m.until_mono_us = MAX(now.mono_us + left_us, 1);
	}
	engine_restore_maintenance(s->engine, m.until_mono_us);
	(void)snprintf(s->maintenance_reason, sizeof(s->maintenance_reason), "%s", m.reason);
	(void)snprintf(s->maintenance_by, sizeof(s->maintenance_by), "%s", m.by);
}

static void restore_told(struct alarmd *s, const char *name, const void *bytes, size_t len)
{
	int kind = event_kind_from_name(name);
	uint64_t mark;

	if (kind >= 0 && kept_get_number(bytes, len, &mark) == 0)
		s->marks[kind] = mark;
}

void restore_kept(void *ctx, const char *key, const void *bytes, size_t len)
{
	struct alarmd *s = ctx;
	uint64_t number;
	bool failed;

	if (behind(key, KEPT_ALARM))
		restore_alarm(s, bytes, len);
	else if (behind(key, KEPT_OUTPUT))
		restore_output(s, behind(key, KEPT_OUTPUT), bytes, len);
	else if (behind(key, KEPT_SCHEDULE))
		restore_schedule(s, behind(key, KEPT_SCHEDULE), bytes, len);
	else if (behind(key, KEPT_TOLD))
		restore_told(s, behind(key, KEPT_TOLD), bytes, len);
	else if (streq(key, KEPT_FACTS))
		(void)kept_get_cursor(bytes, len, &s->cursor);
	else if (streq(key, KEPT_TICKS))
		(void)kept_get_number(bytes, len, &s->ticks_missed);
	else if (streq(key, KEPT_MAINTENANCE))
		restore_maintenance(s, bytes, len);
	else if (streq(key, KEPT_LOG) && kept_get_flag(bytes, len, &failed) == 0)
		log_word_restore(&s->log_word, failed, mono_read_us());
	else if (streq(key, KEPT_SYSLOG) && kept_get_number(bytes, len, &number) == 0)
		syslog_from(&s->syslog, number + 1);
}

void restore_done(struct alarmd *s)
{
	struct event e = { .kind = EVENT_STARTED, .text = RMCU_VERSION };

	onsets_load(s->runtime_folder, s->self.boot_id, s->engine);
	s->engine_ready = true;
	s->table_changed = s->schedules_changed = s->summary_changed = true;
	(void)record_event(s, &e);
	tell_orphans(s);
	windows_tell_gone(s);
	upstream_start(s);
}

/* An alarm that drove this output before we were killed, and never reached the disk. */
static bool restore_hold(struct alarmd *s, const struct hold *h)
{
	int rule = engine_find(s->engine, h->reason);
	struct transition *t = &s->transitions.list[s->transitions.n];
	struct engine_kept k;
	const struct rule *r;

	if (h->holder != HOLDER_ALARM || rule < 0 || engine_alarm(s->engine, rule)->active)
		return false;
	r = &engine_rules(s->engine)->rules[rule];
	engine_keep(s->engine, rule, &k);
	k.alarm.active = true;
	k.alarm.acknowledged = false;
	k.alarm.first_out = false; /* of an earlier cascade: the engine finds this one's */
	k.alarm.occurrence = 0;
	k.alarm.value = 0;
	k.alarm.quality = QUALITY_STALE; /* the value of then is not known any more */
	k.alarm.count++;
	k.alarm.raised = alarmd_now(s);
	k.alarm.raised.wall_us = h->since_wall_us;
	k.alarm.onset = k.alarm.raised;
	(void)engine_restore(s->engine, &k, k.alarm.raised, false);
	*t = (struct transition){
		.kind = EVENT_ALARM_RAISED,
		.rule = rule,
		.now = k.alarm.raised,
		.quality = k.alarm.quality,
		.flags = r->message ? EVENT_FLAG_MESSAGE : 0,
	};
	return true;
}

void restore_holds(struct alarmd *s, const struct msg_holds *holds)
{
	/* Only the first ones tell of another life: later they are our own. */
	if (s->holds_seen || !s->engine_ready)
		return;
	s->holds_seen = true;
	for (unsigned i = 0; i < holds->n && s->transitions.n < TRANSITIONS_MAX; i++)
		if (restore_hold(s, &holds->holds[i]))
			s->transitions.n++;
	record_transitions(s, &s->transitions, NULL, "driven before a restart",
			   EVENT_FLAG_RECOVERED);
	s->transitions.n = 0;
}
