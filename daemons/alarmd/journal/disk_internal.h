// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the loop and the thread share: disk.c is the thread's, handover.c the loop's. */
#include <pthread.h>

#include "daemons/alarmd/journal/disk.h"
#include "daemons/alarmd/journal/writer.h"

struct disk {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	int fd;
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
	(void)pthread_mutex_lock(&d->lock);
}

static inline void disk_unlock(struct disk *d)
{
	(void)pthread_mutex_unlock(&d->lock);
}

/* The thread's function. */
void *disk_run(void *disk);
