// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The schedules at this moment: which run, what they hold, and when the next one begins or ends. */
#include <stdio.h>

#include "daemons/alarmd/alarmd.h"
#include "lib/settings/schedule.h"
#include "lib/settings/zone.h"
#include "lib/base/util.h"

/* Looks at one window; true when it runs. */
static bool look(const struct settings_window *w, const struct local_day *days, int64_t wall_us,
		 struct window_state *state)
{
	bool running = schedule_runs(w, days, wall_us, &state->next_us);

	/* INT64_MAX is never; people are told 0 */
	if (state->next_us == INT64_MAX)
		state->next_us = 0;
	return running;
}

/* Nothing can have changed since the last look: no edge has come, and the clock did not go back. */
static bool still_valid(const struct alarmd *s, int64_t wall_us)
{
	return s->windows_seen_us != 0 && wall_us >= s->windows_seen_us &&
	       wall_us < s->windows_due_us;
}

static int64_t next_of(const struct alarmd *s, int64_t wall_us)
{
	/* the zone's rules may change under us, and the days were looked at for a week only */
	int64_t next_us = wall_us + 3600 * USEC_PER_SEC;

	for (unsigned i = 0; i < s->live.now->n_schedules; i++)
		if (s->windows[i].next_us)
			next_us = MIN(next_us, s->windows[i].next_us);
	if (s->logging.next_us)
		next_us = MIN(next_us, s->logging.next_us);
	return next_us;
}

static void set_may_raise(struct alarmd *s, bool may)
{
	s->summary_changed |= s->may_raise != may;
	s->may_raise = may;
}

/* NULL as `bytes` forgets it. */
static void keep(struct alarmd *s, const char *id, const uint8_t *bytes, int len)
{
	char key[JOURNAL_KEY_MAX];

	(void)snprintf(key, sizeof(key), KEPT_SCHEDULE "%s", id);
	(void)journal_keep(s->journal, key, bytes, (size_t)len);
}

static void tell_edge(struct alarmd *s, const struct settings_schedule *set, bool running,
		      uint16_t flags)
{
	struct event e = {
		.kind = running ? EVENT_SCHEDULE_BEGUN : EVENT_SCHEDULE_ENDED,
		.holder = HOLDER_SCHEDULE,
		.flags = (uint16_t)(flags | (set->active ? EVENT_FLAG_ACTIVE : 0)),
	};

	(void)snprintf(e.channel, sizeof(e.channel), "%s", set->output);
	(void)snprintf(e.text, sizeof(e.text), "%s", set->id);
	(void)record_event(s, &e);
	s->schedules_changed = true;
}

/* It is in the settings no longer: nothing of it is kept, and what ran has ended. */
static void tell_gone(struct alarmd *s, const struct settings_schedule *set, bool running,
		      uint16_t flags)
{
	keep(s, set->id, NULL, 0);
	if (running)
		tell_edge(s, set, false, flags);
}

void windows_carry(struct alarmd *s, const struct settings *old)
{
	struct window_state before[SCHEDULES_MAX];

	memcpy(before, s->windows, sizeof(before));
	memset(s->windows, 0, sizeof(s->windows));
	for (unsigned i = 0; i < old->n_schedules; i++) {
		int now = subject_find(&subject_schedules, s->live.now, old->schedules[i].id);

		if (now >= 0)
			s->windows[now].running = before[i].running;
		else if (s->engine_ready)
			tell_gone(s, &old->schedules[i], before[i].running, 0);
	}
	s->windows_seen_us = 0;
	set_may_raise(s,
		      !s->live.now->logging.window.enabled || s->logging.running || !s->wall_known);
}

void windows_unknown(struct alarmd *s)
{
	/* what changes while the clock is set is looked at anew */
	s->windows_seen_us = 0;
	set_may_raise(s, true);
}

void windows_restore(struct alarmd *s, const char *id, bool running)
{
	int i = subject_find(&subject_schedules, s->live.now, id);
	struct window_gone *gone;

	if (i >= 0) {
		s->windows[i].running = running;
		return;
	}
	if (s->n_windows_gone == ARRAY_SIZE(s->windows_gone))
		return;
	gone = &s->windows_gone[s->n_windows_gone++];
	gone->running = running;
	(void)snprintf(gone->id, sizeof(gone->id), "%s", id);
}

void windows_tell_gone(struct alarmd *s)
{
	/* without settings there are no schedules at all: they may come back */
	for (unsigned i = 0; i < s->n_windows_gone && s->live.from != SETTINGS_FROM_NOTHING; i++) {
		struct settings_schedule set = { 0 };

		/* which output it held is known no more */
		memcpy(set.id, s->windows_gone[i].id, sizeof(set.id));
		tell_gone(s, &set, s->windows_gone[i].running, EVENT_FLAG_RECOVERED);
	}
	s->n_windows_gone = 0;
}

/* It begins or ends. */
static void turn(struct alarmd *s, unsigned i, bool running)
{
	uint8_t bytes[8];
	int len = kept_put_flag(bytes, sizeof(bytes), running);

	s->windows[i].running = running;
	keep(s, s->live.now->schedules[i].id, bytes, len);
	tell_edge(s, &s->live.now->schedules[i], running, 0);
}

void windows_look(struct alarmd *s, struct instant now)
{
	struct local_day days[SCHEDULE_DAYS];
	const struct settings_window *logging = &s->live.now->logging.window;

	if (still_valid(s, now.wall_us))
		return;
	zone_days(now.wall_us, days, SCHEDULE_DAYS);
	for (unsigned i = 0; i < s->live.now->n_schedules; i++) {
		struct window_state *state = &s->windows[i];
		bool running = look(&s->live.now->schedules[i].window, days, now.wall_us, state);

		if (running != state->running)
			turn(s, i, running);
	}
	s->logging.running = look(logging, days, now.wall_us, &s->logging);
	set_may_raise(s, !logging->enabled || s->logging.running);
	s->windows_seen_us = now.wall_us;
	s->windows_due_us = next_of(s, now.wall_us);
	s->schedules_changed = true;
}

uint64_t windows_outputs(const struct alarmd *s, uint64_t *ret_active,
			 int ret_schedule[CHANNELS_MAX])
{
	uint64_t mask = 0;

	*ret_active = 0;
	for (unsigned i = 0; i < s->live.now->n_schedules; i++) {
		const struct settings_schedule *set = &s->live.now->schedules[i];
		int c = channel_find(s->up.table.channels, s->up.table.n_channels, set->output);

		/* two at once: the first one counts, as the settings list them */
		if (!s->windows[i].running || c < 0 || mask >> c & 1)
			continue;
		mask |= UINT64_C(1) << c;
		*ret_active |= (uint64_t)set->active << c;
		ret_schedule[c] = (int)i;
	}
	return mask;
}

int64_t windows_due_us(const struct alarmd *s)
{
	return s->windows_seen_us ? s->windows_due_us : INT64_MAX;
}
