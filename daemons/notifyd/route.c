// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/route.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/settings/ids.h"

/* The guide's unit has no such limit for its one address; this one is against storms alone. */
#define MAIL_HOURLY_MOST 60

static bool mail_open(const struct settings_mail *m)
{
	return m->server[0] && m->port;
}

static struct route mail_route(const struct settings *s)
{
	const struct settings_mail *m = &s->mail;
	struct route r = {
		.to = {
			.id = RECIPIENT_MAIL_ID,
			.enabled = true,
			.by = DELIVERY_EMAIL,
			.priority = PRIORITY_LOW,
			.raised = true,
			.cleared = true,
			.information = true,
			.hourly_most = MAIL_HOURLY_MOST,
		},
		.open = mail_open(m) && m->to[0],
		.marked = true,
		.min_interval_us = m->min_interval_min * 60 * USEC_PER_SEC,
	};

	(void)snprintf(r.to.address, sizeof(r.to.address), "%s", m->to);
	return r;
}

static bool by_mail(const struct settings_recipient *to)
{
	return to->by == DELIVERY_EMAIL || to->by == DELIVERY_TEXT_EMAIL;
}

unsigned routes_fill(const struct settings *s, struct route ret_routes[ROUTES_MAX])
{
	unsigned n = 0;

	ret_routes[n++] = mail_route(s);
	for (unsigned i = 0; i < s->n_recipients; i++) {
		struct route *r = &ret_routes[n++];

		*r = (struct route){ .to = s->recipients[i] };
		r->open = r->to.enabled && (!by_mail(&r->to) || mail_open(&s->mail));
		/* S131 is of the mail server */
		if (r->to.by == DELIVERY_EMAIL)
			r->min_interval_us = s->mail.min_interval_min * 60 * USEC_PER_SEC;
	}
	return n;
}

/* What is no alarm, and still for people. */
static bool is_information(const struct event *e)
{
	switch (e->kind) {
	case EVENT_INPUT_CHANGED:
	case EVENT_OUTPUT_CHANGED:
		return e->flags & EVENT_FLAG_MESSAGE;
	case EVENT_JOURNAL_BEGUN:
	case EVENT_EVENTS_LOST:
	case EVENT_FACTS_LOST:
	case EVENT_ALARM_SHELVED:
	case EVENT_ALARM_UNSHELVED:
	case EVENT_ALARM_CHATTERING:
	case EVENT_ALARM_QUIET:
	case EVENT_MAINTENANCE_BEGUN:
	case EVENT_MAINTENANCE_ENDED:
	case EVENT_SOURCE_LOST:
	case EVENT_SOURCE_BACK:
	case EVENT_SETTINGS_REFUSED:
	case EVENT_DELIVERY_FAILED:
	case EVENT_LOG_CLEARED:
	case EVENT_LOG_DELETED:
	case EVENT_HISTORY_SET_ASIDE:
		return true;
	default:
		return false;
	}
}

enum news route_news(const struct event *e)
{
	switch (e->kind) {
	case EVENT_ALARM_RAISED:
		return NEWS_RAISED;
	case EVENT_ALARM_RECOVERED:
		return NEWS_RECOVERED;
	case EVENT_ALARM_CLEARED:
	case EVENT_ALARM_RESET:
		return NEWS_OVER;
	case EVENT_ALARM_ACKNOWLEDGED:
		return NEWS_ACKNOWLEDGED;
	default:
		return is_information(e) ? NEWS_INFORMATION : NEWS_NONE;
	}
}

static const char *group_of(const struct settings *s, const char *alarm)
{
	for (unsigned i = 0; i < s->n_alarms; i++)
		if (streq(s->alarms[i].id, alarm))
			return s->alarms[i].group;
	return "";
}

/* Without a list all are meant; an event of no channel is then for who wants all. */
static bool concerns(const struct settings_recipient *to, const struct settings *s,
		     const struct event *e)
{
	const char *group = group_of(s, e->alarm);

	if (!to->channels[0] && !to->groups[0])
		return true;
	return (e->channel[0] && ids_have(to->channels, e->channel)) ||
	       (group[0] && ids_have(to->groups, group));
}

/* That a door failed does not go by that door: each failure would make the next. */
static bool by_failed_door(const struct settings_recipient *to, const struct event *e)
{
	return e->kind == EVENT_DELIVERY_FAILED && streq(e->actor.door, delivery_to_name(to->by));
}

/* While nobody is told of it, its events do not say whether the settings want e-mail for it. */
static bool is_marked(const struct settings *s, const struct event *e)
{
	if (!(e->flags & EVENT_FLAG_QUIET) || !e->alarm[0])
		return e->flags & EVENT_FLAG_MESSAGE;
	for (unsigned i = 0; i < s->n_alarms; i++)
		if (streq(s->alarms[i].id, e->alarm))
			return s->alarms[i].email;
	/* a channel without a value */
	return e->channel[0] && s->alarm_system.quality_email;
}

bool route_wants(const struct route *r, const struct settings *s, const struct event *e)
{
	enum news news = route_news(e);

	if (!r->open || !concerns(&r->to, s, e) || by_failed_door(&r->to, e))
		return false;
	if (r->marked && !is_marked(s, e))
		return false;
	if (news == NEWS_RAISED)
		return r->to.raised && e->priority >= r->to.priority;
	return news == NEWS_INFORMATION && r->to.information && !(e->flags & EVENT_FLAG_QUIET);
}

bool route_wants_end(const struct route *r, enum news news)
{
	switch (news) {
	case NEWS_OVER:
	case NEWS_RECOVERED:
		return r->to.cleared;
	case NEWS_ACKNOWLEDGED:
		return r->to.acknowledged;
	default:
		return false;
	}
}
