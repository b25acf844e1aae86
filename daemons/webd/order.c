// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/order_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/parse.h"
#include "lib/base/utf8.h"
#include "lib/base/util.h"

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

unsigned order_refuse(struct text *why, const char *name, const char *value, const char *is)
{
	text_printf(why, "%s '%s': %s", name, value, is);
	return ORDER_REFUSED;
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
		return ORDER_REFUSED;
	}
	return 0;
}

unsigned order_take_words(const struct fields *f, const char *name, char *ret_words, size_t size,
			  struct text *why)
{
	const char *words = fields_find(f, name);

	if (words && strlen(words) >= size)
		return order_refuse(why, name, "...", "say it shorter, in at most 63 bytes");
	if (words && !utf8_printable(words))
		return order_refuse(why, name, "...",
				    "only UTF-8 without control characters is taken, on one line");
	(void)snprintf(ret_words, size, "%s", words ? words : "");
	return 0;
}

const char *order_shown(const char *value)
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
	return order_refuse(why, "occurrence", order_shown(number),
			    "the number that the alarm has in the status; without one it is the "
			    "present one");
}

static unsigned take_shelving(const struct fields *f, struct msg_alarm_request *m, struct text *why)
{
	const char *span = fields_find(f, "for");
	int64_t us;

	if (!span)
		return order_refuse(why, "for", "", "say how long, e.g. 30min, 2h or 1d");
	if (parse_span_us(span, &us) < 0)
		return order_refuse(why, "for", order_shown(span),
				    "say how long, e.g. 30min, 2h or 1d");
	if (us < USEC_PER_SEC || us > SHELVE_S_MAX * USEC_PER_SEC)
		return order_refuse(
			why, "for", span,
			"a second at least and 7d at most; what shall be silent for longer "
			"is a setting");
	m->for_s = (uint32_t)(us / USEC_PER_SEC);
	return order_take_words(f, "reason", m->note, sizeof(m->note), why);
}

static unsigned read_alarm(enum order_verb verb, const struct fields *f, struct order *o,
			   struct text *why)
{
	struct msg_alarm_request *m = &o->alarm;
	unsigned status = 0;

	if (verb == ORDER_ACKNOWLEDGE) {
		status = take_occurrence(f, m, why);
		if (!status)
			status = order_take_words(f, "note", m->note, sizeof(m->note), why);
	} else if (verb == ORDER_SHELVE) {
		status = take_shelving(f, m, why);
	}
	return status;
}

/* ------------------------------------------------------------------ all of them */

struct actor order_actor(const struct order_world *w)
{
	struct actor a = { 0 };

	(void)snprintf(a.door, sizeof(a.door), "%s", w->who->door);
	(void)snprintf(a.name, sizeof(a.name), "%s", w->who->name);
	(void)snprintf(a.address, sizeof(a.address), "%s", w->address);
	return a;
}

static unsigned read_of_recipient(const struct order_world *w, struct order *o, struct text *why)
{
	if (!channel_id_valid(w->id)) {
		text_add(why, "there is no such recipient");
		return ORDER_NOT_THERE;
	}
	(void)snprintf(o->test.recipient, sizeof(o->test.recipient), "%s", w->id);
	o->test.actor = order_actor(w);
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
		return order_read_output(verb, f, w, ret_order, why);
	if (order_server(verb) == ORDER_OF_NOTIFYD)
		return read_of_recipient(w, ret_order, why);
	if (strlen(w->id) >= sizeof(ret_order->alarm.alarm)) {
		text_add(why, "there is no such alarm");
		return ORDER_NOT_THERE;
	}
	(void)snprintf(ret_order->alarm.alarm, sizeof(ret_order->alarm.alarm), "%.47s", w->id);
	ret_order->alarm.actor = order_actor(w);
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
		return verb == ORDER_CONFIRM ? 409 : ORDER_NOT_THERE;
	case EINVAL:
	case ERANGE:
		return ORDER_REFUSED;
	case EACCES:
		return 403;
	case EREMOTEIO:
		return ORDER_OUTSIDE;
	case EAGAIN:
		return verb == ORDER_TRY ? ORDER_OUTSIDE : ORDER_UNAVAILABLE;
	case EIO:
		return ORDER_UNAVAILABLE;
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
