// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/daemon.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/util.h"
#include "lib/base/version.h"
#include "lib/bus/server.h"
#include "lib/daemon/folders.h"
#include "lib/daemon/give_back.h"

/* When a daemon that starts has found the others, and how often then: a new settings file or a
 * burst of events leaves as much. */
#define SETTLED_US   (3 * USEC_PER_SEC)
#define GIVE_BACK_US (60 * USEC_PER_SEC)

/* Signs of life in one watchdog interval: one may be late, as sd_watchdog_enabled(3) advises. */
#define SIGNS_PER_INTERVAL 2

/*
 * Memory that the heap keeps at its top for later, bytes: the defaults of 128 KiB each way
 * (mallopt(3)) are for programs that allocate all day. A daemon does it while it loads settings,
 * and then sleeps on what they left.
 */
#define HEAP_KEEPS (16 * 1024)
/*
 * Blocks from this size on are mapped by themselves, bytes: the settings are one, and of such a
 * block only the pages that somebody wrote to are memory, at every reload anew. Buffers for the
 * largest packet there may be are others, which few packets fill.
 */
#define MAPPED_FROM (24 * 1024)
/*
 * Workers share the heap: one of his own for each would be 64 KiB and more that he leaves behind,
 * and he works seldom and alone.
 */
#define HEAPS 1

static void print_help(const struct daemon_spec *spec)
{
	printf("%s: %s\n\nUsage: %s [OPTION...]\n\n", spec->name, spec->summary, spec->name);
	for (const struct daemon_option *o = spec->options; o && o->name; o++)
		printf("  --%s%s%s\n        %s\n", o->name, o->value ? " " : "",
		       o->value ? o->value : "", o->help);
	printf("  --log-level LEVEL\n        error, warning, notice, info (default) or debug\n"
	       "  --version\n  --help\n\nSee %s(8).\n",
	       spec->name);
}

static const struct daemon_option *find_option(const struct daemon_spec *spec, const char *name)
{
	for (const struct daemon_option *o = spec->options; o && o->name; o++)
		if (streq(o->name, name))
			return o;
	return NULL;
}

static int usage_error(const struct daemon_spec *spec, const char *what, const char *argument)
{
	fprintf(stderr, "%s: %s '%s'; see --help\n", spec->name, what, argument);
	return EX_USAGE;
}

/* -1 to go on, else the exit code. */
static int parse_arguments(const struct daemon_spec *spec, int argc, char *argv[],
			   enum log_level *ret_level)
{
	for (int i = 1; i < argc; i++) {
		const char *name = strncmp(argv[i], "--", 2) == 0 ? argv[i] + 2 : "";
		const struct daemon_option *o = find_option(spec, name);
		bool level = streq(name, "log-level");
		int r;

		if (streq(name, "help")) {
			print_help(spec);
			return EX_OK;
		}
		if (streq(name, "version")) {
			printf("%s %s\n", spec->name, RMCU_VERSION);
			return EX_OK;
		}
		if (!o && !level)
			return usage_error(spec, "there is no option", argv[i]);
		if ((level || o->value) && i + 1 == argc)
			return usage_error(spec, "a value is missing behind", argv[i]);
		if (level) {
			r = log_level_from_name(argv[++i]);
			*ret_level = r < 0 ? *ret_level : (enum log_level)r;
		} else {
			r = o->set(o->value ? argv[++i] : "");
		}
		if (r < 0)
			return usage_error(spec, "not a possible value:", argv[i]);
	}
	return -1;
}

static void signal_ready(void *ctx, uint32_t events)
{
	struct daemon *d = ctx;
	struct signalfd_siginfo info;

	(void)events;
	if (read(d->signals.fd, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return;
	if (info.ssi_signo != SIGHUP) {
		loop_stop(d->loop, 0);
		return;
	}
	if (!d->spec->reload)
		return;
	(void)notify_send("RELOADING=1", -1);
	d->spec->reload(d);
	(void)notify_send("READY=1", -1);
}

static int watch_signals(struct daemon *d)
{
	sigset_t set;
	int fd, r;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGHUP);
	/* Before any thread starts, so that all of them inherit the mask. */
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	r = loop_watch(d->loop, &d->signals, fd, EPOLLIN, signal_ready, d);
	if (r < 0)
		(void)close(fd);
	return r;
}

static void watchdog_due(void *ctx, int64_t now_us)
{
	struct daemon *d = ctx;

	/* No progress, no sign: a loop that turns but measures nothing is as dead as one that
	 * hangs. */
	if (d->progress)
		(void)notify_send("WATCHDOG=1", -1);
	d->progress = false;
	loop_arm(d->loop, &d->watchdog, now_us + d->watchdog_us / SIGNS_PER_INTERVAL, watchdog_due,
		 d);
}

static void idle_due(void *ctx, int64_t now_us)
{
	struct daemon *d = ctx;

	give_back();
	loop_arm(d->loop, &d->idle, now_us + GIVE_BACK_US, idle_due, d);
}

void daemon_progress(struct daemon *d)
{
	d->progress = true;
}

int daemon_listen(struct daemon *d, const char *name, int *ret_fd)
{
	char folder[FOLDER_MAX], path[FOLDER_MAX + 64];
	int fd = passed_take(&d->passed, name);

	if (fd >= 0) {
		*ret_fd = fd;
		return 0;
	}
	folder_runtime(folder);
	(void)snprintf(path, sizeof(path), "%s/%s.sock", folder, name);
	fd = server_listen(path, ret_fd);
	if (fd < 0)
		log_error_errno(fd, "cannot listen on '%s'", path);
	return fd;
}

static int start(struct daemon *d)
{
	int r;

	passed_read(&d->passed);
	r = notify_open();
	if (r < 0)
		return log_error_errno(r, "cannot talk to the service manager");
	r = loop_new(&d->loop);
	if (r < 0)
		return log_error_errno(r, "cannot make an event loop");
	r = watch_signals(d);
	if (r < 0)
		return log_error_errno(r, "cannot watch signals");
	r = d->spec->start(d);
	if (r < 0)
		return r;
	/* What is left is of an older wiring or version. */
	passed_close_rest(&d->passed, d->keep_passed);
	(void)notify_send("READY=1", -1);
	d->watchdog_us = notify_watchdog_us();
	if (d->watchdog_us > 0)
		watchdog_due(d, mono_read_us());
	loop_arm(d->loop, &d->idle, mono_read_us() + SETTLED_US, idle_due, d);
	return 0;
}

int daemon_main(const struct daemon_spec *spec, int argc, char *argv[])
{
	struct daemon d = { .spec = spec };
	enum log_level level = LOG_LEVEL_INFO;
	int r = parse_arguments(spec, argc, argv, &level);

	if (r >= 0)
		return r;
	(void)mallopt(M_TOP_PAD, HEAP_KEEPS);
	(void)mallopt(M_TRIM_THRESHOLD, HEAP_KEEPS);
	(void)mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
	(void)mallopt(M_ARENA_MAX, HEAPS);
	log_setup(spec->name, level);
	(void)signal(SIGPIPE, SIG_IGN);
	r = start(&d);
	if (r == 0)
		r = spec->run ? spec->run(&d) : loop_run(d.loop);
	(void)notify_send("STOPPING=1", -1);
	if (d.loop)
		spec->stop(&d);
	if (d.signals.watched) {
		loop_unwatch(d.loop, &d.signals);
		(void)close(d.signals.fd);
	}
	loop_free(d.loop);
	/* it was given no socket, and will be given none by trying again */
	if (r == -ENOTSOCK)
		return EX_UNAVAILABLE;
	return r < 0 ? EX_SOFTWARE : r;
}
