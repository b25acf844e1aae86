// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/holders.h"

#include <stdio.h>

#include "lib/base/util.h"

struct hold_slot hold_slot_new(bool active, uint32_t pulse_ms, const char *reason,
			       const struct actor *actor, struct instant now)
{
	struct hold_slot slot = {
		.present = true,
		.active = active,
		.pulse_ms = pulse_ms,
		.since_wall_us = now.wall_us,
		.actor = *actor,
	};

	(void)snprintf(slot.reason, sizeof(slot.reason), "%s", reason);
	return slot;
}

static bool decides(const struct hold_slot *slot)
{
	return slot->present && !slot->spent;
}

struct decision holders_decide(const struct holders *h, bool rest)
{
	for (int i = HOLDER_SAFETY; i > HOLDER_NONE; i--) {
		const struct hold_slot *slot = &h->slots[i];

		if (i == HOLDER_MANUAL && decides(&h->pulse))
			slot = &h->pulse;
		if (decides(slot))
			return (struct decision){ (enum holder)i, slot->active, slot };
	}
	return (struct decision){ HOLDER_NONE, rest, NULL };
}

bool holders_put(struct holders *h, enum holder holder, const struct hold_slot *slot)
{
	struct hold_slot *old = &h->slots[holder];

	if (!old->present || old->active != slot->active) {
		*old = *slot;
		return true;
	}
	if (streq(old->reason, slot->reason))
		return false;
	/* Another reason for the same: no new pulse, and it is held since before. */
	memcpy(old->reason, slot->reason, sizeof(old->reason));
	old->actor = slot->actor;
	return true;
}

bool holders_drop(struct holders *h, enum holder holder)
{
	bool was = h->slots[holder].present;

	h->slots[holder] = (struct hold_slot){ 0 };
	if (holder == HOLDER_MANUAL) {
		was |= h->pulse.present;
		h->pulse = (struct hold_slot){ 0 };
	}
	return was;
}

bool holders_begin_pulse(struct holders *h, int64_t now_us)
{
	struct decision d = holders_decide(h, false);
	struct hold_slot *slot;

	if (!d.slot || !d.slot->pulse_ms || d.slot->until_us)
		return false;
	slot = d.slot == &h->pulse ? &h->pulse : &h->slots[d.holder];
	slot->until_us = now_us + (int64_t)slot->pulse_ms * USEC_PER_MSEC;
	return true;
}

static bool over(const struct hold_slot *slot, int64_t now_us)
{
	return decides(slot) && slot->until_us && now_us >= slot->until_us;
}

bool holders_end_pulses(struct holders *h, int64_t now_us)
{
	bool ended = false;

	if (over(&h->pulse, now_us)) {
		h->pulse = (struct hold_slot){ 0 };
		ended = true;
	}
	for (int i = HOLDER_MANUAL; i < HOLDER_MAX; i++) {
		if (!over(&h->slots[i], now_us))
			continue;
		h->slots[i].spent = true;
		ended = true;
	}
	return ended;
}

static int64_t end_us(const struct hold_slot *slot)
{
	return decides(slot) && slot->until_us ? slot->until_us : HOLDERS_NEVER;
}

int64_t holders_next_us(const struct holders *h)
{
	int64_t next = end_us(&h->pulse);

	for (int i = HOLDER_MANUAL; i < HOLDER_MAX; i++)
		next = MIN(next, end_us(&h->slots[i]));
	return next;
}
