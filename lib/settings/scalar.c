// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/scalar.h"

#include <math.h>

#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "lib/settings/value.h"

const char *scalar_type_words(const config_setting_t *c)
{
	switch (config_setting_type(c)) {
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return "a whole number";
	case CONFIG_TYPE_FLOAT:
		return "a number with a point";
	case CONFIG_TYPE_STRING:
		return "a text";
	case CONFIG_TYPE_BOOL:
		return "true or false";
	case CONFIG_TYPE_GROUP:
		return "a group { }";
	case CONFIG_TYPE_ARRAY:
		return "an array [ ]";
	case CONFIG_TYPE_LIST:
		return "a list ( )";
	}
	return "something else";
}

/* Millionths of a double as its shortest decimal; false when it is none with six digits. */
static bool print_double(double d, struct text *out)
{
	double micro = d * (double)MICRO;
	char text[PARSE_MICRO_MAX];

	/* 2^53: up to here doubles and millionths agree. NaN fails the comparison too. */
	if (!(fabs(micro) < 9007199254740992.0) || fabs(micro - round(micro)) > 1e-3)
		return false;
	format_micro(llround(micro), text);
	text_add(out, text);
	return true;
}

bool scalar_print(const struct setting *row, const config_setting_t *c, struct text *out)
{
	const char *s;

	switch (config_setting_type(c)) {
	case CONFIG_TYPE_BOOL:
		text_add(out, config_setting_get_bool(c) ? "true" : "false");
		return row->type == SETTING_BOOL;
	case CONFIG_TYPE_INT:
		text_printf(out, "%d", config_setting_get_int(c));
		return row->type == SETTING_INTEGER || row->type == SETTING_DECIMAL;
	case CONFIG_TYPE_INT64:
		text_printf(out, "%lld", config_setting_get_int64(c));
		return row->type == SETTING_INTEGER || row->type == SETTING_DECIMAL;
	case CONFIG_TYPE_FLOAT:
		return row->type == SETTING_DECIMAL &&
		       print_double(config_setting_get_float(c), out);
	case CONFIG_TYPE_STRING:
		s = config_setting_get_string(c);
		text_add(out, s ? s : "");
		return row->type == SETTING_TEXT || row->type == SETTING_CHOICE ||
		       row->type == SETTING_TIME || row->type == SETTING_SECRET ||
		       (row->optional && streq(text_get(out), VALUE_UNSET_WORD));
	}
	return false;
}
