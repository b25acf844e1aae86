// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/util.h"
#include "lib/settings/value.h"
#include "tests/unit/test.h"

/* A place for any item, with room around it so that a store beside its member shows. */
#define GUARD 64
static uint8_t
	place[GUARD + sizeof(struct settings_channel) + sizeof(struct settings_device) + GUARD];

static void each_row(void (*test)(const struct subject *subject, const struct setting *row))
{
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	for (unsigned i = 0; i < n; i++)
		for (unsigned r = 0; r < subjects[i]->n_rows; r++)
			test(subjects[i], &subjects[i]->rows[r]);
}

static void same_through_text(const struct setting *row, const struct value *v)
{
	struct text text = TEXT_INIT, why = TEXT_INIT;
	struct value back = { 0 }, fetched;
	void *item = place + GUARD;

	value_print(row, v, &text);
	if (value_parse(row, text_get(&text), &back, &why) < 0)
		TEST_FAIL("%s = '%s': %s", row->key, text_get(&text), text_get(&why));
	ASSERT_TRUE(value_equal(row, v, &back));
	memset(place, 0x5a, sizeof(place));
	value_store(row, item, &back);
	value_fetch(row, item, &fetched);
	ASSERT_TRUE(value_equal(row, v, &fetched));
	for (size_t i = 0; i < sizeof(place) - GUARD; i++)
		if (i < row->offset || i >= row->offset + row->size)
			ASSERT_EQ(place[GUARD + i], 0x5a);
	text_done(&text);
	text_done(&why);
}

static void round_trip(const struct subject *subject, const struct setting *row)
{
	struct value v;

	(void)subject;
	if (row->type == SETTING_SECRET)
		return; /* has no place in an item, and no default */
	value_default(row, &v);
	same_through_text(row, &v);
	if (row->type == SETTING_INTEGER || row->type == SETTING_DECIMAL ||
	    row->type == SETTING_TIME) {
		same_through_text(row, &(struct value){ .number = row->min });
		same_through_text(row, &(struct value){ .number = row->max });
	}
	if (row->type == SETTING_CHOICE)
		for (int i = 0; i < row->choice->n; i++)
			same_through_text(row, &(struct value){ .number = i });
	if (row->type == SETTING_BOOL)
		same_through_text(row, &(struct value){ .number = true });
	if (row->optional)
		same_through_text(row, &(struct value){ .number = SETTINGS_UNSET });
}

TEST(every_row_round_trips)
{
	each_row(round_trip);
}

static void is_described(const struct subject *subject, const struct setting *row)
{
	size_t len = strlen(row->help);

	ASSERT_TRUE(len > 10 && row->help[len - 1] == '.');
	ASSERT_TRUE((row->size > 0) != (row->type == SETTING_SECRET));
	ASSERT_TRUE(row->offset + row->size <= subject->stride);
	ASSERT_TRUE(schema_row(subject, row->key) == row);
	ASSERT_TRUE(strlen(subject->name) + strlen(row->key) + CHANNEL_ID_MAX + 2 <
		    SETTINGS_PATH_MAX);
	if (row->type == SETTING_CHOICE)
		ASSERT_TRUE(row->choice != NULL);
	if (row->type == SETTING_INTEGER || row->type == SETTING_DECIMAL ||
	    row->type == SETTING_TIME)
		ASSERT_LT(row->min, row->max);
	if (row->type == SETTING_INTEGER && row->size < 8)
		ASSERT_TRUE(row->min >= 0 && row->max < (INT64_C(1) << (8 * row->size)));
}

TEST(every_row_is_described)
{
	each_row(is_described);
}

static bool overlap(const struct setting *a, const struct setting *b)
{
	return a->offset < b->offset + b->size && b->offset < a->offset + a->size;
}

TEST(no_two_rows_share_a_member)
{
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	for (unsigned i = 0; i < n; i++)
		for (unsigned a = 0; a < subjects[i]->n_rows; a++)
			for (unsigned b = 0; b < a; b++)
				ASSERT_FALSE(overlap(&subjects[i]->rows[a], &subjects[i]->rows[b]));
}

static const char *why_not(const struct subject *subject, const char *key, const char *text)
{
	static char why[512];
	struct text t = TEXT_INIT;
	struct value v;

	ASSERT_EQ(value_parse(schema_row(subject, key), text, &v, &t), -EINVAL);
	(void)snprintf(why, sizeof(why), "%s", text_get(&t));
	text_done(&t);
	return why;
}

TEST(sentences)
{
	ASSERT_STREQ(why_not(&subject_sampling, "rate_hz", "101"),
		     "'101' is out of range; allowed: 1 to 100 Hz");
	ASSERT_STREQ(why_not(&subject_sampling, "rate_hz", "10.5"),
		     "'10.5' is not a whole number; allowed: 1 to 100 Hz");
	ASSERT_STREQ(why_not(&subject_device, "ac_nominal", "120"),
		     "'120' is not possible; allowed: 115 or 230 V");
	ASSERT_STREQ(why_not(&subject_channels, "pulse", "maybe"),
		     "'maybe' is neither; allowed: true or false");
	ASSERT_STREQ(why_not(&subject_channels, "side_active", "rigth"),
		     "'rigth' is not known (did you mean 'right'?); allowed: one of left, right");
	ASSERT_STREQ(why_not(&subject_channels, "broken_below", "0.1234567"),
		     "'0.1234567' is not a number with at most six digits behind the point; "
		     "allowed: -1000000 to 1000000 V, or \"unset\"");
	ASSERT_STREQ(why_not(&subject_channels, "name", "a\x1b[31m"),
		     "has characters that cannot be printed; "
		     "allowed: printable UTF-8, at most 63 bytes");
	ASSERT_STREQ(why_not(&subject_channels, "name", "\xc3\x28"),
		     "has characters that cannot be printed; "
		     "allowed: printable UTF-8, at most 63 bytes");
	ASSERT_STREQ(why_not(&subject_channels, "converter", "ADC"),
		     "'ADC' has a character that is not possible here; "
		     "allowed: small letters, digits and _, a letter first, at most 31 bytes");
	ASSERT_STREQ(why_not(&subject_device, "profile", "../x"),
		     "'../x' has a character that is not possible here; "
		     "allowed: letters, digits, - _ and dots, not a dot first, at most 63 bytes");
	ASSERT_STREQ(why_not(&subject_channels, "text_active", "01234567890123456789012345678901"),
		     "has 32 bytes; allowed: printable UTF-8, at most 31 bytes");
}

TEST(sentences_of_alarms_and_schedules)
{
	ASSERT_STREQ(why_not(&subject_alarms, "when", "silent"),
		     "'silent' is not known; allowed: one of above, below, rising, falling, "
		     "active, inactive, bad-quality");
	ASSERT_STREQ(why_not(&subject_alarms, "priority", "hihg"),
		     "'hihg' is not known (did you mean 'high'?); "
		     "allowed: one of low, medium, high, critical");
	ASSERT_STREQ(why_not(&subject_alarms, "alarm_outputs", "alarm_out, do_4"),
		     "'alarm_out, do_4' is not a list of ids; "
		     "allowed: ids with one space between, at most 127 bytes");
	ASSERT_STREQ(why_not(&subject_alarms, "off_delay_ms", "86400001"),
		     "'86400001' is out of range; allowed: 0 to 86400000 ms");
	ASSERT_STREQ(why_not(&subject_schedules, "from", "7:00"),
		     "'7:00' is not a time HH:MM; allowed: 00:00 to 23:59");
	ASSERT_STREQ(why_not(&subject_schedules, "from", "24:00"),
		     "'24:00' is out of range; allowed: 00:00 to 23:59");
	ASSERT_STREQ(why_not(&subject_schedules, "to", "24:01"),
		     "'24:01' is out of range; allowed: 00:00 to 24:00");
}

TEST(times_have_one_spelling)
{
	static const char *const none[] = { "",	      "0",	"00",	 "00:",	  "00:0",
					    "00:000", "0:00",	"00.00", "-1:00", "12:60",
					    "00:00 ", " 00:00", "06:3a", "99:99", "12:30:00" };
	const struct setting *row = schema_row(&subject_schedules, "to");
	struct text why = TEXT_INIT;
	struct value v;

	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		(void)why_not(&subject_schedules, "to", none[i]);
	for (int minutes = 0; minutes <= 24 * 60; minutes++) {
		char text[VALUE_TIME_MAX];

		value_format_time(minutes, text);
		ASSERT_EQ(strlen(text), 5);
		ASSERT_OK(value_parse(row, text, &v, &why));
		ASSERT_EQ(v.number, minutes);
	}
	text_done(&why);
}

TEST(a_long_or_dirty_text_is_not_repeated)
{
	char text[300];

	memset(text, '9', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ASSERT_STREQ(why_not(&subject_sampling, "rate_hz", text),
		     "is out of range; allowed: 1 to 100 Hz");
	ASSERT_STREQ(why_not(&subject_sampling, "rate_hz", "1\n"),
		     "has characters that cannot be printed; allowed: 1 to 100 Hz");
}

TEST(the_longest_text_fits)
{
	struct settings_channel ch;
	char text[CHANNEL_NAME_MAX];
	const struct setting *row = schema_row(&subject_channels, "name");
	struct text why = TEXT_INIT;
	struct value v;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ASSERT_OK(value_parse(row, text, &v, &why));
	value_store(row, &ch, &v);
	ASSERT_STREQ(ch.info.name, text);
}
