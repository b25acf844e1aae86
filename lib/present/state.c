// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/state.h"

#include <inttypes.h>

#include "lib/present/value.h"

#define USEC_PER_MIN  (60 * USEC_PER_SEC)
#define USEC_PER_HOUR (60 * USEC_PER_MIN)
#define USEC_PER_DAY  (24 * USEC_PER_HOUR)

/* Below this tenths of a second still mean something to a person. */
#define TENTHS_BELOW_US (10 * USEC_PER_SEC)

static void add_two(struct text *out, int64_t us, int64_t large, const char *large_name,
		    int64_t small, const char *small_name)
{
	text_printf(out, "%" PRId64 " %s", us / large, large_name);
	if (us % large / small > 0)
		text_printf(out, " %" PRId64 " %s", us % large / small, small_name);
}

void present_span(struct text *out, int64_t us)
{
	us = MAX(us, 0);
	if (us >= USEC_PER_DAY)
		add_two(out, us, USEC_PER_DAY, "d", USEC_PER_HOUR, "h");
	else if (us >= USEC_PER_HOUR)
		add_two(out, us, USEC_PER_HOUR, "h", USEC_PER_MIN, "min");
	else if (us >= USEC_PER_MIN)
		add_two(out, us, USEC_PER_MIN, "min", USEC_PER_SEC, "s");
	else if (us >= TENTHS_BELOW_US || us % USEC_PER_SEC == 0)
		text_printf(out, "%" PRId64 " s", us / USEC_PER_SEC);
	else
		text_printf(out, "%" PRId64 ".%" PRId64 " s", us / USEC_PER_SEC,
			    us % USEC_PER_SEC / (100 * USEC_PER_MSEC));
}

void present_age(struct text *out, int64_t us)
{
	int64_t unit = us < USEC_PER_MIN ? USEC_PER_SEC : USEC_PER_MIN;

	present_span(out, us / unit * unit);
}

void present_countdown(struct text *out, int64_t us)
{
	/* rounded up: it must not show 0:00 while there is still time to confirm */
	int64_t s = us <= 0 ? 0 : (us - 1) / USEC_PER_SEC + 1;

	if (s >= 3600)
		text_printf(out, "%" PRId64 ":%02" PRId64 ":%02" PRId64, s / 3600, s / 60 % 60,
			    s % 60);
	else
		text_printf(out, "%" PRId64 ":%02" PRId64, s / 60, s % 60);
}

const struct hold *present_hold(const struct output_state *o, const struct hold *holds, unsigned n)
{
	if (o->holder == HOLDER_NONE)
		return NULL;
	for (unsigned i = 0; i < n; i++)
		if (holds[i].channel == o->channel && holds[i].holder == o->holder)
			return &holds[i];
	return NULL;
}

void present_holder(struct text *out, const struct output_state *o, const struct hold *holds,
		    unsigned n)
{
	const struct hold *h = present_hold(o, holds, n);

	if (o->holder == HOLDER_NONE)
		return;
	text_add(out, holder_to_name(o->holder));
	/* a daemon of the suite holds in its own name; that it is the alarm says all */
	if (h && h->holder == HOLDER_MANUAL && *h->actor.name)
		text_printf(out, ", by %s", h->actor.name);
	if (h && *h->reason)
		text_printf(out, ": %s", h->reason);
}

void present_output_note(struct text *out, const struct channel *c, const struct output_state *o,
			 int64_t now_us)
{
	if (o->fault)
		text_add(out, "the line cannot be driven");
	else if (o->vetoed)
		text_add(out, "an interlock keeps it so");
	if (!o->pulsing && !o->unconfirmed)
		return;
	if (o->fault || o->vetoed)
		text_add(out, "; ");
	if (o->unconfirmed) {
		text_printf(out, "returns to %s in ", present_state_text(c, !o->active));
		present_countdown(out, o->until_us - now_us);
		text_add(out, " unless confirmed");
		return;
	}
	text_add(out, "pulse ends in ");
	present_span(out, o->until_us - now_us);
}

void present_reading_note(struct text *out, const struct channel *c, const struct sample *s,
			  int64_t now_us)
{
	int64_t age_us = now_us - s->mono_us;

	if (s->quality == QUALITY_OK) {
		if (c->approximate)
			text_add(out, "approximate");
		return;
	}
	text_add(out, present_quality(s->quality));
	if (s->quality != QUALITY_STALE && s->quality != QUALITY_FAULT)
		return;
	text_add(out, ": no reading for ");
	/* ages end at 71 minutes on the bus (lib/wire/state.c): beyond an hour none is exact */
	if (age_us >= USEC_PER_HOUR)
		text_add(out, "over an hour");
	else
		present_span(out, age_us);
}
