// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The reader thread of one bus: all inputs of its converters, once per period, as complete sets.
 * The only place of sensord, beside its keepers of files, that waits for anything.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/model/channel.h"
#include "lib/settings/settings.h"

struct reader;

/* What to read: copied, so that the thread outlives the settings it was made from. */
struct reader_plan {
	char bus[SETTINGS_NAME_MAX];
	int64_t period_us;
	unsigned n;
	struct reader_input {
		unsigned index; /* of the channel */
		struct settings_converter converter;
		char input[SETTINGS_NAME_MAX];
	} inputs[CHANNELS_MAX];
};

/* One pass over all inputs. */
struct reader_set {
	int64_t mono_us; /* when it was complete; 0 = none yet */
	struct {
		int error; /* 0 or negative errno */
		int64_t micro;
		int64_t mono_us;
	} values[CHANNELS_MAX];
};

/* Starts the thread; `wake_fd`, an eventfd, is written after each set. */
int reader_start(const struct reader_plan *plan, int wake_fd, struct reader **ret_reader);

/* Takes the newest set, once. False when there is no new one. */
bool reader_take(struct reader *r, struct reader_set *ret_set);

const struct reader_plan *reader_plan(const struct reader *r);

/* Tells it to end, without waiting: so that several end side by side. */
void reader_ask_to_stop(struct reader *r);

/*
 * Ends it, and waits for that at most wait_us. A thread that still hangs in the kernel then frees
 * what it owns when it comes back: it must not take the daemon with it.
 */
void reader_free(struct reader *r, int64_t wait_us);
