// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What the outputs object says about what it did: facts and troubles. */
#include "daemons/sensord/outputs/outputs_internal.h"

#include <stdio.h>

#include "daemons/sensord/outputs/sentence.h"
#include "lib/base/util.h"

void outputs_tell(struct outputs *o, struct fact *f, struct instant now)
{
	f->now = now;
	f->quality = QUALITY_OK;
	if (o->calls.fact)
		o->calls.fact(o->ctx, f);
}

static struct fact fact_about(const struct output *out, enum fact_kind kind)
{
	return (struct fact){
		.kind = kind,
		.channel = (uint8_t)out->channel,
		.value = out->control.commanded ? MICRO : 0,
		.holder = holders_decide(&out->control.holders, out->control.rest).holder,
	};
}

/* Why the output moved, where no request did it: its own deadlines, or an interlock that let go. */
static void own_cause(const struct output *out, struct fact *f)
{
	struct decision d = holders_decide(&out->control.holders, out->control.rest);

	if (out->done & CONTROL_TAKEN_BACK) {
		(void)snprintf(f->text, sizeof(f->text), "taken back: not confirmed in time");
		f->actor = out->asked;
	} else if (out->done & CONTROL_PULSE_OVER) {
		(void)snprintf(f->text, sizeof(f->text), "pulse over");
	} else if (d.slot) {
		(void)snprintf(f->text, sizeof(f->text), "%s", d.slot->reason);
		f->actor = d.slot->actor;
	}
	if (!f->actor.name[0])
		(void)snprintf(f->actor.name, sizeof(f->actor.name), "sensord");
}

static void tell_change(struct outputs *o, const struct output *out, struct instant now)
{
	bool moved = out->done & CONTROL_MOVED;
	struct fact f = fact_about(out, moved ? FACT_OUTPUT_CHANGED : FACT_HOLD_CHANGED);

	if (!moved && !out->held && !(out->done & CONTROL_PULSE_OVER))
		return;
	if (out->cause.given) {
		f.actor = out->cause.actor;
		(void)snprintf(f.text, sizeof(f.text), "%s", out->cause.text);
		if (!moved)
			f.holder = out->cause.holder;
	} else {
		own_cause(out, &f);
	}
	outputs_tell(o, &f, now);
}

/* Once for each rule that begins to keep an output back, not with each tick. */
static void tell_veto(struct outputs *o, struct output *out, struct instant now,
		      const struct snapshot *snap)
{
	struct fact f = fact_about(out, FACT_VETO);
	const char *rule = out->veto.rule ? out->veto.rule->id : "";
	struct decision d;

	if (streq(rule, out->told_rule))
		return;
	(void)snprintf(out->told_rule, sizeof(out->told_rule), "%s", rule);
	if (!out->veto.rule)
		return;
	d = holders_decide(&out->control.holders, out->control.rest);
	if (d.slot)
		f.actor = d.slot->actor;
	sentence_add(f.text, sizeof(f.text), "delayed by ");
	sentence_add_veto(f.text, sizeof(f.text), o->settings, out->channel, &out->veto, snap,
			  now.mono_us);
	outputs_tell(o, &f, now);
}

void output_tell_fault(struct outputs *o, struct output *out, struct instant now)
{
	const struct settings_channel *ch = &o->settings->channels[out->channel];
	const char *why = output_fault(out);
	char text[TROUBLE_TEXT_MAX] = "";
	bool was = out->told_fault[0];

	if (streq(why ? why : "", out->told_fault))
		return;
	(void)snprintf(out->told_fault, sizeof(out->told_fault), "%s", why ? why : "");
	sentence_add(text, sizeof(text), "%s cannot be driven: %s; retrying", sentence_name(ch),
		     out->told_fault);
	if (o->calls.trouble)
		o->calls.trouble(o->ctx, out->id, why ? text : NULL);
	/* Another reason for the same is no second loss. */
	if (was != (why != NULL)) {
		struct fact f = fact_about(out, why ? FACT_SOURCE_LOST : FACT_SOURCE_BACK);

		sentence_add(f.text, sizeof(f.text), "%s", out->told_fault);
		outputs_tell(o, &f, now);
	}
	if (o->calls.changed)
		o->calls.changed(o->ctx);
}

void output_tell(struct outputs *o, struct output *out, struct instant now,
		 const struct snapshot *snap)
{
	if (out->done & CONTROL_TAKEN_BACK) {
		struct fact f = fact_about(out, FACT_TAKEN_BACK);

		f.holder = HOLDER_MANUAL;
		f.actor = out->asked;
		sentence_add(f.text, sizeof(f.text), "not confirmed in time");
		outputs_tell(o, &f, now);
	}
	tell_change(o, out, now);
	tell_veto(o, out, now, snap);
	output_tell_fault(o, out, now);
	out->done = 0;
	out->held = false;
	out->cause = (struct cause){ 0 };
}
