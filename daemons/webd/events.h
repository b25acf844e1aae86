// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Events of alarmd for one answer, over a connection of its own that ends with it. The loop never
 * waits: what comes is handed over, a few packets a turn.
 */
#include "lib/base/loop.h"
#include "lib/bus/client.h"

struct webd;

/* Each returns 0 to go on, 1 when `ctx` is no longer there, or a negative errno: then `lost` is
 * called. */
struct events_calls {
	int (*ready)(void *ctx); /* it may be asked */
	int (*event)(void *ctx, struct event *e);
	int (*gap)(void *ctx, uint64_t next); /* there is none before this number any more */
	void (*lost)(void *ctx);
};

struct events {
	struct client client;
	struct webd *w;
	struct loop_fd source;
	const struct events_calls *calls;
	void *ctx;
};

/* Connects; 0 or a negative errno. Close it in any case. */
int events_open(struct events *e, struct webd *w, const struct events_calls *calls, void *ctx);
void events_close(struct events *e);

/* They come from this number on, one after the other. Those of an earlier question may still be on
 * their way. */
int events_ask(struct events *e, uint64_t from);
