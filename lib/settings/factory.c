// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/factory.h"

#include <stddef.h>

#include "lib/base/util.h"

/* Limits of the AC line by the switch of the unit (S53, S159): alarm and recovery, volts. */
static const struct ac_limits {
	int64_t nominal;
	int64_t high, high_recovery;
	int64_t low, low_recovery;
	int64_t gone; /* below this the supply cannot go on */
} ac_limits[] = {
	{ 115, 140, 135, 100, 107, 85 },
	{ 230, 280, 270, 200, 214, 170 },
};

static const struct ac_limits *limits_of(int64_t nominal)
{
	for (size_t i = 0; i < ARRAY_SIZE(ac_limits); i++)
		if (ac_limits[i].nominal == nominal)
			return &ac_limits[i];
	return NULL;
}

static bool is_ac_line(const struct settings *s, const char *id)
{
	for (unsigned i = 0; i < s->n_channels; i++)
		if (streq(s->channels[i].info.id, id))
			return s->channels[i].info.role == ROLE_AC_LINE;
	return false;
}

/*
 * What is unset follows the unit's own limits. A setpoint of one's own keeps their deadband: a line
 * that lies near it would raise and clear the alarm all day.
 */
static void fill_alarm(struct settings_alarm *a, const struct ac_limits *limits)
{
	bool high = a->when == ALARM_ABOVE;
	int64_t deadband =
		(high ? limits->high_recovery - limits->high : limits->low_recovery - limits->low) *
		MICRO;

	if (!high && a->when != ALARM_BELOW)
		return;
	if (a->setpoint == SETTINGS_UNSET)
		a->setpoint = (high ? limits->high : limits->low) * MICRO;
	if (a->recovery == SETTINGS_UNSET)
		a->recovery = a->setpoint + deadband;
}

void factory_fill(struct settings *s)
{
	const struct ac_limits *limits = limits_of(s->device.ac_nominal);

	if (!limits)
		return;
	for (unsigned i = 0; i < s->n_alarms; i++)
		if (is_ac_line(s, s->alarms[i].channel))
			fill_alarm(&s->alarms[i], limits);
	for (unsigned i = 0; i < s->n_interlocks; i++) {
		struct settings_interlock *lock = &s->interlocks[i];

		if (lock->value == SETTINGS_UNSET && lock->when == INTERLOCK_BELOW &&
		    is_ac_line(s, lock->channel))
			lock->value = limits->gone * MICRO;
	}
}
