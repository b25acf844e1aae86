// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Holders, pulses, confirmations, kills and reboots in random order, against a slow and obvious
 * model of one output that boots to what a person last commanded.
 */
#include "daemons/sensord/outputs/outputs.h"

#include <unistd.h>

#include "tests/unit/outputs_settings.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

#define STEPS 20000

enum wish {
	WISH_NONE,
	WISH_OFF,
	WISH_ON,
};

static struct {
	enum wish manual, before, alarm;
	bool pending, pulsing;
	int64_t due_us, pulse_end_us;
} model;

static struct outputs *o;
static char folder[FOLDER_PATH_MAX], run_folder[80], state_folder[80];
static bool driven;
static unsigned n_driven;
static uint8_t boot = 1;
static int64_t after_us;
static char sentence[WIRE_SENTENCE_MAX];
static const struct actor anna = { .name = "anna" };

static int on_drive(void *ctx, unsigned channel, bool active)
{
	(void)ctx;
	if (channel != CH_ALARM_OUT)
		return 0;
	n_driven += driven != active;
	driven = active;
	return 0;
}

static void start(void)
{
	static const struct outputs_calls calls = { .drive_sim = on_drive };
	struct outputs_places places = { run_folder, state_folder, "/dev", NULL, true, { boot } };

	ASSERT_OK(outputs_new(&calls, NULL, &places, NULL, &o));
	ASSERT_OK(outputs_configure(o, &test_settings, test_at(after_us), &test_snapshot, true));
}

static bool model_active(void)
{
	if (model.alarm != WISH_NONE)
		return model.alarm == WISH_ON;
	return model.pulsing || model.manual == WISH_ON;
}

static void model_time(void)
{
	if (model.pending && after_us >= model.due_us) {
		model.manual = model.before;
		model.pending = false;
	}
	if (model.pulsing && after_us >= model.pulse_end_us)
		model.pulsing = false;
}

static void model_manual(enum wish wish, uint32_t confirm_s)
{
	bool same = wish == model.manual;

	model.pulsing = false;
	if (same && !model.pending)
		return;
	if (!model.pending)
		model.before = model.manual;
	model.manual = wish;
	/* nobody's wish is what it does at rest: off */
	model.pending = confirm_s && (wish == WISH_ON) != (model.before == WISH_ON);
	if (model.pending)
		model.due_us = after_us + confirm_s * USEC_PER_SEC;
}

static bool model_pulse(uint32_t ms)
{
	if (model.alarm != WISH_NONE || (model.manual == WISH_ON && !model.pulsing))
		return false;
	model.pulsing = true;
	model.pulse_end_us = after_us + ms * USEC_PER_MSEC;
	return true;
}

static int ask(enum output_action action, uint32_t pulse_ms, uint32_t confirm_s)
{
	struct msg_output_set m = { .channel = "alarm_out",
				    .action = action,
				    .pulse_ms = pulse_ms,
				    .confirm_s = confirm_s };

	return outputs_set(o, &m, &anna, test_at(after_us), &test_snapshot, sentence);
}

static void alarm_holds(enum wish wish)
{
	struct msg_hold_all m = { .holder = HOLDER_ALARM, .n = wish != WISH_NONE };

	strcpy(m.holds[0].channel, "alarm_out");
	m.holds[0].active = wish == WISH_ON;
	ASSERT_EQ(outputs_hold_all(o, &m, &anna, test_at(after_us), &test_snapshot, sentence), 0);
	model.alarm = wish;
}

static void person(uint64_t *seed)
{
	static const enum output_action actions[] = { OUTPUT_RELEASE, OUTPUT_OFF, OUTPUT_ON };
	enum wish wish = (enum wish)(test_random(seed) % 3);
	uint32_t confirm_s = test_random(seed) % 2 ? 5 : 0;

	ASSERT_EQ(ask(actions[wish], 0, confirm_s), 0);
	model_manual(wish, confirm_s);
}

static void confirm(void)
{
	struct msg_output_confirm m = { .channel = "alarm_out" };
	int error = outputs_confirm(o, &m, &anna, test_at(after_us), &test_snapshot, sentence);

	ASSERT_EQ(error, model.pending ? 0 : ENOENT);
	model.pending = false;
}

/* Nothing moves at a restart that was not due anyway; a reboot ends what is unfinished. */
static void again(bool reboot)
{
	unsigned before = n_driven;

	o = outputs_free(o);
	if (reboot) {
		boot++;
		model.alarm = WISH_NONE;
		model.pulsing = false;
		if (model.pending)
			model.manual = model.before;
		model.pending = false;
	}
	start();
	if (!reboot)
		ASSERT_EQ(n_driven, before);
}

static void step(uint64_t *seed)
{
	switch (test_random(seed) % 8) {
	case 0:
	case 1:
		person(seed);
		break;
	case 2: {
		uint32_t ms = (uint32_t)(1 + test_random(seed) % 3000);

		ASSERT_EQ(ask(OUTPUT_PULSE, ms, 0) == 0, model_pulse(ms));
		break;
	}
	case 3:
		alarm_holds((enum wish)(test_random(seed) % 3));
		break;
	case 4:
		confirm();
		break;
	case 5:
		if (test_random(seed) % 16 == 0)
			again(test_random(seed) % 2);
		break;
	default:
		break;
	}
}

static void compare(void)
{
	struct output_state states[OUTPUTS_MAX];

	ASSERT_EQ(outputs_states(o, states), 3);
	ASSERT_EQ(driven, model_active());
	ASSERT_EQ(states[0].active, model_active());
	ASSERT_EQ(states[0].unconfirmed, model.pending);
	if (model.alarm == WISH_NONE)
		ASSERT_EQ(states[0].pulsing, model.pulsing);
}

TEST(random_steps_agree_with_the_model)
{
	uint64_t seed = test_seed();
	int64_t next;

	test_world();
	folder_make(folder, "model");
	snprintf(run_folder, sizeof(run_folder), "%s/run", folder);
	snprintf(state_folder, sizeof(state_folder), "%s/state", folder);
	start();
	for (int i = 0; i < STEPS; i++) {
		after_us += (int64_t)(test_random(&seed) % (2 * USEC_PER_SEC));
		next = outputs_run(o, test_at(after_us), &test_snapshot);
		model_time();
		ASSERT_GT(next, T0 + after_us);
		compare();
		step(&seed);
		compare();
	}
	o = outputs_free(o);
	folder_remove(folder);
}
