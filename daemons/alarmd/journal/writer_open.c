// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Which file is written: the one that is there, or a new one, and from which number on. */
#include <errno.h>
#include <stdio.h>

#include "daemons/alarmd/journal/writer.h"
#include "lib/base/util.h"

/* A file that breaks again at once is no help; in an hour it may be another matter. */
#define ASIDE_EVERY_US (3600 * USEC_PER_SEC)

static void adopt(struct writer *w, struct store *s, bool fresh)
{
	s->hurry = w->hurry;
	s->ctx = w->ctx;
	w->store = s;
	w->head = s->head;
	w->numbered = true;
	/* what we have just made needs no check */
	w->sound = w->walked = fresh;
	chain_walk_begin(&w->walk, &s->anchor);
	w->walk_upto = s->head.number;
}

static void say_begun(struct writer *w)
{
	w->begins++;
	if (w->set_aside[0])
		(void)snprintf(w->begun, sizeof(w->begun), "follows '%s'", w->set_aside);
	else
		(void)snprintf(w->begun, sizeof(w->begun), "%s",
			       w->head.number ? "follows one that is gone" : "the first one");
}

static int begin_new(struct writer *w, struct instant now)
{
	struct store_begin b = {
		.anchor = w->head,
		.predecessor = w->set_aside,
		.kept = &w->stored,
		.now_us = now.wall_us,
	};
	struct store *s;
	int r = store_create(w->folder, &b);

	if (r == 0)
		r = store_open(w->folder, &s);
	if (r == 0)
		adopt(w, s, true);
	return r;
}

int writer_start_over(struct writer *w, enum aside_why why, struct instant now)
{
	int r;

	w->store = store_free(w->store, false);
	if (aside_needed(w->folder)) {
		r = aside_move(w->folder, why, now.wall_us, w->set_aside);
		if (r < 0)
			return r;
		w->aside_due_us = now.mono_us + ASIDE_EVERY_US;
	} else {
		w->set_aside[0] = '\0';
	}
	/* the file `head` may be gone as well */
	w->note_due_us = 0;
	say_begun(w);
	return begin_new(w, now);
}

bool writer_may_start_over(const struct writer *w, struct instant now)
{
	return now.mono_us >= w->aside_due_us || !aside_needed(w->folder);
}

/* Where numbering goes on when the file cannot tell, or is not believed. */
static void choose_head(struct writer *w, const struct chain_mark *salvaged)
{
	uint64_t most = w->noted.number ? w->noted.number + WRITER_MARGIN : STORE_NUMBER_MAX;

	w->numbered = true;
	if (salvaged && salvaged->number > 0 && salvaged->number >= w->noted.number &&
	    salvaged->number <= most) {
		w->head = *salvaged;
		return;
	}
	/* without a file `head` none was noted yet: then there were few */
	w->head = w->noted;
	w->head.number += WRITER_MARGIN;
}

static int open_damaged(struct writer *w, struct instant now)
{
	struct chain_mark salvaged;

	keys_done(&w->stored);
	store_salvage(w->folder, &salvaged, &w->stored);
	choose_head(w, &salvaged);
	return writer_start_over(w, ASIDE_DAMAGED, now);
}

/* Nothing is there: the first start of all, or somebody took the file away. */
static int open_nothing(struct writer *w, struct instant now)
{
	if (w->noted.number)
		choose_head(w, NULL);
	w->numbered = true;
	say_begun(w);
	return begin_new(w, now);
}

static int open_there(struct writer *w)
{
	struct store *s;
	int r = store_open(w->folder, &s);

	if (r < 0)
		return r;
	/* An older copy: its next numbers were given already, to other events. */
	if (s->head.number < w->noted.number)
		r = -EUCLEAN;
	if (r == 0)
		r = store_load(s, &w->stored);
	if (r == 0)
		adopt(w, s, false);
	else
		(void)store_free(s, false);
	return r;
}

/* Numbers were given, or a new file was promised: only one that ends there is the right one. */
static int open_again(struct writer *w, struct instant now)
{
	struct store *s;
	int r;

	if (w->newer)
		return -EPROTO;
	if (!aside_needed(w->folder))
		return begin_new(w, now);
	r = store_open(w->folder, &s);
	w->newer = r == -EPROTO;
	if (r == 0 && s->head.number == w->head.number &&
	    memcmp(s->head.hash, w->head.hash, sizeof(s->head.hash)) == 0) {
		adopt(w, s, false);
		keys_done(&w->stored);
		return store_load(s, &w->stored);
	}
	if (r < 0 && r != -EUCLEAN && r != -ENOENT)
		return r;
	if (r == 0)
		(void)store_free(s, false);
	if (!writer_may_start_over(w, now))
		return -EUCLEAN;
	return writer_start_over(w, r == 0 ? ASIDE_UNREAD : ASIDE_DAMAGED, now);
}

int writer_open(struct writer *w, struct instant now)
{
	int r;

	if (w->numbered)
		return open_again(w, now);
	prune_begin(&w->prune, now.mono_us);
	if (aside_read_head(w->folder, &w->noted) < 0)
		w->noted = (struct chain_mark){ 0 };
	if (!aside_needed(w->folder))
		return open_nothing(w, now);
	r = open_there(w);
	w->newer = r == -EPROTO;
	/* a log without its file is as good as a damaged one */
	return r == -EUCLEAN || r == -ENOENT ? open_damaged(w, now) : r;
}

void writer_go_without(struct writer *w)
{
	if (!w->numbered)
		choose_head(w, NULL);
}
