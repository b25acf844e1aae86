// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/wire/chain_walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/utf8.h"

void chain_walk_begin(struct chain_walk *w, const struct chain_mark *behind)
{
	*w = (struct chain_walk){ .at = *behind };
}

/*
 * The hash is made over what travels, where a number is cut to its field and a byte that no text
 * may have is a '?'. An event that would not come back as it is was not made by us.
 */
static bool travels_unchanged(const struct event *e)
{
	return (unsigned)e->kind <= UINT8_MAX && (unsigned)e->priority <= UINT8_MAX &&
	       (unsigned)e->unit <= UINT8_MAX && (unsigned)e->quality <= UINT8_MAX &&
	       (unsigned)e->holder <= UINT8_MAX && utf8_printable(e->channel) &&
	       utf8_printable(e->alarm) && utf8_printable(e->actor.name) &&
	       utf8_printable(e->actor.address) && utf8_printable(e->actor.door) &&
	       utf8_printable(e->text);
}

static enum chain_step broken(struct chain_walk *w, enum chain_step step, uint64_t from,
			      uint64_t to)
{
	w->from = from;
	w->to = to;
	return step;
}

enum chain_step chain_walk_next(struct chain_walk *w, const struct event *e)
{
	uint64_t expected = w->at.number + 1;

	if (e->number < expected)
		return broken(w, CHAIN_DISORDER, e->number, expected);
	if (e->number > expected)
		return broken(w, CHAIN_MISSING, expected, e->number - 1);
	if (!travels_unchanged(e) || !chain_holds(w->at.hash, e))
		return broken(w, CHAIN_CHANGED, e->number, e->number);
	w->at.number = e->number;
	memcpy(w->at.hash, e->hash, sizeof(w->at.hash));
	return CHAIN_HOLDS;
}

void chain_walk_sentence(const struct chain_walk *w, enum chain_step step,
			 char ret_text[CHAIN_SENTENCE_MAX])
{
	ret_text[0] = '\0';
	switch (step) {
	case CHAIN_HOLDS:
		break;
	case CHAIN_CHANGED:
		(void)snprintf(ret_text, CHAIN_SENTENCE_MAX, "event %" PRIu64 " was changed",
			       w->from);
		break;
	case CHAIN_MISSING:
		if (w->from == w->to)
			(void)snprintf(ret_text, CHAIN_SENTENCE_MAX, "event %" PRIu64 " is missing",
				       w->from);
		else
			(void)snprintf(ret_text, CHAIN_SENTENCE_MAX,
				       "events %" PRIu64 " to %" PRIu64 " are missing", w->from,
				       w->to);
		break;
	case CHAIN_DISORDER:
		(void)snprintf(ret_text, CHAIN_SENTENCE_MAX,
			       "event %" PRIu64 " stands where %" PRIu64 " should", w->from, w->to);
		break;
	}
}
