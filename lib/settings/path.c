// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/path.h"

#include <errno.h>
#include <stdio.h>

#include "lib/base/nearest.h"
#include "lib/base/text.h"
#include "lib/base/util.h"
#include "lib/settings/value.h"

/* subject, id and key */
#define PARTS_MAX 3

/* Cuts `copy` at its dots; the number of parts, or -EINVAL when there are too many or an empty one.
 */
static int split(char *copy, char *parts[PARTS_MAX])
{
	int n = 0;

	for (char *p = copy; p; n++) {
		char *dot = strchr(p, '.');

		if (n == PARTS_MAX || *p == '\0' || dot == p)
			return -EINVAL;
		parts[n] = p;
		if (dot)
			*dot = '\0';
		p = dot ? dot + 1 : NULL;
	}
	return n;
}

static int refuse_subject(const char *name, struct text *why)
{
	const char *near = schema_nearest_subject(name);
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	text_printf(why, "there is no '%s'", name);
	if (near)
		text_printf(why, ", did you mean '%s'?", near);
	text_add(why, near ? " There are: " : "; there are: ");
	for (unsigned i = 0; i < n; i++)
		text_printf(why, "%s%s", i ? ", " : "", subjects[i]->name);
	return -ENOENT;
}

static int refuse_key(const struct subject *subject, const char *key, struct text *why)
{
	const char *near = schema_nearest_key(subject, key);

	text_printf(why, "%s has no setting '%s'", subject->name, key);
	if (near)
		text_printf(why, ", did you mean '%s'?", near);
	return -ENOENT;
}

static int refuse_shape(const struct subject *subject, struct text *why)
{
	text_printf(why, "a setting of %s is %s%s.KEY", subject->name, subject->name,
		    subject->keyed ? ".ID" : "");
	return -ENOENT;
}

int path_parse(const char *text, struct settings_path *ret_path, struct text *why)
{
	char copy[SETTINGS_PATH_MAX];
	char *parts[PARTS_MAX];
	struct settings_path path = { 0 };
	int n;

	if (strlen(text) >= sizeof(copy)) {
		text_add(why, "the path is too long");
		return -ENOENT;
	}
	(void)snprintf(copy, sizeof(copy), "%s", text);
	n = split(copy, parts);
	if (n < 1) {
		text_add(why, "not a path; paths are like site.name or channels.ac_line.name");
		return -ENOENT;
	}
	path.subject = schema_subject(parts[0]);
	if (!path.subject)
		return refuse_subject(parts[0], why);
	if (n != (path.subject->keyed ? 3 : 2))
		return refuse_shape(path.subject, why);
	if (path.subject->keyed) {
		if (!channel_id_valid(parts[1])) {
			text_printf(
				why,
				"'%s' is not an id; small letters, digits and _, a letter first",
				parts[1]);
			return -ENOENT;
		}
		(void)snprintf(path.id, sizeof(path.id), "%.*s", CHANNEL_ID_MAX - 1, parts[1]);
	}
	path.row = schema_row(path.subject, parts[n - 1]);
	if (!path.row)
		return refuse_key(path.subject, parts[n - 1], why);
	*ret_path = path;
	return 0;
}

void path_print(const struct settings_path *path, struct text *out)
{
	text_add(out, path->subject->name);
	if (path->id[0])
		text_printf(out, ".%s", path->id);
	text_printf(out, ".%s", path->row->key);
}

bool path_equal(const struct settings_path *a, const struct settings_path *b)
{
	return a->row == b->row && streq(a->id, b->id);
}

/* "channels has no 'volt_battery', did you mean 'volts_battery'?" */
static int refuse_id(const struct settings_path *path, const struct settings *s, struct text *why)
{
	const char *ids[SUBJECT_ITEMS_MAX];
	unsigned n = MIN(subject_count(path->subject, s), (unsigned)SUBJECT_ITEMS_MAX);
	const char *near;

	for (unsigned i = 0; i < n; i++)
		ids[i] = subject_item_id(path->subject, subject_item_const(path->subject, s, i));
	near = nearest_word(path->id, ids, n);
	text_printf(why, "%s has no '%s'", path->subject->name, path->id);
	if (near)
		text_printf(why, ", did you mean '%s'?", near);
	return -ENOENT;
}

int settings_get(const struct settings *s, const char *path, struct text *out, struct text *why)
{
	struct settings_path p;
	struct value v;
	int r, i;

	r = path_parse(path, &p, why);
	if (r < 0)
		return r;
	i = subject_find(p.subject, s, p.id);
	if (i < 0)
		return refuse_id(&p, s, why);
	value_fetch(p.row, subject_item_const(p.subject, s, (unsigned)i), &v);
	value_print(p.row, &v, out);
	return 0;
}

int settings_set(struct settings *s, const char *path, const char *value, struct text *why)
{
	struct settings_path p;
	struct value v;
	int r, i;

	r = path_parse(path, &p, why);
	if (r < 0)
		return r;
	r = value_parse(p.row, value, &v, why);
	if (r < 0)
		return r;
	i = subject_find_or_add(p.subject, s, p.id);
	if (i < 0) {
		text_printf(why, "%s has %u already, more is not possible", p.subject->name,
			    p.subject->most);
		return i;
	}
	value_store(p.row, subject_item(p.subject, s, (unsigned)i), &v);
	return 0;
}
