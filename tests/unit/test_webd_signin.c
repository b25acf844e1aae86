// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Sessions, how long who guesses waits, and the headers that say who it is. */
#include <stdio.h>
#include <string.h>

#include "daemons/webd/backoff.h"
#include "daemons/webd/credentials.h"
#include "daemons/webd/sessions.h"
#include "tests/unit/test.h"

#define SECOND INT64_C(1000000)
#define HOUR   (3600 * SECOND)

static const char *key(unsigned n)
{
	static char digits[4][VISITOR_KEY_MAX];
	static unsigned turn;
	char *k = digits[turn++ % 4];

	(void)snprintf(k, VISITOR_KEY_MAX, "%032x", n);
	return k;
}

static void add(struct sessions *s, unsigned n, int64_t now_us)
{
	sessions_add(s, key(n), "noc", key(7), key(8), now_us);
}

TEST(a_session_is_used_and_ends)
{
	struct sessions s = { 0 };
	const struct session *n;

	add(&s, 1, 10 * SECOND);
	n = sessions_use(&s, key(1), 20 * SECOND);
	ASSERT_TRUE(n);
	ASSERT_STREQ(n->user, "noc");
	ASSERT_STREQ(n->csrf, key(8));
	ASSERT_TRUE(sessions_use(&s, key(2), 20 * SECOND) == NULL);
	ASSERT_TRUE(sessions_use(&s, "", 20 * SECOND) == NULL);
	sessions_end(&s, key(1));
	ASSERT_TRUE(sessions_use(&s, key(1), 20 * SECOND) == NULL);
}

TEST(a_session_that_idles_or_lasts_too_long_is_over)
{
	struct sessions s = { 0 };

	add(&s, 1, SECOND);
	ASSERT_TRUE(sessions_use(&s, key(1), SECOND + SESSION_IDLE_US));
	ASSERT_TRUE(sessions_use(&s, key(1), 2 * SECOND + 2 * SESSION_IDLE_US) == NULL);
	/* and stays so */
	ASSERT_TRUE(sessions_use(&s, key(1), SECOND) == NULL);
	add(&s, 2, SECOND);
	for (int64_t t = SECOND; t <= SESSION_LIFE_US; t += HOUR / 2)
		ASSERT_TRUE(sessions_use(&s, key(2), t));
	ASSERT_TRUE(sessions_use(&s, key(2), 2 * SECOND + SESSION_LIFE_US) == NULL);
}

TEST(the_one_that_idled_longest_makes_room)
{
	struct sessions s = { 0 };

	for (unsigned i = 0; i < SESSIONS_MAX; i++)
		add(&s, 100 + i, (int64_t)(1 + i) * SECOND);
	ASSERT_TRUE(sessions_use(&s, key(100), 60 * SECOND));
	add(&s, 1, 61 * SECOND);
	ASSERT_TRUE(sessions_use(&s, key(101), 61 * SECOND) == NULL);
	ASSERT_TRUE(sessions_use(&s, key(100), 61 * SECOND));
	ASSERT_TRUE(sessions_use(&s, key(1), 61 * SECOND));
}

TEST(sessions_through_a_file)
{
	struct sessions s = { 0 }, back;
	struct text text = TEXT_INIT, again = TEXT_INIT;

	add(&s, 1, SECOND);
	add(&s, 2, 2 * SECOND);
	sessions_print(&s, &text);
	sessions_parse(&back, text_get(&text));
	sessions_print(&back, &again);
	ASSERT_STREQ(text_get(&again), text_get(&text));
	ASSERT_TRUE(sessions_use(&back, key(2), 3 * SECOND));
	/* of another boot: times ahead */
	ASSERT_TRUE(sessions_use(&back, key(1), 0) == NULL);
	text_done(&text);
	text_done(&again);
	sessions_parse(&back, "nonsense\n\n0123 noc 45\n");
	ASSERT_EQ(back.list[0].cookie[0], '\0');
}

TEST(waits_double)
{
	struct backoff b = { 0 };
	int64_t now = 1000 * SECOND;

	for (int i = 0; i < BACKOFF_FREE - 1; i++)
		backoff_wrong(&b, BACKOFF_ACCOUNT, "noc", now);
	ASSERT_EQ(backoff_wait(&b, BACKOFF_ACCOUNT, "noc", now), 0);
	for (int64_t wait = SECOND; wait <= 16 * SECOND; wait *= 2) {
		backoff_wrong(&b, BACKOFF_ACCOUNT, "noc", now);
		ASSERT_EQ(backoff_wait(&b, BACKOFF_ACCOUNT, "noc", now), wait);
		now += wait;
		ASSERT_EQ(backoff_wait(&b, BACKOFF_ACCOUNT, "noc", now), 0);
	}
	for (int i = 0; i < 100; i++)
		backoff_wrong(&b, BACKOFF_ACCOUNT, "noc", now);
	ASSERT_EQ(backoff_wait(&b, BACKOFF_ACCOUNT, "noc", now), BACKOFF_ACCOUNT_US);
	/* an account of this name is no address of it */
	ASSERT_EQ(backoff_wait(&b, BACKOFF_ADDRESS, "noc", now), 0);
	backoff_right(&b, BACKOFF_ACCOUNT, "noc");
	ASSERT_EQ(backoff_wait(&b, BACKOFF_ACCOUNT, "noc", now), 0);
}

/* Ten thousand names do not make three free tries each. */
TEST(a_full_table_gives_nobody_a_fresh_start)
{
	struct backoff b = { 0 };
	unsigned waited = 0;
	char name[32];

	for (unsigned i = 0; i < 10000; i++) {
		(void)snprintf(name, sizeof(name), "10.%u.%u.1", i / 256, i % 256);
		backoff_wrong(&b, BACKOFF_ADDRESS, name, SECOND + i);
		waited += backoff_wait(&b, BACKOFF_ADDRESS, name, SECOND + i) > 0;
	}
	ASSERT_GT(waited, 9000);
}

TEST(what_was_long_ago_is_forgotten)
{
	struct backoff b = { 0 };

	for (int i = 0; i < 20; i++)
		backoff_wrong(&b, BACKOFF_ADDRESS, "192.0.2.7", SECOND);
	ASSERT_EQ(backoff_wait(&b, BACKOFF_ADDRESS, "192.0.2.7", SECOND), BACKOFF_ADDRESS_US);
	backoff_wrong(&b, BACKOFF_ADDRESS, "192.0.2.7", 2 * SECOND + BACKOFF_FORGET_US);
	ASSERT_EQ(backoff_wait(&b, BACKOFF_ADDRESS, "192.0.2.7", 2 * SECOND + BACKOFF_FORGET_US),
		  0);
}

TEST(credentials)
{
	struct credentials c;

	/* RFC 7617, 2 */
	ASSERT_TRUE(credentials_parse("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", &c));
	ASSERT_STREQ(c.name, "Aladdin");
	ASSERT_STREQ(c.word, "open sesame");
	ASSERT_FALSE(c.token);
	ASSERT_TRUE(credentials_parse("basic  Og==", &c));
	ASSERT_STREQ(c.name, "");
	ASSERT_TRUE(credentials_parse("Bearer rmcu_a_b_0123456789abcdef0123456789abcdef", &c));
	ASSERT_TRUE(c.token);
	ASSERT_STREQ(c.name, "a_b");
	ASSERT_STREQ(c.word, "0123456789abcdef0123456789abcdef");
}

TEST(credentials_that_are_none)
{
	static const char *const headers[] = {
		"",
		"Basic",
		"Basic ",
		"Basic !!!!",
		"Basic QWxhZGRpbg==", /* no colon */
		"Basic QQBCOmE=",     /* a NUL */
		"Digest x",
		"Bearer rmcu_",
		"Bearer rmcu__0123456789abcdef0123456789abcdef",
		"Bearer rmcu_a_0123",
		"Bearer other_a_0123456789abcdef0123456789abcdef",
		"Bearer rmcu_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_0123456789abcdef0123456789abcdef",
	};
	struct credentials c;

	for (size_t i = 0; i < ARRAY_SIZE(headers); i++)
		if (credentials_parse(headers[i], &c))
			TEST_FAIL("taken: '%s'", headers[i]);
}

TEST(cookies)
{
	char v[8];

	ASSERT_TRUE(cookie_find("a=1; rmcu=xyz; b=2", "rmcu", v, sizeof(v)));
	ASSERT_STREQ(v, "xyz");
	ASSERT_TRUE(cookie_find("rmcu=", "rmcu", v, sizeof(v)));
	ASSERT_STREQ(v, "");
	ASSERT_FALSE(cookie_find("xrmcu=1", "rmcu", v, sizeof(v)));
	ASSERT_FALSE(cookie_find("rmcu", "rmcu", v, sizeof(v)));
	ASSERT_FALSE(cookie_find("rmcu=12345678", "rmcu", v, sizeof(v)));
	ASSERT_FALSE(cookie_find("", "rmcu", v, sizeof(v)));
}

/* A viewer who signs in again and again takes his own places, not those of others. */
TEST(nobody_signs_all_others_out)
{
	struct sessions s = { 0 };
	char name[16];

	sessions_add(&s, "theirs", "ada", "p", "c", SECOND);
	for (unsigned i = 0; i < 3 * SESSIONS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "his %u", i);
		sessions_add(&s, name, "vera", "p", "c", (int64_t)(2 + i) * SECOND);
	}
	ASSERT_TRUE(sessions_use(&s, "theirs", 200 * SECOND));
	ASSERT_EQ(sessions_count(&s, 200 * SECOND), SESSIONS_MAX);
}
