// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * What changes, for every open page: server-sent events with those parts of the page (parts.h)
 * that changed since the last one. Each is made once for all who stand at the same place;
 * who reads slowly gets the next one from where he stands, so nobody ever has more than one before
 * him.
 */
#include "daemons/webd/page.h"
#include "daemons/webd/routes.h"

struct stream;
struct webd;

/* One for each role that sees another page: names of people from USER_VIEWER on, forms from
 * USER_CONTROL on. */
#define STREAM_ROLES 3
#define STREAMS_N    (PAGE_LIVE_MAX * STREAM_ROLES)
struct streams {
	struct stream *list[STREAMS_N];
};

/* 0 or a negative errno. */
int streams_new(struct webd *w, struct streams *s);
void streams_free(struct streams *s);

/* The one for this visitor on such a page. */
struct stream *streams_for(const struct streams *s, enum page_live live, const struct visitor *who);

/* Something came: it is told within a second, and what calls for a person sooner. */
void streams_changed(struct streams *s, bool calls);

/* How many are open, all together. */
unsigned streams_count(const struct streams *s);

/* The page as it is now, and the moment that it is of, as `since` of a request has it. */
const char *stream_moment(struct stream *s);

/* Who may look has changed: each client comes again through the door. */
void streams_end_all(struct streams *s);

/* GET /api/v1/events */
void answer_events(struct webd *w, const struct asked *q, struct http_answer *a);
