// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What others ask of the outputs object. */
#include "daemons/sensord/outputs/outputs_internal.h"

#include <errno.h>
#include <stdio.h>

#include "daemons/sensord/outputs/request.h"
#include "daemons/sensord/outputs/sentence.h"
#include "lib/base/util.h"

static void say(char ret_sentence[WIRE_SENTENCE_MAX], const char *text)
{
	(void)snprintf(ret_sentence, WIRE_SENTENCE_MAX, "%s", text);
}

static void tell_refused(struct outputs *o, const struct output *out, enum fact_kind kind,
			 const struct actor *actor, const char *sentence, struct instant now)
{
	struct fact f = {
		.kind = kind,
		.channel = out ? (uint8_t)out->channel : FACT_NO_CHANNEL,
		.value = out && out->control.commanded ? MICRO : 0,
		.holder = HOLDER_MANUAL,
		.actor = *actor,
	};

	sentence_add(f.text, sizeof(f.text), "%s", sentence);
	outputs_tell(o, &f, now);
}

static int no_such_output(struct outputs *o, const char *id, const struct actor *actor, bool tell,
			  struct instant now, char ret_sentence[WIRE_SENTENCE_MAX])
{
	ret_sentence[0] = '\0';
	sentence_add(ret_sentence, WIRE_SENTENCE_MAX, "there is no output '%s'", id);
	if (tell)
		tell_refused(o, NULL, FACT_REQUEST_REFUSED, actor, ret_sentence, now);
	return ENOENT;
}

/* The request is granted: takes over the plan. */
static void commit(struct outputs *o, struct output *out, const struct request_plan *plan,
		   const struct msg_output_set *m, const struct actor *actor)
{
	out->control = plan->after;
	if (plan->moves)
		outputs_note_move(o, out);
	out->held = true;
	out->cause = (struct cause){ .given = true, .holder = HOLDER_MANUAL, .actor = *actor };
	if (m->action == OUTPUT_RELEASE)
		sentence_add(out->cause.text, sizeof(out->cause.text), "released%s%s",
			     m->reason[0] ? ": " : "", m->reason);
	else
		sentence_add(out->cause.text, sizeof(out->cause.text), "%s", m->reason);
	o->dirty = true;
}

int outputs_set(struct outputs *o, const struct msg_output_set *m, const struct actor *actor,
		struct instant now, const struct snapshot *snap,
		char ret_sentence[WIRE_SENTENCE_MAX])
{
	struct output *out = outputs_find(o, m->channel);
	struct control_view view;
	struct request_plan plan;
	struct snapshot room;
	int error;

	if (!out)
		return no_such_output(o, m->channel, actor, !m->dry_run, now, ret_sentence);
	/* What is due goes first: nobody prolongs a pulse that is over. */
	outputs_settle(o, now, snap);
	outputs_act(o, now, snap);
	view = outputs_view(o, out, now, outputs_overlay(o, now, snap, &room));
	error = request_plan(&view, &out->control, output_fault(out), m, actor, &plan);
	say(ret_sentence, plan.sentence);
	if (m->dry_run)
		return error;
	if (error) {
		tell_refused(o, out, plan.vetoed ? FACT_VETO : FACT_REQUEST_REFUSED, actor,
			     plan.sentence, now);
		return error;
	}
	commit(o, out, &plan, m, actor);
	outputs_settle(o, now, snap);
	outputs_act(o, now, snap);
	return 0;
}

static void confirm_one(struct outputs *o, struct output *out, const struct actor *actor,
			struct instant now, char ret_sentence[WIRE_SENTENCE_MAX])
{
	const struct settings_channel *ch = &o->settings->channels[out->channel];
	struct fact f = {
		.kind = FACT_CONFIRMED,
		.channel = (uint8_t)out->channel,
		.value = out->control.commanded ? MICRO : 0,
		.holder = HOLDER_MANUAL,
		.actor = *actor,
	};

	confirm_settle(&out->control.confirm);
	o->dirty = true;
	outputs_tell(o, &f, now);
	sentence_add(ret_sentence, WIRE_SENTENCE_MAX, "%s%s stays ",
		     ret_sentence[0] ? "; " : "confirmed: ", sentence_name(ch));
	sentence_add_state(ret_sentence, WIRE_SENTENCE_MAX, ch, out->control.commanded);
}

int outputs_confirm(struct outputs *o, const struct msg_output_confirm *m,
		    const struct actor *actor, struct instant now, const struct snapshot *snap,
		    char ret_sentence[WIRE_SENTENCE_MAX])
{
	const struct output *only = NULL;

	if (m->channel[0]) {
		only = outputs_find(o, m->channel);
		if (!only)
			return no_such_output(o, m->channel, actor, true, now, ret_sentence);
	}
	/* A confirmation after the deadline is too late, also when the loop is. */
	outputs_settle(o, now, snap);
	outputs_act(o, now, snap);
	ret_sentence[0] = '\0';
	for (unsigned i = 0; i < o->n; i++) {
		struct output *out = &o->list[i];

		if (out->control.confirm.pending && (!only || only == out))
			confirm_one(o, out, actor, now, ret_sentence);
	}
	if (!ret_sentence[0]) {
		say(ret_sentence,
		    "nothing waits for a confirmation; what was not confirmed in time "
		    "was taken back");
		return ENOENT;
	}
	outputs_act(o, now, snap);
	return 0;
}

/* What the set wants of this output, or NULL. Named twice: the first one counts. */
static bool wanted(const struct outputs *o, const struct msg_hold_all *m, const struct output *out,
		   const struct actor *actor, struct instant now, struct hold_slot *ret_slot)
{
	const struct settings_channel *ch = &o->settings->channels[out->channel];

	for (unsigned i = 0; i < m->n; i++) {
		bool active = m->holds[i].active;

		if (!streq(m->holds[i].channel, out->id))
			continue;
		/* "On is a pulse" is the output's nature, whoever switches it on. */
		*ret_slot = hold_slot_new(active, active && ch->info.pulse ? ch->info.pulse_ms : 0,
					  m->holds[i].reason, actor, now);
		return true;
	}
	return false;
}

static void hold_one(struct outputs *o, const struct msg_hold_all *m, struct output *out,
		     const struct actor *actor, struct instant now)
{
	struct hold_slot *old = &out->control.holders.slots[m->holder];
	struct cause cause = { .given = true, .holder = m->holder, .actor = *actor };
	struct hold_slot slot;
	bool changed;

	if (wanted(o, m, out, actor, now, &slot)) {
		sentence_add(cause.text, sizeof(cause.text), "%s", slot.reason);
		changed = holders_put(&out->control.holders, m->holder, &slot);
	} else {
		sentence_add(cause.text, sizeof(cause.text), "released%s%s",
			     old->reason[0] ? ": " : "", old->reason);
		changed = holders_drop(&out->control.holders, m->holder);
	}
	if (!changed)
		return;
	out->held = true;
	out->cause = cause;
	o->dirty = true;
}

int outputs_hold_all(struct outputs *o, const struct msg_hold_all *m, const struct actor *actor,
		     struct instant now, const struct snapshot *snap,
		     char ret_sentence[WIRE_SENTENCE_MAX])
{
	int error = 0;

	if (m->holder <= HOLDER_MANUAL || m->holder >= HOLDER_MAX) {
		say(ret_sentence, "only schedule, alarm and safety hold sets of outputs");
		return EINVAL;
	}
	say(ret_sentence, "");
	outputs_settle(o, now, snap);
	outputs_act(o, now, snap);
	for (unsigned i = 0; i < o->n; i++)
		hold_one(o, m, &o->list[i], actor, now);
	outputs_settle(o, now, snap);
	outputs_act(o, now, snap);
	/* An output that is not there must not keep the others from what an alarm wants of them. */
	for (unsigned i = 0; i < m->n; i++)
		if (!outputs_find(o, m->holds[i].channel))
			error = no_such_output(o, m->holds[i].channel, actor, false, now,
					       ret_sentence);
	if (error)
		sentence_add(ret_sentence, WIRE_SENTENCE_MAX, "; the others are held as asked");
	return error;
}
