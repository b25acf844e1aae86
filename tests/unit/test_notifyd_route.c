// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/route.h"

#include "tests/unit/notifyd_world.h"

TEST(who_there_is)
{
	struct settings *s = calloc(1, sizeof(*s));
	struct route routes[ROUTES_MAX];

	ASSERT_EQ(routes_fill(s, routes), 1);
	ASSERT_STREQ(routes[0].to.id, "mail");
	ASSERT_FALSE(routes[0].open);
	(void)snprintf(s->mail.server, sizeof(s->mail.server), "x");
	(void)snprintf(s->mail.to, sizeof(s->mail.to), "a@x,b@x");
	s->mail.min_interval_min = 3;
	routes_fill(s, routes);
	ASSERT_FALSE(routes[0].open); /* port 0, S129 */
	s->mail.port = 25;
	s->n_recipients = 3;
	s->recipients[0] = (struct settings_recipient){ .id = "a", .enabled = true };
	s->recipients[1] = (struct settings_recipient){ .id = "b", .by = DELIVERY_COMMAND };
	s->recipients[2] = (struct settings_recipient){ .id = "c",
							.enabled = true,
							.by = DELIVERY_TEXT_EMAIL };
	ASSERT_EQ(routes_fill(s, routes), 4);
	ASSERT_TRUE(routes[0].open && routes[0].marked);
	ASSERT_STREQ(routes[0].to.address, "a@x,b@x");
	ASSERT_EQ(routes[0].min_interval_us, 180 * USEC_PER_SEC);
	ASSERT_TRUE(routes[1].open && !routes[1].marked);
	ASSERT_EQ(routes[1].min_interval_us, 180 * USEC_PER_SEC);
	ASSERT_FALSE(routes[2].open);
	ASSERT_TRUE(routes[3].open);
	ASSERT_EQ(routes[3].min_interval_us, 0);
	s->mail.port = 0;
	routes_fill(s, routes);
	ASSERT_FALSE(routes[1].open || routes[3].open);
	free(s);
}

/* Every kind: what it is to a recipient. One that is new must be thought of. */
TEST(what_events_are)
{
	unsigned n[NEWS_MAX] = { 0 };

	for (unsigned k = 0; k < EVENT_KIND_MAX; k++) {
		struct event e = { .kind = (enum event_kind)k };

		if (event_kind_valid(k))
			n[route_news(&e)]++;
	}
	ASSERT_EQ(n[NEWS_RAISED], 1);
	ASSERT_EQ(n[NEWS_RECOVERED], 1);
	ASSERT_EQ(n[NEWS_OVER], 2);
	ASSERT_EQ(n[NEWS_ACKNOWLEDGED], 1);
	ASSERT_EQ(n[NEWS_INFORMATION], 16);
}

TEST(filters)
{
	struct little_world *l = little_world();
	struct event e = little_event(l, EVENT_ALARM_RAISED);
	struct settings_recipient *to = &l->route.to;

	ASSERT_TRUE(route_wants(&l->route, &l->settings, &e));
	to->priority = PRIORITY_HIGH;
	ASSERT_FALSE(route_wants(&l->route, &l->settings, &e));
	e.priority = PRIORITY_CRITICAL;
	ASSERT_TRUE(route_wants(&l->route, &l->settings, &e));
	(void)snprintf(to->channels, sizeof(to->channels), "ac_line di_33");
	ASSERT_FALSE(route_wants(&l->route, &l->settings, &e));
	(void)snprintf(to->groups, sizeof(to->groups), "mains gates");
	ASSERT_TRUE(route_wants(&l->route, &l->settings, &e));
	to->groups[0] = '\0';
	(void)snprintf(to->channels, sizeof(to->channels), "ac_line di_3");
	ASSERT_TRUE(route_wants(&l->route, &l->settings, &e));
	to->raised = false;
	ASSERT_FALSE(route_wants(&l->route, &l->settings, &e));
	to->raised = true;
	l->route.open = false;
	ASSERT_FALSE(route_wants(&l->route, &l->settings, &e));
	free(l);
}

/* S45: and one that was raised while nobody is told is known by its rule. */
TEST(marked_for_mail)
{
	struct little_world *l = little_world();
	struct event e = little_event(l, EVENT_ALARM_RAISED);

	l->route.marked = true;
	ASSERT_FALSE(route_wants(&l->route, &l->settings, &e));
	e.flags = EVENT_FLAG_MESSAGE;
	ASSERT_TRUE(route_wants(&l->route, &l->settings, &e));
	e.flags = EVENT_FLAG_QUIET;
	ASSERT_FALSE(route_wants(&l->route, &l->settings, &e));
	l->settings.alarms[0].email = true;
	ASSERT_TRUE(route_wants(&l->route, &l->settings, &e));
	(void)snprintf(e.alarm, sizeof(e.alarm), "di_3.quality");
	ASSERT_FALSE(route_wants(&l->route, &l->settings, &e));
	l->settings.alarm_system.quality_email = true;
	ASSERT_TRUE(route_wants(&l->route, &l->settings, &e));
	free(l);
}

TEST(failures_do_not_go_by_their_own_door)
{
	struct little_world *l = little_world();
	struct event e = { .kind = EVENT_DELIVERY_FAILED, .actor = { .door = "text-http" } };

	l->route.to.information = true;
	ASSERT_FALSE(route_wants(&l->route, &l->settings, &e));
	l->route.to.by = DELIVERY_EMAIL;
	ASSERT_TRUE(route_wants(&l->route, &l->settings, &e));
	free(l);
}

TEST(ends)
{
	struct route r = { .to = { .cleared = true } };

	ASSERT_TRUE(route_wants_end(&r, NEWS_OVER) && route_wants_end(&r, NEWS_RECOVERED));
	ASSERT_FALSE(route_wants_end(&r, NEWS_ACKNOWLEDGED));
	r = (struct route){ .to = { .acknowledged = true } };
	ASSERT_FALSE(route_wants_end(&r, NEWS_OVER));
	ASSERT_TRUE(route_wants_end(&r, NEWS_ACKNOWLEDGED));
	ASSERT_FALSE(route_wants_end(&r, NEWS_INFORMATION));
}
