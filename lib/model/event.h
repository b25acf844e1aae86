// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Events: what happened, as the journal keeps it, numbered without holes and for ever. Each carries
 * the hash of itself and of the one before it (lib/wire/chain.h).
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"
#include "lib/model/actor.h"
#include "lib/model/alarm.h"
#include "lib/model/names.h"

#define EVENT_TEXT_MAX	160 /* one sentence */
#define EVENT_HASH_SIZE 32  /* SHA-256 */

/* Numbers are in the journal and on the wire, and never reused. */
enum event_kind {
	EVENT_JOURNAL_BEGUN = 1, /* text: why; the one it follows */
	EVENT_STARTED = 2,	 /* alarmd; text: version */
	EVENT_STOPPED = 3,
	/* alarms; `occurrence` binds those of one raise */
	EVENT_ALARM_RAISED = 10,
	EVENT_ALARM_CLEARED = 11,
	EVENT_ALARM_RECOVERED = 12, /* latched: the condition is over, it waits for a reset */
	EVENT_ALARM_ACKNOWLEDGED = 13,
	EVENT_ALARM_RESET = 14,
	EVENT_ALARM_SHELVED = 15, /* value: seconds, millionths; text: the reason */
	EVENT_ALARM_UNSHELVED = 16,
	EVENT_ALARM_CHATTERING = 17,  /* value: transitions so far */
	EVENT_ALARM_QUIET = 18,	      /* chattering is over; value: transitions in all */
	EVENT_MAINTENANCE_BEGUN = 20, /* value: seconds, millionths; text: the reason */
	EVENT_MAINTENANCE_ENDED = 21,
	EVENT_SCHEDULE_BEGUN = 24, /* channel: the output; text: the schedule */
	EVENT_SCHEDULE_ENDED = 25,
	/* told by sensord */
	EVENT_INPUT_CHANGED = 30, /* of a channel that wants a message at each change */
	EVENT_OUTPUT_CHANGED = 31,
	EVENT_HOLD_CHANGED = 32,
	EVENT_REQUEST_REFUSED = 33,
	EVENT_VETO = 34, /* an interlock delayed or refused a change; text names it */
	EVENT_CONFIRMED = 35,
	EVENT_TAKEN_BACK = 36,
	EVENT_SOURCE_LOST = 37,
	EVENT_SOURCE_BACK = 38,
	EVENT_TICKS_MISSED = 39, /* value: how many, millionths */
	EVENT_EDGES_LOST = 40,
	EVENT_CLOCK_STEPPED = 41, /* value: seconds, millionths; positive is forwards */
	EVENT_SENSORD_STARTED = 42,
	EVENT_SIM_COMMAND = 43,
	EVENT_FACTS_LOST = 44, /* value: how many, 0 when nobody knows */
	/* settings */
	EVENT_SETTINGS_LOADED = 50,
	EVENT_SETTINGS_REFUSED = 51,
	EVENT_SETTINGS_CHANGED = 52, /* by settingsd: who, from where, old and new value */
	/* the journal itself, and others */
	EVENT_EVENTS_LOST = 60,	    /* the disk had no room; value: how many */
	EVENT_NOTE = 61,	    /* a person's or a program's own words */
	EVENT_DELIVERY_FAILED = 62, /* by notifyd */
	EVENT_TEST = 63,
	/* by loggerd */
	EVENT_LOG_CLEARED = 70,	      /* a person emptied the log (S71) */
	EVENT_LOG_FAILED = 71,	      /* nothing can be written; text: why (S73) */
	EVENT_LOG_RESUMED = 72,	      /* value: rows lost meanwhile, millionths */
	EVENT_HISTORY_SET_ASIDE = 73, /* the file was damaged; text: where it is */
	EVENT_LOG_DELETED = 74,	      /* a person deleted one of its files; text: which */
	EVENT_KIND_MAX = 75,
};

enum event_flag {
	EVENT_FLAG_RECOVERED = 1,    /* found out after a restart and written then */
	EVENT_FLAG_MESSAGE = 2,	     /* the settings want a message about it (e-mail, S45) */
	EVENT_FLAG_QUIET = 4,	     /* shelved, or maintenance: nobody is told */
	EVENT_FLAG_FIRST_OUT = 8,    /* the first of its cascade */
	EVENT_FLAG_CONSEQUENCE = 16, /* its cause came first */
	EVENT_FLAG_WALL_INSANE = 32, /* the board's clock was not set yet */
	EVENT_FLAG_ACTIVE = 64,	     /* a state: outputs, inputs, holds */
	EVENT_FLAGS_ALL = 127,
};

struct event {
	uint64_t number; /* 1, 2, … without holes */
	enum event_kind kind;
	struct instant now;
	uint8_t boot_id[16];	      /* of the boot that now.mono_us counts from */
	char channel[CHANNEL_ID_MAX]; /* id, "" without one */
	char alarm[ALARM_ID_MAX];     /* id of the rule, "" without one */
	uint64_t occurrence;	      /* number of the event that raised it; 0 without one */
	enum alarm_priority priority;
	int64_t value; /* millionths of `unit` */
	enum unit unit;
	enum quality quality; /* of the value */
	enum holder holder;
	uint16_t flags; /* mask of enum event_flag */
	struct actor actor;
	char text[EVENT_TEXT_MAX];
	uint8_t hash[EVENT_HASH_SIZE];
};

/* Name of a kind, "" for a number that no kind has. */
const char *event_kind_to_name(enum event_kind v);
/* The same in people's words: "Alarm raised". */
const char *event_kind_to_label(enum event_kind v);
int event_kind_from_name(const char *name);
/* True for a number that a kind has. */
bool event_kind_valid(unsigned v);

/* Number of the event that raised its alarm: its own for the raise, 0 for what is of no alarm. */
uint64_t event_occurrence(const struct event *e);

/* Severity of RFC 5424 (3 error … 6 informational) of a kind; of an alarm from its priority. */
int event_severity(const struct event *e);
