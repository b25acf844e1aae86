// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The thread: what it does next, and what it tells of it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/loggerd/store/disk_internal.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

/* A full disk may be emptied: no hurry, and no flood of attempts. */
#define RETRY_US (1 * USEC_PER_SEC)
/* There is no hurry with looking at the whole file: a fourth of a processor. */
#define CHECK_PAUSES 3
/* Steps of SQLite between two looks whether somebody waits: below a millisecond. */
#define CHECK_STEPS 1000

enum work {
	WORK_NONE,
	WORK_OPEN,
	WORK_REOPEN,
	WORK_WRITE,
	WORK_CHECK,
	WORK_END,
};

/* ------------------------------------------------------------------ telling */

static void write_trouble(const struct disk *d, char ret_text[DISK_TROUBLE_MAX])
{
	ret_text[0] = '\0';
	if (d->error == -EPROTO)
		(void)snprintf(ret_text, DISK_TROUBLE_MAX,
			       "the history '" HISTORY_NAME "' is of a newer version and is left "
			       "alone; nothing is logged");
	else if (d->error < 0)
		(void)snprintf(ret_text, DISK_TROUBLE_MAX,
			       "the history cannot be written: %s; rows wait in memory",
			       db_reason(d->error));
}

/* Tells the loop how it stands. */
static void report(struct disk *d)
{
	struct store_status status = d->report.status;
	bool opened = d->store && store_status(d->store, &status) == 0;

	disk_lock(d);
	d->report.opened |= opened;
	d->report.status = status;
	d->report.done = d->work.len > 0 ? d->report.done : d->taken;
	d->report.error = d->error;
	write_trouble(d, d->report.trouble);
	disk_unlock(d);
	worker_tell(&d->worker);
}

/* What came of an attempt: after an error the next one is in a while. */
static void attempted(struct disk *d, int r)
{
	d->error = r;
	d->retry_us = r < 0 ? mono_read_us() + RETRY_US : 0;
	report(d);
}

/* ------------------------------------------------------------------ work */

/* True when something is to be written now; else when it is, in *ret_due_us, 0 for never. */
static bool must_write(struct disk *d, int64_t now_us, int64_t *ret_due_us)
{
	*ret_due_us = 0;
	if (d->work.len == 0 && d->waiting.len == 0)
		return false;
	if (d->ending)
		return !d->last_try;
	*ret_due_us = d->retry_us;
	return now_us >= d->retry_us;
}

/* What is to be done now, or WORK_NONE; then *ret_due_us says when, 0 for never. */
static enum work choose_work(struct disk *d, int64_t now_us, int64_t *ret_due_us)
{
	bool newer = d->error == -EPROTO;

	*ret_due_us = 0;
	if (newer)
		return d->ending ? WORK_END : WORK_NONE;
	if (!d->store && !d->ending) {
		*ret_due_us = d->retry_us;
		return now_us >= d->retry_us ? WORK_OPEN : WORK_NONE;
	}
	if (must_write(d, now_us, ret_due_us))
		return WORK_WRITE;
	if (d->ending)
		return WORK_END;
	if (d->limits_changed)
		return WORK_REOPEN;
	if (!d->report.checked && *ret_due_us == 0) {
		*ret_due_us = d->check_us;
		return now_us >= d->check_us ? WORK_CHECK : WORK_NONE;
	}
	return WORK_NONE;
}

static enum work next_work(struct disk *d)
{
	for (;;) {
		int64_t due_us;
		enum work work = choose_work(d, mono_read_us(), &due_us);

		if (work != WORK_NONE)
			return work;
		(void)worker_sleep(&d->worker, due_us);
	}
}

/* The list that is being written stays as it is until it is done. */
static void take_list(struct disk *d)
{
	disk_lock(d);
	if (d->work.len == 0 && orders_move(&d->work, &d->waiting) == 0)
		d->taken = d->handed;
	d->working = d->work.len;
	d->last_try = d->ending;
	disk_unlock(d);
}

static int try_write(struct disk *d)
{
	int r = 0;

	if (d->store && disk_file_gone(d))
		r = disk_file_anew(d);
	else if (!d->store)
		r = disk_file_open(d);
	if (r == 0)
		r = store_apply(d->store, &d->work);
	if (r != -EUCLEAN || !d->store)
		return r;
	r = disk_file_aside(d);
	if (r == 0)
		r = disk_file_open(d);
	return r < 0 ? r : store_apply(d->store, &d->work);
}

static void write_list(struct disk *d)
{
	int r;

	take_list(d);
	r = try_write(d);
	if (r == 0) {
		disk_lock(d);
		for (unsigned i = 0; i < d->store->n_missing; i++)
			if (d->report.n_missing < STORE_MISSING_MAX)
				d->report.missing[d->report.n_missing++] = d->store->missing[i];
		d->work.len = d->work.n = 0;
		d->working = 0;
		disk_unlock(d);
		/* what a long outage has made it is not kept */
		if (d->work.room > ORDERS_BYTES_MAX / 8)
			orders_done(&d->work);
	}
	attempted(d, r);
}

static void reopen(struct disk *d)
{
	int r = disk_file_close(d);

	attempted(d, r < 0 ? r : disk_file_open(d));
}

static int is_wanted(void *arg)
{
	struct disk *d = arg;
	bool wanted;

	disk_lock(d);
	wanted = d->ending || d->waiting.len > 0 || d->limits_changed;
	disk_unlock(d);
	return wanted;
}

/* Looks at the whole file, and stops as soon as something else is to be done. */
static void check(struct disk *d)
{
	int64_t begun_us = mono_read_us(), done_us;
	int r;

	sqlite3_progress_handler(d->store->db, CHECK_STEPS, is_wanted, d);
	r = store_check(d->store);
	sqlite3_progress_handler(d->store->db, 0, NULL, NULL);
	done_us = mono_read_us();
	d->check_us = done_us + MAX(CHECK_PAUSES * (done_us - begun_us), RETRY_US);
	if (r == 0) {
		disk_lock(d);
		d->report.checked = true;
		disk_unlock(d);
		report(d);
	} else if (r == -EUCLEAN) {
		r = disk_file_aside(d);
		attempted(d, r < 0 ? r : disk_file_open(d));
	}
}

static bool turn(struct disk *d)
{
	enum work work;

	disk_lock(d);
	work = next_work(d);
	disk_unlock(d);
	switch (work) {
	case WORK_NONE:
		break;
	case WORK_OPEN:
		attempted(d, disk_file_open(d));
		break;
	case WORK_REOPEN:
		reopen(d);
		break;
	case WORK_WRITE:
		write_list(d);
		break;
	case WORK_CHECK:
		check(d);
		break;
	case WORK_END:
		return false;
	}
	return true;
}

void *disk_run(void *arg)
{
	struct disk *d = arg;

	while (turn(d))
		;
	d->store = store_close(d->store);
	return NULL;
}
