// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/bus/client.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"

#define RUNTIME_DIR "/run/rmcu"

void client_path(const char *name, char ret_path[CLIENT_PATH_MAX])
{
	const char *folder = getenv("RMCU_RUNTIME_DIR");

	/* a folder that does not fit gives a path that does not exist, and connect says so */
	(void)snprintf(ret_path, CLIENT_PATH_MAX, "%s/%s.sock",
		       folder && *folder ? folder : RUNTIME_DIR, name);
}

int client_connect(struct client *c, const char *path)
{
	AUTO_CLOSE int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int n;

	if (fd < 0)
		return -errno;
	n = snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (n < 0 || (size_t)n >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	client_done(c);
	c->packet = malloc(WIRE_PACKET_MAX);
	if (!c->packet)
		return -ENOMEM;
	c->fd = TAKE_FD(fd);
	return 0;
}

void client_done(struct client *c)
{
	if (c->fd >= 0)
		(void)close(c->fd);
	free(c->packet);
	*c = CLIENT_INIT;
}

static int wait_readable(int fd, int64_t deadline_us)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct timespec left;
	int64_t left_us = MAX(deadline_us - mono_read_us(), 0);
	int r;

	left.tv_sec = left_us / USEC_PER_SEC;
	left.tv_nsec = left_us % USEC_PER_SEC * NSEC_PER_USEC;
	r = ppoll(&p, 1, &left, NULL);
	return r < 0 ? -errno : r;
}

/* "For ever" is a large number; it must not come out before now. */
static int64_t deadline(int64_t timeout_us)
{
	int64_t us;

	return __builtin_add_overflow(mono_read_us(), timeout_us, &us) ? INT64_MAX : us;
}

int client_receive(struct client *c, int64_t timeout_us, struct msg_head *ret_head,
		   struct cursor *ret_body)
{
	int64_t deadline_us = timeout_us > 0 ? deadline(timeout_us) : 0;

	for (;;) {
		ssize_t n = recv(c->fd, c->packet, WIRE_PACKET_MAX, MSG_DONTWAIT | MSG_TRUNC);
		int r;

		if (n == 0)
			return -ECONNRESET;
		if (n > WIRE_PACKET_MAX)
			return -EBADMSG;
		if (n > 0) {
			*ret_body = cursor_reader(c->packet, (size_t)n);
			r = msg_get_head(ret_body, ret_head);
			return r < 0 ? r : 1;
		}
		if (errno != EAGAIN && errno != EINTR)
			return -errno;
		/* a daemon that reads until nothing is left need not ask the kernel twice */
		if (timeout_us <= 0 && errno == EAGAIN)
			return 0;
		r = wait_readable(c->fd, deadline_us);
		if (r == 0 || (r < 0 && r != -EINTR))
			return r;
	}
}

int client_greet(struct client *c, int64_t timeout_us, struct msg_hello *ret_hello,
		 struct msg_reply *ret_refused)
{
	struct msg_reply refused;
	struct msg_head head;
	struct cursor body;
	int r;

	r = client_receive(c, timeout_us, &head, &body);
	if (r == 0)
		return -ETIMEDOUT;
	if (r < 0)
		return r;
	if (head.type == MSG_HELLO)
		return msg_hello_get(&body, ret_hello);
	if (head.type != MSG_REFUSED)
		return -EPROTO;
	r = msg_reply_get(&body, &refused);
	if (r < 0)
		return r;
	if (ret_refused)
		*ret_refused = refused;
	return refused.error == EUSERS ? -EUSERS : -EACCES;
}

int client_hello(struct client *c, const char *path, int64_t timeout_us,
		 struct msg_hello *ret_hello, struct msg_reply *ret_refused)
{
	int r = client_connect(c, path);

	return r < 0 ? r : client_greet(c, timeout_us, ret_hello, ret_refused);
}

uint32_t client_next_id(struct client *c)
{
	/* 0 is what publications have */
	if (++c->last_id == 0)
		c->last_id = 1;
	return c->last_id;
}

int client_send(struct client *c, const void *packet, size_t len)
{
	if (send(c->fd, packet, len, MSG_NOSIGNAL) < 0)
		return -errno;
	return 0;
}

int client_answer(struct client *c, uint32_t id, int64_t timeout_us, unsigned *ret_type,
		  struct cursor *ret_body)
{
	int64_t deadline_us = deadline(timeout_us);

	for (;;) {
		struct msg_head head;
		int r = client_receive(c, MAX(deadline_us - mono_read_us(), 0), &head, ret_body);

		if (r == 0)
			return -ETIMEDOUT;
		if (r < 0)
			return r;
		if (head.id != id)
			continue;
		*ret_type = head.type;
		return 0;
	}
}
