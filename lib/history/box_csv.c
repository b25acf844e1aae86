// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/box_csv.h"

#include "lib/base/calendar.h"
#include "lib/base/parse.h"
#include "lib/history/csv.h"

#define LINE_END "\r\n" /* RFC 4180, section 2 */

static const struct history_channel *definition(const struct boxes_reader *r, unsigned i)
{
	return r->defs[i] < 0 ? NULL : history_channels_def(&r->h->channels, r->defs[i]);
}

void box_csv_columns(struct box_csv *c, const struct boxes_reader *r)
{
	for (unsigned i = 0; i < r->n && c->n < CHANNELS_MAX; i++) {
		const struct history_channel *d = definition(r, i);

		if (d && channel_find(c->table, c->n, d->info.id) < 0)
			c->table[c->n++] = d->info;
	}
}

void box_csv_header(struct text *out, const struct box_csv *c)
{
	text_add(out, "time");
	for (unsigned i = 0; i < c->n; i++)
		if (c->wanted[i])
			text_printf(out, ",%s", c->table[i].id);
	text_add(out, ",remarks" LINE_END);
}

/* Where the channel of a column stands in the frame; -1: it is not there. */
static int place_of(const struct box_csv *c, const struct boxes_reader *r, unsigned column,
		    const struct history_channel **ret_channel)
{
	for (unsigned i = 0; i < r->n; i++) {
		*ret_channel = definition(r, i);
		if (*ret_channel && streq((*ret_channel)->info.id, c->table[column].id))
			return (int)i;
	}
	return -1;
}

static void add_field(struct text *out, const struct box_csv *csv, const struct boxes_reader *r,
		      unsigned column, struct text *remarks)
{
	const struct frames_state *now = &r->frames.now;
	const struct history_channel *c;
	char number[PARSE_MICRO_MAX];
	int i = place_of(csv, r, column, &c);

	text_add_char(out, ',');
	if (i < 0)
		return;
	if (now->qualities[i] != QUALITY_OK) {
		text_printf(remarks, "%s%s: %s", remarks->len ? "; " : "", c->info.id,
			    quality_to_name(now->qualities[i]));
		return;
	}
	format_micro((int64_t)now->values[i] * c->step, number);
	text_add(out, number);
}

void box_csv_frame(struct text *out, const struct box_csv *c, const struct boxes_reader *r)
{
	AUTO_TEXT struct text remarks = TEXT_INIT;
	char when[CLOCK_RFC3339_MAX];

	calendar_format(r->frames.now.t_us, when);
	text_add(out, when);
	for (unsigned i = 0; i < c->n; i++)
		if (c->wanted[i])
			add_field(out, c, r, i, &remarks);
	text_add_char(out, ',');
	csv_text(out, text_get(&remarks));
	text_add(out, LINE_END);
}
