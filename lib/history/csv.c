// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/history/csv.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/parse.h"
#include "lib/base/util.h"
#include "lib/history/point.h"
#include "lib/model/nametable.h"

#define LINE_END "\r\n" /* RFC 4180, section 2 */

#define MS_PER_DAY    INT64_C(86400000)
#define MS_PER_MINUTE 60000
#define DIGITS_STEP   3 /* of HISTORY_STEP, thousandths */
#define NUMBER_MAX    24

static const char *const log_reason_names[] = {
	[LOG_PERIODIC] = "periodic",
	[LOG_ALARM] = "alarm",
	[LOG_APPENDED] = "appended",
	[LOG_GAP] = "gap",
};
NAMETABLE(log_reason, log_reason_names, LOG_REASON_MAX)

void csv_text(struct text *out, const char *field)
{
	if (!field[strcspn(field, ",\"\r\n")]) {
		text_add(out, field);
		return;
	}
	text_add_char(out, '"');
	for (; *field; field++) {
		if (*field == '"')
			text_add_char(out, '"');
		text_add_char(out, *field);
	}
	text_add_char(out, '"');
}

/* Exactly n digits, from the last one. */
static void put_digits(char *at, unsigned n, uint32_t v)
{
	while (n-- > 0) {
		at[n] = (char)('0' + v % 10);
		v /= 10;
	}
}

/* ------------------------------------------------------------------ time */

/* The civil date of a day since 1970 in the proleptic Gregorian calendar: eras of 400 years, whose
 * years begin in March. */
static void put_date(char at[10], int64_t day)
{
	int64_t z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	uint32_t of_era = (uint32_t)(z - era * 146097);
	uint32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	uint32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	uint32_t march = (5 * of_year + 2) / 153;
	uint32_t month = march < 10 ? march + 3 : march - 9;
	int64_t year = era * 400 + year_of_era + (month <= 2);

	put_digits(at, 4, (uint32_t)year);
	at[4] = '-';
	put_digits(at + 5, 2, month);
	at[7] = '-';
	put_digits(at + 8, 2, of_year - (153 * march + 2) / 5 + 1);
}

/* 2026-11-25T20:00:00.000+01:00 */
static void add_local_time(struct text *out, int64_t ms, int east)
{
	char line[] = "0000-00-00T00:00:00.000+00:00";
	int64_t local = ms + (int64_t)east * MS_PER_MINUTE;
	int64_t day = local / MS_PER_DAY - (local % MS_PER_DAY < 0);
	uint32_t of_day = (uint32_t)(local - day * MS_PER_DAY);
	uint32_t away = (uint32_t)abs(east);

	put_date(line, day);
	put_digits(line + 11, 2, of_day / 3600000);
	put_digits(line + 14, 2, of_day / 60000 % 60);
	put_digits(line + 17, 2, of_day / 1000 % 60);
	put_digits(line + 20, 3, of_day % 1000);
	line[23] = east < 0 ? '-' : '+';
	put_digits(line + 24, 2, away / 60);
	put_digits(line + 27, 2, away % 60);
	text_add_n(out, line, sizeof(line) - 1);
}

/* The clock was not set: nothing is known but how long the board was running. */
static void add_uptime(struct text *out, int64_t ms)
{
	text_printf(out, "boot+%lld.%03ds", (long long)(ms / 1000), (int)(ms % 1000));
}

/* ------------------------------------------------------------------ values */

static const uint32_t ten_to[] = { 1, 10, 100, 1000 };

/* Writes thousandths with `digits` of them at most, half rounded away from zero; the end of it. */
static char *put_number(char *at, int64_t thousandths, unsigned digits)
{
	uint64_t magnitude = thousandths < 0 ? -(uint64_t)thousandths : (uint64_t)thousandths;
	char line[PARSE_DIGITS_MAX], *end = line + sizeof(line), *first, *point;
	uint32_t cut;

	digits = MIN(digits, DIGITS_STEP);
	cut = ten_to[DIGITS_STEP - digits];
	magnitude = magnitude / cut + (magnitude % cut * 2 >= cut);
	point = end - digits;
	first = format_digits(end, magnitude, digits + 1);
	/* what rounds to nothing has no sign */
	if (thousandths < 0 && magnitude > 0)
		*at++ = '-';
	at = mempcpy(at, first, (size_t)(point - first));
	if (digits > 0)
		*at++ = '.';
	return mempcpy(at, point, digits);
}

static int64_t in_thousandths(const struct history_channel *c, int64_t value)
{
	return c->step == HISTORY_STEP ? value : value * (c->step / HISTORY_STEP);
}

static const char *state_of(const struct history_channel *c, int64_t value)
{
	const char *own = c->info.state_text[value != 0];

	return *own ? own : value != 0 ? "active" : "inactive";
}

void csv_value(struct text *out, const struct history_channel *c, int64_t value)
{
	char number[NUMBER_MAX];

	if (channel_digital(&c->info))
		csv_text(out, state_of(c, value));
	else
		text_add_n(out, number,
			   (size_t)(put_number(number, in_thousandths(c, value), c->info.digits) -
				    number));
}

/* ------------------------------------------------------------------ lines */

static bool has_value(const struct log_row *row, unsigned column)
{
	return column < row->n_columns && row->qualities[column] == QUALITY_OK;
}

static void add_remark(struct text *out, const char *subject, const char *remark)
{
	text_printf(out, "%s%s%s%s", out->len ? "; " : "", subject, *subject ? ": " : "", remark);
}

/* "Battery: broken-wire; Load: stale; clock was set later" */
static void add_remarks(struct text *out, const struct log_layout *layout,
			const struct log_row *row)
{
	AUTO_TEXT struct text remarks = TEXT_INIT;

	for (unsigned i = 0; i < layout->n; i++) {
		const struct history_channel *c = layout->channels[i];

		if (c->column < row->n_columns && !has_value(row, c->column))
			add_remark(&remarks, c->info.name,
				   quality_to_name(row->qualities[c->column]));
	}
	if (row->clock == LOG_CLOCK_CORRECTED)
		add_remark(&remarks, "", "the clock was set later");
	else if (row->clock == LOG_CLOCK_UNSET)
		add_remark(&remarks, "", "the clock was not set");
	csv_text(out, text_get(&remarks));
}

void csv_header(struct text *out, const struct log_layout *layout)
{
	text_add(out, "time,site,reason,event");
	for (unsigned i = 0; i < layout->n; i++) {
		AUTO_TEXT struct text title = TEXT_INIT;
		const struct channel *c = &layout->channels[i]->info;

		text_add(&title, c->name);
		if (!channel_digital(c) && *unit_symbol(c->unit))
			text_printf(&title, " [%s]", unit_symbol(c->unit));
		text_add_char(out, ',');
		csv_text(out, text_get(&title));
	}
	text_add(out, ",remarks" LINE_END);
}

/* ",13.80,OPEN,," and so on; true when all channels have a value. */
static bool add_values(struct text *out, const struct log_layout *layout, const struct log_row *row)
{
	/* numbers are put together here: they are most of a file */
	char numbers[(NUMBER_MAX + 1) * (HISTORY_COLUMNS_MAX + 1)], *at = numbers;
	bool all = true;

	for (unsigned i = 0; i < layout->n; i++) {
		const struct history_channel *c = layout->channels[i];

		*at++ = ',';
		if (!has_value(row, c->column)) {
			all = false;
		} else if (!channel_digital(&c->info)) {
			at = put_number(at, in_thousandths(c, row->values[c->column]),
					c->info.digits);
		} else {
			text_add_n(out, numbers, (size_t)(at - numbers));
			at = numbers;
			csv_text(out, state_of(c, row->values[c->column]));
		}
	}
	*at++ = ',';
	text_add_n(out, numbers, (size_t)(at - numbers));
	return all;
}

void csv_row(struct text *out, const struct log_layout *layout, const struct log_row *row)
{
	bool plain = row->clock == LOG_CLOCK_SET;

	if (row->clock == LOG_CLOCK_UNSET)
		add_uptime(out, row->ms);
	else
		add_local_time(out, row->ms, row->east);
	text_add_char(out, ',');
	csv_text(out, layout->site);
	text_add_char(out, ',');
	text_add(out, log_reason_to_name(row->reason));
	text_add_char(out, ',');
	csv_text(out, row->text);
	plain &= add_values(out, layout, row);
	if (!plain)
		add_remarks(out, layout, row);
	text_add(out, LINE_END);
}
