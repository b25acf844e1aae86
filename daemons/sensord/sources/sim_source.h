// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The simulator as a source: its signals become readings of channels, its contacts edges. */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/sensord/sim/sim.h"
#include "lib/settings/settings.h"

struct sim_source;

struct sim_calls {
	void (*reading)(void *ctx, unsigned index, enum quality quality, int64_t value,
			int64_t mono_us);
	void (*level)(void *ctx, unsigned index, bool active, int64_t mono_us, bool edge);
	/* A contact cannot be read. */
	void (*fail)(void *ctx, unsigned index, enum quality quality, int64_t mono_us);
	/* The simulated time moves to `mono_us`; what settles before must be handled first. */
	void (*until)(void *ctx, int64_t mono_us);
};

/* True when any channel of these settings is simulated: then all of sensord lives in its time. */
bool sim_source_wanted(const struct settings *s);

/*
 * Starts the simulator, going on in the world kept in `state_folder`, or `past_us` ago where none
 * is; scenarios are in `scenario_folder`. Both are copied. Remarks for the log go to *notes.
 */
int sim_source_new(const struct settings *s, const char *scenario_folder, const char *state_folder,
		   int64_t past_us, const struct sim_calls *calls, void *ctx, struct text *notes,
		   struct sim_source **ret_source);
struct sim_source *sim_source_free(struct sim_source *src);

/* Takes over a channel table. */
void sim_source_configure(struct sim_source *src, const struct settings *s);

/* The simulator itself, for commands; call sim_source_keep() after each. */
struct sim *sim_source_sim(struct sim_source *src);

/* Keeps the world for a restart; a failure is told by *ret_text, NULL when well. */
void sim_source_keep(struct sim_source *src, const char **ret_text);

/* Plays to `now`: edges come out by calls.level with their times. */
void sim_source_play(struct sim_source *src, int64_t mono_us);

/* Reads every signal as of the time that was played to: a later one would be ahead of edges to
 * come. */
void sim_source_read(struct sim_source *src);

/* The contacts alone, after a command that may have moved them: what is averaged is read at ticks.
 */
void sim_source_reread(struct sim_source *src);

/* Drives an output; -ENOENT when the channel names none of the plant. */
int sim_source_drive(struct sim_source *src, unsigned index, bool active);
