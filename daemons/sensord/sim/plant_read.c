// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/plant.h"

#include <errno.h>

#include "daemons/sensord/sim/flow.h"
#include "daemons/sensord/sim/noise.h"

/* Noise of the sensors: white per reading and slow wander, millionths. What is 0 reads 0. */
static const struct {
	int64_t white, wander;
} noises[PLANT_SIGNAL_MAX] = {
	[PLANT_AC_VOLTS] = { 300000, 1200000 }, /* of 115 V; in proportion for 230 V */
	[PLANT_SUPPLY_VOLTS] = { 5000, 2000 },	[PLANT_SUPPLY_AMPS] = { 40000, 20000 },
	[PLANT_BATTERY_VOLTS] = { 4000, 0 },	[PLANT_BATTERY_AMPS] = { 40000, 20000 },
	[PLANT_CHARGE_AMPS] = { 5000, 0 },	[PLANT_LOAD_VOLTS] = { 5000, 0 },
	[PLANT_LOAD_AMPS] = { 20000, 0 },	[PLANT_TEMPERATURE] = { 60000, 300000 },
};
#define NOISE_NOMINAL 115

bool plant_contact_closed(const struct plant *p, enum plant_signal contact)
{
	const struct contact *c = &p->contacts[contact - PLANT_CONTACT_FIRST];

	switch ((enum plant_fault)p->fault[contact]) {
	case FAULT_VALUE:
	case FAULT_STUCK:
		return p->fault_value[contact] != 0;
	case FAULT_OPEN:
		return false;
	case FAULT_BROKEN_WIRE:
	case FAULT_NO_ANSWER:
	case FAULT_SILENT:
		/* Nobody hears it move. What it did meanwhile is an edge when it is healed. */
		return c->reported != 0;
	case FAULT_NONE:
	case PLANT_FAULT_MAX:
		break;
	}
	return contact_level(c, p->config.seed, p->now_us);
}

static enum charge_state charge_state(const struct plant *p)
{
	if (p->flow.battery_amps > 0)
		return CHARGE_DISCHARGE;
	if (p->flow.charger_volts == 0)
		return CHARGE_OFF;
	return p->floating ? CHARGE_FLOAT : CHARGE_BULK;
}

/* What is true, before the sensor's noise and faults. */
static int64_t true_value(const struct plant *p, enum plant_signal signal)
{
	const struct plant_flow *f = &p->flow;

	switch (signal) {
	case PLANT_AC_VOLTS:
		return p->knobs[KNOB_AC_PRESENT] ? p->knobs[KNOB_AC_VOLTS] : 0;
	case PLANT_SUPPLY_VOLTS:
		return f->supply_volts;
	case PLANT_SUPPLY_AMPS:
		return f->supply_amps;
	case PLANT_BATTERY_VOLTS:
		return f->battery_volts;
	case PLANT_BATTERY_AMPS:
		return f->battery_amps;
	case PLANT_CHARGE_AMPS:
		return f->charge_amps;
	case PLANT_CHARGE_PERCENT:
		return battery_percent(&p->battery);
	case PLANT_LOAD_VOLTS:
		return f->load_volts;
	case PLANT_LOAD_AMPS:
		return f->load_amps;
	case PLANT_LOAD_WATTS:
		return f->load_volts / 1000 * f->load_amps / 1000;
	case PLANT_TEMPERATURE:
		return p->temperature;
	case PLANT_ALARM_IN:
	case PLANT_DC_OK:
	case PLANT_DI3:
	case PLANT_DI4:
		return plant_contact_closed(p, signal) ? MICRO : 0;
	case PLANT_CHARGE_STATE:
		return (int64_t)charge_state(p) * MICRO;
	case PLANT_LVD_CLOSED:
		return p->lvd_closed ? MICRO : 0;
	case PLANT_SIGNAL_MAX:
		break;
	}
	return 0;
}

static int64_t noisy(const struct plant *p, enum plant_signal signal, int64_t value)
{
	int64_t white, wander;

	if (value == 0)
		return 0;
	white = noises[signal].white;
	wander = noises[signal].wander;
	if (white == 0)
		return value;
	if (signal == PLANT_AC_VOLTS) {
		white = white * (p->config.ac_nominal / MICRO) / NOISE_NOMINAL;
		wander = wander * (p->config.ac_nominal / MICRO) / NOISE_NOMINAL;
	}
	value += noise_white(p->config.seed, signal, p->now_us, white) +
		 noise_wander(p->config.seed, signal, p->now_us, wander);
	/* No sensor of the unit but the temperature's can show less than nothing. */
	return signal == PLANT_TEMPERATURE ? value : MAX(value, INT64_C(0));
}

enum quality plant_read(const struct plant *p, enum plant_signal signal, int64_t *ret_micro)
{
	switch ((enum plant_fault)p->fault[signal]) {
	case FAULT_NONE:
		*ret_micro = noisy(p, signal, true_value(p, signal));
		return QUALITY_OK;
	case FAULT_VALUE:
	case FAULT_STUCK:
		*ret_micro = p->fault_value[signal];
		return QUALITY_OK;
	case FAULT_BROKEN_WIRE:
		*ret_micro = 0;
		return QUALITY_BROKEN_WIRE;
	case FAULT_OPEN:
		*ret_micro = 0;
		return QUALITY_OK;
	case FAULT_SILENT:
		*ret_micro = 0;
		return QUALITY_STALE;
	case FAULT_NO_ANSWER:
	case PLANT_FAULT_MAX:
		break;
	}
	*ret_micro = 0;
	return QUALITY_FAULT;
}

int plant_fail(struct plant *p, enum plant_signal signal, enum plant_fault fault, int64_t value)
{
	bool contact = plant_is_contact(signal);

	/* A wire's break shows on an analog input; a contact with a broken wire is an open one. */
	if (fault == FAULT_NONE || (fault == FAULT_OPEN && !contact) ||
	    (fault == FAULT_BROKEN_WIRE && contact))
		return -EINVAL;
	if (fault == FAULT_STUCK)
		(void)plant_read(p, signal, &value);
	if (contact)
		value = value ? MICRO : 0;
	p->fault[signal] = fault;
	p->fault_value[signal] = value;
	return 0;
}

void plant_heal(struct plant *p, enum plant_signal signal)
{
	p->fault[signal] = FAULT_NONE;
	p->fault_value[signal] = 0;
}

int plant_bounce(struct plant *p, enum plant_signal contact, int64_t edges, int64_t span_us)
{
	if (!plant_is_contact(contact))
		return -EINVAL;
	if (edges < 1 || edges > CONTACT_EDGES_MAX || span_us < 0 || span_us > CONTACT_SPAN_MAX_US)
		return -ERANGE;
	contact_bounce(&p->contacts[contact - PLANT_CONTACT_FIRST], p->config.seed, p->now_us,
		       edges, span_us);
	return 0;
}
