// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What one client takes of a stream, and when. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/stream_internal.h"
#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/present/status_json.h"

/* A second of the slowest line: who has more than that before him waits for the next update. */
#define UNSENT_MOST 1024
/* What a chunk has around it, at most: its size in hexadecimal and two ends of lines. */
#define CHUNK_FRAME 12

/* For programs that know no better; the page spreads its tries by itself. */
#define RETRY_MS 2000

/* ------------------------------------------------------------------ updates */

static void write_update(struct stream *s, const struct stream_client *c, bool json,
			 struct text *out)
{
	const struct asked q = { .who = s->who };
	const struct present_status *status = json ? answer_view(s->w, &q) : NULL;
	struct json j;

	text_printf(out, "id: %s\n", stream_moment_told(s));
	if (status) {
		text_printf(out, "retry: %u\nevent: status\ndata: ", RETRY_MS);
		json_begin(&j, out, false);
		present_status_json(&j, status);
	} else {
		text_add(out, "event: change\ndata: ");
		if (c->since == 0)
			text_add(out, "{\"whole\":true}");
		else
			parts_changes(&s->page, c->since, UPDATE_MOST, out);
	}
	text_add(out, "\n\n");
}

/* Asks the system only when what he was given since it was asked would be too much. */
static bool has_room(struct stream_client *c)
{
	if (c->unsent > UNSENT_MOST)
		c->unsent = http_stream_unsent(c->http);
	return c->unsent <= UNSENT_MOST;
}

/* The next one for him, when there is one that he has not and his line has room. */
static bool begin_update(struct stream_client *c)
{
	struct stream *s = c->stream;
	bool json = c->new && c->wants_json && c->since == 0;

	if (c->turn == s->turn || !has_room(c))
		return false;
	c->update = updates_find(&s->updates, c->since, s->page.at, json);
	if (!c->update) {
		struct text bytes = TEXT_INIT;

		write_update(s, c, json, &bytes);
		c->update = updates_add(&s->updates, c->since, s->page.at, json, &bytes);
	}
	if (!c->update)
		return false;
	c->new = false;
	c->taken = 0;
	c->since = c->update->at;
	c->turn = s->turn;
	c->began_us = mono_read_us();
	return true;
}

/* A comment: it changes nothing, and the page knows that it is not lost. */
static const char beat[] = ":\n\n";

/* Whether he must wait who saves data; a beat that is due is in *ret_beat. */
static bool waits(struct stream_client *c, bool *ret_beat)
{
	uint64_t turn = c->stream->turn;
	enum spare due;

	if (!c->saves || c->new)
		return false;
	due = spare_due(turn - c->turn, turn - MAX(c->turn, c->beat), c->stream->called > c->turn);
	*ret_beat = due == SPARE_BEAT && http_stream_unsent(c->http) <= UNSENT_MOST;
	return due != SPARE_UPDATE;
}

static size_t take(void *ctx, char *buf, size_t room)
{
	struct stream_client *c = ctx;
	bool beats = false;
	size_t n;

	if (!c->update && waits(c, &beats)) {
		if (!beats || room < strlen(beat))
			return 0;
		c->beat = c->stream->turn;
		memcpy(buf, beat, strlen(beat));
		return strlen(beat);
	}
	if (!c->update && !begin_update(c))
		return 0;
	n = MIN(room, c->update->bytes.len - c->taken);
	memcpy(buf, c->update->bytes.bytes + c->taken, n);
	c->taken += n;
	c->unsent += n + CHUNK_FRAME;
	if (c->taken == c->update->bytes.len) {
		updates_let_go(&c->stream->updates, c->update);
		c->update = NULL;
	}
	return n;
}

/* ------------------------------------------------------------------ life */

static void gone(void *ctx)
{
	struct stream_client *c = ctx, **at = &c->stream->first;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	if (c->update)
		updates_let_go(&c->stream->updates, c->update);
	if (!c->stream->first) {
		loop_disarm(c->stream->w->loop, &c->stream->timer);
		updates_turn(&c->stream->updates);
	}
	free(c);
}

struct stream_client *stream_client_new(struct stream *s, const struct http_request *q)
{
	static const struct http_stream_calls calls = { take, gone };
	struct stream_client *c = calloc(1, sizeof(*c));
	const char *since = http_query(q, "since");

	if (!c)
		return NULL;
	c->stream = s;
	c->new = true;
	c->wants_json = !since;
	c->saves = http_saves(q);
	c->since = stream_moment_of(s, since ? since : http_header(q, "Last-Event-ID"));
	c->turn = s->turn - 1;
	/* not known yet */
	c->unsent = SIZE_MAX;
	c->began_us = mono_read_us();
	(void)snprintf(c->address, sizeof(c->address), "%s", q->address);
	c->http = http_stream_new(q, &calls, c);
	if (!c->http) {
		free(c);
		return NULL;
	}
	c->next = s->first;
	s->first = c;
	return c;
}
