// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What the events of a period say about the alarms: which are noisy, which stand for days, and how
 * long it takes until somebody looks (EEMUA 191, IEC 62682). Pure: events in, numbers out.
 */
#include "lib/model/event.h"

/* An alarm that stands for longer is no news any more, and hides those that are. */
#define REPORT_STALE_US (86400 * USEC_PER_SEC)
/* Rules that are gone are in the journal still. What is beyond is counted and not listed. */
#define REPORT_ROWS_MAX 512

/* When something happened, and on which boot's clock. */
struct report_moment {
	struct instant at;
	uint8_t boot_id[16]; /* zeros: not known, the wall clock counts */
};

struct report_row {
	char alarm[ALARM_ID_MAX], channel[CHANNEL_ID_MAX];
	enum alarm_priority priority;
	unsigned raises, chatters;	    /* within the period */
	unsigned acknowledged;		    /* times */
	int64_t active_us;		    /* in all, within the period */
	int64_t ack_mean_us, ack_median_us; /* from raise to acknowledgement; when there was one */
	bool active, unseen;
	struct report_moment raised;
	int64_t now_us; /* active: since so long */
};

struct report {
	int64_t since_us, now_us; /* wall clock: the period */
	struct report_row *rows;  /* owned; after report_end() the noisiest first */
	unsigned n, room;
	struct report_ack { /* owned */
		unsigned row;
		int64_t us;
	} * acks;
	unsigned n_acks, acks_room;
	unsigned raises, acknowledged, active, stale; /* of all */
	int64_t ack_mean_us, ack_median_us;
	unsigned left_out; /* events of alarms beyond REPORT_ROWS_MAX */
	bool failed;	   /* out of memory */
};

void report_begin(struct report *r, int64_t since_us, int64_t now_us);
void report_done(struct report *r);
#define AUTO_REPORT __attribute__((cleanup(report_done)))

/* The next event; all of the journal, because what was raised before the period may stand in it. */
void report_take(struct report *r, const struct event *e);

/* An alarm that is active now, whatever the events that are left say of it. */
void report_active(struct report *r, const struct alarm *a);

/* All were taken: adds up, sorts, and leaves out what is no news. 0 or -ENOMEM. */
int report_end(struct report *r);
