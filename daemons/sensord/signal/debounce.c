// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/signal/debounce.h"

#include "lib/base/util.h"

void debounce_start(struct debounce *d, int64_t hold_us, bool level)
{
	*d = (struct debounce){ .hold_us = hold_us, .level = level, .stable = level };
}

void debounce_set_hold(struct debounce *d, int64_t hold_us)
{
	d->hold_us = hold_us;
}

int64_t debounce_due_us(const struct debounce *d)
{
	int64_t due;

	if (!d->moving)
		return DEBOUNCE_NEVER;
	if (__builtin_add_overflow(d->last_us, d->hold_us, &due))
		return DEBOUNCE_NEVER;
	return due;
}

bool debounce_run(struct debounce *d, int64_t now_us, struct debounce_change *ret_change)
{
	if (!d->moving || now_us < debounce_due_us(d))
		return false;
	d->moving = false;
	if (d->level == d->stable)
		return false; /* it bounced and came back: nothing happened */
	d->stable = d->level;
	*ret_change = (struct debounce_change){ .level = d->level, .mono_us = d->first_us };
	return true;
}

bool debounce_edge(struct debounce *d, bool level, int64_t mono_us,
		   struct debounce_change *ret_change)
{
	/* The level until this edge may have stood long enough: with a late loop, judged only now.
	 */
	bool changed = debounce_run(d, mono_us, ret_change);

	if (!d->moving) {
		/* "To the level it has" means that the edge between was lost: nothing to decide. */
		if (level == d->level)
			return changed;
		d->moving = true;
		d->first_us = mono_us;
	}
	d->level = level;
	d->last_us = MAX(d->last_us, mono_us);
	/* With a hold of 0 nothing can have been waiting above, so one change is all there is. */
	return changed || (d->hold_us == 0 && debounce_run(d, mono_us, ret_change));
}

bool debounce_reread(struct debounce *d, bool level, int64_t mono_us,
		     struct debounce_change *ret_change)
{
	if (level == d->level)
		return debounce_run(d, mono_us, ret_change);
	return debounce_edge(d, level, mono_us, ret_change);
}
