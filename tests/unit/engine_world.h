// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A world for the alarm engine at random: rules, and what they are shown. Times and values come
 * from small sets, so that "equal" and "at the same moment" are common.
 */
#include "daemons/alarmd/engine/engine.h"

#define WORLD_CHANNELS 4 /* two analog ones, two contacts */
#define WORLD_RULES    8

struct world {
	uint64_t seed;
	bool late_edges; /* contacts that bounce: a sample's time may lie before the last step */
	struct rules rules;
	struct instant now;
	unsigned index[WORLD_CHANNELS]; /* of each channel in the table */
	struct snapshot snapshot;
	bool has_snapshot;
	bool silent, may_raise;
	enum log_stand log;
};

void world_start(struct world *w, uint64_t seed);
/* Below n. */
unsigned world_random(struct world *w, unsigned n);
/* Moves time on, towards due_us or past it, and shows something else, or the same again. */
void world_move(struct world *w, int64_t due_us);
/* Other rules that have much in common with the present ones. */
void world_change_rules(struct world *w);
/* The monotonic clock begins anew. */
void world_reboot(struct world *w);
