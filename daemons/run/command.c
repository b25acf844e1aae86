// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/run/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemons/run/verdict.h"
#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "lib/daemon/errand.h"
#include "lib/daemon/folders.h"

/* From the wish to end to the end: what writes a file has the time to finish it. */
#define GRACE_US  (5 * USEC_PER_SEC)
#define PATH_ROOM (FOLDER_MAX + 128)

struct command {
	const struct msg_send *m;
	char path[PATH_ROOM];
	pid_t pid;
	int ended;  /* pidfd: readable when it has */
	int output; /* of its standard output and error */
	struct last_line said;
	bool late;
};

/* NULL, or why it is not run; the words of the system's go to `why`. */
static const char *find(struct command *c, char why[WIRE_SENTENCE_MAX])
{
	char folder[FOLDER_MAX];
	const char *wrong = verdict_on_name(c->m->to);
	struct stat st;

	if (!wrong)
		wrong = verdict_on_fields(c->m);
	if (wrong)
		return wrong;
	folder_config("commands", folder);
	(void)snprintf(c->path, sizeof(c->path), "%s/%s", folder, c->m->to);
	if (stat(folder, &st) < 0 || lstat(c->path, &st) < 0) {
		(void)snprintf(why, WIRE_SENTENCE_MAX, "it is not there: %s (%s)", strerror(errno),
			       c->path);
		return why;
	}
	wrong = verdict_on_file(&st, geteuid());
	if (!wrong && access(c->path, X_OK) < 0)
		wrong = "it is not executable for who runs it";
	/* who can write the folder can put another file there after this look */
	if (!wrong && (stat(folder, &st) < 0 || (st.st_mode & (S_IWGRP | S_IWOTH)) ||
		       (st.st_uid != 0 && st.st_uid != geteuid())))
		wrong = "others than root can write the folder of commands";
	return wrong;
}

/* All of it fits into a pipe, so nobody has to wait for who does not read. */
static int input_with(const struct msg_send *m)
{
	int ends[2];
	ssize_t n;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	n = write(ends[1], m->body, m->body_len);
	(void)close(ends[1]);
	if (n == (ssize_t)m->body_len)
		return ends[0];
	(void)close(ends[0]);
	return -EIO;
}

static int spawn_it(struct command *c, char *env[], int input, int output)
{
	char *argv[] = { c->path, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int r;

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
						      POSIX_SPAWN_SETSIGDEF);
	(void)posix_spawnattr_setpgroup(&attr, 0);
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setsigdefault(&attr, &all);
	r = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_addchdir_np(&actions, "/");
	if (r == 0)
		r = posix_spawn(&c->pid, c->path, &actions, &attr, argv, env);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	return -r;
}

static int start(struct command *c)
{
	static char variables[SEND_FIELDS_MAX][sizeof(c->m->fields[0]) + 2];
	static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	static char lang[] = "LANG=C.UTF-8";
	char *env[SEND_FIELDS_MAX + 3] = { path, lang };
	AUTO_CLOSE int input = input_with(c->m);
	int ends[2], r;

	for (unsigned i = 0; i < c->m->n_fields; i++) {
		(void)snprintf(variables[i], sizeof(variables[i]), "%s=%s", c->m->fields[i].name,
			       c->m->fields[i].value);
		env[i + 2] = variables[i];
	}
	if (input < 0)
		return input;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	/* our end alone: a program of the operator's may not be ready for a pipe that says no */
	(void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
	r = spawn_it(c, env, input, ends[1]);
	(void)close(ends[1]);
	if (r < 0) {
		(void)close(ends[0]);
		return r;
	}
	c->output = ends[0];
	c->ended = pidfd_open(c->pid, 0);
	return 0;
}

static void hear(struct command *c)
{
	char bytes[4096];
	ssize_t n = read(c->output, bytes, sizeof(bytes));

	if (n > 0) {
		last_line_add(&c->said, bytes, (size_t)n);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		(void)close(c->output);
		c->output = -1;
	}
}

/* True when it has ended, false when `until_us` came first. */
static bool wait_until(struct command *c, int64_t until_us)
{
	for (;;) {
		int64_t left_us = until_us - mono_read_us();
		struct pollfd p[] = { { .fd = c->ended, .events = POLLIN },
				      { .fd = c->output, .events = POLLIN } };

		if (left_us <= 0)
			return false;
		if (poll(p, 2, (int)(left_us / USEC_PER_MSEC) + 1) < 0 && errno != EINTR)
			return false;
		if (p[1].revents)
			hear(c);
		if (p[0].revents)
			return true;
	}
}

/* What it left in the pipe, as far as it is there: a child of its may hold the other end, and fill
 * it, for ever. */
static void hear_the_rest(struct command *c)
{
	for (int i = 0; i < 16 && c->output >= 0; i++)
		hear(c);
}

static int end(struct command *c)
{
	int status = 0;

	if (!wait_until(c, mono_read_us() + c->m->limit_ms * USEC_PER_MSEC)) {
		c->late = true;
		(void)kill(-c->pid, SIGTERM);
		(void)wait_until(c, mono_read_us() + GRACE_US);
	}
	/* Before it is waited for: until then nobody else can have its number. What it left behind
	 * ends as it would in the unit. */
	(void)kill(-c->pid, SIGKILL);
	while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	hear_the_rest(c);
	return status;
}

static bool may_come_right(int error)
{
	return error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE ||
	       error == ETXTBSY;
}

void command_run(const struct msg_send *m, struct msg_sent *ret)
{
	struct command c = { .m = m, .output = -1, .ended = -1 };
	char why[WIRE_SENTENCE_MAX];
	const char *wrong;
	int r;

	if (m->by != DELIVERY_COMMAND) {
		errand_says(ret, OUTCOME_PERMANENT, 0, "rmcu-run runs commands and nothing else");
		return;
	}
	wrong = find(&c, why);
	if (wrong) {
		errand_says(ret, OUTCOME_PERMANENT, 0, "%s", wrong);
		return;
	}
	r = start(&c);
	if (r < 0) {
		errand_says(ret, may_come_right(-r) ? OUTCOME_TEMPORARY : OUTCOME_PERMANENT, 0,
			    "it cannot be started: %s", strerror(-r));
		return;
	}
	r = end(&c);
	verdict_on_end(r, c.late, m->limit_ms, &c.said, ret);
	if (c.output >= 0)
		(void)close(c.output);
	if (c.ended >= 0)
		(void)close(c.ended);
}
