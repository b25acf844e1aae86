// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/control.h"

#include "lib/base/util.h"

static bool rest_state(const struct settings_channel *ch)
{
	switch (ch->boot) {
	case BOOT_ON:
		return true;
	case BOOT_OFF:
		return false;
	case BOOT_LAST: /* what a person commanded is a hold; without one it is the safe state */
	case BOOT_SAFE:
	case BOOT_STATE_MAX:
		break;
	}
	return ch->safe_on;
}

/* The manual holder as it comes out of a reboot, or of a lost file in /run. */
static bool restore_manual(struct control *c, const struct settings_channel *ch,
			   enum control_kept kept, const struct control *old)
{
	bool taken_back = false;

	if (kept == CONTROL_KEPT_NOTHING)
		return false;
	c->holders.slots[HOLDER_MANUAL] = old->holders.slots[HOLDER_MANUAL];
	if (kept == CONTROL_KEPT_MANUAL) {
		c->confirm = old->confirm;
		return false;
	}
	if (old->confirm.pending) {
		c->confirm = old->confirm;
		confirm_take_back(&c->confirm, &c->holders.slots[HOLDER_MANUAL]);
		taken_back = true;
	}
	if (ch->boot != BOOT_LAST)
		(void)holders_drop(&c->holders, HOLDER_MANUAL);
	return taken_back;
}

bool control_start(struct control *c, const struct control_view *v, enum control_kept kept,
		   const struct control *old)
{
	const struct settings_channel *ch = &v->settings->channels[v->channel];
	struct decision d;
	struct veto veto;
	bool taken_back;

	if (kept == CONTROL_KEPT_ALL) {
		*c = *old;
		return false;
	}
	*c = (struct control){ .rest = rest_state(ch) };
	taken_back = restore_manual(c, ch, kept, old);
	d = holders_decide(&c->holders, c->rest);
	c->commanded = d.active;
	veto = interlock_check(v->settings, v->channel, d.active, &c->past, v->snap,
			       v->now.mono_us);
	/* Which way it was before is not known, so there is no "stays as it is". */
	if (veto.kind != VETO_NONE)
		c->commanded = ch->safe_on;
	return taken_back;
}

unsigned control_expire(struct control *c, int64_t now_us)
{
	unsigned done = 0;

	if (holders_end_pulses(&c->holders, now_us))
		done |= CONTROL_PULSE_OVER;
	if (c->confirm.pending && now_us >= c->confirm.due_us) {
		confirm_take_back(&c->confirm, &c->holders.slots[HOLDER_MANUAL]);
		done |= CONTROL_TAKEN_BACK;
	}
	return done;
}

unsigned control_follow(struct control *c, const struct control_view *v, struct veto *ret_veto)
{
	const struct settings_channel *ch = &v->settings->channels[v->channel];
	int64_t now_us = v->now.mono_us;
	unsigned done = 0;
	struct decision d;

	*ret_veto = (struct veto){ .kind = VETO_NONE };
	d = holders_decide(&c->holders, c->rest);
	/* A new boot setting counts once somebody has held it: it moves nothing itself. */
	if (d.holder != HOLDER_NONE)
		c->rest = rest_state(ch);
	if (d.active != c->commanded) {
		*ret_veto = interlock_check(v->settings, v->channel, d.active, &c->past, v->snap,
					    now_us);
		if (ret_veto->kind != VETO_NONE)
			return 0;
		c->commanded = d.active;
		past_note(&c->past, d.active, now_us);
		done |= CONTROL_MOVED;
	}
	if (holders_begin_pulse(&c->holders, now_us))
		done |= CONTROL_PULSE_BEGUN;
	return done;
}

int64_t control_next_us(const struct control *c)
{
	int64_t next = holders_next_us(&c->holders);

	return c->confirm.pending ? MIN(next, c->confirm.due_us) : next;
}
