// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/notify.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/util.h"
#include "tests/unit/test.h"

static int manager = -1;

/* The service manager's end, as a path or as an abstract name. */
static void begin(bool abstract)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char path[64];

	(void)snprintf(path, sizeof(path), "%s/tmp/rmcu-notify-%d", abstract ? "@" : "",
		       (int)getpid());
	(void)setenv("NOTIFY_SOCKET", path, 1);
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (abstract)
		address.sun_path[0] = '\0';
	else
		(void)unlink(path);
	manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	ASSERT_OK(manager);
	ASSERT_OK(bind(manager, (struct sockaddr *)&address,
		       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path))));
}

static void end(void)
{
	const char *path = getenv("NOTIFY_SOCKET");

	if (path && path[0] == '/')
		(void)unlink(path);
	(void)unsetenv("NOTIFY_SOCKET");
	(void)close(manager);
}

/* The next notification, "" when none waits, and the descriptor that came with it, or -1. */
static const char *heard(int *ret_fd)
{
	static char text[512];
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(4 * sizeof(int))];
	} control;
	struct iovec part = { .iov_base = text, .iov_len = sizeof(text) - 1 };
	struct msghdr m = { .msg_iov = &part,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };
	ssize_t n = recvmsg(manager, &m, MSG_CMSG_CLOEXEC);
	struct cmsghdr *c = n < 0 ? NULL : CMSG_FIRSTHDR(&m);

	text[n < 0 ? 0 : n] = '\0';
	*ret_fd = -1;
	if (c) {
		ASSERT_EQ(c->cmsg_type, SCM_RIGHTS);
		ASSERT_EQ(c->cmsg_len, CMSG_LEN(sizeof(int)));
		memcpy(ret_fd, CMSG_DATA(c), sizeof(int));
	}
	return text;
}

TEST(outside_of_a_manager_nothing_happens)
{
	(void)unsetenv("NOTIFY_SOCKET");
	ASSERT_EQ(notify_send("READY=1", -1), 0);
	(void)setenv("NOTIFY_SOCKET", "relative", 1);
	ASSERT_EQ(notify_send("READY=1", -1), 0);
	(void)setenv("NOTIFY_SOCKET", "/nonexistent", 1);
	ASSERT_EQ(notify_send("READY=1", -1), -ENOENT);
	(void)unsetenv("NOTIFY_SOCKET");
}

TEST(ready_over_a_path_and_an_abstract_name)
{
	for (int abstract = 0; abstract < 2; abstract++) {
		int fd;

		begin(abstract);
		ASSERT_EQ(notify_send("READY=1\nSTATUS=fine", -1), 1);
		ASSERT_STREQ(heard(&fd), "READY=1\nSTATUS=fine");
		ASSERT_EQ(fd, -1);
		end();
	}
}

TEST(a_manager_hears_us_without_any_descriptor_left)
{
	struct rlimit before, none;
	int fd;

	begin(false);
	ASSERT_OK(notify_open());
	ASSERT_OK(getrlimit(RLIMIT_NOFILE, &before));
	none = (struct rlimit){ .rlim_cur = 0, .rlim_max = before.rlim_max };
	ASSERT_OK(setrlimit(RLIMIT_NOFILE, &none));
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ASSERT_EQ(fd, -1);
	ASSERT_EQ(notify_send("WATCHDOG=1", -1), 1);
	ASSERT_OK(setrlimit(RLIMIT_NOFILE, &before));
	ASSERT_STREQ(heard(&fd), "WATCHDOG=1");
	end();
}

TEST(a_manager_that_does_not_listen_does_not_stop_us)
{
	int sent = 0, fd;

	begin(false);
	while (notify_send("WATCHDOG=1", -1) > 0 && sent < 100000)
		sent++;
	ASSERT_LT(sent, 100000);
	ASSERT_EQ(notify_send("WATCHDOG=1", -1), -EAGAIN);
	while (*heard(&fd))
		sent--;
	ASSERT_EQ(sent, 0);
	end();
}

TEST(a_descriptor_goes_into_the_store_and_out)
{
	int pipe_fds[2], stored;
	struct stat a, b;

	begin(false);
	ASSERT_OK(pipe2(pipe_fds, O_CLOEXEC));
	ASSERT_EQ(notify_store("line-do1", pipe_fds[0]), 1);
	ASSERT_STREQ(heard(&stored), "FDSTORE=1\nFDNAME=line-do1\nFDPOLL=0");
	ASSERT_GE(stored, 0);
	/* the very same open file */
	ASSERT_OK(fstat(pipe_fds[0], &a));
	ASSERT_OK(fstat(stored, &b));
	ASSERT_EQ(a.st_ino, b.st_ino);
	(void)close(stored);
	ASSERT_EQ(notify_unstore("line-do1"), 1);
	ASSERT_STREQ(heard(&stored), "FDSTOREREMOVE=1\nFDNAME=line-do1");
	ASSERT_EQ(stored, -1);
	(void)close(pipe_fds[0]);
	(void)close(pipe_fds[1]);
	end();
}

TEST(the_watchdog_s_interval)
{
	char pid[16];

	(void)unsetenv("WATCHDOG_USEC");
	(void)unsetenv("WATCHDOG_PID");
	ASSERT_EQ(notify_watchdog_us(), 0);
	(void)setenv("WATCHDOG_USEC", "3000000", 1);
	ASSERT_EQ(notify_watchdog_us(), 3000000);
	(void)setenv("WATCHDOG_PID", "1", 1);
	ASSERT_EQ(notify_watchdog_us(), 0);
	(void)snprintf(pid, sizeof(pid), "%d", (int)getpid());
	(void)setenv("WATCHDOG_PID", pid, 1);
	ASSERT_EQ(notify_watchdog_us(), 3000000);
	(void)setenv("WATCHDOG_USEC", "soon", 1);
	ASSERT_EQ(notify_watchdog_us(), 0);
}

/* Passed descriptors begin at 3, so a child makes room for them there. */
static int takes_passed(void)
{
	static struct passed p;
	char pid[16];
	int base, fd;

	if (manager != 3)
		return 1;
	for (base = 4; base <= 6; base++)
		if (dup2(3, base) != base)
			return 2;
	(void)snprintf(pid, sizeof(pid), "%d", (int)getpid());
	(void)setenv("LISTEN_PID", pid, 1);
	(void)setenv("LISTEN_FDS", "4", 1);
	(void)setenv("LISTEN_FDNAMES", "sensor:line:line", 1);
	passed_read(&p);
	if (p.n != 4 || getenv("LISTEN_FDS") || getenv("LISTEN_FDNAMES") || getenv("LISTEN_PID"))
		return 3;
	fd = passed_take(&p, "line");
	if (fd != 4 || !(fcntl(fd, F_GETFD) & FD_CLOEXEC))
		return 4;
	if (passed_take(&p, "line") != 5 || passed_take(&p, "line") != -ENOENT)
		return 5;
	if (passed_take(&p, "") != 6 || passed_take(&p, "none") != -ENOENT)
		return 6;
	passed_close_rest(&p, NULL);
	if (fcntl(3, F_GETFD) >= 0 || fcntl(4, F_GETFD) < 0)
		return 7;
	passed_read(&p);
	return p.n == 0 ? 0 : 8;
}

TEST(passed_descriptors_by_name)
{
	int status, fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	pid_t pid;

	ASSERT_OK(fd);
	(void)unsetenv("NOTIFY_SOCKET");
	pid = fork();
	ASSERT_OK(pid);
	if (pid == 0) {
		if (fd != 3)
			(void)dup2(fd, 3);
		manager = 3;
		_exit(takes_passed());
	}
	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	ASSERT_EQ(status, 0);
	(void)close(fd);
}

TEST(descriptors_of_another_process_are_not_ours)
{
	static struct passed p;

	(void)setenv("LISTEN_PID", "1", 1);
	(void)setenv("LISTEN_FDS", "2", 1);
	passed_read(&p);
	ASSERT_EQ(p.n, 0);
	(void)setenv("LISTEN_FDS", "many", 1);
	passed_read(&p);
	ASSERT_EQ(p.n, 0);
}

TEST(what_nobody_took_leaves_the_store)
{
	struct passed p = { .n = 2, .fds = { { "old", -1 }, { "gone", -1 } } };
	int fd, kept = open("/dev/null", O_RDONLY | O_CLOEXEC);

	begin(false);
	p.fds[1].fd = kept;
	passed_close_rest(&p, NULL);
	ASSERT_STREQ(heard(&fd), "FDSTOREREMOVE=1\nFDNAME=gone");
	ASSERT_STREQ(heard(&fd), "");
	ASSERT_EQ(fcntl(kept, F_GETFD), -1);
	end();
}
