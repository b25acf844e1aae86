// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Who holds one output. Each holder has one slot; the highest present one decides, and when it goes
 * the next one does. A pulse that a person asked for lies over the manual slot, so that its end
 * brings back what was there. Pure: no clock, no I/O.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"
#include "lib/model/hold.h"

#define HOLDERS_NEVER INT64_MAX

struct hold_slot {
	bool present;
	bool active; /* what it wants */
	/* Its pulse is over: it decides nothing, and stays so that repeating it starts none. */
	bool spent;
	uint32_t pulse_ms; /* 0: for as long as it is held */
	int64_t until_us;  /* end of the pulse, monotonic; 0: not begun */
	int64_t since_wall_us;
	char reason[HOLD_REASON_MAX];
	struct actor actor;
};

struct holders {
	struct hold_slot slots[HOLDER_MAX]; /* [HOLDER_NONE] is never present */
	struct hold_slot pulse;		    /* over HOLDER_MANUAL, under HOLDER_SCHEDULE */
};

/* Who decides, and what. */
struct decision {
	enum holder holder;
	bool active;
	const struct hold_slot *slot; /* NULL when nobody holds it */
};

/* A slot that wants something from `now` on. */
struct hold_slot hold_slot_new(bool active, uint32_t pulse_ms, const char *reason,
			       const struct actor *actor, struct instant now);

/* The present decision; `rest` is what the output does when nobody holds it. */
struct decision holders_decide(const struct holders *h, bool rest);

/*
 * Puts a daemon's hold in its slot. The same wish again does not begin its pulse again. True when
 * something is different.
 */
bool holders_put(struct holders *h, enum holder holder, const struct hold_slot *slot);

/* Takes a holder away; HOLDER_MANUAL with its pulse. True when it was there. */
bool holders_drop(struct holders *h, enum holder holder);

/* The output does what the deciding slot wants: a pulse begins now. True when one did. */
bool holders_begin_pulse(struct holders *h, int64_t now_us);

/* Ends the pulses that are over. True when one was. */
bool holders_end_pulses(struct holders *h, int64_t now_us);

/* When the next pulse ends, or HOLDERS_NEVER. */
int64_t holders_next_us(const struct holders *h);
