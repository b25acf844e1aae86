// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Analog inputs through libiio. Reading blocks for a conversion, so each bus has one reader thread
 * on an absolute grid; it hands complete sets to the loop, which never waits for hardware.
 */
#include <stdint.h>

#include "lib/base/loop.h"
#include "lib/model/names.h"
#include "lib/settings/settings.h"

struct iio_source;

struct iio_calls {
	/* A reading of channel `index` (in the settings), taken at own monotonic time. */
	void (*reading)(void *ctx, unsigned index, enum quality quality, int64_t input,
			int64_t mono_us);
	/* Trouble with a bus begins or (NULL) ends, in one sentence. */
	void (*trouble)(void *ctx, const char *bus, const char *text);
	/* A converter's channel was lost or is back. */
	void (*presence)(void *ctx, unsigned index, bool present);
};

/* Starts a reader for each bus that the settings' iio channels use; none: *ret_source is NULL. */
int iio_source_new(struct loop *loop, const struct settings *s, const struct iio_calls *calls,
		   void *ctx, struct iio_source **ret_source);

/*
 * Ends the readers, waits for all of them together at most about wait_us, and ends the troubles
 * that were told. 0 in a running loop: a reader frees itself when its last pass is over.
 */
struct iio_source *iio_source_free(struct iio_source *src, int64_t wait_us);

/*
 * Looks after readers that say nothing: a set older than a second makes the bus's channels `fault`.
 * To be called at each tick, before the snapshot.
 */
void iio_source_tick(struct iio_source *src, int64_t now_us);
