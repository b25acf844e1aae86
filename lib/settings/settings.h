// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The settings as programs use them: plain structures, filled by lib/settings/load from the layers
 * (defaults, profile, rmcu.conf, settings.conf) through the schema tables, which describe each
 * member once: path, type, default, range, unit, help, access. Nothing is added here without its
 * schema row.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/text.h"
#include "lib/model/alarm.h"
#include "lib/model/channel.h"
#include "lib/model/delivery.h"

#define SETTINGS_NAME_MAX 64 /* labels, lines, signals, file names */
#define CONVERTERS_MAX	  16 /* four buses with the four addresses of an ADS1115 each */
#define INTERLOCKS_MAX	  16
/* The engine's share of ALARMS_MAX that people write. */
#define ALARM_RULES_MAX (ALARMS_MAX - CHANNELS_MAX - 2)
/* S31: a unit of this kind has sixteen. */
#define SCHEDULES_MAX  16
#define USERS_MAX      8 /* S94 */
#define TOKENS_MAX     16
#define RECIPIENTS_MAX 16
#define DATE_MAX       11 /* "2026-12-31" with its NUL */
/* A list of ids, or a sentence; what one settings-change can carry. */
#define SETTINGS_LINE_MAX 128

/* "not set" of an optional decimal. */
#define SETTINGS_UNSET INT64_MIN

struct settings_site {
	char name[SETTINGS_NAME_MAX];
	char location[SETTINGS_NAME_MAX];
	char contact[SETTINGS_NAME_MAX];
};

enum temperature_unit {
	TEMPERATURE_CELSIUS,
	TEMPERATURE_FAHRENHEIT,
	TEMPERATURE_UNIT_MAX,
};

struct settings_device {
	char profile[SETTINGS_NAME_MAX]; /* etc/profiles/NAME.conf */
	char model[SETTINGS_NAME_MAX];
	char serial[SETTINGS_NAME_MAX];
	char hardware[SETTINGS_NAME_MAX]; /* hardware version, S138 */
	int64_t ac_nominal;		  /* 115 or 230, a plain number of volts (S159) */
	enum temperature_unit temperature_unit;
	bool pwm; /* the board has it (S28) */
	/* Rating and protection of the supply (S15, S16), millionths. */
	int64_t rated_amps, rated_watts;
	int64_t ovp_min_volts, ovp_max_volts;
	int64_t overload_min_percent, overload_max_percent;
	int64_t overtemp_celsius, work_min_celsius, work_max_celsius;
	int64_t lvd_open_volts, lvd_close_volts;
	int64_t charger_volts, charger_amps;
};

struct settings_sampling {
	int64_t rate_hz; /* 1 to 100 */
};

struct settings_sim {
	char scenario[SETTINGS_NAME_MAX];
	int64_t seed;
};

/* An analog-to-digital converter: how to find it, whatever number the kernel gave it. */
struct settings_converter {
	char id[CHANNEL_ID_MAX];
	char label[SETTINGS_NAME_MAX];	/* device tree label; or */
	char parent[SETTINGS_NAME_MAX]; /* its bus device, e.g. "1-0048" */
	char bus[SETTINGS_NAME_MAX];	/* converters of one bus are read one after the other */
	int64_t data_rate;		/* conversions a second, as the device tree sets it */
};

enum line_bias {
	BIAS_NONE, /* as the board has it */
	BIAS_PULL_UP,
	BIAS_PULL_DOWN,
	LINE_BIAS_MAX,
};

enum derive {
	DERIVE_NONE,
	DERIVE_PRODUCT,	  /* input_a times input_b, e.g. watts */
	DERIVE_WHILE_ON,  /* input_a while input_b is on, else 0 (S10) */
	DERIVE_WHILE_OFF, /* input_a while input_b is off, else 0 (S10) */
	DERIVE_MAX,
};

/* What of the modem a channel shows. */
enum modem_value {
	MODEM_NOTHING,
	MODEM_SIGNAL,	  /* analog: its signal, per cent */
	MODEM_REGISTERED, /* digital: it is registered in a network */
	MODEM_VALUE_MAX,
};

struct settings_channel {
	struct channel info; /* what everyone sees; kind, unit, … have schema rows too */
	/* wiring */
	char converter[CHANNEL_ID_MAX]; /* iio: id of a converter, and */
	char input[SETTINGS_NAME_MAX];	/* its channel, e.g. "voltage0" */
	char chip[SETTINGS_NAME_MAX];	/* gpio: label of the chip, "" for any; and */
	char line[SETTINGS_NAME_MAX];	/* the line's name, or its offset in the chip */
	char signal[SETTINGS_NAME_MAX]; /* sim: signal of the plant (inputs) or its output */
	enum derive derive;
	char input_a[CHANNEL_ID_MAX], input_b[CHANNEL_ID_MAX];
	int64_t on_above; /* while-on/off: input_b, if analog, is on above this */
	enum modem_value modem;
	/* conditioning */
	int64_t scale;	      /* unit per volt at the converter's input, millionths */
	int64_t offset;	      /* added after scaling, millionths of the unit */
	int64_t broken_below; /* broken wire below this at the input, millionths of a volt; or unset
			       */
	enum line_bias bias;
	int64_t debounce_ms;
	/* behaviour */
	bool email_on_change; /* S29, S51 */
	bool pwm;
	bool safe_on; /* outputs: safe state */
	enum boot_state boot;
	int64_t confirm_s; /* default time to confirm a person's change, when info.confirm */
};

enum interlock_when {
	INTERLOCK_ALWAYS, /* only the times and counts below */
	INTERLOCK_BELOW,  /* channel < value */
	INTERLOCK_ABOVE,  /* channel > value */
	INTERLOCK_ACTIVE, /* digital channel active */
	INTERLOCK_INACTIVE,
	INTERLOCK_WHEN_MAX,
};

/* Forbids an output one state while a condition holds; a channel that cannot be read forbids too.
 */
struct settings_interlock {
	char id[CHANNEL_ID_MAX];
	bool enabled;
	char output[CHANNEL_ID_MAX];
	bool forbids_on; /* the state that it vetoes: on (active) or off */
	char channel[CHANNEL_ID_MAX];
	enum interlock_when when;
	int64_t value;		     /* or unset: of the factory */
	int64_t min_on_s, min_off_s; /* the output stays on/off at least so long; 0 = no rule */
	int64_t cycles_per_hour;     /* at most so many changes to on an hour; 0 = no rule */
};

/* One rule: what makes its alarm, and what the alarm does. */
struct settings_alarm {
	char id[CHANNEL_ID_MAX];
	bool enabled;
	char channel[CHANNEL_ID_MAX];
	enum alarm_when when; /* not ALARM_SILENT, not ALARM_LOG */
	int64_t setpoint;     /* millionths of the channel's unit, or unset: of the factory */
	int64_t recovery;     /* past this it clears, or unset: the setpoint */
	int64_t window_s;     /* rising, falling: within so long */
	int64_t on_delay_ms, off_delay_ms; /* the condition lasts, is over, so long */
	bool latched;			   /* stays until a person resets it (S44) */
	enum alarm_priority priority;
	bool email;			       /* S45 */
	char alarm_outputs[SETTINGS_LINE_MAX]; /* ids of outputs, active while it is active (S46) */
	char group[CHANNEL_ID_MAX];	       /* first-out group, "" is the site */
	char cause[CHANNEL_ID_MAX];	       /* id of the rule that it may be a consequence of */
	char instruction[SETTINGS_LINE_MAX];   /* what to do, for people */
};

/* What holds for all alarms, and the alarms that need no rule. */
struct settings_alarm_system {
	int64_t quality_delay_ms; /* a channel without a value */
	enum alarm_priority quality_priority;
	bool quality_email;
	char quality_outputs[SETTINGS_LINE_MAX];
	enum alarm_priority silent_priority; /* sensord says nothing */
	enum alarm_priority log_priority;    /* nothing is logged */
	int64_t chatter_count;		     /* more transitions than this */
	int64_t chatter_s;		     /* within so long are chattering */
};

/* Weekdays as struct tm counts them: bit 0 is Sunday. */
struct settings_window {
	bool enabled;
	int64_t from, to; /* minutes of the local day; to before from: over midnight */
	bool days[7];	  /* the day on which it begins */
};

struct settings_schedule {
	char id[CHANNEL_ID_MAX];
	char output[CHANNEL_ID_MAX];
	bool active; /* the state that it holds */
	struct settings_window window;
};

/* The log that people download. */
struct settings_logging {
	enum log_what what; /* S68 */
	int64_t rate_min;   /* a row each so many minutes; 0: none (S66, S67) */
	int64_t file_kib;   /* at this size a file is ended and a new one begun (S76) */
	int64_t quota_mib;  /* the oldest file goes beyond this (S78, S81) */
	/* S36: while it is enabled, all this goes on, and new alarms are raised, within it only */
	struct settings_window window;
};

struct settings_journal {
	int64_t rows; /* the oldest ones beyond these go */
	int64_t days; /* and those older than this */
};

/* The measurements behind charts and black boxes, kept whatever the log does. */
struct settings_history {
	int64_t seconds_hours; /* how far back a value a second reaches */
	int64_t minutes_days;
	int64_t hours_years;
	int64_t boxes; /* recordings at full rate around an alarm */
	/* For the estimate of wear alone. */
	int64_t card_gib, card_cycles;
};

/* What SNMP managers may do, beside what snmpd lets them do (S118). */
enum snmp_access {
	SNMP_ACCESS_READ,
	SNMP_ACCESS_READ_WRITE,
	SNMP_ACCESS_OFF,
	SNMP_ACCESS_MAX,
};

struct settings_snmp {
	enum snmp_access access;
};

struct settings_web {
	bool open_status;  /* to whom is not signed in */
	bool metrics_open; /* to other machines */
	bool plain_login;  /* passwords and tokens are taken without TLS from other machines */
};

/* Who signs in; the password is a secret of rmcu-webd's (lib/settings/secrets.h). */
struct settings_user {
	char id[CHANNEL_ID_MAX];
	enum user_role role;
};

/* A script that signs in; so is its word. */
struct settings_token {
	char id[CHANNEL_ID_MAX];
	enum user_role role;
	char expires[DATE_MAX]; /* the last day, of the unit, on which it is taken; "" never ends */
};

/* The guide's e-mail (S128-S136); the password is a secret of rmcu-notifyd's. */
struct settings_mail {
	char server[SETTINGS_NAME_MAX]; /* blank: none (S129) */
	int64_t port;			/* 0: none */
	enum mail_security security;
	char ca[SETTINGS_NAME_MAX]; /* a file, "" is the system's */
	char user[SETTINGS_NAME_MAX];
	char from[SETTINGS_NAME_MAX];
	char to[SETTINGS_LINE_MAX]; /* addresses with commas between */
	int64_t min_interval_min;   /* S131 */
	int64_t periodic_min;	    /* S132 */
	int64_t periodic_start;	    /* minutes of the local day */
	bool boot;		    /* S133 */
};

/* The recipient of mail.to; nobody else may be called so. */
#define RECIPIENT_MAIL_ID "mail"

/* Who else is told, of what, and how. */
struct settings_recipient {
	char id[CHANNEL_ID_MAX];
	bool enabled;
	enum delivery by;
	char address[SETTINGS_LINE_MAX];
	char url[SETTINGS_LINE_MAX];
	enum hook_form form;
	enum alarm_priority priority;	  /* the least */
	char channels[SETTINGS_LINE_MAX]; /* ids; "" with no groups is all */
	char groups[SETTINGS_LINE_MAX];	  /* first-out groups */
	bool raised, cleared, acknowledged, information;
	int64_t delay_s;
	int64_t repeat_s, repeat_most;
	char escalate_to[CHANNEL_ID_MAX]; /* id of a recipient, "" is nobody */
	int64_t escalate_s;
	int64_t hourly_most;
	struct settings_window window; /* quiet hours */
	enum alarm_priority quiet_below;
};

struct settings_signs_of_life {
	char heartbeat_url[SETTINGS_LINE_MAX];
	int64_t heartbeat_min;
	bool last_words;
	int64_t last_words_volts; /* above lvd_open_volts, millionths */
};

struct settings {
	struct settings_site site;
	struct settings_device device;
	struct settings_sampling sampling;
	struct settings_sim sim;
	struct settings_alarm_system alarm_system;
	struct settings_logging logging;
	struct settings_journal journal;
	struct settings_history history;
	struct settings_snmp snmp;
	struct settings_web web;
	struct settings_mail mail;
	struct settings_signs_of_life signs_of_life;
	uint64_t generation; /* hash of all merged values */
	unsigned n_converters, n_channels, n_interlocks, n_alarms, n_schedules, n_users, n_tokens,
		n_recipients;
	/* From here on only as far as they are counted: the rest costs no page of memory. */
	struct settings_converter converters[CONVERTERS_MAX];
	struct settings_channel channels[CHANNELS_MAX]; /* in wiring order (S30) */
	struct settings_interlock interlocks[INTERLOCKS_MAX];
	struct settings_alarm alarms[ALARM_RULES_MAX];
	struct settings_schedule schedules[SCHEDULES_MAX];
	struct settings_user users[USERS_MAX];
	struct settings_token tokens[TOKENS_MAX];
	struct settings_recipient recipients[RECIPIENTS_MAX];
};

/* The words of the enums above, as lib/model/names.h does it for the vocabulary. */
const char *temperature_unit_to_name(enum temperature_unit v);
int temperature_unit_from_name(const char *name);
const char *snmp_access_to_name(enum snmp_access v);
int snmp_access_from_name(const char *name);
const char *line_bias_to_name(enum line_bias v);
int line_bias_from_name(const char *name);
const char *derive_to_name(enum derive v);
int derive_from_name(const char *name);
const char *modem_value_to_name(enum modem_value v);
int modem_value_from_name(const char *name);
const char *interlock_when_to_name(enum interlock_when v);
int interlock_when_from_name(const char *name);

/* Where the layers lie. */
struct settings_paths {
	char main_file[256];	/* /etc/rmcu/rmcu.conf; may be missing */
	char state_folder[256]; /* /var/lib/rmcu/settings; settings.conf in it may be missing */
	char profile_folders[2][256]; /* /etc/rmcu/profiles, then the packaged ones; "" to end */
};

/*
 * Fills in the paths: built-in ones, or those below $RMCU_CONFIG_DIR and $RMCU_STATE_DIR,
 * $RMCU_DATA_DIR (demo, tests).
 */
void settings_paths_default(struct settings_paths *ret_paths);

/*
 * Loads and checks all layers. On success 0 and fresh settings (settings_free). On mistakes -EINVAL
 * and one line a mistake in *mistakes: "file:line: path: what is wrong, what is allowed". Other
 * negative errno when a file that is there cannot be read.
 */
int settings_load(const struct settings_paths *paths, struct settings **ret_settings,
		  struct text *mistakes);
struct settings *settings_free(struct settings *s);

/* True when a channel is the simulator's: then so is the time, and what is kept lies apart. */
bool settings_simulated(const struct settings *s);

/* Digits of a generation as people and JSON see it. */
#define SETTINGS_GENERATION_MAX 17
void settings_generation_text(uint64_t generation, char ret_text[SETTINGS_GENERATION_MAX]);
