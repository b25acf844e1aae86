// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Time limits of connections. libmicrohttpd ends one that is silent; who drips a byte a second
 * keeps it as long as he likes, so each part of a request has a moment at which it must be there.
 */
#include <stdint.h>

#include "lib/base/loop.h"

struct guarded {
	int fd;
	int64_t due_us; /* monotonic; INT64_MAX: no limit */
	struct guarded *prev, *next;
};

struct guard {
	struct loop *loop;
	struct loop_timer timer;
	struct guarded *first;
};

/* A connection, which must have brought the head of its first request within `within_us`; NULL
 * without memory. */
struct guarded *guard_add(struct guard *g, int fd, int64_t within_us);

/* What comes next has so long; INT64_MAX: as long as it likes. */
void guard_limit(struct guard *g, struct guarded *c, int64_t within_us);

/* It is closed. */
void guard_remove(struct guard *g, struct guarded *c);
