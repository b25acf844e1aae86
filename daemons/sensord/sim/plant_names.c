// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/plant.h"

#include "lib/model/nametable.h"

static const char *const signal_names[] = {
	[PLANT_AC_VOLTS] = "ac_volts",
	[PLANT_SUPPLY_VOLTS] = "supply_volts",
	[PLANT_SUPPLY_AMPS] = "supply_amps",
	[PLANT_BATTERY_VOLTS] = "battery_volts",
	[PLANT_BATTERY_AMPS] = "battery_amps",
	[PLANT_CHARGE_AMPS] = "charge_amps",
	[PLANT_CHARGE_PERCENT] = "charge_percent",
	[PLANT_LOAD_VOLTS] = "load_volts",
	[PLANT_LOAD_AMPS] = "load_amps",
	[PLANT_LOAD_WATTS] = "load_watts",
	[PLANT_TEMPERATURE] = "temperature",
	[PLANT_ALARM_IN] = "alarm_in",
	[PLANT_DC_OK] = "dc_ok",
	[PLANT_DI3] = "di3",
	[PLANT_DI4] = "di4",
	[PLANT_CHARGE_STATE] = "charge_state",
	[PLANT_LVD_CLOSED] = "lvd_closed",
};
NAMETABLE(plant_signal, signal_names, PLANT_SIGNAL_MAX)

static const char *const output_names[] = {
	[PLANT_ALARM_OUT] = "alarm_out",
	[PLANT_SUPPLY_OFF] = "supply_off",
	[PLANT_BATTERY_OFF] = "battery_off",
	[PLANT_DO4] = "do4",
};
NAMETABLE(plant_output, output_names, PLANT_OUTPUT_MAX)

static const char *const fault_names[] = {
	[FAULT_NONE] = "none",		 [FAULT_VALUE] = "value",
	[FAULT_STUCK] = "stuck",	 [FAULT_BROKEN_WIRE] = "broken-wire",
	[FAULT_NO_ANSWER] = "no-answer", [FAULT_SILENT] = "silent",
	[FAULT_OPEN] = "open",
};
NAMETABLE(plant_fault, fault_names, PLANT_FAULT_MAX)

static const char *const charge_state_names[] = {
	[CHARGE_OFF] = "off",
	[CHARGE_BULK] = "bulk",
	[CHARGE_FLOAT] = "float",
	[CHARGE_DISCHARGE] = "discharge",
};
NAMETABLE(charge_state, charge_state_names, CHARGE_STATE_MAX)

#define SWITCH(id, text, start) [id] = { text, true, 0, MICRO, start }
#define DIAL(id, text, min, max, start)                                                            \
	[id] = { text, false, (min)*MICRO, (max)*MICRO, (start)*MICRO }

/* The limits are generous but such that no equation overflows. A start of 0 volts: the nominal
 * ones. */
static const struct plant_knob_info knob_infos[] = {
	SWITCH(KNOB_AC_PRESENT, "ac_present", MICRO),
	DIAL(KNOB_AC_VOLTS, "ac_volts", 0, 400, 0),
	DIAL(KNOB_AC_PERCENT, "ac_percent", 0, 170, 100),
	DIAL(KNOB_LOAD_WATTS, "load_watts", 0, 5000, 100),
	DIAL(KNOB_LOAD_AMPS, "load_amps", 0, 200, 0),
	DIAL(KNOB_AMBIENT_CELSIUS, "ambient_celsius", -40, 100, 22),
	DIAL(KNOB_COOLING_PERCENT, "cooling_percent", 10, 100, 100),
	DIAL(KNOB_BATTERY_AH, "battery_ah", 1, 1000, 20),
	DIAL(KNOB_BATTERY_HEALTH_PERCENT, "battery_health_percent", 5, 100, 100),
	DIAL(KNOB_BATTERY_MILLIOHMS, "battery_milliohms", 0, 1000, 0),
	DIAL(KNOB_BATTERY_CHARGE_PERCENT, "battery_charge_percent", 0, 100, 100),
	SWITCH(KNOB_FRONT_SWITCH, "front_switch", MICRO),
	SWITCH(KNOB_ALARM_LOOP, "alarm_loop", MICRO),
	SWITCH(KNOB_DI3, "di3", 0),
	SWITCH(KNOB_DI4, "di4", 0),
	SWITCH(KNOB_SUPPLY_FAULT, "supply_fault", 0),
	/* Below this the battery would feed the load beside the supply: not modelled. */
	[KNOB_SUPPLY_SETPOINT] = { "supply_setpoint", false, 13500000, 20 * MICRO, 13800000 },
};
_Static_assert(ARRAY_SIZE(knob_infos) == KNOB_MAX, "a knob is missing");

const struct plant_knob_info *plant_knob_info(enum plant_knob knob)
{
	return &knob_infos[knob];
}

const char *plant_knob_to_name(enum plant_knob v)
{
	return knob_infos[v].name;
}

int plant_knob_from_name(const char *name)
{
	for (int i = 0; i < KNOB_MAX; i++)
		if (streq(knob_infos[i].name, name))
			return i;
	return -EINVAL;
}
