// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A row of the log as a line of RMCU.CSV (RFC 4180). What a line says depends on its row and its
 * layout alone, so a file is the same at each download. Pure.
 */
#include "lib/base/text.h"
#include "lib/history/channels.h"

/* Why a row is there. Numbers are in the file. */
enum log_reason {
	LOG_PERIODIC = 0,
	LOG_ALARM = 1,	  /* an alarm was raised or cleared */
	LOG_APPENDED = 2, /* a person asked for it */
	LOG_GAP = 3,	  /* rows before it were lost: the disk took nothing */
	LOG_REASON_MAX = 4,
};

/* What is known of a row's time. */
enum log_clock {
	LOG_CLOCK_SET = 0,
	LOG_CLOCK_UNSET = 1,	 /* ms counts from the boot */
	LOG_CLOCK_CORRECTED = 2, /* it was unset, and was worked out later */
	LOG_CLOCK_MAX = 3,
};

struct log_row {
	int64_t row;  /* number, from 1 */
	int64_t ms;   /* since 1970 UTC, or since the boot */
	int16_t east; /* minutes by which local time was ahead of UTC */
	enum log_reason reason;
	enum log_clock clock;
	int64_t event;		  /* number in the journal; 0 without one */
	const char *text;	  /* what happened, "" for nothing */
	const int32_t *values;	  /* by column, n_columns of them; and */
	const uint8_t *qualities; /* enum quality; anything but ok: there is no value */
	unsigned n_columns;
};

/* The channels of a file's columns, in order, and what its rows share. */
struct log_layout {
	char site[64];
	unsigned n;
	const struct history_channel *channels[HISTORY_COLUMNS_MAX];
};

/* Adds the first line of a file. */
void csv_header(struct text *out, const struct log_layout *layout);

/* Adds a line. */
void csv_row(struct text *out, const struct log_layout *layout, const struct log_row *row);

/* Adds a stored number of a channel as text: its digits, or the text of its state. */
void csv_value(struct text *out, const struct history_channel *c, int64_t value);

/* Adds a field, in quotes where it needs them. */
void csv_text(struct text *out, const char *field);

const char *log_reason_to_name(enum log_reason v);
int log_reason_from_name(const char *name);
