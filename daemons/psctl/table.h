// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Rows of cells that stand below each other, whatever their lengths, inks and scripts. */
#include "daemons/psctl/terminal.h"

/* The widest table, of channels, has eight. */
#define TABLE_COLUMNS_MAX 10

enum align {
	ALIGN_LEFT,
	ALIGN_RIGHT,
	ALIGN_SPAN, /* left, over this column and the next one, which must be empty */
	ALIGN_MAX,
};

struct table_cell {
	size_t at;	/* of its text in `texts`, ended by a NUL */
	unsigned width; /* characters */
	enum ink ink;
	enum align align;
};

struct table_row {
	struct table_cell cells[TABLE_COLUMNS_MAX];
	unsigned n;
	bool heading; /* one text over all columns */
};

struct table {
	struct text texts;
	struct table_row *rows; /* owned */
	unsigned n, room;
	unsigned least[TABLE_COLUMNS_MAX]; /* widths that columns have in any case */
	bool failed;
};

#define TABLE_INIT ((struct table){ 0 })
void table_done(struct table *t);
#define AUTO_TABLE __attribute__((cleanup(table_done)))

/* Begins a row; the cells that follow stand in it. */
void table_row(struct table *t);

/* Adds a cell to the last row. */
void table_cell(struct table *t, enum ink ink, enum align align, const char *s);

/* Adds a line of its own, at the margin; "" is an empty line. */
void table_heading(struct table *t, enum ink ink, const char *s);

/* Adds the lines; none is longer than the terminal is wide. */
void table_print(const struct table *t, struct text *out, const struct terminal *terminal);

/* Adds `s` cut to `most` characters (0: as it is), with a sign where something is missing. */
void table_cut(struct text *out, const struct terminal *terminal, const char *s, unsigned most);
