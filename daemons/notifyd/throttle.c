// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/throttle.h"

#include "lib/base/util.h"

#define HOUR_US (3600 * USEC_PER_SEC)

/* Doubled so often it is longer than the longest. */
#define DOUBLINGS_MAX 4

const char *throttle_why_words(enum throttle_why v)
{
	static const char *const words[] = {
		[THROTTLE_GO] = "",
		[THROTTLE_RETRY] = "is tried again",
		[THROTTLE_INTERVAL] = "minimum interval",
		[THROTTLE_HOURLY] = "hourly limit",
		[THROTTLE_QUIET] = "quiet hours",
		[THROTTLE_PAUSED] = "paused",
	};
	_Static_assert(ARRAY_SIZE(words) == THROTTLE_WHY_MAX, "a word is missing");

	return words[v];
}

/* Half of an hour's messages may come at once; with what time gives back meanwhile they are never
 * more than all within any hour. */
static int64_t at_once(const struct route *r)
{
	return MAX(r->to.hourly_most / 2, 1);
}

/* Time that pays for one message. */
static int64_t share_us(const struct route *r)
{
	int64_t shares = r->to.hourly_most - at_once(r) + 1;

	return (HOUR_US + shares - 1) / shares;
}

static int64_t allowance_us(const struct throttle *t, const struct route *r, int64_t now_us)
{
	int64_t most_us = at_once(r) * share_us(r);

	if (!t->any)
		return most_us;
	return MIN(t->allowance_us + MAX(now_us - t->counted_us, 0), most_us);
}

static enum throttle_why later(enum throttle_why why, int64_t due_us, enum throttle_why *which,
			       int64_t *ret_due_us)
{
	if (due_us > *ret_due_us) {
		*ret_due_us = due_us;
		*which = why;
	}
	return *which;
}

enum throttle_why throttle_look(const struct throttle *t, const struct route *r,
				enum alarm_priority urgent,
				const struct local_day days[SCHEDULE_DAYS], struct instant now,
				int64_t *ret_due_us)
{
	enum throttle_why why = THROTTLE_GO;
	int64_t missing_us = share_us(r) - allowance_us(t, r, now.mono_us), next_us;

	*ret_due_us = now.mono_us;
	if (t->flush)
		return why;
	later(THROTTLE_RETRY, t->retry_us, &why, ret_due_us);
	if (t->any)
		later(THROTTLE_INTERVAL, t->sent_us + r->min_interval_us, &why, ret_due_us);
	later(THROTTLE_HOURLY, now.mono_us + missing_us, &why, ret_due_us);
	if (urgent < r->to.quiet_below &&
	    schedule_runs(&r->to.window, days, now.wall_us, &next_us) && next_us != INT64_MAX)
		later(THROTTLE_QUIET, now.mono_us + (next_us - now.wall_us), &why, ret_due_us);
	return why;
}

void throttle_sent(struct throttle *t, const struct route *r, int64_t now_us)
{
	t->allowance_us = MAX(allowance_us(t, r, now_us) - share_us(r), 0);
	t->counted_us = now_us;
	t->sent_us = now_us;
	t->any = true;
	t->failures = 0;
	t->retry_us = 0;
	t->flush = false;
}

void throttle_failed(struct throttle *t, int64_t now_us, uint32_t chance)
{
	int64_t pause_us =
		MIN(THROTTLE_FIRST_US << MIN(t->failures, DOUBLINGS_MAX), THROTTLE_LONGEST_US);
	int64_t jitter_us = pause_us / THROTTLE_JITTER;

	t->flush = false;
	if (t->failures++ == 0)
		t->failing_us = now_us;
	t->retry_us = now_us + pause_us - jitter_us + (int64_t)chance % (2 * jitter_us);
}

bool throttle_gives_up(const struct throttle *t, int64_t now_us)
{
	return t->failures > 0 && now_us - t->failing_us >= THROTTLE_GIVE_UP_US;
}

void throttle_flush(struct throttle *t)
{
	t->flush = true;
}
