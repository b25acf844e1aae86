// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "daemons/webd/http_internal.h"
#include "daemons/webd/tls.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* Connections in all, and of one address: a browser takes six, a stream each for ten pages. */
#define CONNECTIONS_MAX	     600
#define CONNECTIONS_PER_PEER 32
/*
 * What the library has for a connection: the head of a request, and beside it that of its answer.
 * Browsers need 1 KiB for theirs; 500 open pages keep it as long as they are open.
 */
#define CONNECTION_MEMORY ((size_t)4608)
/* The head of a request, the rest of it, and the time between two of them. 1 KiB takes a second at
 * 9.6 kbit/s, and a cookie with a long address is no more. */
#define HEAD_WITHIN_US (10 * USEC_PER_SEC)
#define BODY_WITHIN_US (60 * USEC_PER_SEC)
#define IDLE_WITHIN_US (60 * USEC_PER_SEC)
/* Nothing moves at all: a slow reader of an answer has so long for each piece of it. */
#define SILENT_S 60

/* ------------------------------------------------------------------ turns */

static void due(void *ctx, int64_t now_us)
{
	(void)now_us;
	http_turn(ctx);
}

static void ready(void *ctx, uint32_t events)
{
	(void)events;
	http_turn(ctx);
}

/* The library's epoll is edge-triggered inside: what it still has to do it says as a timeout alone.
 */
void http_turn(struct http *h)
{
	MHD_UNSIGNED_LONG_LONG ms;

	h->gone = false;
	(void)MHD_run(h->daemon);
	/* Full, it does not watch its socket, and looks whether there is room again only when it
	 * begins a turn: if all went in this one, nothing would ever begin another. */
	if (h->gone)
		http_turn_soon(h);
	else if (MHD_get_timeout(h->daemon, &ms) == MHD_YES)
		loop_arm(h->loop, &h->timer, mono_read_us() + (int64_t)ms * USEC_PER_MSEC, due, h);
	else
		loop_disarm(h->loop, &h->timer);
}

void http_turn_soon(struct http *h)
{
	loop_arm(h->loop, &h->timer, mono_read_us(), due, h);
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
		return;
	}
	h->gone = true;
	if (*socket_context) {
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
		http_forget_later(x);
		text_done(&x->body);
		free(x);
		*con_cls = NULL;
	}
	limit(ctx, connection, IDLE_WITHIN_US);
}

/* ------------------------------------------------------------------ requests */

/* The head is there. */
static enum MHD_Result begin(struct http *h, struct MHD_Connection *connection, const char *method,
			     void **con_cls)
{
	struct exchange *x = calloc(1, sizeof(*x));

	if (!x)
		return MHD_NO;
	*con_cls = x;
	limit(h, connection, BODY_WITHIN_US);
	if (http_is_crowded(connection))
		return http_refuse_head(connection);
	if (!http_is_framed(connection, method))
		return http_refuse(connection, MHD_HTTP_BAD_REQUEST,
				   "It is not clear where the request ends.");
	if (http_is_long(connection))
		return http_refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE,
				   "No request has more than 64 KiB.");
	return MHD_YES;
}

/* All of it is there. */
static enum MHD_Result finish(struct http *h, struct MHD_Connection *connection, const char *path,
			      const char *method, struct exchange *x)
{
	char address[HTTP_ADDRESS_MAX] = "";
	struct http_request q = {
		.method = streq(method, MHD_HTTP_METHOD_HEAD) ? MHD_HTTP_METHOD_GET : method,
		.path = path,
		.body = text_get(&x->body),
		.body_len = x->body.len,
		.address = address,
		.loopback = http_name_peer(connection, address),
		.tls = h->tls,
		.gzip = http_takes_gzip(connection),
		.http = h,
		.connection = connection,
		.exchange = x,
	};
	struct http_answer a = { .status = MHD_HTTP_OK };
	enum MHD_Result r = MHD_YES;

	/* an answer has no moment: on a slow line it takes what it takes, as long as it moves */
	limit(h, connection, INT64_MAX);
	h->handle(h->ctx, &q, &a);
	if (x->later && x->later->ready) {
		/* it came from within the handler */
		r = http_send_later(connection, x);
	} else if (x->later) {
		x->later->held = true;
		MHD_suspend_connection(connection);
	} else {
		http_pack(q.gzip, &a);
		r = http_send(connection, &a);
	}
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
		return begin(ctx, connection, method, con_cls);
	if (x->later && x->later->ready && !x->later->again)
		return http_send_later(connection, x);
	http_forget_later(x);
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
	/* No Strict-Transport-Security: browsers ignore it behind a certificate that a person had
	 * to let pass (RFC 6797, 8.1), and one of the site's own that runs out would lock him out.
	 */
	static struct MHD_OptionItem tls_options[] = {
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES },
		{ MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)tls_retrieve },
		{ MHD_OPTION_END, 0, NULL },
	};
	static struct MHD_OptionItem no_options[] = { { MHD_OPTION_END, 0, NULL } };
	const union MHD_DaemonInfo *info;

	h->daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
			(h->tls ? MHD_USE_TLS : 0),
		0, NULL, NULL, access_handler, h, MHD_OPTION_EXTERNAL_LOGGER, be_quiet, NULL,
		MHD_OPTION_ARRAY, h->tls ? tls_options : no_options, MHD_OPTION_LISTEN_SOCKET,
		listen_fd, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, CONNECTIONS_PER_PEER,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
		MHD_OPTION_CONNECTION_TIMEOUT, SILENT_S, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_NOTIFY_CONNECTION, connection_changed, h, MHD_OPTION_NOTIFY_COMPLETED,
		completed, h, MHD_OPTION_END);
	if (!h->daemon)
		return -EIO;
	info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	return loop_watch(h->loop, &h->source, info->epoll_fd, EPOLLIN, ready, h);
}

int http_new(struct loop *loop, int listen_fd, bool tls, http_handler *handle, void *ctx,
	     struct http **ret)
{
	struct http *h = calloc(1, sizeof(*h));
	int r;

	if (!h) {
		(void)close(listen_fd);
		return -ENOMEM;
	}
	h->loop = h->guard.loop = loop;
	h->tls = tls;
	h->handle = handle;
	h->ctx = ctx;
	r = start(h, listen_fd);
	if (r < 0) {
		if (!h->daemon)
			(void)close(listen_fd);
		(void)http_free(h);
		return r;
	}
	http_turn(h);
	*ret = h;
	return 0;
}

struct http *http_free(struct http *h)
{
	if (!h)
		return NULL;
	loop_unwatch(h->loop, &h->source);
	http_end_later(h);
	http_end_streams(h);
	/* takes the connections down, and closes the listening socket */
	if (h->daemon)
		MHD_stop_daemon(h->daemon);
	loop_disarm(h->loop, &h->timer);
	loop_disarm(h->loop, &h->guard.timer);
	free(h);
	return NULL;
}
