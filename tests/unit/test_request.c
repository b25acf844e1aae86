// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/outputs/request.h"

#include "tests/unit/outputs_settings.h"
#include "tests/unit/test.h"

static struct actor anna = { .name = "anna", .door = "psctl" };
static struct control control;
static struct request_plan plan;
static const char *fault;
static int64_t after_us;

static void begin(void)
{
	test_world();
	memset(&control, 0, sizeof(control));
	fault = NULL;
	after_us = 0;
}

/* Asks, and does it when it is granted. Returns the error. */
static int ask_all(unsigned channel, enum output_action action, uint32_t pulse_ms,
		   uint32_t confirm_s, bool dry_run)
{
	struct control_view view = { &test_settings, channel, &test_snapshot, test_at(after_us) };
	struct msg_output_set m = {
		.action = action, .pulse_ms = pulse_ms, .confirm_s = confirm_s, .dry_run = dry_run
	};
	int error = request_plan(&view, &control, fault, &m, &anna, &plan);

	if (!error && !dry_run)
		control = plan.after;
	return error;
}

static int ask(unsigned channel, enum output_action action)
{
	return ask_all(channel, action, 0, CONFIRM_S_DEFAULT, false);
}

static void daemon_holds(enum holder holder, bool active)
{
	struct hold_slot slot = hold_slot_new(active, 0, "AC Line low", &anna, test_at(0));

	(void)holders_put(&control.holders, holder, &slot);
	control.commanded = active;
}

TEST(on_off_release)
{
	begin();
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_ON), 0);
	ASSERT_TRUE(control.commanded && plan.moves);
	ASSERT_STREQ(plan.sentence, "Alarm Out is now ON/LOW (active)");
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_ON), 0);
	ASSERT_FALSE(plan.moves);
	ASSERT_STREQ(plan.sentence, "Alarm Out stays ON/LOW (active)");
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_RELEASE), 0);
	ASSERT_STREQ(plan.sentence, "Alarm Out is now OFF/HIGH (inactive), held by nobody");
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_OFF), 0);
	ASSERT_STREQ(plan.sentence, "Alarm Out stays OFF/HIGH (inactive)");
	ASSERT_TRUE(control.holders.slots[HOLDER_MANUAL].present);
}

TEST(pulse)
{
	begin();
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_PULSE), 0);
	ASSERT_STREQ(plan.sentence, "Alarm Out is now ON/LOW (active) for 500 ms");
	ASSERT_EQ(control_next_us(&control), T0 + 500000);
	/* again while it runs: from now on */
	after_us = 400000;
	ASSERT_EQ(ask_all(CH_ALARM_OUT, OUTPUT_PULSE, 2000, 0, false), 0);
	ASSERT_STREQ(plan.sentence, "Alarm Out stays ON/LOW (active) for 2 s");
	ASSERT_EQ(control_next_us(&control), T0 + 2400000);
	ASSERT_EQ(control_expire(&control, T0 + 2399999), 0);
	ASSERT_EQ(control_expire(&control, T0 + 2400000), CONTROL_PULSE_OVER);
}

TEST(on_is_a_pulse_where_the_settings_say_so)
{
	begin();
	ASSERT_EQ(ask(CH_HORN, OUTPUT_ON), 0);
	ASSERT_STREQ(plan.sentence, "Horn is now ON (active) for 500 ms");
	ASSERT_FALSE(control.holders.slots[HOLDER_MANUAL].present);
	ASSERT_EQ(ask(CH_HORN, OUTPUT_OFF), 0);
	ASSERT_EQ(control_next_us(&control), HOLDERS_NEVER);
	ASSERT_FALSE(control.commanded);
}

TEST(a_pulse_that_nobody_would_see_is_refused)
{
	begin();
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_ON), 0);
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_PULSE), EALREADY);
	begin();
	daemon_holds(HOLDER_ALARM, false);
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_PULSE), EBUSY);
	ASSERT_STREQ(plan.sentence,
		     "Alarm Out is held by alarm (AC Line low): a pulse would not be seen");
	begin();
	fault = "no GPIO chip has a line 'x'";
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_PULSE), EIO);
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_ON), 0);
	ASSERT_CONTAINS(plan.sentence, "as soon as it can be driven again: no GPIO chip");
}

TEST(limits)
{
	begin();
	ASSERT_EQ(ask_all(CH_ALARM_OUT, OUTPUT_PULSE, PULSE_MS_MAX + 1, 0, false), EINVAL);
	ASSERT_EQ(ask_all(CH_ALARM_OUT, OUTPUT_PULSE, 100, 60, false), EINVAL);
	ASSERT_EQ(ask_all(CH_ALARM_OUT, OUTPUT_ON, 0, CONFIRM_S_MAX + 1, false), EINVAL);
	ASSERT_EQ(ask_all(CH_POWER_SUPPLY, OUTPUT_PULSE, 60001, 0, false), EPERM);
	ASSERT_EQ(ask_all(CH_POWER_SUPPLY, OUTPUT_PULSE, 60000, 0, false), 0);
	test_settings.channels[CH_ALARM_OUT].info.source = SOURCE_NONE;
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_ON), ENODEV);
	ASSERT_STREQ(plan.sentence, "Alarm Out is not wired: its source is none");
}

TEST(a_change_that_must_be_confirmed)
{
	begin();
	ASSERT_EQ(ask_all(CH_POWER_SUPPLY, OUTPUT_ON, 0, 0, false), EPERM);
	ASSERT_EQ(ask(CH_POWER_SUPPLY, OUTPUT_ON), 0);
	ASSERT_STREQ(plan.sentence,
		     "Power Supply ON/OFF is now OFF (active); confirm within 60 s or it is taken "
		     "back: psctl confirm power_supply");
	ASSERT_EQ(control_next_us(&control), T0 + 60 * USEC_PER_SEC);
	/* a second one goes back to the same as the first */
	after_us = 10 * USEC_PER_SEC;
	ASSERT_EQ(ask_all(CH_POWER_SUPPLY, OUTPUT_ON, 0, 30, false), 0);
	ASSERT_EQ(control_next_us(&control), T0 + 40 * USEC_PER_SEC);
	ASSERT_EQ(control_expire(&control, T0 + 40 * USEC_PER_SEC), CONTROL_TAKEN_BACK);
	ASSERT_FALSE(control.holders.slots[HOLDER_MANUAL].present);
}

TEST(each_door_has_its_own_way_to_confirm)
{
	static const char *const ways[][2] = {
		{ "web", ": POST /api/v1/outputs/power_supply/confirm" },
		{ "token", ": POST /api/v1/outputs/power_supply/confirm" },
		{ "psctl", ": psctl confirm power_supply" },
		{ "", ": psctl confirm power_supply" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		begin();
		strcpy(anna.door, ways[i][0]);
		ASSERT_EQ(ask(CH_POWER_SUPPLY, OUTPUT_ON), 0);
		ASSERT_STREQ(strstr(plan.sentence, "taken back") + strlen("taken back"),
			     ways[i][1]);
	}
	strcpy(anna.door, "psctl");
}

TEST(undoing_it_by_hand_needs_no_confirmation)
{
	begin();
	ASSERT_EQ(ask(CH_POWER_SUPPLY, OUTPUT_ON), 0);
	ASSERT_EQ(ask(CH_POWER_SUPPLY, OUTPUT_RELEASE), 0);
	ASSERT_FALSE(control.confirm.pending);
	ASSERT_STREQ(plan.sentence, "Power Supply ON/OFF is now ON (inactive), held by nobody");
	/* nor does what it would go back to anyway */
	ASSERT_EQ(ask(CH_POWER_SUPPLY, OUTPUT_ON), 0);
	ASSERT_EQ(ask(CH_POWER_SUPPLY, OUTPUT_OFF), 0);
	ASSERT_FALSE(control.confirm.pending);
	ASSERT_STREQ(plan.sentence, "Power Supply ON/OFF is now ON (inactive)");
	begin();
	ASSERT_EQ(ask(CH_POWER_SUPPLY, OUTPUT_OFF), 0);
	ASSERT_FALSE(control.confirm.pending);
}

TEST(a_confirmation_of_ones_own_accord)
{
	begin();
	ASSERT_EQ(ask_all(CH_ALARM_OUT, OUTPUT_ON, 0, 5, false), 0);
	ASSERT_TRUE(control.confirm.pending);
	/* asked for again without: for good */
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_ON), 0);
	ASSERT_FALSE(control.confirm.pending);
}

TEST(a_higher_holder_goes_before)
{
	begin();
	daemon_holds(HOLDER_ALARM, true);
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_OFF), 0);
	ASSERT_TRUE(control.commanded);
	ASSERT_STREQ(plan.sentence, "Alarm Out stays ON/LOW (active): held by alarm (AC Line low), "
				    "which goes before your wish");
}

TEST(an_interlock_refuses_a_person)
{
	begin();
	test_rule_ac();
	test_snapshot.samples[CH_AC_LINE].value = 0;
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_ON), EPERM);
	ASSERT_TRUE(plan.vetoed);
	ASSERT_STREQ(plan.sentence, "refused by interlock while_ac_down: AC Line is below 80 V");
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_OFF), 0);
	begin();
	test_rule("rest", "alarm_out")->min_on_s = 10;
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_ON), 0);
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_RELEASE), EAGAIN);
	ASSERT_STREQ(plan.sentence, "refused by interlock rest: Alarm Out stays ON/LOW (active) "
				    "for another 10 s");
	after_us = 10 * USEC_PER_SEC;
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_RELEASE), 0);
}

TEST(what_an_interlock_keeps_from_a_daemon_is_not_the_persons_affair)
{
	begin();
	test_rule_ac();
	test_snapshot.samples[CH_AC_LINE].value = 0;
	daemon_holds(HOLDER_ALARM, true);
	control.commanded = false;
	ASSERT_EQ(ask(CH_ALARM_OUT, OUTPUT_OFF), 0);
	ASSERT_CONTAINS(plan.sentence, "stays OFF/HIGH (inactive): held by alarm");
}

/* Whatever is asked: the dry run says the same word for word but for the mood, and changes nothing.
 */
TEST(a_dry_run_answers_what_would_happen)
{
	uint64_t seed = test_seed();
	unsigned granted = 0;

	begin();
	test_rule_ac();
	test_rule("rest", "horn")->min_off_s = 3;
	for (int i = 0; i < 20000; i++) {
		static const unsigned outputs[] = { CH_ALARM_OUT, CH_POWER_SUPPLY, CH_HORN };
		unsigned channel = outputs[test_random(&seed) % 3];
		enum output_action action =
			(enum output_action)(test_random(&seed) % OUTPUT_ACTION_MAX);
		uint32_t confirm = test_random(&seed) % 2 ? CONFIRM_S_DEFAULT
							  : (uint32_t)(test_random(&seed) % 90);
		struct control was;
		bool moves;
		int error;

		after_us += (int64_t)(test_random(&seed) % USEC_PER_SEC);
		(void)control_expire(&control, T0 + after_us);
		test_snapshot.samples[CH_AC_LINE].value = test_random(&seed) % 4 ? 115 * MICRO : 0;
		if (test_random(&seed) % 50 == 0)
			memset(&control, 0, sizeof(control));
		was = control;
		error = ask_all(channel, action, 0, confirm, true);
		moves = plan.moves;
		ASSERT_EQ(memcmp(&was, &control, sizeof(was)), 0);
		ASSERT_EQ(ask_all(channel, action, 0, confirm, false), error);
		if (!error) {
			ASSERT_EQ(plan.moves, moves);
			ASSERT_EQ(plan.moves, was.commanded != control.commanded);
			granted++;
		}
	}
	ASSERT_GT(granted, 1000);
}
