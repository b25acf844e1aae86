// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/print.h"

#include <errno.h>
#include <inttypes.h>

#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "lib/settings/each.h"
#include "lib/settings/merge.h"
#include "lib/settings/read.h"

static void print_quoted(const char *s, struct text *out)
{
	text_add_char(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			text_add_char(out, '\\');
		text_add_char(out, *s);
	}
	text_add_char(out, '"');
}

/* libconfig 1.5 cuts a whole number of more than 32 bits without an L. */
static void print_number(const struct setting *row, const char *value, struct text *out)
{
	int64_t v;

	text_add(out, value);
	if (parse_i64(value, &v) == 0 && (v > INT32_MAX || v < INT32_MIN))
		text_add(out, row->type == SETTING_INTEGER ? "L" : ".0");
}

static void print_setting(const struct assignment *a, const char *indent, struct text *out)
{
	const struct setting *row = a->path.row;

	text_printf(out, "%s%s = ", indent, row->key);
	switch (row->type) {
	case SETTING_BOOL:
		text_add(out, a->value);
		break;
	case SETTING_INTEGER:
	case SETTING_DECIMAL:
		if (row->optional && streq(a->value, VALUE_UNSET_WORD))
			print_quoted(a->value, out);
		else
			print_number(row, a->value, out);
		break;
	case SETTING_TEXT:
	case SETTING_CHOICE:
	case SETTING_TIME:
	case SETTING_SECRET:
		print_quoted(a->value, out);
		break;
	case SETTING_TYPE_MAX:
		break;
	}
	text_add(out, ";\n");
}

/* All settings of the item that a->list[first] belongs to, if it is the first of them. */
static void print_item(const struct assignments *a, size_t first, struct text *out)
{
	const struct settings_path *path = &a->list[first].path;

	for (size_t i = 0; i < first; i++)
		if (a->list[i].path.subject == path->subject && streq(a->list[i].path.id, path->id))
			return;
	if (path->subject->keyed)
		text_printf(out, "\t%s = {\n", path->id);
	for (size_t i = first; i < a->n; i++)
		if (a->list[i].path.subject == path->subject && streq(a->list[i].path.id, path->id))
			print_setting(&a->list[i], path->subject->keyed ? "\t\t" : "\t", out);
	if (path->subject->keyed)
		text_add(out, "\t};\n");
}

void assignments_print(const struct assignments *a, struct text *out)
{
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	text_printf(out, "format = %d;\n", SETTINGS_FORMAT);
	for (unsigned s = 0; s < n; s++) {
		bool any = false;

		for (size_t i = 0; i < a->n; i++) {
			if (a->list[i].path.subject != subjects[s])
				continue;
			if (!any)
				text_printf(out, "\n%s = {\n", subjects[s]->name);
			any = true;
			print_item(a, i, out);
		}
		if (any)
			text_add(out, "};\n");
	}
}

struct collecting {
	struct assignments list;
	int error;
};

static void collect(const struct settings_path *path, const struct value *v, void *arg)
{
	struct collecting *c = arg;
	AUTO_TEXT struct text value = TEXT_INIT;
	struct value fallback;
	int r;

	/* An item keeps its first setting even at its default: else it would not be there at all.
	 */
	value_default(path->row, &fallback);
	if (value_equal(path->row, v, &fallback) &&
	    !(path->subject->keyed && path->row == path->subject->rows))
		return;
	value_print(path->row, v, &value);
	r = text_ok(&value) ? assignments_set(&c->list, path, text_get(&value), NULL, 0) : -ENOMEM;
	if (r < 0)
		c->error = r;
}

void settings_print(const struct settings *s, struct text *out)
{
	struct collecting c = { 0 };

	settings_each(s, collect, &c);
	if (c.error < 0)
		out->failed = true;
	else
		assignments_print(&c.list, out);
	assignments_done(&c.list);
}

int settings_parse(const char *name, const char *bytes, size_t len, struct settings **ret_settings,
		   struct text *mistakes)
{
	AUTO_LAYERS struct layers l = LAYERS_INIT;
	int r;

	l.lenient[LAYER_PROFILE] = true;
	r = read_bytes(&l, LAYER_PROFILE, name, bytes, len, NULL, mistakes);

	if (r < 0)
		return r;
	return layers_merge(&l, ret_settings, mistakes);
}
