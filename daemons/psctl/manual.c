// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/manual.h"

#include <stddef.h>

#include "daemons/psctl/commands.h"
#include "lib/base/util.h"

static const struct {
	const char *code, *meaning;
} exit_codes[] = {
	{ "0", "It was done." },
	{ "64 (EX_USAGE)", "The command line is wrong, or names a channel that there is not." },
	{ "65 (EX_DATAERR)",
	  "A value was refused, or the event journal or the history is not whole." },
	{ "66 (EX_NOINPUT)", "A file is not there, a file of the log, or the history." },
	{ "69 (EX_UNAVAILABLE)", "A daemon does not run or answer, or the channel has no value." },
	{ "71 (EX_OSERR)", "Out of memory, or another failure of the system." },
	{ "74 (EX_IOERR)", "Something cannot be read or written." },
	{ "75 (EX_TEMPFAIL)",
	  "Not now, later perhaps: an interlock waits, or all places are taken." },
	{ "76 (EX_PROTOCOL)", "psctl and the daemon are of different versions." },
	{ "77 (EX_NOPERM)", "A group is missing, or a rule forbids it." },
	{ "78 (EX_CONFIG)", "There are mistakes in the settings." },
};

static const struct {
	const char *name, *meaning;
} environment[] = {
	{ "RMCU_RUNTIME_DIR", "Folder of the sockets, instead of /run/rmcu." },
	{ "RMCU_CONFIG_DIR", "Instead of /etc/rmcu." },
	{ "RMCU_STATE_DIR", "Instead of /var/lib/rmcu." },
	{ "RMCU_DATA_DIR", "Instead of /usr/share/rmcu." },
	{ "NO_COLOR", "When set, there are no colours. Nor are there when TERM is dumb." },
	{ "LC_ALL, LC_CTYPE, LANG", "The first one that is set decides whether UTF-8 is written." },
};

/* Adds text with what man(7) would take for its own made harmless. */
static void add_plain(struct text *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '-' || *s == '\\')
			text_add_char(out, '\\');
		text_add_char(out, *s == '\\' ? 'e' : *s);
	}
}

/* A sentence a line, as roff wants it; a line never begins with a dot. */
static void add_paragraph(struct text *out, const char *s)
{
	for (; *s; s++) {
		const char one[] = { *s, '\0' };

		if (s[0] == ' ' && (s[-1] == '.' || s[-1] == '?') && s[1] >= 'A' && s[1] <= 'Z') {
			text_add_char(out, '\n');
			continue;
		}
		add_plain(out, one);
	}
	text_add_char(out, '\n');
}

static void add_options(struct text *out, const struct option *o)
{
	for (; o && o->name; o++) {
		text_add(out, ".TP\n.B \\-\\-");
		add_plain(out, o->name);
		if (o->value)
			text_printf(out, " \\fI%s\\fP", o->value);
		text_add_char(out, '\n');
		add_paragraph(out, o->help);
	}
}

/* Words in capitals are for the reader to replace. */
static void add_arguments(struct text *out, const char *s)
{
	bool inside = false;

	for (; *s; s++) {
		bool capital = *s >= 'A' && *s <= 'Z';
		const char one[] = { *s, '\0' };

		if (capital != inside)
			text_add(out, capital ? "\\fI" : "\\fP");
		inside = capital;
		add_plain(out, one);
	}
	if (inside)
		text_add(out, "\\fP");
}

static void add_command(struct text *out, const struct command *k)
{
	text_add(out, ".SS psctl ");
	add_plain(out, k->name);
	if (*k->arguments)
		text_add_char(out, ' ');
	add_arguments(out, k->arguments);
	text_add_char(out, '\n');
	add_plain(out, k->summary);
	text_add(out, ".\n");
	add_paragraph(out, k->help);
	add_options(out, k->options);
}

static void add_head(struct text *out)
{
	text_add(
		out,
		".\\\" SPDX-License-Identifier: MIT\n"
		".\\\" Made by `psctl manual` from daemons/psctl/commands.c; a test compares.\n"
		".TH PSCTL 1 \"\" RMCU \"User commands\"\n"
		".SH NAME\n"
		"psctl \\- monitoring and control of a DC power system with battery backup\n"
		".SH SYNOPSIS\n"
		".B psctl\n"
		".RI [ OPTION... ]\n"
		".RI [ COMMAND ]\n"
		".SH DESCRIPTION\n"
		".B psctl\n"
		"shows what an RMCU unit measures, switches its outputs and changes its settings.\n"
		"Without a command it is\n"
		".BR \"psctl status\" .\n"
		".PP\n"
		"Channels and outputs are named by their id, or by the name that people gave "
		"them.\n"
		"Members of group\n"
		".B rmcu\n"
		"may look, members of\n"
		".B rmcu\\-control\n"
		"may switch outputs and change most settings, members of\n"
		".B rmcu\\-admin\n"
		"all of them:\n"
		".PP\n"
		".EX\n"
		"adduser \\fINAME\\fP rmcu\n"
		".EE\n");
}

static void add_tail(struct text *out)
{
	text_add(out, ".SH EXIT STATUS\n");
	for (size_t i = 0; i < ARRAY_SIZE(exit_codes); i++)
		text_printf(out, ".TP\n.B %s\n%s\n", exit_codes[i].code, exit_codes[i].meaning);
	text_add(out, ".SH ENVIRONMENT\n");
	for (size_t i = 0; i < ARRAY_SIZE(environment); i++) {
		text_printf(out, ".TP\n.B %s\n", environment[i].name);
		add_paragraph(out, environment[i].meaning);
	}
	text_add(
		out,
		".SH EXAMPLES\n"
		"Switch the supply off for a minute, and back if nobody confirms:\n"
		".PP\n"
		".EX\n"
		"psctl output power_supply off \\-\\-confirm 60 \\-\\-reason \"battery test\"\n"
		"psctl confirm power_supply\n"
		".EE\n"
		".PP\n"
		"The battery's voltage in a script:\n"
		".PP\n"
		".EX\n"
		"volts=$(psctl get volts_battery) || exit\n"
		".EE\n"
		".PP\n"
		"What happened to the battery this week, and who was there:\n"
		".PP\n"
		".EX\n"
		"psctl events \\-\\-since 7d \\-\\-channel volts_battery\n"
		"psctl events \\-\\-since 7d \\-\\-kind alarm\\-acknowledged\n"
		".EE\n"
		".PP\n"
		"How the battery did last night, drawn, and all of last week for a "
		"spreadsheet:\n"
		".PP\n"
		".EX\n"
		"psctl history volts_battery \\-\\-since 12h \\-\\-chart\n"
		"psctl history volts_battery amps_battery \\-\\-since 7d \\-\\-step 1min \\-\\-csv "
		"> week.csv\n"
		".EE\n"
		".PP\n"
		"A sensor is changed, and nobody is woken for it:\n"
		".PP\n"
		".EX\n"
		"psctl shelve temperature_high \\-\\-for 2h \\-\\-reason \"sensor is changed\"\n"
		".EE\n"
		".SH SEE ALSO\n"
		".BR rmcu.conf (5),\n"
		".BR rmcu\\-agentxd (8),\n"
		".BR rmcu\\-alarmd (8),\n"
		".BR rmcu\\-loggerd (8),\n"
		".BR rmcu\\-notifyd (8),\n"
		".BR rmcu\\-sensord (8),\n"
		".BR rmcu\\-settingsd (8)\n");
}

void manual_page(struct text *out)
{
	add_head(out);
	text_add(out, ".SH OPTIONS\n");
	add_options(out, global_options);
	text_add(out, ".SH COMMANDS\n");
	for (const struct command *k = commands; k->name; k++)
		if (!k->hidden)
			add_command(out, k);
	add_tail(out);
}
