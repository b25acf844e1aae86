// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/pending.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/util.h"

#define NAME	"audit.pending"
#define VERSION 1
/* The version, and a length before each event. */
#define HEAD_BYTES   1
#define LENGTH_BYTES 2
/* Nobody counts further. */
#define LOST_MAX 1000000000

void pending_done(struct pending *p)
{
	free(p->bytes);
	*p = (struct pending){ .folder = p->folder };
}

static int make_room(struct pending *p, size_t len)
{
	uint8_t *more;

	if (len <= p->room)
		return 0;
	more = realloc(p->bytes, len);
	if (!more)
		return -ENOMEM;
	p->bytes = more;
	p->room = len;
	return 0;
}

/* Length of the record that begins at `at`, its length field included; 0 when it is not whole. */
static size_t record_len(const uint8_t *bytes, size_t len, size_t at)
{
	struct cursor c = cursor_reader(bytes + at, len - at);
	size_t body = cursor_get_u16(&c);

	return c.error || body == 0 || body > EVENT_BODY_MAX || body > cursor_left(&c)
		       ? 0
		       : LENGTH_BYTES + body;
}

static bool read_record(const uint8_t *bytes, size_t len, struct event *ret_event)
{
	struct cursor c = cursor_reader(bytes + LENGTH_BYTES, len - LENGTH_BYTES);

	memset(ret_event, 0, sizeof(*ret_event));
	msg_get_event(&c, ret_event);
	return cursor_finish(&c) == 0;
}

int pending_parse(struct pending *p, const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	unsigned n = 0;
	int r;

	if (len < HEAD_BYTES || len > PENDING_BYTES_MAX || b[0] != VERSION)
		return -EBADMSG;
	for (size_t at = HEAD_BYTES; at < len; n++) {
		size_t one = record_len(b, len, at);
		struct event e;

		if (one == 0 || n == PENDING_MAX || !read_record(b + at, one, &e))
			return -EBADMSG;
		at += one;
	}
	r = make_room(p, len);
	if (r < 0)
		return r;
	memcpy(p->bytes, b, len);
	p->len = len;
	p->n = n;
	return 0;
}

static int begin(struct pending *p)
{
	int r = make_room(p, HEAD_BYTES);

	if (r < 0)
		return r;
	p->bytes[0] = VERSION;
	p->len = HEAD_BYTES;
	return 0;
}

int pending_load(struct pending *p, const char *folder)
{
	AUTO_FREE char *bytes = NULL;
	char path[512];
	size_t len;
	int r;

	*p = (struct pending){ .folder = folder };
	(void)snprintf(path, sizeof(path), "%s/%s", folder, NAME);
	r = file_read(path, PENDING_BYTES_MAX, &bytes, &len);
	if (r == 0)
		r = pending_parse(p, bytes, len);
	return r == -ENOENT ? 0 : r;
}

static int save(const struct pending *p)
{
	/* old and new values of settings are not for everyone's eyes at once */
	return file_replace(p->folder, NAME, p->bytes, p->len, 0600, true);
}

static void cut(struct pending *p, size_t at)
{
	size_t one = record_len(p->bytes, p->len, at);

	memmove(p->bytes + at, p->bytes + at + one, p->len - at - one);
	p->len -= one;
	p->n--;
}

/* Puts the event before what is at `at`. */
static int insert(struct pending *p, size_t at, const struct event *e)
{
	uint8_t record[LENGTH_BYTES + EVENT_BODY_MAX];
	struct cursor c = cursor_writer(record + LENGTH_BYTES, EVENT_BODY_MAX);
	struct cursor head = cursor_writer(record, LENGTH_BYTES);
	size_t body, one;
	int r;

	msg_put_event(&c, e);
	if (c.error)
		return c.error;
	body = (size_t)(c.at - record) - LENGTH_BYTES;
	cursor_put_u16(&head, (uint16_t)body);
	one = LENGTH_BYTES + body;
	r = make_room(p, p->len + one);
	if (r < 0)
		return r;
	memmove(p->bytes + at + one, p->bytes + at, p->len - at);
	memcpy(p->bytes + at, record, one);
	p->len += one;
	p->n++;
	return 0;
}

/* How many it stands for. What a file says is not believed without limits. */
static int64_t weight(const struct event *e)
{
	return e->kind == EVENT_EVENTS_LOST ? MIN(MAX(e->value / MICRO, 1), LOST_MAX) : 1;
}

/*
 * Makes place for one more. The first one may be under way to alarmd and stays; the oldest behind
 * it go, and how many did stands where they were. 1 when none had gone there before.
 */
static int lose_oldest(struct pending *p)
{
	size_t second = HEAD_BYTES + record_len(p->bytes, p->len, HEAD_BYTES);
	struct event e = { 0 }, told = { .kind = EVENT_EVENTS_LOST };
	int64_t lost = 0;
	bool first = true;
	int r;

	while (p->n > PENDING_MAX - 2) {
		(void)read_record(p->bytes + second, record_len(p->bytes, p->len, second), &e);
		first &= e.kind != EVENT_EVENTS_LOST;
		lost += weight(&e);
		told.now = e.now;
		cut(p, second);
	}
	told.value = lost * MICRO;
	(void)snprintf(told.text, sizeof(told.text),
		       "changes of settings that alarmd did not take for too long");
	r = insert(p, second, &told);
	return r < 0 ? r : first;
}

int pending_add(struct pending *p, const struct event *e)
{
	int r = p->len == 0 ? begin(p) : 0, lost = 0;

	if (r == 0 && p->n == PENDING_MAX)
		r = lost = lose_oldest(p);
	if (r >= 0)
		r = insert(p, p->len, e);
	if (r >= 0)
		r = save(p);
	return r < 0 ? r : lost;
}

bool pending_first(const struct pending *p, struct event *ret_event)
{
	return p->n > 0 && read_record(p->bytes + HEAD_BYTES,
				       record_len(p->bytes, p->len, HEAD_BYTES), ret_event);
}

void pending_drop_first(struct pending *p)
{
	if (p->n == 0)
		return;
	cut(p, HEAD_BYTES);
	/* Told twice is better than not at all: a failure only means that. */
	(void)save(p);
}
