// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/journal/rows.h"

#include <errno.h>
#include <string.h>

/* STRICT: a check of the file finds a column of the wrong type as well. */
const char rows_schema[] = "CREATE TABLE events ("
			   " number INTEGER PRIMARY KEY,"
			   " kind INTEGER NOT NULL,"
			   " wall_us INTEGER NOT NULL,"
			   " mono_us INTEGER NOT NULL,"
			   " boot_id BLOB NOT NULL,"
			   " channel TEXT NOT NULL,"
			   " alarm TEXT NOT NULL,"
			   " occurrence INTEGER NOT NULL,"
			   " priority INTEGER NOT NULL,"
			   " value INTEGER NOT NULL,"
			   " unit INTEGER NOT NULL,"
			   " quality INTEGER NOT NULL,"
			   " holder INTEGER NOT NULL,"
			   " flags INTEGER NOT NULL,"
			   " actor_name TEXT NOT NULL,"
			   " actor_address TEXT NOT NULL,"
			   " actor_door TEXT NOT NULL,"
			   " text TEXT NOT NULL,"
			   " hash BLOB NOT NULL"
			   ") STRICT";

/* The next column, with a sticky error. */
struct column {
	sqlite3_stmt *s;
	int at;
	int error;
};

static void put_i64(struct column *c, int64_t v)
{
	c->error |= sqlite3_bind_int64(c->s, c->at++, v);
}

static void put_text(struct column *c, const char *text)
{
	c->error |= sqlite3_bind_text(c->s, c->at++, text, -1, SQLITE_STATIC);
}

static void put_blob(struct column *c, const void *bytes, size_t len)
{
	c->error |= sqlite3_bind_blob(c->s, c->at++, bytes, (int)len, SQLITE_STATIC);
}

int rows_bind(sqlite3_stmt *s, const struct event *e)
{
	struct column c = { .s = s, .at = 1 };

	put_i64(&c, (int64_t)e->number);
	put_i64(&c, e->kind);
	put_i64(&c, e->now.wall_us);
	put_i64(&c, e->now.mono_us);
	put_blob(&c, e->boot_id, sizeof(e->boot_id));
	put_text(&c, e->channel);
	put_text(&c, e->alarm);
	put_i64(&c, (int64_t)e->occurrence);
	put_i64(&c, e->priority);
	put_i64(&c, e->value);
	put_i64(&c, e->unit);
	put_i64(&c, e->quality);
	put_i64(&c, e->holder);
	put_i64(&c, e->flags);
	put_text(&c, e->actor.name);
	put_text(&c, e->actor.address);
	put_text(&c, e->actor.door);
	put_text(&c, e->text);
	put_blob(&c, e->hash, sizeof(e->hash));
	return c.error ? -ENOMEM : 0;
}

static int64_t get_i64(struct column *c)
{
	if (sqlite3_column_type(c->s, c->at) != SQLITE_INTEGER)
		c->error = -EUCLEAN;
	return sqlite3_column_int64(c->s, c->at++);
}

/* A number that its field can hold: the hash would not tell it from one that was cut. */
static unsigned get_small(struct column *c, unsigned most)
{
	int64_t v = get_i64(c);

	if (v >= 0 && v <= most)
		return (unsigned)v;
	c->error = -EUCLEAN;
	return 0;
}

static void get_text(struct column *c, char *ret_text, size_t size)
{
	const unsigned char *text = sqlite3_column_text(c->s, c->at);
	size_t len = (size_t)sqlite3_column_bytes(c->s, c->at);

	c->at++;
	ret_text[0] = '\0';
	if (!text || len >= size || strlen((const char *)text) != len)
		c->error = -EUCLEAN;
	else
		memcpy(ret_text, text, len + 1);
}

static void get_blob(struct column *c, void *ret_bytes, size_t len)
{
	const void *bytes = sqlite3_column_blob(c->s, c->at);

	memset(ret_bytes, 0, len);
	if (!bytes || (size_t)sqlite3_column_bytes(c->s, c->at) != len)
		c->error = -EUCLEAN;
	else
		memcpy(ret_bytes, bytes, len);
	c->at++;
}

int rows_read(sqlite3_stmt *s, struct event *ret_event)
{
	struct column c = { .s = s };
	struct event *e = ret_event;

	*e = (struct event){ .number = (uint64_t)get_i64(&c) };
	e->kind = get_small(&c, UINT8_MAX);
	e->now.wall_us = get_i64(&c);
	e->now.mono_us = get_i64(&c);
	get_blob(&c, e->boot_id, sizeof(e->boot_id));
	get_text(&c, e->channel, sizeof(e->channel));
	get_text(&c, e->alarm, sizeof(e->alarm));
	e->occurrence = (uint64_t)get_i64(&c);
	e->priority = get_small(&c, UINT8_MAX);
	e->value = get_i64(&c);
	e->unit = get_small(&c, UINT8_MAX);
	e->quality = get_small(&c, UINT8_MAX);
	e->holder = get_small(&c, UINT8_MAX);
	e->flags = (uint16_t)get_small(&c, UINT16_MAX);
	get_text(&c, e->actor.name, sizeof(e->actor.name));
	get_text(&c, e->actor.address, sizeof(e->actor.address));
	get_text(&c, e->actor.door, sizeof(e->actor.door));
	get_text(&c, e->text, sizeof(e->text));
	get_blob(&c, e->hash, sizeof(e->hash));
	if (c.error && sqlite3_errcode(sqlite3_db_handle(s)) == SQLITE_NOMEM)
		return -ENOMEM;
	return c.error;
}
