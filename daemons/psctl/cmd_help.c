// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl help: all commands, or one. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/paragraph.h"
#include "daemons/psctl/table.h"

/* Words of a paragraph are broken so; a wider terminal does not make them easier to read. */
#define PARAGRAPH_COLUMNS 78
#define NAME_ROOM	  64

static void add_usage(struct text *out, const struct command *k)
{
	text_printf(out, "psctl %s%s%s", k->name, *k->arguments ? " " : "", k->arguments);
}

static void add_options(struct text *out, const struct option *o, const struct terminal *t)
{
	AUTO_TABLE struct table table = TABLE_INIT;

	for (; o && o->name; o++) {
		AUTO_TEXT struct text name = TEXT_INIT;

		text_printf(&name, "  --%s%s%s", o->name, o->value ? " " : "",
			    o->value ? o->value : "");
		table_row(&table);
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, text_get(&name));
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, o->help);
	}
	table_print(&table, out, t);
}

static void add_command(struct text *out, const struct command *k, const struct terminal *t)
{
	AUTO_TEXT struct text usage = TEXT_INIT;

	add_usage(&usage, k);
	if (k->options)
		text_add(&usage, " [OPTION...]");
	terminal_ink(out, t, INK_STRONG, text_get(&usage));
	text_printf(out, "\n%s.\n\n", k->summary);
	paragraph_add(out, k->help, PARAGRAPH_COLUMNS, 0, 0);
	if (!k->options)
		return;
	text_add_char(out, '\n');
	add_options(out, k->options, t);
}

static void add_all(struct text *out, const struct terminal *t)
{
	AUTO_TABLE struct table table = TABLE_INIT;

	text_add(out, "psctl [OPTION...] COMMAND: monitoring and control of a DC power system\n\n");
	for (const struct command *k = commands; k->name; k++) {
		AUTO_TEXT struct text name = TEXT_INIT;

		if (k->hidden)
			continue;
		text_printf(&name, "  %s", k->name);
		table_row(&table);
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, text_get(&name));
		table_cell(&table, INK_PLAIN, ALIGN_LEFT, k->summary);
	}
	table_print(&table, out, t);
	text_add(out, "\nOptions of all commands\n");
	add_options(out, global_options, t);
	text_add(out, "\npsctl help COMMAND says more about one; psctl(1) is the manual page.\n");
}

static void json_options(struct json *j, const struct option *o)
{
	json_array(j, "options");
	for (; o && o->name; o++) {
		json_object(j, NULL);
		json_string(j, "name", o->name);
		if (o->value)
			json_string(j, "value", o->value);
		json_string(j, "help", o->help);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_command(struct json *j, const struct command *k)
{
	json_object(j, NULL);
	json_string(j, "name", k->name);
	json_string(j, "arguments", k->arguments);
	json_string(j, "summary", k->summary);
	json_string(j, "help", k->help);
	json_options(j, k->options);
	json_object_end(j);
}

/* Commands whose name is `name` or begins with it as a word; all when it is "". */
static bool is_asked(const struct command *k, const char *name)
{
	size_t n = strlen(name);

	return !k->hidden && strncmp(k->name, name, n) == 0 &&
	       (n == 0 || k->name[n] == '\0' || k->name[n] == ' ');
}

static int print_json(const char *name)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_array(&j, "commands");
	for (const struct command *k = commands; k->name; k++)
		if (is_asked(k, name))
			json_command(&j, k);
	json_array_end(&j);
	json_options(&j, global_options);
	json_object_end(&j);
	return cmd_json_write(&out);
}

static int print(const char *name, const struct call *c)
{
	AUTO_TEXT struct text out = TEXT_INIT, why = TEXT_INIT;
	struct terminal t;
	bool any = false;

	terminal_look(c->plain, &t);
	t.columns = 0;
	if (!*name)
		add_all(&out, &t);
	for (const struct command *k = commands; *name && k->name; k++) {
		if (!is_asked(k, name))
			continue;
		if (any)
			text_add_char(&out, '\n');
		any = true;
		add_command(&out, k, &t);
	}
	if (!*name || any)
		return c->json ? print_json(name) : cmd_write(&out);
	text_printf(&why, "there is no command '%s'; psctl help lists them", name);
	complain(text_get(&why));
	return EX_USAGE;
}

int cmd_help(const struct call *c)
{
	char name[NAME_ROOM];

	(void)snprintf(name, sizeof(name), "%s%s%s", c->n_args > 0 ? c->args[0] : "",
		       c->n_args > 1 ? " " : "", c->n_args > 1 ? c->args[1] : "");
	return print(name, c);
}

int cmd_help_about(const struct call *c)
{
	return streq(c->command->name, "help") ? cmd_help(c) : print(c->command->name, c);
}
