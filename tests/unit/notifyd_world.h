// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A little world for tests of notifyd: one rule, a recipient, and events of the rule. */
#include "daemons/notifyd/books.h"
#include "lib/base/util.h"
#include "tests/unit/test.h"

struct little_world {
	struct settings settings;
	struct route route;
	struct alarm alarm;
	const struct alarm *list[1];
	struct ledger_world w;
	uint64_t number; /* of the last event */
};

#define HOUR_US (3600 * USEC_PER_SEC)

static inline struct little_world *little_world(void)
{
	struct little_world *l = calloc(1, sizeof(*l));

	ASSERT_TRUE(l);
	l->settings.n_alarms = 1;
	(void)snprintf(l->settings.alarms[0].id, sizeof(l->settings.alarms[0].id), "door");
	(void)snprintf(l->settings.alarms[0].group, sizeof(l->settings.alarms[0].group), "gates");
	l->route = (struct route){
		.to = { .id = "anna",
			.enabled = true,
			.by = DELIVERY_TEXT_HTTP,
			.raised = true,
			.cleared = true,
			.hourly_most = 1000,
			.repeat_most = 5 },
		.open = true,
	};
	(void)snprintf(l->alarm.id, sizeof(l->alarm.id), "door");
	(void)snprintf(l->alarm.channel, sizeof(l->alarm.channel), "di_3");
	l->list[0] = &l->alarm;
	l->w = (struct ledger_world){
		.settings = &l->settings,
		.alarms = l->list,
		.n_alarms = 1,
		.complete = true,
		.now = { 1000 * HOUR_US, HOUR_US },
	};
	return l;
}

/* The next event of the rule; the alarm follows. */
static inline struct event little_event(struct little_world *l, enum event_kind kind)
{
	struct event e = { .number = ++l->number, .kind = kind, .now = l->w.now };

	(void)snprintf(e.alarm, sizeof(e.alarm), "door");
	(void)snprintf(e.channel, sizeof(e.channel), "di_3");
	if (kind == EVENT_ALARM_RAISED) {
		l->alarm.occurrence = e.number;
		l->alarm.active = true;
		l->alarm.acknowledged = false;
	} else {
		e.occurrence = l->alarm.occurrence;
		l->alarm.active &= kind != EVENT_ALARM_CLEARED && kind != EVENT_ALARM_RESET;
		l->alarm.acknowledged |= kind == EVENT_ALARM_ACKNOWLEDGED;
	}
	return e;
}

static inline void little_pass(struct little_world *l, int64_t us)
{
	l->w.now.mono_us += us;
	l->w.now.wall_us += us;
}
