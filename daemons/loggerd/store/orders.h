// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What is to be written, in order: the loop puts it on a list, the thread that waits for the disk
 * takes the whole list and writes it in one transaction. A list that could not be written is
 * written again later, so an order is done once or not at all.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/history/csv.h"
#include "lib/history/point.h"
#include "lib/model/actor.h"
#include "lib/model/alarm.h"
#include "lib/model/channel.h"

enum order_kind {
	ORDER_TABLE,  /* the channels that what follows is about */
	ORDER_SECOND, /* a row of the ring of seconds */
	ORDER_MINUTE, /* what the minute was of each channel */
	ORDER_LOG,    /* a row of the log */
	ORDER_CHUNK,  /* a part of a recording at full rate */
	ORDER_BOX,    /* an alarm for which parts are kept */
	ORDER_EVENT,  /* events up to here are dealt with */
	ORDER_CLOCK,  /* the clock of this boot is set now: times so far are corrected */
	ORDER_CLEAR,  /* the log is emptied */
	ORDER_DELETE, /* a file of the log */
	ORDER_TOLD,   /* the journal has the audit of this mark */
};

/* Values of all channels of the table, in their steps, with the quality of each. */
struct order_values {
	unsigned n;
	int32_t values[CHANNELS_MAX];
	uint8_t qualities[CHANNELS_MAX];
};

struct order_table {
	char site[64];
	int64_t since_us; /* wall clock */
	unsigned n;
	struct channel channels[CHANNELS_MAX];
};

struct order_second {
	int64_t t; /* seconds since 1970, or since the boot (HISTORY_TIME_SET) */
	uint8_t boot[16];
	struct order_values values;
};

struct order_minute {
	int64_t minute; /* since 1970 */
	unsigned n;
	struct history_point points[CHANNELS_MAX];
};

/* The values of a log row may be unknown: then n is 0. */
#define ORDER_TEXT_MAX 192
struct order_log {
	int64_t ms;
	int16_t east;
	enum log_reason reason;
	enum log_clock clock;
	int64_t event;
	char text[ORDER_TEXT_MAX];
	struct order_values values;
};

struct order_chunk {
	int64_t chunk; /* running number */
	int64_t t_us;  /* wall clock of its first snapshot */
	size_t len;
	const uint8_t *frames; /* len bytes */
};

struct order_box {
	int64_t event;
	char alarm[ALARM_ID_MAX];
	char channel[CHANNEL_ID_MAX];
	int64_t t_us;
	int64_t first, last; /* parts that belong to it */
};

struct order_clock {
	uint8_t boot[16];
	int64_t ahead_us; /* wall clock minus time since the boot */
	int16_t east;
};

/* Who emptied the log or deleted a file of it, for the journal. */
#define ORDER_AUDIT_TEXT_MAX 64
struct order_audit {
	uint64_t mark; /* random, not 0: alarmd knows by it what it has written */
	int64_t file;  /* that is to be deleted; 0: the whole log is emptied */
	int64_t wall_us;
	struct actor actor;
	char text[ORDER_AUDIT_TEXT_MAX];
};

/* Bytes of all orders that wait; more are refused. An hour of seconds of a common site. */
#define ORDERS_BYTES_MAX ((size_t)384 * 1024)

struct orders {
	uint8_t *bytes; /* owned */
	size_t len, room;
	unsigned n;
};

/* Each adds one; -ENOSPC when the list is full, -ENOMEM. Only what is in use of values is kept. */
int orders_table(struct orders *o, const struct order_table *t);
int orders_second(struct orders *o, const struct order_second *s);
int orders_minute(struct orders *o, const struct order_minute *m);
int orders_log(struct orders *o, const struct order_log *l);
int orders_chunk(struct orders *o, const struct order_chunk *c);
int orders_box(struct orders *o, const struct order_box *b);
int orders_event(struct orders *o, int64_t next);
int orders_clock(struct orders *o, const struct order_clock *c);
/* Clears or deletes, and keeps the audit until the journal has it. */
int orders_clear(struct orders *o, const struct order_audit *a);
int orders_delete(struct orders *o, const struct order_audit *a);
int orders_told(struct orders *o, uint64_t mark);

/* One of a list, as it was added. */
struct order {
	enum order_kind kind;
	union {
		struct order_table table;
		struct order_second second;
		struct order_minute minute;
		struct order_log log;
		struct order_chunk chunk; /* frames point into the list */
		struct order_box box;
		struct order_clock clock;
		struct order_audit audit; /* CLEAR, DELETE */
		int64_t number;		  /* EVENT: the next one wanted; TOLD: its mark */
	};
};

/* The order at *at, which moves on; false behind the last one. */
bool orders_next(const struct orders *o, size_t *at, struct order *ret);

/* Moves all of `from` behind what is in `to`; -ENOSPC or -ENOMEM: nothing is moved. */
int orders_move(struct orders *to, struct orders *from);

void orders_done(struct orders *o);
