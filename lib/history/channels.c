// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/channels.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/util.h"
#include "lib/history/point.h"

/* A number of a list; one that is none of it makes the row a damaged one. */
static int get_number(sqlite3_stmt *s, int column, int end, int *error)
{
	sqlite3_int64 v = sqlite3_column_int64(s, column);

	if (v < 0 || v >= end) {
		*error = -EUCLEAN;
		return 0;
	}
	return (int)v;
}

static int read_row(sqlite3_stmt *s, struct history_channel *ret)
{
	int error = 0;

	*ret = (struct history_channel){
		.def = sqlite3_column_int64(s, 0),
		.column = (unsigned)get_number(s, 1, HISTORY_COLUMNS_MAX, &error),
		.step = get_number(s, 8, INT32_MAX, &error),
		.since_us = sqlite3_column_int64(s, 11),
		.since_row = sqlite3_column_int64(s, 12),
		.gone = sqlite3_column_int(s, 13) != 0,
		.info = {
			.kind = (enum channel_kind)get_number(s, 4, CHANNEL_KIND_MAX, &error),
			.unit = (enum unit)get_number(s, 5, UNIT_MAX, &error),
			.role = (enum channel_role)get_number(s, 6, ROLE_MAX, &error),
			.digits = (uint8_t)get_number(s, 7, 7, &error),
		},
	};
	db_text(s, 2, ret->info.id, sizeof(ret->info.id));
	db_text(s, 3, ret->info.name, sizeof(ret->info.name));
	db_text(s, 9, ret->info.state_text[0], sizeof(ret->info.state_text[0]));
	db_text(s, 10, ret->info.state_text[1], sizeof(ret->info.state_text[1]));
	return ret->step > 0 ? error : -EUCLEAN;
}

int history_channels_load(sqlite3 *db, struct history_channels *ret)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	struct history_channels c = { 0 };
	int rc, r = db_prepare(db,
			       "SELECT def, col, id, name, kind, unit, role, digits, step, text0,"
			       " text1, since_us, since_row, gone FROM channels ORDER BY def",
			       &s);

	while (r == 0 && (rc = sqlite3_step(s)) != SQLITE_DONE) {
		struct history_channel *more;

		r = rc == SQLITE_ROW ? 0 : db_error(db, rc);
		more = r == 0 ? realloc(c.list, (c.n + 1) * sizeof(*c.list)) : NULL;
		if (!more) {
			r = r < 0 ? r : -ENOMEM;
			break;
		}
		c.list = more;
		r = read_row(s, &c.list[c.n]);
		c.n++;
	}
	if (r < 0)
		history_channels_done(&c);
	else
		*ret = c;
	return r;
}

void history_channels_done(struct history_channels *c)
{
	free(c->list);
	*c = (struct history_channels){ 0 };
}

const struct history_channel *history_channels_def(const struct history_channels *c, int64_t def)
{
	for (unsigned i = 0; i < c->n; i++)
		if (c->list[i].def == def)
			return &c->list[i];
	return NULL;
}

const struct history_channel *history_channels_find(const struct history_channels *c,
						    const char *id)
{
	const struct history_channel *last = NULL;

	for (unsigned i = c->n; i-- > 0;) {
		if (!streq(c->list[i].info.id, id))
			continue;
		if (!c->list[i].gone)
			return &c->list[i];
		if (!last)
			last = &c->list[i];
	}
	return last;
}

const struct history_channel *history_channels_of_column(const struct history_channels *c,
							 unsigned column)
{
	for (unsigned i = c->n; i-- > 0;)
		if (c->list[i].column == column)
			return &c->list[i];
	return NULL;
}

int history_defs_read(const char *list, unsigned most, int64_t *ret_defs, unsigned *ret_n)
{
	*ret_n = 0;
	while (*list) {
		char *end;
		long long def = strtoll(list, &end, 10);

		if (end == list || *ret_n == most)
			return -EUCLEAN;
		ret_defs[(*ret_n)++] = def;
		list = *end == ',' ? end + 1 : end;
	}
	return 0;
}

bool history_channel_same(const struct history_channel *a, const struct channel *c)
{
	return streq(a->info.id, c->id) && a->info.kind == c->kind && a->info.unit == c->unit &&
	       a->step == history_step(c);
}

bool history_channel_equal(const struct history_channel *a, const struct channel *c)
{
	return history_channel_same(a, c) && streq(a->info.name, c->name) &&
	       a->info.role == c->role && a->info.digits == c->digits &&
	       streq(a->info.state_text[0], c->state_text[0]) &&
	       streq(a->info.state_text[1], c->state_text[1]);
}

int64_t history_channels_since_row(const struct history_channels *c,
				   const struct history_channel *of)
{
	int64_t since = of->since_row;

	/* earlier definitions of the same, back to where the column was another's */
	for (unsigned i = c->n; i-- > 0;) {
		const struct history_channel *d = &c->list[i];

		if (d->column != of->column || d->def > of->def)
			continue;
		if (!streq(d->info.id, of->info.id) || d->info.unit != of->info.unit ||
		    d->info.kind != of->info.kind || d->step != of->step)
			break;
		since = d->since_row;
	}
	return since;
}
