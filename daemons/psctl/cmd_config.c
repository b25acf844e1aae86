// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl config show|get|check: the settings as the files say them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/config.h"
#include "daemons/psctl/table.h"
#include "lib/settings/each.h"
#include "lib/settings/load.h"
#include "lib/settings/settings_json.h"

struct show {
	const char *prefix;
	const struct layers *layers;
	bool origin, changed;
	struct table table;
};

static void add_origin(struct table *table, const struct origin *o)
{
	AUTO_TEXT struct text where = TEXT_INIT;

	if (o->file)
		text_printf(&where, "%s:%u", o->file, o->line);
	table_cell(table, INK_FAINT, ALIGN_LEFT, layer_to_name(o->layer));
	table_cell(table, INK_FAINT, ALIGN_LEFT, text_get(&where));
}

static void show_setting(const struct settings_path *path, const struct value *v, void *arg)
{
	AUTO_TEXT struct text name = TEXT_INIT, value = TEXT_INIT;
	struct show *s = arg;
	struct origin origin = layers_origin(s->layers, path);

	if (!config_below(path, s->prefix) || (s->changed && origin.layer == LAYER_DEFAULT))
		return;
	path_print(path, &name);
	value_print(path->row, v, &value);
	table_row(&s->table);
	if (s->origin) {
		table_cell(&s->table, INK_PLAIN, ALIGN_LEFT, text_get(&name));
		table_cell(&s->table, INK_PLAIN, ALIGN_LEFT, text_get(&value));
		add_origin(&s->table, &origin);
		return;
	}
	/* without columns it is what `config set` takes */
	text_printf(&name, "=%s", text_get(&value));
	table_cell(&s->table, INK_PLAIN, ALIGN_LEFT, text_get(&name));
}

int cmd_config_show(const struct call *c)
{
	AUTO_CONFIG struct config config = CONFIG_INIT;
	AUTO_TEXT struct text out = TEXT_INIT;
	struct show s = { .prefix = c->n_args ? c->args[0] : "" };
	struct terminal t;
	struct json j;
	int code = config_load(&config);

	if (code != EX_OK)
		return code;
	if (*s.prefix && !config_prefix_known(config.settings, s.prefix))
		return EX_USAGE;
	s.layers = &config.layers;
	s.origin = call_option(c, "origin");
	s.changed = call_option(c, "changed");
	if (c->json) {
		cmd_json(&j, &out);
		settings_json(&j, NULL, config.settings, s.origin ? &config.layers : NULL);
		return cmd_json_write(&out);
	}
	terminal_look(c->plain, &t);
	/* a value that is cut off is no value */
	t.columns = 0;
	settings_each(config.settings, show_setting, &s);
	table_print(&s.table, &out, &t);
	table_done(&s.table);
	return cmd_write(&out);
}

int cmd_config_get(const struct call *c)
{
	AUTO_CONFIG struct config config = CONFIG_INIT;
	AUTO_TEXT struct text out = TEXT_INIT, why = TEXT_INIT;
	struct settings_path path;
	struct json j;
	int code = config_load(&config);

	if (code != EX_OK)
		return code;
	text_printf(&why, "%s: ", c->args[0]);
	if (settings_get(config.settings, c->args[0], &out, &why) < 0) {
		complain(text_get(&why));
		return EX_USAGE;
	}
	if (!c->json) {
		text_add_char(&out, '\n');
		return cmd_write(&out);
	}
	text_clear(&out);
	(void)path_parse(c->args[0], &path, &why);
	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_string(&j, "path", c->args[0]);
	settings_json_value(&j, "value", &path, config.settings);
	json_object_end(&j);
	return cmd_json_write(&out);
}

/* An array of the lines of a text. */
static void json_lines(struct json *j, const char *key, const char *lines)
{
	AUTO_TEXT struct text line = TEXT_INIT;

	json_array(j, key);
	while (*lines) {
		size_t n = strcspn(lines, "\n");

		text_clear(&line);
		text_add_n(&line, lines, n);
		json_string(j, NULL, text_get(&line));
		lines += n + (lines[n] == '\n');
	}
	json_array_end(j);
}

static int print_check_json(int code, const char *mistakes, const char *hidden)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	struct json j;
	int written;

	cmd_json(&j, &out);
	json_object(&j, NULL);
	json_bool(&j, "well", code == EX_OK);
	json_lines(&j, "mistakes", mistakes);
	json_lines(&j, "hidden", hidden);
	json_object_end(&j);
	written = cmd_json_write(&out);
	return code == EX_OK ? written : code;
}

static int print_check(int r, const struct text *mistakes, const char *hidden, const char *what)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	int written;

	if (mistakes->len > 0)
		text_add(&out, text_get(mistakes));
	else if (r < 0)
		text_printf(&out, "%s: %s\n", what, strerror(-r));
	text_add(&out, hidden);
	if (r >= 0)
		text_printf(&out, "%s: no mistake\n", what);
	written = cmd_write(&out);
	return written == EX_OK ? config_exit_code(r) : written;
}

int cmd_config_check(const struct call *c)
{
	AUTO_TEXT struct text mistakes = TEXT_INIT, hidden = TEXT_INIT;
	AUTO_CONFIG struct config config = CONFIG_INIT;
	struct settings_paths paths;
	int r;

	settings_paths_default(&paths);
	if (c->n_args && access(c->args[0], R_OK) < 0) {
		text_printf(&mistakes, "'%s' cannot be read: %s", c->args[0], strerror(errno));
		complain(text_get(&mistakes));
		return EX_NOINPUT;
	}
	if (c->n_args)
		(void)snprintf(paths.main_file, sizeof(paths.main_file), "%s", c->args[0]);
	r = settings_load_layers(&paths, &config.settings, &config.layers, &mistakes);
	settings_list_hidden(&config.layers, &hidden);
	if (c->json)
		return print_check_json(config_exit_code(r), text_get(&mistakes),
					text_get(&hidden));
	return print_check(r, &mistakes, text_get(&hidden), paths.main_file);
}
