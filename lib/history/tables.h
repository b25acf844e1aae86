// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * history.db: what stands where. loggerd writes it, everybody else reads it through history.h.
 *
 *   history    one row: format, sizes of the rings
 *   state      one row: where the rings, the log and the events stand
 *   channels   what a column meant, and from when on; layouts: the channels of the log at a time
 *   seconds    a ring of wide rows, one for each second in which something was measured, in the
 *              order in which they came; stretches: where time went back
 *   running    the minutes of the hour that runs, a row each
 *   minutes_N  of column N: a ring of blocks, an hour each
 *   hours_N    of column N: a ring of blocks of HISTORY_HOURS
 *   log        the rows of RMCU.CSV and its predecessors; files: where each of them begins and ends
 *   chunks     a ring of recordings at full rate; boxes: the alarms that they belong to
 *   audits     who emptied the log or deleted a file of it, until the journal has it
 *
 * A time below HISTORY_TIME_SET is one since the boot: the clock was not set.
 */
#include <stdint.h>

#include "lib/model/channel.h"

#define HISTORY_NAME   "history.db"
#define HISTORY_FORMAT 1

/* Seconds since 1970 from which on a wall clock is believed: 2020. */
#define HISTORY_TIME_SET INT64_C(1577836800)

#define HISTORY_HOUR_S	INT64_C(3600)
#define HISTORY_BLOCK_S (HISTORY_HOUR_S * HISTORY_HOURS)
/* No reader holds a transaction longer: the log of a writer would grow without end. */
#define HISTORY_ROWS_AT_ONCE 4096

/* Sizes of the rings, and what the file can become with them. */
struct history_sizes {
	uint32_t seconds; /* rows */
	uint32_t hours;	  /* blocks of minutes */
	uint32_t blocks;  /* blocks of hours */
	uint32_t chunks;  /* of recordings */
};

/* Bytes of the whole file at most, with so many columns in use and a log of `log_bytes` as CSV. */
uint64_t history_bytes_most(const struct history_sizes *sizes, unsigned columns,
			    uint64_t log_bytes);

/* All tables that do not depend on a column. */
extern const char history_schema[];

/* The slot of a running number in a ring. */
static inline int64_t history_slot(int64_t number, uint32_t size)
{
	return number % size;
}

/* "minutes_7" and its kind. */
#define HISTORY_TABLE_MAX 24
