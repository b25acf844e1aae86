// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/flow.h"

#include "daemons/sensord/sim/noise.h"

#define DIODE_VOLTS	350000 /* Schottky, at its usual current */
#define LOAD_REGULATION 69000  /* -0.5 % of 13.8 V from no load to full load */
#define SETPOINT_SPREAD 69000  /* the unit's own half of the +-1 % */
#define SETPOINT_STREAM 1000   /* of noise_hash; signals use their own numbers */

const struct flow_model *flow_model(int64_t rating)
{
	static const struct flow_model models[] = {
		{ 22 * MICRO, 120, 15600000 },
		{ 50 * MICRO, 115, 18750000 },
		{ 100 * MICRO, 110, 17250000 },
	};
	size_t i = 0;

	/* A rating between two models behaves like the larger one. */
	while (i < ARRAY_SIZE(models) - 1 && rating > models[i].rating)
		i++;
	return &models[i];
}

bool flow_battery_in(const struct plant *p)
{
	return p->knobs[KNOB_FRONT_SWITCH] && !p->outputs[PLANT_BATTERY_OFF];
}

static bool supply_on(const struct plant *p)
{
	return p->ac_good && !p->outputs[PLANT_SUPPLY_OFF] && !p->knobs[KNOB_SUPPLY_FAULT] &&
	       !p->too_hot && !p->tripped;
}

static int64_t supply_limit(const struct plant *p)
{
	return p->config.rating / 100 * flow_model(p->config.rating)->overload_percent;
}

/* Each unit is adjusted a little differently; the same seed is the same unit. */
static int64_t supply_no_load_volts(const struct plant *p)
{
	uint64_t hash = noise_hash(p->config.seed, SETPOINT_STREAM, 0);

	return p->knobs[KNOB_SUPPLY_SETPOINT] + (int64_t)(hash % (2 * SETPOINT_SPREAD + 1)) -
	       SETPOINT_SPREAD;
}

/* What the load draws at this voltage. */
static int64_t load_amps_at(const struct plant *p, int64_t volts)
{
	if (volts <= 0)
		return 0;
	return p->knobs[KNOB_LOAD_AMPS] + p->knobs[KNOB_LOAD_WATTS] * MICRO / volts;
}

/* The battery feeds the load, together with a supply at its limit, or alone (supply_amps 0). */
static void feed_from_battery(struct plant *p, int64_t supply_amps)
{
	struct plant_flow *f = &p->flow;
	int64_t known = supply_amps - p->knobs[KNOB_LOAD_AMPS];

	f->battery_amps = battery_gives(&p->battery, DIODE_VOLTS, p->knobs[KNOB_LOAD_WATTS], known);
	f->battery_volts -= f->battery_amps * battery_resistance(&p->battery) / MICRO;
	f->load_volts = MAX(f->battery_volts - DIODE_VOLTS, INT64_C(0));
	f->load_amps = f->battery_amps + supply_amps;
}

/* More is wanted than the supply gives: it holds its limit, its voltage falls, the battery helps.
 */
static void feed_overloaded(struct plant *p, int64_t wanted, int64_t limit)
{
	struct plant_flow *f = &p->flow;
	bool helped = flow_battery_in(p) && p->lvd_closed;

	f->overloaded = true;
	if (helped) {
		feed_from_battery(p, limit);
		f->supply_volts = f->load_volts + DIODE_VOLTS;
	} else {
		f->supply_volts = f->supply_volts * limit / wanted;
		f->load_volts = MAX(f->supply_volts - DIODE_VOLTS, INT64_C(0));
		f->load_amps = limit;
	}
	f->supply_amps = limit;
}

static void feed_from_supply(struct plant *p)
{
	struct plant_flow *f = &p->flow;
	int64_t no_load = supply_no_load_volts(p), limit = supply_limit(p);
	int64_t wanted = load_amps_at(p, no_load - DIODE_VOLTS);

	f->supply_on = true;
	f->supply_volts = no_load - LOAD_REGULATION * (MIN(wanted, limit) / 1000) / (limit / 1000);
	wanted = load_amps_at(p, f->supply_volts - DIODE_VOLTS);
	if (wanted > limit) {
		feed_overloaded(p, wanted, limit);
		return;
	}
	f->load_volts = f->supply_volts - DIODE_VOLTS;
	f->load_amps = wanted;
	if (flow_battery_in(p)) {
		/* The charger yields to the load; it is in front of the LVD, so it wakes a battery
		 * that the LVD has cut off. */
		f->charger_volts = FLOW_CHARGER_VOLTS;
		f->charger_limit = MIN((int64_t)FLOW_CHARGER_AMPS, limit - wanted);
		f->charge_amps = battery_accepts(&p->battery, f->charger_volts, f->charger_limit);
		f->battery_volts += f->charge_amps * battery_resistance(&p->battery) / MICRO;
	}
	f->supply_amps = f->load_amps + f->charge_amps;
}

void flow_solve(struct plant *p)
{
	p->flow = (struct plant_flow){ .battery_volts = battery_rest_volts(&p->battery) };
	if (supply_on(p))
		feed_from_supply(p);
	else if (flow_battery_in(p) && p->lvd_closed)
		feed_from_battery(p, 0);
}
