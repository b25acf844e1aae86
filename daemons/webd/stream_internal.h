// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The inside of stream.c: a stream, and stream_client.c, which is one who reads it. */
#include "daemons/webd/parts.h"
#include "daemons/webd/stream.h"
#include "daemons/webd/update.h"
#include "lib/base/loop.h"

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

/* The moment that was told last, as clients name it; the stream's, until it is asked again. */
const char *stream_moment_told(struct stream *s);

/* The moment that a client names; 0 when it is none of this stream, or `name` is NULL. */
uint64_t stream_moment_of(const struct stream *s, const char *name);

/*
 * One more client, first in the list of the stream; it goes when its http stream does, and with the
 * last one the timer of the stream stops. NULL without memory.
 */
struct stream_client *stream_client_new(struct stream *s, const struct http_request *q);
