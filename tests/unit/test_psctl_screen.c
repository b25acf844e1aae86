// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/screen.h"

#include "tests/unit/test.h"
#include "tests/unit/test_present_status.h"

static const char *screen(const struct fixture *f, struct terminal t, struct screen_state state)
{
	static struct text out;

	text_clear(&out);
	screen_status(&out, &f->status, &t, &state);
	return text_get(&out);
}

TEST(all_is_well)
{
	struct fixture f;

	fixture_init(&f);
	ASSERT_STREQ(screen(&f, (struct terminal){ .unicode = true }, (struct screen_state){ 0 }),
		     "● Hilltop: all is well\n"
		     "\n"
		     "Readings\n"
		     "  AC Line               117.4 V AC  approximate\n"
		     "  Amps Battery            0.0 A\n"
		     "  Volts Battery         13.62 V\n"
		     "  Temperature            88.8 °F\n"
		     "\n"
		     "Inputs\n"
		     "  DC-OK                CLOSED\n"
		     "\n"
		     "Outputs\n"
		     "  Power Supply ON/OFF  ON\n"
		     "\n"
		     "HU-2012 · sensord 1.2.3 · up 1 min 30 s · no tick missed\n");
}

TEST(in_ascii_every_byte_is)
{
	struct fixture f;
	const char *s;

	fixture_init(&f);
	f.snapshot.samples[AC].value = 0;
	f.snapshot.samples[VOLTS].quality = QUALITY_FAULT;
	f.snapshot.outputs[0].unconfirmed = true;
	f.status.simulated = true;
	for (s = screen(&f, (struct terminal){ 0 }, (struct screen_state){ 0 }); *s; s++)
		ASSERT_LT((unsigned char)*s, 0x80);
}

TEST(nothing_has_a_colour_while_all_is_well)
{
	struct fixture f;

	fixture_init(&f);
	ASSERT_TRUE(
		!strstr(screen(&f, (struct terminal){ .colour = true }, (struct screen_state){ 0 }),
			"\033[3"));
	f.snapshot.samples[AC].value = 0;
	ASSERT_CONTAINS(screen(&f, (struct terminal){ .colour = true }, (struct screen_state){ 0 }),
			"\033[1;31m!\033[0m \033[1;31mHilltop: mains failed");
}

TEST(what_waits_says_what_to_type)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.outputs[0].active = f.snapshot.outputs[0].unconfirmed = true;
	f.snapshot.outputs[0].until_us = 142 * USEC_PER_SEC;
	ASSERT_CONTAINS(screen(&f, (struct terminal){ 0 }, (struct screen_state){ 0 }),
			"  - Power Supply ON/OFF is OFF, returns to ON in 0:42 unless confirmed: "
			"psctl confirm power_supply\n");
}

TEST(alarms_have_the_ink_of_their_priority)
{
	static const struct alarm a[] = {
		{ .channel = "dc_ok", .when = ALARM_INACTIVE, .active = true, .priority = 3 },
		{ .channel = "ac_line", .when = ALARM_QUALITY, .active = true, .priority = 1 },
		{ .channel = "volts_battery", .when = ALARM_BELOW, .active = true },
	};
	const struct alarm *const list[] = { &a[0], &a[1], &a[2] };
	struct present_alarms alarms = { .watched = true,
					 .may_raise = true,
					 .log_trouble = "",
					 .active = 3,
					 .list = list,
					 .n = 3 };
	struct fixture f;
	const char *s;

	fixture_init(&f);
	f.status.alarms = &alarms;
	s = screen(&f, (struct terminal){ .colour = true }, (struct screen_state){ 0 });
	ASSERT_CONTAINS(s, "  \033[1;31m!\033[0m DC-OK is OPEN");
	ASSERT_CONTAINS(s, "  \033[33m!\033[0m AC Line: no value");
	ASSERT_CONTAINS(s, "  \033[1m!\033[0m Volts Battery below 0.00 V");
	ASSERT_CONTAINS(s, "  - alarms: 3 active: psctl alarms\n");
	/* of what is over and shelved only that line tells */
	alarms = (struct present_alarms){ .watched = true,
					  .may_raise = true,
					  .log_trouble = "",
					  .unacknowledged = 1,
					  .shelved = 1 };
	s = screen(&f, (struct terminal){ 0 }, (struct screen_state){ 0 });
	ASSERT_CONTAINS(s, "* Hilltop: all is well\n"
			   "  - alarms: 1 not acknowledged, 1 shelved: psctl alarms\n");
}

TEST(a_lost_connection_does_not_look_alive)
{
	struct fixture f;
	const char *s;

	fixture_init(&f);
	f.snapshot.samples[AC].value = 0;
	s = screen(&f, (struct terminal){ 0 },
		   (struct screen_state){ .lost = "connection lost", .note = "n" });
	ASSERT_CONTAINS(s, "? Hilltop: connection lost\n\nReadings\n  AC Line");
	ASSERT_CONTAINS(s, "no tick missed\nn\n");
	ASSERT_TRUE(strchr(s, '!') == NULL);
}

TEST(no_line_is_longer_than_the_terminal)
{
	struct fixture f;

	fixture_init(&f);
	f.snapshot.outputs[0].active = f.snapshot.outputs[0].unconfirmed = true;
	f.status.site = "A very long name of a site that is on a hill far away";
	for (unsigned columns = 20; columns < 130; columns++) {
		const char *s = screen(&f, (struct terminal){ .columns = columns },
				       (struct screen_state){ 0 });

		for (size_t n; *s; s += n + 1) {
			n = strcspn(s, "\n");
			/* a word that is longer than a line stands in one all the same */
			ASSERT_LE(n, columns > 26 ? columns : 26);
		}
	}
}
