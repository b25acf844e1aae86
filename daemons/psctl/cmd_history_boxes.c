// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl history --boxes: which black boxes there are, and what of them can be read. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/cmd_history.h"
#include "daemons/psctl/history_source.h"
#include "daemons/psctl/table.h"
#include "lib/base/calendar.h"
#include "lib/base/cleanup.h"
#include "lib/history/boxes.h"

static void add_cell(struct table *t, enum align align, const char *what)
{
	table_cell(t, INK_PLAIN, align, what);
}

/* Below a second nothing is to be seen in a list. */
static void add_time(struct table *t, int64_t us)
{
	char when[CALENDAR_SHORT_MAX] = "--";

	if (us)
		calendar_second(us, when);
	add_cell(t, ALIGN_LEFT, when);
}

static int print_boxes(const struct call *c, const struct history_box *boxes, unsigned n)
{
	static const char *const heads[] = { "alarm", "channel", "raised", "from", "to" };
	AUTO_TABLE struct table t = TABLE_INIT;
	AUTO_TEXT struct text out = TEXT_INIT;
	struct terminal terminal;

	terminal_look(c->plain, &terminal);
	table_row(&t);
	table_cell(&t, INK_STRONG, ALIGN_LEFT, "number");
	for (size_t i = 0; i < ARRAY_SIZE(heads); i++)
		table_cell(&t, INK_STRONG, ALIGN_LEFT, heads[i]);
	for (unsigned i = 0; i < n; i++) {
		char number[24];

		(void)snprintf(number, sizeof(number), "%" PRId64, boxes[i].box);
		table_row(&t);
		add_cell(&t, ALIGN_LEFT, number);
		add_cell(&t, ALIGN_LEFT, boxes[i].alarm);
		add_cell(&t, ALIGN_LEFT, *boxes[i].channel ? boxes[i].channel : "--");
		add_time(&t, boxes[i].t_us);
		add_time(&t, boxes[i].from_us);
		add_time(&t, boxes[i].to_us);
		if (boxes[i].damaged)
			add_cell(&t, ALIGN_LEFT, "damaged");
	}
	if (n == 0)
		text_add(&out, "no black box is kept: no alarm was raised yet\n");
	else
		table_print(&t, &out, &terminal);
	return cmd_write(&out);
}

static int print_boxes_json(const struct history_box *boxes, unsigned n)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	history_boxes_json(&j, boxes, n);
	return cmd_json_write(&out);
}

int cmd_history_boxes(const struct call *c)
{
	AUTO_HISTORY_SOURCE struct history_source s = HISTORY_SOURCE_INIT;
	AUTO_FREE struct history_box *boxes = NULL;
	unsigned n;
	int r, code;

	if (c->n_args > 0 || call_option(c, "box")) {
		complain("--boxes lists them all; --box NUMBER writes one");
		return EX_USAGE;
	}
	code = history_source_open(&s);
	if (code != EX_OK)
		return code;
	r = boxes_list(s.history, &boxes, &n);
	if (r < 0)
		return history_source_failed(&s, r);
	return c->json ? print_boxes_json(boxes, n) : print_boxes(c, boxes, n);
}
