// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/settings_json.h"

#include <stdio.h>

#include "lib/settings/value.h"

static void put_value(struct json *j, const char *key, const struct setting *row,
		      const struct value *v)
{
	char time[VALUE_TIME_MAX];

	switch (row->type) {
	case SETTING_BOOL:
		json_bool(j, key, v->number != 0);
		break;
	case SETTING_INTEGER:
		json_int(j, key, v->number);
		break;
	case SETTING_DECIMAL:
		if (row->optional && v->number == SETTINGS_UNSET)
			json_null(j, key);
		else
			json_micro(j, key, v->number);
		break;
	case SETTING_TEXT:
		json_string(j, key, v->text);
		break;
	case SETTING_CHOICE:
		json_string(j, key, row->choice->to_name((int)v->number));
		break;
	case SETTING_TIME:
		value_format_time(v->number, time);
		json_string(j, key, time);
		break;
	case SETTING_SECRET:
		json_null(j, key);
		break;
	case SETTING_TYPE_MAX:
		break;
	}
}

static void put_with_origin(struct json *j, const struct settings_path *path, const struct value *v,
			    const struct layers *l)
{
	struct origin origin = layers_origin(l, path);

	json_object(j, path->row->key);
	put_value(j, "value", path->row, v);
	json_string(j, "layer", layer_to_name(origin.layer));
	if (origin.file) {
		json_string(j, "file", origin.file);
		json_uint(j, "line", origin.line);
	}
	json_object_end(j);
}

static void put_item(struct json *j, const struct subject *subject, const char *id,
		     const void *item, const struct layers *l)
{
	struct settings_path path = { .subject = subject };

	(void)snprintf(path.id, sizeof(path.id), "%s", id);
	for (unsigned r = 0; r < subject->n_rows; r++) {
		struct value v;

		path.row = &subject->rows[r];
		if (path.row->type == SETTING_SECRET)
			continue;
		value_fetch(path.row, item, &v);
		if (l)
			put_with_origin(j, &path, &v, l);
		else
			put_value(j, path.row->key, path.row, &v);
	}
}

void settings_json(struct json *j, const char *key, const struct settings *s,
		   const struct layers *l)
{
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	json_object(j, key);
	for (unsigned i = 0; i < n; i++) {
		json_object(j, subjects[i]->name);
		for (unsigned k = 0; k < subject_count(subjects[i], s); k++) {
			const void *item = subject_item_const(subjects[i], s, k);
			const char *id = subject_item_id(subjects[i], item);

			if (subjects[i]->keyed)
				json_object(j, id);
			put_item(j, subjects[i], id, item, l);
			if (subjects[i]->keyed)
				json_object_end(j);
		}
		json_object_end(j);
	}
	json_object_end(j);
}

void settings_json_value(struct json *j, const char *key, const struct settings_path *path,
			 const struct settings *s)
{
	int i = subject_find(path->subject, s, path->id);
	struct value v;

	if (i < 0) {
		json_null(j, key);
		return;
	}
	value_fetch(path->row, subject_item_const(path->subject, s, (unsigned)i), &v);
	put_value(j, key, path->row, &v);
}
