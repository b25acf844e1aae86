// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/words.h"

#include "lib/base/utf8.h"
#include "tests/unit/notifyd_letters.h"
#include "tests/unit/test.h"

static struct sample_room room;
static struct text out;

static const char *said(enum sample_letter which, void (*add)(struct text *, const struct letter *))
{
	sample_letter(&room, which);
	text_clear(&out);
	add(&out, &room.letter);
	return text_get(&out);
}

TEST(subjects)
{
	ASSERT_STREQ(said(SAMPLE_RAISED, words_subject),
		     "Hilltop: alarm-raised battery_low (high): Volts Battery 11.82 V, first out "
		     "#1234");
	ASSERT_STREQ(said(SAMPLE_CLEARED, words_subject),
		     "Hilltop: alarm-cleared battery_low: Volts Battery 11.82 V #1240");
	ASSERT_STREQ(said(SAMPLE_ACKNOWLEDGED, words_subject),
		     "Hilltop: alarm-acknowledged battery_low, by anna (web, 192.0.2.7): on my way "
		     "#1236");
	ASSERT_STREQ(said(SAMPLE_AGAIN, words_subject),
		     "Hilltop: again (2): alarm-raised battery_low (high): Volts Battery 11.82 V, "
		     "first out #1234");
	ASSERT_STREQ(said(SAMPLE_ESCALATED, words_subject),
		     "Hilltop: escalated: alarm-raised battery_low (high): Volts Battery 11.82 V, "
		     "first out #1234");
	ASSERT_STREQ(said(SAMPLE_DIGEST, words_subject),
		     "Hilltop: 20 events, foremost alarm-raised battery_low (high): Volts Battery "
		     "12.00 V, first out #1252 (of #1234 to #1253)");
	ASSERT_STREQ(said(SAMPLE_STATUS, words_subject), "Hilltop: status: all is well");
	ASSERT_STREQ(said(SAMPLE_BOOT, words_subject), "Hilltop: the unit has booted");
	ASSERT_STREQ(said(SAMPLE_LAST_WORDS, words_subject),
		     "Hilltop: last words: Volts Battery is 11.30 V, the disconnect opens at 11.00 "
		     "V.");
	ASSERT_STREQ(said(SAMPLE_TEST, words_subject), "Hilltop: test message");
}

TEST(raised)
{
	ASSERT_STREQ(said(SAMPLE_RAISED, words_body),
		     "Hilltop, Mast 7\n\n"
		     "alarm-raised battery_low (high): Volts Battery 11.82 V, first out\n\n"
		     "Alarm:          Volts Battery below 12.00 V\n"
		     "Priority:       high\n"
		     "Value:          11.82 V\n"
		     "Since:          2026-11-26 10:58:55\n"
		     "First out:      it came first, others followed or may follow\n"
		     "Consequences:   supply_off\n"
		     "What to do:     Start the generator, then call 555-0100.\n"
		     "Event:          #1234\n");
}

TEST(cleared)
{
	ASSERT_STREQ(said(SAMPLE_CLEARED, words_body),
		     "Hilltop, Mast 7\n\n"
		     "alarm-cleared battery_low: Volts Battery 11.82 V\n\n"
		     "Alarm:          Volts Battery below 12.00 V\n"
		     "Priority:       high\n"
		     "Value:          11.82 V\n"
		     "At:             2026-11-26 10:59:55\n"
		     "Event:          #1240, of the alarm raised by #1234\n");
}

TEST(acknowledged)
{
	ASSERT_STREQ(said(SAMPLE_ACKNOWLEDGED, words_body),
		     "Hilltop, Mast 7\n\n"
		     "alarm-acknowledged battery_low, by anna (web, 192.0.2.7): on my way\n\n"
		     "Alarm:          Volts Battery below 12.00 V\n"
		     "Priority:       high\n"
		     "At:             2026-11-26 10:59:55\n"
		     "Acknowledged:   by anna: on my way\n"
		     "What to do:     Start the generator, then call 555-0100.\n"
		     "Event:          #1236, of the alarm raised by #1234\n");
}

TEST(own_kinds)
{
	static const char readings[] = "all is well\n\n"
				       "AC Line: 117.4 V AC\n"
				       "Amps Battery: 0.0 A\n"
				       "Volts Battery: 13.62 V\n"
				       "DC-OK: CLOSED\n"
				       "Power Supply ON/OFF: ON\n"
				       "Temperature: 31.6 °C\n";
	char want[512];

	(void)snprintf(want, sizeof(want), "Hilltop, Mast 7\n\n%s", readings);
	ASSERT_STREQ(said(SAMPLE_STATUS, words_body), want);
	(void)snprintf(want, sizeof(want),
		       "Hilltop, Mast 7\n\nThe unit is back. It was off since about 2026-11-26 "
		       "08:00:00, for 3 h 0 min.\n\n%s",
		       readings);
	ASSERT_STREQ(said(SAMPLE_BOOT, words_body), want);
	sample_letter(&room, SAMPLE_STATUS);
	room.letter.status = NULL;
	text_clear(&out);
	words_body(&out, &room.letter);
	ASSERT_STREQ(text_get(&out),
		     "Hilltop, Mast 7\n\nsensord is away: nothing is known of the unit\n");
}

TEST(a_digest_has_a_line_each)
{
	const char *body = said(SAMPLE_DIGEST, words_body);

	ASSERT_TRUE(strstr(body, "\n#1234 2026-11-26 10:58:55 alarm-raised battery_low (high): "
				 "Volts Battery 11.82 V, first out\n"));
	ASSERT_TRUE(strstr(body, "first out (and 3 earlier from #1200)\n"));
	ASSERT_TRUE(strstr(body, "\n#1253 2026-11-26 10:59:14 alarm-raised supply_off (medium): "
				 "DC-OK OPEN, consequence\n"));
	ASSERT_FALSE(strstr(body, "not in here"));
}

TEST(what_has_no_room_is_told)
{
	sample_letter(&room, SAMPLE_DIGEST);
	for (unsigned i = 20; i < 70; i++)
		room.notices[i] = room.notices[0];
	room.letter.n = 70;
	room.letter.left_out = 5;
	text_clear(&out);
	words_body(&out, &room.letter);
	ASSERT_TRUE(strstr(text_get(&out), "\n11 more events are not in here: the journal has "
					   "them.\n"));
}

TEST(foot)
{
	ASSERT_STREQ(said(SAMPLE_RAISED, words_foot),
		     "\nWritten 2026-11-26 11:00:00\nJournal #1260 1011121314151617\n"
		     "https://unit7.example.org/\n");
	room.letter.head = 0;
	room.letter.url = "";
	room.letter.wall_insane = true;
	text_clear(&out);
	words_foot(&out, &room.letter);
	ASSERT_STREQ(text_get(&out), "\nWritten 2026-11-26 11:00:00, the clock was not set\n");
}

static bool is_reading(enum event_kind kind)
{
	static const enum event_kind kinds[] = { EVENT_ALARM_RAISED, EVENT_ALARM_CLEARED,
						 EVENT_ALARM_RECOVERED, EVENT_INPUT_CHANGED,
						 EVENT_OUTPUT_CHANGED };

	for (unsigned i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i] == kind)
			return true;
	return false;
}

/* Whatever kind it is: the words of lib/present are in it, and its number. */
TEST(every_kind)
{
	unsigned seen = 0;

	for (unsigned kind = 1; kind < EVENT_KIND_MAX; kind++) {
		struct event *e = &room.notices[0].event;
		char number[] = "#1234\n";

		if (!event_kind_valid(kind))
			continue;
		sample_letter(&room, SAMPLE_RAISED);
		e->kind = (enum event_kind)kind;
		if (kind < EVENT_ALARM_RAISED || kind > EVENT_ALARM_QUIET) {
			e->alarm[0] = '\0';
			e->occurrence = 0;
		}
		text_clear(&out);
		words_body(&out, &room.letter);
		ASSERT_TRUE(strstr(text_get(&out), event_kind_to_name(e->kind)));
		ASSERT_TRUE(strstr(text_get(&out), number));
		ASSERT_EQ(strstr(text_get(&out), "\nValue:") != NULL, is_reading(e->kind));
		seen++;
	}
	ASSERT_TRUE(seen > 40);
}

TEST(what_it_is_about)
{
	struct {
		const char *alarm, *about;
	} rows[] = {
		{ "battery_low", "Volts Battery below 12.00 V" },
		{ "supply_off", "DC-OK is OPEN" },
		{ "volts_battery.quality", "Volts Battery: no value" },
		{ "sensord.silent", "sensord says nothing" },
		{ "loggerd.log", "nothing is logged" },
		{ "gone", "" },
		{ "", "" },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(rows); i++) {
		sample_letter(&room, SAMPLE_RAISED);
		(void)snprintf(room.notices[0].event.alarm, ALARM_ID_MAX, "%s", rows[i].alarm);
		text_clear(&out);
		words_about(&out, &room.letter, &room.notices[0].event);
		ASSERT_STREQ(text_get(&out), rows[i].about);
	}
}

TEST(nothing_ends_a_line_but_we)
{
	static const enum sample_letter which[] = { SAMPLE_RAISED, SAMPLE_HOSTILE };
	unsigned lines[2] = { 0 };

	for (unsigned i = 0; i < 2; i++)
		for (const char *s = said(which[i], words_body); *s; s++) {
			lines[i] += *s == '\n';
			ASSERT_TRUE(*s == '\n' || !utf8_control(s));
		}
	/* and the one of the person */
	ASSERT_EQ(lines[1], lines[0] + 1);
}
