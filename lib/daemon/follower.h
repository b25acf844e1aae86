// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Following a simulator in lockstep: it waits before each tick until all of its followers have done
 * what the last one asked for. When the lockstep is released they go on with the running clock.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/daemon/link.h"

/* Zero-initialise; `wanted` is the caller's wish, and is gone when the lockstep is over. */
struct follower {
	bool wanted;
	/* private */
	bool joined, stepping; /* a STEP of ours waits for its tick */
	uint32_t step_id;
};

/* HELLO of a simulator came: joins, where that is wanted. 0 or a negative errno. */
int follower_join(struct follower *f, struct link *l);

/* A tick came. */
void follower_tick(struct follower *f);

/* All of it is done: ready for the next one, however long it is to be. */
void follower_step(struct follower *f, struct link *l);

/* The connection is over. */
void follower_lost(struct follower *f);

/* True when this reply of the simulator says that the lockstep is over. */
bool follower_released(struct follower *f, uint32_t id, const struct msg_reply *reply);
