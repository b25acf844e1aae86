// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The common main of the daemons: arguments, log, event loop, signals, readiness, watchdog, reload.
 * A program fills in a `struct daemon_spec` and calls daemon_main().
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/loop.h"
#include "lib/daemon/notify.h"

struct daemon_spec;

struct daemon {
	const struct daemon_spec *spec;
	struct loop *loop;
	struct passed passed; /* sockets and stored descriptors from the service manager */
	void *ctx;	      /* the program's object, set by start() */
	/* Set by start(): descriptors whose names begin so stay in the store though nobody took
	 * them. */
	const char *keep_passed;
	/* private */
	struct loop_fd signals;
	struct loop_timer watchdog, idle;
	int64_t watchdog_us;
	bool progress; /* daemon_progress() since the last sign of life */
};

/* An option beside --help, --version and --log-level. */
struct daemon_option {
	const char *name;  /* without the dashes */
	const char *value; /* name of its value in the help, NULL for a switch */
	const char *help;
	/* Takes the value; negative errno when it is none. */
	int (*set)(const char *value);
};

struct daemon_spec {
	const char *name;		     /* "rmcu-sensord" */
	const char *summary;		     /* one sentence */
	const struct daemon_option *options; /* ended by a NULL name; or NULL */
	/* Builds the program's object into d->ctx; negative errno after a log line. -ENOTSOCK: it
	 * has nothing to listen on, and EX_UNAVAILABLE says that another try is of no use. */
	int (*start)(struct daemon *d);
	/* Takes it down again; also after a start that failed half-way. */
	void (*stop)(struct daemon *d);
	/* Turns the loop until it is stopped, where that is not loop_run(); may be NULL. */
	int (*run)(struct daemon *d);
	/* SIGHUP; may be NULL. */
	void (*reload)(struct daemon *d);
};

/* The whole of main(). Returns an exit code of sysexits.h. */
int daemon_main(const struct daemon_spec *spec, int argc, char *argv[]);

/* The program did its work: only then does the watchdog get its next sign of life. */
void daemon_progress(struct daemon *d);

/*
 * The listening socket `name`: the one that the service manager passed under that name, or else one
 * made in the runtime folder as NAME.sock.
 */
int daemon_listen(struct daemon *d, const char *name, int *ret_fd);
