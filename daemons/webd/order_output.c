// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What a person asks of an output. */
#include <stdio.h>
#include <string.h>

#include "daemons/webd/order_internal.h"
#include "lib/base/parse.h"
#include "lib/base/utf8.h"
#include "lib/base/util.h"
#include "lib/view/switching.h"

static const struct output_state *find_output(const struct order_world *w, unsigned channel)
{
	for (unsigned i = 0; i < w->now->n_outputs; i++)
		if (w->now->outputs[i].channel == channel)
			return &w->now->outputs[i];
	return NULL;
}

static unsigned take_state(const struct fields *f, const struct order_world *w, unsigned channel,
			   struct order *o, struct text *why)
{
	const struct output_state *is = find_output(w, channel);
	const char *word = fields_find(f, "state");

	if (!word || !utf8_printable(word))
		return order_refuse(
			why, "state", word ? "..." : "",
			"say on, off, toggle, release, pulse, return, active, inactive or "
			"the text of the state");
	o->settle = streq(word, "return");
	if (o->settle && (!is || !is->unconfirmed)) {
		text_add(why, "nothing waits for a confirmation, so there is nothing to return");
		return ORDER_CONFLICT;
	}
	if (is && (o->settle || streq(word, "toggle"))) {
		o->set.action = is->active ? OUTPUT_OFF : OUTPUT_ON;
		return 0;
	}
	return switching_word(&w->channels[channel], word, &o->set.action, why) < 0 ? ORDER_REFUSED
										    : 0;
}

static unsigned take_pulse(const struct fields *f, struct msg_output_set *m, struct text *why)
{
	const char *span = fields_find(f, "for");
	int64_t us;

	if (!span || !*span)
		return 0;
	if (m->action != OUTPUT_PULSE)
		return order_refuse(why, "for", order_shown(span), "only pulse has a length");
	if (parse_span_us(span, &us) < 0 || us < USEC_PER_MSEC || us > PULSE_MS_MAX * USEC_PER_MSEC)
		return order_refuse(
			why, "for", order_shown(span),
			"the length of a pulse is 1ms to 1h, e.g. 500ms or 2s; without one "
			"it is as the settings say");
	m->pulse_ms = (uint32_t)(us / USEC_PER_MSEC);
	return 0;
}

static unsigned take_confirm(const struct fields *f, struct msg_output_set *m, struct text *why)
{
	const char *seconds = fields_find(f, "confirm"), *dry_run = fields_find(f, "dry_run");
	uint64_t s;

	m->confirm_s = CONFIRM_S_DEFAULT;
	if (dry_run && parse_bool(dry_run, &m->dry_run) < 0)
		return order_refuse(why, "dry_run", order_shown(dry_run), "it is true or false");
	if (!seconds || !*seconds)
		return 0;
	if (parse_u64(seconds, &s) < 0 || s > CONFIRM_S_MAX)
		return order_refuse(
			why, "confirm", order_shown(seconds),
			"0 to 3600 seconds; 0 is at once for good, where the settings allow "
			"it");
	m->confirm_s = (uint32_t)s;
	return 0;
}

static unsigned read_output(const struct fields *f, const struct order_world *w, unsigned channel,
			    struct order *o, struct text *why)
{
	struct msg_output_set *m = &o->set;
	unsigned status = take_state(f, w, channel, o, why);

	if (!status)
		status = take_pulse(f, m, why);
	if (!status)
		status = take_confirm(f, m, why);
	return status ? status : order_take_words(f, "reason", m->reason, sizeof(m->reason), why);
}

unsigned order_read_output(enum order_verb verb, const struct fields *f,
			   const struct order_world *w, struct order *o, struct text *why)
{
	int i;

	if (!w->now) {
		text_add(why, "sensord does not answer");
		return ORDER_UNAVAILABLE;
	}
	i = channel_find(w->channels, w->n_channels, w->id);
	if (i < 0 || w->channels[i].kind != CHANNEL_DIGITAL_OUT) {
		text_printf(why, "there is no output '%s'", order_shown(w->id));
		return ORDER_NOT_THERE;
	}
	if (verb == ORDER_CONFIRM) {
		(void)snprintf(o->confirm.channel, sizeof(o->confirm.channel), "%s",
			       w->channels[i].id);
		o->confirm.actor = order_actor(w);
		return 0;
	}
	(void)snprintf(o->set.channel, sizeof(o->set.channel), "%s", w->channels[i].id);
	o->set.actor = order_actor(w);
	return read_output(f, w, (unsigned)i, o, why);
}
