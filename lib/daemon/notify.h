// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The two sides of systemd's service protocol that the suite uses: notifications (sd_notify(3)) and
 * passed descriptors (sd_listen_fds(3), the file descriptor store). Both are small, documented
 * datagram and environment formats; outside systemd all of it does nothing.
 */
#include <stdbool.h>
#include <stdint.h>

/*
 * Opens the socket for what follows, before descriptors run out: a manager that hears nothing then
 * would kill the service. It stays open.
 */
int notify_open(void);

/* Sends "READY=1" and the like; fd is passed along unless it is -1. */
int notify_send(const char *state, int fd);

/* The interval in which the service manager wants a sign of life, microseconds; 0 = none. */
int64_t notify_watchdog_us(void);

/* Keeps a descriptor in the manager's store under this name, over kills and restarts. */
int notify_store(const char *name, int fd);

/* Takes a descriptor out of the store. */
int notify_unstore(const char *name);

/* Descriptors that the manager passed at the start. */
#define PASSED_MAX	64
#define PASSED_NAME_MAX 128

struct passed {
	unsigned n;
	struct {
		char name[PASSED_NAME_MAX];
		int fd; /* -1 once taken */
	} fds[PASSED_MAX];
};

/* Reads $LISTEN_FDS and clears it, so that no child believes in it. */
void passed_read(struct passed *ret_passed);

/* Takes the first descriptor of that name, or -ENOENT. */
int passed_take(struct passed *p, const char *name);

/*
 * Closes what nobody took, and takes it out of the store as well; all but names that begin with
 * `keep` (NULL: all).
 */
void passed_close_rest(struct passed *p, const char *keep);
