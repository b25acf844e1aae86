// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The thread: what it does next, and what it tells of it. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "daemons/loggerd/store/disk_internal.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

/* A full disk may be emptied: no hurry, and no flood of attempts. */
#define RETRY_US (1 * USEC_PER_SEC)
/* A card that breaks each minute must not fill itself with damaged files. */
#define ASIDE_EVERY_US (3600 * USEC_PER_SEC)
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

static void tell_begun(struct disk *d, const char *text)
{
	disk_lock(d);
	d->report.begins++;
	d->report.checked = false;
	(void)snprintf(d->report.begun, sizeof(d->report.begun), "%s", text);
	disk_unlock(d);
}

/* ------------------------------------------------------------------ the file */

/* Closes it. The next one must know the channels and the cursor that this one knew. */
static int close_file(struct disk *d)
{
	int r = 0;

	if (!d->store)
		return 0;
	if (d->prelude.len == 0 && d->store->table)
		r = orders_table(&d->prelude, d->store->table);
	if (r == 0 && d->store->state.event > 0)
		r = orders_event(&d->prelude, d->store->state.event);
	d->store = store_close(d->store);
	return r;
}

static void remember_inode(struct disk *d)
{
	char path[PATH_MAX];
	struct stat st = { 0 };

	(void)snprintf(path, sizeof(path), "%s/" HISTORY_NAME, d->folder);
	(void)stat(path, &st);
	d->dev = st.st_dev;
	d->ino = st.st_ino;
}

/* Somebody removed or replaced the file under us: what is written would be nobody's. */
static bool is_gone(const struct disk *d)
{
	char path[PATH_MAX];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/" HISTORY_NAME, d->folder);
	if (stat(path, &st) < 0)
		return errno == ENOENT;
	return st.st_dev != d->dev || st.st_ino != d->ino;
}

static int open_once(struct disk *d)
{
	struct store_limits limits;
	int r;

	disk_lock(d);
	limits = d->limits;
	d->limits_changed = false;
	disk_unlock(d);
	r = store_open(d->folder, &limits, instant_read().wall_us, &d->store);
	if (r < 0)
		return r;
	remember_inode(d);
	if (d->prelude.len > 0)
		r = store_apply(d->store, &d->prelude);
	if (r == 0)
		d->prelude.len = d->prelude.n = 0;
	else
		d->store = store_close(d->store);
	return r;
}

/* A damaged file goes aside, and a new one names it. */
static int set_aside(struct disk *d)
{
	char name[DB_ASIDE_MAX], text[DISK_TROUBLE_MAX];
	int64_t now_us = mono_read_us();
	struct store_limits limits;
	int r;

	(void)close_file(d);
	if (d->aside_us && now_us - d->aside_us < ASIDE_EVERY_US)
		return -EUCLEAN;
	r = store_set_aside(d->folder, instant_read().wall_us, name);
	if (r < 0)
		return r;
	d->aside_us = now_us;
	(void)snprintf(text, sizeof(text), "it was damaged and is set aside as '%s'", name);
	tell_begun(d, text);
	disk_lock(d);
	limits = d->limits;
	disk_unlock(d);
	return store_create(d->folder, &limits, name, instant_read().wall_us);
}

static int open_file(struct disk *d)
{
	int r = open_once(d);

	if (r == -EUCLEAN)
		r = set_aside(d);
	if (r == 0 && !d->store)
		r = open_once(d);
	return r;
}

static int begin_anew(struct disk *d)
{
	int r = close_file(d);

	tell_begun(d, "it was removed or replaced by somebody else; what it held is not here");
	return r < 0 ? r : open_file(d);
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

	if (d->store && is_gone(d))
		r = begin_anew(d);
	else if (!d->store)
		r = open_file(d);
	if (r == 0)
		r = store_apply(d->store, &d->work);
	if (r != -EUCLEAN || !d->store)
		return r;
	r = set_aside(d);
	if (r == 0)
		r = open_file(d);
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
	int r = close_file(d);

	attempted(d, r < 0 ? r : open_file(d));
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
		r = set_aside(d);
		attempted(d, r < 0 ? r : open_file(d));
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
		attempted(d, open_file(d));
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
