// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemons/webd/http_internal.h"
#include "daemons/webd/pack.h"
#include "lib/base/util.h"

/* Less than this fits a packet in any case. */
#define PACKED_LEAST 1000

/* The same with each answer: nothing of ours runs in, or is read by, a page of somebody else. */
static const char *const fixed_headers[][2] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
	  "'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	/* without one for our own pages a browser says "Origin: null" with their forms */
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Vary", "Accept-Encoding" },
};

/* Packs what is worth it: words, and enough of them to save a packet. */
void http_pack(bool gzip, struct http_answer *a)
{
	struct text packed = TEXT_INIT;

	if (!gzip || a->fixed || a->flow || a->packed || a->body.len < PACKED_LEAST ||
	    !text_ok(&a->body))
		return;
	if (pack_gzip(&packed, text_get(&a->body), a->body.len) == 0) {
		text_done(&a->body);
		a->body = packed;
		a->packed = true;
	} else {
		text_done(&packed);
	}
}

static struct MHD_Response *response_of_fixed(const struct http_fixed *f)
{
	struct MHD_Response *r;
	int fd;

	if (f->bytes)
		return MHD_create_response_from_buffer(f->len, (void *)(uintptr_t)f->bytes,
						       MHD_RESPMEM_PERSISTENT);
	/* the library closes it; it reads at places of its own choice */
	fd = fcntl(f->fd, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		return NULL;
	r = MHD_create_response_from_fd(f->len, fd);
	if (!r)
		(void)close(fd);
	return r;
}

static struct MHD_Response *response_of(struct MHD_Connection *connection, struct http_answer *a)
{
	struct MHD_Response *r;

	if (a->stream)
		return http_stream_response(a->stream);
	if (a->flow) {
		r = http_flow_response(a->flow, connection);
		a->flow = NULL;
		return r;
	}
	if (a->fixed)
		return response_of_fixed(a->fixed);
	if (!text_ok(&a->body)) {
		a->status = MHD_HTTP_INTERNAL_SERVER_ERROR;
		text_clear(&a->body);
	}
	/* its bytes are the library's from here on */
	r = MHD_create_response_from_buffer(a->body.len, a->body.bytes, MHD_RESPMEM_MUST_FREE);
	if (r)
		a->body = TEXT_INIT;
	return r;
}

static const char *cache_control(const struct http_answer *a)
{
	if (a->immutable)
		return "public, max-age=31536000, immutable";
	return *a->tag ? "no-cache" : "no-store";
}

/* What the body is; who has it already knows (RFC 9110, 15.4.5). */
static void add_body_headers(struct MHD_Response *r, const struct http_answer *a)
{
	if (a->type)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, a->type);
	if (a->packed)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
	if (a->file_name)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_DISPOSITION, a->file_name);
}

/* All of its head that is the same for everybody, and what this answer has of its own. */
static void add_headers(struct MHD_Response *r, const struct http_answer *a)
{
	for (size_t i = 0; i < ARRAY_SIZE(fixed_headers); i++)
		(void)MHD_add_response_header(r, fixed_headers[i][0], fixed_headers[i][1]);
	(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL, cache_control(a));
	if (a->status != MHD_HTTP_NOT_MODIFIED)
		add_body_headers(r, a);
	if (*a->tag)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_ETAG, a->tag);
	if (a->allow)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, a->allow);
	if (*a->location)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_LOCATION, a->location);
	if (*a->cookie)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_SET_COOKIE, a->cookie);
	if (a->challenge)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_WWW_AUTHENTICATE, a->challenge);
}

/* Readers differ about where chunks end: nobody gets a second request through behind them. */
static bool is_chunked(struct MHD_Connection *connection)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
					   MHD_HTTP_HEADER_TRANSFER_ENCODING);
}

bool http_may_keep(const struct http_request *q)
{
	return !is_chunked(q->connection);
}

/* Takes what is kept, or makes the answer, and keeps it where that is wanted. */
static struct MHD_Response *make(struct MHD_Connection *connection, struct http_answer *a)
{
	struct http_kept *k = a->status == MHD_HTTP_OK ? a->keep : NULL;
	struct MHD_Response *r;

	if (k && k->response)
		return k->response;
	r = response_of(connection, a);
	if (!r)
		return NULL;
	add_headers(r, a);
	if (is_chunked(connection))
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
	/* without memory for its body it became a refusal */
	if (k && a->status == MHD_HTTP_OK)
		k->response = r;
	return r;
}

enum MHD_Result http_send(struct MHD_Connection *connection, struct http_answer *a)
{
	struct MHD_Response *r = make(connection, a);
	enum MHD_Result done;

	if (!r)
		return MHD_NO;
	done = MHD_queue_response(connection, a->status, r);
	if (!a->keep || a->keep->response != r)
		MHD_destroy_response(r);
	return done;
}

void http_kept_drop(struct http_kept *k)
{
	/* the library counts who still sends it */
	if (k->response)
		MHD_destroy_response(k->response);
	*k = (struct http_kept){ 0 };
}

/* A sentence, for what never reaches a handler. */
enum MHD_Result http_refuse(struct MHD_Connection *connection, unsigned status, const char *why)
{
	struct http_answer a = { .status = status, .type = "text/plain; charset=utf-8" };
	enum MHD_Result r;

	text_add(&a.body, why);
	text_add_char(&a.body, '\n');
	r = http_send(connection, &a);
	text_done(&a.body);
	return r;
}

void http_go_to(struct http_answer *a, const char *path)
{
	a->status = MHD_HTTP_SEE_OTHER;
	(void)snprintf(a->location, sizeof(a->location), "%s", path);
}

enum MHD_Result http_refuse_head(struct MHD_Connection *connection)
{
	static char why[] = "The head of the request is too long: its address and cookies have "
			    "about half a KiB.\n";
	struct MHD_Response *r =
		MHD_create_response_from_buffer(sizeof(why) - 1, why, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result done;

	if (!r)
		return MHD_NO;
	done = MHD_queue_response(connection, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE, r);
	MHD_destroy_response(r);
	return done;
}

/* ------------------------------------------------------------------ later */

struct http_later *http_later(const struct http_request *q)
{
	struct http_later *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	*l = (struct http_later){
		.http = q->http, .connection = q->connection, .gzip = q->gzip, .next = q->http->held
	};
	q->http->held = q->exchange->later = l;
	return l;
}

static void unlist(struct http_later *l)
{
	struct http_later **at = &l->http->held;

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
}

/* One that is still with its handler is within a turn of the library: that one ends first. */
static void go_on(struct http_later *l)
{
	struct http *h = l->http;

	l->ready = true;
	if (!l->held)
		return;
	MHD_resume_connection(l->connection);
	http_turn(h);
}

void http_answer_later(struct http_later *l, struct http_answer *a)
{
	if (!l)
		return;
	l->answer = *a;
	a->body = TEXT_INIT;
	http_pack(l->gzip, &l->answer);
	go_on(l);
}

void http_again(struct http_later *l)
{
	if (!l)
		return;
	l->again = true;
	go_on(l);
}

enum MHD_Result http_send_later(struct MHD_Connection *connection, struct exchange *x)
{
	enum MHD_Result r = http_send(connection, &x->later->answer);

	http_forget_later(x);
	return r;
}

void http_forget_later(struct exchange *x)
{
	if (!x->later)
		return;
	unlist(x->later);
	text_done(&x->later->answer.body);
	http_flow_drop(x->later->answer.flow);
	free(x->later);
	x->later = NULL;
}

/* The library does not end with a connection that it was told to let be. */
void http_end_later(struct http *h)
{
	for (struct http_later *l = h->held; l; l = l->next) {
		if (l->ready)
			continue;
		l->answer.status = MHD_HTTP_SERVICE_UNAVAILABLE;
		l->ready = true;
		MHD_resume_connection(l->connection);
	}
}
