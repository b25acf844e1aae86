// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/label.h"

#include <string.h>

#include "lib/base/cleanup.h"
#include "tests/unit/test.h"

/* Of a setting with this key and unit, beside one that is called "pulse". */
static const char *label(const char *key, const char *unit)
{
	static struct text out;
	const struct setting rows[] = { { .key = "pulse" }, { .key = key, .unit = unit } };
	const struct subject subject = { .rows = rows, .n_rows = 2 };

	text_clear(&out);
	label_setting(&out, &subject, &rows[1]);
	return text_get(&out);
}

TEST(words)
{
	ASSERT_STREQ(label("active_low", NULL), "Active low");
	ASSERT_STREQ(label("lvd_open_volts", "V"), "LVD open");
	ASSERT_STREQ(label("delay_s", "s"), "Delay");
	ASSERT_STREQ(label("heartbeat_url", NULL), "Heartbeat URL");
	ASSERT_STREQ(label("ca", ""), "CA");
	/* the least of a range, minutes or not */
	ASSERT_STREQ(label("range_min", NULL), "Range min");
	ASSERT_STREQ(label("min_off_s", "s"), "Min off");
	ASSERT_STREQ(label("on_s", "min"), "On s");
	ASSERT_STREQ(label("pulse_ms", "ms"), "Pulse time");
	/* a unit is not all of it */
	ASSERT_STREQ(label("_s", "s"), " s");
	ASSERT_STREQ(label("", "s"), "");
}

TEST(a_label_of_its_own_is_taken)
{
	const struct setting row = { .key = "seconds_hours", .label = "Seconds kept", .unit = "h" };
	const struct subject subject = { .rows = &row, .n_rows = 1 };
	AUTO_TEXT struct text out = TEXT_INIT;

	label_setting(&out, &subject, &row);
	ASSERT_STREQ(text_get(&out), "Seconds kept");
}

static const char *help(const char *subject, const char *key)
{
	static struct text out;
	const struct subject *s = schema_subject(subject);

	text_clear(&out);
	label_help(&out, s, schema_row(s, key));
	return text_get(&out);
}

TEST(a_help_names_fields)
{
	ASSERT_STREQ(help("channels", "pulse"), "Outputs: on is a pulse of \"Pulse time\".");
	ASSERT_STREQ(help("channels", "pwm"),
		     "Outputs: pulse-width modulated. Refused unless \"Device: PWM\".");
	ASSERT_STREQ(help("signs_of_life", "last_words_volts"),
		     "So far above \"Device: LVD open\".");
	ASSERT_STREQ(help("channels", "role"), schema_row(&subject_channels, "role")->help);
}

/* Who reads a form has no keys before him. */
TEST(no_help_names_a_key)
{
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	for (unsigned i = 0; i < n; i++)
		for (unsigned k = 0; k < subjects[i]->n_rows; k++)
			ASSERT_TRUE(
				!strchr(help(subjects[i]->name, subjects[i]->rows[k].key), '_'));
}

/* No two fields of a form are called the same. */
TEST(all_of_the_schema)
{
	struct text one = TEXT_INIT, other = TEXT_INIT;
	unsigned n;
	const struct subject *const *subjects = schema_subjects(&n);

	for (unsigned i = 0; i < n; i++) {
		const struct subject *s = subjects[i];

		for (unsigned a = 0; a < s->n_rows; a++) {
			text_clear(&one);
			label_setting(&one, s, &s->rows[a]);
			ASSERT_TRUE(one.len > 0);
			for (unsigned b = 0; b < a; b++) {
				text_clear(&other);
				label_setting(&other, s, &s->rows[b]);
				ASSERT_TRUE(strcmp(text_get(&one), text_get(&other)) != 0);
			}
		}
	}
	text_done(&one);
	text_done(&other);
}
