// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What the columns of history.db mean, and from when on. A channel keeps its column while what is
 * measured stays the same (id, kind, unit, step); a new name or another state text is a new
 * definition of the same column, and a rewired channel gets another one, so that old rows keep
 * their meaning.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/db/db.h"
#include "lib/model/channel.h"

#define HISTORY_COLUMNS_MAX 64

struct history_channel {
	int64_t def;	     /* number of this definition, from 1 */
	unsigned column;     /* c0, minutes_0, … */
	int32_t step;	     /* millionths of the unit that a stored number counts */
	int64_t since_us;    /* wall clock, when it began to hold */
	int64_t since_row;   /* number of the first second's row of it */
	bool gone;	     /* no channel of the site has this definition any more */
	struct channel info; /* id, name, kind, unit, role, digits, state texts; the rest is zero */
};

struct history_channels {
	unsigned n;
	struct history_channel *list; /* in the order of their numbers; owned */
};

/* Reads all definitions. */
int history_channels_load(sqlite3 *db, struct history_channels *ret);
void history_channels_done(struct history_channels *c);

/* The definition of this number, or NULL. */
const struct history_channel *history_channels_def(const struct history_channels *c, int64_t def);

/* The newest definition of a channel: present, or else the last one there was; NULL for none. */
const struct history_channel *history_channels_find(const struct history_channels *c,
						    const char *id);

/* The definition that holds a column at the moment, or held it last; NULL for a free column. */
const struct history_channel *history_channels_of_column(const struct history_channels *c,
							 unsigned column);

/* The first row of seconds from which on the column of this definition has this channel in it. */
int64_t history_channels_since_row(const struct history_channels *c,
				   const struct history_channel *of);

/*
 * Reads a list of definitions as it stands in the file, "1,2,-1"; -1 is a channel without a name.
 * -EUCLEAN for what is none, or more than `most`.
 */
int history_defs_read(const char *list, unsigned most, int64_t *ret_defs, unsigned *ret_n);

/* True when the same thing is measured in the same steps, so that it goes on in its column. */
bool history_channel_same(const struct history_channel *a, const struct channel *c);
/* True when it is also called the same. */
bool history_channel_equal(const struct history_channel *a, const struct channel *c);
