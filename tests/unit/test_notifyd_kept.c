// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/kept.h"

#include "tests/unit/notifyd_world.h"

static const uint8_t boot[16] = { 1, 2, 3 }, other_boot[16] = { 4 };

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
	b->list[0].wanted = 1U << LETTER_BOOT;
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

	kept_write(b, boot, &out);
	ASSERT_OK(kept_read(back, boot, text_get(&out)));
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
	kept_write(back, boot, &again);
	ASSERT_STREQ(text_get(&out), text_get(&again));
	books_done(back);
	/* after a boot what was to come is due, and no interval runs */
	*back = (struct books){ 0 };
	ASSERT_OK(kept_read(back, other_boot, text_get(&out)));
	ASSERT_EQ(back->list[1].ledger.owed[0].due_us, 0);
	ASSERT_FALSE(back->list[0].throttle.any);
	books_done(back);
	books_done(b);
	free(back);
	free(b);
	free(l);
	text_done(&out);
	text_done(&again);
}

/* Cut anywhere, with any byte changed: it is read, or it is not; nothing else. */
TEST(damaged)
{
	struct little_world *l = little_world();
	struct books *b = some_books(l), *back = calloc(1, sizeof(*back));
	struct text out = TEXT_INIT;
	char copy[4096];

	kept_write(b, boot, &out);
	ASSERT_LT(out.len, sizeof(copy));
	for (size_t i = 0; i < out.len; i++) {
		memcpy(copy, text_get(&out), out.len + 1);
		if (i % 2)
			copy[i] = '\0';
		else
			copy[i] = (char)(copy[i] ^ (1 << (i / 2 % 7)));
		*back = (struct books){ 0 };
		(void)kept_read(back, boot, copy);
		ASSERT_LE(back->n, ROUTES_MAX);
		books_done(back);
	}
	ASSERT_EQ(kept_read(back, boot, ""), -EINVAL);
	ASSERT_EQ(kept_read(back, boot, "rmcu-notifyd 2\n"), -EINVAL);
	ASSERT_EQ(kept_read(back, boot, "rmcu-notifyd 1\nowed door 1 1 0 0 1 0 0\n"), -EINVAL);
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
