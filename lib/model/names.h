// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The vocabulary's enums with their names. One table an enum, here and nowhere else: files, JSON,
 * messages and help all use these words. X_to_name never returns NULL for a valid value;
 * X_from_name returns the value or -EINVAL. X_MAX is a sentinel, never a value.
 */

/* How far a value is to be trusted. Anything but OK means: there is no number. */
enum quality {
	QUALITY_OK,
	QUALITY_STALE,	     /* older than two periods of its source, or than it holds */
	QUALITY_OVER_RANGE,  /* above what the channel can measure */
	QUALITY_UNDER_RANGE, /* below it */
	QUALITY_BROKEN_WIRE, /* below the level that a connected sensor cannot fall to */
	QUALITY_FAULT,	     /* the source does not answer */
	QUALITY_DISABLED,    /* hidden by a blank name: never an alarm */
	QUALITY_MAX,
};

enum unit {
	UNIT_NONE,
	UNIT_VOLT,
	UNIT_AMPERE,
	UNIT_WATT,
	UNIT_CELSIUS, /* temperatures are Celsius everywhere but in front of a person */
	UNIT_PERCENT,
	UNIT_HERTZ,
	UNIT_OHM,
	UNIT_PASCAL,
	UNIT_LITRE_PER_MINUTE,
	UNIT_MAX,
};

enum channel_kind {
	CHANNEL_ANALOG_IN,
	CHANNEL_DIGITAL_IN,
	CHANNEL_DIGITAL_OUT,
	CHANNEL_KIND_MAX,
};

/* Where a channel's readings come from. */
enum source_kind {
	SOURCE_NONE, /* not wired */
	SOURCE_IIO,
	SOURCE_GPIO,
	SOURCE_SIM,
	SOURCE_DERIVED,
	SOURCE_MODEM, /* how a mobile modem is, as ModemManager says */
	SOURCE_KIND_MAX,
};

/*
 * What a channel is to the power system, so that pages and standard MIBs know it by its role.
 * Numbers are on the wire: new ones at the end.
 */
enum channel_role {
	ROLE_NONE,
	ROLE_AC_LINE,
	ROLE_SUPPLY_VOLTS,
	ROLE_SUPPLY_AMPS,
	ROLE_BATTERY_VOLTS,
	ROLE_BATTERY_AMPS,
	ROLE_SUPPLY_WATTS,
	ROLE_TEMPERATURE,
	ROLE_ALARM_IN,
	ROLE_DC_OK,
	ROLE_ALARM_OUT,
	ROLE_SUPPLY_SWITCH,
	ROLE_BATTERY_SWITCH,
	ROLE_LVD, /* low voltage disconnect; active: it lets the battery's current through */
	ROLE_BATTERY_FRONT_SWITCH, /* of the unit's front; active: as above */
	ROLE_MAX,
};

/* Who holds an output; a later one wins over an earlier one. */
enum holder {
	HOLDER_NONE, /* nobody: the output rests in its boot or safe state */
	HOLDER_MANUAL,
	HOLDER_SCHEDULE,
	HOLDER_ALARM,
	HOLDER_SAFETY,
	HOLDER_MAX,
};

/* What an output does when the board boots. */
enum boot_state {
	BOOT_LAST, /* what a person last commanded */
	BOOT_SAFE, /* the output's safe state */
	BOOT_ON,
	BOOT_OFF,
	BOOT_STATE_MAX,
};

/* The three colours of the pages; they tint a state's icon, never a number. */
enum colour {
	COLOUR_GREY,
	COLOUR_GREEN,
	COLOUR_RED,
	COLOUR_MAX,
};

enum side {
	SIDE_LEFT,
	SIDE_RIGHT,
	SIDE_MAX,
};

/* What loggerd writes into the log that people download (S68). Numbers are on the wire. */
enum log_what {
	LOG_WHAT_NONE,
	LOG_WHAT_ALARMS,   /* a row with each event of an alarm */
	LOG_WHAT_PERIODIC, /* a row each so many minutes */
	LOG_WHAT_BOTH,
	LOG_WHAT_MAX,
};
/* The longest time between two of its periodic rows, minutes (S66). */
#define LOG_RATE_MIN_MAX 60

/* What a person, or a token, may do in the browser (S95). */
enum user_role {
	USER_DISABLED,
	USER_VIEWER,  /* looks */
	USER_CONTROL, /* drives outputs, acknowledges, changes settings */
	USER_ADMIN,   /* all */
	USER_ROLE_MAX,
};

const char *quality_to_name(enum quality v);
int quality_from_name(const char *name);
const char *unit_to_name(enum unit v);
int unit_from_name(const char *name);
/* What stands behind a number: "V", "°C"; "" for UNIT_NONE. */
const char *unit_symbol(enum unit v);
const char *channel_kind_to_name(enum channel_kind v);
int channel_kind_from_name(const char *name);
const char *source_kind_to_name(enum source_kind v);
int source_kind_from_name(const char *name);
const char *channel_role_to_name(enum channel_role v);
int channel_role_from_name(const char *name);
const char *holder_to_name(enum holder v);
int holder_from_name(const char *name);
const char *boot_state_to_name(enum boot_state v);
int boot_state_from_name(const char *name);
const char *colour_to_name(enum colour v);
int colour_from_name(const char *name);
const char *side_to_name(enum side v);
int side_from_name(const char *name);
const char *log_what_to_name(enum log_what v);
int log_what_from_name(const char *name);
const char *user_role_to_name(enum user_role v);
int user_role_from_name(const char *name);
