// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/value.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "lib/base/parse.h"
#include "lib/base/util.h"

void value_default(const struct setting *row, struct value *ret_value)
{
	*ret_value = (struct value){
		.number = row->fallback,
		.text = row->fallback_text ? row->fallback_text : "",
	};
}

/* Members are as wide as the structures want them; the ranges of the rows keep numbers inside. */
void value_store(const struct setting *row, void *item, const struct value *v)
{
	void *member = (char *)item + row->offset;

	if (row->type == SETTING_SECRET)
		return;
	if (row->type == SETTING_TEXT) {
		(void)snprintf(member, row->size, "%s", v->text);
		return;
	}
	switch (row->size) {
	case sizeof(uint8_t):
		*(uint8_t *)member = (uint8_t)v->number;
		break;
	case sizeof(uint32_t):
		*(uint32_t *)member = (uint32_t)v->number;
		break;
	case sizeof(int64_t):
		*(int64_t *)member = v->number;
		break;
	default:
		assert(false && "a member of a width that no row has");
	}
}

void value_fetch(const struct setting *row, const void *item, struct value *ret_value)
{
	const void *member = (const char *)item + row->offset;

	*ret_value = (struct value){ .text = "" };
	if (row->type == SETTING_SECRET)
		return;
	if (row->type == SETTING_TEXT) {
		ret_value->text = member;
		return;
	}
	switch (row->size) {
	case sizeof(uint8_t):
		ret_value->number = *(const uint8_t *)member;
		break;
	case sizeof(uint32_t):
		ret_value->number = *(const uint32_t *)member;
		break;
	case sizeof(int64_t):
		ret_value->number = *(const int64_t *)member;
		break;
	default:
		assert(false && "a member of a width that no row has");
	}
}

void value_format_time(int64_t minutes, char ret_text[VALUE_TIME_MAX])
{
	(void)snprintf(ret_text, VALUE_TIME_MAX, "%02" PRId64 ":%02" PRId64, minutes / 60,
		       minutes % 60);
}

void value_print(const struct setting *row, const struct value *v, struct text *out)
{
	char micro[PARSE_MICRO_MAX], time[VALUE_TIME_MAX];

	switch (row->type) {
	case SETTING_BOOL:
		text_add(out, v->number ? "true" : "false");
		break;
	case SETTING_INTEGER:
		text_printf(out, "%" PRId64, v->number);
		break;
	case SETTING_DECIMAL:
		if (row->optional && v->number == SETTINGS_UNSET) {
			text_add(out, VALUE_UNSET_WORD);
			break;
		}
		format_micro(v->number, micro);
		text_add(out, micro);
		break;
	case SETTING_TEXT:
	case SETTING_SECRET:
		text_add(out, v->text);
		break;
	case SETTING_CHOICE:
		text_add(out, row->choice->to_name((int)v->number));
		break;
	case SETTING_TIME:
		value_format_time(v->number, time);
		text_add(out, time);
		break;
	case SETTING_TYPE_MAX:
		break;
	}
}

bool value_equal(const struct setting *row, const struct value *a, const struct value *b)
{
	return row->type == SETTING_TEXT || row->type == SETTING_SECRET ? streq(a->text, b->text)
									: a->number == b->number;
}
