// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A 12 V DC power system as numbers: mains, supply, charger, battery, low voltage disconnect, load,
 * temperature and contacts. A pure function of (seed, commands with their times, now): all
 * integers, own steps on an absolute grid, noise hashed from (seed, signal, time). How often it is
 * advanced or read changes nothing, so a restarted sensord finds the world where it must be by
 * then.
 *
 * Left out, because the channels of this unit cannot see it: the 60 ms rise and 16 ms hold-up of
 * the supply, ripple, and the battery's own temperature.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/text.h"
#include "lib/base/util.h"
#include "lib/model/names.h"
#include "daemons/sensord/sim/battery.h"
#include "daemons/sensord/sim/contact.h"

/* The state changes on multiples of this; a settled plant (nothing moves) is not stepped at all. */
#define PLANT_STEP_US USEC_PER_SEC

/* What can be read. Contacts and states are MICRO or 0; charge_state is its number times MICRO. */
enum plant_signal {
	PLANT_AC_VOLTS,
	PLANT_SUPPLY_VOLTS,  /* before the OR diode: 0 when the supply is off */
	PLANT_SUPPLY_AMPS,   /* load and charger together */
	PLANT_BATTERY_VOLTS, /* at the battery's terminals, before switch and LVD */
	PLANT_BATTERY_AMPS, /* "Amps Battery Mode": what the load draws from it; 0 on mains (S10) */
	PLANT_CHARGE_AMPS,
	PLANT_CHARGE_PERCENT, /* what is left in the battery */
	PLANT_LOAD_VOLTS,
	PLANT_LOAD_AMPS,
	PLANT_LOAD_WATTS,
	PLANT_TEMPERATURE, /* inside the enclosure, °C */
	PLANT_ALARM_IN,	   /* closed = MICRO: +5 V reaches the input (S12) */
	PLANT_DC_OK,	   /* closed = MICRO: the supply's output stands */
	PLANT_DI3,
	PLANT_DI4,
	PLANT_CHARGE_STATE, /* enum charge_state */
	PLANT_LVD_CLOSED,
	PLANT_SIGNAL_MAX,
};

/* The contacts are neighbours in the table above. */
#define PLANT_CONTACT_FIRST PLANT_ALARM_IN
#define PLANT_CONTACTS	    4

enum charge_state {
	CHARGE_OFF,
	CHARGE_BULK,  /* LED red: high rate */
	CHARGE_FLOAT, /* LED green */
	CHARGE_DISCHARGE,
	CHARGE_STATE_MAX,
};

/* What can be set. The last column of their table in plant_names.c is the value at the start. */
enum plant_knob {
	KNOB_AC_PRESENT,
	KNOB_AC_VOLTS,
	KNOB_AC_PERCENT, /* ac_volts as a part of the nominal voltage */
	KNOB_LOAD_WATTS, /* constant power */
	KNOB_LOAD_AMPS,	 /* constant current, on top of load_watts */
	KNOB_AMBIENT_CELSIUS,
	KNOB_COOLING_PERCENT, /* 100: vents free; less: the same heat, a hotter box */
	KNOB_BATTERY_AH,
	KNOB_BATTERY_HEALTH_PERCENT, /* lowers the capacity and raises the resistance */
	KNOB_BATTERY_MILLIOHMS,	     /* when new; 0: what a battery of this capacity has */
	KNOB_BATTERY_CHARGE_PERCENT,
	KNOB_FRONT_SWITCH, /* "Battery Disconnect" on the front panel */
	KNOB_ALARM_LOOP,   /* the NC loop, closed by the factory jumper */
	KNOB_DI3,
	KNOB_DI4,
	KNOB_SUPPLY_FAULT,    /* the supply's output is dead */
	KNOB_SUPPLY_SETPOINT, /* what it regulates to, V */
	KNOB_MAX,
};

/* Outputs of the unit. Active means that the MOSFET conducts (S14). */
enum plant_output {
	PLANT_ALARM_OUT,
	PLANT_SUPPLY_OFF,  /* active switches the supply off */
	PLANT_BATTERY_OFF, /* active disconnects the battery */
	PLANT_DO4,
	PLANT_OUTPUT_MAX,
};

/* What a sensor can suffer from, whatever the plant does. */
enum plant_fault {
	FAULT_NONE,
	FAULT_VALUE, /* shows a fixed value, also one beyond the range */
	FAULT_STUCK, /* goes on showing what it showed */
	FAULT_BROKEN_WIRE,
	FAULT_NO_ANSWER, /* the source reports an error */
	FAULT_SILENT,	 /* the source delivers nothing new: the reading gets stale */
	FAULT_OPEN,	 /* a contact that stays open */
	PLANT_FAULT_MAX,
};

struct plant_config {
	uint64_t seed;
	int64_t ac_nominal; /* 115 or 230 V, millionths */
	int64_t rating;	    /* of the supply, 22, 50 or 100 A, millionths */
};

/* What the equations yield for the present state: derived anew after each change, never stored. */
struct plant_flow {
	int64_t supply_volts, supply_amps;
	int64_t battery_volts, battery_amps, charge_amps;
	int64_t load_volts, load_amps;
	int64_t charger_volts, charger_limit; /* 0: no charger on the battery */
	bool supply_on, overloaded;	      /* overloaded: more is wanted than it can give */
};

/* The state proper is all int64_t, so that plant_state.c can write and read it by one table. */
struct plant {
	struct plant_config config;
	int64_t now_us;	  /* since the start of this world */
	int64_t state_us; /* the state below holds since then */
	int64_t knobs[KNOB_MAX];
	int64_t outputs[PLANT_OUTPUT_MAX];
	int64_t fault[PLANT_SIGNAL_MAX]; /* enum plant_fault */
	int64_t fault_value[PLANT_SIGNAL_MAX];
	struct battery battery;
	struct contact contacts[PLANT_CONTACTS];
	int64_t temperature;
	int64_t ac_good;     /* the mains is within what the supply can use */
	int64_t too_hot;     /* over-temperature shut-off */
	int64_t tripped;     /* overload or over-voltage latch: until power is cycled */
	int64_t overload_us; /* how long it has been overloaded */
	int64_t floating;    /* the charger is in float */
	int64_t lvd_closed;
	int64_t settled; /* steps change nothing until the next command */
	struct plant_flow flow;
};

/* A contact moved. */
struct plant_edge {
	enum plant_signal signal;
	bool closed;
	int64_t at_us;
};

void plant_init(struct plant *p, const struct plant_config *config);

/*
 * Goes on to `to_us`, or only to the next movement of a contact: then returns true, fills
 * *ret_edge, and wants to be called again. Going back is not possible and does nothing.
 */
bool plant_advance(struct plant *p, int64_t to_us, struct plant_edge *ret_edge);

/* When the next known movement of a bouncing contact is, or INT64_MAX. */
int64_t plant_next_us(const struct plant *p);

/* The reading at the present time; the value means something when the quality is QUALITY_OK. */
enum quality plant_read(const struct plant *p, enum plant_signal signal, int64_t *ret_micro);

/* Commands hold from the present time on. -ERANGE when a value is beyond the knob's limits. */
int plant_set(struct plant *p, enum plant_knob knob, int64_t micro);
void plant_output(struct plant *p, enum plant_output output, bool active);
int plant_bounce(struct plant *p, enum plant_signal contact, int64_t edges, int64_t span_us);
int plant_fail(struct plant *p, enum plant_signal signal, enum plant_fault fault, int64_t value);
void plant_heal(struct plant *p, enum plant_signal signal);

static inline bool plant_is_contact(enum plant_signal s)
{
	return s >= PLANT_CONTACT_FIRST && s < PLANT_CONTACT_FIRST + PLANT_CONTACTS;
}

/* Limits and kind of a knob; a switch takes on and off. */
struct plant_knob_info {
	const char *name;
	bool is_switch;
	int64_t min, max, start;
};
const struct plant_knob_info *plant_knob_info(enum plant_knob knob);

/* How a contact stands as the unit sees it: bounces and faults included. */
bool plant_contact_closed(const struct plant *p, enum plant_signal contact);

/* Names: X_to_name never returns NULL for a valid value, X_from_name is -EINVAL for an unknown one.
 */
const char *plant_signal_to_name(enum plant_signal v);
int plant_signal_from_name(const char *name);
const char *plant_knob_to_name(enum plant_knob v);
int plant_knob_from_name(const char *name);
const char *plant_output_to_name(enum plant_output v);
int plant_output_from_name(const char *name);
const char *plant_fault_to_name(enum plant_fault v);
int plant_fault_from_name(const char *name);
const char *charge_state_to_name(enum charge_state v);
int charge_state_from_name(const char *name);

/* The whole state as lines "plant.NAME numbers", and one such line back: -EINVAL, or -ERANGE. */
void plant_save(const struct plant *p, struct text *out);
int plant_load_line(struct plant *p, const char *name, const char *numbers);
/* After the last line: -EINVAL when the lines make no plant, else derives what is not stored. */
int plant_load_end(struct plant *p);
