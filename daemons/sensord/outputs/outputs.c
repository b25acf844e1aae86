// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/outputs_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/file.h"
#include "lib/base/util.h"

int outputs_new(const struct outputs_calls *calls, void *ctx, const struct outputs_places *places,
		struct passed *passed, struct outputs **ret_outputs)
{
	struct outputs *o = calloc(1, sizeof(*o));
	int r = -ENOMEM;

	if (!o)
		return -ENOMEM;
	o->calls = *calls;
	o->ctx = ctx;
	o->passed = passed;
	o->runtime_folder = strdup(places->runtime_folder);
	o->state_folder = strdup(places->state_folder);
	o->dev_folder = strdup(places->dev_folder);
	o->file = places->simulated ? "outputs-sim.state" : "outputs.state";
	memcpy(o->boot_id, places->boot_id, sizeof(o->boot_id));
	if (o->runtime_folder && o->state_folder && o->dev_folder) {
		/* systemd made them; a failure shows when the first state is written */
		(void)file_make_folder(o->runtime_folder, 0750);
		(void)file_make_folder(o->state_folder, 0750);
		r = keeper_new(places->loop, o->state_folder, o->file, KEEP_DURABLE_MAX,
			       &o->keeper);
	}
	if (r < 0) {
		(void)outputs_free(o);
		return r;
	}
	*ret_outputs = o;
	return 0;
}

struct outputs *outputs_free(struct outputs *o)
{
	if (!o)
		return NULL;
	(void)keeper_free(o->keeper);
	for (unsigned i = 0; i < o->n; i++)
		if (o->list[i].source == SOURCE_GPIO)
			line_close(&o->list[i].line);
	free(o->list);
	free(o->runtime_folder);
	free(o->state_folder);
	free(o->dev_folder);
	free(o);
	return NULL;
}

struct output *outputs_find(struct outputs *o, const char *id)
{
	for (unsigned i = 0; i < o->n; i++)
		if (streq(o->list[i].id, id))
			return &o->list[i];
	return NULL;
}

const char *output_fault(const struct output *out)
{
	if (out->source == SOURCE_GPIO)
		return line_why(&out->line);
	return out->sim_error < 0 ? strerrordesc_np(-out->sim_error) : NULL;
}

static struct sample output_sample(const struct output *out, struct instant now)
{
	return (struct sample){
		.value = out->control.commanded ? MICRO : 0,
		.mono_us = now.mono_us,
		.quality = output_fault(out) ? QUALITY_FAULT : QUALITY_OK,
	};
}

const struct snapshot *outputs_overlay(const struct outputs *o, struct instant now,
				       const struct snapshot *snap, struct snapshot *room)
{
	if (!o->rules_on_outputs)
		return snap;
	*room = snap ? *snap : (struct snapshot){ 0 };
	for (unsigned i = room->n_samples; i < o->settings->n_channels; i++)
		room->samples[i] = (struct sample){ .quality = QUALITY_STALE };
	room->n_samples = (uint8_t)MAX(room->n_samples, o->settings->n_channels);
	for (unsigned i = 0; i < o->n; i++)
		room->samples[o->list[i].channel] = output_sample(&o->list[i], now);
	return room;
}

struct control_view outputs_view(const struct outputs *o, const struct output *out,
				 struct instant now, const struct snapshot *snap)
{
	return (struct control_view){
		.settings = o->settings, .channel = out->channel, .snap = snap, .now = now
	};
}

void outputs_note_move(struct outputs *o, struct output *out)
{
	unsigned index = (unsigned)(out - o->list);

	out->done |= CONTROL_MOVED;
	o->dirty = true;
	for (unsigned i = 0; i < o->n_moved; i++)
		if (o->moved[i] == index)
			return;
	o->moved[o->n_moved++] = index;
}

/* Decides one output anew. Returns what was done. */
static unsigned settle_one(struct outputs *o, struct output *out, struct instant now,
			   const struct snapshot *snap)
{
	struct control_view view = outputs_view(o, out, now, snap);
	struct actor asked = out->control.confirm.actor;
	enum veto_kind was = out->veto.kind;
	unsigned done = control_expire(&out->control, now.mono_us);

	if (done & CONTROL_TAKEN_BACK)
		out->asked = asked;
	done |= control_follow(&out->control, &view, &out->veto);
	out->done |= done;
	if (done & CONTROL_MOVED)
		outputs_note_move(o, out);
	if (done || out->veto.kind != was)
		o->dirty = true;
	return done;
}

void outputs_settle(struct outputs *o, struct instant now, const struct snapshot *snap)
{
	struct snapshot room;
	bool moved = true;

	/*
	 * One that moved may be what another waited for. Each pass but the last brings an output to
	 * what it wants, so there are no more passes than outputs.
	 */
	for (unsigned pass = 0; moved && pass <= o->n; pass++) {
		moved = false;
		for (unsigned i = 0; i < o->n; i++) {
			const struct snapshot *view = outputs_overlay(o, now, snap, &room);

			if (settle_one(o, &o->list[i], now, view) & CONTROL_MOVED)
				moved = o->rules_on_outputs;
		}
	}
}

void output_drive(struct outputs *o, struct output *out, struct instant now)
{
	bool active = out->control.commanded;

	if (out->source == SOURCE_GPIO) {
		(void)line_set(&out->line, active, now.mono_us);
	} else if (out->source == SOURCE_SIM && o->calls.drive_sim) {
		out->sim_error = o->calls.drive_sim(o->ctx, out->channel, active);
		out->sim_retry_us = now.mono_us + OUTPUTS_RETRY_US;
	}
}

void outputs_act(struct outputs *o, struct instant now, const struct snapshot *snap)
{
	if (!o->dirty)
		return;
	o->dirty = false;
	/* Kept before it is driven: after a kill in between it is driven, not driven back. */
	outputs_save(o, now);
	for (unsigned i = 0; i < o->n_moved; i++)
		output_drive(o, &o->list[o->moved[i]], now);
	o->n_moved = 0;
	for (unsigned i = 0; i < o->n; i++)
		output_tell(o, &o->list[i], now, snap);
	if (o->calls.changed)
		o->calls.changed(o->ctx);
}

/* Lost lines, and what could not be written. */
static void retry(struct outputs *o, struct instant now)
{
	for (unsigned i = 0; i < o->n; i++) {
		struct output *out = &o->list[i];

		if (out->source == SOURCE_GPIO)
			line_run(&out->line, out->control.commanded, now.mono_us);
		else if (out->sim_error < 0 && now.mono_us >= out->sim_retry_us)
			output_drive(o, out, now);
		output_tell_fault(o, out, now);
	}
	if (o->unsaved && now.mono_us >= o->save_us)
		outputs_save(o, now);
	outputs_tell_keeper(o);
}

static int64_t output_next_us(const struct output *out)
{
	int64_t next = control_next_us(&out->control);

	if (out->veto.kind != VETO_NONE)
		next = MIN(next, out->veto.until_us);
	if (out->source == SOURCE_GPIO)
		next = MIN(next, line_next_us(&out->line));
	else if (out->sim_error < 0)
		next = MIN(next, out->sim_retry_us);
	return next;
}

int64_t outputs_run(struct outputs *o, struct instant now, const struct snapshot *snap)
{
	int64_t next = INT64_MAX;

	outputs_settle(o, now, snap);
	outputs_act(o, now, snap);
	retry(o, now);
	for (unsigned i = 0; i < o->n; i++)
		next = MIN(next, output_next_us(&o->list[i]));
	return o->unsaved ? MIN(next, o->save_us) : next;
}

static struct output_state output_state(const struct output *out)
{
	const struct control *c = &out->control;
	struct decision d = holders_decide(&c->holders, c->rest);
	struct output_state s = {
		.channel = (uint8_t)out->channel,
		.holder = d.holder,
		.active = c->commanded,
		.pulsing = d.slot && d.slot->until_us,
		.unconfirmed = c->confirm.pending,
		.vetoed = out->veto.kind != VETO_NONE,
		.fault = output_fault(out) != NULL,
	};

	if (s.pulsing)
		s.until_us = d.slot->until_us;
	else if (s.unconfirmed)
		s.until_us = c->confirm.due_us;
	return s;
}

unsigned outputs_states(const struct outputs *o, struct output_state ret_states[OUTPUTS_MAX])
{
	for (unsigned i = 0; i < o->n; i++)
		ret_states[i] = output_state(&o->list[i]);
	return o->n;
}

static void add_hold(struct msg_holds *holds, const struct output *out, enum holder holder,
		     const struct hold_slot *slot)
{
	struct hold *h = &holds->holds[holds->n];

	if (!slot->present || holds->n == HOLDS_MAX)
		return;
	holds->n++;
	*h = (struct hold){
		.channel = (uint8_t)out->channel,
		.holder = holder,
		.active = slot->active,
		.actor = slot->actor,
		.since_wall_us = slot->since_wall_us,
	};
	memcpy(h->reason, slot->reason, sizeof(h->reason));
}

void outputs_holds(const struct outputs *o, struct msg_holds *ret_holds)
{
	ret_holds->n = 0;
	for (unsigned i = 0; i < o->n; i++) {
		const struct holders *h = &o->list[i].control.holders;

		for (unsigned n = HOLDER_MANUAL; n < HOLDER_MAX; n++) {
			bool pulse = n == HOLDER_MANUAL && h->pulse.present;

			add_hold(ret_holds, &o->list[i], n, pulse ? &h->pulse : &h->slots[n]);
		}
	}
}
