// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/boxes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/json.h"
#include "lib/base/util.h"

static void read_box(sqlite3_stmt *s, struct history_box *ret)
{
	*ret = (struct history_box){
		.box = sqlite3_column_int64(s, 0),
		.event = sqlite3_column_int64(s, 1),
		.t_us = sqlite3_column_int64(s, 4),
		.first = sqlite3_column_int64(s, 5),
		.last = sqlite3_column_int64(s, 6),
	};
	db_text(s, 2, ret->alarm, sizeof(ret->alarm));
	db_text(s, 3, ret->channel, sizeof(ret->channel));
}

static int read_boxes(struct history *h, struct history_box **ret_boxes, unsigned *ret_n)
{
	AUTO_STATEMENT sqlite3_stmt *s = NULL;
	AUTO_FREE struct history_box *list = NULL;
	unsigned n = 0;
	int rc, r = db_prepare(h->db,
			       "SELECT box, event, alarm, channel, t_us, first, last FROM boxes"
			       " ORDER BY box",
			       &s);

	while (r == 0 && (rc = sqlite3_step(s)) != SQLITE_DONE) {
		struct history_box *more;

		if (rc != SQLITE_ROW)
			return db_error(h->db, rc);
		more = realloc(list, (n + 1) * sizeof(*list));
		if (!more)
			return -ENOMEM;
		list = more;
		read_box(s, &list[n++]);
	}
	if (r < 0)
		return r;
	*ret_boxes = TAKE_PTR(list);
	*ret_n = n;
	return 0;
}

/* ------------------------------------------------------------------ parts */

/* Keeps a copy: between two parts no transaction is held. */
static int take_part(struct boxes_reader *r)
{
	const char *columns = (const char *)sqlite3_column_text(r->parts, 2);
	const void *bytes = sqlite3_column_blob(r->parts, 3);
	int len = sqlite3_column_bytes(r->parts, 3);
	int error;

	if (!columns || !bytes || len <= 0)
		return -EUCLEAN;
	free(r->bytes);
	r->bytes = malloc((size_t)len);
	if (!r->bytes)
		return -ENOMEM;
	memcpy(r->bytes, bytes, (size_t)len);
	error = history_defs_read(columns, CHANNELS_MAX, r->defs, &r->n);
	if (error == 0)
		error = frames_open(&r->frames, r->bytes, (size_t)len,
				    sqlite3_column_int64(r->parts, 1));
	if (error == 0 && r->frames.now.n != r->n)
		error = -EUCLEAN;
	return error == -EBADMSG ? -EUCLEAN : error;
}

/* Opens the next part that is there: 1, or 0 behind the last one. */
static int next_part(struct boxes_reader *r)
{
	int rc, error = 0;

	if (r->part >= r->last)
		return 0;
	(void)sqlite3_bind_int64(r->parts, 1, r->part);
	(void)sqlite3_bind_int64(r->parts, 2, r->last);
	rc = sqlite3_step(r->parts);
	if (rc == SQLITE_ROW) {
		r->part = sqlite3_column_int64(r->parts, 0);
		error = take_part(r);
	} else {
		r->part = r->last;
		error = db_error(r->h->db, rc);
	}
	(void)sqlite3_reset(r->parts);
	r->open = error == 0 && rc == SQLITE_ROW;
	return error < 0 ? error : r->open;
}

int boxes_open(struct history *h, const struct history_box *b, struct boxes_reader *ret)
{
	*ret = (struct boxes_reader){ .h = h, .part = b->first - 1, .last = b->last };
	return db_prepare(h->db,
			  "SELECT chunk, t_us, columns, frames FROM chunks WHERE chunk > ? AND"
			  " chunk <= ? ORDER BY chunk LIMIT 1",
			  &ret->parts);
}

void boxes_done(struct boxes_reader *r)
{
	(void)sqlite3_finalize(r->parts);
	free(r->bytes);
	*r = (struct boxes_reader){ 0 };
}

int boxes_next(struct boxes_reader *r)
{
	for (;;) {
		int more = r->open ? frames_next(&r->frames) : 0;

		if (more > 0)
			return 1;
		r->open = false;
		if (more < 0)
			return -EUCLEAN;
		more = next_part(r);
		if (more <= 0)
			return more;
	}
}

/* ------------------------------------------------------------------ extent */

/* The first frame that is there, the last one, and what lies damaged between them. */
static int measure(struct history *h, struct history_box *b)
{
	struct boxes_reader reader;
	int r = boxes_open(h, b, &reader);

	while (r >= 0 && (r = boxes_next(&reader)) != 0) {
		if (r == -EUCLEAN) {
			b->damaged++;
			r = 0;
		}
		if (r <= 0)
			continue;
		b->to_us = reader.frames.now.t_us;
		if (!b->from_us)
			b->from_us = b->to_us;
	}
	boxes_done(&reader);
	return r;
}

int boxes_list(struct history *h, struct history_box **ret_boxes, unsigned *ret_n)
{
	struct history_box *list = NULL;
	unsigned n = 0;
	int r = read_boxes(h, &list, &n);

	for (unsigned i = 0; r == 0 && i < n; i++) {
		r = measure(h, &list[i]);
		if (r < 0)
			free(list);
	}
	if (r < 0)
		return r;
	*ret_boxes = list;
	*ret_n = n;
	return 0;
}

void history_boxes_json(struct json *j, const struct history_box *boxes, unsigned n)
{
	json_object(j, NULL);
	json_array(j, "boxes");
	for (unsigned i = 0; i < n; i++) {
		json_object(j, NULL);
		json_int(j, "number", boxes[i].box);
		json_int(j, "event", boxes[i].event);
		json_string(j, "alarm", boxes[i].alarm);
		json_string(j, "channel", boxes[i].channel);
		json_time(j, "raised", boxes[i].t_us);
		json_time_or_null(j, "from", boxes[i].from_us);
		json_time_or_null(j, "to", boxes[i].to_us);
		json_int(j, "damaged_parts", boxes[i].damaged);
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}
