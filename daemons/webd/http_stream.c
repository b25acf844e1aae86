// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Answers without an end: the library asks for more when the line has room, and is put to sleep
 * while there is none. */
#include <linux/sockios.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "daemons/webd/http_internal.h"

/* What the library holds for each of them for HTTP/1.0 alone; chunks have the connection's own. */
#define PIECE 128
/*
 * What the system holds for one client: it would let megabytes pile up before a client that does
 * not read, and each of them were old when it came. The least that Linux takes is about this.
 */
#define SEND_BUFFER 4096

static ssize_t take(void *ctx, uint64_t pos, char *buf, size_t max)
{
	struct http_stream *s = ctx;
	size_t n;

	(void)pos;
	if (s->ended)
		return MHD_CONTENT_READER_END_OF_STREAM;
	n = s->calls->take(s->ctx, buf, max);
	if (n > 0)
		return (ssize_t)n;
	MHD_suspend_connection(s->connection);
	s->sleeps = true;
	return 0;
}

/* The library is done with it, whoever ended it. */
static void release(void *ctx)
{
	struct http_stream *s = ctx, **at = &s->http->streams;

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	s->calls->gone(s->ctx);
	free(s);
}

static int fd_of(const struct http_stream *s)
{
	return MHD_get_connection_info(s->connection, MHD_CONNECTION_INFO_CONNECTION_FD)
		->connect_fd;
}

struct http_stream *http_stream_new(const struct http_request *q,
				    const struct http_stream_calls *calls, void *ctx)
{
	struct http_stream *s = calloc(1, sizeof(*s));
	int size = SEND_BUFFER;

	if (!s)
		return NULL;
	*s = (struct http_stream){
		.http = q->http,
		.connection = q->connection,
		.calls = calls,
		.ctx = ctx,
		.next = q->http->streams,
	};
	q->http->streams = s;
	(void)setsockopt(fd_of(s), SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	return s;
}

void http_stream_wake(struct http_stream *s)
{
	if (!s->sleeps)
		return;
	s->sleeps = false;
	MHD_resume_connection(s->connection);
	/* once for all that are woken in this turn of the loop */
	http_turn_soon(s->http);
}

/* The kernel goes on counting what a connection that was reset had on its way. */
static bool is_over(int fd)
{
	struct pollfd p = { .fd = fd };

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR));
}

size_t http_stream_unsent(const struct http_stream *s)
{
	int fd = fd_of(s), bytes = 0;

	return ioctl(fd, SIOCOUTQ, &bytes) == 0 && bytes > 0 && !is_over(fd) ? (size_t)bytes : 0;
}

void http_stream_end(struct http_stream *s)
{
	s->ended = true;
	/* who does not read would not read the end either */
	(void)shutdown(fd_of(s), SHUT_RDWR);
	http_stream_wake(s);
}

struct MHD_Response *http_stream_response(struct http_stream *s)
{
	struct MHD_Response *r =
		MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE, take, s, release);

	if (!r)
		release(s);
	return r;
}

/* The library does not end with a connection that it was told to let be. */
void http_end_streams(struct http *h)
{
	for (struct http_stream *s = h->streams; s; s = s->next)
		http_stream_end(s);
}
