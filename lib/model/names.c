// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/model/names.h"

#include "lib/model/nametable.h"

static const char *const quality_names[] = {
	[QUALITY_OK] = "ok",
	[QUALITY_STALE] = "stale",
	[QUALITY_OVER_RANGE] = "over-range",
	[QUALITY_UNDER_RANGE] = "under-range",
	[QUALITY_BROKEN_WIRE] = "broken-wire",
	[QUALITY_FAULT] = "fault",
	[QUALITY_DISABLED] = "disabled",
};
NAMETABLE(quality, quality_names, QUALITY_MAX)

static const char *const unit_names[] = {
	[UNIT_NONE] = "none",	    [UNIT_VOLT] = "volt",
	[UNIT_AMPERE] = "ampere",   [UNIT_WATT] = "watt",
	[UNIT_CELSIUS] = "celsius", [UNIT_PERCENT] = "percent",
	[UNIT_HERTZ] = "hertz",	    [UNIT_OHM] = "ohm",
	[UNIT_PASCAL] = "pascal",   [UNIT_LITRE_PER_MINUTE] = "litre-per-minute",
};
NAMETABLE(unit, unit_names, UNIT_MAX)

static const char *const channel_kind_names[] = {
	[CHANNEL_ANALOG_IN] = "analog-in",
	[CHANNEL_DIGITAL_IN] = "digital-in",
	[CHANNEL_DIGITAL_OUT] = "digital-out",
};
NAMETABLE(channel_kind, channel_kind_names, CHANNEL_KIND_MAX)

static const char *const source_kind_names[] = {
	[SOURCE_NONE] = "none", [SOURCE_IIO] = "iio",	      [SOURCE_GPIO] = "gpio",
	[SOURCE_SIM] = "sim",	[SOURCE_DERIVED] = "derived", [SOURCE_MODEM] = "modem",
};
NAMETABLE(source_kind, source_kind_names, SOURCE_KIND_MAX)

static const char *const channel_role_names[] = {
	[ROLE_NONE] = "none",
	[ROLE_AC_LINE] = "ac-line",
	[ROLE_SUPPLY_VOLTS] = "supply-volts",
	[ROLE_SUPPLY_AMPS] = "supply-amps",
	[ROLE_BATTERY_VOLTS] = "battery-volts",
	[ROLE_BATTERY_AMPS] = "battery-amps",
	[ROLE_SUPPLY_WATTS] = "supply-watts",
	[ROLE_TEMPERATURE] = "temperature",
	[ROLE_ALARM_IN] = "alarm-in",
	[ROLE_DC_OK] = "dc-ok",
	[ROLE_ALARM_OUT] = "alarm-out",
	[ROLE_SUPPLY_SWITCH] = "supply-switch",
	[ROLE_BATTERY_SWITCH] = "battery-switch",
	[ROLE_LVD] = "lvd",
	[ROLE_BATTERY_FRONT_SWITCH] = "battery-front-switch",
};
NAMETABLE(channel_role, channel_role_names, ROLE_MAX)

static const char *const holder_names[] = {
	[HOLDER_NONE] = "none",	  [HOLDER_MANUAL] = "manual", [HOLDER_SCHEDULE] = "schedule",
	[HOLDER_ALARM] = "alarm", [HOLDER_SAFETY] = "safety",
};
NAMETABLE(holder, holder_names, HOLDER_MAX)

static const char *const boot_state_names[] = {
	[BOOT_LAST] = "last",
	[BOOT_SAFE] = "safe",
	[BOOT_ON] = "on",
	[BOOT_OFF] = "off",
};
NAMETABLE(boot_state, boot_state_names, BOOT_STATE_MAX)

static const char *const colour_names[] = {
	[COLOUR_GREY] = "grey",
	[COLOUR_GREEN] = "green",
	[COLOUR_RED] = "red",
};
NAMETABLE(colour, colour_names, COLOUR_MAX)

static const char *const side_names[] = {
	[SIDE_LEFT] = "left",
	[SIDE_RIGHT] = "right",
};
NAMETABLE(side, side_names, SIDE_MAX)

static const char *const log_what_names[] = {
	[LOG_WHAT_NONE] = "none",
	[LOG_WHAT_ALARMS] = "alarms",
	[LOG_WHAT_PERIODIC] = "periodic",
	[LOG_WHAT_BOTH] = "both",
};
NAMETABLE(log_what, log_what_names, LOG_WHAT_MAX)

static const char *const user_role_names[] = {
	[USER_DISABLED] = "disabled",
	[USER_VIEWER] = "viewer",
	[USER_CONTROL] = "control",
	[USER_ADMIN] = "admin",
};
NAMETABLE(user_role, user_role_names, USER_ROLE_MAX)

static const char *const unit_symbols[UNIT_MAX] = {
	[UNIT_NONE] = "",      [UNIT_VOLT] = "V",
	[UNIT_AMPERE] = "A",   [UNIT_WATT] = "W",
	[UNIT_CELSIUS] = "°C", [UNIT_PERCENT] = "%",
	[UNIT_HERTZ] = "Hz",   [UNIT_OHM] = "Ω",
	[UNIT_PASCAL] = "Pa",  [UNIT_LITRE_PER_MINUTE] = "l/min",
};

const char *unit_symbol(enum unit v)
{
	return unit_symbols[v];
}
