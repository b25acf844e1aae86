// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * The table of commands: names, options, help and the functions that run them. The parser, `help`,
 * the manual page and the completion of the shell all read it; nothing else knows a command.
 */
#include <stdbool.h>

#include "lib/wire/msg.h"

/* `config set` with as many assignments as one request takes, and the word before them. */
#define ARGS_MAX (WIRE_CHANGES_MAX + 1)
/* The command with the most options, `history`, has seven. */
#define OPTIONS_MAX 8

/* What an argument is, for the completion of the shell. */
enum argument {
	ARGUMENT_NONE,
	ARGUMENT_CHANNEL,
	ARGUMENT_OUTPUT,
	ARGUMENT_STATE,
	ARGUMENT_SCENARIO,
	ARGUMENT_KNOB,
	ARGUMENT_PATH,
	ARGUMENT_ASSIGNMENT,
	ARGUMENT_FILE,
	ARGUMENT_COMMAND,
	ARGUMENT_ALARM,	   /* any */
	ARGUMENT_STANDING, /* an alarm that stands or is shelved */
	ARGUMENT_EVENT_KIND,
	ARGUMENT_SWITCH,   /* on or off */
	ARGUMENT_MEASURED, /* a channel of the history */
	ARGUMENT_BOX,
	ARGUMENT_LOG_FILE,
	ARGUMENT_USER,
	ARGUMENT_TOKEN,
	ARGUMENT_ROLE,
	ARGUMENT_RECIPIENT,
	ARGUMENT_MAX,
};

struct option {
	const char *name;  /* without the dashes */
	const char *value; /* name of its value in the help, NULL for a switch */
	const char *help;
	enum argument kind; /* of its value, for the completion of the shell */
};

struct call;

struct command {
	const char *name;      /* one word, or two: "sim list"; both "events" and "events verify" */
	const char *arguments; /* as the help shows them, "" for none */
	const char *summary;   /* one line */
	const char *help;      /* paragraphs; a line each */
	const struct option *options;	  /* ended by a NULL name; or NULL */
	unsigned least, most;		  /* arguments */
	enum argument kinds[2];		  /* of the first argument, and of those behind it */
	bool hidden;			  /* for the shell and the build, not for people */
	int (*run)(const struct call *c); /* returns an exit code of sysexits.h */
};

/* What was typed. */
struct call {
	char *const *argv; /* all of it, for a program that goes on with it */
	const struct command *command;
	const char *args[ARGS_MAX];
	unsigned n_args;
	const char *values[OPTIONS_MAX]; /* by the option's row; "" of a switch; NULL: not given */
	bool json, plain, help;
};

extern const struct option global_options[];
extern const struct command commands[]; /* ended by a NULL name */

int cmd_status(const struct call *c);
int cmd_watch(const struct call *c);
int cmd_channels(const struct call *c);
int cmd_get(const struct call *c);
int cmd_output(const struct call *c);
int cmd_confirm(const struct call *c);
int cmd_sim_list(const struct call *c);
int cmd_sim_run(const struct call *c);
int cmd_sim_do(const struct call *c);
int cmd_sim_speed(const struct call *c);
int cmd_sim_fill(const struct call *c);
int cmd_config_show(const struct call *c);
int cmd_config_get(const struct call *c);
int cmd_config_set(const struct call *c);
int cmd_config_unset(const struct call *c);
int cmd_config_check(const struct call *c);
int cmd_config_schema(const struct call *c);
int cmd_facts(const struct call *c);
int cmd_alarms(const struct call *c);
int cmd_alarms_report(const struct call *c);
int cmd_ack(const struct call *c);
int cmd_shelve(const struct call *c);
int cmd_unshelve(const struct call *c);
int cmd_reset(const struct call *c);
int cmd_snmp_status(const struct call *c);
int cmd_snmp_mib(const struct call *c);
int cmd_config_secret(const struct call *c);
int cmd_test_trap(const struct call *c);
int cmd_notify_status(const struct call *c);
int cmd_notify_queue(const struct call *c);
int cmd_notify_pause(const struct call *c);
int cmd_notify_resume(const struct call *c);
int cmd_notify_flush(const struct call *c);
int cmd_test_message(const struct call *c);
int cmd_maintenance(const struct call *c);
int cmd_events(const struct call *c);
int cmd_events_verify(const struct call *c);
int cmd_history(const struct call *c);
int cmd_log_status(const struct call *c);
int cmd_log_append(const struct call *c);
int cmd_log_clear(const struct call *c);
int cmd_log_delete(const struct call *c);
int cmd_log_files(const struct call *c);
int cmd_log_export(const struct call *c);
int cmd_user_list(const struct call *c);
int cmd_user_add(const struct call *c);
int cmd_user_passwd(const struct call *c);
int cmd_user_role(const struct call *c);
int cmd_user_remove(const struct call *c);
int cmd_user_code(const struct call *c);
int cmd_token_list(const struct call *c);
int cmd_token_add(const struct call *c);
int cmd_token_remove(const struct call *c);
int cmd_schedule(const struct call *c);
int cmd_version(const struct call *c);
int cmd_help(const struct call *c);
int cmd_complete(const struct call *c);
int cmd_manual(const struct call *c);
