// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * One output as it is decided: its holders, what waits for a confirmation, its past, and what its
 * line was last told. This is what is kept over restarts. Pure: nothing here drives anything; the
 * caller compares `commanded` before and after.
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/sensord/outputs/confirm.h"
#include "daemons/sensord/outputs/holders.h"
#include "daemons/sensord/outputs/interlock.h"

struct control {
	bool commanded; /* what the line was last told */
	bool rest;	/* what it does when nobody holds it; fixed while nobody does */
	struct holders holders;
	struct confirm confirm;
	struct past past;
};

/* What a decision is made from, beside the output's own state. */
struct control_view {
	const struct settings *settings;
	unsigned channel;	     /* index of the output */
	const struct snapshot *snap; /* NULL: nothing can be read */
	struct instant now;
};

/* What happened; a mask. */
enum control_done {
	CONTROL_PULSE_OVER = 1,
	CONTROL_TAKEN_BACK = 2,
	CONTROL_MOVED = 4, /* `commanded` changed */
	CONTROL_PULSE_BEGUN = 8,
};

/* How good what was kept is. */
enum control_kept {
	CONTROL_KEPT_NOTHING,
	CONTROL_KEPT_MANUAL, /* the manual holder alone, of this boot */
	CONTROL_KEPT_OLD,    /* of an earlier boot: pulses are over, nothing was confirmed */
	CONTROL_KEPT_ALL,    /* of this boot: go on */
	CONTROL_KEPT_MAX,
};

/*
 * The state to begin with. Only CONTROL_KEPT_ALL goes on as it was; else it is a boot, and the
 * output's boot setting decides; what an interlock forbids gives way to the safe state. True when
 * an unconfirmed change was taken back.
 */
bool control_start(struct control *c, const struct control_view *v, enum control_kept kept,
		   const struct control *old);

/* Ends pulses and takes back unconfirmed changes that are due. Returns what was done. */
unsigned control_expire(struct control *c, int64_t now_us);

/*
 * Does what the deciding holder wants, unless an interlock vetoes it (*ret_veto; VETO_NONE else).
 * A veto delays: the next call asks again, for a pulse's end and a change taken back as well. That
 * a person is refused instead is request.c's affair. Returns what was done.
 */
unsigned control_follow(struct control *c, const struct control_view *v, struct veto *ret_veto);

/* When control_expire has something to do next, or HOLDERS_NEVER. */
int64_t control_next_us(const struct control *c);
