// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/ups.h"

#include <errno.h>

#include "lib/base/util.h"
#include "lib/present/battery_path.h"

/* A test that ends this much before its time was ended by somebody: its end is a tick. */
#define TEST_EARLY_US (2 * USEC_PER_SEC)

struct present_status ups_status(const struct world *w)
{
	return (struct present_status){ .channels = w->table.channels,
					.n_channels = w->table.n_channels,
					.snapshot = &w->snapshot };
}

enum power_source ups_source(const struct world *w)
{
	struct present_status s = ups_status(w);

	return w->any ? power_source(&s) : POWER_FROM_UNKNOWN;
}

int ups_reading(const struct world *w, enum channel_role role, int64_t *ret)
{
	struct present_status s = ups_status(w);
	const struct sample *sample = w->any ? power_reading(&s, role) : NULL;

	if (!sample)
		return -ENODATA;
	*ret = sample->value;
	return 0;
}

/* Each of the two is measured where it comes in: what counts is the one that feeds the load. */
static int output_reading(const struct world *w, enum channel_role supply,
			  enum channel_role battery, int64_t *ret)
{
	switch (ups_source(w)) {
	case POWER_FROM_SUPPLY:
		return ups_reading(w, supply, ret);
	case POWER_FROM_BATTERY:
		return ups_reading(w, battery, ret);
	case POWER_FROM_NOTHING:
	case POWER_FROM_UNKNOWN:
		break;
	}
	return -ENODATA;
}

int ups_output_volts(const struct world *w, int64_t *ret)
{
	return output_reading(w, ROLE_SUPPLY_VOLTS, ROLE_BATTERY_VOLTS, ret);
}

int ups_output_amps(const struct world *w, int64_t *ret)
{
	int64_t help;
	int r = output_reading(w, ROLE_SUPPLY_AMPS, ROLE_BATTERY_AMPS, ret);

	/* a supply at its limit is helped by the battery */
	if (r == 0 && ups_source(w) == POWER_FROM_SUPPLY &&
	    ups_reading(w, ROLE_BATTERY_AMPS, &help) == 0 && help > 0)
		*ret += help;
	return r;
}

int ups_output_watts(const struct world *w, int64_t *ret)
{
	int64_t volts, amps;

	if (ups_output_volts(w, &volts) < 0 || ups_output_amps(w, &amps) < 0)
		return -ENODATA;
	/* thousandths of each: the product of two such readings has room */
	*ret = (volts / 1000) * (amps / 1000);
	return 0;
}

bool ups_alarm_about(const struct world *w, enum channel_role role, enum alarm_when when)
{
	for (unsigned i = 0; w->watched && i < w->n_standing; i++) {
		const struct alarm *a = world_standing(w, i);
		int channel = world_channel(w, a->channel);

		/* one that is latched says what was */
		if (channel < 0 || !a->active || a->latched || a->when == ALARM_QUALITY)
			continue;
		if (w->table.channels[channel].role == role &&
		    (a->when == when || when == ALARM_WHEN_MAX))
			return true;
	}
	return false;
}

/* Low is what the site's alarm calls low: there is no second limit. */
int ups_battery_status(const struct world *w)
{
	struct present_status s = ups_status(w);
	struct battery_path path;
	int64_t volts;

	if (!w->any)
		return 0;
	battery_path_find(&s, &path);
	if (!path.present)
		return 0;
	if (path.parts[BATTERY_LVD] == BATTERY_BLOCKS)
		return UPS_BATTERY_DEPLETED;
	if (ups_reading(w, ROLE_BATTERY_VOLTS, &volts) < 0)
		return UPS_BATTERY_UNKNOWN;
	if (volts <= w->settings->device.lvd_open_volts)
		return UPS_BATTERY_DEPLETED;
	if (!w->watched)
		return UPS_BATTERY_UNKNOWN;
	return ups_alarm_about(w, ROLE_BATTERY_VOLTS, ALARM_BELOW) ? UPS_BATTERY_LOW
								   : UPS_BATTERY_NORMAL;
}

enum power_answer ups_overloaded(const struct world *w)
{
	const struct settings_device *d = &w->settings->device;
	int64_t amps, limit = d->rated_amps / 100 * (d->overload_min_percent / MICRO);

	if (limit <= 0 || ups_reading(w, ROLE_SUPPLY_AMPS, &amps) < 0)
		return POWER_UNKNOWN;
	return amps > limit ? POWER_YES : POWER_NO;
}

/*
 * A test of the battery is: the supply is off, and comes back by itself unless somebody confirms.
 * Who began it does not matter.
 */
const struct output_state *ups_testing(const struct world *w)
{
	struct present_status s = ups_status(w);
	const struct output_state *o;

	if (!w->any || power_supply_off(&s) != POWER_YES)
		return NULL;
	o = power_output(&s, ROLE_SUPPLY_SWITCH);
	return o->unconfirmed || o->pulsing ? o : NULL;
}

int ups_whole(struct mib_value *ret, int64_t micro, int64_t unit)
{
	int64_t n = (micro + (micro < 0 ? -unit / 2 : unit / 2)) / unit;

	return n < -INT32_MAX || n > INT32_MAX ? -ENODATA : mib_number(ret, n);
}

/* ------------------------------------------------------------------ what was */

static void follow_source(struct world *w)
{
	bool now = ups_source(w) == POWER_FROM_BATTERY;

	if (now && !w->ups.on_battery)
		w->ups.battery_us = w->snapshot.now.mono_us;
	w->ups.on_battery = now;
}

static int result_of(const struct world *w)
{
	const struct world_ups *u = &w->ups;
	struct present_status s = ups_status(w);

	if (u->test_dark)
		return UPS_TEST_ERROR;
	/* confirmed: it stays off; or somebody switched it on before its time */
	if (power_supply_off(&s) == POWER_YES ||
	    w->snapshot.now.mono_us + TEST_EARLY_US < u->test_until_us)
		return UPS_TEST_ABORTED;
	return u->test_low ? UPS_TEST_WARNING : UPS_TEST_PASS;
}

static void follow_test(struct world *w)
{
	const struct output_state *o = ups_testing(w);
	struct world_ups *u = &w->ups;

	if (o && !u->testing) {
		u->test_from_us = w->snapshot.now.mono_us;
		u->test_ticks = w->snapshot_ticks;
		u->test_low = u->test_dark = false;
	}
	if (o) {
		int battery = ups_battery_status(w);

		u->test_until_us = o->until_us;
		u->test_low |= battery >= UPS_BATTERY_LOW;
		u->test_dark |= ups_source(w) == POWER_FROM_NOTHING;
	} else if (u->testing) {
		u->test_result = result_of(w);
	}
	if (o || u->testing)
		u->test_took_ticks = (uint32_t)(MAX(w->snapshot.now.mono_us - u->test_from_us, 0) /
						(10 * USEC_PER_MSEC));
	u->testing = o != NULL;
}

static bool supply_broken(const struct present_status *s)
{
	return power_mains(s) == POWER_YES && power_supply_off(s) == POWER_NO &&
	       power_supply(s) == POWER_NO;
}

static bool any_fault(const struct world *w)
{
	for (unsigned i = 0; i < w->snapshot.n_outputs; i++)
		if (w->snapshot.outputs[i].fault)
			return true;
	return false;
}

static void find_alarms(const struct world *w, bool ret[WORLD_UPS_ALARMS + 1])
{
	struct present_status s = ups_status(w);
	enum power_source source = ups_source(w);
	int battery = ups_battery_status(w);

	ret[UPS_ALARM_COMMUNICATIONS_LOST] = !w->any;
	if (!w->any)
		return;
	ret[UPS_ALARM_ON_BATTERY] = source == POWER_FROM_BATTERY;
	ret[UPS_ALARM_LOW_BATTERY] = battery == UPS_BATTERY_LOW;
	ret[UPS_ALARM_DEPLETED_BATTERY] = battery == UPS_BATTERY_DEPLETED;
	ret[UPS_ALARM_TEMP_BAD] = ups_alarm_about(w, ROLE_TEMPERATURE, ALARM_WHEN_MAX);
	ret[UPS_ALARM_INPUT_BAD] =
		power_mains(&s) == POWER_NO || ups_alarm_about(w, ROLE_AC_LINE, ALARM_WHEN_MAX);
	ret[UPS_ALARM_OUTPUT_BAD] = source == POWER_FROM_SUPPLY &&
				    ups_alarm_about(w, ROLE_SUPPLY_VOLTS, ALARM_WHEN_MAX);
	ret[UPS_ALARM_OUTPUT_OVERLOAD] = ups_overloaded(w) == POWER_YES;
	ret[UPS_ALARM_OUTPUT_OFF] = source == POWER_FROM_NOTHING;
	ret[UPS_ALARM_OUTPUT_OFF_AS_REQUESTED] =
		source == POWER_FROM_NOTHING && power_supply_off(&s) == POWER_YES;
	ret[UPS_ALARM_GENERAL_FAULT] = any_fault(w) || supply_broken(&s);
	ret[UPS_ALARM_TEST_FAILED] = !w->ups.testing && w->ups.test_result == UPS_TEST_ERROR;
	ret[UPS_ALARM_TEST_IN_PROGRESS] = w->ups.testing;
}

/* What stood already at the first look has the time 0 (RFC 1628). */
static void follow_alarms(struct world *w)
{
	bool now[WORLD_UPS_ALARMS + 1] = { false };

	find_alarms(w, now);
	for (unsigned i = 1; i <= WORLD_UPS_ALARMS; i++) {
		if (now[i] && !w->ups.alarms[i])
			w->ups.alarm_ticks[i] = w->ups.any ? w->snapshot_ticks : 0;
		w->ups.alarms[i] = now[i];
	}
}

void ups_follow(struct world *w)
{
	if (w->any) {
		follow_source(w);
		follow_test(w);
	}
	follow_alarms(w);
	w->ups.any |= w->any;
}
