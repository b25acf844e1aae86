// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The thread that waits for the disk, and what goes between it and the loop. The loop never waits:
 * it hands over what was gathered in a turn, and collects a report when the descriptor is readable.
 */
#include "daemons/alarmd/journal/aside.h"
#include "daemons/alarmd/journal/journal.h"
#include "daemons/alarmd/journal/keys.h"
#include "daemons/alarmd/journal/packets.h"
#include "daemons/alarmd/journal/page.h"
#include "lib/base/util.h"
#include "lib/wire/chain_walk.h"

struct disk;

#define DISK_TROUBLE_MAX 256

struct disk_report {
	bool opened;		/* numbering goes on behind `head`; or nothing can be opened */
	struct chain_mark head; /* of the journal: at the opening, then the last event committed */
	struct chain_mark anchor;
	uint8_t id[JOURNAL_ID_SIZE];
	uint64_t bytes;
	bool stuck; /* `trouble` says why nothing is written */
	bool checked;
	char set_aside[ASIDE_NAME_MAX];
	unsigned begins; /* how many journals began, and how the last one did */
	char begun[EVENT_TEXT_MAX];
	char trouble[DISK_TROUBLE_MAX];
};

/* Starts the thread. Events are taken from `queue`, which outlives it. */
int disk_new(const char *folder, const struct journal_limits *limits, const struct packets *queue,
	     struct disk **ret_disk);

/*
 * A disk that answers in its own time has done so by then; one that hangs must not hold up the end
 * of the program, nor a reboot: systemd kills after twice as long (TimeoutStopSec).
 */
#define DISK_END_WITHIN_US (5 * USEC_PER_SEC)

/*
 * Makes one attempt at what is not written yet, and ends the thread. False when the disk does not
 * let it go: then it and the queue are the thread's until the program has ended.
 */
bool disk_free(struct disk *d);

int disk_fd(const struct disk *d);

/* Makes the descriptor readable. */
void disk_wake_loop(struct disk *d);

/*
 * Hands over the events up to this number and the changes, which are empty afterwards: one
 * transaction. False when too much waits already: then nothing was taken.
 */
bool disk_hand_over(struct disk *d, uint64_t upto, struct keys *changes);

void disk_set_limits(struct disk *d, const struct journal_limits *limits);

/* Asks for the page that begins with this number. One at a time. */
void disk_want_page(struct disk *d, uint64_t from);

/*
 * How it stands. Once, with the first report that says opened, all that is kept; and a page, when
 * one was read. Both are the caller's then. Silences the descriptor.
 */
void disk_collect(struct disk *d, struct disk_report *ret_report, struct keys *ret_kept,
		  struct page **ret_page);
