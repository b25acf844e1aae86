// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/environment.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemons/notifyd/fields.h"
#include "daemons/notifyd/hook.h"
#include "daemons/notifyd/words.h"
#include "lib/base/clock.h"
#include "lib/base/parse.h"
#include "lib/base/utf8.h"
#include "lib/present/event.h"

/* A name, and never a path: the program is in one folder. */
static bool program_valid(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/') && utf8_printable(name);
}

/* Values as programs want them: the number and the unit's name, the time in UTC. */
static void add_event(const struct event *e, struct msg_send *ret)
{
	char number[24] = "", value[PARSE_MICRO_MAX] = "", when[CLOCK_RFC3339_MAX] = "";

	if (e) {
		(void)snprintf(number, sizeof(number), "%" PRIu64, e->number);
		clock_format_utc(e->now.wall_us, when);
		if (present_event_valued(e))
			format_micro(e->value, value);
	}
	fields_add(ret, "RMCU_EVENT", number);
	fields_add(ret, "RMCU_KIND", e ? event_kind_to_name(e->kind) : "");
	fields_add(ret, "RMCU_ALARM", e ? e->alarm : "");
	fields_add(ret, "RMCU_PRIORITY", e && *e->alarm ? alarm_priority_to_name(e->priority) : "");
	fields_add(ret, "RMCU_CHANNEL", e ? e->channel : "");
	fields_add(ret, "RMCU_VALUE", value);
	fields_add(ret, "RMCU_UNIT", e ? unit_to_name(e->unit) : "");
	fields_add(ret, "RMCU_TIME", when);
}

int environment_write(const struct letter *l, const char *program, struct msg_send *ret)
{
	const struct notice *n = words_foremost(l);
	AUTO_TEXT struct text words = TEXT_INIT;

	if (!program_valid(program) ||
	    (size_t)snprintf(ret->to, sizeof(ret->to), "%s", program) >= sizeof(ret->to))
		return -EINVAL;
	fields_add(ret, "RMCU_MESSAGE", words_kind(l->kind));
	words_id(&words, l);
	fields_add(ret, "RMCU_ID", text_get(&words));
	text_clear(&words);
	words_site(&words, l);
	fields_add(ret, "RMCU_SITE", text_get(&words));
	text_clear(&words);
	words_subject(&words, l);
	fields_add(ret, "RMCU_TEXT", text_get(&words));
	add_event(n ? &n->event : NULL, ret);
	return text_ok(&words) ? hook_json(l, ret) : -ENOMEM;
}
