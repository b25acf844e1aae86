// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A channel as everyone but its source sees it: one row of the table that HELLO carries. */
#include <stdbool.h>
#include <stdint.h>

#include "lib/model/names.h"

/* 64 channels are four fully wired boards; the snapshot of so many still fits one packet. */
#define CHANNELS_MAX 64

/* Ids stand in files, URLs, CSV headers and MIB indexes. */
#define CHANNEL_ID_MAX 32
/* Bytes with the NUL: 63 bytes of UTF-8 are what a page, an e-mail subject and DisplayString bear.
 */
#define CHANNEL_NAME_MAX 64
#define STATE_TEXT_MAX	 32

struct channel {
	char id[CHANNEL_ID_MAX];     /* stable: [a-z][a-z0-9_]* */
	char name[CHANNEL_NAME_MAX]; /* what people call it; "" hides the channel */
	enum channel_kind kind;
	enum unit unit;
	enum source_kind source;
	enum channel_role role;
	uint8_t digits;		      /* shown behind the decimal point, 0 to 3 */
	uint8_t averaging;	      /* samples in the mean, 1 = none */
	bool approximate;	      /* S11: shown with a remark */
	bool pulse;		      /* outputs: "on" is a pulse of pulse_ms */
	bool active_low;	      /* lines: the low level is the active one */
	bool confirm;		      /* outputs: a person's change must be confirmed */
	int64_t range_min, range_max; /* millionths of the unit */
	uint32_t pulse_ms;
	char state_text[2]
		       [STATE_TEXT_MAX]; /* digital: [0] inactive or open, [1] active or closed */
	enum colour colour[2];		 /* analog: normal, alarm; digital: as state_text */
	enum side side[2];		 /* outputs: where the button of that state stands */
};

/* True when a blank name hides it (S21). */
static inline bool channel_hidden(const struct channel *c)
{
	return c->name[0] == '\0';
}

static inline bool channel_digital(const struct channel *c)
{
	return c->kind != CHANNEL_ANALOG_IN;
}

/* Index of the channel with this id, or -ENOENT. */
int channel_find(const struct channel *table, unsigned n, const char *id);

/* True when `id` is a possible channel id. */
bool channel_id_valid(const char *id);
