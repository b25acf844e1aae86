// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Alarms as everybody but the engine sees them, in the words of ISA-18.2 / IEC 62682: what a rule
 * watches, and how its alarm stands. One rule is one alarm; each time it is raised is an occurrence
 * with a number of its own, the same from raise to clear in every place.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"
#include "lib/model/actor.h"
#include "lib/model/channel.h"
#include "lib/model/names.h"

/* 128 rules of the settings, one for the quality of each channel, the publisher's silence and the
 * log. */
#define ALARMS_MAX (128 + CHANNELS_MAX + 2)
/* An id of the settings, or a channel's with ".quality" behind it. */
#define ALARM_ID_MAX 48
/* The id of the only ALARM_LOG. */
#define ALARM_LOG_ID "loggerd.log"
/* A person's words: why it is acknowledged or shelved. */
#define ALARM_NOTE_MAX 64

enum alarm_priority {
	PRIORITY_LOW,
	PRIORITY_MEDIUM,
	PRIORITY_HIGH,
	PRIORITY_CRITICAL,
	ALARM_PRIORITY_MAX,
};

/* What a rule watches. */
enum alarm_when {
	ALARM_ABOVE,	/* analog: value > setpoint */
	ALARM_BELOW,	/* analog: value < setpoint */
	ALARM_RISING,	/* analog: rose by more than setpoint within the window */
	ALARM_FALLING,	/* analog: fell by more than setpoint within the window */
	ALARM_ACTIVE,	/* digital: active or closed */
	ALARM_INACTIVE, /* digital: inactive or open */
	ALARM_QUALITY,	/* any: there is no value */
	ALARM_SILENT,	/* sensord says nothing */
	ALARM_LOG,	/* nothing is logged */
	ALARM_WHEN_MAX,
};

/* How an alarm stands; what people and programs are shown. */
struct alarm {
	char id[ALARM_ID_MAX];	      /* of its rule */
	char channel[CHANNEL_ID_MAX]; /* id; "" for ALARM_SILENT and ALARM_LOG */
	enum alarm_when when;
	enum alarm_priority priority;
	int64_t setpoint;    /* millionths of the channel's unit */
	bool condition;	     /* what it watches holds at the moment */
	bool active;	     /* raised and not cleared */
	bool acknowledged;   /* this occurrence, by a person */
	bool latched;	     /* active although the condition is over: waits for a reset */
	bool chattering;     /* raised and cleared too often: stays active until it is quiet */
	bool first_out;	     /* the first of its cascade */
	bool consequence;    /* the condition of the alarm that it names as its cause came first */
	bool shelved;	     /* nobody is told and nothing is driven until shelved_until */
	uint64_t occurrence; /* number of the event that raised it last; 0 when it never was */
	uint32_t count;	     /* times that it was raised since the journal began */
	struct instant onset, raised, cleared; /* of the occurrence; zero where it has not come */
	int64_t value;			       /* when raised, millionths */
	enum quality quality;		       /* of it */
	int64_t shelved_until_us;  /* wall clock, for people; the engine keeps the monotonic one */
	char note[ALARM_NOTE_MAX]; /* of the acknowledgement, or of the shelving while it lasts */
	char by[ACTOR_NAME_MAX];   /* who acknowledged or shelved it */
};

/* True when there is something to look at: active, or gone before anybody acknowledged it. */
static inline bool alarm_standing(const struct alarm *a)
{
	return a->active || (a->occurrence != 0 && !a->acknowledged);
}

const char *alarm_priority_to_name(enum alarm_priority v);
int alarm_priority_from_name(const char *name);
const char *alarm_when_to_name(enum alarm_when v);
int alarm_when_from_name(const char *name);
