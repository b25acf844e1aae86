// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The status as it changes, for every open page: server-sent events with those parts of the page
 * (parts.h) that changed since the last one. Each is made once for all who stand at the same place;
 * who reads slowly gets the next one from where he stands, so nobody ever has more than one before
 * him.
 */
#include "daemons/webd/routes.h"

struct stream;
struct webd;

/* 0 or a negative errno. */
int stream_new(struct webd *w, struct stream **ret);
struct stream *stream_free(struct stream *s);

/* Something came: it is told within a second, and what calls for a person sooner. */
void stream_changed(struct stream *s, bool calls);

/* The page as it is now, and the moment that it is of, as `since` of a request has it. */
const char *stream_moment(struct stream *s);

/* Who may look has changed: each client comes again through the door. */
void stream_end_all(struct stream *s);

/* GET /api/v1/events */
void answer_events(struct webd *w, const struct asked *q, struct http_answer *a);
