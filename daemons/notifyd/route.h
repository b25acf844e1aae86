// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Who there is to be told, and whether an event is for him. Pure. */
#include <stdbool.h>

#include "lib/model/event.h"
#include "lib/settings/settings.h"

/* Those of the settings, and that of mail.to. */
#define ROUTES_MAX (RECIPIENTS_MAX + 1)

struct route {
	struct settings_recipient to;
	bool open;   /* messages can go there; else nothing is sent, and nothing waits (S129) */
	bool marked; /* is told only of what the settings want e-mail for (S29, S45, S51) */
	int64_t min_interval_us; /* between two messages (S131) */
};

/* Fills in all there are, the mail server's own first; returns how many. */
unsigned routes_fill(const struct settings *s, struct route ret_routes[ROUTES_MAX]);

/* What an event is to a recipient. */
enum news {
	NEWS_NONE,
	NEWS_RAISED,
	NEWS_RECOVERED, /* latched: the condition is over, the alarm is not */
	NEWS_OVER,	/* cleared or reset */
	NEWS_ACKNOWLEDGED,
	NEWS_INFORMATION,
	NEWS_MAX,
};
enum news route_news(const struct event *e);

/*
 * Whether he is told of an alarm's raise, or of an information. Of its end is told who was told of
 * its raise, and wants to know (route_wants_end).
 */
bool route_wants(const struct route *r, const struct settings *s, const struct event *e);

/* Whether he wants to know of this, which belongs to an alarm that he was told of. */
bool route_wants_end(const struct route *r, enum news news);
