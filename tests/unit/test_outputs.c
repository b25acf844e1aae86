// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * The object as sensord uses it, on outputs of the simulator: what is driven, told and kept. A
 * restart is a new object from the files of the old one, a kill is a copy of the files taken before
 * the old one's end.
 */
#include "daemons/sensord/outputs/outputs.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/outputs_settings.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

#define FACTS_MOST 64

static struct fact facts[FACTS_MOST];
static unsigned n_facts, n_changed, n_driven;
static bool driven[CH_COUNT], both;
static int drive_answer;
static char trouble[CHANNELS_MAX][TROUBLE_TEXT_MAX];
static char disk_trouble[TROUBLE_TEXT_MAX], run_trouble[TROUBLE_TEXT_MAX];
static struct outputs *o;
static char folder[FOLDER_PATH_MAX], run_folder[80], state_folder[80];
static uint8_t boot;
static int64_t after_us;
static char sentence[WIRE_SENTENCE_MAX];
static const struct actor anna = { .name = "anna", .door = "psctl" };
static const struct actor alarmd = { .name = "rmcu-alarmd" };

static void on_fact(void *ctx, const struct fact *f)
{
	(void)ctx;
	if (n_facts < FACTS_MOST)
		facts[n_facts++] = *f;
}

static void on_changed(void *ctx)
{
	(void)ctx;
	n_changed++;
}

static int on_drive(void *ctx, unsigned channel, bool active)
{
	(void)ctx;
	n_driven++;
	if (drive_answer == 0)
		driven[channel] = active;
	both |= driven[CH_ALARM_OUT] && driven[CH_POWER_SUPPLY];
	return drive_answer;
}

static void on_trouble(void *ctx, const char *subject, const char *text)
{
	char *place = streq(subject, "disk")	  ? disk_trouble
		      : streq(subject, "outputs") ? run_trouble
						  : trouble[0];

	(void)ctx;
	for (unsigned i = 0; i < CH_COUNT; i++)
		if (streq(subject, test_settings.channels[i].info.id))
			place = trouble[i];
	snprintf(place, TROUBLE_TEXT_MAX, "%s", text ? text : "");
}

static struct instant now(void)
{
	return test_at(after_us);
}

static void start(void)
{
	static const struct outputs_calls calls = { on_fact, on_changed, on_drive, on_trouble };
	struct outputs_places places = { run_folder, state_folder, "/nonexistent",
					 NULL,	     true,	   { boot } };

	n_facts = n_driven = 0;
	ASSERT_OK(outputs_new(&calls, NULL, &places, NULL, &o));
	ASSERT_OK(outputs_configure(o, &test_settings, now(), &test_snapshot, true));
}

static void end(void)
{
	o = outputs_free(o);
}

static void clean(void)
{
	char path[PATH_MAX];
	static const char *const names[] = { "run/outputs-sim.state",
					     "run/outputs-sim.state.damaged",
					     "state/outputs-sim.state",
					     "state/outputs-sim.state.damaged" };

	for (unsigned i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		(void)unlink(path);
	}
}

/* A board that was never booted before. */
static void begin(void)
{
	if (!folder[0]) {
		folder_make(folder, "outputs");
		snprintf(run_folder, sizeof(run_folder), "%s/run", folder);
		snprintf(state_folder, sizeof(state_folder), "%s/state", folder);
	}
	if (o)
		end();
	clean();
	test_world();
	memset(driven, 0, sizeof(driven));
	memset(trouble, 0, sizeof(trouble));
	disk_trouble[0] = run_trouble[0] = '\0';
	drive_answer = 0;
	boot = 1;
	after_us = 0;
	start();
}

static void restart(void)
{
	end();
	start();
}

static void reboot(void)
{
	end();
	boot++;
	memset(driven, 0, sizeof(driven));
	start();
}

static int64_t run(void)
{
	return outputs_run(o, now(), &test_snapshot);
}

static int ask_all(const char *id, enum output_action action, uint32_t pulse_ms, uint32_t confirm_s,
		   bool dry_run)
{
	struct msg_output_set m = { .action = action,
				    .pulse_ms = pulse_ms,
				    .confirm_s = confirm_s,
				    .dry_run = dry_run,
				    .reason = "test" };

	strcpy(m.channel, id);
	n_facts = n_changed = n_driven = 0;
	return outputs_set(o, &m, &anna, now(), &test_snapshot, sentence);
}

static int ask(const char *id, enum output_action action)
{
	return ask_all(id, action, 0, CONFIRM_S_DEFAULT, false);
}

static int confirm(const char *id)
{
	struct msg_output_confirm m = { 0 };

	strcpy(m.channel, id);
	n_facts = 0;
	return outputs_confirm(o, &m, &anna, now(), &test_snapshot, sentence);
}

/* alarmd holds alarm_out (1: active, 0: inactive, -1: not) and the horn (1 or -1). */
static int alarms(int alarm_out, int horn)
{
	struct msg_hold_all m = { .holder = HOLDER_ALARM };

	if (alarm_out >= 0) {
		strcpy(m.holds[m.n].channel, "alarm_out");
		strcpy(m.holds[m.n].reason, "ac_line.low");
		m.holds[m.n++].active = alarm_out;
	}
	if (horn >= 0) {
		strcpy(m.holds[m.n].channel, "horn");
		strcpy(m.holds[m.n].reason, "ac_line.low");
		m.holds[m.n++].active = horn;
	}
	n_facts = n_changed = n_driven = 0;
	return outputs_hold_all(o, &m, &alarmd, now(), &test_snapshot, sentence);
}

static struct output_state state(unsigned channel)
{
	struct output_state states[OUTPUTS_MAX];
	unsigned n = outputs_states(o, states);

	for (unsigned i = 0; i < n; i++)
		if (states[i].channel == channel)
			return states[i];
	TEST_FAIL("no output %u", channel);
}

static void assert_fact(unsigned i, enum fact_kind kind, unsigned channel, bool active,
			enum holder holder, const char *who)
{
	ASSERT_LT(i, n_facts);
	ASSERT_STREQ(fact_kind_to_name(facts[i].kind), fact_kind_to_name(kind));
	ASSERT_EQ(facts[i].channel, channel);
	ASSERT_EQ(facts[i].value, active ? MICRO : 0);
	ASSERT_EQ(facts[i].holder, holder);
	ASSERT_STREQ(facts[i].actor.name, who);
	ASSERT_EQ(facts[i].now.mono_us, now().mono_us);
}

TEST(a_person_switches)
{
	begin();
	ASSERT_EQ(outputs_states(o, (struct output_state[OUTPUTS_MAX]){ 0 }), 3);
	ASSERT_EQ(ask("alarm_out", OUTPUT_ON), 0);
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	ASSERT_EQ(n_driven, 1);
	ASSERT_EQ(n_facts, 1);
	ASSERT_GT(n_changed, 0);
	assert_fact(0, FACT_OUTPUT_CHANGED, CH_ALARM_OUT, true, HOLDER_MANUAL, "anna");
	ASSERT_STREQ(facts[0].text, "test");
	ASSERT_EQ(state(CH_ALARM_OUT).holder, HOLDER_MANUAL);
	ASSERT_EQ(ask("alarm_out", OUTPUT_RELEASE), 0);
	assert_fact(0, FACT_OUTPUT_CHANGED, CH_ALARM_OUT, false, HOLDER_NONE, "anna");
	ASSERT_STREQ(facts[0].text, "released: test");
	ASSERT_EQ(ask("nothing", OUTPUT_ON), ENOENT);
	ASSERT_EQ(facts[0].kind, FACT_REQUEST_REFUSED);
	ASSERT_EQ(facts[0].channel, FACT_NO_CHANNEL);
	ASSERT_STREQ(sentence, "there is no output 'nothing'");
}

TEST(the_highest_holder_wins)
{
	struct msg_holds holds;

	begin();
	ASSERT_EQ(alarms(1, -1), 0);
	assert_fact(0, FACT_OUTPUT_CHANGED, CH_ALARM_OUT, true, HOLDER_ALARM, "rmcu-alarmd");
	ASSERT_EQ(alarms(1, -1), 0);
	ASSERT_EQ(n_facts + n_changed + n_driven, 0);
	ASSERT_EQ(ask("alarm_out", OUTPUT_OFF), 0);
	ASSERT_EQ(n_driven, 0);
	assert_fact(0, FACT_HOLD_CHANGED, CH_ALARM_OUT, true, HOLDER_MANUAL, "anna");
	outputs_holds(o, &holds);
	ASSERT_EQ(holds.n, 2);
	ASSERT_EQ(holds.holds[0].holder, HOLDER_MANUAL);
	ASSERT_FALSE(holds.holds[0].active);
	ASSERT_STREQ(holds.holds[1].reason, "ac_line.low");
	/* the set is complete: what is not in it is released */
	ASSERT_EQ(alarms(-1, -1), 0);
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	assert_fact(0, FACT_OUTPUT_CHANGED, CH_ALARM_OUT, false, HOLDER_MANUAL, "rmcu-alarmd");
	ASSERT_STREQ(facts[0].text, "released: ac_line.low");
}

TEST(a_set_with_an_unknown_output_holds_the_others)
{
	struct msg_hold_all m = { .holder = HOLDER_SCHEDULE,
				  .n = 2,
				  .holds = { { .channel = "gone", .active = true },
					     { .channel = "alarm_out", .active = true } } };

	begin();
	ASSERT_EQ(outputs_hold_all(o, &m, &alarmd, now(), &test_snapshot, sentence), ENOENT);
	ASSERT_STREQ(sentence, "there is no output 'gone'; the others are held as asked");
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	m.holder = HOLDER_MANUAL;
	ASSERT_EQ(outputs_hold_all(o, &m, &alarmd, now(), &test_snapshot, sentence), EINVAL);
}

TEST(a_pulse_returns_at_its_time)
{
	begin();
	ASSERT_EQ(ask_all("alarm_out", OUTPUT_PULSE, 500, 0, false), 0);
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	ASSERT_TRUE(state(CH_ALARM_OUT).pulsing);
	ASSERT_EQ(state(CH_ALARM_OUT).until_us, T0 + 500000);
	ASSERT_EQ(run(), T0 + 500000);
	after_us = 499999;
	ASSERT_EQ(run(), T0 + 500000);
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	after_us = 500000;
	n_facts = 0;
	ASSERT_EQ(run(), INT64_MAX);
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	assert_fact(0, FACT_OUTPUT_CHANGED, CH_ALARM_OUT, false, HOLDER_NONE, "sensord");
	ASSERT_STREQ(facts[0].text, "pulse over");
}

TEST(an_alarm_pulses_an_output_that_pulses)
{
	begin();
	ASSERT_EQ(alarms(-1, 1), 0);
	ASSERT_TRUE(driven[CH_HORN]);
	ASSERT_EQ(run(), T0 + 500000);
	after_us = 500000;
	run();
	ASSERT_FALSE(driven[CH_HORN]);
	ASSERT_EQ(alarms(-1, 1), 0);
	restart();
	ASSERT_EQ(alarms(-1, 1), 0);
	ASSERT_FALSE(driven[CH_HORN]);
	ASSERT_EQ(alarms(-1, -1), 0);
	ASSERT_EQ(alarms(-1, 1), 0);
	ASSERT_TRUE(driven[CH_HORN]);
}

TEST(a_pulse_goes_on_after_a_restart_and_is_over_after_a_reboot)
{
	begin();
	ASSERT_EQ(ask_all("alarm_out", OUTPUT_PULSE, 5000, 0, false), 0);
	after_us = 1000000;
	restart();
	ASSERT_EQ(n_facts, 0);
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	ASSERT_EQ(run(), T0 + 5000000);
	after_us = 5000000;
	run();
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	ASSERT_EQ(ask_all("alarm_out", OUTPUT_PULSE, 5000, 0, false), 0);
	after_us = 60000000;
	restart(); /* it ended while nobody was there */
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	ASSERT_EQ(facts[0].kind, FACT_OUTPUT_CHANGED);
	ASSERT_EQ(ask_all("alarm_out", OUTPUT_PULSE, 5000, 0, false), 0);
	reboot();
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	ASSERT_FALSE(state(CH_ALARM_OUT).pulsing);
}

TEST(a_confirmed_change_stays)
{
	begin();
	ASSERT_EQ(ask("power_supply", OUTPUT_ON), 0);
	ASSERT_TRUE(state(CH_POWER_SUPPLY).unconfirmed);
	ASSERT_EQ(confirm("alarm_out"), ENOENT);
	ASSERT_EQ(confirm(""), 0);
	ASSERT_STREQ(sentence, "confirmed: Power Supply ON/OFF stays OFF (active)");
	assert_fact(0, FACT_CONFIRMED, CH_POWER_SUPPLY, true, HOLDER_MANUAL, "anna");
	after_us = 600 * USEC_PER_SEC;
	ASSERT_EQ(run(), INT64_MAX);
	ASSERT_TRUE(driven[CH_POWER_SUPPLY]);
	reboot();
	ASSERT_TRUE(driven[CH_POWER_SUPPLY]);
	ASSERT_EQ(n_facts, 0);
}

TEST(an_unconfirmed_change_is_taken_back)
{
	begin();
	ASSERT_EQ(ask("power_supply", OUTPUT_ON), 0);
	after_us = 59 * USEC_PER_SEC;
	restart();
	ASSERT_TRUE(driven[CH_POWER_SUPPLY] && state(CH_POWER_SUPPLY).unconfirmed);
	ASSERT_EQ(run(), T0 + 60 * USEC_PER_SEC);
	/* a confirmation at the deadline is too late */
	after_us = 60 * USEC_PER_SEC;
	ASSERT_EQ(confirm("power_supply"), ENOENT);
	ASSERT_FALSE(driven[CH_POWER_SUPPLY]);
	ASSERT_EQ(n_facts, 2);
	assert_fact(0, FACT_TAKEN_BACK, CH_POWER_SUPPLY, false, HOLDER_MANUAL, "anna");
	assert_fact(1, FACT_OUTPUT_CHANGED, CH_POWER_SUPPLY, false, HOLDER_NONE, "anna");
}

TEST(a_reboot_takes_back_what_nobody_confirmed)
{
	begin();
	ASSERT_EQ(ask("power_supply", OUTPUT_ON), 0);
	reboot();
	ASSERT_FALSE(driven[CH_POWER_SUPPLY] || state(CH_POWER_SUPPLY).unconfirmed);
	assert_fact(0, FACT_TAKEN_BACK, CH_POWER_SUPPLY, false, HOLDER_MANUAL, "anna");
	ASSERT_EQ(n_facts, 1);
	restart();
	ASSERT_EQ(n_facts, 0);
}

TEST(boot_states)
{
	struct settings_channel *ch = &test_settings.channels[CH_ALARM_OUT];

	begin();
	ASSERT_EQ(ask("alarm_out", OUTPUT_ON), 0);
	reboot();
	ASSERT_TRUE(driven[CH_ALARM_OUT]); /* last */
	ASSERT_EQ(state(CH_ALARM_OUT).holder, HOLDER_MANUAL);
	ch->boot = BOOT_OFF;
	restart();
	ASSERT_TRUE(driven[CH_ALARM_OUT]); /* a restart is no boot */
	reboot();
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	ASSERT_EQ(state(CH_ALARM_OUT).holder, HOLDER_NONE);
	ch->boot = BOOT_ON;
	restart();
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	reboot();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	ch->boot = BOOT_SAFE;
	reboot();
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	ch->safe_on = true;
	ASSERT_OK(outputs_configure(o, &test_settings, now(), &test_snapshot, false));
	ASSERT_FALSE(driven[CH_ALARM_OUT]); /* a reload moves nothing */
	reboot();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
}

TEST(daemons_hold_nothing_after_a_reboot_but_after_a_restart)
{
	begin();
	ASSERT_EQ(alarms(1, -1), 0);
	restart();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	ASSERT_EQ(n_facts, 0);
	ASSERT_EQ(alarms(1, -1), 0);
	ASSERT_EQ(n_facts + n_driven, 0);
	reboot();
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
}

TEST(an_interlock_refuses_a_person_and_delays_a_daemon)
{
	begin();
	test_rule_ac();
	test_snapshot.samples[CH_AC_LINE].value = 0;
	ASSERT_EQ(ask("alarm_out", OUTPUT_ON), EPERM);
	ASSERT_EQ(n_facts, 1);
	ASSERT_EQ(facts[0].kind, FACT_VETO);
	ASSERT_STREQ(facts[0].text, "refused by interlock while_ac_down: AC Line is below 80 V");
	ASSERT_EQ(ask_all("alarm_out", OUTPUT_ON, 0, 0, true), EPERM);
	ASSERT_EQ(n_facts, 0);

	ASSERT_EQ(alarms(1, -1), 0);
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	ASSERT_TRUE(state(CH_ALARM_OUT).vetoed);
	ASSERT_EQ(n_facts, 2);
	ASSERT_EQ(facts[0].kind, FACT_HOLD_CHANGED);
	ASSERT_EQ(facts[1].kind, FACT_VETO);
	ASSERT_STREQ(facts[1].text, "delayed by interlock while_ac_down: AC Line is below 80 V");
	n_facts = 0;
	run();
	ASSERT_EQ(n_facts, 0);
	restart();
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	test_snapshot.samples[CH_AC_LINE].value = 115 * MICRO;
	n_facts = 0;
	run();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	assert_fact(0, FACT_OUTPUT_CHANGED, CH_ALARM_OUT, true, HOLDER_ALARM, "rmcu-alarmd");
	ASSERT_STREQ(facts[0].text, "ac_line.low");
	ASSERT_FALSE(state(CH_ALARM_OUT).vetoed);
}

TEST(a_veto_of_time_ends_at_its_time)
{
	begin();
	test_rule("rest", "alarm_out")->min_off_s = 30;
	ASSERT_EQ(ask("alarm_out", OUTPUT_ON), 0);
	ASSERT_EQ(ask("alarm_out", OUTPUT_OFF), 0);
	after_us = USEC_PER_SEC;
	ASSERT_EQ(alarms(1, -1), 0);
	ASSERT_EQ(run(), T0 + 30 * USEC_PER_SEC);
	restart(); /* the past is kept */
	ASSERT_EQ(run(), T0 + 30 * USEC_PER_SEC);
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	after_us = 30 * USEC_PER_SEC;
	run();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
}

TEST(a_delayed_pulse_has_its_full_length)
{
	begin();
	test_rule("rest", "horn")->min_off_s = 30;
	ASSERT_EQ(ask("horn", OUTPUT_ON), 0);
	after_us = 500000;
	run();
	ASSERT_EQ(alarms(-1, 1), 0);
	ASSERT_FALSE(driven[CH_HORN]);
	after_us = 30500000;
	ASSERT_EQ(run(), T0 + 31000000);
	ASSERT_TRUE(driven[CH_HORN]);
}

TEST(an_interlock_between_two_outputs)
{
	struct settings_interlock *rule;
	struct msg_hold_all m = { .holder = HOLDER_ALARM,
				  .n = 2,
				  .holds = { { .channel = "alarm_out", .active = true },
					     { .channel = "power_supply", .active = true } } };

	begin();
	rule = test_rule("never_both", "power_supply");
	strcpy(rule->channel, "alarm_out");
	rule->when = INTERLOCK_ACTIVE;
	ASSERT_OK(outputs_configure(o, &test_settings, now(), &test_snapshot, false));
	/* in one request, although no snapshot shows the first one yet */
	ASSERT_EQ(outputs_hold_all(o, &m, &alarmd, now(), &test_snapshot, sentence), 0);
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	ASSERT_FALSE(driven[CH_POWER_SUPPLY]);
	m.holds[0].active = false;
	ASSERT_EQ(outputs_hold_all(o, &m, &alarmd, now(), &test_snapshot, sentence), 0);
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	ASSERT_TRUE(driven[CH_POWER_SUPPLY]);
}

TEST(an_output_that_waits_for_a_later_one_moves_in_the_same_request)
{
	struct settings_interlock *rule;
	struct msg_hold_all m = { .holder = HOLDER_ALARM,
				  .n = 1,
				  .holds = { { .channel = "power_supply", .active = true } } };

	begin();
	rule = test_rule("never_both", "alarm_out");
	strcpy(rule->channel, "power_supply");
	rule->when = INTERLOCK_ACTIVE;
	ASSERT_OK(outputs_configure(o, &test_settings, now(), &test_snapshot, false));
	ASSERT_EQ(outputs_hold_all(o, &m, &alarmd, now(), &test_snapshot, sentence), 0);
	both = false;
	strcpy(m.holds[0].channel, "alarm_out");
	ASSERT_EQ(outputs_hold_all(o, &m, &alarmd, now(), &test_snapshot, sentence), 0);
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	ASSERT_FALSE(driven[CH_POWER_SUPPLY]);
	ASSERT_FALSE(both); /* not for a moment */
}

TEST(a_boot_with_nothing_measured_is_safe_until_it_may)
{
	begin();
	ASSERT_EQ(ask("alarm_out", OUTPUT_ON), 0);
	test_rule_ac();
	test_snapshot.samples[CH_AC_LINE].quality = QUALITY_STALE;
	restart();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	reboot();
	ASSERT_FALSE(driven[CH_ALARM_OUT]);
	ASSERT_TRUE(state(CH_ALARM_OUT).vetoed);
	test_snapshot.samples[CH_AC_LINE].quality = QUALITY_OK;
	run();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
}

TEST(an_output_that_cannot_be_driven)
{
	begin();
	drive_answer = -EIO;
	ASSERT_EQ(ask("alarm_out", OUTPUT_ON), 0);
	ASSERT_TRUE(state(CH_ALARM_OUT).fault);
	ASSERT_EQ(facts[n_facts - 1].kind, FACT_SOURCE_LOST);
	ASSERT_CONTAINS(trouble[CH_ALARM_OUT], "Alarm Out cannot be driven: ");
	ASSERT_EQ(run(), T0 + USEC_PER_SEC);
	drive_answer = 0;
	after_us = USEC_PER_SEC;
	n_facts = 0;
	run();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	ASSERT_EQ(n_facts, 1);
	ASSERT_EQ(facts[0].kind, FACT_SOURCE_BACK);
	ASSERT_STREQ(trouble[CH_ALARM_OUT], "");
	ASSERT_FALSE(state(CH_ALARM_OUT).fault);
}

TEST(a_line_that_is_not_there)
{
	begin();
	test_settings.channels[CH_ALARM_OUT].info.source = SOURCE_GPIO;
	ASSERT_OK(outputs_configure(o, &test_settings, now(), &test_snapshot, false));
	ASSERT_TRUE(state(CH_ALARM_OUT).fault);
	ASSERT_CONTAINS(trouble[CH_ALARM_OUT], "cannot be read");
	ASSERT_EQ(run(), T0 + 100000);
	test_settings.channels[CH_ALARM_OUT].info.source = SOURCE_SIM;
	ASSERT_OK(outputs_configure(o, &test_settings, now(), &test_snapshot, false));
	ASSERT_FALSE(state(CH_ALARM_OUT).fault);
	ASSERT_STREQ(trouble[CH_ALARM_OUT], "");
}

TEST(a_reload_moves_outputs_in_the_table_only)
{
	struct settings_channel saved;

	begin();
	ASSERT_EQ(ask("horn", OUTPUT_OFF), 0);
	ASSERT_EQ(ask("alarm_out", OUTPUT_ON), 0);
	n_driven = n_facts = 0;
	saved = test_settings.channels[CH_ALARM_OUT];
	test_settings.channels[CH_ALARM_OUT] = test_settings.channels[CH_DC_OK];
	test_settings.channels[CH_DC_OK] = saved;
	test_settings.n_channels--; /* and the horn is gone */
	ASSERT_OK(outputs_configure(o, &test_settings, now(), &test_snapshot, false));
	ASSERT_EQ(outputs_states(o, (struct output_state[OUTPUTS_MAX]){ 0 }), 2);
	ASSERT_TRUE(state(CH_DC_OK).active);
	ASSERT_EQ(state(CH_DC_OK).holder, HOLDER_MANUAL);
	ASSERT_EQ(n_facts, 0);
}

static void damage(const char *which)
{
	char path[PATH_MAX];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s/outputs-sim.state", folder, which);
	f = fopen(path, "r+");
	ASSERT_TRUE(f != NULL);
	ASSERT_EQ(fseek(f, 20, SEEK_SET), 0);
	fputs("?!", f);
	fclose(f);
}

TEST(damaged_files_are_set_aside)
{
	char path[PATH_MAX];

	begin();
	ASSERT_EQ(ask("alarm_out", OUTPUT_ON), 0);
	ASSERT_EQ(ask("power_supply", OUTPUT_ON), 0);
	end();
	damage("run"); /* the manual holder comes from the durable file, and waits on */
	start();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	ASSERT_TRUE(state(CH_POWER_SUPPLY).unconfirmed);
	end();
	damage("run");
	damage("state");
	start();
	ASSERT_FALSE(driven[CH_ALARM_OUT] || driven[CH_POWER_SUPPLY]);
	snprintf(path, sizeof(path), "%s/state/outputs-sim.state.damaged", folder);
	ASSERT_EQ(access(path, F_OK), 0);
}

TEST(folders_that_cannot_be_written_stop_nothing)
{
	begin();
	end();
	clean();
	ASSERT_EQ(rmdir(run_folder), 0);
	ASSERT_EQ(rmdir(state_folder), 0);
	ASSERT_EQ(symlink("/nonexistent/x", run_folder), 0);
	ASSERT_EQ(symlink("/nonexistent/x", state_folder), 0);
	start();
	ASSERT_EQ(ask("alarm_out", OUTPUT_ON), 0);
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
	while (!disk_trouble[0])
		run();
	ASSERT_CONTAINS(disk_trouble, "cannot be kept over a reboot");
	ASSERT_CONTAINS(run_trouble, "cannot be kept over a restart");
	ASSERT_EQ(unlink(run_folder), 0);
	ASSERT_EQ(unlink(state_folder), 0);
	ASSERT_EQ(mkdir(run_folder, 0700), 0);
	after_us += USEC_PER_SEC;
	run();
	ASSERT_STREQ(run_trouble, "");
	restart();
	ASSERT_TRUE(driven[CH_ALARM_OUT]);
}

TEST(a_clock_that_came_back_behind_keeps_what_is_left)
{
	begin();
	after_us = 100 * USEC_PER_SEC;
	ASSERT_EQ(ask("power_supply", OUTPUT_ON), 0);
	after_us = -500 * USEC_PER_SEC;
	restart();
	ASSERT_EQ(run(), T0 - 440 * USEC_PER_SEC);
}

TEST(zz_clean_up)
{
	if (o)
		end();
	clean();
	(void)rmdir(run_folder);
	(void)rmdir(state_folder);
	folder_remove_empty(folder);
}
