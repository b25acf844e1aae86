// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/stream_internal.h"
#include "daemons/webd/webd.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

/* In all: what is left of the 600 connections answers requests. */
#define STREAMS_MAX 500
/* Of one address: ten pages at a desk, and a few more behind the same router. */
#define STREAMS_PER_PEER 16
/* Updates that nobody takes any of end the stream: a line that is dead without a word. */
#define STUCK_US (60 * USEC_PER_SEC)
/* An alarm comes in more than one message, and a rule seldom speaks alone. */
#define GATHER_US (50 * USEC_PER_MSEC)

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

const char *stream_moment_told(struct stream *s)
{
	(void)snprintf(s->moment, sizeof(s->moment), "%08" PRIx32 "-%" PRIx64, s->instance,
		       s->page.at);
	return s->moment;
}

const char *stream_moment(struct stream *s)
{
	refresh(s);
	return stream_moment_told(s);
}

uint64_t stream_moment_of(const struct stream *s, const char *name)
{
	uint32_t instance;
	uint64_t at;

	if (!name || sscanf(name, "%8" SCNx32 "-%15" SCNx64, &instance, &at) != 2)
		return 0;
	return instance == s->instance && at <= s->page.at ? at : 0;
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
	c = stream_client_new(s, q->http);
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
