// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Random rules in a random world, with everything that people and machines do to alarms: after each
 * step the engine and a slow, obvious model of it have told the same, and alarms stand the same. A
 * run is short; the world, the engine and the model of each begin anew.
 *
 * RMCU_STEPS says how many steps, RMCU_TEST_SEED repeats them, RMCU_RUN one run of them.
 */
#include "daemons/alarmd/engine/engine.h"

#include "tests/unit/engine_model.h"
#include "tests/unit/engine_world.h"
#include "tests/unit/test.h"

#define STEPS	  1000000
#define RUN_STEPS 250
_Static_assert(RUN_STEPS < MODEL_LOG && WORLD_RULES <= MODEL_RULES, "the model holds a run");

static struct world world;
static struct model model;
static struct engine *engine;
static struct transitions told, expected;
static uint64_t next_occurrence, step, run_seed;

static uint64_t steps_wanted(void)
{
	const char *env = getenv("RMCU_STEPS");

	return env ? strtoull(env, NULL, 0) : STEPS;
}

#define SAME(a, b)                                                                                 \
	do {                                                                                       \
		int64_t va_ = (int64_t)(a), vb_ = (int64_t)(b);                                    \
		if (va_ != vb_)                                                                    \
			TEST_FAIL("step %" PRIu64 " (run %" PRIu64 "): %s is %" PRId64             \
				  ", the model's %" PRId64,                                        \
				  step, run_seed, #a, va_, vb_);                                   \
	} while (0)

#define SAME_TEXT(a, b) SAME(strcmp(a, b), 0)

static void same_instant(struct instant a, struct instant b)
{
	SAME(a.mono_us, b.mono_us);
	SAME(a.wall_us, b.wall_us);
}

static void same_words(const struct alarm *a, const struct alarm *b)
{
	SAME_TEXT(a->id, b->id);
	SAME_TEXT(a->channel, b->channel);
	SAME_TEXT(a->note, b->note);
	SAME_TEXT(a->by, b->by);
	SAME(a->when, b->when);
	SAME(a->priority, b->priority);
	SAME(a->setpoint, b->setpoint);
}

static void same_alarm(const struct alarm *a, const struct alarm *b)
{
	SAME(a->condition, b->condition);
	SAME(a->active, b->active);
	SAME(a->acknowledged, b->acknowledged);
	SAME(a->latched, b->latched);
	SAME(a->chattering, b->chattering);
	SAME(a->first_out, b->first_out);
	SAME(a->consequence, b->consequence);
	SAME(a->shelved, b->shelved);
	SAME(a->occurrence, b->occurrence);
	SAME(a->count, b->count);
	same_instant(a->onset, b->onset);
	same_instant(a->raised, b->raised);
	same_instant(a->cleared, b->cleared);
	SAME(a->value, b->value);
	SAME(a->quality, b->quality);
	SAME(a->shelved_until_us, b->shelved_until_us);
	same_words(a, b);
}

static void same_transitions(void)
{
	for (unsigned i = 0; i < told.n && i < expected.n; i++) {
		const struct transition *a = &told.list[i], *b = &expected.list[i];

		SAME(a->kind, b->kind);
		SAME(a->rule, b->rule);
		same_instant(a->now, b->now);
		SAME(a->value, b->value);
		SAME(a->quality, b->quality);
		SAME(a->flags, b->flags);
		SAME(a->gone != NULL, b->gone != NULL);
		if (a->gone)
			same_alarm(a->gone, b->gone);
	}
	SAME(told.n, expected.n);
}

static void same_outputs(void)
{
	int a[CHANNELS_MAX], b[CHANNELS_MAX];
	uint64_t mask = engine_outputs(engine, a);

	SAME(mask, model_outputs(&model, b));
	for (int i = 0; i < CHANNELS_MAX; i++)
		if (mask >> i & 1)
			SAME(a[i], b[i]);
}

/* Journal numbers for what was raised, as the program around gives them; now and then it cannot. */
static void number_raises(void)
{
	for (unsigned i = 0; i < told.n; i++) {
		const struct transition *t = &told.list[i];

		if (t->kind != EVENT_ALARM_RAISED || world_random(&world, 20) == 0)
			continue;
		engine_numbered(engine, t->rule, ++next_occurrence);
		model.alarms[t->rule].alarm.occurrence = next_occurrence;
	}
}

static void compare(void)
{
	same_transitions();
	number_raises();
	told.n = expected.n = 0;
	for (unsigned i = 0; i < world.rules.n; i++) {
		same_alarm(engine_alarm(engine, (int)i), &model.alarms[i].alarm);
		SAME(engine_onset_us(engine, (int)i), model_onset_us(&model, (int)i));
	}
	same_outputs();
	SAME(engine_maintenance_until_us(engine), model.maintenance_until_us);
}

static void take_step(void)
{
	struct engine_input in;

	world_move(&world, engine_due_us(engine));
	in = (struct engine_input){ .now = world.now,
				    .snapshot = world.has_snapshot ? &world.snapshot : NULL,
				    .silent = world.silent,
				    .log = world.log,
				    .may_raise = world.may_raise };
	engine_step(engine, &in, &told);
	model_step(&model, &in, &expected);
	compare();
}

static void acknowledge(int rule)
{
	uint64_t occurrence = 0;
	char note[8];

	if (rule >= 0 && (unsigned)rule < world.rules.n && world_random(&world, 2))
		occurrence = engine_alarm(engine, rule)->occurrence + world_random(&world, 8) / 7;
	(void)snprintf(note, sizeof(note), "seen %u", world_random(&world, 10));
	SAME(engine_acknowledge(engine, rule, occurrence, world.now, note, "anna", &told),
	     model_acknowledge(&model, rule, occurrence, world.now, note, "anna", &expected));
}

static int64_t span_us(void)
{
	return (1 + world_random(&world, 40)) * 50 * USEC_PER_MSEC;
}

static void shelve(int rule)
{
	int64_t for_us = span_us();
	char note[8];

	(void)snprintf(note, sizeof(note), "off %u", world_random(&world, 10));
	SAME(engine_shelve(engine, rule, for_us, world.now, note, "bo", &told),
	     model_shelve(&model, rule, for_us, world.now, note, "bo", &expected));
}

static void people(void)
{
	int rule = (int)world_random(&world, world.rules.n + 1);
	int64_t for_us;

	switch (world_random(&world, 12)) {
	case 0:
	case 1:
		acknowledge(rule);
		break;
	case 2:
		shelve(rule);
		break;
	case 3:
		SAME(engine_unshelve(engine, rule, world.now, &told),
		     model_unshelve(&model, rule, world.now, &expected));
		break;
	case 4:
	case 5:
		SAME(engine_reset(engine, rule, world.now, &told),
		     model_reset(&model, rule, world.now, &expected));
		break;
	case 6:
		for_us = world_random(&world, 3) ? span_us() : 0;
		SAME(engine_maintenance(engine, for_us, world.now, &told),
		     model_maintenance(&model, for_us, world.now, &expected));
		break;
	default:
		break;
	}
	compare();
}

/* A kill, or a boot: what is kept goes into a new engine, in some order. */
static void restart(bool rebooted)
{
	struct engine_kept kept[WORLD_RULES];
	int64_t onsets[WORLD_RULES], maintenance_us = engine_maintenance_until_us(engine);
	unsigned from = world_random(&world, world.rules.n);

	for (unsigned i = 0; i < world.rules.n; i++) {
		engine_keep(engine, (int)i, &kept[i]);
		onsets[i] = engine_onset_us(engine, (int)i);
	}
	engine = engine_free(engine);
	ASSERT_OK(engine_new(&world.rules, &engine));
	for (unsigned i = 0; i < world.rules.n; i++)
		engine_restore(engine, &kept[(i + from) % world.rules.n], world.now, rebooted);
	for (unsigned i = 0; i < world.rules.n && !rebooted; i++)
		if (onsets[i])
			engine_restore_onset(engine, (int)i, onsets[i]);
	engine_restore_maintenance(engine, rebooted ? 0 : maintenance_us);
	model_restart(&model, world.now, rebooted);
	if (rebooted)
		model.maintenance_until_us = 0;
}

static void machines(void)
{
	unsigned what = world_random(&world, 200);

	if (what < 3) {
		world_change_rules(&world);
		ASSERT_OK(engine_configure(engine, &world.rules, world.now, &told));
		model_configure(&model, &world.rules, world.now, &expected);
		compare();
	} else if (what == 3) {
		restart(false);
	} else if (what == 4) {
		world_reboot(&world);
		restart(true);
	}
}

static void run(uint64_t seed)
{
	run_seed = seed;
	next_occurrence = 0;
	told.n = expected.n = 0;
	world_start(&world, seed);
	engine = engine_free(engine);
	ASSERT_OK(engine_new(&world.rules, &engine));
	model_start(&model, &world.rules);
	for (int i = 0; i < RUN_STEPS; i++) {
		take_step();
		people();
		machines();
		step++;
	}
}

TEST(engine_and_model_tell_the_same)
{
	uint64_t seed = test_seed(), wanted = steps_wanted();
	const char *one = getenv("RMCU_RUN");

	step = 0;
	if (one)
		run(strtoull(one, NULL, 0));
	while (!one && step < wanted)
		run(test_random(&seed));
	engine = engine_free(engine);
	fprintf(stderr, "%" PRIu64 " steps\n", step);
}
