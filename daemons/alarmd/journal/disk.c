// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The thread: what it does next, and what it tells of it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/alarmd/journal/disk_internal.h"
#include "lib/base/util.h"

/* A full disk may be emptied: no hurry, and no flood of attempts. */
#define RETRY_US (1 * USEC_PER_SEC)
/* Alarms wait for it meanwhile, so not for long. */
#define OPEN_TRIES 3
/* There is no hurry with the chain: a fourth of a processor. */
#define CHECK_PAUSES 3
/* What is kept with no event beside it waits so long for one: a transaction less. */
#define KEYS_WAIT_US (10 * USEC_PER_SEC)

enum work {
	WORK_NONE,
	WORK_COMMIT,
	WORK_OPEN,
	WORK_PAGE,
	WORK_CHECK,
	WORK_END,
};

static void write_trouble(const struct disk *d, char ret_text[DISK_TROUBLE_MAX])
{
	ret_text[0] = '\0';
	if (d->writer.newer)
		(void)snprintf(ret_text, DISK_TROUBLE_MAX,
			       "the journal '" STORE_NAME "' is of a newer version and is left "
			       "alone; events wait in memory");
	else if (d->error < 0)
		(void)snprintf(ret_text, DISK_TROUBLE_MAX,
			       "the journal cannot be written: %s; events wait in memory",
			       db_reason(d->error));
	else if (d->writer.crowded)
		(void)snprintf(ret_text, DISK_TROUBLE_MAX,
			       "the journal keeps too many states; new ones are not kept");
}

/* Tells the loop how it stands. */
static void report(struct disk *d)
{
	const struct writer *w = &d->writer;
	struct disk_report r = { .opened = w->numbered, .head = w->head, .anchor = w->head };

	if (w->store) {
		r.anchor = w->store->anchor;
		memcpy(r.id, w->store->id, sizeof(r.id));
	}
	r.checked = writer_checked(w);
	r.stuck = w->newer || d->error < 0;
	r.bytes = store_bytes(d->folder);
	r.begins = w->begins;
	memcpy(r.set_aside, w->set_aside, sizeof(r.set_aside));
	memcpy(r.begun, w->begun, sizeof(r.begun));
	write_trouble(d, r.trouble);
	disk_lock(d);
	d->report = r;
	disk_unlock(d);
	worker_tell(&d->worker);
}

/* What came of an attempt to write: after an error the next one is in a while. */
static void attempted(struct disk *d, int r)
{
	d->error = r;
	d->retry_us = r < 0 ? mono_read_us() + RETRY_US : 0;
	report(d);
}

/* Opens the file, or goes without: the alarms do not wait for a disk that does not answer. */
static void open_file(struct disk *d)
{
	struct keys kept = { 0 };
	int r = 0;

	for (int i = 0; i < OPEN_TRIES; i++) {
		int64_t again_us = mono_read_us() + RETRY_US;

		r = writer_open(&d->writer, instant_read());
		if (r >= 0 || r == -EPROTO || i == OPEN_TRIES - 1)
			break;
		disk_lock(d);
		while (!d->ending && mono_read_us() < again_us)
			(void)worker_sleep(&d->worker, again_us);
		disk_unlock(d);
	}
	writer_go_without(&d->writer);
	(void)keys_copy(&d->writer.stored, &kept);
	disk_lock(d);
	d->handed = d->writer.head.number;
	d->kept = kept;
	disk_unlock(d);
	attempted(d, r);
}

/* True when something is to be written now; else when it is, in *ret_due_us, 0 for never. */
static bool must_write(struct disk *d, int64_t now_us, int64_t *ret_due_us)
{
	bool events = d->handed > d->writer.head.number;
	bool keys = d->changes.first || d->writer.batch.first;

	if (keys && d->keys_due_us == 0)
		d->keys_due_us = now_us + KEYS_WAIT_US;
	else if (!keys)
		d->keys_due_us = 0;
	*ret_due_us = 0;
	if (!events && !keys)
		return false;
	if (d->ending)
		return !d->last_try;
	*ret_due_us = events ? d->retry_us : MAX(d->retry_us, d->keys_due_us);
	return now_us >= *ret_due_us;
}

/* The earlier one; 0 is never. */
static int64_t earlier(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

/* What is to be done now, in this order, or WORK_NONE; then *ret_due_us says when, 0 for never. */
static enum work choose_work(struct disk *d, int64_t now_us, int64_t *ret_due_us)
{
	const struct writer *w = &d->writer;
	int64_t check_us = MAX(d->read_again_us, d->check_again_us);

	if (must_write(d, now_us, ret_due_us))
		return WORK_COMMIT;
	if (d->ending)
		return WORK_END;
	if (!w->store && !w->newer) {
		if (now_us >= d->retry_us)
			return WORK_OPEN;
		*ret_due_us = earlier(*ret_due_us, d->retry_us);
	}
	if (d->page_wanted) {
		if (now_us >= d->read_again_us)
			return WORK_PAGE;
		*ret_due_us = earlier(*ret_due_us, d->read_again_us);
	}
	if (w->store && !writer_checked(w)) {
		if (now_us >= check_us)
			return WORK_CHECK;
		*ret_due_us = earlier(*ret_due_us, check_us);
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

static void commit(struct disk *d)
{
	struct journal_limits limits;
	uint64_t upto;
	int r;

	disk_lock(d);
	upto = d->handed;
	limits = d->limits;
	d->last_try = d->ending;
	/* while the disk takes nothing, no more than this piles up */
	if (d->writer.batch.size < KEYS_SIZE_MAX)
		keys_move(&d->writer.batch, &d->changes);
	disk_unlock(d);
	r = writer_commit(&d->writer, upto, &limits, instant_read());
	if (r == 0)
		d->keys_due_us = 0;
	attempted(d, r);
	if (r == 0)
		writer_note(&d->writer, mono_read_us());
}

static void read_page(struct disk *d)
{
	struct page *page = NULL;
	unsigned begins = d->writer.begins;
	uint64_t from;
	int r;

	disk_lock(d);
	from = d->page_wanted;
	disk_unlock(d);
	r = writer_page(&d->writer, from, instant_read(), &page);
	if (r < 0) {
		d->read_again_us = mono_read_us() + RETRY_US;
		return;
	}
	disk_lock(d);
	d->page_wanted = 0;
	free(d->page);
	d->page = page;
	disk_unlock(d);
	if (d->writer.begins != begins)
		report(d);
	else
		worker_tell(&d->worker);
}

static void check(struct disk *d)
{
	unsigned begins = d->writer.begins;
	int64_t begun_us = mono_read_us(), done_us;
	int r = writer_check(&d->writer, instant_read());

	done_us = mono_read_us();
	if (r < 0)
		d->read_again_us = done_us + RETRY_US;
	else
		d->check_again_us = done_us + CHECK_PAUSES * (done_us - begun_us);
	if (d->writer.begins != begins || writer_checked(&d->writer))
		report(d);
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
	case WORK_COMMIT:
		commit(d);
		break;
	case WORK_OPEN:
		attempted(d, writer_open(&d->writer, instant_read()));
		break;
	case WORK_PAGE:
		read_page(d);
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

	open_file(d);
	while (turn(d))
		;
	writer_close(&d->writer);
	return NULL;
}
