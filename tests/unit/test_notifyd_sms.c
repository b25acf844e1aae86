// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/sms.h"

#include "daemons/notifyd/gsm7.h"
#include "tests/unit/notifyd_letters.h"
#include "tests/unit/test.h"

static struct sample_room room;
static struct text out;

static const char *of_room(void)
{
	text_clear(&out);
	sms_words(&out, &room.letter);
	return text_get(&out);
}

static const char *sms(enum sample_letter which)
{
	sample_letter(&room, which);
	return of_room();
}

TEST(words)
{
	ASSERT_STREQ(sms(SAMPLE_RAISED), "Hilltop: alarm-raised battery_low (high): Volts Battery "
					 "11.82 V, first out 10:58 #1234");
	ASSERT_STREQ(sms(SAMPLE_CLEARED),
		     "Hilltop: alarm-cleared battery_low: Volts Battery 11.82 V 10:59 #1240");
	ASSERT_STREQ(sms(SAMPLE_DIGEST), "Hilltop: alarm-raised battery_low (high): Volts Battery "
					 "12.00 V, first out 10:59 #1252 +19 more");
	ASSERT_STREQ(sms(SAMPLE_STATUS), "Hilltop: status: all is well");
	ASSERT_STREQ(sms(SAMPLE_UNICODE), "Högl Süd ???: alarm-raised battery_low (high): ??????? "
					  "1/2 11.82 V, first out 10:58 #1234");
}

TEST(never_too_long)
{
	for (unsigned which = 0; which < SAMPLE_MAX; which++) {
		const char *s = sms((enum sample_letter)which);

		ASSERT_TRUE(gsm7_count(s) <= GSM7_MESSAGE_MAX);
		ASSERT_FALSE(strpbrk(s, "\r\n"));
	}
}

TEST(value_and_id_stay)
{
	const char *s;

	sample_letter(&room, SAMPLE_RAISED);
	memset(room.unit.channels[VOLTS].name, '[', CHANNEL_NAME_MAX - 1);
	memset(room.settings.site.name, '{', SETTINGS_NAME_MAX - 1);
	memset(room.notices[0].event.text, 'x', EVENT_TEXT_MAX - 1);
	s = of_room();
	ASSERT_TRUE(gsm7_count(s) <= GSM7_MESSAGE_MAX);
	ASSERT_TRUE(gsm7_count(s) >= GSM7_MESSAGE_MAX - 1);
	ASSERT_TRUE(strstr(s, ".. 11.82 V 10:58 #1234"));
}

TEST(numbers)
{
	static struct msg_send m;

	sample_letter(&room, SAMPLE_RAISED);
	ASSERT_EQ(sms_write(&room.letter, "+491701234567", &m), 0);
	ASSERT_STREQ(m.to, "+491701234567");
	ASSERT_EQ(sms_write(&room.letter, "+49170\r\n", &m), -EINVAL);
	ASSERT_EQ(sms_write(&room.letter, "", &m), -EINVAL);
}
