// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/loggerd/gather.h"

#include <string.h>

#include "lib/base/util.h"
#include "lib/history/tables.h"

#define MINUTE_S 60

void gather_begin(struct gather *g, const struct channel *channels, unsigned n)
{
	*g = (struct gather){ .n = n, .minute = -1 };
	for (unsigned i = 0; i < n; i++) {
		g->steps[i] = history_step(&channels[i]);
		g->digits[i] = channels[i].digits;
	}
}

int64_t gather_time_us(const struct gather *g)
{
	return g->clock_set ? g->now.wall_us : g->now.mono_us;
}

/* ------------------------------------------------------------------ what is ready */

static unsigned end_second(struct gather *g)
{
	if (!g->any)
		return 0;
	g->done_second.t = g->t;
	g->done_second.values = g->values;
	return GATHER_SECOND;
}

static int32_t mean(const struct gather_channel *c)
{
	/* nothing but edges: the last one stands for what it was from then on */
	return c->ticks ? (int32_t)history_divide(c->sum, c->ticks) : c->last;
}

static unsigned end_minute(struct gather *g)
{
	if (g->minute < 0)
		return 0;
	g->done_minute.minute = g->minute;
	g->done_minute.n = g->n;
	for (unsigned i = 0; i < g->n; i++) {
		const struct gather_channel *c = &g->channels[i];

		g->done_minute.points[i] = (struct history_point){
			.min = c->min,
			.mean = c->seconds ? mean(c) : 0,
			.max = c->max,
			.seconds = c->seconds,
			.worst = c->worst,
		};
	}
	g->minute = -1;
	return GATHER_MINUTE;
}

static void begin_minute(struct gather *g, int64_t minute)
{
	g->minute = minute;
	memset(g->channels, 0, g->n * sizeof(g->channels[0]));
	for (unsigned i = 0; i < g->n; i++)
		g->channels[i].counted_t = -1;
}

/* ------------------------------------------------------------------ a snapshot */

static void add_value(struct gather_channel *c, int64_t t, int32_t v, bool edge)
{
	bool first = c->seconds == 0;

	c->min = first || v < c->min ? v : c->min;
	c->max = first || v > c->max ? v : c->max;
	c->last = v;
	/* a clock that is set back a little may show a second twice */
	if (t != c->counted_t && c->seconds < MINUTE_S)
		c->seconds++;
	c->counted_t = t;
	if (edge)
		return;
	c->sum += v;
	c->ticks++;
}

static void add_values(struct gather *g, const struct snapshot *s)
{
	g->values.n = g->n;
	for (unsigned i = 0; i < g->n; i++) {
		const struct sample *from = &s->samples[i];
		struct gather_channel *c = &g->channels[i];
		bool ok = from->quality == QUALITY_OK;

		g->values.qualities[i] = (uint8_t)from->quality;
		g->values.values[i] = ok ? history_keep(from->value, g->steps[i], g->digits[i]) : 0;
		if (g->minute < 0)
			continue;
		if (ok)
			add_value(c, g->t, g->values.values[i], s->edge);
		else if (from->quality != QUALITY_DISABLED)
			c->worst = MAX(c->worst, (uint8_t)from->quality);
	}
}

unsigned gather_take(struct gather *g, const struct snapshot *s)
{
	/* a clock that calls itself set and shows a time before there was such a unit is not */
	bool set = s->wall_sane && s->now.wall_us / USEC_PER_SEC >= HISTORY_TIME_SET;
	int64_t t = (set ? s->now.wall_us : s->now.mono_us) / USEC_PER_SEC;
	unsigned ready = 0;

	if (g->any && (set != g->clock_set || t != g->t))
		ready |= end_second(g);
	if (g->minute >= 0 && (!set || t / MINUTE_S != g->minute))
		ready |= end_minute(g);
	if (set && !(g->any && g->clock_set)) {
		/* also at the start: whoever was here before may have seen no clock */
		g->ahead_us = s->now.wall_us - s->now.mono_us;
		ready |= GATHER_CLOCK;
	}
	if (set && g->minute < 0)
		begin_minute(g, t / MINUTE_S);
	g->any = true;
	g->clock_set = set;
	g->now = s->now;
	g->t = t;
	add_values(g, s);
	return ready;
}

unsigned gather_end(struct gather *g)
{
	unsigned ready = end_second(g) | end_minute(g);

	g->any = false;
	return ready;
}
