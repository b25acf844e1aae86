// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/complete_history.h"

#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

#include "daemons/psctl/history_source.h"
#include "lib/base/cleanup.h"
#include "lib/history/boxes.h"
#include "lib/history/log.h"

struct offering {
	void (*offer)(void *arg, const char *word);
	void *arg;
};

static void offer_number(const struct offering *o, int64_t n)
{
	char word[24];

	(void)snprintf(word, sizeof(word), "%" PRId64, n);
	o->offer(o->arg, word);
}

static void offer_boxes(const struct offering *o, const struct history_source *s)
{
	AUTO_FREE struct history_box *boxes = NULL;
	unsigned n;

	if (boxes_list(s->history, &boxes, &n) < 0)
		return;
	for (unsigned i = 0; i < n; i++)
		offer_number(o, boxes[i].box);
}

static void offer_log_files(const struct offering *o, const struct history_source *s)
{
	AUTO_FREE struct log_file *files = NULL;
	unsigned n;

	if (log_files(s->history, &files, &n) < 0)
		return;
	for (unsigned i = 0; i < n; i++)
		offer_number(o, files[i].file);
}

/* A name that is to be read by: once, though there may be a definition for each wording. */
static bool is_first(const struct history_channels *c, unsigned i)
{
	for (unsigned k = 0; k < i; k++)
		if (strcasecmp(c->list[k].info.name, c->list[i].info.name) == 0)
			return false;
	return true;
}

/* Ids, and the names of old that lead to something. */
static void offer_channels(const struct offering *o, const struct history_source *s)
{
	const struct history_channels *c = &s->history->channels;

	for (unsigned i = 0; i < s->n; i++)
		o->offer(o->arg, s->table[i].id);
	for (unsigned i = 0; i < c->n; i++) {
		AUTO_TEXT struct text why = TEXT_INIT;
		const char *name = c->list[i].info.name;

		if (is_first(c, i) && !history_source_today(s, name) &&
		    channel_find(s->table, s->n, name) < 0 && history_source_find(s, name, &why))
			o->offer(o->arg, name);
	}
}

void complete_history(const struct call *c, enum argument kind,
		      void (*offer)(void *arg, const char *word), void *arg)
{
	AUTO_HISTORY_SOURCE struct history_source s = HISTORY_SOURCE_INIT;
	const struct offering o = { offer, arg };

	(void)c;
	if (history_source_try(&s) < 0)
		return;
	if (kind == ARGUMENT_BOX)
		offer_boxes(&o, &s);
	else if (kind == ARGUMENT_LOG_FILE)
		offer_log_files(&o, &s);
	else if (kind == ARGUMENT_MEASURED)
		offer_channels(&o, &s);
}
