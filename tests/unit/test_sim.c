// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/sim.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "tests/unit/folder.h"
#include "tests/unit/test.h"

#define SECOND USEC_PER_SEC

static char folder[FOLDER_PATH_MAX];
static const struct instant start = { .wall_us = 1700000000 * SECOND, .mono_us = 100 * SECOND };

static void write_file(const char *name, const char *bytes)
{
	ASSERT_OK(file_replace(folder, name, bytes, strlen(bytes), 0600, false));
}

static void remove_file(const char *name)
{
	(void)unlink(folder_file(folder, name));
}

/* A fresh folder for scenarios and state, and how to start in it. */
static struct sim_config fresh_folder(void)
{
	folder_fresh(folder, "sim");
	write_file("steady.scn", "name \"Steady\"\n");
	write_file("fail.scn", "name \"Failure\"\nseed 42\nat 5s set ac_present off\n"
			       "at 5s bounce alarm_in 5 over 40ms\nend at 20s\n");
	write_file("round.scn",
		   "name \"Round\"\nat 1s set di3 on\nat 2s set di3 off\nend at 4s\nloop\n");
	return (struct sim_config){
		.scenario_folder = folder,
		.state_folder = folder,
		.ac_nominal = 115 * MICRO,
		.rating = 22 * MICRO,
		.boot_id = { 1, 2, 3 },
	};
}

static void begin(struct sim *s, const struct sim_config *c, struct instant real)
{
	AUTO_TEXT struct text notes = TEXT_INIT;

	ASSERT_OK(sim_start(s, c, real, &notes));
	ASSERT_STREQ(text_get(&notes), "");
}

static int go(struct sim *s, int64_t mono_us)
{
	struct plant_edge e;
	int edges = 0;

	while (sim_advance(s, mono_us, &e))
		edges++;
	return edges;
}

static int64_t value(const struct sim *s, enum plant_signal signal)
{
	int64_t v = -1;

	ASSERT_EQ(sim_read(s, signal, &v), QUALITY_OK);
	return v;
}

static struct instant later(int64_t us)
{
	return (struct instant){ .wall_us = start.wall_us + us, .mono_us = start.mono_us + us };
}

TEST(a_scenario_is_played_at_its_times)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	struct plant_edge e;
	struct sim s;

	begin(&s, &c, start);
	ASSERT_STREQ(s.id, "steady");
	ASSERT_EQ(go(&s, start.mono_us + 3 * SECOND), 0);
	ASSERT_EQ(sim_next_us(&s), INT64_MAX);
	ASSERT_OK(sim_run(&s, "fail", &m));
	ASSERT_STREQ(s.scenario.name, "Failure");
	ASSERT_EQ(sim_next_us(&s), start.mono_us + 8 * SECOND);
	ASSERT_EQ(go(&s, start.mono_us + 8 * SECOND - 1), 0);
	ASSERT_EQ(value(&s, PLANT_DC_OK), MICRO);
	ASSERT_TRUE(sim_advance(&s, start.mono_us + 9 * SECOND, &e));
	ASSERT_EQ(e.at_us, start.mono_us + 8 * SECOND);
	ASSERT_EQ(go(&s, start.mono_us + 9 * SECOND), 5);
	ASSERT_EQ(value(&s, PLANT_DC_OK), 0);
	ASSERT_EQ(value(&s, PLANT_ALARM_IN), 0);
	/* a new world: what the contacts do then are edges */
	ASSERT_OK(sim_run(&s, "steady", &m));
	ASSERT_EQ(go(&s, start.mono_us + 9 * SECOND), 2);
	sim_done(&s);
	folder_remove(folder);
}

TEST(a_loop_begins_anew)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	struct sim s;

	begin(&s, &c, start);
	ASSERT_OK(sim_run(&s, "round", &m));
	ASSERT_EQ(go(&s, start.mono_us + 4 * SECOND - 1), 2);
	ASSERT_EQ(sim_next_us(&s), start.mono_us + 4 * SECOND);
	ASSERT_EQ(go(&s, start.mono_us + 400 * SECOND - 1), 198);
	sim_done(&s);
	folder_remove(folder);
}

TEST(outputs_stay_when_another_scenario_runs)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	struct sim s;

	begin(&s, &c, start);
	sim_output(&s, PLANT_SUPPLY_OFF, true);
	ASSERT_EQ(value(&s, PLANT_SUPPLY_VOLTS), 0);
	ASSERT_OK(sim_run(&s, "round", &m));
	ASSERT_EQ(value(&s, PLANT_SUPPLY_VOLTS), 0);
	sim_done(&s);
	folder_remove(folder);
}

TEST(commands_in_the_words_of_scenarios)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	struct sim s;
	int64_t v;

	begin(&s, &c, start);
	ASSERT_OK(sim_set(&s, "ac_present", "off", &m));
	ASSERT_EQ(value(&s, PLANT_AC_VOLTS), 0);
	ASSERT_EQ(sim_set(&s, "ac_presnt", "off", &m), -EINVAL);
	ASSERT_CONTAINS(text_get(&m), "did you mean 'ac_present'?");
	ASSERT_EQ(sim_set(&s, "ac_present", "off on", &m), -EINVAL);
	ASSERT_OK(sim_do(&s, "fail battery_volts no-answer", &m));
	ASSERT_EQ(sim_read(&s, PLANT_BATTERY_VOLTS, &v), QUALITY_FAULT);
	sim_done(&s);
	folder_remove(folder);
}

TEST(unknown_and_broken_scenarios_change_nothing)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	struct sim s;

	write_file("broken.scn", "at once\n");
	begin(&s, &c, start);
	ASSERT_LT(sim_run(&s, "nothing", &m), 0);
	ASSERT_LT(sim_run(&s, "../steady", &m), 0);
	ASSERT_LT(sim_run(&s, "", &m), 0);
	text_clear(&m);
	ASSERT_EQ(sim_run(&s, "broken", &m), -EINVAL);
	ASSERT_CONTAINS(text_get(&m), "broken.scn:1: ");
	ASSERT_STREQ(s.id, "steady");
	sim_done(&s);
	folder_remove(folder);
}

TEST(the_list_is_sorted_and_marks_what_runs)
{
	struct sim_config c = fresh_folder();
	struct sim_entry rows[SIM_SCENARIOS_MAX];
	struct sim s;

	write_file("broken.scn", "at once\n");
	write_file("notes.txt", "no scenario");
	begin(&s, &c, start);
	ASSERT_EQ(sim_list(&s, rows, SIM_SCENARIOS_MAX), 4);
	ASSERT_STREQ(rows[0].id, "broken");
	ASSERT_STREQ(rows[0].name, "broken");
	ASSERT_STREQ(rows[1].id, "fail");
	ASSERT_STREQ(rows[1].name, "Failure");
	ASSERT_STREQ(rows[3].id, "steady");
	ASSERT_TRUE(rows[3].running);
	ASSERT_FALSE(rows[1].running);
	ASSERT_EQ(sim_list(&s, rows, 2), 2);
	sim_done(&s);
	folder_remove(folder);
}

TEST(without_any_scenario_the_plant_runs)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	struct sim s;

	remove_file("steady.scn");
	ASSERT_OK(sim_start(&s, &c, start, &m));
	ASSERT_CONTAINS(text_get(&m), "'steady' is no scenario");
	ASSERT_EQ(go(&s, start.mono_us + SECOND), 0);
	ASSERT_EQ(value(&s, PLANT_DC_OK), MICRO);
	sim_done(&s);
	folder_remove(folder);
}

TEST(a_past_is_played_once)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	int64_t day = 86400 * SECOND;
	struct instant now;
	struct sim s;

	c.past_us = 2 * day;
	begin(&s, &c, start);
	now = sim_now(&s, start.mono_us);
	ASSERT_EQ(now.wall_us, start.wall_us - 2 * day);
	ASSERT_EQ(now.mono_us, start.mono_us);
	ASSERT_OK(sim_save(&s, start));
	sim_done(&s);
	/* killed and started again: where it was, a second later */
	ASSERT_OK(sim_start(&s, &c, later(SECOND), &m));
	ASSERT_CONTAINS(text_get(&m), "not played again");
	ASSERT_EQ(sim_now(&s, later(SECOND).mono_us).wall_us, start.wall_us - 2 * day + SECOND);
	sim_done(&s);
	/* what was kept is of no use: its past was played all the same */
	c.rating = 40 * MICRO;
	ASSERT_OK(sim_start(&s, &c, later(2 * SECOND), &m));
	ASSERT_EQ(sim_now(&s, later(2 * SECOND).mono_us).wall_us, start.wall_us + 2 * SECOND);
	ASSERT_OK(sim_save(&s, later(2 * SECOND)));
	sim_done(&s);
	remove_file("steady.scn");
	ASSERT_OK(sim_start(&s, &c, later(3 * SECOND), &m));
	ASSERT_EQ(sim_now(&s, later(3 * SECOND).mono_us).wall_us, start.wall_us + 3 * SECOND);
	sim_done(&s);
	folder_remove(folder);
}

/* Plays the same twice: once through, and once killed and restarted after each command. */
TEST(a_restarted_simulator_goes_on_in_the_same_world)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	uint64_t seed = test_seed();
	struct sim a, b;
	int64_t own = 0;

	begin(&a, &c, start);
	begin(&b, &c, start);
	ASSERT_OK(sim_run(&a, "round", &m));
	ASSERT_OK(sim_run(&b, "round", &m));
	for (int i = 0; i < 50; i++) {
		uint32_t rate = 1000 * (1 + (uint32_t)(test_random(&seed) % 100));
		char watts[16];

		own += (int64_t)(test_random(&seed) % (100 * (uint64_t)SECOND));
		snprintf(watts, sizeof(watts), "%d", (int)(test_random(&seed) % 400));
		(void)go(&a, sim_now(&a, later(own).mono_us).mono_us);
		(void)go(&b, sim_now(&b, later(own).mono_us).mono_us);
		ASSERT_OK(sim_set(&a, i % 3 ? "load_watts" : "di4", i % 3 ? watts : "on", &m));
		ASSERT_OK(sim_set(&b, i % 3 ? "load_watts" : "di4", i % 3 ? watts : "on", &m));
		ASSERT_OK(sim_speed(&a, rate, later(own).mono_us));
		ASSERT_OK(sim_speed(&b, rate, later(own).mono_us));
		ASSERT_OK(sim_save(&b, later(own)));
		sim_done(&b);
		own += (int64_t)(test_random(&seed) % (uint64_t)SECOND);
		begin(&b, &c, later(own));
		(void)go(&a, sim_now(&a, later(own).mono_us).mono_us);
		ASSERT_EQ(sim_now(&a, later(own).mono_us).mono_us,
			  sim_now(&b, later(own).mono_us).mono_us);
		ASSERT_EQ(sim_now(&a, later(own).mono_us).wall_us,
			  sim_now(&b, later(own).mono_us).wall_us);
		for (int k = 0; k < PLANT_SIGNAL_MAX; k++)
			ASSERT_EQ(value(&a, (enum plant_signal)k), value(&b, (enum plant_signal)k));
		ASSERT_EQ(sim_next_us(&a), sim_next_us(&b));
	}
	sim_done(&a);
	sim_done(&b);
	folder_remove(folder);
}

TEST(after_a_reboot_the_wall_clock_tells_how_much_passed)
{
	struct sim_config c = fresh_folder();
	struct instant reboot = { .wall_us = start.wall_us + 60 * SECOND, .mono_us = 4 * SECOND };
	struct instant now;
	struct sim s;

	begin(&s, &c, start);
	ASSERT_OK(sim_speed(&s, 10000, start.mono_us));
	ASSERT_OK(sim_save(&s, start));
	sim_done(&s);
	c.boot_id[0] = 99;
	begin(&s, &c, reboot);
	now = sim_now(&s, reboot.mono_us);
	ASSERT_EQ(now.wall_us, start.wall_us + 600 * SECOND);
	ASSERT_EQ(now.mono_us, start.mono_us + 600 * SECOND); /* never backwards */
	sim_done(&s);
	folder_remove(folder);
}

TEST(after_a_very_long_time_the_world_has_stood_still)
{
	struct sim_config c = fresh_folder();
	int64_t century = INT64_C(3155760000) * SECOND;
	struct sim s;

	begin(&s, &c, start);
	ASSERT_OK(sim_save(&s, start));
	sim_done(&s);
	begin(&s, &c, later(century));
	ASSERT_EQ(s.plant.now_us, INT64_C(10) * 86400 * SECOND);
	ASSERT_EQ(s.origin_us + s.plant.now_us, later(century).mono_us);
	sim_done(&s);
	folder_remove(folder);
}

TEST(lockstep_survives_and_moves_by_steps)
{
	struct sim_config c = fresh_folder();
	struct sim s;

	begin(&s, &c, start);
	sim_set_lockstep(&s, true, start.mono_us);
	ASSERT_OK(sim_step(&s, 60 * SECOND));
	ASSERT_OK(sim_save(&s, later(SECOND)));
	sim_done(&s);
	begin(&s, &c, later(9 * SECOND));
	ASSERT_TRUE(s.clock.lockstep);
	ASSERT_EQ(sim_now(&s, later(20 * SECOND).mono_us).mono_us, start.mono_us + 60 * SECOND);
	sim_done(&s);
	folder_remove(folder);
}

/* Each state that is cut, flipped or foreign is refused or harmless; the simulator always starts.
 */
TEST(a_damaged_state_never_keeps_it_from_starting)
{
	struct sim_config c = fresh_folder();
	uint64_t seed = test_seed();
	char path[128], *bytes;
	struct sim s;
	size_t len;

	begin(&s, &c, start);
	ASSERT_OK(sim_save(&s, start));
	sim_done(&s);
	snprintf(path, sizeof(path), "%s/sim.state", folder);
	ASSERT_OK(file_read(path, 100000, &bytes, &len));
	for (int i = 0; i < 500; i++) {
		AUTO_TEXT struct text m = TEXT_INIT;
		char *damaged = strdup(bytes);
		size_t at = (size_t)(test_random(&seed) % (len - 2)); /* before "-\n" */

		if (i % 2)
			damaged[at] = (char)(test_random(&seed) % 10 + '0');
		else
			damaged[at] = '\0';
		write_file("sim.state", damaged);
		free(damaged);
		ASSERT_OK(sim_start(&s, &c, later(SECOND), &m));
		(void)go(&s, sim_now(&s, later(2 * SECOND).mono_us).mono_us);
		if (i % 2 == 0)
			ASSERT_CONTAINS(text_get(&m), "a new simulation begins");
		sim_done(&s);
	}
	free(bytes);
	folder_remove(folder);
}

/* Three thousand years of a loop of four seconds: a damaged number must not keep a start busy. */
TEST(rounds_of_long_ago_are_not_all_played)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	struct sim s;

	begin(&s, &c, start);
	ASSERT_OK(sim_run(&s, "round", &m));
	s.plant.now_us = INT64_C(100000000000000000);
	s.plant.settled = 1;
	s.clock.sim.mono_us = s.origin_us + s.plant.now_us;
	ASSERT_OK(sim_save(&s, start));
	sim_done(&s);
	begin(&s, &c, later(SECOND));
	ASSERT_STREQ(s.id, "round");
	ASSERT_GE(s.plant.now_us, INT64_C(100000000000000000));
	ASSERT_GT(s.round_us, s.plant.now_us - 4 * SECOND);
	sim_done(&s);
	folder_remove(folder);
}

TEST(a_state_of_another_model_is_not_taken)
{
	struct sim_config c = fresh_folder();
	AUTO_TEXT struct text m = TEXT_INIT;
	struct sim s;

	begin(&s, &c, start);
	ASSERT_OK(sim_save(&s, start));
	sim_done(&s);
	c.rating = 50 * MICRO;
	ASSERT_OK(sim_start(&s, &c, later(SECOND), &m));
	ASSERT_CONTAINS(text_get(&m), "another model");
	ASSERT_EQ(s.plant.config.rating, 50 * MICRO);
	sim_done(&s);
	folder_remove(folder);
}
