// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/notifyd_letters.h"

#include <stdio.h>
#include <stdlib.h>

/* 2026-11-26 10:00:00 UTC */
#define NOON INT64_C(1795687200000000)

static const char *const names[SAMPLE_MAX] = {
	"raised", "cleared", "acknowledged", "again", "escalated", "few",     "digest",
	"status", "boot",    "last-words",   "test",  "unicode",   "hostile",
};

const char *sample_name(enum sample_letter which)
{
	return names[which];
}

static void fill_settings(struct settings *s)
{
	*s = (struct settings){
		.site = { .name = "Hilltop", .location = "Mast 7" },
		.mail = { .server = "mail.example.org",
			  .port = 587,
			  .user = "unit7",
			  .from = "unit7@example.org",
			  .to = "ops@example.org" },
		.n_alarms = 2,
	};
	s->alarms[0] = (struct settings_alarm){
		.id = "battery_low",
		.enabled = true,
		.channel = "volts_battery",
		.when = ALARM_BELOW,
		.setpoint = 12 * MICRO,
		.priority = PRIORITY_HIGH,
		.instruction = "Start the generator, then call 555-0100.",
	};
	s->alarms[1] = (struct settings_alarm){
		.id = "supply_off",
		.enabled = true,
		.channel = "dc_ok",
		.when = ALARM_INACTIVE,
		.priority = PRIORITY_CRITICAL,
		.cause = "battery_low",
	};
}

static struct event raised(void)
{
	return (struct event){ .number = 1234,
			       .kind = EVENT_ALARM_RAISED,
			       .now = { NOON - 65 * USEC_PER_SEC, 35 * USEC_PER_SEC },
			       .channel = "volts_battery",
			       .alarm = "battery_low",
			       .occurrence = 1234,
			       .priority = PRIORITY_HIGH,
			       .value = 11816000,
			       .unit = UNIT_VOLT,
			       .flags = EVENT_FLAG_FIRST_OUT | EVENT_FLAG_MESSAGE };
}

static struct event later(enum event_kind kind, uint64_t number)
{
	struct event e = raised();

	e.kind = kind;
	e.number = number;
	e.flags = 0;
	e.now.wall_us = NOON - 5 * USEC_PER_SEC;
	return e;
}

static void one(struct sample_room *r, struct event e)
{
	r->notices[0] = (struct notice){ .event = e, .first = e.number };
	r->letter.n = 1;
}

static void acknowledged(struct sample_room *r)
{
	struct event e = later(EVENT_ALARM_ACKNOWLEDGED, 1236);

	e.actor = (struct actor){ "anna", "192.0.2.7", "web" };
	(void)snprintf(e.text, sizeof(e.text), "on my way");
	one(r, e);
}

static void several(struct sample_room *r, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		struct event e = raised();

		e.number = e.occurrence = 1234 + i;
		e.now.wall_us += i * USEC_PER_SEC;
		e.value += i * 10000;
		if (i % 2) {
			(void)snprintf(e.alarm, sizeof(e.alarm), "supply_off");
			(void)snprintf(e.channel, sizeof(e.channel), "dc_ok");
			e.priority = PRIORITY_MEDIUM;
			e.value = 0;
			e.unit = UNIT_NONE;
			e.flags = EVENT_FLAG_CONSEQUENCE;
		}
		r->notices[i] = (struct notice){ .event = e, .first = e.number };
	}
	if (n > 4)
		r->notices[4].earlier = 3, r->notices[4].first = 1200;
	r->letter.n = n;
}

static void again(struct sample_room *r)
{
	one(r, raised());
	r->notices[0].why = NOTICE_AGAIN;
	r->notices[0].times = 2;
}

static void escalated(struct sample_room *r)
{
	one(r, raised());
	r->notices[0].why = NOTICE_ESCALATED;
}

static void unicode(struct sample_room *r)
{
	one(r, raised());
	(void)snprintf(r->settings.site.name, sizeof(r->settings.site.name), "Högl Süd 発電所");
	(void)snprintf(r->unit.channels[VOLTS].name, CHANNEL_NAME_MAX, "Батарея ½");
}

static void hostile(struct sample_room *r)
{
	struct event e = raised();

	(void)snprintf(r->settings.site.name, sizeof(r->settings.site.name),
		       "Hill\r\nBcc: evil@example.net\r\n\r\n.\r\n=?utf-8?Q?x?=");
	(void)snprintf(r->settings.site.location, sizeof(r->settings.site.location),
		       "\x7f\x01\xff\xfe\"<x@y>\\");
	(void)snprintf(r->settings.alarms[0].instruction, SETTINGS_LINE_MAX,
		       "\xe2\x80\xae.gnorw\nTo: evil@example.net\x1b[2J");
	memset(r->unit.channels[VOLTS].name, 'x', CHANNEL_NAME_MAX - 1);
	(void)snprintf(e.text, sizeof(e.text), "a\r\n.\r\nMAIL FROM:<evil@example.net>\r\n");
	(void)snprintf(e.actor.name, sizeof(e.actor.name), "an\nna\xc2\x85");
	one(r, e);
	r->letter.recipient = "a>\r\nBcc: b@c";
	r->letter.host = "host>\r\nBcc: b@c";
	r->letter.url = "https://unit\r\nBcc: b@c/";
}

static void own(struct sample_room *r, enum letter_kind kind, const char *words)
{
	r->letter.kind = kind;
	r->letter.words = words;
	r->letter.status = &r->unit.status;
	r->letter.mark = 7;
}

static void fill_letter(struct sample_room *r)
{
	r->letter = (struct letter){ .kind = LETTER_NEWS,
				     .settings = &r->settings,
				     .table = &r->table,
				     .notices = r->notices,
				     .now_us = NOON,
				     .head = 1260,
				     .recipient = "anna",
				     .host = "unit7",
				     .url = "https://unit7.example.org/",
				     .words = "" };
	for (unsigned i = 0; i < sizeof(r->letter.unit); i++)
		r->letter.unit[i] = (uint8_t)(0xa0 + i);
	for (unsigned i = 0; i < sizeof(r->letter.head_hash); i++)
		r->letter.head_hash[i] = (uint8_t)(0x10 + i);
}

void sample_letter(struct sample_room *r, enum sample_letter which)
{
	setenv("TZ", "CET-1", 1);
	fixture_init(&r->unit);
	r->unit.status.fahrenheit = false;
	r->table = present_status_table(&r->unit.status);
	fill_settings(&r->settings);
	fill_letter(r);
	switch (which) {
	case SAMPLE_RAISED:
		one(r, raised());
		return;
	case SAMPLE_CLEARED:
		one(r, later(EVENT_ALARM_CLEARED, 1240));
		return;
	case SAMPLE_ACKNOWLEDGED:
		acknowledged(r);
		return;
	case SAMPLE_AGAIN:
		again(r);
		return;
	case SAMPLE_ESCALATED:
		escalated(r);
		return;
	case SAMPLE_FEW:
		several(r, 3);
		return;
	case SAMPLE_DIGEST:
		several(r, 20);
		return;
	case SAMPLE_STATUS:
		own(r, LETTER_STATUS, "");
		return;
	case SAMPLE_BOOT:
		own(r, LETTER_BOOT,
		    "The unit is back. It was off since about 2026-11-26 08:00:00, "
		    "for 3 h 0 min.");
		return;
	case SAMPLE_LAST_WORDS:
		own(r, LETTER_LAST_WORDS,
		    "Volts Battery is 11.30 V, the disconnect opens at 11.00 "
		    "V.");
		return;
	case SAMPLE_TEST:
		own(r, LETTER_TEST, "ops asked for it");
		return;
	case SAMPLE_UNICODE:
		unicode(r);
		return;
	case SAMPLE_HOSTILE:
		hostile(r);
		return;
	case SAMPLE_MAX:
		return;
	}
}

struct settings_recipient sample_recipient(enum delivery by, enum hook_form form)
{
	static const char *const addresses[DELIVERY_MAX] = {
		[DELIVERY_EMAIL] = "anna@example.org,ben@example.org",
		[DELIVERY_TEXT_EMAIL] = "5550100@sms.example.org",
		[DELIVERY_TEXT_HTTP] = "+491701234567",
		[DELIVERY_TEXT_MODEM] = "+491701234567",
		[DELIVERY_WEBHOOK] = "",
		[DELIVERY_COMMAND] = "siren",
	};
	struct settings_recipient to = { .id = "anna", .by = by, .form = form };

	(void)snprintf(to.address, sizeof(to.address), "%s", addresses[by]);
	(void)snprintf(to.url, sizeof(to.url), "https://ntfy.example.org/site7");
	return to;
}
