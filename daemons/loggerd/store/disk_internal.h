// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the loop and the thread share: disk.c and disk_file.c are the thread's, handover.c
 * the loop's. */
#include <sys/types.h>

#include "daemons/loggerd/store/disk.h"
#include "lib/base/worker.h"

struct disk {
	struct worker worker;
	char *folder;
	/* under the lock: from the loop */
	struct orders waiting; /* lists up to the number `handed` */
	uint64_t handed;
	size_t working; /* bytes of the list that is being written */
	struct store_limits limits;
	bool limits_changed;
	bool ending;
	/* under the lock: to the loop */
	struct disk_report report;
	/* the thread's own */
	struct store *store;
	dev_t dev; /* of the file that is open */
	ino_t ino;
	struct orders work; /* the list that is being written, up to the number `taken` */
	uint64_t taken;
	struct orders prelude; /* what another file must know before that */
	int error;	       /* of the last attempt */
	int64_t retry_us;      /* before this nothing is tried again */
	int64_t check_us;      /* nor looked at */
	int64_t aside_us;      /* when a file was set aside last; 0: none was */
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

/* ------------------------------------------------------------------ disk_file.c */

/* Opens it, or makes one; a damaged one goes aside, and a new one names it. */
int disk_file_open(struct disk *d);
/* Closes it. The next one must know the channels and the cursor that this one knew. */
int disk_file_close(struct disk *d);
/* Closes a damaged one and moves it aside; the new one is not open yet. */
int disk_file_aside(struct disk *d);
/* Somebody removed or replaced the file under us: what is written would be nobody's. */
bool disk_file_gone(const struct disk *d);
/* Another one after that, and says so. */
int disk_file_anew(struct disk *d);
