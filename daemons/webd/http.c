// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/http.h"

#include <microhttpd.h>

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "daemons/webd/guard.h"
#include "daemons/webd/pack.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

/* Connections in all, and of one address: a browser takes six, a stream each for ten pages. */
#define CONNECTIONS_MAX	     600
#define CONNECTIONS_PER_PEER 32
/* The head of a request, the rest of it, and the time between two of them. 1 KiB takes a second at
 * 9.6 kbit/s, and a cookie with a long address is no more. */
#define HEAD_WITHIN_US (10 * USEC_PER_SEC)
#define BODY_WITHIN_US (60 * USEC_PER_SEC)
#define IDLE_WITHIN_US (60 * USEC_PER_SEC)
/* Nothing moves at all: a slow reader of an answer has so long for each piece of it. */
#define SILENT_S 60

/* Less than this fits a packet in any case. */
#define PACKED_LEAST 1000

struct http {
	struct loop *loop;
	struct MHD_Daemon *daemon;
	struct loop_fd source;
	struct loop_timer timer;
	struct guard guard;
	http_handler *handle;
	void *ctx;
};

/* One request, from its head to its answer. */
struct exchange {
	struct text body;
	bool started;
};

/* ------------------------------------------------------------------ turns */

static void turn(struct http *h);

static void due(void *ctx, int64_t now_us)
{
	(void)now_us;
	turn(ctx);
}

static void ready(void *ctx, uint32_t events)
{
	(void)events;
	turn(ctx);
}

/* The library's epoll is edge-triggered inside: what it still has to do it says as a timeout alone.
 */
static void turn(struct http *h)
{
	MHD_UNSIGNED_LONG_LONG ms;

	(void)MHD_run(h->daemon);
	if (MHD_get_timeout(h->daemon, &ms) == MHD_YES)
		loop_arm(h->loop, &h->timer, mono_read_us() + (int64_t)ms * USEC_PER_MSEC, due, h);
	else
		loop_disarm(h->loop, &h->timer);
}

/* ------------------------------------------------------------------ connections */

static void connection_changed(void *ctx, struct MHD_Connection *connection, void **socket_context,
			       enum MHD_ConnectionNotificationCode code)
{
	struct http *h = ctx;
	const union MHD_ConnectionInfo *info;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
		*socket_context = guard_add(&h->guard, info->connect_fd, HEAD_WITHIN_US);
	} else if (*socket_context) {
		guard_remove(&h->guard, *socket_context);
		*socket_context = NULL;
	}
}

static void limit(struct http *h, struct MHD_Connection *connection, int64_t within_us)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	if (info && info->socket_context)
		guard_limit(&h->guard, info->socket_context, within_us);
}

static void completed(void *ctx, struct MHD_Connection *connection, void **con_cls,
		      enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *con_cls;

	(void)why;
	if (x) {
		text_done(&x->body);
		free(x);
		*con_cls = NULL;
	}
	limit(ctx, connection, IDLE_WITHIN_US);
}

static bool is_loopback(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *a = info ? info->client_addr : NULL;

	if (a && a->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)a)->sin_addr.s_addr) >> 24 == 127;
	if (a && a->sa_family == AF_INET6) {
		const struct in6_addr *ip = &((const struct sockaddr_in6 *)a)->sin6_addr;

		return IN6_IS_ADDR_LOOPBACK(ip) ||
		       (IN6_IS_ADDR_V4MAPPED(ip) && ip->s6_addr[12] == 127);
	}
	return false;
}

/* ------------------------------------------------------------------ answers */

/* The same with each answer: nothing of ours runs in, or is read by, a page of somebody else. */
static const char *const fixed_headers[][2] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action "
	  "'self'; frame-ancestors 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Referrer-Policy", "no-referrer" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Vary", "Accept-Encoding" },
};

/* Packs what is worth it: words, and enough of them to save a packet. */
static void pack(const struct http_request *q, struct http_answer *a)
{
	struct text packed = TEXT_INIT;

	if (!q->gzip || a->fixed || a->packed || a->body.len < PACKED_LEAST || !text_ok(&a->body))
		return;
	if (pack_gzip(&packed, text_get(&a->body), a->body.len) == 0) {
		text_done(&a->body);
		a->body = packed;
		a->packed = true;
	} else {
		text_done(&packed);
	}
}

static struct MHD_Response *response_of(struct http_answer *a)
{
	struct MHD_Response *r;

	if (a->fixed)
		return MHD_create_response_from_buffer(a->fixed->len, a->fixed->bytes,
						       MHD_RESPMEM_PERSISTENT);
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

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct http_answer *a)
{
	struct MHD_Response *r = response_of(a);
	enum MHD_Result done;

	if (!r)
		return MHD_NO;
	for (size_t i = 0; i < ARRAY_SIZE(fixed_headers); i++)
		(void)MHD_add_response_header(r, fixed_headers[i][0], fixed_headers[i][1]);
	if (a->type)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, a->type);
	(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL,
				      a->immutable ? "public, max-age=31536000, immutable"
						   : "no-store");
	if (a->packed)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
	if (a->allow)
		(void)MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, a->allow);
	done = MHD_queue_response(connection, a->status, r);
	MHD_destroy_response(r);
	return done;
}

/* A sentence, for what never reaches a handler. */
static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status, const char *why)
{
	struct http_answer a = { .status = status, .type = "text/plain; charset=utf-8" };
	enum MHD_Result r;

	text_add(&a.body, why);
	text_add_char(&a.body, '\n');
	r = send_answer(connection, &a);
	text_done(&a.body);
	return r;
}

/* ------------------------------------------------------------------ requests */

struct framing {
	unsigned hosts, lengths, encodings;
};

static enum MHD_Result count_header(void *ctx, enum MHD_ValueKind kind, const char *key,
				    const char *value)
{
	struct framing *f = ctx;

	(void)kind, (void)value;
	f->hosts += strcasecmp(key, MHD_HTTP_HEADER_HOST) == 0;
	f->lengths += strcasecmp(key, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0;
	f->encodings += strcasecmp(key, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0;
	return MHD_YES;
}

/*
 * Where a request ends must be beyond doubt (RFC 9112, 6.3): two readers of one that says it twice
 * see two requests each.
 */
static bool is_framed(struct MHD_Connection *connection)
{
	struct framing f = { 0 };

	(void)MHD_get_connection_values(connection, MHD_HEADER_KIND, count_header, &f);
	return f.hosts == 1 && f.lengths + f.encodings <= 1;
}

static bool is_long(struct MHD_Connection *connection)
{
	const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
							 MHD_HTTP_HEADER_CONTENT_LENGTH);

	return length && strtoull(length, NULL, 10) > HTTP_BODY_MAX;
}

/* Whether gzip is named, and not with a weight of 0 (RFC 9110, 12.5.3). */
static bool takes_gzip(struct MHD_Connection *connection)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
							MHD_HTTP_HEADER_ACCEPT_ENCODING);
	const char *at = value ? strcasestr(value, "gzip") : NULL;
	double weight = 1;

	if (at)
		(void)sscanf(at + strlen("gzip"), " ; q = %lf", &weight);
	return at && weight > 0;
}

/* The head is there. */
static enum MHD_Result begin(struct http *h, struct MHD_Connection *connection, void **con_cls)
{
	struct exchange *x = calloc(1, sizeof(*x));

	if (!x)
		return MHD_NO;
	*con_cls = x;
	limit(h, connection, BODY_WITHIN_US);
	if (!is_framed(connection))
		return refuse(connection, MHD_HTTP_BAD_REQUEST,
			      "It is not clear where the request ends.");
	if (is_long(connection))
		return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE,
			      "No request has more than 64 KiB.");
	return MHD_YES;
}

/* All of it is there. */
static enum MHD_Result finish(struct http *h, struct MHD_Connection *connection, const char *path,
			      const char *method, const struct exchange *x)
{
	struct http_request q = {
		.method = streq(method, MHD_HTTP_METHOD_HEAD) ? MHD_HTTP_METHOD_GET : method,
		.path = path,
		.body = text_get(&x->body),
		.body_len = x->body.len,
		.loopback = is_loopback(connection),
		.gzip = takes_gzip(connection),
	};
	struct http_answer a = { .status = MHD_HTTP_OK };
	enum MHD_Result r;

	/* an answer has no moment: on a slow line it takes what it takes, as long as it moves */
	limit(h, connection, INT64_MAX);
	h->handle(h->ctx, &q, &a);
	pack(&q, &a);
	r = send_answer(connection, &a);
	text_done(&a.body);
	return r;
}

static enum MHD_Result access_handler(void *ctx, struct MHD_Connection *connection, const char *url,
				      const char *method, const char *version,
				      const char *upload_data, size_t *upload_data_size,
				      void **con_cls)
{
	struct exchange *x = *con_cls;

	(void)version;
	if (!x)
		return begin(ctx, connection, con_cls);
	if (*upload_data_size == 0)
		return finish(ctx, connection, url, method, x);
	if (x->body.len + *upload_data_size > HTTP_BODY_MAX)
		return MHD_NO;
	text_add_n(&x->body, upload_data, *upload_data_size);
	*upload_data_size = 0;
	return text_ok(&x->body) ? MHD_YES : MHD_NO;
}

/* ------------------------------------------------------------------ life */

/* It would tell each broken connection of a stranger. */
static void be_quiet(void *ctx, const char *format, va_list args)
{
	(void)ctx, (void)format, (void)args;
}

static int start(struct http *h, int listen_fd)
{
	const union MHD_DaemonInfo *info;

	h->daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
		access_handler, h, MHD_OPTION_EXTERNAL_LOGGER, be_quiet, NULL,
		MHD_OPTION_LISTEN_SOCKET, listen_fd, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, CONNECTIONS_PER_PEER,
		MHD_OPTION_CONNECTION_TIMEOUT, SILENT_S, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_NOTIFY_CONNECTION, connection_changed, h, MHD_OPTION_NOTIFY_COMPLETED,
		completed, h, MHD_OPTION_END);
	if (!h->daemon)
		return -EIO;
	info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	return loop_watch(h->loop, &h->source, info->epoll_fd, EPOLLIN, ready, h);
}

int http_new(struct loop *loop, int listen_fd, http_handler *handle, void *ctx, struct http **ret)
{
	struct http *h = calloc(1, sizeof(*h));
	int r;

	if (!h) {
		(void)close(listen_fd);
		return -ENOMEM;
	}
	h->loop = h->guard.loop = loop;
	h->handle = handle;
	h->ctx = ctx;
	r = start(h, listen_fd);
	if (r < 0) {
		if (!h->daemon)
			(void)close(listen_fd);
		(void)http_free(h);
		return r;
	}
	turn(h);
	*ret = h;
	return 0;
}

struct http *http_free(struct http *h)
{
	if (!h)
		return NULL;
	loop_unwatch(h->loop, &h->source);
	/* takes the connections down, and closes the listening socket */
	if (h->daemon)
		MHD_stop_daemon(h->daemon);
	loop_disarm(h->loop, &h->timer);
	loop_disarm(h->loop, &h->guard.timer);
	free(h);
	return NULL;
}
