// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Which events somebody wants to see, and what a stranger does not. */
#include "daemons/webd/journal_query.h"

#include "daemons/webd/public.h"
#include "lib/base/util.h"
#include "tests/unit/test.h"

static const char *const *arguments; /* name, value, …, NULL */
static struct journal_query q;
static struct text why, link;

static const char *get(const void *ctx, const char *name)
{
	(void)ctx;
	for (const char *const *a = arguments; *a; a += 2)
		if (strcmp(a[0], name) == 0)
			return a[1];
	return NULL;
}

#define READ(...)                                                                                  \
	(arguments = (const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) NULL }, text_clear(&why),   \
	 journal_query_read(&q, get, NULL, 5000 * USEC_PER_SEC, &why))

static struct event event(enum event_kind kind)
{
	struct event e = { .number = 10, .kind = kind, .text = "painters", .channel = "door" };

	e.now.wall_us = 4000 * USEC_PER_SEC;
	strcpy(e.actor.name, "anna");
	e.hash[0] = 1;
	return e;
}

static bool passes(enum event_kind kind)
{
	static const struct present_table none;
	struct event e = event(kind);

	return journal_query_passes(&q, &e, &none);
}

TEST(nothing_said_is_everything)
{
	ASSERT_OK(READ());
	ASSERT_EQ(q.limit, JOURNAL_LIMIT_DEFAULT);
	ASSERT_TRUE(journal_query_plain(&q) && passes(EVENT_NOTE));
	ASSERT_OK(READ("kind", "", "from", "", "to", "", "words", "", "limit", ""));
	ASSERT_TRUE(journal_query_plain(&q));
}

TEST(each_argument)
{
	q.people = true;
	ASSERT_OK(READ("kind", "note"));
	ASSERT_TRUE(passes(EVENT_NOTE) && !passes(EVENT_TEST) && !journal_query_plain(&q));
	ASSERT_OK(READ("kind", "alarm"));
	ASSERT_TRUE(passes(EVENT_ALARM_RAISED) && !passes(EVENT_NOTE));
	ASSERT_OK(READ("channel", "door"));
	ASSERT_TRUE(passes(EVENT_NOTE));
	ASSERT_OK(READ("channel", "do"));
	ASSERT_TRUE(!passes(EVENT_NOTE));
	ASSERT_OK(READ("words", "PAINT"));
	ASSERT_TRUE(passes(EVENT_NOTE));
	ASSERT_OK(READ("words", "anna"));
	ASSERT_TRUE(passes(EVENT_NOTE));
	ASSERT_OK(READ("from", "1001s"));
	ASSERT_TRUE(passes(EVENT_NOTE));
	ASSERT_OK(READ("from", "999s"));
	ASSERT_TRUE(!passes(EVENT_NOTE));
	ASSERT_OK(READ("to", "1001s"));
	ASSERT_TRUE(!passes(EVENT_NOTE));
	ASSERT_OK(READ("after", "9", "before", "11"));
	ASSERT_TRUE(passes(EVENT_NOTE) && journal_query_plain(&q));
	ASSERT_OK(READ("after", "10"));
	ASSERT_TRUE(!passes(EVENT_NOTE));
	ASSERT_OK(READ("before", "10"));
	ASSERT_TRUE(!passes(EVENT_NOTE));
}

TEST(a_day_is_whole)
{
	ASSERT_OK(READ("from", "2026-11-25", "to", "2026-11-25"));
	ASSERT_EQ(q.to_us - q.from_us, 24 * 3600 * USEC_PER_SEC - 1);
}

TEST(mistakes)
{
	ASSERT_EQ(READ("kind", "alarm-rised"), -EINVAL);
	ASSERT_CONTAINS(text_get(&why), "alarm-raised");
	ASSERT_EQ(READ("from", "soon"), -EINVAL);
	ASSERT_EQ(READ("limit", "0"), -EINVAL);
	ASSERT_EQ(READ("limit", "201"), -EINVAL);
	ASSERT_CONTAINS(text_get(&why), "limit '201': at most 200 at once");
	ASSERT_EQ(READ("limit", "abc"), -EINVAL);
	ASSERT_STREQ(text_get(&why), "limit 'abc': it is a number, 1 to 200");
	ASSERT_EQ(READ("before", "-1"), -EINVAL);
	ASSERT_EQ(READ("words", "\x1b"), -EINVAL);
	ASSERT_TRUE(strchr(text_get(&why), '\x1b') == NULL);
}

TEST(since)
{
	char said[JOURNAL_WORD_MAX];
	int64_t us;

	text_clear(&why);
	ASSERT_OK(journal_query_since("1h", 5000 * USEC_PER_SEC, said, &us, &why));
	ASSERT_EQ(us, 1400 * USEC_PER_SEC);
	ASSERT_STREQ(said, "1h");
	ASSERT_EQ(journal_query_since("soon", 0, said, &us, &why), -EINVAL);
	ASSERT_CONTAINS(text_get(&why), "since 'soon': a time is");
}

TEST(a_stranger_finds_nothing_by_what_he_may_not_see)
{
	static const struct present_table none;
	struct event e = event(EVENT_NOTE);

	q.people = false;
	ASSERT_OK(READ("words", "painters"));
	ASSERT_TRUE(!passes(EVENT_NOTE));
	/* what a daemon says is no secret */
	ASSERT_TRUE(passes(EVENT_STARTED));
	ASSERT_OK(READ("words", "anna"));
	ASSERT_TRUE(!passes(EVENT_NOTE) && !passes(EVENT_STARTED));
	ASSERT_OK(READ());
	ASSERT_TRUE(journal_query_passes(&q, &e, &none));
	ASSERT_TRUE(!*e.actor.name && !*e.text && e.hash[0] == 0);
}

TEST(links)
{
	text_clear(&link);
	ASSERT_OK(READ("kind", "alarm", "words", "a&b=\"<", "limit", "5"));
	journal_query_link(&link, &q, 7);
	ASSERT_STREQ(text_get(&link), "kind=alarm&words=a%26b%3D%22%3C&before=7&limit=5");
	text_clear(&link);
	ASSERT_OK(READ());
	journal_query_link(&link, &q, 0);
	ASSERT_STREQ(text_get(&link), "");
}
