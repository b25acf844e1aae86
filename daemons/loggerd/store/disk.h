// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The thread that waits for the disk, and what goes between it and the loop. The loop never waits:
 * it hands over lists of orders, and collects a report when the descriptor is readable. Lists are
 * written in their order, each in a transaction; one that cannot be written is tried again each
 * second.
 */
#include "daemons/loggerd/store/store.h"
#include "lib/base/util.h"

struct disk;

#define DISK_TROUBLE_MAX 256

struct disk_report {
	bool opened;   /* `status` is the file's */
	uint64_t done; /* number of the last list that is on the disk */
	int error;     /* why nothing is written, as a negative errno; 0: all is well */
	char trouble[DISK_TROUBLE_MAX]; /* the same as a sentence */
	bool checked;			/* the whole file was looked at since it was opened */
	struct store_status status;
	/* files of the log that were to be deleted since the last report, and were not there */
	unsigned n_missing;
	int64_t missing[STORE_MISSING_MAX];
	/* how many files began since the start because the one before them was of no use, and why
	 * the last one did */
	unsigned begins;
	char begun[DISK_TROUBLE_MAX];
};

/* Starts the thread. */
int disk_new(const char *folder, const struct store_limits *limits, struct disk **ret_disk);

/* A disk that hangs does not hold up the end for longer: half of TimeoutStopSec. */
#define DISK_END_WITHIN_US (5 * USEC_PER_SEC)
/*
 * Makes one attempt at what is not written yet, and ends the thread. False when the disk does not
 * answer: then the thread stays as it is, and what waits is not written.
 */
bool disk_free(struct disk *d);

int disk_fd(const struct disk *d);

/*
 * Hands over the list, which is empty afterwards; *ret_number is its number, from 1. -ENOSPC when
 * more than ORDERS_BYTES_MAX would wait, -ENOMEM: then nothing was taken.
 */
int disk_hand_over(struct disk *d, struct orders *list, uint64_t *ret_number);

/* Bytes that wait. */
size_t disk_waiting(struct disk *d);

/* Other limits: the file is opened anew. */
void disk_set_limits(struct disk *d, const struct store_limits *limits);

/* How it stands. Silences the descriptor. */
void disk_collect(struct disk *d, struct disk_report *ret_report);
