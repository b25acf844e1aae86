// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/words.h"
#include "tests/unit/notifyd_letters.h"
#include "tests/unit/test.h"

#define UNIT "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"

static struct sample_room room;
static struct text out;

static const char *id_of_room(void)
{
	text_clear(&out);
	words_message_id(&out, &room.letter);
	return text_get(&out);
}

static const char *id(enum sample_letter which)
{
	sample_letter(&room, which);
	return id_of_room();
}

static const char *thread(enum sample_letter which)
{
	sample_letter(&room, which);
	text_clear(&out);
	words_thread(&out, &room.letter);
	return text_get(&out);
}

TEST(ids)
{
	ASSERT_STREQ(id(SAMPLE_RAISED), "<event-1234.anna." UNIT "@unit7>");
	ASSERT_STREQ(id(SAMPLE_AGAIN), "<event-1234.again-2.anna." UNIT "@unit7>");
	ASSERT_STREQ(id(SAMPLE_ESCALATED), "<event-1234.escalated.anna." UNIT "@unit7>");
	ASSERT_STREQ(id(SAMPLE_STATUS), "<status-7.anna." UNIT "@unit7>");
	ASSERT_STREQ(id(SAMPLE_LAST_WORDS), "<last-words-7.anna." UNIT "@unit7>");
}

TEST(the_same_has_the_same)
{
	char first[256];

	(void)snprintf(first, sizeof(first), "%s", id(SAMPLE_DIGEST));
	ASSERT_STREQ(id(SAMPLE_DIGEST), first);
	/* neither when it is written nor what the journal has by then is in it */
	room.letter.now_us += USEC_PER_SEC;
	room.letter.head++;
	ASSERT_STREQ(id_of_room(), first);
	/* but one more event is another message: nobody may take it for the one he has */
	room.letter.n--;
	ASSERT_TRUE(strcmp(id_of_room(), first) != 0);
	room.letter.n++;
	room.notices[3].why = NOTICE_AGAIN;
	ASSERT_TRUE(strcmp(id_of_room(), first) != 0);
}

TEST(threads)
{
	ASSERT_STREQ(thread(SAMPLE_RAISED), "");
	ASSERT_STREQ(thread(SAMPLE_CLEARED), "<event-1234.anna." UNIT "@unit7>");
	ASSERT_STREQ(thread(SAMPLE_AGAIN), "<event-1234.anna." UNIT "@unit7>");
	/* several alarms are no thread */
	ASSERT_STREQ(thread(SAMPLE_DIGEST), "");
	ASSERT_STREQ(thread(SAMPLE_STATUS), "");
}

TEST(hosts)
{
	static const char *const bad[] = { "", ".a", "a.", "a..b", "a>b", "a\r\nb", "-a", "ä" };

	for (unsigned i = 0; i < ARRAY_SIZE(bad); i++) {
		sample_letter(&room, SAMPLE_RAISED);
		room.letter.host = bad[i];
		ASSERT_STREQ(id_of_room(), "<event-1234.anna." UNIT "@rmcu.invalid>");
	}
}
