// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/stream.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/parts.h"
#include "daemons/webd/update.h"
#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/present/status_json.h"

/* In all: what is left of the 600 connections answers requests. */
#define STREAMS_MAX 500
/* Of one address: ten pages at a desk, and a few more behind the same router. */
#define STREAMS_PER_PEER 16
/* Updates that nobody takes any of end the stream: a line that is dead without a word. */
#define STUCK_US (60 * USEC_PER_SEC)
/* A second of the slowest line: who has more than that before him waits for the next update. */
#define UNSENT_MOST 1024
/* What a chunk has around it, at most: its size in hexadecimal and two ends of lines. */
#define CHUNK_FRAME 12

/* An alarm comes in more than one message, and a rule seldom speaks alone. */
#define GATHER_US (50 * USEC_PER_MSEC)

/* For programs that know no better; the page spreads its tries by itself. */
#define RETRY_MS 2000

struct stream {
	struct webd *w;
	enum page_live live;
	struct visitor who; /* as whom the page is seen; his forms lack the word of a session */
	uint32_t instance;  /* of this process: moments of another one mean nothing */
	struct parts page;  /* as it was last told */
	bool moved;	    /* something came since */
	struct pace pace;
	uint64_t turn;	 /* counts what was told */
	uint64_t called; /* the last turn with what calls for a person */
	bool calls;	 /* the next one has */
	struct updates updates;
	struct stream_client *first;
	struct loop_timer timer;
	char moment[24];
};

struct stream_client {
	struct stream *stream;
	struct http_stream *http;
	char address[HTTP_ADDRESS_MAX];
	bool new;		    /* nothing was told him */
	bool saves;		    /* fewer updates (spare_due) */
	bool wants_json;	    /* a program: all at first as JSON */
	uint64_t since, turn, beat; /* turns of his last update and of his last sign of life */
	struct update *update;	    /* that he takes; NULL between two */
	size_t taken;
	size_t unsent;	  /* no more than this waits in the system */
	int64_t began_us; /* when he began with his last one */
	struct stream_client *next;
};

/* ------------------------------------------------------------------ the page */

static void refresh(struct stream *s)
{
	struct text page = TEXT_INIT;

	if (!s->moved && s->page.n > 0 && s->w->view.any)
		return;
	s->moved = false;
	live_page(s->w, s->live, &s->who, &page);
	(void)parts_take(&s->page, &page);
}

static const char *name_moment(struct stream *s, uint64_t at)
{
	(void)snprintf(s->moment, sizeof(s->moment), "%08" PRIx32 "-%" PRIx64, s->instance, at);
	return s->moment;
}

const char *stream_moment(struct stream *s)
{
	refresh(s);
	return name_moment(s, s->page.at);
}

/* The moment that a client names; 0 when it is none of ours. */
static uint64_t moment_of(const struct stream *s, const char *name)
{
	uint32_t instance;
	uint64_t at;

	if (!name || sscanf(name, "%8" SCNx32 "-%15" SCNx64, &instance, &at) != 2)
		return 0;
	return instance == s->instance && at <= s->page.at ? at : 0;
}

/* ------------------------------------------------------------------ updates */

static void write_update(struct stream *s, const struct stream_client *c, struct text *out)
{
	const struct asked q = { .who = s->who };
	bool json = c->new && c->wants_json && c->since == 0;
	const struct present_status *status = json ? answer_view(s->w, &q) : NULL;
	struct json j;

	text_printf(out, "id: %s\n", name_moment(s, s->page.at));
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

		write_update(s, c, &bytes);
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

/* ------------------------------------------------------------------ time */

static void tell(void *ctx, int64_t now_us);

static void arm(struct stream *s, int64_t due_us)
{
	loop_arm(s->w->loop, &s->timer, due_us, tell, s);
}

static void tell(void *ctx, int64_t now_us)
{
	struct stream *s = ctx;

	pace_told(&s->pace, now_us);
	if (!s->first)
		return;
	s->moved = true;
	refresh(s);
	updates_turn(&s->updates);
	s->turn++;
	if (s->calls)
		s->called = s->turn;
	s->calls = false;
	for (struct stream_client *c = s->first; c; c = c->next) {
		if (!c->update)
			http_stream_wake(c->http);
		if (now_us - c->began_us > STUCK_US)
			http_stream_end(c->http);
	}
	arm(s, s->pace.next_us);
}

static void changed(struct stream *s, bool calls)
{
	int64_t due_us;

	s->moved = true;
	if (!calls || !s->first)
		return;
	s->calls = true;
	due_us = pace_soonest_us(&s->pace, mono_read_us()) + GATHER_US;
	if (due_us < s->timer.due_us)
		arm(s, due_us);
}

/* ------------------------------------------------------------------ clients */

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

/* Clients of all streams together; with an address those from there. */
static unsigned count(const struct streams *all, const char *address)
{
	unsigned n = 0;

	for (unsigned i = 0; i < STREAMS_N; i++)
		for (const struct stream_client *c = all->list[i]->first; c; c = c->next)
			n += !address || streq(c->address, address);
	return n;
}

unsigned streams_count(const struct streams *s)
{
	return count(s, NULL);
}

static struct stream_client *client_new(struct stream *s, const struct http_request *q)
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
	c->since = moment_of(s, since ? since : http_header(q, "Last-Event-ID"));
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

void answer_events(struct webd *w, const struct asked *q, struct http_answer *a)
{
	struct stream *s =
		streams_for(&w->streams, page_live_of(http_query(q->http, "page")), &q->who);
	struct stream_client *c;

	if (count(&w->streams, NULL) >= STREAMS_MAX) {
		answer_error(a, 503, "there are as many streams as there can be; try again later");
		return;
	}
	if (count(&w->streams, q->http->address) >= STREAMS_PER_PEER) {
		answer_error(a, 429, "no address has more than 16 streams; close a page");
		return;
	}
	refresh(s);
	c = client_new(s, q->http);
	if (!c) {
		a->status = 500;
		return;
	}
	if (!s->first->next)
		arm(s, MAX(s->pace.next_us, mono_read_us() + PACE_US));
	a->type = "text/event-stream";
	a->stream = c->http;
}

static void end_all(struct stream *s)
{
	for (struct stream_client *c = s->first; c; c = c->next)
		http_stream_end(c->http);
}

/* ------------------------------------------------------------------ life */

static const enum user_role roles[] = { USER_DISABLED, USER_VIEWER, USER_CONTROL };

static int stream_new(struct webd *w, unsigned number, struct stream **ret)
{
	struct stream *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	if (getrandom(&s->instance, sizeof(s->instance), 0) != (ssize_t)sizeof(s->instance)) {
		free(s);
		return -EIO;
	}
	s->w = w;
	s->live = (enum page_live)(number / STREAM_ROLES);
	s->who.role = roles[number % STREAM_ROLES];
	/* a moment of the one means nothing to another */
	s->instance = s->instance / STREAMS_N * STREAMS_N + number;
	*ret = s;
	return 0;
}

static void stream_free(struct stream *s)
{
	if (!s)
		return;
	loop_disarm(s->w->loop, &s->timer);
	parts_done(&s->page);
	free(s);
}

int streams_new(struct webd *w, struct streams *s)
{
	int r = 0;

	_Static_assert(ARRAY_SIZE(roles) == STREAM_ROLES, "a stream each");
	for (unsigned i = 0; r == 0 && i < STREAMS_N; i++)
		r = stream_new(w, i, &s->list[i]);
	return r;
}

void streams_free(struct streams *s)
{
	for (unsigned i = 0; i < STREAMS_N; i++)
		stream_free(s->list[i]);
	*s = (struct streams){ 0 };
}

struct stream *streams_for(const struct streams *s, enum page_live live, const struct visitor *who)
{
	unsigned role = STREAM_ROLES - 1;

	/* what stands around a page is the same for all */
	while (live == PAGE_FRAME ? role > 0 : roles[role] > who->role)
		role--;
	return s->list[live * STREAM_ROLES + role];
}

void streams_changed(struct streams *s, bool calls)
{
	for (unsigned i = 0; i < STREAMS_N; i++)
		changed(s->list[i], calls);
}

void streams_end_all(struct streams *s)
{
	for (unsigned i = 0; i < STREAMS_N; i++)
		end_all(s->list[i]);
}
