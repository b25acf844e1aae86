// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/plant.h"

#include <errno.h>
#include <inttypes.h>

#include "lib/base/parse.h"
#include "daemons/sensord/sim/flow.h"

/* No time of a sane plant is beyond it: 3000 years. What enters equations has narrower limits
 * below. */
#define NUMBER_MAX  INT64_C(100000000000000000)
#define CELSIUS_MAX (1000 * MICRO)

/* One line of the state: `count` numbers at `offset`. */
struct row {
	const char *name;
	size_t offset, count;
};

#define NUMBER(field)                                                                              \
	{                                                                                          \
#field, offsetof(struct plant, field), 1                                           \
	}
#define NUMBERS(field)                                                                             \
	{                                                                                          \
#field, offsetof(struct plant, field),                                             \
			sizeof(((struct plant *)0)->field) / (sizeof(int64_t))                     \
	}

static const struct row rows[] = {
	NUMBER(now_us),	     NUMBER(state_us),	   NUMBERS(knobs),     NUMBERS(outputs),
	NUMBERS(fault),	     NUMBERS(fault_value), NUMBERS(battery),   NUMBERS(contacts),
	NUMBER(temperature), NUMBER(ac_good),	   NUMBER(too_hot),    NUMBER(tripped),
	NUMBER(overload_us), NUMBER(floating),	   NUMBER(lvd_closed), NUMBER(settled),
};

void plant_save(const struct plant *p, struct text *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const int64_t *numbers = (const void *)((const char *)p + rows[i].offset);

		text_printf(out, "plant.%s", rows[i].name);
		for (size_t k = 0; k < rows[i].count; k++)
			text_printf(out, " %" PRId64, numbers[k]);
		text_add_char(out, '\n');
	}
}

/* Reads exactly `count` numbers with a space between each two. */
static int parse_numbers(const char *text, size_t count, int64_t *numbers)
{
	for (size_t k = 0; k < count; k++) {
		size_t len = strcspn(text, " ");
		char word[24];
		int r;

		if (len >= sizeof(word))
			return -EINVAL;
		memcpy(word, text, len);
		word[len] = '\0';
		r = parse_i64(word, &numbers[k]);
		if (r < 0)
			return r;
		if (numbers[k] > NUMBER_MAX || numbers[k] < -NUMBER_MAX)
			return -ERANGE;
		text += len;
		if (*text == ' ' && k + 1 < count)
			text++;
	}
	return *text ? -EINVAL : 0;
}

int plant_load_line(struct plant *p, const char *name, const char *numbers)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (streq(rows[i].name, name))
			return parse_numbers(numbers, rows[i].count,
					     (void *)((char *)p + rows[i].offset));
	return -EINVAL;
}

static bool sane_battery(const struct plant *p)
{
	struct battery expected = { 0 };

	/* Capacity and resistance follow from knobs; a file that says otherwise is damaged. */
	battery_setup(&expected, p->knobs[KNOB_BATTERY_AH], p->knobs[KNOB_BATTERY_HEALTH_PERCENT],
		      p->knobs[KNOB_BATTERY_MILLIOHMS]);
	return p->battery.capacity_uc == expected.capacity_uc &&
	       p->battery.resistance == expected.resistance && p->battery.charge_uc >= 0 &&
	       p->battery.charge_uc <= p->battery.capacity_uc &&
	       p->battery.surface > -400 * MICRO && p->battery.surface < 20 * MICRO;
}

static bool sane_contact(const struct contact *c)
{
	return (c->level == 0 || c->level == 1) && c->edges >= 0 && c->edges <= CONTACT_EDGES_MAX &&
	       c->span_us >= 0 && c->span_us <= CONTACT_SPAN_MAX_US;
}

/* The state is of the present, or of less than a step ago, unless nothing moves. */
static bool sane_times(const struct plant *p)
{
	int64_t next_step = (p->state_us / PLANT_STEP_US + 1) * PLANT_STEP_US;

	return p->state_us >= 0 && p->state_us <= p->now_us &&
	       (p->settled || p->now_us < next_step) && p->overload_us >= 0 &&
	       p->overload_us <= p->now_us;
}

int plant_load_end(struct plant *p)
{
	if (!sane_times(p) || p->temperature > CELSIUS_MAX || p->temperature < -CELSIUS_MAX)
		return -EINVAL;
	for (int k = 0; k < KNOB_MAX; k++) {
		const struct plant_knob_info *info = plant_knob_info((enum plant_knob)k);

		if (p->knobs[k] < info->min || p->knobs[k] > info->max)
			return -EINVAL;
	}
	for (int s = 0; s < PLANT_SIGNAL_MAX; s++)
		if (p->fault[s] < 0 || p->fault[s] >= PLANT_FAULT_MAX)
			return -EINVAL;
	for (int i = 0; i < PLANT_CONTACTS; i++)
		if (!sane_contact(&p->contacts[i]))
			return -EINVAL;
	if (!sane_battery(p))
		return -EINVAL;
	flow_solve(p);
	return 0;
}
