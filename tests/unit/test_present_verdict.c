// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/present/verdict.h"

#include "tests/unit/test.h"
#include "tests/unit/test_present_status.h"

static const char *headline(const struct fixture *f)
{
	static struct text out;
	struct verdict v;

	text_clear(&out);
	present_verdict(&f->status, &v);
	present_headline(&out, &f->status, &v);
	return text_get(&out);
}

/* The i-th finding; "" when there are not so many. */
static const char *finding(const struct fixture *f, unsigned i)
{
	static struct text out;
	struct verdict v;

	text_clear(&out);
	present_verdict(&f->status, &v);
	if (i < v.n)
		present_finding(&out, &f->status, &v.findings[i]);
	return text_get(&out);
}

TEST(all_is_well)
{
	struct fixture f;

	fixture_init(&f);
	ASSERT_STREQ(headline(&f), "all is well");
	ASSERT_STREQ(finding(&f, 0), "");
}

TEST(no_mains)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[AC].value = 49999999;
	ASSERT_STREQ(headline(&f), "mains failed");
	f.snapshot.samples[AMPS].value = 8000000;
	ASSERT_STREQ(headline(&f), "on battery, mains failed");
	f.snapshot.samples[DC_OK].value = 0;
	ASSERT_STREQ(headline(&f), "on battery, mains failed, and 1 more thing to look at");
	ASSERT_STREQ(finding(&f, 1), "DC-OK is OPEN");
	f.snapshot.samples[AC].value = 50000000;
	ASSERT_STREQ(headline(&f), "DC-OK is OPEN");
}

TEST(mains_that_cannot_be_read_have_not_failed)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[AC] =
		(struct sample){ .quality = QUALITY_FAULT, .mono_us = 90 * USEC_PER_SEC };
	ASSERT_STREQ(headline(&f), "AC Line: fault: no reading for 10 s");
}

TEST(bad_quality_is_never_well)
{
	struct fixture f;

	for (int q = QUALITY_OK + 1; q < QUALITY_DISABLED; q++) {
		fixture_init(&f);
		f.snapshot.samples[VOLTS].quality = (enum quality)q;
		ASSERT_CONTAINS(headline(&f), "Volts Battery: ");
	}
}

TEST(hidden_channels_are_no_reason_to_look)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[SPARE].quality = QUALITY_FAULT;
	f.channels[DC_OK].name[0] = '\0';
	f.snapshot.samples[DC_OK].value = 0;
	ASSERT_STREQ(headline(&f), "all is well");
}

TEST(a_trouble_says_more_than_a_quality)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.samples[VOLTS].quality = QUALITY_FAULT;
	f.health.n_troubles = 1;
	strcpy(f.health.troubles[0].subject, "volts_battery");
	strcpy(f.health.troubles[0].text, "there is no converter 'adc1'");
	ASSERT_STREQ(finding(&f, 0), "Volts Battery: there is no converter 'adc1'");
	ASSERT_STREQ(finding(&f, 1), "");
	strcpy(f.health.troubles[0].subject, "disk");
	ASSERT_STREQ(headline(&f), "2 things to look at");
	ASSERT_STREQ(finding(&f, 0), "disk: there is no converter 'adc1'");
}

TEST(outputs)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.outputs[0].active = true;
	f.snapshot.samples[SUPPLY].value = MICRO;
	ASSERT_STREQ(headline(&f), "Power Supply ON/OFF is OFF");
	f.snapshot.outputs[0].unconfirmed = true;
	f.snapshot.outputs[0].until_us = 160 * USEC_PER_SEC;
	ASSERT_STREQ(headline(&f),
		     "Power Supply ON/OFF is OFF, returns to ON in 1:00 unless confirmed");
	f.snapshot.outputs[0] = (struct output_state){ .channel = SUPPLY, .fault = true };
	ASSERT_STREQ(headline(&f), "Power Supply ON/OFF is ON, the line cannot be driven");
}

TEST(everything_at_once_fits)
{
	static struct channel channels[CHANNELS_MAX];
	struct snapshot s = { .n_samples = CHANNELS_MAX, .n_outputs = OUTPUTS_MAX };
	struct health h = { .n_troubles = TROUBLES_MAX };
	struct present_status status = {
		.channels = channels, .n_channels = CHANNELS_MAX, .snapshot = &s, .health = &h
	};
	struct text AUTO_TEXT out = TEXT_INIT;
	struct verdict v;

	for (int i = 0; i < CHANNELS_MAX; i++) {
		strcpy(channels[i].name, "x");
		strcpy(channels[i].id, "x");
		s.samples[i].quality = QUALITY_FAULT;
	}
	for (int i = 0; i < OUTPUTS_MAX; i++)
		s.outputs[i] = (struct output_state){ .channel = (uint8_t)i,
						      .fault = true,
						      .unconfirmed = true };
	present_verdict(&status, &v);
	ASSERT_EQ(v.n, TROUBLES_MAX + CHANNELS_MAX + OUTPUTS_MAX);
	for (unsigned i = 0; i < v.n; i++)
		present_finding(&out, &status, &v.findings[i]);
}
