// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What feeds the load: mains and supply, the battery, or nothing. Decided here once, for the
 * headline as for the standard MIBs. What is not measured is unknown; nothing is guessed.
 */
#include "lib/present/status.h"

enum power_answer {
	POWER_UNKNOWN,
	POWER_NO,
	POWER_YES,
};

enum power_source {
	POWER_FROM_UNKNOWN,
	POWER_FROM_NOTHING,
	POWER_FROM_SUPPLY,
	POWER_FROM_BATTERY,
};

/* True when this is the AC line and its reading is that of no mains at all. */
bool power_mains_failed(const struct channel *c, const struct sample *s);

/* Whether there is mains: NO when any AC line that has a value has none. */
enum power_answer power_mains(const struct present_status *s);

/* The first channel of a role that has a value; NULL when there is none. */
const struct sample *power_reading(const struct present_status *s, enum channel_role role);

/* Whether more than a converter's noise flows through the first channel of a role. */
enum power_answer power_flows(const struct present_status *s, enum channel_role role);

/*
 * Which state of the output of a supply or battery is the one that takes it away: what its own
 * texts say, where they do not the active one.
 */
bool power_off_state(const struct channel *c);

/* The output of a role as it stands; NULL: there is none, or its line cannot be driven. */
const struct output_state *power_output(const struct present_status *s, enum channel_role role);

/* Whether the supply is switched off by its output. */
enum power_answer power_supply_off(const struct present_status *s);

/* Whether the supply gives: alone, or at its limit with the battery's help. */
enum power_answer power_supply(const struct present_status *s);

enum power_source power_source(const struct present_status *s);
