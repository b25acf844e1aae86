// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/plant.h"

#include <errno.h>

#include "daemons/sensord/sim/flow.h"

/*
 * What the supply can use, in percent of the nominal voltage (guide, section 6: 90 to 130 and 180
 * to 264 V). A little is added below and above, and it comes back only well inside.
 */
#define AC_STOP_LOW   74
#define AC_START_LOW  78
#define AC_START_HIGH 117
#define AC_STOP_HIGH  122

#define LVD_OPEN_VOLTS	10400000 /* S17 */
#define LVD_CLOSE_VOLTS 12500000

#define HOT_STOP  (90 * MICRO) /* S16: above 90 °C */
#define HOT_START (75 * MICRO) /* comes back by itself once it is clearly cooler */

/* Constant current limiting lasts this long before the protection latches until power is cycled. */
#define OVERLOAD_TRIP_US (2 * USEC_PER_SEC)

/* The charger calls it float below C/40, and bulk again above three times that. */
#define FLOAT_PART	 40
#define FLOAT_AGAIN	 3
#define SECONDS_PER_HOUR 3600

#define DC_OK_VOLTS 12420000 /* 90 % of 13.8 V */

/* The enclosure: a quarter of an hour to warm up, 3 °C idle, 25 °C more at the supply's rating. */
#define HEAT_TAU_US	  (900 * USEC_PER_SEC)
#define HEAT_IDLE	  (3 * MICRO)
#define HEAT_RATED	  (25 * MICRO)
#define HEAT_BATTERY_PART 5 /* on battery only diode and relay are warm */

static const struct {
	enum plant_knob knob;
	enum plant_signal contact;
} contact_knobs[] = {
	{ KNOB_ALARM_LOOP, PLANT_ALARM_IN },
	{ KNOB_DI3, PLANT_DI3 },
	{ KNOB_DI4, PLANT_DI4 },
};

static struct contact *contact_of(struct plant *p, enum plant_signal s)
{
	return &p->contacts[s - PLANT_CONTACT_FIRST];
}

static int64_t heat_target(const struct plant *p)
{
	int64_t amps = p->flow.supply_amps + p->flow.battery_amps / HEAT_BATTERY_PART;
	int64_t rise = HEAT_IDLE + HEAT_RATED * (amps / 1000) / (p->config.rating / 1000);

	return p->knobs[KNOB_AMBIENT_CELSIUS] +
	       rise * 100 / (p->knobs[KNOB_COOLING_PERCENT] / MICRO);
}

/* A two-point switch: on below (or above) one limit, off beyond the other, else as it was. */
static int64_t two_point(int64_t was, bool off, bool on)
{
	if (off)
		return 0;
	return on ? 1 : was;
}

static void switch_mains(struct plant *p)
{
	int64_t volts = p->knobs[KNOB_AC_PRESENT] ? p->knobs[KNOB_AC_VOLTS] : 0;
	int64_t percent = volts * 100 / p->config.ac_nominal;

	p->ac_good = two_point(p->ac_good, percent < AC_STOP_LOW || percent > AC_STOP_HIGH,
			       percent >= AC_START_LOW && percent <= AC_START_HIGH);
}

static void switch_protections(struct plant *p)
{
	p->too_hot = two_point(p->too_hot, p->temperature<HOT_START, p->temperature> HOT_STOP);
	if (p->overload_us >= OVERLOAD_TRIP_US ||
	    p->flow.supply_volts > flow_model(p->config.rating)->over_volts)
		p->tripped = 1;
	if (!p->ac_good || p->outputs[PLANT_SUPPLY_OFF])
		p->tripped = 0;
}

/*
 * Closing is for the first pass only: a battery that cannot carry the load rests above 12.5 V as
 * soon as it is cut off, and the relay would swing for ever.
 */
static void switch_lvd(struct plant *p, bool may_close)
{
	bool closes = may_close && p->ac_good && p->flow.battery_volts >= LVD_CLOSE_VOLTS;

	p->lvd_closed = two_point(p->lvd_closed, p->flow.battery_volts < LVD_OPEN_VOLTS, closes);
}

static void switch_float(struct plant *p)
{
	int64_t amps = p->flow.charge_amps;
	int64_t small = p->battery.capacity_uc / SECONDS_PER_HOUR / FLOAT_PART;

	p->floating = two_point(p->floating, !p->flow.charger_volts || amps > FLOAT_AGAIN * small,
				amps < small);
}

/* Lets everything that switches by itself find its place; each pass may move what others depend on.
 */
static void settle_switches(struct plant *p)
{
	struct contact *dc_ok = contact_of(p, PLANT_DC_OK);

	for (int pass = 0; pass < 4; pass++) {
		int64_t tripped = p->tripped, lvd = p->lvd_closed, hot = p->too_hot;

		switch_mains(p);
		flow_solve(p);
		switch_protections(p);
		switch_lvd(p, pass == 0);
		if (p->tripped == tripped && p->lvd_closed == lvd && p->too_hot == hot)
			break;
	}
	flow_solve(p);
	switch_float(p);
	if (!p->flow.overloaded)
		p->overload_us = 0;
	if ((p->flow.supply_volts >= DC_OK_VOLTS) != (dc_ok->level != 0))
		contact_set(dc_ok, !dc_ok->level);
}

/* The state goes on from state_us to `to_us` under the flow that holds since then. */
static void step(struct plant *p, int64_t to_us)
{
	int64_t dt = to_us - p->state_us;
	int64_t warmer = (heat_target(p) - p->temperature) * dt / HEAT_TAU_US;
	int moved = battery_step(&p->battery, dt, p->flow.charge_amps - p->flow.battery_amps,
				 p->flow.charger_volts, p->flow.charger_limit);

	p->temperature += warmer;
	p->overload_us += p->flow.overloaded ? dt : 0;
	p->state_us = to_us;
	settle_switches(p);
	/* Only a whole step tells: within a fraction of one, everything rounds to nothing. */
	p->settled = dt == PLANT_STEP_US && !moved && warmer == 0 && !p->flow.overloaded;
}

/* Before a command: brings the state to the present, without a whole step. */
static void catch_up(struct plant *p)
{
	if (!p->settled && p->now_us > p->state_us)
		step(p, p->now_us);
	p->state_us = p->now_us;
	p->settled = 0;
}

void plant_init(struct plant *p, const struct plant_config *config)
{
	*p = (struct plant){ .config = *config, .lvd_closed = 1 };
	for (int k = 0; k < KNOB_MAX; k++)
		p->knobs[k] = plant_knob_info((enum plant_knob)k)->start;
	p->knobs[KNOB_AC_VOLTS] = config->ac_nominal;
	battery_setup(&p->battery, p->knobs[KNOB_BATTERY_AH], p->knobs[KNOB_BATTERY_HEALTH_PERCENT],
		      p->knobs[KNOB_BATTERY_MILLIOHMS]);
	battery_set_percent(&p->battery, p->knobs[KNOB_BATTERY_CHARGE_PERCENT]);
	battery_rest_on_charger(&p->battery, FLOW_CHARGER_VOLTS, FLOW_CHARGER_AMPS);
	for (size_t i = 0; i < ARRAY_SIZE(contact_knobs); i++)
		contact_set(contact_of(p, contact_knobs[i].contact),
			    p->knobs[contact_knobs[i].knob]);
	settle_switches(p);
	p->temperature = heat_target(p);
	for (int i = 0; i < PLANT_CONTACTS; i++)
		p->contacts[i].reported = p->contacts[i].level;
}

int64_t plant_next_us(const struct plant *p)
{
	int64_t next = INT64_MAX;

	for (int i = 0; i < PLANT_CONTACTS; i++)
		next = MIN(next, contact_next_us(&p->contacts[i], p->config.seed, p->now_us));
	return next;
}

static bool report_edge(struct plant *p, struct plant_edge *ret)
{
	for (int i = 0; i < PLANT_CONTACTS; i++) {
		enum plant_signal s = (enum plant_signal)(PLANT_CONTACT_FIRST + i);
		bool closed = plant_contact_closed(p, s);

		if (closed == (p->contacts[i].reported != 0))
			continue;
		p->contacts[i].reported = closed;
		*ret = (struct plant_edge){ .signal = s, .closed = closed, .at_us = p->now_us };
		return true;
	}
	return false;
}

bool plant_advance(struct plant *p, int64_t to_us, struct plant_edge *ret_edge)
{
	for (;;) {
		int64_t next_step = INT64_MAX;

		if (report_edge(p, ret_edge))
			return true;
		if (p->now_us >= to_us)
			return false;
		if (!p->settled)
			next_step = (p->state_us / PLANT_STEP_US + 1) * PLANT_STEP_US;
		p->now_us = MIN(to_us, MIN(next_step, plant_next_us(p)));
		if (p->now_us == next_step)
			step(p, p->now_us);
	}
}

static void apply_knob(struct plant *p, enum plant_knob knob, int64_t value)
{
	if (knob == KNOB_AC_PERCENT)
		p->knobs[KNOB_AC_VOLTS] = p->config.ac_nominal / 1000 * (value / 100) / 1000;
	if (knob == KNOB_BATTERY_AH || knob == KNOB_BATTERY_HEALTH_PERCENT ||
	    knob == KNOB_BATTERY_MILLIOHMS)
		battery_setup(&p->battery, p->knobs[KNOB_BATTERY_AH],
			      p->knobs[KNOB_BATTERY_HEALTH_PERCENT],
			      p->knobs[KNOB_BATTERY_MILLIOHMS]);
	if (knob == KNOB_BATTERY_CHARGE_PERCENT)
		battery_set_percent(&p->battery, value);
	for (size_t i = 0; i < ARRAY_SIZE(contact_knobs); i++)
		if (contact_knobs[i].knob == knob)
			contact_set(contact_of(p, contact_knobs[i].contact), value);
}

int plant_set(struct plant *p, enum plant_knob knob, int64_t micro)
{
	const struct plant_knob_info *info = plant_knob_info(knob);

	if (micro < info->min || micro > info->max)
		return -ERANGE;
	if (info->is_switch)
		micro = micro ? MICRO : 0;
	catch_up(p);
	p->knobs[knob] = micro;
	apply_knob(p, knob, micro);
	settle_switches(p);
	return 0;
}

void plant_output(struct plant *p, enum plant_output output, bool active)
{
	catch_up(p);
	p->outputs[output] = active;
	settle_switches(p);
}
