// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The read side of history.db, beside the running writer and also without one. A reader never
 * writes, and holds no transaction longer than HISTORY_ROWS_AT_ONCE rows.
 *
 *   history.c   opening; what there is
 *   seconds.c   the ring of seconds: where a time stands in it
 *   blocks.c    minutes and hours of a column, a block at a time
 *   buckets.c   a range of time in so many buckets
 *   report.c    several channels over a range
 *   log.c       the files of the log, row by row; csv.c a row as text
 *   marks.c     alarms that came and went
 *   boxes.c     recordings at full rate; frames.c what is in a part of one; box_csv.c as text
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/history/channels.h"
#include "lib/history/point.h"
#include "lib/history/tables.h"

/* Where the rings, the log and the events stand: the row of `state`. */
struct history_state {
	int64_t second;	    /* number of the next row of seconds, from 0 */
	int64_t oldest;	    /* rows of seconds before this one were given up with a larger ring */
	int64_t log_row;    /* of the next row of the log, from 1 */
	int64_t file;	    /* of the log's file that is being written, 0: none */
	int64_t event;	    /* of the next event wanted from alarmd */
	int64_t chunk;	    /* of the next recording's part */
	int64_t box;	    /* of the next recording */
	int64_t unset_from; /* first row of seconds of this boot with an unset clock, or -1 */
	int64_t unset_log;  /* the row of the log that came next then */
	uint8_t unset_boot[16];
	int64_t written;	  /* bytes that were written to the card */
	int64_t written_since_us; /* since when, wall clock */
};

struct history {
	sqlite3 *db;
	struct history_sizes sizes;
	struct history_channels channels;
	char *appears; /* of a file that nobody writes (db_connect_still): owned */
};

/* Name of the folder's file: $RMCU_STATE_DIR/loggerd or /var/lib/rmcu/loggerd, with "/simulated"
 * for a simulated site, is the caller's business. */

/*
 * Opens the history in `folder`, also a copy of it where nothing can be written. -ENOENT: there is
 * none yet; -EPROTO: it is of a newer format; -EACCES: the reader is not in group rmcu; -EUCLEAN:
 * it is damaged.
 */
int history_open(const char *folder, struct history **ret_history);
struct history *history_close(struct history *h);

/* Reads channels anew, e.g. after a while. */
int history_refresh(struct history *h);

/* What is there. Begin and end are seconds since 1970, 0 when there is nothing. */
struct history_extent {
	int64_t first_second, first_minute, first_hour;
	int64_t last; /* the newest thing of any kind */
};
int history_extent(struct history *h, struct history_extent *ret);

/*
 * How far the seconds of [from, to) are apart where they are furthest, at most 60: 1 on a unit,
 * more where a simulator ran fast. A gap is none of that.
 */
int history_spacing(struct history *h, int64_t from, int64_t to, int64_t *ret_s);

/* Used by the files of this room and by loggerd's store. */
int history_read_state(sqlite3 *db, struct history_state *ret);
int history_read_sizes(sqlite3 *db, struct history_sizes *ret);

/* The oldest row of seconds that is there, or the next one to come. */
int64_t history_first_row(const struct history_state *state, const struct history_sizes *sizes);

/* A transaction that only reads. -EBUSY: what nobody wrote to is written to now; open it anew. */
int history_begin(struct history *h);
void history_end(struct history *h);

/* ------------------------------------------------------------------ buckets */

/* A range of time in buckets of the same width. Seconds since 1970; to is behind the last one. */
struct history_range {
	int64_t from, to;
	unsigned buckets;
};
#define HISTORY_BUCKETS_MAX 100000

/*
 * Fills `ret` with one sum a bucket, in the channel's steps: minimum, maximum, mean (history_mean)
 * and for how many seconds there was a value. A point belongs to the bucket in which it begins.
 * Buckets narrower than a minute come from the seconds as far back as these reach, and else from
 * the minutes; wider ones from minutes, and hours where a whole one falls into a bucket or
 * the minutes are gone. -EINVAL for a range without width or more buckets than
 * HISTORY_BUCKETS_MAX.
 */
int history_buckets(struct history *h, const struct history_channel *c,
		    const struct history_range *range, struct history_sum *ret);

/* The bucket of a time within the range. */
static inline unsigned history_bucket_of(const struct history_range *r, int64_t t)
{
	return (unsigned)((t - r->from) * r->buckets / (r->to - r->from));
}

/* When a bucket begins: the first second that is in it. */
int64_t history_bucket_start(const struct history_range *r, unsigned bucket);
