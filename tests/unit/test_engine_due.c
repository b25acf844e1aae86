// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Who steps the engine only when something new is measured, and when engine_due_us() says so, sees
 * everything at the same moment as somebody who looks all the time.
 */
#include "daemons/alarmd/engine/engine.h"

#include "tests/unit/engine_world.h"
#include "tests/unit/test.h"

#define RUNS	  200
#define RUN_STEPS 200
#define LOOK_US	  (7 * USEC_PER_MSEC)

static struct world world;
static struct snapshot before;
static struct transitions seldom_told, often_told;

static void step(struct engine *e, struct engine_input *in, int64_t mono_us, struct transitions *t)
{
	in->now.wall_us += mono_us - in->now.mono_us;
	in->now.mono_us = mono_us;
	engine_step(e, in, t);
	/* or whoever waits for it would wait for nothing, again and again */
	ASSERT_GT(engine_due_us(e), mono_us);
}

/* Steps up to but not at end_us: when due, and if `often` also whenever LOOK_US are over. */
static void wait_until(struct engine *e, struct engine_input in, int64_t end_us, bool often,
		       struct transitions *t)
{
	for (;;) {
		int64_t next_us = engine_due_us(e);

		if (often)
			next_us = MIN(next_us, in.now.mono_us + LOOK_US);
		if (next_us >= end_us)
			return;
		step(e, &in, next_us, t);
	}
}

static void compare(void)
{
	ASSERT_EQ(seldom_told.n, often_told.n);
	for (unsigned i = 0; i < seldom_told.n; i++) {
		ASSERT_EQ(seldom_told.list[i].kind, often_told.list[i].kind);
		ASSERT_EQ(seldom_told.list[i].rule, often_told.list[i].rule);
		ASSERT_EQ(seldom_told.list[i].now.mono_us, often_told.list[i].now.mono_us);
		ASSERT_EQ(seldom_told.list[i].flags, often_told.list[i].flags);
	}
	seldom_told.n = often_told.n = 0;
}

static struct engine_input input(const struct snapshot *snapshot)
{
	return (struct engine_input){ .now = world.now,
				      .snapshot = world.has_snapshot ? snapshot : NULL,
				      .silent = world.silent,
				      .log = world.log,
				      .may_raise = world.may_raise };
}

static void ask(struct engine *e, unsigned what, int rule, struct transitions *t)
{
	if (what == 0)
		(void)engine_shelve(e, rule, 777 * USEC_PER_MSEC, world.now, "", "", t);
	else if (what == 1)
		(void)engine_maintenance(e, 333 * USEC_PER_MSEC, world.now, t);
	else if (what == 2)
		(void)engine_reset(e, rule, world.now, t);
}

static void move(struct engine *seldom, struct engine *often)
{
	struct engine_input in;
	unsigned what = world_random(&world, 20);
	int rule = (int)world_random(&world, world.rules.n);

	before = world.snapshot;
	in = input(&before);
	world_move(&world, INT64_MAX);
	wait_until(seldom, in, world.now.mono_us, false, &seldom_told);
	wait_until(often, in, world.now.mono_us, true, &often_told);
	in = input(&world.snapshot);
	step(seldom, &in, world.now.mono_us, &seldom_told);
	step(often, &in, world.now.mono_us, &often_told);
	ask(seldom, what, rule, &seldom_told);
	ask(often, what, rule, &often_told);
	compare();
}

TEST(due_times_are_enough)
{
	uint64_t seed = test_seed();

	for (int run = 0; run < RUNS; run++) {
		struct engine *seldom = NULL, *often = NULL;

		world_start(&world, test_random(&seed));
		ASSERT_OK(engine_new(&world.rules, &seldom));
		ASSERT_OK(engine_new(&world.rules, &often));
		for (int i = 0; i < RUN_STEPS; i++)
			move(seldom, often);
		engine_free(seldom);
		engine_free(often);
	}
}
