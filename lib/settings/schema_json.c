// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/settings_json.h"

#include "lib/base/util.h"
#include "lib/settings/value.h"

static const char *text_set_name(enum text_set set)
{
	static const char *const names[] = {
		[TEXT_SET_PRINTABLE] = "printable",
		[TEXT_SET_WORD] = "word",
		[TEXT_SET_FILE] = "file",
		[TEXT_SET_ID] = "id",
		[TEXT_SET_IDS] = "ids",
	};

	_Static_assert(ARRAY_SIZE(names) == TEXT_SET_MAX, "a name is missing");
	return names[set];
}

static void put_number(struct json *j, const char *key, const struct setting *row, int64_t number)
{
	if (row->type == SETTING_INTEGER)
		json_int(j, key, number);
	else if (row->optional && number == SETTINGS_UNSET)
		json_null(j, key);
	else
		json_micro(j, key, number);
}

static void put_limits(struct json *j, const struct setting *row)
{
	put_number(j, "default", row, row->fallback);
	put_number(j, "min", row, row->min);
	put_number(j, "max", row, row->max);
	if (row->unit && *row->unit)
		json_string(j, "unit", row->unit);
	if (row->optional)
		json_bool(j, "optional", true);
	if (!row->only)
		return;
	json_array(j, "only");
	for (size_t i = 0; row->only[i]; i++)
		json_int(j, NULL, row->only[i]);
	json_array_end(j);
}

static void put_text(struct json *j, const struct setting *row)
{
	json_string(j, "default", row->fallback_text ? row->fallback_text : "");
	json_uint(j, "max_bytes", row->size - 1);
	json_string(j, "characters", text_set_name(row->set));
	if (row->reference != REFERENCE_NONE)
		json_string(j, "reference", setting_reference_to_name(row->reference));
}

static void put_choices(struct json *j, const struct setting *row)
{
	json_string(j, "default", row->choice->to_name((int)row->fallback));
	json_array(j, "choices");
	for (int i = 0; i < row->choice->n; i++)
		json_string(j, NULL, row->choice->to_name(i));
	json_array_end(j);
}

static void put_times(struct json *j, const struct setting *row)
{
	const struct {
		const char *key;
		int64_t minutes;
	} times[] = { { "default", row->fallback }, { "min", row->min }, { "max", row->max } };

	for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
		char text[VALUE_TIME_MAX];

		value_format_time(times[i].minutes, text);
		json_string(j, times[i].key, text);
	}
}

static void put_row(struct json *j, const struct setting *row)
{
	json_object(j, NULL);
	json_string(j, "key", row->key);
	json_string(j, "type", setting_type_to_name(row->type));
	switch (row->type) {
	case SETTING_BOOL:
		json_bool(j, "default", row->fallback != 0);
		break;
	case SETTING_INTEGER:
	case SETTING_DECIMAL:
		put_limits(j, row);
		break;
	case SETTING_TEXT:
		put_text(j, row);
		break;
	case SETTING_CHOICE:
		put_choices(j, row);
		break;
	case SETTING_TIME:
		put_times(j, row);
		break;
	case SETTING_SECRET:
	case SETTING_TYPE_MAX:
		break;
	}
	if (row->board)
		json_bool(j, "board", true);
	json_string(j, "access", setting_access_to_name(row->access));
	json_string(j, "help", row->help);
	json_object_end(j);
}

void schema_json(struct json *j, const char *key)
{
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	json_object(j, key);
	json_array(j, "subjects");
	for (unsigned i = 0; i < n; i++) {
		json_object(j, NULL);
		json_string(j, "name", subjects[i]->name);
		json_string(j, "help", subjects[i]->help);
		json_bool(j, "keyed", subjects[i]->keyed);
		if (subjects[i]->keyed)
			json_uint(j, "most", subjects[i]->most);
		json_array(j, "settings");
		for (unsigned r = 0; r < subjects[i]->n_rows; r++)
			put_row(j, &subjects[i]->rows[r]);
		json_array_end(j);
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}
