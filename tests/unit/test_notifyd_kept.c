// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/kept.h"

#include "tests/unit/notifyd_world.h"

static const uint8_t boot[16] = { 1, 2, 3 }, other_boot[16] = { 4 };

static struct kept_now at_boot(const uint8_t *boot_id, struct instant now)
{
	return (struct kept_now){ .boot_id = boot_id, .now = now };
}

/* Two recipients, with all there can be. */
static struct books *some_books(struct little_world *l)
{
	struct books *b = calloc(1, sizeof(*b));
	struct event e;
	unsigned n;

	ASSERT_TRUE(b);
	b->n = 2;
	b->paused_until_us = 77;
	(void)snprintf(b->paused_by, sizeof(b->paused_by), "anna");
	memcpy(b->unit, "0123456789abcdef", 16);
	b->marks = 9;
	b->alive_us = 1234;
	for (unsigned i = 0; i < 2; i++) {
		b->list[i].route = l->route;
		b->list[i].ledger.seen = 1;
	}
	(void)snprintf(b->list[1].route.to.id, sizeof(b->list[1].route.to.id), "bert");
	b->list[1].route.to.delay_s = 60;
	e = little_event(l, EVENT_ALARM_RAISED);
	ASSERT_OK(books_event(b, &l->w, &e));
	ASSERT_TRUE(ledger_load(&b->list[0].ledger, &b->list[0].route, true, &n));
	ledger_delivered(&b->list[0].ledger, &b->list[0].route, l->w.now.mono_us);
	throttle_sent(&b->list[0].throttle, &b->list[0].route, l->w.now.mono_us);
	book_want(&b->list[0], LETTER_BOOT);
	b->list[0].marks[LETTER_BOOT] = 8;
	b->off = (struct off){ .from_us = 5, .until_us = 6, .properly = true };
	b->low = true;
	e = little_event(l, EVENT_ALARM_CLEARED);
	ASSERT_OK(ledger_event(&b->list[0].ledger, &b->list[0].route, &l->w, &e));
	ASSERT_TRUE(ledger_load(&b->list[0].ledger, &b->list[0].route, true, &n));
	return b;
}

TEST(there_and_back)
{
	struct little_world *l = little_world();
	struct books *b = some_books(l), *back = calloc(1, sizeof(*back));
	struct text out = TEXT_INIT, again = TEXT_INIT;
	struct kept_now now = at_boot(boot, l->w.now);

	kept_write(b, &now, &out);
	ASSERT_OK(kept_read(back, &now, text_get(&out)));
	ASSERT_EQ(back->n, 2);
	ASSERT_EQ(back->list[0].ledger.seen, 2); /* the clear is read again */
	ASSERT_TRUE(back->list[0].ledger.flight.known);
	ASSERT_EQ(back->list[0].ledger.flight.last, 2);
	ASSERT_EQ(back->list[0].wanted, 1U << LETTER_BOOT);
	ASSERT_TRUE(back->list[0].ledger.owed[0].told);
	ASSERT_EQ(back->list[1].ledger.seen, 2);
	ASSERT_FALSE(back->list[1].ledger.owed[0].told);
	ASSERT_EQ(back->list[1].ledger.owed[0].due_us, l->w.now.mono_us + 60 * USEC_PER_SEC);
	ASSERT_STREQ(back->paused_by, "anna");
	ASSERT_EQ(back->list[0].marks[LETTER_BOOT], 8);
	ASSERT_EQ(back->off.until_us, 6);
	ASSERT_TRUE(back->off.properly && back->low);
	kept_write(back, &now, &again);
	ASSERT_STREQ(text_get(&out), text_get(&again));
	books_done(back);
	books_done(b);
	free(back);
	free(b);
	free(l);
	text_done(&out);
	text_done(&again);
}

/* When the delayed one is due after a boot, that showed these clocks first. */
static int64_t due_after_boot(const char *text, int64_t mono_us, int64_t wall_us)
{
	struct books *back = calloc(1, sizeof(*back));
	struct kept_now now =
		at_boot(other_boot, (struct instant){ .mono_us = mono_us, .wall_us = wall_us });
	int64_t due_us;

	ASSERT_TRUE(back);
	ASSERT_OK(kept_read(back, &now, text));
	/* no interval runs */
	ASSERT_FALSE(back->list[0].throttle.any);
	due_us = back->list[1].ledger.owed[0].due_us;
	books_done(back);
	free(back);
	return due_us;
}

/* What is left of a time is counted on, without the time that the unit was off. */
TEST(another_boot)
{
	struct little_world *l = little_world();
	struct books *b = some_books(l);
	struct text out = TEXT_INIT;
	struct kept_now now = at_boot(boot, l->w.now);
	int64_t wall_us = l->w.now.wall_us, s = USEC_PER_SEC;

	kept_write(b, &now, &out);
	ASSERT_EQ(due_after_boot(text_get(&out), 7 * s, wall_us + 20 * s), (7 + 40) * s);
	ASSERT_EQ(due_after_boot(text_get(&out), 7 * s, wall_us + 3600 * s), 7 * s);
	/* a clock that is not set yet */
	ASSERT_EQ(due_after_boot(text_get(&out), 7 * s, 0), (7 + 60) * s);
	text_done(&out);
	/* a span that nobody can have set is none */
	text_add(&out, "rmcu-notifyd 1\nclocks 5 5\nrecipient a 1 0 0 0 0 0\n"
		       "recipient b 1 0 0 0 0 0\n"
		       "owed door 1 0 0 0 0 9000000000000000000 9000000000000000000\n");
	ASSERT_EQ(due_after_boot(text_get(&out), 7 * s, 5), 0);
	text_done(&out);
	books_done(b);
	free(b);
	free(l);
}

/* Cut anywhere, with any byte changed: it is read, or it is not; nothing else. */
TEST(damaged)
{
	struct little_world *l = little_world();
	struct books *b = some_books(l), *back = calloc(1, sizeof(*back));
	struct text out = TEXT_INIT;
	struct kept_now now = at_boot(boot, l->w.now);
	char copy[4096];

	kept_write(b, &now, &out);
	ASSERT_LT(out.len, sizeof(copy));
	for (size_t i = 0; i < out.len; i++) {
		memcpy(copy, text_get(&out), out.len + 1);
		if (i % 2)
			copy[i] = '\0';
		else
			copy[i] = (char)(copy[i] ^ (1 << (i / 2 % 7)));
		*back = (struct books){ 0 };
		(void)kept_read(back, &now, copy);
		ASSERT_LE(back->n, ROUTES_MAX);
		books_done(back);
	}
	ASSERT_EQ(kept_read(back, &now, ""), -EINVAL);
	ASSERT_EQ(kept_read(back, &now, "rmcu-notifyd 2\n"), -EINVAL);
	ASSERT_EQ(kept_read(back, &now, "rmcu-notifyd 1\nowed door 1 1 0 0 1 0 0\n"), -EINVAL);
	books_done(b);
	free(back);
	free(b);
	free(l);
	text_done(&out);
}

/* A recipient that the settings do not have any more is gone; one that is new begins where all are.
 */
TEST(settings_change)
{
	struct little_world *l = little_world();
	struct books *b = some_books(l);
	struct settings *s = &l->settings;

	s->n_recipients = 2;
	s->recipients[0] = l->route.to;
	(void)snprintf(s->recipients[0].id, sizeof(s->recipients[0].id), "bert");
	s->recipients[1] = l->route.to;
	(void)snprintf(s->recipients[1].id, sizeof(s->recipients[1].id), "carl");
	books_settings(b, s, 3);
	ASSERT_EQ(b->n, 3);
	ASSERT_EQ(books_find(b, "anna"), -ENOENT);
	ASSERT_EQ(b->list[books_find(b, "bert")].ledger.n_owed, 1);
	ASSERT_EQ(b->list[books_find(b, "carl")].ledger.seen, 3);
	ASSERT_EQ(b->list[books_find(b, "mail")].ledger.seen, 3);
	/* bert has not seen the second event */
	ASSERT_EQ(books_seen(b), 2);
	/* one that is switched off is owed nothing */
	s->recipients[0].enabled = false;
	books_settings(b, s, 3);
	ASSERT_EQ(b->list[books_find(b, "bert")].ledger.n_owed, 0);
	books_done(b);
	free(b);
	free(l);
}

/* Nothing waits for who cannot be told: no mail about a boot of last week. */
TEST(closed_and_opened_again)
{
	struct little_world *l = little_world();
	struct books *b = calloc(1, sizeof(*b));
	struct settings *s = &l->settings;

	ASSERT_TRUE(b);
	s->n_recipients = 1;
	s->recipients[0] = l->route.to;
	books_settings(b, s, 1);
	ASSERT_EQ(books_find(b, "anna"), 1);
	b->list[1].wanted = 1U << LETTER_BOOT;
	books_settings(b, s, 1);
	ASSERT_EQ(b->list[1].wanted, 1U << LETTER_BOOT);
	s->recipients[0].enabled = false;
	books_settings(b, s, 1);
	s->recipients[0].enabled = true;
	books_settings(b, s, 1);
	ASSERT_EQ(b->list[1].wanted, 0);
	books_done(b);
	free(b);
	free(l);
}

/* All alarms at once, to all recipients: nobody is forgotten over a restart. */
TEST(all_of_all)
{
	struct little_world *l = little_world();
	struct books *b = calloc(1, sizeof(*b)), *back = calloc(1, sizeof(*back));
	struct text out = TEXT_INIT;
	struct kept_now now;
	unsigned n;

	ASSERT_TRUE(b && back);
	l->settings.n_recipients = RECIPIENTS_MAX;
	for (unsigned i = 0; i < RECIPIENTS_MAX; i++) {
		l->settings.recipients[i] = l->route.to;
		(void)snprintf(l->settings.recipients[i].id, sizeof(l->settings.recipients[i].id),
			       "a_long_name_of_somebody_%u", i);
	}
	books_settings(b, &l->settings, 1);
	for (unsigned i = 0; i < ALARMS_MAX; i++) {
		struct event e = little_event(l, EVENT_ALARM_RAISED);

		(void)snprintf(e.alarm, sizeof(e.alarm), "an_alarm_with_a_name_that_is_long_%u", i);
		ASSERT_OK(books_event(b, &l->w, &e));
		for (unsigned k = 1; k < b->n; k++)
			if (ledger_load(&b->list[k].ledger, &b->list[k].route, true, &n))
				ledger_delivered(&b->list[k].ledger, &b->list[k].route,
						 l->w.now.mono_us);
	}
	now = at_boot(boot, l->w.now);
	kept_write(b, &now, &out);
	ASSERT_LE(out.len, KEPT_MOST);
	ASSERT_OK(kept_read(back, &now, text_get(&out)));
	ASSERT_EQ(back->n, ROUTES_MAX);
	for (unsigned k = 1; k < back->n; k++)
		ASSERT_EQ(back->list[k].ledger.n_owed, ALARMS_MAX);
	books_done(b);
	books_done(back);
	free(b);
	free(back);
	free(l);
	text_done(&out);
}
