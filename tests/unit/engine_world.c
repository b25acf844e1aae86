// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/engine_world.h"

#include <stdio.h>

/* Times are multiples of it. */
#define QUANTUM_US (50 * USEC_PER_MSEC)
#define GROUPS	   2

unsigned world_random(struct world *w, unsigned n)
{
	uint64_t z = (w->seed += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (unsigned)((z ^ (z >> 31)) % n);
}

static bool one_in(struct world *w, unsigned n)
{
	return world_random(w, n) == 0;
}

static int64_t delay_us(struct world *w)
{
	static const int quanta[] = { 0, 0, 0, 1, 2, 3, 5, 10, 20, 60 };

	return quanta[world_random(w, ARRAY_SIZE(quanta))] * QUANTUM_US;
}

static bool is_contact(int channel)
{
	return channel >= 2;
}

static void choose_thresholds(struct world *w, struct rule *r)
{
	int64_t gap = world_random(w, 3);

	r->setpoint = world_random(w, 8);
	r->recovery = r->when == ALARM_BELOW ? r->setpoint + gap : r->setpoint - gap;
	/* a window of less than 16 us is none, and 16 steps of a quantum are the shortest here */
	r->window_us = (1 + world_random(w, 3)) * 16 * QUANTUM_US + world_random(w, 2) * QUANTUM_US;
}

static void choose_when(struct world *w, struct rule *r, int channel)
{
	static const enum alarm_when analog[] = { ALARM_ABOVE, ALARM_BELOW, ALARM_RISING,
						  ALARM_FALLING, ALARM_QUALITY };
	static const enum alarm_when contact[] = { ALARM_ACTIVE, ALARM_INACTIVE, ALARM_QUALITY };

	r->when = is_contact(channel) ? contact[world_random(w, ARRAY_SIZE(contact))]
				      : analog[world_random(w, ARRAY_SIZE(analog))];
}

/* What may change while the alarm goes on. */
static void choose_details(struct world *w, struct rule *r)
{
	choose_thresholds(w, r);
	r->priority = (enum alarm_priority)world_random(w, ALARM_PRIORITY_MAX);
	r->on_delay_us = delay_us(w);
	r->off_delay_us = delay_us(w);
	r->latched = one_in(w, 4);
	r->message = one_in(w, 2);
	r->outputs = world_random(w, 16);
	r->group = world_random(w, GROUPS);
}

static void choose_rule(struct world *w, struct rule *r, char id)
{
	int channel = (int)world_random(w, WORLD_CHANNELS + 1) - 1;

	*r = (struct rule){ .id = { id }, .channel = RULE_NONE, .cause = RULE_NONE };
	r->when = one_in(w, 2) ? ALARM_SILENT : ALARM_LOG;
	if (channel >= 0) {
		(void)snprintf(r->channel_id, sizeof(r->channel_id), "channel_%d", channel);
		r->channel = (int)w->index[channel];
		choose_when(w, r, channel);
	}
	choose_details(w, r);
}

static void choose_chatter(struct world *w)
{
	w->rules.chatter_count = world_random(w, 5);
	w->rules.chatter_us = (1 + world_random(w, 60)) * QUANTUM_US;
}

static void choose_rules(struct world *w)
{
	w->rules.n = 1 + world_random(w, WORLD_RULES);
	w->rules.n_channels = WORLD_CHANNELS;
	w->rules.n_groups = GROUPS;
	for (unsigned i = 0; i < w->rules.n; i++)
		choose_rule(w, &w->rules.rules[i], (char)('a' + i));
	/* edges that come late are ordered by what was seen, not by what was */
	for (unsigned i = 0; i < w->rules.n && !w->late_edges; i++)
		if (one_in(w, 2))
			w->rules.rules[i].cause = (int)world_random(w, w->rules.n);
	choose_chatter(w);
}

void world_start(struct world *w, uint64_t seed)
{
	memset(w, 0, sizeof(*w));
	w->seed = seed;
	w->now = (struct instant){ INT64_C(1700000000) * USEC_PER_SEC, 1000 * USEC_PER_SEC };
	w->late_edges = one_in(w, 4);
	w->may_raise = true;
	w->snapshot.n_samples = WORLD_CHANNELS;
	for (unsigned i = 0; i < WORLD_CHANNELS; i++)
		w->index[i] = i;
	choose_rules(w);
}

/* ---- what is measured ---- */

static void measure_analog(struct world *w, struct sample *s)
{
	if (s->quality != QUALITY_OK) {
		s->value = 0;
	} else if (one_in(w, 3)) {
		s->value = world_random(w, 12);
	} else {
		s->value += (int64_t)world_random(w, 3) - 1;
	}
	s->mono_us = w->now.mono_us - (one_in(w, 8) ? 1 : 0);
}

static void measure_contact(struct world *w, struct sample *s, int64_t last_us)
{
	int64_t value = world_random(w, 2) ? MICRO : 0;
	int64_t since_us = w->now.mono_us - last_us;

	if (s->quality != QUALITY_OK) {
		s->value = 0;
		s->mono_us = w->now.mono_us;
		return;
	}
	/* an output's sample is always of now; a contact's of its last edge */
	if (value != s->value || one_in(w, 16))
		s->mono_us = w->now.mono_us - world_random(w, (unsigned)since_us);
	if (w->late_edges && one_in(w, 3))
		s->mono_us += QUANTUM_US * ((int64_t)world_random(w, 7) - 4);
	s->value = value;
}

static void measure(struct world *w, int64_t last_us)
{
	for (unsigned i = 0; i < WORLD_CHANNELS; i++) {
		struct sample *s = &w->snapshot.samples[w->index[i]];
		bool was_ok = s->quality == QUALITY_OK;

		/* most things stay as they are */
		if (w->has_snapshot && !one_in(w, 3) && was_ok)
			continue;
		if (one_in(w, was_ok ? 12 : 2))
			s->quality = (enum quality)world_random(w, QUALITY_MAX);
		else if (one_in(w, was_ok ? 1 : 3))
			s->quality = QUALITY_OK;
		if (is_contact((int)i))
			measure_contact(w, s, last_us);
		else
			measure_analog(w, s);
	}
	w->has_snapshot = true;
}

static void pass_time(struct world *w, int64_t due_us)
{
	int64_t step_us = 0;

	if (one_in(w, 3) && due_us < w->now.mono_us + 3600 * USEC_PER_SEC &&
	    due_us > w->now.mono_us)
		step_us = due_us - w->now.mono_us;
	else if (!one_in(w, 8))
		step_us = (1 + world_random(w, one_in(w, 10) ? 100 : 4)) * QUANTUM_US;
	w->now.mono_us += step_us;
	w->now.wall_us += step_us;
	if (one_in(w, 40))
		w->now.wall_us += ((int64_t)world_random(w, 7200) - 3600) * USEC_PER_SEC;
}

void world_move(struct world *w, int64_t due_us)
{
	int64_t last_us = w->now.mono_us;

	pass_time(w, due_us);
	/* at the same moment there is nothing new, or a condition would come and go in no time */
	if (w->now.mono_us > last_us) {
		if (one_in(w, 30))
			w->has_snapshot = false;
		else if (!one_in(w, 4))
			measure(w, last_us);
		if (one_in(w, 20))
			w->silent = !w->silent;
		if (one_in(w, 40))
			w->log = (enum log_stand)world_random(w, LOG_FAILING + 1);
	}
	if (one_in(w, 20))
		w->may_raise = !w->may_raise;
	else if (one_in(w, 4))
		w->may_raise = true;
}

/* ---- other rules ---- */

/* A new board, or a new table: the channels are somewhere else. */
static void move_channels(struct world *w)
{
	unsigned a = world_random(w, WORLD_CHANNELS), b = world_random(w, WORLD_CHANNELS);
	unsigned x = w->index[a], y = w->index[b];
	struct sample s = w->snapshot.samples[x];

	w->index[a] = y;
	w->index[b] = x;
	w->snapshot.samples[x] = w->snapshot.samples[y];
	w->snapshot.samples[y] = s;
	for (unsigned i = 0; i < w->rules.n; i++) {
		struct rule *r = &w->rules.rules[i];

		if (r->channel >= 0)
			r->channel = (int)w->index[r->channel_id[sizeof("channel_") - 1] - '0'];
	}
}

static void point_causes(struct world *w, unsigned at, int to)
{
	for (unsigned i = 0; i < w->rules.n; i++)
		if (w->rules.rules[i].cause == (int)at)
			w->rules.rules[i].cause = to;
}

static void drop(struct world *w, unsigned at)
{
	unsigned last = w->rules.n - 1;

	point_causes(w, at, RULE_NONE);
	point_causes(w, last, (int)at);
	w->rules.rules[at] = w->rules.rules[last];
	w->rules.n--;
}

static void swap(struct world *w, unsigned a, unsigned b)
{
	struct rule r;

	point_causes(w, a, -2);
	point_causes(w, b, (int)a);
	point_causes(w, (unsigned)-2, (int)b);
	r = w->rules.rules[a];
	w->rules.rules[a] = w->rules.rules[b];
	w->rules.rules[b] = r;
}

/* An id that no rule has; some rule may have had it. */
static char free_id(struct world *w)
{
	char id = (char)('a' + world_random(w, WORLD_RULES + 2));

	for (unsigned i = 0; i < w->rules.n; i++)
		if (w->rules.rules[i].id[0] == id)
			return free_id(w);
	return id;
}

void world_change_rules(struct world *w)
{
	unsigned at = world_random(w, w->rules.n);
	struct rule *r = &w->rules.rules[at];

	switch (world_random(w, 7)) {
	case 0:
		choose_details(w, r);
		break;
	case 1:
		choose_rule(w, r, r->id[0]);
		break;
	case 2:
		if (w->rules.n > 1)
			drop(w, at);
		break;
	case 3:
		if (w->rules.n == WORLD_RULES)
			break;
		choose_rule(w, &w->rules.rules[w->rules.n], free_id(w));
		w->rules.n++;
		break;
	case 4:
		swap(w, at, world_random(w, w->rules.n));
		break;
	case 5:
		move_channels(w);
		break;
	default:
		choose_chatter(w);
		break;
	}
}

void world_reboot(struct world *w)
{
	int64_t off_us = world_random(w, 200) * QUANTUM_US;

	w->now.mono_us = (10 + world_random(w, 10)) * USEC_PER_SEC;
	w->now.wall_us += one_in(w, 4) ? -400 * 86400 * USEC_PER_SEC : off_us;
	w->has_snapshot = false;
}
