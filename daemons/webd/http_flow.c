// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Bodies that come piece by piece. */
#include <stdlib.h>
#include <string.h>

#include "daemons/webd/http_internal.h"
#include "lib/base/util.h"

/* What the library takes at once. */
#define BLOCK 16384

struct http_flow {
	struct http *http;
	struct MHD_Connection *connection;
	struct http_flow_calls calls;
	void *ctx;
	struct text piece;
	size_t sent; /* of the piece */
	bool waiting, suspended, ended, complete;
};

struct http_flow *http_flow_new(struct http *h, const struct http_flow_calls *calls, void *ctx)
{
	struct http_flow *f = calloc(1, sizeof(*f));

	if (f)
		*f = (struct http_flow){ .http = h, .calls = *calls, .ctx = ctx };
	return f;
}

static ssize_t take(struct http_flow *f, char *to, size_t most)
{
	size_t n = MIN(f->piece.len - f->sent, most);

	memcpy(to, text_get(&f->piece) + f->sent, n);
	f->sent += n;
	return (ssize_t)n;
}

static ssize_t read_on(void *ctx, uint64_t at, char *to, size_t most)
{
	struct http_flow *f = ctx;

	(void)at;
	if (f->sent == f->piece.len && !f->ended && !f->waiting) {
		f->waiting = true;
		f->calls.more(f->ctx, f);
	}
	if (f->waiting) {
		f->suspended = true;
		MHD_suspend_connection(f->connection);
		return 0;
	}
	if (f->sent < f->piece.len)
		return take(f, to, most);
	return f->complete ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
}

static void flow_gone(void *ctx)
{
	struct http_flow *f = ctx;

	f->calls.gone(f->ctx);
	text_done(&f->piece);
	free(f);
}

struct MHD_Response *http_flow_response(struct http_flow *f, struct MHD_Connection *connection)
{
	struct MHD_Response *r;

	f->connection = connection;
	r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_on, f, flow_gone);
	if (!r)
		http_flow_drop(f);
	return r;
}

void http_flow_drop(struct http_flow *f)
{
	if (f)
		flow_gone(f);
}

static void go_on(struct http_flow *f)
{
	struct http *h = f->http;

	f->waiting = false;
	if (!f->suspended)
		return;
	f->suspended = false;
	MHD_resume_connection(f->connection);
	http_turn(h);
}

void http_flow_give(struct http_flow *f, struct text *piece)
{
	text_done(&f->piece);
	f->sent = 0;
	f->piece = *piece;
	*piece = TEXT_INIT;
	f->ended = f->complete = f->piece.len == 0;
	go_on(f);
}

void http_flow_end(struct http_flow *f, bool complete)
{
	f->ended = true;
	f->complete = complete;
	go_on(f);
}
