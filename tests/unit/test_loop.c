// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/loop.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/util.h"
#include "tests/unit/test.h"

#define DEADLINE_US (10 * USEC_PER_SEC)

static struct loop *loop;

/* What happened, in order, as letters. */
static char story[256];

static void tell(char c)
{
	size_t n = strlen(story);

	ASSERT_LT(n + 1, sizeof(story));
	story[n] = c;
	story[n + 1] = '\0';
}

static void begin(void)
{
	story[0] = '\0';
	ASSERT_OK(loop_new(&loop));
}

/* Turns until the story has n letters. */
static void turn_until(size_t n)
{
	int64_t deadline = mono_read_us() + DEADLINE_US;

	while (strlen(story) < n) {
		ASSERT_LT(mono_read_us(), deadline);
		ASSERT_OK(loop_turn(loop, 100000));
	}
}

struct timed {
	struct loop_timer timer;
	char letter;
	int64_t again_us; /* arms itself for this moment, as often as times says */
	int times;
	struct timed *disarms; /* another one */
	bool frees_itself;
};

static void fire(void *ctx, int64_t now_us)
{
	struct timed *t = ctx;

	ASSERT_LE(now_us, mono_read_us());
	tell(t->letter);
	if (t->disarms)
		loop_disarm(loop, &t->disarms->timer);
	if (t->times-- > 0)
		loop_arm(loop, &t->timer, t->again_us ? t->again_us : now_us, fire, t);
	if (t->frees_itself) {
		memset(t, 0xaa, sizeof(*t));
		free(t);
	}
}

TEST(timers_fire_in_order_of_their_time)
{
	struct timed a = { .letter = 'a' }, b = { .letter = 'b' }, c = { .letter = 'c' };
	int64_t now;

	begin();
	now = mono_read_us();
	loop_arm(loop, &c.timer, now + 3000, fire, &c);
	loop_arm(loop, &a.timer, now + 1000, fire, &a);
	loop_arm(loop, &b.timer, now + 2000, fire, &b);
	turn_until(3);
	ASSERT_STREQ(story, "abc");
	ASSERT_GE(mono_read_us(), now + 3000);
	loop_free(loop);
}

TEST(timers_for_the_past_fire_at_the_next_turn_oldest_first)
{
	struct timed a = { .letter = 'a' }, b = { .letter = 'b' }, c = { .letter = 'c' };

	begin();
	loop_arm(loop, &a.timer, 1, fire, &a);
	loop_arm(loop, &b.timer, 1, fire, &b);
	loop_arm(loop, &c.timer, -5, fire, &c);
	turn_until(3);
	ASSERT_STREQ(story, "abc");
	loop_free(loop);
}

TEST(a_timer_that_arms_itself_for_the_past_does_not_stop_the_others)
{
	struct timed a = { .letter = 'a', .again_us = 1, .times = 3 }, b = { .letter = 'b' };

	begin();
	loop_arm(loop, &a.timer, 1, fire, &a);
	loop_arm(loop, &b.timer, mono_read_us(), fire, &b);
	turn_until(5);
	ASSERT_STREQ(story, "abaaa");
	loop_free(loop);
}

TEST(a_timer_is_moved_and_disarmed)
{
	struct timed a = { .letter = 'a' }, b = { .letter = 'b' }, c = { .letter = 'c' };
	int64_t now;

	begin();
	now = mono_read_us();
	loop_arm(loop, &a.timer, now + 1000, fire, &a);
	loop_arm(loop, &b.timer, now + 1000, fire, &b);
	loop_arm(loop, &c.timer, now + 2000, fire, &c);
	loop_arm(loop, &a.timer, now + 3000, fire, &a);
	loop_disarm(loop, &b.timer);
	loop_disarm(loop, &b.timer);
	ASSERT_EQ(b.timer.due_us, 0);
	turn_until(2);
	ASSERT_STREQ(story, "ca");
	ASSERT_EQ(a.timer.due_us, 0);
	/* and an earlier one moves the wake-up of the whole loop */
	now = mono_read_us();
	loop_arm(loop, &a.timer, now + 3600 * USEC_PER_SEC, fire, &a);
	ASSERT_OK(loop_turn(loop, 0));
	loop_arm(loop, &a.timer, now + 1000, fire, &a);
	turn_until(3);
	loop_free(loop);
}

TEST(a_timer_may_remove_another_one_that_is_due_too)
{
	struct timed b = { .letter = 'b' }, a = { .letter = 'a', .disarms = &b };
	struct timed c = { .letter = 'c' };

	begin();
	loop_arm(loop, &a.timer, 1, fire, &a);
	loop_arm(loop, &b.timer, 2, fire, &b);
	loop_arm(loop, &c.timer, 3, fire, &c);
	turn_until(2);
	ASSERT_STREQ(story, "ac");
	loop_free(loop);
}

TEST(a_timer_may_free_itself)
{
	struct timed *a = calloc(1, sizeof(*a)), b = { .letter = 'b' };

	begin();
	a->letter = 'a';
	a->frees_itself = true;
	loop_arm(loop, &a->timer, 1, fire, a);
	loop_arm(loop, &b.timer, 2, fire, &b);
	turn_until(2);
	loop_arm(loop, &b.timer, 1, fire, &b);
	turn_until(3);
	ASSERT_STREQ(story, "abb");
	loop_free(loop);
}

struct watched {
	struct loop_fd source;
	char letter;
	bool drain;
	struct watched *removes; /* another one, or itself */
};

static void ready(void *ctx, uint32_t events)
{
	struct watched *w = ctx;
	uint64_t v;

	ASSERT_TRUE(events & (EPOLLIN | EPOLLOUT));
	tell(w->letter);
	if (w->drain)
		(void)!read(w->source.fd, &v, sizeof(v));
	if (w->removes)
		loop_unwatch(loop, &w->removes->source);
}

static void watch(struct watched *w, uint32_t events)
{
	int fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);

	ASSERT_OK(fd);
	ASSERT_OK(loop_watch(loop, &w->source, fd, events, ready, w));
}

static void unwatch(struct watched *w)
{
	loop_unwatch(loop, &w->source);
	(void)close(w->source.fd);
}

TEST(descriptors_are_level_triggered)
{
	struct watched a = { .letter = 'a' };

	begin();
	watch(&a, EPOLLIN);
	turn_until(2);
	a.drain = true;
	turn_until(3);
	ASSERT_OK(loop_turn(loop, 0));
	ASSERT_STREQ(story, "aaa");
	ASSERT_OK(loop_change(loop, &a.source, EPOLLIN | EPOLLOUT));
	turn_until(4);
	ASSERT_OK(loop_change(loop, &a.source, 0));
	ASSERT_OK(loop_turn(loop, 0));
	ASSERT_STREQ(story, "aaaa");
	unwatch(&a);
	loop_free(loop);
}

TEST(a_source_may_remove_itself_and_others_of_the_same_turn)
{
	struct watched a = { .letter = 'a' }, b = { .letter = 'b' }, c = { .letter = 'c' };

	begin();
	watch(&a, EPOLLIN);
	watch(&b, EPOLLIN);
	watch(&c, EPOLLIN);
	a.removes = &b;
	b.removes = &a;
	c.removes = &c;
	ASSERT_OK(loop_turn(loop, 100000));
	/* one of a and b was quicker, and the other never ran */
	ASSERT_EQ(strlen(story), 2);
	ASSERT_TRUE(strchr(story, 'c') != NULL);
	ASSERT_NE(!strchr(story, 'a'), !strchr(story, 'b'));
	unwatch(&a);
	unwatch(&b);
	unwatch(&c);
	ASSERT_EQ(loop_turn(loop, 0), 0);
	loop_free(loop);
}

TEST(a_closed_descriptor_is_refused)
{
	struct loop_fd f = { 0 };

	begin();
	ASSERT_EQ(loop_watch(loop, &f, -1, EPOLLIN, ready, NULL), -EBADF);
	ASSERT_FALSE(f.watched);
	loop_unwatch(loop, &f);
	ASSERT_TRUE(loop_free(loop) == NULL);
	ASSERT_TRUE(loop_free(NULL) == NULL);
}

static void stop(void *ctx, int64_t now_us)
{
	(void)ctx;
	(void)now_us;
	loop_stop(loop, 7);
}

TEST(running_ends_with_the_code_of_stop_and_nothing_runs_after_it)
{
	struct timed late = { .letter = 'x' };
	struct loop_timer t = { 0 };

	begin();
	loop_arm(loop, &t, 1, stop, NULL);
	loop_arm(loop, &late.timer, 2, fire, &late);
	ASSERT_EQ(loop_run(loop), 7);
	ASSERT_STREQ(story, "");
	loop_free(loop);
}

TEST(a_turn_waits_no_longer_than_asked)
{
	int64_t before;

	begin();
	before = mono_read_us();
	ASSERT_EQ(loop_turn(loop, 1500), 0);
	ASSERT_GE(mono_read_us(), before + 1500);
	ASSERT_EQ(loop_turn(loop, 0), 0);
	loop_free(loop);
}

/* Random arming, moving and disarming: each armed timer fires once, never early, in order. */
TEST(random_timers)
{
	enum {
		N = 40
	};
	uint64_t seed = test_seed();

	for (int round = 0; round < 20; round++) {
		struct timed t[N] = { 0 };
		size_t armed = 0;
		int64_t base;

		begin();
		base = mono_read_us();
		for (int i = 0; i < N; i++) {
			t[i].letter = 'x';
			loop_arm(loop, &t[i].timer, base + (int64_t)(test_random(&seed) % 3000),
				 fire, &t[i]);
			armed++;
			if (test_random(&seed) % 4 == 0) {
				loop_disarm(loop, &t[i].timer);
				armed--;
			}
		}
		turn_until(armed);
		ASSERT_OK(loop_turn(loop, 0));
		ASSERT_EQ(strlen(story), armed);
		loop_free(loop);
	}
}
