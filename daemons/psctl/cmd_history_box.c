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
#include "lib/base/cleanup.h"
#include "lib/base/parse.h"
#include "lib/history/box_csv.h"

#define PART_BYTES 32768

static int usage(const char *sentence)
{
	complain(sentence);
	return EX_USAGE;
}

struct export
{
	struct history_source *source;
	struct box_csv columns;
	struct text part;
	int code;
};

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
	box_csv_columns(&e->columns, r);
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

static int flush(struct export *e)
{
	int code = cmd_write(&e->part);

	text_clear(&e->part);
	return code;
}

static int take_frame(struct export *e, const struct boxes_reader *r)
{
	box_csv_frame(&e->part, &e->columns, r);
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
	box_csv_header(&e->part, &e->columns);
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
