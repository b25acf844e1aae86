// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/request.h"

#include <errno.h>
#include <stdio.h>

#include "daemons/sensord/outputs/sentence.h"
#include "lib/base/util.h"
#include "lib/daemon/persons.h"

/* The request with its defaults filled in. */
struct wish {
	const struct control_view *view;
	const struct settings_channel *ch;
	enum output_action action;
	const struct actor *actor;
	const char *reason;
	uint32_t pulse_ms;
	uint32_t confirm_s; /* 0: for good */
	bool dry_run;
};

#define SAY(plan, ...) sentence_add((plan)->sentence, sizeof((plan)->sentence), __VA_ARGS__)

static int refuse_pulse(const struct wish *w, const struct msg_output_set *m,
			struct request_plan *plan)
{
	if (m->pulse_ms > PULSE_MS_MAX) {
		SAY(plan, "a pulse is at most %d s long", PULSE_MS_MAX / 1000);
		return EINVAL;
	}
	if (m->confirm_s != CONFIRM_S_DEFAULT && m->confirm_s != 0) {
		SAY(plan, "a pulse ends by itself and needs no confirmation");
		return EINVAL;
	}
	/* Or else a long pulse would be the way around the confirmation. */
	if (w->ch->info.confirm && w->pulse_ms > w->ch->confirm_s * 1000) {
		SAY(plan,
		    "a pulse of %s must not be longer than the %d s in which a change of it has to "
		    "be confirmed",
		    sentence_name(w->ch), (int)w->ch->confirm_s);
		return EPERM;
	}
	return 0;
}

static int refuse_confirm(const struct wish *w, const struct msg_output_set *m,
			  struct request_plan *plan)
{
	if (m->confirm_s != CONFIRM_S_DEFAULT && m->confirm_s > CONFIRM_S_MAX) {
		SAY(plan, "the time to confirm is at most %d s", CONFIRM_S_MAX);
		return EINVAL;
	}
	if (w->ch->info.confirm && m->confirm_s == 0) {
		SAY(plan, "a change of %s has to be confirmed: ask for it with a time to confirm",
		    sentence_name(w->ch));
		return EPERM;
	}
	return 0;
}

static int fill_in(const struct control_view *v, const struct msg_output_set *m,
		   const struct actor *actor, struct wish *w, struct request_plan *plan)
{
	*w = (struct wish){
		.view = v,
		.ch = &v->settings->channels[v->channel],
		.action = m->action,
		.actor = actor,
		.reason = m->reason,
		.dry_run = m->dry_run,
	};
	if (w->ch->info.source != SOURCE_GPIO && w->ch->info.source != SOURCE_SIM) {
		SAY(plan, "%s is not wired: its source is %s", sentence_name(w->ch),
		    source_kind_to_name(w->ch->info.source));
		return ENODEV;
	}
	if (w->action == OUTPUT_ON && w->ch->info.pulse)
		w->action = OUTPUT_PULSE;
	if (w->action == OUTPUT_PULSE) {
		w->pulse_ms = m->pulse_ms ? m->pulse_ms : w->ch->info.pulse_ms;
		return refuse_pulse(w, m, plan);
	}
	w->confirm_s = m->confirm_s;
	if (m->confirm_s == CONFIRM_S_DEFAULT)
		w->confirm_s = w->ch->info.confirm ? (uint32_t)w->ch->confirm_s : 0;
	return refuse_confirm(w, m, plan);
}

static int plan_pulse(const struct wish *w, const struct control *before, const char *fault,
		      struct request_plan *plan)
{
	struct decision d = holders_decide(&before->holders, before->rest);

	if (fault) {
		SAY(plan, "%s cannot be driven: %s", sentence_name(w->ch), fault);
		return EIO;
	}
	if (d.holder > HOLDER_MANUAL) {
		SAY(plan, "%s is held by %s (%s): a pulse would not be seen", sentence_name(w->ch),
		    holder_to_name(d.holder), d.slot->reason);
		return EBUSY;
	}
	if (d.active && before->commanded && d.slot != &before->holders.pulse) {
		SAY(plan, "%s is already ", sentence_name(w->ch));
		sentence_add_state(plan->sentence, sizeof(plan->sentence), w->ch, true);
		SAY(plan, ": a pulse would not be seen");
		return EALREADY;
	}
	plan->after.holders.pulse =
		hold_slot_new(true, w->pulse_ms, w->reason, w->actor, w->view->now);
	return 0;
}

/* On, off and release: the manual holder changes for longer, and a running pulse ends. */
static void plan_hold(const struct wish *w, const struct control *before, struct request_plan *plan)
{
	struct control *after = &plan->after;
	struct hold_slot *manual = &after->holders.slots[HOLDER_MANUAL];
	const struct hold_slot *was = &before->holders.slots[HOLDER_MANUAL];
	bool changes;

	(void)holders_drop(&after->holders, HOLDER_MANUAL);
	if (w->action != OUTPUT_RELEASE)
		*manual =
			hold_slot_new(w->action == OUTPUT_ON, 0, w->reason, w->actor, w->view->now);
	changes = manual->present != was->present || manual->active != was->active;
	if (!changes && !before->confirm.pending)
		return;
	if (!w->confirm_s || confirm_undone(&before->confirm, was, manual, after->rest))
		confirm_settle(&after->confirm);
	else
		confirm_begin(&after->confirm, was, w->actor,
			      w->view->now.mono_us + w->confirm_s * USEC_PER_SEC);
}

static int refuse_veto(const struct wish *w, const struct veto *veto, struct request_plan *plan)
{
	plan->vetoed = true;
	SAY(plan, "refused by ");
	sentence_add_veto(plan->sentence, sizeof(plan->sentence), w->view->settings,
			  w->view->channel, veto, w->view->snap, w->view->now.mono_us);
	return veto->until_us == INT64_MAX ? EPERM : EAGAIN;
}

/* By the way that he came: a script of the web has no psctl. */
static void say_how_to_confirm(const struct wish *w, struct request_plan *plan)
{
	const char *door = w->actor->door, *id = w->ch->info.id;

	if (streq(door, DOOR_OF_USERS) || streq(door, DOOR_OF_TOKENS))
		SAY(plan, ": POST /api/v1/outputs/%s/confirm", id);
	else
		SAY(plan, ": psctl confirm %s", id);
}

static void say_outcome(const struct wish *w, const char *fault, struct request_plan *plan)
{
	const struct control *after = &plan->after;
	struct decision d = holders_decide(&after->holders, after->rest);
	const char *is = w->dry_run ? "would be" : "is now";
	const char *stays = w->dry_run ? "would stay" : "stays";

	SAY(plan, "%s %s ", sentence_name(w->ch), plan->moves ? is : stays);
	sentence_add_state(plan->sentence, sizeof(plan->sentence), w->ch, after->commanded);
	if (d.holder > HOLDER_MANUAL)
		SAY(plan, ": held by %s (%s), which goes before your wish",
		    holder_to_name(d.holder), d.slot->reason);
	else if (w->action == OUTPUT_PULSE) {
		SAY(plan, " for ");
		sentence_add_span(plan->sentence, sizeof(plan->sentence),
				  w->pulse_ms * USEC_PER_MSEC);
	} else if (w->action == OUTPUT_RELEASE)
		SAY(plan, ", held by nobody");
	if (fault)
		SAY(plan, ", as soon as it can be driven again: %s", fault);
	if (w->action != OUTPUT_PULSE && after->confirm.pending) {
		SAY(plan, "; confirm within ");
		sentence_add_span(plan->sentence, sizeof(plan->sentence),
				  after->confirm.due_us - w->view->now.mono_us);
		SAY(plan, " or it is taken back");
		say_how_to_confirm(w, plan);
	}
}

int request_plan(const struct control_view *v, const struct control *before, const char *fault,
		 const struct msg_output_set *m, const struct actor *actor,
		 struct request_plan *ret_plan)
{
	struct veto veto;
	struct wish w;
	int error;

	ret_plan->after = *before;
	ret_plan->moves = ret_plan->vetoed = false;
	ret_plan->sentence[0] = '\0';
	error = fill_in(v, m, actor, &w, ret_plan);
	if (error)
		return error;
	if (w.action == OUTPUT_PULSE)
		error = plan_pulse(&w, before, fault, ret_plan);
	else
		plan_hold(&w, before, ret_plan);
	if (error)
		return error;
	ret_plan->moves = control_follow(&ret_plan->after, v, &veto) & CONTROL_MOVED;
	/* What a higher holder is kept from is not the person's affair. */
	if (veto.kind != VETO_NONE &&
	    holders_decide(&ret_plan->after.holders, ret_plan->after.rest).holder <= HOLDER_MANUAL)
		return refuse_veto(&w, &veto, ret_plan);
	say_outcome(&w, fault, ret_plan);
	return 0;
}
