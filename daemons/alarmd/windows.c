// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The schedules at this moment: which run, what they hold, and when the next one begins or ends. */
#include "daemons/alarmd/alarmd.h"
#include "daemons/alarmd/schedule.h"
#include "daemons/alarmd/zone.h"
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

	for (unsigned i = 0; i < s->settings->n_schedules; i++)
		if (s->windows[i].next_us)
			next_us = MIN(next_us, s->windows[i].next_us);
	if (s->logging.next_us)
		next_us = MIN(next_us, s->logging.next_us);
	return next_us;
}

void windows_look(struct alarmd *s, struct instant now)
{
	struct local_day days[SCHEDULE_DAYS];
	const struct settings_window *logging = &s->settings->logging.window;

	if (still_valid(s, now.wall_us))
		return;
	zone_days(now.wall_us, days, SCHEDULE_DAYS);
	for (unsigned i = 0; i < s->settings->n_schedules; i++) {
		struct window_state *state = &s->windows[i];
		bool running = look(&s->settings->schedules[i].window, days, now.wall_us, state);

		if (running == state->running)
			continue;
		state->running = running;
		record_windows(s, i, running, now);
	}
	s->logging.running = look(logging, days, now.wall_us, &s->logging);
	s->may_raise = !logging->enabled || s->logging.running;
	s->windows_seen_us = now.wall_us;
	s->windows_due_us = next_of(s, now.wall_us);
	s->schedules_changed = true;
}

uint64_t windows_outputs(const struct alarmd *s, uint64_t *ret_active,
			 int ret_schedule[CHANNELS_MAX])
{
	uint64_t mask = 0;

	*ret_active = 0;
	for (unsigned i = 0; i < s->settings->n_schedules; i++) {
		const struct settings_schedule *set = &s->settings->schedules[i];
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
