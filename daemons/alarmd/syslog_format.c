// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/alarmd/syslog_format.h"

#include <inttypes.h>
#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "lib/present/event.h"
#include "lib/wire/chain.h"

#define IDENTIFIER "rmcu-alarmd"
/* RFC 5424 section 6.2.1: daemon */
#define FACILITY 3
/* The enterprise number that RFC 5612 sets aside for documentation, until there is one of our own.
 */
#define SD_ID "rmcu@32473"

/* The fields of an event in the order in which they are shown; empty ones are left out. */
struct fields {
	void (*put)(struct text *out, const char *name, const char *value);
	struct text *out;
};

static void field(const struct fields *f, const char *name, const char *value)
{
	if (*value)
		f->put(f->out, name, value);
}

static void number_field(const struct fields *f, const char *name, uint64_t value)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%" PRIu64, value);
	field(f, name, text);
}

static void all_fields(const struct fields *f, const struct event *e)
{
	char time[CLOCK_RFC3339_MAX], value[PARSE_MICRO_MAX], hash[CHAIN_TEXT_MAX];

	clock_format_utc(e->now.wall_us, time);
	format_micro(e->value, value);
	chain_text(e->hash, hash);
	number_field(f, "event", e->number);
	field(f, "kind", event_kind_to_name(e->kind));
	field(f, "time", time);
	field(f, "channel", e->channel);
	field(f, "alarm", e->alarm);
	if (*e->alarm) {
		number_field(f, "occurrence", event_occurrence(e));
		field(f, "priority", alarm_priority_to_name(e->priority));
	}
	if (present_event_valued(e))
		field(f, "value", value);
	if (e->unit != UNIT_NONE)
		field(f, "unit", unit_to_name(e->unit));
	if (e->holder != HOLDER_NONE)
		field(f, "holder", holder_to_name(e->holder));
	field(f, "actor", e->actor.name);
	field(f, "address", e->actor.address);
	field(f, "door", e->actor.door);
	field(f, "text", e->text);
	field(f, "hash", hash);
}

/* "event" is RMCU_EVENT: field names are capitals, digits and _, not _ first. */
static void put_native(struct text *out, const char *name, const char *value)
{
	text_add(out, "RMCU_");
	for (; *name; name++)
		text_add_char(out,
			      (char)(*name >= 'a' && *name <= 'z' ? *name - 'a' + 'A' : *name));
	text_printf(out, "=%s\n", value);
}

void syslog_format_native(struct text *out, const struct event *e, const char *message)
{
	const struct fields f = { put_native, out };

	/* texts have no newline (cursor_put_text), so the short form of a field does */
	text_printf(out, "MESSAGE=%s\nPRIORITY=%d\nSYSLOG_FACILITY=%d\nSYSLOG_IDENTIFIER=%s\n",
		    message, event_severity(e), FACILITY, IDENTIFIER);
	all_fields(&f, e);
}

/* RFC 5424 section 6.3.3: '"', '\' and ']' are escaped. */
static void put_param(struct text *out, const char *name, const char *value)
{
	text_printf(out, " %s=\"", name);
	for (; *value; value++) {
		if (*value == '"' || *value == '\\' || *value == ']')
			text_add_char(out, '\\');
		text_add_char(out, *value);
	}
	text_add_char(out, '"');
}

void syslog_format_5424(struct text *out, const struct event *e, const char *message,
			const char *host, int pid)
{
	const struct fields f = { put_param, out };
	char time[CLOCK_RFC3339_MAX];

	clock_format_utc(e->now.wall_us, time);
	text_printf(out, "<%d>1 %s %s %s %d %s [%s", FACILITY * 8 + event_severity(e), time,
		    *host ? host : "-", IDENTIFIER, pid, event_kind_to_name(e->kind), SD_ID);
	all_fields(&f, e);
	/* section 6.4: UTF-8 is announced by a byte order mark */
	text_printf(out, "] \xEF\xBB\xBF%s", message);
}
