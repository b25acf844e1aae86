// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * HTTP by libmicrohttpd in our event loop: connections and their time limits, whole requests, whole
 * answers. It knows nothing of what is asked for.
 */
#include <stdbool.h>
#include <stddef.h>

#include "daemons/webd/etag.h"
#include "lib/base/loop.h"
#include "lib/base/text.h"

/* The longest body of a request: a form of all settings is a tenth of it. */
#define HTTP_BODY_MAX 65536
/* An address in words. */
#define HTTP_ADDRESS_MAX 46
/* "rmcu=" with 32 digits, and what else stands in Set-Cookie. */
#define HTTP_COOKIE_MAX 128
/* A path of ours with what is behind its "?". */
#define HTTP_LOCATION_MAX 256

struct http;
struct http_later;
struct http_stream;
struct http_flow;
struct MHD_Connection;
struct exchange;

/* Valid during the call. */
struct http_request {
	const char *method; /* "GET" for HEAD as well: the body stays behind by itself */
	const char *path;   /* decoded, without the query */
	const char *body;
	size_t body_len;
	const char *address; /* of who asks */
	bool loopback;	     /* it is this machine's own */
	bool tls;	     /* nobody between can read it */
	bool gzip;	     /* an answer may be packed so */
	struct http *http;
	struct MHD_Connection *connection;
	struct exchange *exchange;
};

/*
 * An answer that is the same for many who ask, head and all: the library's own form of it is kept,
 * and sent again without being made. `of` is whose it is, in the numbers of who keeps it.
 */
struct http_kept {
	struct MHD_Response *response; /* NULL: nothing is kept */
	uint64_t of;
};

/* Bytes that stay as long as the server: in memory, or in a file that nobody changes. */
struct http_fixed {
	const void *bytes; /* NULL: in the file */
	size_t len;
	int fd; /* else -1 */
};

struct http_answer {
	unsigned status;
	const char *type; /* media type of the body; static */
	struct text body;
	const struct http_fixed *fixed; /* instead of a body of its own */
	struct http_kept *keep;		/* what is kept is sent, or what is sent is kept; NULL */
	struct http_stream *stream;	/* instead of a body: it comes bit by bit, without an end */
	struct http_flow *flow; /* instead: it comes piece by piece; taken over by sending */
	bool packed;		/* the body is gzip */
	bool immutable;		/* whatever has this address has it for good */
	char tag[ETAG_MAX];	/* of these very bytes; it may be kept, and asked whether it still
				   holds; "": nobody keeps it */
	const char *allow;	/* methods, for 405 and 501; static */
	const char *challenge;	/* how to sign in, for 401; static */
	const char *file_name;	/* as what a browser keeps it ("attachment; …"); valid until it is
				   sent */
	char location[HTTP_LOCATION_MAX]; /* where else, for 303 */
	char cookie[HTTP_COOKIE_MAX];
};

typedef void http_handler(void *ctx, const struct http_request *q, struct http_answer *a);

/*
 * Serves the listening socket, which is the server's from here on, also when it fails; with `tls`
 * it speaks TLS with the certificate of tls.h. 0 or a negative errno.
 */
int http_new(struct loop *loop, int listen_fd, bool tls, http_handler *handle, void *ctx,
	     struct http **ret);
struct http *http_free(struct http *h);

/* False where the answer has something of this request alone. */
bool http_may_keep(const struct http_request *q);

/* Lets go of what is kept. */
void http_kept_drop(struct http_kept *k);

/* Sends who asked there, with a GET (303). */
void http_go_to(struct http_answer *a, const char *path);

/* A header, an argument behind the "?": NULL when there is none; valid during the call. */
const char *http_header(const struct http_request *q, const char *name);
const char *http_query(const struct http_request *q, const char *name);

/* The name of an argument that is none of these, which have spaces between them; NULL when all are.
 * Valid as the others. */
const char *http_query_other(const struct http_request *q, const char *names);

/* Whether his line is dear to him: a browser was told to save data (Save-Data: on). */
bool http_saves(const struct http_request *q);

/*
 * For a handler whose answer is not there yet: nothing is sent when it returns, but when
 * http_answer_later() is called, which must happen, be it within the handler, and takes over the
 * answer's body. Valid until then, also when who asked is gone. NULL without memory: then the
 * handler's own answer is sent, and the later one, which may be told NULL, is not.
 */
struct http_later *http_later(const struct http_request *q);
void http_answer_later(struct http_later *l, struct http_answer *a);

/* Instead: the handler is called again with the same request, as what it lacked is there now. */
void http_again(struct http_later *l);

/* Where the bytes of an answer without an end come from. */
struct http_stream_calls {
	/* Up to `room` of the next bytes; 0: there are none, and http_stream_wake() will tell. */
	size_t (*take)(void *ctx, char *buf, size_t room);
	/* It is over, whoever ended it, and the stream no longer there. */
	void (*gone)(void *ctx);
};

/* A stream for `http_answer.stream` of this request, which takes it over; NULL without memory, and
 * then `gone` is not called. */
struct http_stream *http_stream_new(const struct http_request *q,
				    const struct http_stream_calls *calls, void *ctx);

/* There is more to take. Never from within `take`. */
void http_stream_wake(struct http_stream *s);

/* Bytes that were taken and that the client has not confirmed. None once he is gone: the next ones
 * find that out. */
size_t http_stream_unsent(const struct http_stream *s);

/* Ends it, whatever the client does; `gone` comes later. */
void http_stream_end(struct http_stream *s);

/*
 * A body that comes piece by piece, each one when the one before is on its way, so that no more of
 * it is in memory. `more` wants the next piece: http_flow_give() or http_flow_end() must follow, at
 * once or later. `gone`: it was sent, or nobody reads it any more; the flow ends with that, and it
 * does not happen between `more` and what follows. NULL without memory.
 */
struct http_flow_calls {
	void (*more)(void *ctx, struct http_flow *f);
	void (*gone)(void *ctx);
};
struct http_flow *http_flow_new(struct http *h, const struct http_flow_calls *calls, void *ctx);

/* Takes over the piece; one that is empty is an end. */
void http_flow_give(struct http_flow *f, struct text *piece);

/* That was all; not complete: the connection breaks, so that who reads knows it. */
void http_flow_end(struct http_flow *f, bool complete);
