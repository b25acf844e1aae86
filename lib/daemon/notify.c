// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/notify.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

/* sd_listen_fds(3): the first passed descriptor. */
#define PASSED_FIRST 3

/* One for the process, as is $NOTIFY_SOCKET. */
static int notify_socket = -1;

static int notify_address(struct sockaddr_un *ret_address, socklen_t *ret_len)
{
	const char *path = getenv("NOTIFY_SOCKET");
	size_t n;

	if (!path || (path[0] != '/' && path[0] != '@'))
		return -ENOENT;
	n = strlen(path);
	if (n >= sizeof(ret_address->sun_path))
		return -ENAMETOOLONG;
	*ret_address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(ret_address->sun_path, path, n);
	/* '@' stands for the zero byte of an abstract socket (unix(7)) */
	if (path[0] == '@')
		ret_address->sun_path[0] = '\0';
	*ret_len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
	return 0;
}

static int open_socket(void)
{
	if (notify_socket < 0)
		notify_socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return notify_socket < 0 ? -errno : 0;
}

int notify_open(void)
{
	struct sockaddr_un address;
	socklen_t len;
	int r = notify_address(&address, &len);

	if (r < 0)
		return r == -ENOENT ? 0 : r;
	return open_socket();
}

int notify_send(const char *state, int fd)
{
	struct sockaddr_un address;
	struct iovec part = { .iov_base = (char *)(uintptr_t)state, .iov_len = strlen(state) };
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct msghdr m = { .msg_name = &address, .msg_iov = &part, .msg_iovlen = 1 };
	int r = notify_address(&address, &m.msg_namelen);

	if (r < 0)
		return r == -ENOENT ? 0 : r;
	r = open_socket();
	if (r < 0)
		return r;
	if (fd >= 0) {
		m.msg_control = &control;
		m.msg_controllen = sizeof(control);
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.head), &fd, sizeof(int));
	}
	/* A full queue at the manager must not stop a loop that drives outputs. */
	if (sendmsg(notify_socket, &m, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		return -errno;
	return 1;
}

/* A number from the environment that is meant for this process. */
static int own_number(const char *variable, const char *pid_variable, uint64_t *ret_value)
{
	const char *text = getenv(variable), *pid_text = getenv(pid_variable);
	uint64_t pid;

	if (!text || (pid_text && (parse_u64(pid_text, &pid) < 0 || pid != (uint64_t)getpid())))
		return -ENOENT;
	return parse_u64(text, ret_value);
}

int64_t notify_watchdog_us(void)
{
	uint64_t us;

	return own_number("WATCHDOG_USEC", "WATCHDOG_PID", &us) < 0 ? 0 : (int64_t)us;
}

int notify_store(const char *name, int fd)
{
	char state[PASSED_NAME_MAX + 64];

	/* FDPOLL=0: a line handle has no hang-up to poll for (253 and later; older ones ignore it)
	 */
	(void)snprintf(state, sizeof(state), "FDSTORE=1\nFDNAME=%s\nFDPOLL=0", name);
	return notify_send(state, fd);
}

int notify_unstore(const char *name)
{
	char state[PASSED_NAME_MAX + 64];

	(void)snprintf(state, sizeof(state), "FDSTOREREMOVE=1\nFDNAME=%s", name);
	return notify_send(state, -1);
}

void passed_read(struct passed *ret_passed)
{
	const char *names = getenv("LISTEN_FDNAMES");
	uint64_t n;

	ret_passed->n = 0;
	if (own_number("LISTEN_FDS", "LISTEN_PID", &n) < 0)
		n = 0;
	for (unsigned i = 0; i < n && i < PASSED_MAX; i++) {
		size_t len = names ? strcspn(names, ":") : 0;
		int fd = PASSED_FIRST + (int)i;

		(void)snprintf(ret_passed->fds[i].name, PASSED_NAME_MAX, "%.*s", (int)len,
			       names ? names : "");
		ret_passed->fds[i].fd = fd;
		ret_passed->n++;
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
		if (names && names[len] == ':')
			names += len + 1;
		else
			names = NULL;
	}
	(void)unsetenv("LISTEN_FDS");
	(void)unsetenv("LISTEN_FDNAMES");
	(void)unsetenv("LISTEN_PID");
}

int passed_take(struct passed *p, const char *name)
{
	for (unsigned i = 0; i < p->n; i++)
		if (p->fds[i].fd >= 0 && streq(p->fds[i].name, name))
			return TAKE_FD(p->fds[i].fd);
	return -ENOENT;
}

void passed_close_rest(struct passed *p, const char *keep)
{
	for (unsigned i = 0; i < p->n; i++) {
		if (p->fds[i].fd < 0)
			continue;
		if (keep && strncmp(p->fds[i].name, keep, strlen(keep)) == 0)
			continue;
		(void)notify_unstore(p->fds[i].name);
		(void)close(TAKE_FD(p->fds[i].fd));
	}
}
