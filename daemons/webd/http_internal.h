// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* What the files of http share. */
#include <microhttpd.h>

#include "daemons/webd/guard.h"
#include "daemons/webd/http.h"

struct http {
	struct loop *loop;
	struct MHD_Daemon *daemon;
	struct loop_fd source;
	struct loop_timer timer;
	struct guard guard;
	bool tls;
	bool gone; /* a connection, in this turn */
	http_handler *handle;
	void *ctx;
	struct http_later *held; /* answers that are still to come */
	struct http_stream *streams;
};

/* An answer that was not there at once. */
struct http_later {
	struct http *http;
	struct MHD_Connection *connection;
	struct http_answer answer;
	bool gzip, ready, again;
	bool held; /* the library lets the connection be */
	struct http_later *next;
};

/* An answer without an end. */
struct http_stream {
	struct http *http;
	struct MHD_Connection *connection;
	const struct http_stream_calls *calls;
	void *ctx;
	bool sleeps; /* the library was told to let it be */
	bool ended;
	struct http_stream *next;
};

/* One request, from its head to its answer. */
struct exchange {
	struct text body;
	struct http_later *later;
};

/* What the library has to do, and when it wants to be called again. */
void http_turn(struct http *h);

/* The same in the loop's next turn. */
void http_turn_soon(struct http *h);

/* Packs the body where that is worth it. */
void http_pack(bool gzip, struct http_answer *a);

/* http_head.c: whether it is too long to be answered. */
bool http_is_crowded(struct MHD_Connection *connection);

/* Whether the body that it tells of is longer than any that is read. */
bool http_is_long(struct MHD_Connection *connection);

/* Whether gzip is named, and not with a weight of 0 (RFC 9110, 12.5.3). */
bool http_takes_gzip(struct MHD_Connection *connection);

/* His address in words, and whether it is this machine's own. */
bool http_name_peer(struct MHD_Connection *connection, char address[HTTP_ADDRESS_MAX]);

/* http_framing.c: whether it is beyond doubt where this request ends. */
bool http_is_framed(struct MHD_Connection *connection, const char *method);

/* Hands the answer to the library; its body is gone then. */
enum MHD_Result http_send(struct MHD_Connection *connection, struct http_answer *a);

/* The body of an answer that comes piece by piece. */
struct MHD_Response *http_flow_response(struct http_flow *f, struct MHD_Connection *connection);
/* One that was not sent. */
void http_flow_drop(struct http_flow *f);

/* A sentence, for what never reaches a handler. */
enum MHD_Result http_refuse(struct MHD_Connection *connection, unsigned status, const char *why);

/* The same of a head that is so long that little else fits beside it. */
enum MHD_Result http_refuse_head(struct MHD_Connection *connection);

/* Answers that were not there at once: sends one, forgets one, and sends all before the end. */
enum MHD_Result http_send_later(struct MHD_Connection *connection, struct exchange *x);
void http_forget_later(struct exchange *x);
void http_end_later(struct http *h);

/* http_stream.c: the stream as the library has answers; NULL without memory, then it is gone. */
struct MHD_Response *http_stream_response(struct http_stream *s);
void http_end_streams(struct http *h);
