// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * UPS-MIB (RFC 1628). What feeds the load decides lib/present/power for everyone; here it gets the
 * numbers of the RFC. What the unit cannot know has no instance. Pure.
 */
#include "daemons/agentxd/mib.h"
#include "daemons/agentxd/world.h"
#include "lib/present/power.h"

extern const struct mib_tree ups_tree;

extern const struct mib_group ups_ident, ups_battery, ups_input_counts, ups_input,
	ups_output_counts, ups_output, ups_alarm_count, ups_alarms, ups_overload, ups_test,
	ups_control, ups_config;

/* upsBatteryStatus */
enum {
	UPS_BATTERY_UNKNOWN = 1,
	UPS_BATTERY_NORMAL = 2,
	UPS_BATTERY_LOW = 3,
	UPS_BATTERY_DEPLETED = 4,
};

/* upsTestResultsSummary */
enum {
	UPS_TEST_PASS = 1,
	UPS_TEST_WARNING = 2,
	UPS_TEST_ERROR = 3,
	UPS_TEST_ABORTED = 4,
	UPS_TEST_IN_PROGRESS = 5,
	UPS_TEST_NONE = 6,
};

/* Well-known alarms of ours. */
enum {
	UPS_ALARM_ON_BATTERY = 2,
	UPS_ALARM_LOW_BATTERY = 3,
	UPS_ALARM_DEPLETED_BATTERY = 4,
	UPS_ALARM_TEMP_BAD = 5,
	UPS_ALARM_INPUT_BAD = 6,
	UPS_ALARM_OUTPUT_BAD = 7,
	UPS_ALARM_OUTPUT_OVERLOAD = 8,
	UPS_ALARM_OUTPUT_OFF_AS_REQUESTED = 11,
	UPS_ALARM_OUTPUT_OFF = 14,
	UPS_ALARM_GENERAL_FAULT = 18,
	UPS_ALARM_TEST_FAILED = 19,
	UPS_ALARM_COMMUNICATIONS_LOST = 20,
	UPS_ALARM_TEST_IN_PROGRESS = 24,
};

/* Keeps what the MIB tells of the past: call it when the world became another. */
void ups_follow(struct world *w);

/* ------------------------------------------------------------------ for the groups */

/* The world as lib/present takes it; holds while `w` does. */
struct present_status ups_status(const struct world *w);

/* POWER_FROM_UNKNOWN without a snapshot. */
enum power_source ups_source(const struct world *w);

/* A reading in millionths: 0, or -ENODATA. */
int ups_reading(const struct world *w, enum channel_role role, int64_t *ret);

/* Amperes and watts that the load is fed with, and the volts it is fed from; -ENODATA. */
int ups_output_volts(const struct world *w, int64_t *ret);
int ups_output_amps(const struct world *w, int64_t *ret);
int ups_output_watts(const struct world *w, int64_t *ret);

/* upsBatteryStatus; 0 without a battery. */
int ups_battery_status(const struct world *w);

/* The supply gives more than its rating bears. POWER_UNKNOWN without a rating or a reading. */
enum power_answer ups_overloaded(const struct world *w);

/* The output that is off for a time, and with it the test; NULL: none runs. */
const struct output_state *ups_testing(const struct world *w);

/* True when alarmd says so of a channel with this role; any `when` for ALARM_WHEN_MAX. */
bool ups_alarm_about(const struct world *w, enum channel_role role, enum alarm_when when);

/* Millionths as a whole number of `unit` millionths, half rounded away from 0; into an INTEGER. */
int ups_whole(struct mib_value *ret, int64_t micro, int64_t unit);
