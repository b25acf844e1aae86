// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The form in which alarmd keeps what is no event, beside the events and in their transactions.
 * Each value begins with a version byte; one that this program does not know is as if it were not
 * there. Pure.
 */
#include <stddef.h>

#include "daemons/alarmd/engine/engine.h"

/* Keys; those that end in a dot have an id behind it. */
#define KEPT_ALARM	 "alarm."
#define KEPT_OUTPUT	 "output."
#define KEPT_SCHEDULE	 "schedule."
#define KEPT_TOLD	 "told." /* with the name of a kind of event */
#define KEPT_FACTS	 "facts"
#define KEPT_TICKS	 "ticks"
#define KEPT_MAINTENANCE "maintenance"
#define KEPT_SYSLOG	 "syslog"
#define KEPT_LOG	 "log"

/* No value is longer. */
#define KEPT_BYTES_MAX 512

/* A state, with the boot that its monotonic times count from. */
struct kept_alarm {
	uint8_t boot_id[16];
	struct engine_kept state;
};

/* How far sensord's facts were taken. */
struct kept_cursor {
	uint64_t instance; /* of sensord; 0: none were taken yet */
	uint64_t next;	   /* number of the first one that was not */
};

struct kept_maintenance {
	uint8_t boot_id[16];
	int64_t until_mono_us, until_wall_us; /* 0: there is none */
	char reason[ALARM_NOTE_MAX];
	char by[ACTOR_NAME_MAX];
};

/* The put functions return the length; the get ones 0 or -EBADMSG. */
int kept_put_alarm(void *buf, size_t size, const struct kept_alarm *k);
int kept_get_alarm(const void *bytes, size_t len, struct kept_alarm *ret);
int kept_put_cursor(void *buf, size_t size, const struct kept_cursor *k);
int kept_get_cursor(const void *bytes, size_t len, struct kept_cursor *ret);
int kept_put_maintenance(void *buf, size_t size, const struct kept_maintenance *k);
int kept_get_maintenance(const void *bytes, size_t len, struct kept_maintenance *ret);
/* An output that is active, a schedule that runs, a log that fails. */
int kept_put_flag(void *buf, size_t size, bool flag);
int kept_get_flag(const void *bytes, size_t len, bool *ret);
/* Number of the last event that syslog has; missed ticks that were taken and are no event yet; mark
 * of the last event that another daemon told. */
int kept_put_number(void *buf, size_t size, uint64_t number);
int kept_get_number(const void *bytes, size_t len, uint64_t *ret);
