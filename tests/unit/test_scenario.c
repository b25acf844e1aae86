// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/sensord/sim/scenario.h"

#include <glob.h>

#include "tests/unit/test.h"

/* Parses a text that must be refused and returns its mistakes. */
static const char *refused(struct text *mistakes, const char *bytes)
{
	struct scenario s = { .n_events = 77 };

	text_clear(mistakes);
	ASSERT_EQ(scenario_parse("t.scn", bytes, strlen(bytes), &s, mistakes), -EINVAL);
	ASSERT_EQ(s.n_events, 77); /* untouched */
	return text_get(mistakes);
}

#define NAME "name \"x\"\n"

TEST(a_scenario_is_read)
{
	static const char bytes[] = "# what it shows\n"
				    "name \"Mains # failure\"  # with a comment\n"
				    "\n"
				    "seed 42\n"
				    "at 0s\tset load_watts 120.5\n"
				    "at 30s set ac_present off\n"
				    "at 30s bounce alarm_in 12 over 40ms\n"
				    "at 1.5min fail battery_volts value -25\n"
				    "at 100s heal battery_volts#done\n"
				    "end at 700s\n"
				    "loop";
	AUTO_TEXT struct text mistakes = TEXT_INIT;
	AUTO_SCENARIO struct scenario s = { 0 };

	ASSERT_OK(scenario_parse("t", bytes, strlen(bytes), &s, &mistakes));
	ASSERT_STREQ(text_get(&mistakes), "");
	ASSERT_STREQ(s.name, "Mains # failure");
	ASSERT_EQ(s.seed, 42);
	ASSERT_EQ(s.n_events, 5);
	ASSERT_EQ(s.end_us, 700 * USEC_PER_SEC);
	ASSERT_TRUE(s.loop);
	ASSERT_EQ(s.events[0].knob, KNOB_LOAD_WATTS);
	ASSERT_EQ(s.events[0].value, 120500000);
	ASSERT_EQ(s.events[1].value, 0);
	ASSERT_EQ(s.events[2].verb, SCENARIO_BOUNCE);
	ASSERT_EQ(s.events[2].signal, PLANT_ALARM_IN);
	ASSERT_EQ(s.events[2].value, 12);
	ASSERT_EQ(s.events[2].span_us, 40000);
	ASSERT_EQ(s.events[3].at_us, 90 * USEC_PER_SEC);
	ASSERT_EQ(s.events[3].fault, FAULT_VALUE);
	ASSERT_EQ(s.events[3].value, -25 * MICRO);
	ASSERT_EQ(s.events[4].verb, SCENARIO_HEAL);
}

TEST(all_mistakes_come_in_one_go_with_their_places)
{
	AUTO_TEXT struct text m = TEXT_INIT;

	ASSERT_STREQ(refused(&m, "nmae \"x\"\n"
				 "at 5s set load_wats 1\n"
				 "at 5s set load_watts 9000\n"
				 "at 5s set ac_present 1\n"
				 "at 4s heal di3\n"
				 "at 6s heal di3\n"
				 "at 5s heal di3\n"
				 "end at 5s\n"
				 "loop\n"),
		     "t.scn:1: unknown statement 'nmae', did you mean 'name'?\n"
		     "t.scn:2: unknown knob 'load_wats', did you mean 'load_watts'?\n"
		     "t.scn:3: load_watts: '9000' is out of range, allowed: 0 to 5000\n"
		     "t.scn:4: ac_present: '1' is not a state, allowed: on or off\n"
		     "t.scn:7: '5s' is before the event above, allowed: the same time or later\n"
		     "t.scn:8: '5s' is before the last event, allowed: its time or later\n"
		     "t.scn: it has no name, wanted is a line: name \"...\"\n"
		     "t.scn: it loops without an end, wanted is a line: end at TIME\n");
}

TEST(each_statement_is_strict)
{
	static const struct {
		const char *line, *part;
	} rows[] = {
		{ "at", "an event is: at TIME ACTION" },
		{ "at 5s", "something must happen" },
		{ "at soon heal di3", "'soon' is not a time" },
		{ "at -1s heal di3", "is not a time" },
		{ "at 99999999d heal di3", "is too long" },
		{ "at 1s explode", "unknown action 'explode', allowed: set, bounce, fail, heal" },
		{ "at 1s set di3", "a set is: set KNOB VALUE" },
		{ "at 1s set di3 on off", "a set is: set KNOB VALUE" },
		{ "at 1s set load_watts much", "'much' is not a number, allowed: 0 to 5000" },
		{ "at 1s bounce di3 5 in 10ms", "a bounce is:" },
		{ "at 1s bounce ac_volts 5 over 1s",
		  "unknown contact 'ac_volts', allowed: alarm_in" },
		{ "at 1s bounce di3 0 over 1s", "allowed: 1 to 1000" },
		{ "at 1s bounce di3 5 over 61s", "allowed: up to 60 s" },
		{ "at 1s fail di3", "a fail is:" },
		{ "at 1s fail di3 none", "unknown fault 'none'" },
		{ "at 1s fail di3 stuk", "did you mean 'stuck'?" },
		{ "at 1s fail di3 stuck 5", "a fail is:" },
		{ "at 1s fail ac_volts value", "a fail is:" },
		{ "at 1s fail ac_volts value 1e3", "is not a value" },
		{ "at 1s fail ac_volts value 2000000000", "is not a value" },
		{ "at 1s fail ac_volts open", "is no contact" },
		{ "at 1s fail di3 broken-wire", "is a contact" },
		{ "at 1s heal", "a heal is: heal SIGNAL" },
		{ "name \"again\"", "the name was said before" },
		{ "seed x", "a seed is:" },
		{ "seed -1", "a seed is: seed NUMBER, 0 to 9223372036854775807" },
		{ "end at 999ms\nloop", "its loop is too short, allowed: 1 s or more" },
		{ "seed 1\nseed 2", "t.scn:3: the seed was said before" },
		{ "end 5s", "an end is: end at TIME" },
		{ "end at 0s", "is before the last event" },
		{ "end at 5s\nend at 6s", "the end was said before" },
		{ "end at 5s\nat 6s heal di3", "'6s' is after the end" },
		{ "loop it", "behind loop nothing may stand" },
		{ "at 1s set a b c d e f g", "too many words, allowed: 8" },
		{ "seed \"1", "the closing quote is missing" },
		{ "seed 1\r", "control character" },
		{ "# caf\xe9", "no UTF-8" },
	};
	AUTO_TEXT struct text m = TEXT_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char bytes[256];

		snprintf(bytes, sizeof(bytes), NAME "%s\n", rows[i].line);
		ASSERT_CONTAINS(refused(&m, bytes), rows[i].part);
		ASSERT_CONTAINS(text_get(&m), "t.scn:");
	}
	ASSERT_CONTAINS(refused(&m, "name x\n"), "a text in quotes");
	ASSERT_CONTAINS(refused(&m, "name \"\"\n"), "a text in quotes");
}

TEST(sizes_are_bounded)
{
	static char bytes[SCENARIO_BYTES_MAX + 1];
	AUTO_TEXT struct text m = TEXT_INIT;
	struct scenario s;
	size_t len = 0;

	memset(bytes, '\n', sizeof(bytes));
	ASSERT_EQ(scenario_parse("t", bytes, sizeof(bytes), &s, &m), -EINVAL);
	ASSERT_CONTAINS(text_get(&m), "too large");
	memset(bytes, 'x', sizeof(bytes));
	bytes[1000] = '\0';
	ASSERT_CONTAINS(refused(&m, bytes), "line is too long");
	len = (size_t)sprintf(bytes, NAME);
	for (int i = 0; i <= SCENARIO_EVENTS_MAX; i++)
		len += (size_t)sprintf(bytes + len, "at %ds heal di3\n", i);
	ASSERT_STREQ(refused(&m, bytes), "t.scn:1002: too many events, allowed: 1000\n");
}

TEST(not_every_mistake_of_a_novel_is_told)
{
	AUTO_TEXT struct text m = TEXT_INIT;
	char bytes[2000] = "";
	int lines = 0;

	for (int i = 0; i < 100; i++)
		strcat(bytes, "nonsense\n");
	for (const char *p = refused(&m, bytes); (p = strchr(p, '\n')); p++)
		lines++;
	ASSERT_EQ(lines, 21);
	ASSERT_CONTAINS(text_get(&m), "t.scn: there are more than 20 mistakes");
}

TEST(an_action_alone_is_read_as_people_type_it)
{
	AUTO_TEXT struct text m = TEXT_INIT;
	struct scenario_event e;

	ASSERT_OK(scenario_parse_action("set  load_watts 7", &e, &m));
	ASSERT_EQ(e.value, 7 * MICRO);
	ASSERT_EQ(scenario_parse_action("set load_wats 7", &e, &m), -EINVAL);
	ASSERT_STREQ(text_get(&m), "unknown knob 'load_wats', did you mean 'load_watts'?");
	ASSERT_EQ(scenario_parse_action("", &e, &m), -EINVAL);
	ASSERT_EQ(scenario_parse_action("set\nload_watts 7", &e, &m), -EINVAL);
}

TEST(a_missing_file_says_so)
{
	AUTO_TEXT struct text m = TEXT_INIT;
	struct scenario s;

	ASSERT_EQ(scenario_read("/nonexistent/x.scn", &s, &m), -ENOENT);
	ASSERT_CONTAINS(text_get(&m), "/nonexistent/x.scn: cannot be read: No such file");
}

/* RMCU_SOURCE is the root of the tree; where it is not said, the tests run there. */
TEST(the_shipped_scenarios_are_sound)
{
	const char *root = getenv("RMCU_SOURCE");
	char pattern[4096];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/etc/scenarios/*.scn", root ? root : ".");
	ASSERT_EQ(glob(pattern, 0, NULL, &found), 0);
	ASSERT_GE(found.gl_pathc, 9);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		AUTO_TEXT struct text m = TEXT_INIT;
		AUTO_SCENARIO struct scenario s = { 0 };

		(void)scenario_read(found.gl_pathv[i], &s, &m);
		ASSERT_STREQ(text_get(&m), "");
		ASSERT_GT(s.n_events, 0);
	}
	globfree(&found);
}

TEST(verbs_go_round)
{
	for (int i = 0; i < SCENARIO_VERB_MAX; i++)
		ASSERT_EQ(scenario_verb_from_name(scenario_verb_to_name((enum scenario_verb)i)), i);
}
