// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The books as a text file, a line a thing, so that a person can read what was told. Times are
 * monotonic ones of the boot that it names, and it says what that clock and the other one showed:
 * after another boot, what is left of them is counted from then on, less the time that has gone by.
 * A clock that was not set shows none. Pure.
 */
#include "daemons/notifyd/books.h"
#include "lib/base/text.h"

/* Of the file: every alarm owed to every recipient, their ends in the queue, and what was on its
 * way, a line each. */
#define KEPT_MOST ((size_t)ROUTES_MAX * (ALARMS_MAX + 2 * LEDGER_QUEUE_MAX) * 128)

/* The boot, and what its clocks show now. */
struct kept_now {
	const uint8_t *boot_id; /* 16 bytes */
	struct instant now;
};

/* Adds it all. */
void kept_write(const struct books *b, const struct kept_now *at, struct text *out);

/*
 * Reads it into books without recipients: they get their ids, and the rest when the settings come
 * (books_settings). 0, or -EINVAL when it is no such file: then nothing was read.
 */
int kept_read(struct books *b, const struct kept_now *at, const char *text);
