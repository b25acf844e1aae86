// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/table.h"

#include <limits.h>
#include <stdlib.h>

#include "lib/base/utf8.h"
#include "lib/base/util.h"

#define GAP 2

void table_done(struct table *t)
{
	text_done(&t->texts);
	free(t->rows);
	*t = TABLE_INIT;
}

void table_row(struct table *t)
{
	if (t->n == t->room) {
		unsigned room = t->room ? 2 * t->room : 32;
		struct table_row *rows = reallocarray(t->rows, room, sizeof(*rows));

		if (!rows) {
			t->failed = true;
			return;
		}
		t->rows = rows;
		t->room = room;
	}
	t->rows[t->n++] = (struct table_row){ 0 };
}

void table_cell(struct table *t, enum ink ink, enum align align, const char *s)
{
	struct table_row *row;

	if (t->failed || t->rows[t->n - 1].n == TABLE_COLUMNS_MAX)
		return;
	row = &t->rows[t->n - 1];
	row->cells[row->n++] = (struct table_cell){
		.at = t->texts.len,
		.width = (unsigned)utf8_count(s),
		.ink = ink,
		.align = align,
	};
	text_add_n(&t->texts, s, strlen(s) + 1);
}

void table_heading(struct table *t, enum ink ink, const char *s)
{
	table_row(t);
	table_cell(t, ink, ALIGN_LEFT, s);
	if (!t->failed)
		t->rows[t->n - 1].heading = true;
}

void table_cut(struct text *out, const struct terminal *terminal, const char *s, unsigned most)
{
	if (most == 0 || utf8_count(s) <= most) {
		text_add(out, s);
		return;
	}
	for (unsigned i = 1; i < most && *s; i++) {
		size_t n = MAX(utf8_length(s), (size_t)1);

		text_add_n(out, s, n);
		s += n;
	}
	text_add(out, terminal_sign(terminal, SIGN_MORE));
}

/* Widths of the columns: of plain cells first, then the rest that cells over two columns want. */
static void measure(const struct table *t, unsigned widths[TABLE_COLUMNS_MAX])
{
	memcpy(widths, t->least, sizeof(t->least));
	for (unsigned i = 0; i < t->n; i++)
		for (unsigned k = 0; k < t->rows[i].n && !t->rows[i].heading; k++)
			if (t->rows[i].cells[k].align != ALIGN_SPAN)
				widths[k] = MAX(widths[k], t->rows[i].cells[k].width);
	for (unsigned i = 0; i < t->n; i++)
		for (unsigned k = 0; k + 1 < t->rows[i].n; k++) {
			const struct table_cell *c = &t->rows[i].cells[k];

			if (c->align == ALIGN_SPAN && c->width > widths[k] + 1 + widths[k + 1])
				widths[k + 1] = c->width - widths[k] - 1;
		}
}

static void add_spaces(struct text *out, unsigned n)
{
	while (n-- > 0)
		text_add_char(out, ' ');
}

/* A line under way: spaces wait until something stands behind them, and nothing passes the edge. */
struct line {
	struct text *out;
	const struct terminal *terminal;
	unsigned used, waiting;
};

static void add_to_line(struct line *l, const struct table_cell *c, const char *s)
{
	unsigned columns = l->terminal->columns ? l->terminal->columns : UINT_MAX;
	AUTO_TEXT struct text cut = TEXT_INIT;

	if (c->width == 0 || l->used + l->waiting >= columns)
		return;
	add_spaces(l->out, l->waiting);
	l->used += l->waiting;
	l->waiting = 0;
	table_cut(&cut, l->terminal, s, columns - l->used);
	terminal_ink(l->out, l->terminal, c->ink, text_get(&cut));
	l->used += MIN(c->width, columns - l->used);
}

/* A number and its unit belong together: one space; elsewhere two keep the columns apart. */
static unsigned gap_behind(const struct table_row *row, unsigned k)
{
	return row->cells[k].align == ALIGN_LEFT ? GAP : 1;
}

static void print_row(const struct table *t, const struct table_row *row, struct text *out,
		      const struct terminal *terminal, const unsigned widths[TABLE_COLUMNS_MAX])
{
	struct line l = { .out = out, .terminal = terminal };

	for (unsigned k = 0; k < row->n; k++) {
		const struct table_cell *c = &row->cells[k];
		unsigned room = row->heading ? c->width : widths[k];

		if (c->align == ALIGN_SPAN) {
			room += 1 + widths[k + 1];
			k++;
		}
		if (c->align == ALIGN_RIGHT)
			l.waiting += room - c->width;
		add_to_line(&l, c, t->texts.bytes + c->at);
		if (c->align != ALIGN_RIGHT)
			l.waiting += room - c->width;
		l.waiting += gap_behind(row, k);
	}
	text_add_char(out, '\n');
}

void table_print(const struct table *t, struct text *out, const struct terminal *terminal)
{
	unsigned widths[TABLE_COLUMNS_MAX];

	if (t->failed || !text_ok(&t->texts)) {
		out->failed = true;
		return;
	}
	measure(t, widths);
	for (unsigned i = 0; i < t->n; i++)
		print_row(t, &t->rows[i], out, terminal, widths);
}
