// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What the events of a period say about the alarms: which are noisy, which stand for days, and how
 * long it takes until somebody looks (EEMUA 191, IEC 62682). Pure: events in, numbers out.
 */
#include "lib/base/json.h"
#include "lib/model/alarm.h"
#include "lib/model/event.h"

/* The period, where nobody names one. */
#define ALARM_REPORT_SINCE "7d"
/* An alarm that stands for longer is no news any more, and hides those that are. */
#define ALARM_REPORT_STALE_US (86400 * USEC_PER_SEC)
/* Rules that are gone are in the journal still. What is beyond is counted and not listed. */
#define ALARM_REPORT_ROWS_MAX 512
/* A quarter of a MiB of them, and more than people do in a journal of the usual size. */
#define ALARM_REPORT_ACKS_MAX 16384

/* When something happened, and on which boot's clock. */
struct alarm_report_moment {
	struct instant at;
	uint8_t boot_id[16]; /* zeros: not known, the wall clock counts */
};

struct alarm_report_row {
	char alarm[ALARM_ID_MAX], channel[CHANNEL_ID_MAX];
	enum alarm_priority priority;
	unsigned raises, chatters;	    /* within the period */
	unsigned acknowledged;		    /* times */
	int64_t active_us;		    /* in all, within the period */
	int64_t ack_mean_us, ack_median_us; /* from raise to acknowledgement; when there was one */
	bool active, unseen;
	struct alarm_report_moment raised;
	int64_t now_us; /* active: since so long */
};

struct alarm_report {
	int64_t since_us, now_us;      /* wall clock: the period */
	struct alarm_report_row *rows; /* owned; after alarm_report_end() the noisiest first */
	unsigned n, room;
	struct alarm_report_ack { /* owned */
		unsigned row;
		int64_t us;
	} * acks;
	unsigned n_acks, acks_room;
	unsigned raises, acknowledged, active, stale; /* of all */
	int64_t ack_mean_us, ack_median_us;
	unsigned left_out;	/* events beyond these two */
	uint64_t not_looked_at; /* older events, which its caller left out */
	bool failed;		/* out of memory */
};

void alarm_report_begin(struct alarm_report *r, int64_t since_us, int64_t now_us);
void alarm_report_done(struct alarm_report *r);
#define AUTO_ALARM_REPORT __attribute__((cleanup(alarm_report_done)))

/* The next event; all of the journal, because what was raised before the period may stand in it. */
void alarm_report_take(struct alarm_report *r, const struct event *e);

/* An alarm that is active now, whatever the events that are left say of it. */
void alarm_report_active(struct alarm_report *r, const struct alarm *a);

/* All were taken: adds up, sorts, and leaves out what is no news. 0 or -ENOMEM. */
int alarm_report_end(struct alarm_report *r);

/* One object with all of it. */
void alarm_report_json(struct json *j, const struct alarm_report *r);
