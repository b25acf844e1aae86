// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemons/loggerd/store/store.h"
#include "lib/base/util.h"

void columns_names(struct text *out, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		text_printf(out, ", c%u", i);
}

int columns_insert(struct store *s, const char *into, const char *fixed, unsigned n_fixed,
		   sqlite3_stmt **ret)
{
	AUTO_TEXT struct text sql = TEXT_INIT;

	(void)sqlite3_finalize(*ret);
	*ret = NULL;
	text_printf(&sql, "%s (%s", into, fixed);
	columns_names(&sql, s->n_columns);
	text_add(&sql, ") VALUES (?");
	for (unsigned i = 1; i < n_fixed + s->n_columns; i++)
		text_add(&sql, ", ?");
	text_add(&sql, ")");
	return text_ok(&sql) ? db_prepare(s->db, text_get(&sql), ret) : -ENOMEM;
}

/* A column more: of the wide tables, and its own tables of blocks. */
static int add_column(struct store *s, unsigned column)
{
	static const char *const wide[] = { "seconds", "log" };
	static const char *const kinds[] = { "minutes", "hours" };
	char sql[160];
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(wide) && r == 0; i++) {
		(void)snprintf(sql, sizeof(sql), "ALTER TABLE %s ADD COLUMN c%u INTEGER", wide[i],
			       column);
		r = db_run(s->db, sql);
	}
	for (size_t i = 0; i < ARRAY_SIZE(kinds) && r == 0; i++) {
		(void)snprintf(sql, sizeof(sql),
			       "CREATE TABLE %s_%u (slot INTEGER PRIMARY KEY,"
			       " number INTEGER NOT NULL, block BLOB NOT NULL)",
			       kinds[i], column);
		r = db_run(s->db, sql);
	}
	return r;
}

int columns_grow(struct store *s, unsigned n)
{
	int r = 0;

	if (n <= s->n_columns)
		return 0;
	for (unsigned i = s->n_columns; i < n && r == 0; i++)
		r = add_column(s, i);
	if (r < 0)
		return r;
	s->n_columns = n;
	r = seconds_prepare(s);
	return r < 0 ? r : log_prepare(s);
}

/* ------------------------------------------------------------------ definitions */

/* What is measured already has a column, and no other channel took it meanwhile. */
static const struct history_channel *find_column(const struct store *s, const struct channel *c)
{
	for (unsigned i = s->channels.n; i-- > 0;) {
		const struct history_channel *d = &s->channels.list[i], *holds;

		if (!history_channel_same(d, c))
			continue;
		holds = history_channels_of_column(&s->channels, d->column);
		if (history_channel_same(holds, c))
			return holds;
	}
	return NULL;
}

static bool in_table(const struct order_table *t, const struct history_channel *d)
{
	int i = channel_find(t->channels, t->n, d->info.id);

	return i >= 0 && !channel_hidden(&t->channels[i]) &&
	       history_channel_same(d, &t->channels[i]);
}

/* One that nothing was in yet; else the one whose channel is gone for the longest time; or -1. */
static int free_column(const struct store *s, const struct order_table *t)
{
	int64_t oldest = INT64_MAX;
	int best = -1;

	for (unsigned column = 0; column < HISTORY_COLUMNS_MAX; column++) {
		const struct history_channel *d = history_channels_of_column(&s->channels, column);

		if (!d)
			return (int)column;
		if (!in_table(t, d) && d->since_us < oldest) {
			oldest = d->since_us;
			best = (int)column;
		}
	}
	return best;
}

static int insert_definition(struct store *s, const struct history_channel *d)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db, "INSERT INTO channels VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,0)", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_int64(q, 1, d->def);
	(void)sqlite3_bind_int(q, 2, (int)d->column);
	(void)sqlite3_bind_text(q, 3, d->info.id, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(q, 4, d->info.name, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int(q, 5, d->info.kind);
	(void)sqlite3_bind_int(q, 6, d->info.unit);
	(void)sqlite3_bind_int(q, 7, d->info.role);
	(void)sqlite3_bind_int(q, 8, d->info.digits);
	(void)sqlite3_bind_int(q, 9, d->step);
	(void)sqlite3_bind_text(q, 10, d->info.state_text[0], -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(q, 11, d->info.state_text[1], -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(q, 12, d->since_us);
	(void)sqlite3_bind_int64(q, 13, d->since_row);
	return db_step(q);
}

static int define(struct store *s, const struct channel *c, unsigned column, int64_t since_us,
		  int64_t *ret_def)
{
	const struct history_channels *all = &s->channels;
	struct history_channel d = {
		.def = all->n > 0 ? all->list[all->n - 1].def + 1 : 1,
		.column = column,
		.step = history_step(c),
		.since_us = since_us,
		.since_row = s->state.second,
		.info = *c,
	};
	struct history_channel *more = realloc(all->list, (all->n + 1) * sizeof(d));

	if (!more)
		return -ENOMEM;
	s->channels.list = more;
	more[s->channels.n++] = d;
	*ret_def = d.def;
	return insert_definition(s, &d);
}

/* The column of a channel, and its definition, made where they are missing. */
static int take_channel(struct store *s, const struct order_table *t, unsigned i)
{
	const struct channel *c = &t->channels[i];
	const struct history_channel *d = find_column(s, c);
	int column, r;

	s->columns[i] = -1;
	if (channel_hidden(c))
		return 0;
	if (d && history_channel_equal(d, c)) {
		s->columns[i] = (int)d->column;
		s->defs[i] = d->def;
		return 0;
	}
	column = d ? (int)d->column : free_column(s, t);
	if (column < 0)
		return 0;
	r = columns_grow(s, (unsigned)column + 1);
	if (r == 0 && !d)
		r = minutes_forget(s, (unsigned)column);
	if (r == 0)
		r = define(s, c, (unsigned)column, t->since_us, &s->defs[i]);
	s->columns[i] = column;
	return r;
}

/* Says of each definition whether a channel of the site has it. */
static int mark_gone(struct store *s, const char *defs)
{
	AUTO_TEXT struct text sql = TEXT_INIT;

	for (unsigned i = 0; i < s->channels.n; i++) {
		s->channels.list[i].gone = true;
		for (unsigned c = 0; c < s->n; c++)
			if (s->columns[c] >= 0 && s->defs[c] == s->channels.list[i].def)
				s->channels.list[i].gone = false;
	}
	/* nothing is written where nothing changes */
	text_printf(&sql,
		    "UPDATE channels SET gone = 0 WHERE gone AND def IN (%s);"
		    "UPDATE channels SET gone = 1 WHERE NOT gone AND def NOT IN (%s)",
		    defs, defs);
	return text_ok(&sql) ? db_run(s->db, text_get(&sql)) : -ENOMEM;
}

/* ------------------------------------------------------------------ layouts */

static int find_layout(struct store *s, const char *defs)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	sqlite3_int64 layout;
	int r = db_prepare(s->db, "SELECT max(layout) FROM layouts WHERE site = ? AND defs = ?",
			   &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_text(q, 1, s->site, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(q, 2, defs, -1, SQLITE_STATIC);
	r = db_number(q, &layout);
	if (r == 0)
		s->layout = layout;
	return r;
}

static int add_layout(struct store *s, const char *defs)
{
	AUTO_STATEMENT sqlite3_stmt *q = NULL;
	int r = db_prepare(s->db, "INSERT INTO layouts (site, defs) VALUES (?, ?)", &q);

	if (r < 0)
		return r;
	(void)sqlite3_bind_text(q, 1, s->site, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(q, 2, defs, -1, SQLITE_STATIC);
	r = db_step(q);
	s->layout = sqlite3_last_insert_rowid(s->db);
	return r;
}

/* The channels of the log's columns, and the site: found, or written down for good. */
static int take_layout(struct store *s)
{
	AUTO_TEXT struct text defs = TEXT_INIT;
	int r;

	s->log_layout.n = 0;
	(void)snprintf(s->log_layout.site, sizeof(s->log_layout.site), "%s", s->site);
	for (unsigned i = 0; i < s->n; i++) {
		if (s->columns[i] < 0)
			continue;
		text_printf(&defs, "%s%" PRId64, defs.len ? "," : "", s->defs[i]);
		s->log_layout.channels[s->log_layout.n++] =
			history_channels_def(&s->channels, s->defs[i]);
	}
	r = mark_gone(s, text_get(&defs));
	if (r == 0)
		r = find_layout(s, text_get(&defs));
	return r == 0 && s->layout == 0 ? add_layout(s, text_get(&defs)) : r;
}

int columns_take(struct store *s, const struct order_table *t)
{
	int r = 0;

	s->n = t->n;
	(void)snprintf(s->site, sizeof(s->site), "%s", t->site);
	for (unsigned i = 0; i < t->n && r == 0; i++)
		r = take_channel(s, t, i);
	return r == 0 ? take_layout(s) : r;
}

/* ------------------------------------------------------------------ values */

bool columns_spread(const struct store *s, const struct order_values *v,
		    int32_t ret_values[HISTORY_COLUMNS_MAX],
		    uint8_t ret_qualities[HISTORY_COLUMNS_MAX])
{
	unsigned n = MIN(v->n, s->n);
	bool all = true;

	memset(ret_qualities, QUALITY_DISABLED, s->n_columns);
	memset(ret_values, 0, s->n_columns * sizeof(*ret_values));
	for (unsigned i = 0; i < n; i++) {
		int column = s->columns[i];

		if (column < 0)
			continue;
		ret_values[column] = v->values[i];
		ret_qualities[column] = v->qualities[i];
		all &= v->qualities[i] == QUALITY_OK;
	}
	return all && v->n > 0;
}

void columns_bind(const struct store *s, sqlite3_stmt *statement, int at,
		  const struct order_values *v, uint8_t qualities[HISTORY_COLUMNS_MAX])
{
	int32_t values[HISTORY_COLUMNS_MAX];

	/* without a quality every number is one, and what is no number was no channel */
	if (columns_spread(s, v, values, qualities))
		(void)sqlite3_bind_null(statement, at);
	else
		(void)sqlite3_bind_blob(statement, at, qualities, (int)s->n_columns, SQLITE_STATIC);
	for (unsigned i = 0; i < s->n_columns; i++) {
		if (qualities[i] == QUALITY_OK)
			(void)sqlite3_bind_int(statement, at + 1 + (int)i, values[i]);
		else
			(void)sqlite3_bind_null(statement, at + 1 + (int)i);
	}
}
