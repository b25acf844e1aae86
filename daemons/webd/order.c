// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/order.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/parse.h"
#include "lib/base/utf8.h"
#include "lib/base/util.h"
#include "lib/view/switching.h"

#define REFUSED	    422
#define NOT_THERE   404
#define CONFLICT    409
#define OUTSIDE	    502
#define UNAVAILABLE 503

/* What can be said with each; a form says besides whose it is and where it came from. */
static const char *const allowed[ORDER_VERB_MAX][6] = {
	[ORDER_ACKNOWLEDGE] = { "note", "occurrence" },
	[ORDER_SHELVE] = { "for", "reason" },
	[ORDER_UNSHELVE] = { NULL },
	[ORDER_RESET] = { NULL },
	[ORDER_OUTPUT] = { "state", "for", "confirm", "reason", "dry_run" },
	[ORDER_CONFIRM] = { NULL },
	[ORDER_TRY] = { NULL },
};

enum order_server order_server(enum order_verb verb)
{
	switch (verb) {
	case ORDER_OUTPUT:
	case ORDER_CONFIRM:
		return ORDER_OF_SENSORD;
	case ORDER_TRY:
		return ORDER_OF_NOTIFYD;
	case ORDER_ACKNOWLEDGE:
	case ORDER_SHELVE:
	case ORDER_UNSHELVE:
	case ORDER_RESET:
	case ORDER_VERB_MAX:
		break;
	}
	return ORDER_OF_ALARMD;
}

static unsigned refuse(struct text *why, const char *name, const char *value, const char *is)
{
	text_printf(why, "%s '%s': %s", name, value, is);
	return REFUSED;
}

static bool is_allowed(enum order_verb verb, const struct fields *f, unsigned i)
{
	for (size_t k = 0; k < ARRAY_SIZE(allowed[verb]) && allowed[verb][k]; k++)
		if (streq(allowed[verb][k], f->list[i].name))
			return true;
	return f->form && (streq(f->list[i].name, "csrf") || streq(f->list[i].name, "back"));
}

static unsigned check_names(enum order_verb verb, const struct fields *f, struct text *why)
{
	for (unsigned i = 0; i < f->n; i++) {
		if (is_allowed(verb, f, i))
			continue;
		text_printf(why, "there is no field '%s' here; ",
			    utf8_printable(f->list[i].name) ? f->list[i].name : "...");
		text_add(why, allowed[verb][0] ? "there are " : "there is none");
		for (size_t k = 0; k < ARRAY_SIZE(allowed[verb]) && allowed[verb][k]; k++)
			text_printf(why, "%s%s", k ? ", " : "", allowed[verb][k]);
		return REFUSED;
	}
	return 0;
}

/* A person's words, "" without them. */
static unsigned take_words(const struct fields *f, const char *name, char *ret_words, size_t size,
			   struct text *why)
{
	const char *words = fields_find(f, name);

	if (words && strlen(words) >= size)
		return refuse(why, name, "...", "say it shorter, in at most 63 bytes");
	if (words && !utf8_printable(words))
		return refuse(why, name, "...",
			      "only UTF-8 without control characters is taken, on one line");
	(void)snprintf(ret_words, size, "%s", words ? words : "");
	return 0;
}

/* Of a value that is no text there is nothing to repeat to anybody. */
static const char *shown(const char *value)
{
	return utf8_printable(value) ? value : "...";
}

/* ------------------------------------------------------------------ alarms */

static unsigned take_occurrence(const struct fields *f, struct msg_alarm_request *m,
				struct text *why)
{
	const char *number = fields_find(f, "occurrence");

	if (!number || parse_u64(number, &m->occurrence) == 0)
		return 0;
	return refuse(why, "occurrence", shown(number),
		      "the number that the alarm has in the status; without one it is the "
		      "present one");
}

static unsigned take_shelving(const struct fields *f, struct msg_alarm_request *m, struct text *why)
{
	const char *span = fields_find(f, "for");
	int64_t us;

	if (!span)
		return refuse(why, "for", "", "say how long, e.g. 30min, 2h or 1d");
	if (parse_span_us(span, &us) < 0)
		return refuse(why, "for", shown(span), "say how long, e.g. 30min, 2h or 1d");
	if (us < USEC_PER_SEC || us > SHELVE_S_MAX * USEC_PER_SEC)
		return refuse(why, "for", span,
			      "a second at least and 7d at most; what shall be silent for longer "
			      "is a setting");
	m->for_s = (uint32_t)(us / USEC_PER_SEC);
	return take_words(f, "reason", m->note, sizeof(m->note), why);
}

static unsigned read_alarm(enum order_verb verb, const struct fields *f, struct order *o,
			   struct text *why)
{
	struct msg_alarm_request *m = &o->alarm;
	unsigned status = 0;

	if (verb == ORDER_ACKNOWLEDGE) {
		status = take_occurrence(f, m, why);
		if (!status)
			status = take_words(f, "note", m->note, sizeof(m->note), why);
	} else if (verb == ORDER_SHELVE) {
		status = take_shelving(f, m, why);
	}
	return status;
}

/* ------------------------------------------------------------------ outputs */

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
		return refuse(why, "state", word ? "..." : "",
			      "say on, off, toggle, release, pulse, return, active, inactive or "
			      "the text of the state");
	o->settle = streq(word, "return");
	if (o->settle && (!is || !is->unconfirmed)) {
		text_add(why, "nothing waits for a confirmation, so there is nothing to return");
		return CONFLICT;
	}
	if (is && (o->settle || streq(word, "toggle"))) {
		o->set.action = is->active ? OUTPUT_OFF : OUTPUT_ON;
		return 0;
	}
	return switching_word(&w->channels[channel], word, &o->set.action, why) < 0 ? REFUSED : 0;
}

static unsigned take_pulse(const struct fields *f, struct msg_output_set *m, struct text *why)
{
	const char *span = fields_find(f, "for");
	int64_t us;

	if (!span || !*span)
		return 0;
	if (m->action != OUTPUT_PULSE)
		return refuse(why, "for", shown(span), "only pulse has a length");
	if (parse_span_us(span, &us) < 0 || us < USEC_PER_MSEC || us > PULSE_MS_MAX * USEC_PER_MSEC)
		return refuse(why, "for", shown(span),
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
		return refuse(why, "dry_run", shown(dry_run), "it is true or false");
	if (!seconds || !*seconds)
		return 0;
	if (parse_u64(seconds, &s) < 0 || s > CONFIRM_S_MAX)
		return refuse(why, "confirm", shown(seconds),
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
	return status ? status : take_words(f, "reason", m->reason, sizeof(m->reason), why);
}

/* ------------------------------------------------------------------ all of them */

static struct actor actor_of(const struct order_world *w)
{
	struct actor a = { 0 };

	(void)snprintf(a.door, sizeof(a.door), "%s", w->who->door);
	(void)snprintf(a.name, sizeof(a.name), "%s", w->who->name);
	(void)snprintf(a.address, sizeof(a.address), "%s", w->address);
	return a;
}

static unsigned read_of_output(enum order_verb verb, const struct fields *f,
			       const struct order_world *w, struct order *o, struct text *why)
{
	int i;

	if (!w->now) {
		text_add(why, "sensord does not answer");
		return UNAVAILABLE;
	}
	i = channel_find(w->channels, w->n_channels, w->id);
	if (i < 0 || w->channels[i].kind != CHANNEL_DIGITAL_OUT) {
		text_printf(why, "there is no output '%s'", shown(w->id));
		return NOT_THERE;
	}
	if (verb == ORDER_CONFIRM) {
		(void)snprintf(o->confirm.channel, sizeof(o->confirm.channel), "%s",
			       w->channels[i].id);
		o->confirm.actor = actor_of(w);
		return 0;
	}
	(void)snprintf(o->set.channel, sizeof(o->set.channel), "%s", w->channels[i].id);
	o->set.actor = actor_of(w);
	return read_output(f, w, (unsigned)i, o, why);
}

static unsigned read_of_recipient(const struct order_world *w, struct order *o, struct text *why)
{
	if (!channel_id_valid(w->id)) {
		text_add(why, "there is no such recipient");
		return NOT_THERE;
	}
	(void)snprintf(o->test.recipient, sizeof(o->test.recipient), "%s", w->id);
	o->test.actor = actor_of(w);
	return 0;
}

unsigned order_read(enum order_verb verb, const struct fields *f, const struct order_world *w,
		    struct order *ret_order, struct text *why)
{
	unsigned status = check_names(verb, f, why);

	*ret_order = (struct order){ .verb = verb };
	if (status)
		return status;
	if (order_server(verb) == ORDER_OF_SENSORD)
		return read_of_output(verb, f, w, ret_order, why);
	if (order_server(verb) == ORDER_OF_NOTIFYD)
		return read_of_recipient(w, ret_order, why);
	if (strlen(w->id) >= sizeof(ret_order->alarm.alarm)) {
		text_add(why, "there is no such alarm");
		return NOT_THERE;
	}
	(void)snprintf(ret_order->alarm.alarm, sizeof(ret_order->alarm.alarm), "%.47s", w->id);
	ret_order->alarm.actor = actor_of(w);
	return read_alarm(verb, f, ret_order, why);
}

static enum msg_type type_of(enum order_verb verb)
{
	switch (verb) {
	case ORDER_ACKNOWLEDGE:
		return MSG_ALARM_ACKNOWLEDGE;
	case ORDER_SHELVE:
		return MSG_ALARM_SHELVE;
	case ORDER_UNSHELVE:
		return MSG_ALARM_UNSHELVE;
	case ORDER_RESET:
		return MSG_ALARM_RESET;
	case ORDER_OUTPUT:
		return MSG_OUTPUT_SET;
	case ORDER_TRY:
		return MSG_NOTIFY_TRY;
	case ORDER_CONFIRM:
	case ORDER_VERB_MAX:
		break;
	}
	return MSG_OUTPUT_CONFIRM;
}

int order_put(void *buf, size_t size, uint32_t id, const struct order *o)
{
	switch (o->verb) {
	case ORDER_OUTPUT:
		return msg_output_set_put(buf, size, id, &o->set);
	case ORDER_CONFIRM:
		return msg_output_confirm_put(buf, size, id, &o->confirm);
	case ORDER_TRY:
		return msg_notify_request_put(buf, size, MSG_NOTIFY_TRY, id, &o->test);
	case ORDER_ACKNOWLEDGE:
	case ORDER_SHELVE:
	case ORDER_UNSHELVE:
	case ORDER_RESET:
	case ORDER_VERB_MAX:
		break;
	}
	return msg_alarm_request_put(buf, size, type_of(o->verb), id, &o->alarm);
}

unsigned order_status(enum order_verb verb, uint32_t error)
{
	switch (error) {
	case 0:
		return 200;
	case EALREADY:
		return order_server(verb) == ORDER_OF_SENSORD ? 409 : 200;
	case ENOENT:
		/* a confirmation of nothing is too late, and no wrong address */
		return verb == ORDER_CONFIRM ? 409 : NOT_THERE;
	case EINVAL:
	case ERANGE:
		return REFUSED;
	case EACCES:
		return 403;
	case EREMOTEIO:
		return OUTSIDE;
	case EAGAIN:
		return verb == ORDER_TRY ? OUTSIDE : UNAVAILABLE;
	case EIO:
		return UNAVAILABLE;
	default:
		return 409;
	}
}

const char *order_back(const struct fields *f)
{
	static const char *const pages[][2] = {
		{ "status", "/" },
		{ "m", "/m" },
	};
	const char *back = fields_find(f, "back");

	for (size_t i = 0; back && i < ARRAY_SIZE(pages); i++)
		if (streq(pages[i][0], back))
			return pages[i][1];
	return "/alarms";
}
