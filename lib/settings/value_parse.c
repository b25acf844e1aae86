// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "lib/base/nearest.h"
#include "lib/base/parse.h"
#include "lib/base/utf8.h"
#include "lib/base/util.h"
#include "lib/settings/ids.h"

/* More words than any choice has, for a list on the stack. */
#define WORDS_MAX 32

/* A longer text is not repeated in a mistake: the sentence must stay readable. */
#define QUOTE_MAX 80

static void print_number(const struct setting *row, int64_t number, struct text *out)
{
	char micro[PARSE_MICRO_MAX];

	if (row->type == SETTING_INTEGER) {
		text_printf(out, "%" PRId64, number);
		return;
	}
	format_micro(number, micro);
	text_add(out, micro);
}

static void print_only(const int64_t *only, struct text *out)
{
	for (size_t i = 0; only[i]; i++)
		text_printf(out, "%s%" PRId64, i == 0 ? "" : only[i + 1] ? ", " : " or ", only[i]);
}

static void print_number_range(const struct setting *row, struct text *out)
{
	if (row->only) {
		print_only(row->only, out);
	} else {
		print_number(row, row->min, out);
		text_add(out, " to ");
		print_number(row, row->max, out);
	}
	if (row->unit && *row->unit)
		text_printf(out, " %s", row->unit);
	if (row->optional)
		text_printf(out, ", or \"%s\"", VALUE_UNSET_WORD);
}

static void print_time_range(const struct setting *row, struct text *out)
{
	char first[VALUE_TIME_MAX], last[VALUE_TIME_MAX];

	value_format_time(row->min, first);
	value_format_time(row->max, last);
	text_printf(out, "%s to %s", first, last);
}

static void print_text_set(const struct setting *row, struct text *out)
{
	static const char *const sets[] = {
		[TEXT_SET_PRINTABLE] = "printable UTF-8",
		[TEXT_SET_WORD] = "printable ASCII without spaces, quotes and backslashes",
		[TEXT_SET_FILE] = "letters, digits, - _ and dots, not a dot first",
		[TEXT_SET_ID] = "small letters, digits and _, a letter first",
		[TEXT_SET_IDS] = "ids with one space between",
	};

	_Static_assert(ARRAY_SIZE(sets) == TEXT_SET_MAX, "a set is missing");
	text_printf(out, "%s, at most %zu bytes", sets[row->set], row->size - 1);
}

void value_print_allowed(const struct setting *row, struct text *out)
{
	switch (row->type) {
	case SETTING_BOOL:
		text_add(out, "true or false");
		break;
	case SETTING_INTEGER:
	case SETTING_DECIMAL:
		print_number_range(row, out);
		break;
	case SETTING_TEXT:
		print_text_set(row, out);
		break;
	case SETTING_CHOICE:
		text_add(out, "one of ");
		for (int i = 0; i < row->choice->n; i++)
			text_printf(out, "%s%s", i ? ", " : "", row->choice->to_name(i));
		break;
	case SETTING_TIME:
		print_time_range(row, out);
		break;
	case SETTING_SECRET:
		if (row->hashed)
			text_add(out, "a hash as crypt(5) writes it, ");
		text_printf(out, "at most %d bytes", SECRET_MAX - 1);
		break;
	case SETTING_TYPE_MAX:
		break;
	}
}

/* Quotes what was given, unless it would spoil the terminal or the log that shows the mistake. */
static int refuse(const struct setting *row, const char *text, const char *what, struct text *why)
{
	if (!utf8_printable(text))
		text_add(why, "has characters that cannot be printed; allowed: ");
	else if (strlen(text) > QUOTE_MAX)
		text_printf(why, "%s; allowed: ", what);
	else
		text_printf(why, "'%s' %s; allowed: ", text, what);
	value_print_allowed(row, why);
	return -EINVAL;
}

static bool in_range(const struct setting *row, int64_t number)
{
	if (number < row->min || number > row->max)
		return false;
	if (!row->only)
		return true;
	for (size_t i = 0; row->only[i]; i++)
		if (row->only[i] == number)
			return true;
	return false;
}

static int parse_number(const struct setting *row, const char *text, struct value *ret_value,
			struct text *why)
{
	bool integer = row->type == SETTING_INTEGER;
	int64_t number = 0;
	int r;

	if (row->optional && streq(text, VALUE_UNSET_WORD)) {
		ret_value->number = SETTINGS_UNSET;
		return 0;
	}
	r = integer ? parse_i64(text, &number) : parse_micro(text, &number);
	if (r == -EINVAL)
		return refuse(row, text,
			      integer ? "is not a whole number"
				      : "is not a number with at most six digits behind the point",
			      why);
	if (r < 0 || !in_range(row, number))
		return refuse(row, text, row->only ? "is not possible" : "is out of range", why);
	ret_value->number = number;
	return 0;
}

static bool in_text_set(enum text_set set, const char *text)
{
	switch (set) {
	case TEXT_SET_PRINTABLE:
		return utf8_printable(text);
	case TEXT_SET_WORD:
		for (const char *p = text; *p; p++)
			if (*p <= ' ' || *p > '~' || *p == '"' || *p == '\'' || *p == '\\')
				return false;
		return true;
	case TEXT_SET_FILE:
		return text[0] != '.' &&
		       text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "0123456789-_.")] == '\0';
	case TEXT_SET_ID:
		return text[0] == '\0' || channel_id_valid(text);
	case TEXT_SET_IDS:
		return ids_valid(text);
	case TEXT_SET_MAX:
		break;
	}
	return false;
}

static int parse_text(const struct setting *row, const char *text, struct value *ret_value,
		      struct text *why)
{
	size_t len = strlen(text);

	/* Length first: an id that is too long is not an id either, but this says why. */
	if (len >= row->size) {
		text_printf(why, "has %zu bytes; allowed: ", len);
		print_text_set(row, why);
		return -EINVAL;
	}
	if (!utf8_printable(text) || !in_text_set(row->set, text))
		return refuse(row, text,
			      row->set == TEXT_SET_IDS
				      ? "is not a list of ids"
				      : "has a character that is not possible here",
			      why);
	ret_value->text = text;
	return 0;
}

static int parse_choice(const struct setting *row, const char *text, struct value *ret_value,
			struct text *why)
{
	int v = row->choice->from_name(text);
	const char *words[WORDS_MAX];
	const char *near;
	char what[128] = "is not known";
	size_t n = 0;

	if (v >= 0) {
		ret_value->number = v;
		return 0;
	}
	for (; n < WORDS_MAX && n < (size_t)row->choice->n; n++)
		words[n] = row->choice->to_name((int)n);
	near = nearest_word(text, words, n);
	if (near)
		(void)snprintf(what, sizeof(what), "is not known (did you mean '%s'?)", near);
	return refuse(row, text, what, why);
}

/* Two digits, a colon and two digits; nothing else is as clear. */
static int parse_time(const struct setting *row, const char *text, struct value *ret_value,
		      struct text *why)
{
	static const char shape[] = "dd:dd";
	int64_t minutes;

	for (size_t i = 0; i < sizeof(shape); i++)
		if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
			return refuse(row, text, "is not a time HH:MM", why);
	minutes =
		((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
	if (text[3] > '5' || minutes < row->min || minutes > row->max)
		return refuse(row, text, "is out of range", why);
	ret_value->number = minutes;
	return 0;
}

static bool is_secret(const struct setting *row, const char *text)
{
	if (strlen(text) >= SECRET_MAX)
		return false;
	return row->hashed ? text[0] == '$' && in_text_set(TEXT_SET_WORD, text)
			   : text[0] && utf8_printable(text);
}

/* A word that somebody typed is not repeated: it may be the password itself. */
static int parse_secret(const struct setting *row, const char *text, struct value *ret_value,
			struct text *why)
{
	if (is_secret(row, text)) {
		ret_value->text = text;
		return 0;
	}
	text_printf(why, "is %s; allowed: ", row->hashed ? "not a hash" : "none that can be kept");
	value_print_allowed(row, why);
	return -EINVAL;
}

int value_parse(const struct setting *row, const char *text, struct value *ret_value,
		struct text *why)
{
	bool flag;

	switch (row->type) {
	case SETTING_BOOL:
		if (parse_bool(text, &flag) < 0)
			return refuse(row, text, "is neither", why);
		ret_value->number = flag;
		return 0;
	case SETTING_INTEGER:
	case SETTING_DECIMAL:
		return parse_number(row, text, ret_value, why);
	case SETTING_TEXT:
		return parse_text(row, text, ret_value, why);
	case SETTING_CHOICE:
		return parse_choice(row, text, ret_value, why);
	case SETTING_TIME:
		return parse_time(row, text, ret_value, why);
	case SETTING_SECRET:
		return parse_secret(row, text, ret_value, why);
	case SETTING_TYPE_MAX:
		break;
	}
	return -EINVAL;
}
