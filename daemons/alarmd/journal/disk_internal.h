// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the loop and the thread share: disk.c is the thread's, handover.c the loop's. */

#include "daemons/alarmd/journal/disk.h"
#include "daemons/alarmd/journal/writer.h"
#include "lib/base/worker.h"

struct disk {
	struct worker worker;
	char *folder;
	/* under the lock: from the loop */
	uint64_t handed; /* number of the last event handed over */
	struct keys changes;
	struct journal_limits limits;
	uint64_t page_wanted; /* 0: none */
	bool ending;
	/* under the lock: to the loop */
	struct disk_report report;
	struct keys kept;
	struct page *page;
	/* the thread's own */
	struct writer writer;
	int error;	       /* of the last attempt to write */
	int64_t retry_us;      /* before this nothing is written again */
	int64_t read_again_us; /* nor read */
	int64_t check_again_us;
	int64_t keys_due_us; /* when keys alone are written; 0: there are none */
	bool last_try;
};

static inline void disk_lock(struct disk *d)
{
	worker_lock(&d->worker);
}

static inline void disk_unlock(struct disk *d)
{
	worker_unlock(&d->worker);
}

/* The thread's function. */
void *disk_run(void *disk);
