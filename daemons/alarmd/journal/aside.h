// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Beside events.db: the files that were set aside, and the file `head` with the number and hash of
 * the last event, for the day on which events.db cannot be read.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/db/aside.h"
#include "lib/wire/chain_walk.h"

#define ASIDE_NAME_MAX DB_ASIDE_MAX
/* More are not kept, the oldest one goes: a card that breaks each hour must not fill itself. */
#define ASIDE_FILES_MAX 8

/* Why a file is set aside; it stands in its name. */
enum aside_why {
	ASIDE_DAMAGED,
	ASIDE_UNREAD, /* it could not be opened for a while, and numbers went on without it */
};

/* True when something of an events.db is there, if only its log. */
bool aside_needed(const char *folder);

/* Renames events.db and what belongs to it, durably. */
int aside_move(const char *folder, enum aside_why why, int64_t wall_us,
	       char ret_name[ASIDE_NAME_MAX]);

/* The file `head`. -ENOENT without one, -EUCLEAN for one that says nothing. */
int aside_read_head(const char *folder, struct chain_mark *ret_head);
int aside_write_head(const char *folder, const struct chain_mark *head);
