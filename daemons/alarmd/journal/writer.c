// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/util.h"
#include "lib/wire/msg.h"

#define HOUR_US	  (3600 * USEC_PER_SEC)
#define MINUTE_US (60 * USEC_PER_SEC)
/* The file `head` is never further behind, so that the margin covers what it does not know. */
#define NOTE_EVENTS (WRITER_MARGIN / 2)

static bool hurry(const struct writer *w)
{
	return w->hurry && w->hurry(w->ctx);
}

/* ------------------------------------------------------------------ writing */

/* A file to write into, whose structure was looked at. */
static int make_ready(struct writer *w, struct instant now)
{
	int r = w->store ? 0 : writer_open(w, now);

	if (r < 0 || w->sound || hurry(w))
		return r;
	r = store_check(w->store);
	w->sound = r == 0;
	if (r == -EUCLEAN && writer_may_start_over(w, now))
		return writer_start_over(w, ASIDE_DAMAGED, now);
	return r == -EINTR ? 0 : r;
}

/* New keys beyond what is kept are not taken; the old ones go on. */
static void limit_batch(struct writer *w)
{
	struct key **p = &w->batch.first;

	w->crowded = false;
	while (*p && w->stored.size + w->batch.size > KEYS_SIZE_MAX) {
		if (keys_find(&w->stored, (*p)->name)) {
			p = &(*p)->next;
			continue;
		}
		keys_drop(&w->batch, (*p)->name);
		w->crowded = true;
	}
}

static int add_events(struct writer *w, uint64_t upto, struct event *last)
{
	for (uint64_t n = w->head.number + 1; n <= upto; n++) {
		struct cursor c;
		struct msg_head head;
		size_t len;
		const uint8_t *packet = packets_at(w->queue, n, &len);
		int r;

		c = cursor_reader(packet, len);
		r = msg_get_head(&c, &head);
		if (r == 0)
			r = msg_event_get(&c, last);
		if (r == 0)
			r = store_add(w->store, last);
		if (r < 0)
			return r;
	}
	return 0;
}

static int fill_transaction(struct writer *w, uint64_t upto, const struct journal_limits *limits,
			    int64_t now_us)
{
	struct event last = { 0 };
	bool dated;
	int r = add_events(w, upto, &last);

	for (const struct key *k = w->batch.first; k && r == 0; k = k->next)
		r = store_keep(w->store, k);
	if (r < 0)
		return r;
	dated = upto > w->head.number && !(last.flags & EVENT_FLAG_WALL_INSANE);
	return store_prune(w->store, limits, dated ? &last : NULL, &w->prune, now_us);
}

static int write_all(struct writer *w, uint64_t upto, const struct journal_limits *limits,
		     int64_t now_us)
{
	int r;

	if (upto <= w->head.number && !w->batch.first)
		return 0;
	r = store_begin(w->store);
	if (r == 0)
		r = fill_transaction(w, upto, limits, now_us);
	if (r == 0)
		r = store_commit(w->store);
	/* before anybody is told that it is written */
	if (r == 0)
		r = store_still_there(w->store, w->folder);
	if (r < 0) {
		store_rollback(w->store);
		return r;
	}
	w->head = w->store->head;
	keys_apply(&w->stored, &w->batch);
	return 0;
}

int writer_commit(struct writer *w, uint64_t upto, const struct journal_limits *limits,
		  struct instant now)
{
	int r = make_ready(w, now);

	if (r < 0)
		return r;
	limit_batch(w);
	keys_drop_same(&w->batch, &w->stored);
	r = write_all(w, upto, limits, now.mono_us);
	if (r != -EUCLEAN || !writer_may_start_over(w, now))
		return r;
	r = writer_start_over(w, ASIDE_DAMAGED, now);
	return r < 0 ? r : write_all(w, upto, limits, now.mono_us);
}

void writer_note(struct writer *w, int64_t now_us)
{
	uint64_t behind = w->head.number - w->noted.number;

	if (!w->store || behind == 0 || (now_us < w->note_due_us && behind < NOTE_EVENTS))
		return;
	if (aside_write_head(w->folder, &w->head) == 0) {
		w->noted = w->head;
		w->note_due_us = now_us + HOUR_US;
	} else {
		w->note_due_us = now_us + MINUTE_US;
	}
}

void writer_close(struct writer *w)
{
	writer_note(w, INT64_MAX - HOUR_US);
	w->store = store_free(w->store, true);
	keys_done(&w->stored);
	keys_done(&w->batch);
}

/* ------------------------------------------------------------------ reading */

/* The next part of the chain. What was pruned meanwhile needs no walk. */
static int walk_on(struct writer *w)
{
	if (w->store->anchor.number > w->walk.at.number)
		chain_walk_begin(&w->walk, &w->store->anchor);
	if (w->walk.at.number >= w->walk_upto) {
		w->walked = true;
		return 0;
	}
	return store_walk(w->store, &w->walk, w->walk_upto);
}

int writer_check(struct writer *w, struct instant now)
{
	int r;

	if (!w->sound) {
		r = store_check(w->store);
		w->sound = r == 0;
	} else {
		r = walk_on(w);
	}
	/* one that breaks again at once is left to the day after */
	if (r == -EUCLEAN && !writer_may_start_over(w, now))
		w->sound = w->walked = true;
	else if (r == -EUCLEAN)
		r = writer_start_over(w, ASIDE_DAMAGED, now);
	return r;
}

/* For what cannot be read: it is all missing, and the reader gets past it. */
static int page_of_nothing(const struct writer *w, uint64_t from, struct page **ret_page)
{
	int r = page_new(ret_page);

	if (r == 0) {
		page_add_gap(*ret_page, from, w->head.number + 1);
		*ret_page = page_shrink(*ret_page);
	}
	return r;
}

int writer_page(struct writer *w, uint64_t from, struct instant now, struct page **ret_page)
{
	int r = w->store ? store_page(w->store, from, ret_page) : -EUCLEAN;

	if (r != -EUCLEAN)
		return r;
	if (w->store && writer_may_start_over(w, now))
		(void)writer_start_over(w, ASIDE_DAMAGED, now);
	return page_of_nothing(w, from, ret_page);
}
