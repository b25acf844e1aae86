// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/ledger.h"

#include "tests/unit/notifyd_world.h"

static void hand(struct little_world *l, struct ledger *g, enum event_kind kind)
{
	struct event e = little_event(l, kind);

	ASSERT_OK(ledger_event(g, &l->route, &l->w, &e));
}

/* Sends what there is; how many events it says. */
static unsigned deliver(struct little_world *l, struct ledger *g)
{
	unsigned n;

	(void)ledger_look(g, &l->route, &l->w);
	if (!ledger_load(g, &l->route, true, &n))
		return 0;
	ledger_delivered(g, &l->route, l->w.now.mono_us);
	return n;
}

TEST(once_each)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };

	ASSERT_EQ(deliver(l, &g), 0);
	hand(l, &g, EVENT_ALARM_RAISED);
	ASSERT_EQ(ledger_next(&g), 1);
	ASSERT_EQ(deliver(l, &g), 1);
	ASSERT_EQ(ledger_next(&g), 2);
	ASSERT_EQ(deliver(l, &g), 0);
	hand(l, &g, EVENT_ALARM_ACKNOWLEDGED);
	ASSERT_EQ(deliver(l, &g), 0);
	hand(l, &g, EVENT_ALARM_CLEARED);
	ASSERT_EQ(deliver(l, &g), 1);
	ASSERT_EQ(g.n_owed, 0);
	ledger_done(&g);
	free(l);
}

/* The table that alarmd tells may be older than the event. */
TEST(a_table_that_is_late)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };

	l->route.to.delay_s = 10;
	hand(l, &g, EVENT_ALARM_RAISED);
	l->alarm.occurrence = 0;
	little_pass(l, 20 * USEC_PER_SEC);
	ASSERT_EQ(deliver(l, &g), 0);
	ASSERT_EQ(g.n_owed, 1);
	l->alarm.occurrence = 1;
	ASSERT_EQ(deliver(l, &g), 1);
	l->w.n_alarms = 0;
	hand(l, &g, EVENT_ALARM_CLEARED);
	ASSERT_EQ(deliver(l, &g), 1);
	ledger_done(&g);
	free(l);
}

/* A rule that is there no longer is told to nobody. */
TEST(a_rule_that_goes)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };

	l->route.to.delay_s = 10;
	hand(l, &g, EVENT_ALARM_RAISED);
	l->w.n_alarms = 0;
	l->w.complete = false;
	(void)deliver(l, &g);
	ASSERT_EQ(g.n_owed, 1);
	l->w.complete = true;
	ASSERT_EQ(deliver(l, &g), 0);
	ASSERT_EQ(g.n_owed, 0);
	ledger_done(&g);
	free(l);
}

/* Each raise has its end, however many of them wait. */
TEST(several_occurrences)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };

	hand(l, &g, EVENT_ALARM_RAISED);
	ASSERT_EQ(deliver(l, &g), 1);
	hand(l, &g, EVENT_ALARM_CLEARED);
	hand(l, &g, EVENT_ALARM_RAISED);
	hand(l, &g, EVENT_ALARM_CLEARED);
	ASSERT_EQ(g.n_owed, 2);
	ASSERT_EQ(deliver(l, &g), 3);
	ASSERT_EQ(g.n_owed, 0);
	ledger_done(&g);
	free(l);
}

/* Ten thousand events take no more memory than sixty-four, and each is counted. */
TEST(a_storm)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };
	unsigned said = 0, n;

	for (unsigned i = 0; i < 5000; i++) {
		hand(l, &g, EVENT_ALARM_RAISED);
		hand(l, &g, EVENT_ALARM_CLEARED);
	}
	ASSERT_EQ(g.n_queue, LEDGER_QUEUE_MAX);
	ASSERT_LE(g.owed_room, 2 * LEDGER_QUEUE_MAX);
	ASSERT_TRUE(ledger_load(&g, &l->route, true, &n));
	ASSERT_EQ(n, 1);
	said = 1 + g.queue[0].notice.earlier + g.left_out;
	ASSERT_EQ(said, 10000);
	ledger_delivered(&g, &l->route, l->w.now.mono_us);
	ASSERT_EQ(ledger_next(&g), 10001);
	ASSERT_EQ(g.n_owed, 0);
	ledger_done(&g);
	free(l);
}

/* More alarms than the queue has places: what is left out is owed to nobody. */
TEST(a_storm_of_many_alarms)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };
	uint64_t raised[100] = { 0 };

	for (unsigned i = 0; i < 20000; i++) {
		unsigned k = i % ARRAY_SIZE(raised);
		struct event e = little_event(l, EVENT_ALARM_RAISED);

		(void)snprintf(e.alarm, sizeof(e.alarm), "rule_%u", k);
		if (raised[k]) {
			e.kind = EVENT_ALARM_CLEARED;
			e.occurrence = raised[k];
		}
		raised[k] = raised[k] ? 0 : e.number;
		ASSERT_OK(ledger_event(&g, &l->route, &l->w, &e));
		/* a message now and then, in which some are told of */
		if (i % 777 == 0)
			(void)deliver(l, &g);
	}
	ASSERT_LE(g.n_owed, 2 * ARRAY_SIZE(raised));
	while (deliver(l, &g))
		;
	ASSERT_LE(g.n_owed, ARRAY_SIZE(raised));
	ledger_done(&g);
	free(l);
}

/* Whose raise has pushed out the end of another one hears of its own end. */
TEST(an_end_is_left_out)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };
	struct event e;

	hand(l, &g, EVENT_ALARM_RAISED);
	ASSERT_EQ(deliver(l, &g), 1);
	hand(l, &g, EVENT_ALARM_CLEARED);
	for (unsigned i = 0; i < LEDGER_QUEUE_MAX; i++) {
		e = little_event(l, EVENT_ALARM_RAISED);
		(void)snprintf(e.alarm, sizeof(e.alarm), "rule_%u", i);
		ASSERT_OK(ledger_event(&g, &l->route, &l->w, &e));
	}
	ASSERT_EQ(g.left_out, 1);
	e.occurrence = e.number++;
	e.kind = EVENT_ALARM_CLEARED;
	ASSERT_OK(ledger_event(&g, &l->route, &l->w, &e));
	ASSERT_EQ(g.queue[g.n_queue - 1].notice.event.number, e.number);
	ledger_done(&g);
	free(l);
}

/* A program gets each event by itself, and lines when there are many. */
TEST(programs_get_one_each)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };

	l->route.to.by = DELIVERY_WEBHOOK;
	hand(l, &g, EVENT_ALARM_RAISED);
	hand(l, &g, EVENT_ALARM_CLEARED);
	ASSERT_EQ(deliver(l, &g), 1);
	ASSERT_EQ(ledger_next(&g), 2);
	ASSERT_EQ(deliver(l, &g), 1);
	for (unsigned i = 0; i < LETTER_WHOLE_MAX + 1; i++)
		hand(l, &g, i % 2 ? EVENT_ALARM_CLEARED : EVENT_ALARM_RAISED);
	ASSERT_EQ(deliver(l, &g), 1);
	ASSERT_EQ(g.n_queue, 0);
	ledger_done(&g);
	free(l);
}

/* What comes while a message is on its way is another one. */
TEST(on_its_way)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };
	unsigned n;

	hand(l, &g, EVENT_ALARM_RAISED);
	ASSERT_TRUE(ledger_load(&g, &l->route, true, &n));
	for (unsigned i = 0; i < 200; i++)
		hand(l, &g, i % 2 ? EVENT_ALARM_RAISED : EVENT_ALARM_CLEARED);
	ASSERT_EQ(g.queue[0].notice.event.number, 1);
	ledger_returned(&g, true);
	ASSERT_EQ(ledger_next(&g), 1);
	ASSERT_TRUE(ledger_load(&g, &l->route, true, &n));
	ASSERT_EQ(n, 1);
	ledger_done(&g);
	free(l);
}

/* A mail takes all that waits with it, each of another alarm: what comes meanwhile waits behind
 * it. */
TEST(all_of_it_is_on_the_way)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };
	unsigned n;

	for (unsigned i = 0; i < LEDGER_QUEUE_MAX + 3; i++) {
		struct event e = little_event(l, EVENT_ALARM_RAISED);

		(void)snprintf(e.alarm, sizeof(e.alarm), "alarm%u", i);
		if (i == LEDGER_QUEUE_MAX) {
			ASSERT_TRUE(ledger_load(&g, &l->route, true, &n));
			ASSERT_EQ(n, LEDGER_QUEUE_MAX);
		}
		ASSERT_OK(ledger_event(&g, &l->route, &l->w, &e));
	}
	ASSERT_EQ(g.n_queue, LEDGER_QUEUE_MAX + 3);
	/* it failed: the next one is no longer */
	ledger_returned(&g, true);
	ASSERT_TRUE(ledger_load(&g, &l->route, true, &n));
	ASSERT_EQ(n, LEDGER_QUEUE_MAX);
	ledger_delivered(&g, &l->route, l->w.now.mono_us);
	ASSERT_EQ(g.n_queue, 3);
	ASSERT_EQ(ledger_next(&g), LEDGER_QUEUE_MAX + 1);
	ledger_done(&g);
	free(l);
}

/* What had no place is told when there is one, if it lasts; of what is over nobody is told. */
TEST(left_out_and_still_there)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };
	struct alarm *alarms = calloc(LEDGER_QUEUE_MAX + 2, sizeof(*alarms));
	const struct alarm *list[LEDGER_QUEUE_MAX + 2];

	ASSERT_TRUE(alarms);
	for (unsigned i = 0; i < LEDGER_QUEUE_MAX + 2; i++) {
		struct event e = little_event(l, EVENT_ALARM_RAISED);

		(void)snprintf(e.alarm, sizeof(e.alarm), "alarm%u", i);
		alarms[i] = (struct alarm){ .occurrence = e.number, .active = i != 1 };
		memcpy(alarms[i].id, e.alarm, sizeof(e.alarm));
		list[i] = &alarms[i];
		ASSERT_OK(ledger_event(&g, &l->route, &l->w, &e));
	}
	l->w.alarms = list;
	l->w.n_alarms = LEDGER_QUEUE_MAX + 2;
	ASSERT_EQ(g.left_out, 2);
	ASSERT_EQ(deliver(l, &g), LEDGER_QUEUE_MAX);
	ASSERT_EQ(deliver(l, &g), 1);
	ASSERT_EQ(deliver(l, &g), 0);
	ASSERT_EQ(g.n_owed, LEDGER_QUEUE_MAX + 1);
	ledger_done(&g);
	free(alarms);
	free(l);
}

/* While it is shelved nobody waits for a time. */
TEST(a_shelf_is_no_time_to_wait_for)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };

	l->route.to.repeat_s = 60;
	hand(l, &g, EVENT_ALARM_RAISED);
	ASSERT_EQ(deliver(l, &g), 1);
	l->alarm.shelved = true;
	ASSERT_EQ(ledger_look(&g, &l->route, &l->w), l->w.now.mono_us + 60 * USEC_PER_SEC);
	little_pass(l, 120 * USEC_PER_SEC);
	ASSERT_EQ(ledger_look(&g, &l->route, &l->w), LEDGER_NEVER);
	l->alarm.shelved = false;
	ASSERT_EQ(deliver(l, &g), 1);
	ledger_done(&g);
	free(l);
}

TEST(given_up_after_a_day)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };

	hand(l, &g, EVENT_ALARM_RAISED);
	little_pass(l, 24 * HOUR_US);
	hand(l, &g, EVENT_ALARM_CLEARED);
	ASSERT_EQ(ledger_expire(&g, l->w.now.wall_us), 1);
	ASSERT_EQ(g.n_queue, 1);
	ASSERT_EQ(deliver(l, &g), 1);
	ASSERT_EQ(g.n_owed, 0);
	ledger_done(&g);
	free(l);
}

TEST(nobody_is_told_while_closed)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1 };

	l->route.open = false;
	hand(l, &g, EVENT_ALARM_RAISED);
	ASSERT_EQ(g.n_queue, 0);
	ASSERT_EQ(ledger_next(&g), 2);
	ledger_done(&g);
	free(l);
}

/* What found no room while a message was on its way is of the next one. */
TEST(left_out_meanwhile)
{
	struct little_world *l = little_world();
	struct ledger g = { .seen = 1, .left_out = 3 };
	unsigned n;

	hand(l, &g, EVENT_ALARM_RAISED);
	ASSERT_TRUE(ledger_load(&g, &l->route, true, &n));
	g.left_out += 2;
	ledger_delivered(&g, &l->route, l->w.now.mono_us);
	ASSERT_EQ(g.left_out, 2);
	hand(l, &g, EVENT_ALARM_CLEARED);
	ASSERT_TRUE(ledger_load(&g, &l->route, true, &n));
	ledger_returned(&g, true);
	ASSERT_EQ(g.left_out, 2);
	ledger_done(&g);
	free(l);
}
