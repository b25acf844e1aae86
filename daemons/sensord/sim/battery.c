// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/battery.h"

#include <stddef.h>

#include "lib/base/util.h"

/* A point of a curve over the state of charge (millionths). */
struct point {
	int64_t charge, value;
};

/*
 * Volts at rest. A full flooded or AGM battery of six cells rests at about 12.8 V, an empty one at
 * about 11.6 V; below that the curve falls steeply, and nobody ever measures its end at rest.
 */
static const struct point rest_volts[] = {
	{ 0, 9500000 },	      { 20000, 10500000 },   { 50000, 11250000 },  { 100000, 11600000 },
	{ 200000, 11850000 }, { 400000, 12100000 },  { 600000, 12320000 }, { 800000, 12580000 },
	{ 900000, 12720000 }, { 1000000, 12850000 },
};

/* Inner resistance as a part of that of the full battery, millionths: an empty one has three times
 * it. */
static const struct point resistance_factor[] = {
	{ 0, 3000000 },
	{ 200000, 1500000 },
	{ 500000, 1100000 },
	{ 1000000, 1000000 },
};

/*
 * What charging has to overcome besides, microohms in a battery of 20 Ah. Steep at the end: that is
 * why a charger of constant voltage tapers off, and what makes the float current.
 */
static const struct point charge_resistance[] = {
	{ 0, 60000 },	    { 500000, 120000 },	  { 800000, 170000 },
	{ 950000, 300000 }, { 1000000, 4000000 },
};

/* The battery that the two curves of resistance were written for; others are in proportion. */
#define CURVE_AH	 20
#define CURVE_RESISTANCE 20000
#define UC_PER_AH	 (3600 * MICRO)

#define RESISTANCE_MIN 1000 /* microohms: terminals and fuse */
#define RESISTANCE_MAX                                                                             \
	MICRO /* of the full battery: dead by then, and the squares below still fit */

/* The surface charge follows within minutes. */
#define SURFACE_TAU_US (90 * USEC_PER_SEC)

static int64_t curve(const struct point *p, size_t n, int64_t charge)
{
	size_t i = 1;

	while (i < n - 1 && charge > p[i].charge)
		i++;
	return p[i - 1].value + (p[i].value - p[i - 1].value) * (charge - p[i - 1].charge) /
					(p[i].charge - p[i - 1].charge);
}
#define CURVE(table, charge) curve(table, ARRAY_SIZE(table), charge)

/* The part that is full, millionths. */
static int64_t state_of_charge(const struct battery *b)
{
	return MIN(b->charge_uc / (b->capacity_uc / MICRO), MICRO);
}

void battery_setup(struct battery *b, int64_t ah, int64_t health_percent, int64_t milliohms)
{
	int64_t soc = b->capacity_uc ? state_of_charge(b) : 0;
	int64_t fresh = milliohms ? milliohms / 1000 : CURVE_RESISTANCE * CURVE_AH * MICRO / ah;

	b->capacity_uc = ah * 3600 / (100 * MICRO) * health_percent;
	b->charge_uc = b->capacity_uc / MICRO * soc;
	/* Half the capacity goes with about four times the resistance: plates that are lost twice.
	 */
	for (int i = 0; i < 2; i++)
		fresh = fresh * (100 * MICRO) / health_percent;
	b->resistance = MAX((int64_t)RESISTANCE_MIN, MIN(fresh, RESISTANCE_MAX));
}

void battery_set_percent(struct battery *b, int64_t percent)
{
	b->charge_uc = b->capacity_uc / MICRO * (percent / 100);
	b->surface = 0;
}

int64_t battery_percent(const struct battery *b)
{
	return state_of_charge(b) * 100;
}

int64_t battery_rest_volts(const struct battery *b)
{
	return CURVE(rest_volts, state_of_charge(b)) + b->surface;
}

int64_t battery_resistance(const struct battery *b)
{
	return b->resistance * CURVE(resistance_factor, state_of_charge(b)) / MICRO;
}

/* What flows at this resistance; never out of the battery. */
static int64_t limited(int64_t volts, int64_t resistance, int64_t limit)
{
	return MAX(INT64_C(0), MIN(limit, volts * MICRO / resistance));
}

int64_t battery_accepts(const struct battery *b, int64_t volts, int64_t limit)
{
	return limited(volts - battery_rest_volts(b), battery_resistance(b), limit);
}

/* Newton's method from above; exact for all squares of what flows here. */
static int64_t square_root(int64_t v)
{
	int64_t x = v, y = (v + 1) / 2;

	if (v <= 1)
		return MAX(v, INT64_C(0));
	/* A start within a factor of two of the result: a handful of rounds instead of thirty. */
	x = INT64_C(1) << ((64 - __builtin_clzll((uint64_t)v) + 1) / 2);
	y = (x + v / x) / 2;
	while (y < x) {
		x = y;
		y = (x + v / x) / 2;
	}
	return x;
}

int64_t battery_gives(const struct battery *b, int64_t diode_volts, int64_t watts, int64_t known)
{
	int64_t r = battery_resistance(b);
	int64_t e = battery_rest_volts(b) - diode_volts;
	/* x is what it gives: (x + known) * (e - r x) = watts; in volts, x r = (b - root) / 2. */
	int64_t minus = e - known * r / MICRO, root;
	__int128 square = (__int128)minus * minus - 4 * (__int128)r * watts +
			  4 * (__int128)r * known / MICRO * e;

	if (e <= 0)
		return 0;
	/* No solution: the load wants more than there is. The most power flows at half the voltage.
	 */
	root = square > 0 ? square_root((int64_t)square) : 0;
	return MAX(INT64_C(0), MIN((minus - root) / 2, e) * MICRO / r);
}

/* Where the surface charge would come to rest, microvolts. */
static int64_t surface_target(const struct battery *b, int64_t discharge, int64_t volts,
			      int64_t limit)
{
	int64_t soc = state_of_charge(b), r = battery_resistance(b);
	int64_t polar = CURVE(charge_resistance, soc) * (CURVE_AH * UC_PER_AH / 1000) /
			(b->capacity_uc / 1000);

	if (discharge > 0)
		return -(discharge * (r / 2) / MICRO);
	if (volts == 0)
		return 0;
	/* From the current that it tends to, not from the present one: that would swing. */
	return limited(volts - CURVE(rest_volts, soc), r + polar, limit) * polar / MICRO;
}

void battery_rest_on_charger(struct battery *b, int64_t volts, int64_t limit)
{
	b->surface = surface_target(b, 0, volts, limit);
}

int battery_step(struct battery *b, int64_t dt_us, int64_t current, int64_t volts, int64_t limit)
{
	int64_t target = surface_target(b, MAX(-current, INT64_C(0)), volts, limit);
	int64_t moved = (target - b->surface) * dt_us / SURFACE_TAU_US;
	int64_t before = b->charge_uc;

	b->surface += moved;
	b->charge_uc += current * dt_us / USEC_PER_SEC;
	b->charge_uc = MAX(INT64_C(0), MIN(b->charge_uc, b->capacity_uc));
	return moved != 0 || b->charge_uc != before;
}
