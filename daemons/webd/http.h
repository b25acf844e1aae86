// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * HTTP by libmicrohttpd in our event loop: connections and their time limits, whole requests, whole
 * answers. It knows nothing of what is asked for.
 */
#include <stdbool.h>
#include <stddef.h>

#include "lib/base/loop.h"
#include "lib/base/text.h"

/* The longest body of a request: a form of all settings is a tenth of it. */
#define HTTP_BODY_MAX 65536

struct http;

/* Valid during the call. */
struct http_request {
	const char *method; /* "GET" for HEAD as well: the body stays behind by itself */
	const char *path;   /* decoded, without the query */
	const char *body;
	size_t body_len;
	bool loopback; /* it comes from this machine */
	bool gzip;     /* an answer may be packed so */
};

struct http_answer {
	unsigned status;
	const char *type; /* media type of the body; static */
	struct text body;
	const struct text *fixed; /* instead of a body of its own: stays as long as the server */
	bool packed;		  /* the body is gzip */
	bool immutable;		  /* whatever has this address has it for good */
	const char *allow;	  /* methods, for 405 and 501; static */
};

typedef void http_handler(void *ctx, const struct http_request *q, struct http_answer *a);

/*
 * Serves the listening socket, which is the server's from here on, also when it fails. 0 or a
 * negative errno.
 */
int http_new(struct loop *loop, int listen_fd, http_handler *handle, void *ctx, struct http **ret);
struct http *http_free(struct http *h);
