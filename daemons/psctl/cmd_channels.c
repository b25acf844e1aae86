// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl channels: every channel with its id, also the hidden ones. */
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/table.h"
#include "lib/present/status_json.h"
#include "lib/present/value.h"

static void add_range(struct text *out, const struct channel *c, const struct present_style *style)
{
	struct sample s = { .quality = QUALITY_OK };

	if (channel_digital(c)) {
		text_printf(out, "%s, %s", present_state_text(c, false),
			    present_state_text(c, true));
		return;
	}
	/* what has no real limits needs no words */
	if (c->range_min <= -1000000 * MICRO || c->range_max >= 1000000 * MICRO)
		return;
	s.value = c->range_min;
	present_value_number(out, c, &s, style);
	text_add(out, " to ");
	s.value = c->range_max;
	present_value(out, c, &s, style);
}

static void add_row(struct table *table, const struct channel *c, const struct present_style *style)
{
	enum ink ink = channel_hidden(c) ? INK_FAINT : INK_PLAIN;
	AUTO_TEXT struct text range = TEXT_INIT;

	add_range(&range, c, style);
	table_row(table);
	table_cell(table, ink, ALIGN_LEFT, c->id);
	table_cell(table, ink, ALIGN_LEFT, channel_hidden(c) ? "(hidden)" : c->name);
	table_cell(table, ink, ALIGN_LEFT, channel_kind_to_name(c->kind));
	table_cell(table, ink, ALIGN_LEFT, source_kind_to_name(c->source));
	table_cell(table, ink, ALIGN_LEFT, text_get(&range));
}

static void print_table(const struct link *l, const struct terminal *t, struct text *out)
{
	static const char *const titles[] = { "ID", "NAME", "KIND", "SOURCE", "RANGE OR STATES" };
	const struct present_style style = {
		.fahrenheit = l->hello.fahrenheit,
		.ascii = !t->unicode,
	};
	AUTO_TABLE struct table table = TABLE_INIT;

	table_row(&table);
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++)
		table_cell(&table, INK_STRONG, ALIGN_LEFT, titles[i]);
	for (unsigned i = 0; i < l->hello.n_channels; i++)
		add_row(&table, &l->hello.channels[i], &style);
	table_print(&table, out, t);
}

static void print_json(const struct link *l, struct text *out)
{
	struct json j;

	cmd_json(&j, out);
	json_object(&j, NULL);
	json_array(&j, "channels");
	for (unsigned i = 0; i < l->hello.n_channels; i++)
		present_channel_table_json(&j, &l->hello.channels[i]);
	json_array_end(&j);
	json_object_end(&j);
}

int cmd_channels(const struct call *c)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	AUTO_LINK struct link *l = NULL;
	struct terminal t;
	int code;

	if (link_new(&l) < 0)
		return cmd_no_memory();
	code = link_open(l, "sensord");
	if (code != EX_OK)
		return code;
	if (c->json) {
		print_json(l, &out);
		return cmd_json_write(&out);
	}
	terminal_look(c->plain, &t);
	print_table(l, &t, &out);
	return cmd_write(&out);
}
