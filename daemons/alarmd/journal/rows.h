// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* An event as a row of the table `events`, one column for each field. */
#include <sqlite3.h>

#include "lib/model/event.h"

#define ROWS_COLUMNS                                                                               \
	"number, kind, wall_us, mono_us, boot_id, channel, alarm, occurrence, priority, value, "   \
	"unit, quality, holder, flags, actor_name, actor_address, actor_door, text, hash"

/* Makes the table. */
extern const char rows_schema[];

/* Binds the columns in that order; the event must live until the statement was stepped. */
int rows_bind(sqlite3_stmt *s, const struct event *e);

/* Reads a row of these columns; -EUCLEAN when no event of ours looks like that. */
int rows_read(sqlite3_stmt *s, struct event *ret_event);
