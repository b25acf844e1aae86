// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Start and reload: which outputs there are, what they begin with, and their lines. */
#include "daemons/sensord/outputs/outputs_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/cleanup.h"
#include "lib/base/log.h"
#include "lib/base/util.h"

/* What was kept, at the start. */
struct memory {
	struct keep *run;     /* of this boot, or NULL */
	struct keep *durable; /* of any boot, or NULL */
};

static enum control_kept recall(const struct outputs *o, const struct memory *m, const char *id,
				const struct control **ret_old)
{
	const struct kept *k = m->run ? keep_find(m->run, id) : NULL;

	*ret_old = NULL;
	if (k && k->whole) {
		*ret_old = &k->control;
		return CONTROL_KEPT_ALL;
	}
	k = m->durable ? keep_find(m->durable, id) : NULL;
	if (!k)
		return CONTROL_KEPT_NOTHING;
	*ret_old = &k->control;
	return memcmp(m->durable->boot_id, o->boot_id, sizeof(o->boot_id)) == 0
		       ? CONTROL_KEPT_MANUAL
		       : CONTROL_KEPT_OLD;
}

/* An output that this process does not know yet. */
static void begin(struct outputs *o, struct output *out, const struct memory *m, struct instant now,
		  const struct snapshot *snap)
{
	const struct control *old;
	enum control_kept kept = recall(o, m, out->id, &old);
	struct control_view view = outputs_view(o, out, now, snap);

	if (control_start(&out->control, &view, kept, old)) {
		out->done |= CONTROL_TAKEN_BACK;
		out->asked = old->confirm.actor;
	}
}

/* The outputs of the new settings, those that were there before as they are. */
static unsigned make_list(struct outputs *o, const struct settings *s, struct output *list,
			  const struct memory *m, struct instant now, const struct snapshot *snap)
{
	unsigned n = 0;

	for (unsigned i = 0; i < s->n_channels; i++) {
		const struct settings_channel *ch = &s->channels[i];
		struct output *out = &list[n], *old;

		if (ch->info.kind != CHANNEL_DIGITAL_OUT)
			continue;
		if (n == OUTPUTS_MAX) {
			log_warning("output '%s' is more than the %d that there can be, ignoring",
				    ch->info.id, OUTPUTS_MAX);
			continue;
		}
		n++;
		old = outputs_find(o, ch->info.id);
		if (old) {
			*out = *old;
			old->id[0] = '\0'; /* moved over */
		}
		out->channel = i;
		(void)snprintf(out->id, sizeof(out->id), "%s", ch->info.id);
		/* The rule may not exist any more; the next decision finds what holds now. */
		out->veto = (struct veto){ .kind = VETO_NONE };
		if (!old)
			begin(o, out, m, now, snap);
	}
	return n;
}

static void forget(struct outputs *o, struct output *out)
{
	if (out->source == SOURCE_GPIO)
		line_release(&out->line);
	if (out->told_fault[0] && o->calls.trouble)
		o->calls.trouble(o->ctx, out->id, NULL);
}

/* Brings line and settings together; a line that is wired as it was is not touched. */
static void wire(struct outputs *o, struct output *out, struct instant now)
{
	const struct settings_channel *ch = &o->settings->channels[out->channel];
	bool was_line = out->source == SOURCE_GPIO;

	if (was_line && ch->info.source == SOURCE_GPIO && line_same(&out->line, ch))
		return;
	if (was_line)
		line_release(&out->line);
	out->source = ch->info.source;
	out->sim_error = 0;
	if (out->source != SOURCE_GPIO) {
		output_drive(o, out, now);
		return;
	}
	line_init(&out->line, ch, o->dev_folder);
	(void)line_open(&out->line, o->passed, out->control.commanded, now.mono_us);
}

static bool look_for_rules_on_outputs(const struct settings *s)
{
	for (unsigned i = 0; i < s->n_interlocks; i++) {
		int channel = interlock_channel(s, s->interlocks[i].channel);

		if (channel >= 0 && s->channels[channel].info.kind == CHANNEL_DIGITAL_OUT)
			return true;
	}
	return false;
}

int outputs_configure(struct outputs *o, const struct settings *s, struct instant now,
		      const struct snapshot *snap, bool first)
{
	struct output *list = calloc(OUTPUTS_MAX, sizeof(*list));
	struct memory m = { 0 };
	unsigned n;

	if (!list)
		return -ENOMEM;
	if (first) {
		m.run = outputs_load(o, now, false);
		m.durable = outputs_load(o, now, true);
	}
	o->settings = s;
	o->rules_on_outputs = look_for_rules_on_outputs(s);
	n = make_list(o, s, list, &m, now, snap);
	free(m.run);
	free(m.durable);
	for (unsigned i = 0; i < o->n; i++)
		if (o->list[i].id[0])
			forget(o, &o->list[i]);
	free(o->list);
	o->list = list;
	o->n = n;
	outputs_save(o, now);
	for (unsigned i = 0; i < o->n; i++)
		wire(o, &o->list[i], now);
	o->dirty = true;
	outputs_settle(o, now, snap);
	outputs_act(o, now, snap);
	return 0;
}
