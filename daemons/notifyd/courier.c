// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/courier.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/util.h"
#include "lib/daemon/folders.h"

/* Whoever delivers keeps the limit himself; this is for one that does not. */
#define LIMIT_MORE_US (10 * USEC_PER_SEC)

static const char *programs;

void courier_programs(const char *folder)
{
	programs = folder;
	/* children leave nothing behind */
	(void)signal(SIGCHLD, SIG_IGN);
}

static const char *program_of(enum delivery by)
{
	return by == DELIVERY_COMMAND ? "run" : "send";
}

static void close_fd(struct courier *d, struct loop_fd *f)
{
	int fd = f->fd;

	if (!f->watched)
		return;
	loop_unwatch(d->loop, f);
	(void)close(fd);
}

/* One that has answered ends by itself, and nobody waits for it (courier_programs). */
static void let_child_go(struct courier *d, bool answered)
{
	if (d->child_fd <= 0)
		return;
	if (!answered)
		(void)pidfd_send_signal(d->child_fd, SIGKILL, NULL, 0);
	(void)close(d->child_fd);
	d->child_fd = 0;
}

static void stop(struct courier *d, bool answered)
{
	if (!d->busy)
		return;
	loop_disarm(d->loop, &d->limit);
	close_fd(d, &d->socket);
	let_child_go(d, answered);
	d->busy = false;
}

void courier_stop(struct courier *d)
{
	stop(d, false);
}

static void end(struct courier *d, const struct msg_sent *sent, bool answered)
{
	struct msg_sent copy = *sent;

	stop(d, answered);
	d->over(d->ctx, d, &copy);
}

static void end_unsure(struct courier *d, const char *sentence)
{
	struct msg_sent sent = { .outcome = OUTCOME_TEMPORARY, .unsure = true };

	(void)snprintf(sent.sentence, sizeof(sent.sentence), "%s", sentence);
	end(d, &sent, false);
}

static void limit_due(void *ctx, int64_t now_us)
{
	(void)now_us;
	end_unsure(ctx, "whoever delivers it did not end in time");
}

/* Whoever was asked how the modem is has said so; 0 or a negative errno. */
static int take_modem(struct courier *d, struct cursor *c)
{
	static const struct msg_sent heard = { .outcome = OUTCOME_DELIVERED };
	struct msg_modem modem;
	int r = msg_modem_get(c, &modem);

	if (r < 0)
		return r;
	*d->modem = modem;
	end(d, &heard, true);
	return 0;
}

static int take_sent(struct courier *d, struct cursor *c)
{
	struct msg_sent sent;
	int r = msg_sent_get(c, &sent);

	if (r < 0)
		return r;
	/* of a modem that was asked for nobody knows anything then */
	sent.unsure |= d->modem != NULL;
	end(d, &sent, true);
	return 0;
}

static void answered(void *ctx, uint32_t events)
{
	struct courier *d = ctx;
	uint8_t packet[sizeof(struct msg_sent) + 64];
	struct msg_head head;
	struct cursor c;
	ssize_t n = recv(d->socket.fd, packet, sizeof(packet), MSG_DONTWAIT);
	int r = -EBADMSG;

	(void)events;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	c = cursor_reader(packet, n > 0 ? (size_t)n : 0);
	if (n > 0 && msg_get_head(&c, &head) == 0) {
		if (head.type == MSG_SENT)
			r = take_sent(d, &c);
		else if (head.type == MSG_MODEM_ANSWER && d->modem)
			r = take_modem(d, &c);
	}
	if (r < 0)
		end_unsure(d, "whoever delivers it ended without a word");
}

static int connect_socket(enum delivery by)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char folder[FOLDER_MAX];
	AUTO_CLOSE int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -errno;
	folder_runtime(folder);
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%.80s/%s.sock", folder,
		       program_of(by));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	return TAKE_FD(fd);
}

extern char **environ;

static int spawn(struct courier *d, enum delivery by, int child_fd)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t ours;
	char path[PATH_MAX];
	char *argv[] = { path, NULL };
	pid_t pid;
	int r;

	(void)snprintf(path, sizeof(path), "%s/%s/rmcu-%s", programs, program_of(by),
		       program_of(by));
	/* neither of the two fails with glibc */
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawnattr_init(&attributes);
	(void)sigemptyset(&ours);
	(void)sigaddset(&ours, SIGCHLD);
	(void)posix_spawnattr_setsigdefault(&attributes, &ours);
	(void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	r = posix_spawn_file_actions_adddup2(&actions, child_fd, STDIN_FILENO);
	if (r == 0)
		r = posix_spawn(&pid, path, &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	/* none, when it has ended already */
	d->child_fd = r == 0 ? pidfd_open(pid, 0) : 0;
	return -r;
}

static int start_child(struct courier *d, enum delivery by)
{
	int pair[2], r;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	r = spawn(d, by, pair[1]);
	(void)close(pair[1]);
	if (r < 0) {
		(void)close(pair[0]);
		return r;
	}
	return pair[0];
}

/* Hands `len` bytes over to who is for this way; 0 or a negative errno. */
static int start(struct courier *d, struct loop *loop, enum delivery by, const uint8_t *packet,
		 int len, uint32_t limit_ms)
{
	AUTO_CLOSE int fd = len < 0 ? len : programs ? start_child(d, by) : connect_socket(by);
	int r = 0;

	d->loop = loop;
	if (fd < 0)
		return fd;
	if (send(fd, packet, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		r = -errno;
	if (r == 0)
		r = loop_watch(loop, &d->socket, fd, EPOLLIN, answered, d);
	if (r < 0) {
		let_child_go(d, false);
		return r;
	}
	(void)TAKE_FD(fd);
	d->busy = true;
	loop_arm(loop, &d->limit, mono_read_us() + limit_ms * USEC_PER_MSEC + LIMIT_MORE_US,
		 limit_due, d);
	return 0;
}

int courier_start(struct courier *d, struct loop *loop, const struct msg_send *m)
{
	uint8_t packet[WIRE_REQUEST_MAX];
	int len = msg_send_put(packet, sizeof(packet), 1, m);

	d->modem = NULL;
	return start(d, loop, m->by, packet, len, m->limit_ms);
}

int courier_ask_modem(struct courier *d, struct loop *loop, uint32_t limit_ms,
		      struct msg_modem *ret)
{
	const struct msg_modem_ask ask = { .limit_ms = limit_ms };
	uint8_t packet[64];
	int len = msg_modem_ask_put(packet, sizeof(packet), 1, &ask);

	d->modem = ret;
	return start(d, loop, DELIVERY_TEXT_MODEM, packet, len, limit_ms);
}
