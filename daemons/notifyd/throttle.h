// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* When the next message to a recipient may go, and when a failed one is tried again. Pure. */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/notifyd/route.h"
#include "lib/settings/schedule.h"

/*
 * The first try after a failure, and the longest pause between two: whoever could not be told for
 * hours is told within a minute once he can be. A fifth more or less, by chance, so that a thousand
 * units do not come at once.
 */
#define THROTTLE_FIRST_US   (5 * USEC_PER_SEC)
#define THROTTLE_LONGEST_US (45 * USEC_PER_SEC)
#define THROTTLE_JITTER	    5
/* After so long it is given up. */
#define THROTTLE_GIVE_UP_US (86400 * USEC_PER_SEC)

struct throttle {
	bool any;	      /* a message was sent */
	int64_t sent_us;      /* monotonic, the last one */
	int64_t allowance_us; /* time that pays for messages, and comes back by itself */
	int64_t counted_us;   /* monotonic, when that was so */
	unsigned failures;    /* tries in a row */
	int64_t failing_us;   /* monotonic, the first of them */
	int64_t retry_us;     /* monotonic; 0: none waits */
	bool flush;	      /* a person wants the next one now */
};

/* Why a message waits. */
enum throttle_why {
	THROTTLE_GO,
	THROTTLE_RETRY,
	THROTTLE_INTERVAL,
	THROTTLE_HOURLY,
	THROTTLE_QUIET,
	THROTTLE_PAUSED,
	THROTTLE_WHY_MAX,
};

/* In words: "quiet hours"; "" for THROTTLE_GO. */
const char *throttle_why_words(enum throttle_why v);

/*
 * Whether one may go at `now`, and if not, why, and when (monotonic) that is over. `urgent`: the
 * highest priority in it; `days` as schedule_runs() wants them.
 */
enum throttle_why throttle_look(const struct throttle *t, const struct route *r,
				enum alarm_priority urgent,
				const struct local_day days[SCHEDULE_DAYS], struct instant now,
				int64_t *ret_due_us);

/* One was delivered. */
void throttle_sent(struct throttle *t, const struct route *r, int64_t now_us);

/* A try failed, and may work later. `chance` is any number. */
void throttle_failed(struct throttle *t, int64_t now_us, uint32_t chance);

/* What was tried for so long is given up: true. */
bool throttle_gives_up(const struct throttle *t, int64_t now_us);

/* A person wants it now: the next message goes, whatever the time. */
void throttle_flush(struct throttle *t);
