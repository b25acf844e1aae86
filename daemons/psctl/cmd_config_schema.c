// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* psctl config schema: every setting that there is, what it allows and what it means. */
#include <string.h>
#include <sysexits.h>

#include "daemons/psctl/cmd.h"
#include "daemons/psctl/terminal.h"
#include "lib/base/nearest.h"
#include "lib/settings/settings_json.h"
#include "lib/settings/value.h"

static void add_row(struct text *out, const struct terminal *t, const struct subject *s,
		    const struct setting *row)
{
	AUTO_TEXT struct text name = TEXT_INIT, fallback = TEXT_INIT;
	struct value v;

	text_printf(&name, "%s.%s%s", s->name, s->keyed ? "ID." : "", row->key);
	value_default(row, &v);
	value_print(row, &v, &fallback);
	terminal_ink(out, t, INK_STRONG, text_get(&name));
	text_printf(out, "\n    %s\n    ", row->help);
	value_print_allowed(row, out);
	text_printf(out, "; default '%s'", text_get(&fallback));
	if (row->board)
		text_add(out, "; set by a profile only");
	if (row->access == ACCESS_ADMIN)
		text_add(out, "; changed by rmcu-admin only");
	text_add_char(out, '\n');
}

static int no_subject(const char *word)
{
	AUTO_TEXT struct text why = TEXT_INIT;
	const char *near = schema_nearest_subject(word);

	text_printf(&why, "there is no subject '%s'", word);
	if (near)
		text_printf(&why, "; did you mean '%s'?", near);
	else
		text_add(&why, "; psctl config schema lists them all");
	complain(text_get(&why));
	return EX_USAGE;
}

int cmd_config_schema(const struct call *c)
{
	AUTO_TEXT struct text out = TEXT_INIT;
	const char *only = c->n_args ? c->args[0] : NULL;
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);
	struct terminal t;
	struct json j;

	if (only && !schema_subject(only))
		return no_subject(only);
	if (c->json) {
		cmd_json(&j, &out);
		schema_json(&j, NULL);
		return cmd_json_write(&out);
	}
	terminal_look(c->plain, &t);
	for (unsigned i = 0; i < n; i++) {
		if (only && !streq(only, subjects[i]->name))
			continue;
		for (unsigned r = 0; r < subjects[i]->n_rows; r++)
			add_row(&out, &t, subjects[i], &subjects[i]->rows[r]);
	}
	return cmd_write(&out);
}
