// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * One output line. Its descriptor lies in systemd's store under a name with the channel and a hash
 * of the wiring, so that it outlives this process and is told apart after rewiring; what happens to
 * a line that nobody holds any more depends on the chip. Whoever adopts it does not touch it: it is
 * written only when it is not as commanded. Reading it back is no proof of what was commanded (an
 * expander answers with the level of its pin), so the caller gives the commanded value each time.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/daemon/notify.h"
#include "lib/settings/settings.h"

/* Room for why a line cannot be driven: a clause, not a sentence. */
#define LINE_WHY_MAX 128

struct line {
	char chip[SETTINGS_NAME_MAX];
	char name[SETTINGS_NAME_MAX];
	bool active_low;
	char consumer[CHANNEL_ID_MAX]; /* what gpioinfo(1) shows: the channel */
	char store_name[PASSED_NAME_MAX];
	const char *dev_folder;
	/* private */
	bool stored;	    /* the manager has the descriptor, as far as we know */
	int fd;		    /* -1 while it cannot be driven */
	char chip_path[64]; /* device of its chip, and which inode it was */
	dev_t chip_dev;
	ino_t chip_ino;
	int64_t retry_us, backoff_us;
	int64_t check_us;
	char why[LINE_WHY_MAX]; /* "" while it can be driven */
};

/* Describes the line; nothing is opened. dev_folder outlives it. */
void line_init(struct line *l, const struct settings_channel *ch, const char *dev_folder);

/* True when these settings mean the same line in the same way. */
bool line_same(const struct line *l, const struct settings_channel *ch);

/*
 * Takes the line out of `passed` (may be NULL), or requests it with `active` as its first value. A
 * negative errno leaves it to line_run to try again; line_why says why.
 */
int line_open(struct line *l, struct passed *passed, bool active, int64_t now_us);

/* Drives it. After a failure line_run goes on with what is commanded then. */
int line_set(struct line *l, bool active, int64_t now_us);

/* Looks whether the chip is still there; tries again when it is time. `active`: as commanded. */
void line_run(struct line *l, bool active, int64_t now_us);

/* When line_run has something to do next. */
int64_t line_next_us(const struct line *l);

/* Why it cannot be driven, or NULL. */
const char *line_why(const struct line *l);

/* Gives it up: takes it out of the store and closes it. What it does then depends on the chip. */
void line_release(struct line *l);

/* Closes it and leaves it in the store. */
void line_close(struct line *l);
