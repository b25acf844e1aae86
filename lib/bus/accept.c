// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Who gets a place at a server, and what happens when there are no descriptors left. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/bus/server_internal.h"

/* Pause after accept(2) failed for want of something: it would fail again at once. */
#define STARVED_PAUSE_US (1 * USEC_PER_SEC)

static void set_starved(struct server *s, bool starved)
{
	if (s->counts.starved == starved)
		return;
	s->counts.starved = starved;
	if (s->calls.starved)
		s->calls.starved(s->ctx, starved);
}

void server_keep_spare(struct server *s)
{
	if (s->spare_fd < 0)
		s->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	set_starved(s, s->spare_fd < 0);
}

/* Why this peer gets no place, or NULL. */
static const char *refusal(const struct server *s, const struct peer *info, int *ret_error)
{
	unsigned same_uid = 0, all = 0;
	unsigned share = info->uid == s->names.self ? SERVER_SELF_MAX : SERVER_UID_MAX;

	for (struct server_peer *p = s->peers; p; p = p->next) {
		if (p->doomed)
			continue;
		same_uid += p->info.uid == info->uid;
		all++;
	}
	if (!(info->rights & RIGHT_READ)) {
		*ret_error = EACCES;
		return "you are not in group rmcu";
	}
	*ret_error = EUSERS;
	if (same_uid >= share)
		return "you have too many connections open";
	if (all >= (info->suite ? SERVER_PEERS_MAX : SERVER_PUBLIC_MAX))
		return "too many connections are open";
	return NULL;
}

static void turn_away(struct server *s, int fd, const struct peer *info, int error, const char *why)
{
	struct msg_reply m = { .error = (uint32_t)error };
	uint32_t held_back;
	int len;

	(void)snprintf(m.sentence, sizeof(m.sentence), "%s", why);
	len = msg_reply_put(s->buf, sizeof(s->buf), MSG_REFUSED, 0, &m);
	if (len > 0)
		(void)send(fd, s->buf, (size_t)len, MSG_DONTWAIT | MSG_NOSIGNAL);
	s->counts.refused++;
	if (log_limit_pass(&s->log_refused, mono_read_us(), LOG_EVERY_US, &held_back))
		log_notice("refused client '%s' (pid %d): %s%s", info->name, (int)info->pid, why,
			   held_back ? "; others before it were refused too" : "");
}

static void resume_accepting(void *ctx, int64_t now_us)
{
	struct server *s = ctx;

	(void)now_us;
	/* descriptors may have come back without a peer leaving */
	server_keep_spare(s);
	(void)loop_change(s->loop, &s->listener, EPOLLIN);
}

/* Accepting fails for want of something; the queue stays readable and the loop would spin on it. */
static void pause_accepting(struct server *s)
{
	(void)loop_change(s->loop, &s->listener, 0);
	loop_arm(s->loop, &s->pause, mono_read_us() + STARVED_PAUSE_US, resume_accepting, s);
}

static int take_connection(struct server *s)
{
	int fd = accept4(s->listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	uint32_t held_back;

	if (fd < 0 && (errno == EMFILE || errno == ENFILE) && s->spare_fd >= 0) {
		/* The spare one serves the next peer, so that someone can still look. */
		if (log_limit_pass(&s->log_starved, mono_read_us(), LOG_EVERY_US, &held_back))
			log_warning("no descriptors left, using the last one for the next client");
		(void)close(TAKE_FD(s->spare_fd));
		set_starved(s, true);
		fd = accept4(s->listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	}
	if (fd < 0 && errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
		pause_accepting(s);
	return fd;
}

void server_accept(void *ctx, uint32_t events)
{
	struct server *s = ctx;
	struct peer info;
	const char *why;
	int fd, error = 0;

	(void)events;
	fd = take_connection(s);
	if (fd < 0)
		return;
	if (peer_identify(&s->names, fd, &info) < 0) {
		(void)close(fd);
		return;
	}
	why = refusal(s, &info, &error);
	if (why)
		turn_away(s, fd, &info, error, why);
	if (why || server_admit(s, fd, &info) < 0)
		(void)close(fd);
}
