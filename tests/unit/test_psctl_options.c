// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/options.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

#define MOST_WORDS 80

static struct call call;
static struct text mistake;

/* Parses the words of a line (no quotes); 0 or -EINVAL with `mistake`. */
static int parse(const char *line)
{
	static char words[512];
	char *argv[MOST_WORDS], *at = words;
	int argc = 0;

	text_clear(&mistake);
	(void)snprintf(words, sizeof(words), "%s", line);
	for (char *w = strsep(&at, " "); w; w = strsep(&at, " "))
		argv[argc++] = w;
	return options_parse(argc, argv, &call, &mistake);
}

static const char *refused(const char *line)
{
	ASSERT_EQ(parse(line), -EINVAL);
	return text_get(&mistake);
}

TEST(without_a_command_it_is_status)
{
	ASSERT_OK(parse("psctl"));
	ASSERT_STREQ(call.command->name, "status");
	ASSERT_FALSE(call.json);
	ASSERT_OK(parse("psctl --json"));
	ASSERT_STREQ(call.command->name, "status");
	ASSERT_TRUE(call.json);
}

TEST(commands_of_two_words)
{
	ASSERT_OK(parse("psctl config show channels --origin"));
	ASSERT_STREQ(call.command->name, "config show");
	ASSERT_EQ(call.n_args, 1);
	ASSERT_STREQ(call.args[0], "channels");
	ASSERT_STREQ(call_option(&call, "origin"), "");
	ASSERT_TRUE(call_option(&call, "changed") == NULL);
	ASSERT_STREQ(refused("psctl sim"),
		     "'sim' wants one of list, run, set, fail, heal, bounce, speed, fill");
	ASSERT_STREQ(refused("psctl config shw"),
		     "there is no command 'config shw'; did you mean 'show'?");
	ASSERT_CONTAINS(refused("psctl config zzzzzz"), "; there are show, get, set");
}

TEST(a_word_that_is_a_command_and_the_first_of_another)
{
	ASSERT_OK(parse("psctl events"));
	ASSERT_STREQ(call.command->name, "events");
	ASSERT_OK(parse("psctl events --last 3"));
	ASSERT_STREQ(call_option(&call, "last"), "3");
	ASSERT_OK(parse("psctl events verify --head x"));
	ASSERT_STREQ(call.command->name, "events verify");
	ASSERT_STREQ(call_option(&call, "head"), "x");
	ASSERT_OK(parse("psctl --json alarms report"));
	ASSERT_STREQ(call.command->name, "alarms report");
	ASSERT_STREQ(refused("psctl alarms --all report"),
		     "'alarms report' has no option '--all'; psctl help alarms report lists them");
	ASSERT_STREQ(refused("psctl alarms repor"),
		     "there is no command 'alarms repor'; did you mean 'report'?");
	ASSERT_STREQ(refused("psctl events verify x"),
		     "'x' is one word too many for 'events verify'");
}

TEST(options_stand_anywhere)
{
	ASSERT_OK(parse("psctl --json output --confirm 60 battery --dry-run off --reason=x=y"));
	ASSERT_TRUE(call.json);
	ASSERT_STREQ(call_option(&call, "confirm"), "60");
	ASSERT_STREQ(call_option(&call, "reason"), "x=y");
	ASSERT_STREQ(call_option(&call, "dry-run"), "");
	ASSERT_EQ(call.n_args, 2);
	ASSERT_STREQ(call.args[1], "off");
}

TEST(numbers_and_dashes_are_words)
{
	ASSERT_OK(parse("psctl sim set ambient_celsius -5"));
	ASSERT_STREQ(call.args[1], "-5");
	ASSERT_OK(parse("psctl sim set ambient_celsius -.5"));
	ASSERT_OK(parse("psctl config check -"));
	ASSERT_OK(parse("psctl get -- --json"));
	ASSERT_STREQ(call.args[0], "--json");
	ASSERT_FALSE(call.json);
}

TEST(wrong_options_name_the_near_one)
{
	ASSERT_STREQ(refused("psctl status --jsn"),
		     "'status' has no option '--jsn'; did you mean '--json'?");
	ASSERT_STREQ(refused("psctl output battery off --conform 60"),
		     "'output' has no option '--conform'; did you mean '--confirm'?");
	ASSERT_STREQ(refused("psctl --zzzzzzzz"),
		     "there is no option '--zzzzzzzz'; psctl help lists them");
	ASSERT_STREQ(refused("psctl output battery off --confirm"),
		     "'--confirm' wants a value: --confirm SECONDS");
	ASSERT_STREQ(refused("psctl output battery off --dry-run=yes"),
		     "'--dry-run' takes no value");
	ASSERT_CONTAINS(refused("psctl -x"), "there is no option '-x'");
	/* an option of another command is none of this one */
	ASSERT_CONTAINS(refused("psctl status --origin"), "'status' has no option");
}

TEST(wrong_commands_name_the_near_one)
{
	ASSERT_STREQ(refused("psctl statsu"),
		     "there is no command 'statsu'; did you mean 'status'?");
	ASSERT_STREQ(refused("psctl conf"), "there is no command 'conf'; did you mean 'config'?");
	ASSERT_STREQ(refused("psctl xyzzy"), "there is no command 'xyzzy'; psctl help lists them");
	ASSERT_EQ(parse("psctl "), -EINVAL);
}

TEST(too_few_and_too_many_words)
{
	ASSERT_STREQ(refused("psctl get"), "'get' wants more words: psctl get CHANNEL");
	ASSERT_STREQ(refused("psctl get a b"), "'b' is one word too many for 'get CHANNEL'");
	ASSERT_STREQ(refused("psctl status x"), "'x' is one word too many for 'status'");
}

TEST(help_needs_no_arguments)
{
	ASSERT_OK(parse("psctl get --help"));
	ASSERT_TRUE(call.help);
	ASSERT_STREQ(call.command->name, "get");
	ASSERT_OK(parse("psctl -h"));
	ASSERT_STREQ(call.command->name, "help");
	ASSERT_OK(parse("psctl sim --help"));
	ASSERT_STREQ(call.command->name, "help");
	ASSERT_STREQ(call.args[0], "sim");
	ASSERT_OK(parse("psctl --version"));
	ASSERT_STREQ(call.command->name, "version");
}

TEST(as_many_assignments_as_a_request_takes)
{
	static char line[512];

	strcpy(line, "psctl config set");
	for (int i = 0; i < WIRE_CHANGES_MAX; i++)
		strcat(line, " a=1");
	ASSERT_OK(parse(line));
	ASSERT_EQ(call.n_args, WIRE_CHANGES_MAX);
	strcat(line, " a=1");
	ASSERT_EQ(parse(line), -EINVAL);
}

TEST(the_table_is_sound)
{
	for (const struct command *k = commands; k->name; k++) {
		unsigned n = 0;

		ASSERT_TRUE(k->run && k->help && k->arguments && k->summary);
		ASSERT_LE(k->least, k->most);
		ASSERT_LE(k->most, ARGS_MAX);
		ASSERT_LT(strlen(k->name), 32);
		ASSERT_TRUE(command_find(k->name) == k);
		for (; k->options && k->options[n].name; n++)
			ASSERT_TRUE(k->options[n].help);
		ASSERT_LE(n, OPTIONS_MAX);
	}
}
