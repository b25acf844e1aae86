// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A 12 V lead-acid battery: charge, open circuit voltage, resistance, surface charge. Pure. */
#include <stdint.h>

struct battery {
	int64_t capacity_uc; /* what it holds when full, microcoulombs: ampere hours by health */
	int64_t charge_uc;   /* what is in it */
	int64_t resistance;  /* when full, microohms */
	int64_t surface;     /* what charging and discharging leave on the plates, microvolts */
};

/* `milliohms` in millionths; 0: what a battery of this capacity has. Keeps the part that is full.
 */
void battery_setup(struct battery *b, int64_t ah, int64_t health_percent, int64_t milliohms);

/* Sets how full it is, millionths of a percent, and takes the surface charge away. */
void battery_set_percent(struct battery *b, int64_t percent);
int64_t battery_percent(const struct battery *b);

/* As it is after hours on a charger of this voltage and limit. */
void battery_rest_on_charger(struct battery *b, int64_t volts, int64_t limit);

/* Voltage at rest, microvolts: open circuit and surface charge. */
int64_t battery_rest_volts(const struct battery *b);

/* Inner resistance at this state of charge, microohms, at least 1 milliohm. */
int64_t battery_resistance(const struct battery *b);

/* The current, microamperes, that flows into it from a charger with this voltage and limit. */
int64_t battery_accepts(const struct battery *b, int64_t volts, int64_t limit);

/*
 * The current a load draws from it through a diode: `watts` of constant power less `known` amperes
 * that something else contributes (negative: that are drawn in addition). All millionths. What it
 * cannot give it does not: then its voltage breaks down.
 */
int64_t battery_gives(const struct battery *b, int64_t diode_volts, int64_t watts, int64_t known);

/*
 * Time passes while `current` flows in (negative: out). `volts` and `limit` are those of the
 * charger, 0 without one. Returns 1 when the state moved, 0 when it is where it will stay.
 */
int battery_step(struct battery *b, int64_t dt_us, int64_t current, int64_t volts, int64_t limit);
