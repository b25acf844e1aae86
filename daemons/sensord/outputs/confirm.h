// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Commit-confirm: a person's change of the manual holder that is taken back at its deadline unless
 * it was confirmed, so that nobody switches off for good what his own connection hangs on. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemons/sensord/outputs/holders.h"

struct confirm {
	bool pending;
	int64_t due_us;		 /* monotonic */
	struct hold_slot before; /* the manual slot to go back to; maybe not present */
	struct actor actor;	 /* whose change it is */
};

/* What waits for a confirmation, after the manual slot was changed. `before` is what it was. */
void confirm_begin(struct confirm *c, const struct hold_slot *before, const struct actor *actor,
		   int64_t due_us);

/* True when a manual slot that was `was` and is now `manual` wants what was confirmed last: then
 * nothing has to wait. What there is without a slot is `rest`. */
bool confirm_undone(const struct confirm *c, const struct hold_slot *was,
		    const struct hold_slot *manual, bool rest);

/* It is for good. */
void confirm_settle(struct confirm *c);

/* Puts the manual slot back as it was. */
void confirm_take_back(struct confirm *c, struct hold_slot *manual);
