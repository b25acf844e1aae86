// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl history --box: what was measured around an alarm, at full rate. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/cmd_history.h"
#include "daemons/psctl/find.h"
#include "daemons/psctl/history_source.h"
#include "lib/base/calendar.h"
#include "lib/base/cleanup.h"
#include "lib/base/parse.h"
#include "lib/history/boxes.h"
#include "lib/history/csv.h"

#define LINE_END   "\r\n" /* RFC 4180, section 2 */
#define PART_BYTES 32768

static int usage(const char *sentence)
{
	complain(sentence);
	return EX_USAGE;
}

/* The channels of a box: parts of it may have others, so the columns are those of all of them. */
struct columns {
	unsigned n;
	struct channel table[CHANNELS_MAX];
	bool wanted[CHANNELS_MAX];
};

struct export
{
	struct history_source *source;
	struct columns columns;
	struct text part;
	int code;
};

static const struct history_channel *definition(const struct export *e, int64_t def)
{
	return def < 0 ? NULL : history_channels_def(&e->source->history->channels, def);
}

static void add_columns(struct export *e, const struct boxes_reader *r)
{
	struct columns *c = &e->columns;

	for (unsigned i = 0; i < r->n && c->n < CHANNELS_MAX; i++) {
		const struct history_channel *d = definition(e, r->defs[i]);

		if (d && channel_find(c->table, c->n, d->info.id) < 0)
			c->table[c->n++] = d->info;
	}
}

/* What is done with each frame that can be read; an exit code. */
typedef int frame_taker(struct export *e, const struct boxes_reader *r);

static int each_frame(struct export *e, const struct history_box *b, frame_taker *take)
{
	struct boxes_reader reader;
	int code = EX_OK, r = boxes_open(e->source->history, b, &reader);

	while (r >= 0 && code == EX_OK && (r = boxes_next(&reader)) != 0)
		if (r > 0)
			code = take(e, &reader);
		else if (r == -EUCLEAN)
			r = 0; /* counted in the box */
	boxes_done(&reader);
	return r < 0 ? history_source_failed(e->source, r) : code;
}

static int take_columns(struct export *e, const struct boxes_reader *r)
{
	add_columns(e, r);
	return EX_OK;
}

static int choose_columns(struct export *e, const struct call *c)
{
	for (unsigned i = 0; i < e->columns.n; i++)
		e->columns.wanted[i] = c->n_args == 0;
	for (unsigned i = 0; i < c->n_args; i++) {
		AUTO_TEXT struct text why = TEXT_INIT;
		int k = find_channel(e->columns.table, e->columns.n, c->args[i], false, &why);

		if (k < 0)
			return usage(text_get(&why));
		e->columns.wanted[k] = true;
	}
	return EX_OK;
}

static void add_header(struct export *e)
{
	text_add(&e->part, "time");
	for (unsigned i = 0; i < e->columns.n; i++)
		if (e->columns.wanted[i])
			text_printf(&e->part, ",%s", e->columns.table[i].id);
	text_add(&e->part, ",remarks" LINE_END);
}

/* Where the channel of a column stands in the frame; -1: it is not there. */
static int place_of(const struct export *e, const struct boxes_reader *r, unsigned column,
		    const struct history_channel **ret_channel)
{
	for (unsigned i = 0; i < r->n; i++) {
		*ret_channel = definition(e, r->defs[i]);
		if (*ret_channel && streq((*ret_channel)->info.id, e->columns.table[column].id))
			return (int)i;
	}
	return -1;
}

static void add_field(struct export *e, const struct boxes_reader *r, unsigned column,
		      struct text *remarks)
{
	const struct frames_state *now = &r->frames.now;
	const struct history_channel *c;
	char number[PARSE_MICRO_MAX];
	int i = place_of(e, r, column, &c);

	text_add_char(&e->part, ',');
	if (i < 0)
		return;
	if (now->qualities[i] != QUALITY_OK) {
		text_printf(remarks, "%s%s: %s", remarks->len ? "; " : "", c->info.id,
			    quality_to_name(now->qualities[i]));
		return;
	}
	format_micro((int64_t)now->values[i] * c->step, number);
	text_add(&e->part, number);
}

static int flush(struct export *e)
{
	int code = cmd_write(&e->part);

	text_clear(&e->part);
	return code;
}

static int take_frame(struct export *e, const struct boxes_reader *r)
{
	AUTO_TEXT struct text remarks = TEXT_INIT;
	char when[CLOCK_RFC3339_MAX];

	calendar_format(r->frames.now.t_us, when);
	text_add(&e->part, when);
	for (unsigned i = 0; i < e->columns.n; i++)
		if (e->columns.wanted[i])
			add_field(e, r, i, &remarks);
	text_add_char(&e->part, ',');
	csv_text(&e->part, text_get(&remarks));
	text_add(&e->part, LINE_END);
	return e->part.len >= PART_BYTES ? flush(e) : EX_OK;
}

static int complain_damaged(const struct history_box *b)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	bool one = b->damaged == 1;

	text_printf(&why,
		    "black box %" PRId64 ": %u part%s damaged, and what could not be read of %s "
		    "is left out",
		    b->box, b->damaged, one ? " is" : "s are", one ? "it" : "them");
	complain(text_get(&why));
	return EX_DATAERR;
}

static int export_box(struct export *e, const struct call *c, const struct history_box *b)
{
	int code;

	/* without a frame there is no channel either to be asked for */
	if (b->damaged && !b->from_us)
		return complain_damaged(b);
	code = each_frame(e, b, take_columns);
	if (code == EX_OK)
		code = choose_columns(e, c);
	if (code != EX_OK)
		return code;
	add_header(e);
	code = each_frame(e, b, take_frame);
	if (code == EX_OK)
		code = flush(e);
	return code == EX_OK && b->damaged ? complain_damaged(b) : code;
}

static int find_box(struct history_source *s, uint64_t number, struct history_box *ret)
{
	AUTO_FREE struct history_box *boxes = NULL;
	AUTO_TEXT struct text why = TEXT_INIT;
	unsigned n;
	int r = boxes_list(s->history, &boxes, &n);

	if (r < 0)
		return history_source_failed(s, r);
	for (unsigned i = 0; i < n; i++) {
		if (boxes[i].box != (int64_t)number)
			continue;
		*ret = boxes[i];
		return EX_OK;
	}
	text_printf(&why, "there is no black box %" PRIu64 "; psctl history --boxes lists them",
		    number);
	complain(text_get(&why));
	return EX_NOINPUT;
}

int cmd_history_box(const struct call *c)
{
	AUTO_HISTORY_SOURCE struct history_source s = HISTORY_SOURCE_INIT;
	struct export e = { .source = &s };
	struct history_box box;
	uint64_t number;
	int code;

	if (c->json || call_option(c, "chart") || call_option(c, "since") ||
	    call_option(c, "until") || call_option(c, "step"))
		return usage("--box writes the whole of a black box as CSV: only channels go with "
			     "it");
	if (parse_u64(call_option(c, "box"), &number) < 0 || number > INT64_MAX)
		return usage("--box wants a number; psctl history --boxes lists them");
	code = history_source_open(&s);
	if (code == EX_OK)
		code = find_box(&s, number, &box);
	if (code == EX_OK)
		code = export_box(&e, c, &box);
	text_done(&e.part);
	return code;
}
