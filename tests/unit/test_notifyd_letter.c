// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The whole of it: by every door, and what cannot be sent. */
#include "daemons/notifyd/letter.h"

#include "tests/unit/notifyd_letters.h"
#include "tests/unit/test.h"

static struct sample_room room;
static struct msg_send m;

static int write_by(enum sample_letter which, enum delivery by, enum hook_form form)
{
	struct settings_recipient to = sample_recipient(by, form);

	sample_letter(&room, which);
	return letter_write(&room.letter, &to, "key", &m);
}

static const char *field(const char *name)
{
	for (unsigned i = 0; i < m.n_fields; i++)
		if (streq(m.fields[i].name, name))
			return m.fields[i].value;
	return "(none)";
}

static bool in_body(const char *s)
{
	return memmem(m.body, m.body_len, s, strlen(s));
}

TEST(mail)
{
	ASSERT_EQ(write_by(SAMPLE_RAISED, DELIVERY_EMAIL, HOOK_JSON), 0);
	ASSERT_EQ(m.by, DELIVERY_EMAIL);
	ASSERT_STREQ(m.server, "mail.example.org");
	ASSERT_EQ(m.port, 587);
	ASSERT_EQ(m.security, MAIL_STARTTLS);
	ASSERT_STREQ(m.user, "unit7");
	ASSERT_STREQ(m.password, "key");
	ASSERT_STREQ(m.from, "unit7@example.org");
	ASSERT_STREQ(m.to, "anna@example.org,ben@example.org");
	ASSERT_TRUE(in_body("\r\n\r\nHilltop, Mast 7\r\n"));
	ASSERT_EQ(m.n_fields, 0);
}

/* All of it, byte for byte. */
TEST(a_whole_mail)
{
	static const char want[] =
		"Date: Thu, 26 Nov 2026 11:00:00 +0100\r\n"
		"From: \"Hilltop\" <unit7@example.org>\r\n"
		"To: anna@example.org, ben@example.org\r\n"
		"Subject: Hilltop: alarm-cleared battery_low: Volts Battery 11.82 V #1240\r\n"
		"Message-ID: <event-1240.anna.a0a1a2a3a4a5a6a7a8a9aaabacadaeaf@unit7>\r\n"
		"In-Reply-To: <event-1234.anna.a0a1a2a3a4a5a6a7a8a9aaabacadaeaf@unit7>\r\n"
		"References: <event-1234.anna.a0a1a2a3a4a5a6a7a8a9aaabacadaeaf@unit7>\r\n"
		"Auto-Submitted: auto-generated\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"\r\n"
		"Hilltop, Mast 7\r\n"
		"\r\n"
		"alarm-cleared battery_low: Volts Battery 11.82 V\r\n"
		"\r\n"
		"Alarm:          Volts Battery below 12.00 V\r\n"
		"Priority:       high\r\n"
		"Value:          11.82 V\r\n"
		"At:             2026-11-26 10:59:55\r\n"
		"Event:          #1240, of the alarm raised by #1234\r\n"
		"\r\n"
		"Written 2026-11-26 11:00:00\r\n"
		"Journal #1260 1011121314151617\r\n"
		"https://unit7.example.org/\r\n";
	char got[sizeof(m.body) + 1];

	ASSERT_EQ(write_by(SAMPLE_CLEARED, DELIVERY_EMAIL, HOOK_JSON), 0);
	(void)snprintf(got, sizeof(got), "%.*s", (int)m.body_len, (const char *)m.body);
	ASSERT_STREQ(got, want);
}

TEST(requests)
{
	ASSERT_EQ(write_by(SAMPLE_RAISED, DELIVERY_WEBHOOK, HOOK_JSON), 0);
	ASSERT_STREQ(m.server, "https://ntfy.example.org/site7");
	ASSERT_STREQ(m.type, "application/json");
	ASSERT_STREQ(field("Idempotency-Key"), "event-1234.anna.a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
	ASSERT_EQ(strlen(field("X-RMCU-Signature")), 7 + 64);
	ASSERT_STREQ(field("Authorization"), "(none)");
	ASSERT_FALSE(in_body("key\""));
	ASSERT_EQ(write_by(SAMPLE_RAISED, DELIVERY_WEBHOOK, HOOK_NTFY), 0);
	ASSERT_STREQ(field("Authorization"), "Bearer key");
	ASSERT_STREQ(field("Priority"), "4");
	ASSERT_STREQ(field("Tags"), "warning");
	ASSERT_EQ(write_by(SAMPLE_CLEARED, DELIVERY_WEBHOOK, HOOK_NTFY), 0);
	ASSERT_STREQ(field("Tags"), "white_check_mark");
	ASSERT_EQ(write_by(SAMPLE_RAISED, DELIVERY_TEXT_HTTP, HOOK_JSON), 0);
	ASSERT_STREQ(m.type, "application/x-www-form-urlencoded");
	ASSERT_TRUE(in_body("to=%2B491701234567&text=Hilltop%3A+alarm-raised+battery_low"));
}

TEST(command)
{
	ASSERT_EQ(write_by(SAMPLE_RAISED, DELIVERY_COMMAND, HOOK_JSON), 0);
	ASSERT_STREQ(m.to, "siren");
	ASSERT_STREQ(field("RMCU_EVENT"), "1234");
	ASSERT_STREQ(field("RMCU_KIND"), "alarm-raised");
	ASSERT_STREQ(field("RMCU_ALARM"), "battery_low");
	ASSERT_STREQ(field("RMCU_CHANNEL"), "volts_battery");
	ASSERT_STREQ(field("RMCU_VALUE"), "11.816");
	ASSERT_STREQ(field("RMCU_UNIT"), "volt");
	ASSERT_STREQ(field("RMCU_TIME"), "2026-11-26T09:58:55.000Z");
	ASSERT_STREQ(field("RMCU_SITE"), "Hilltop");
	ASSERT_EQ(write_by(SAMPLE_STATUS, DELIVERY_COMMAND, HOOK_JSON), 0);
	ASSERT_STREQ(field("RMCU_EVENT"), "");
	ASSERT_STREQ(field("RMCU_MESSAGE"), "status");
}

static int mail_to(const char *to)
{
	struct settings_recipient r = sample_recipient(DELIVERY_EMAIL, HOOK_JSON);

	sample_letter(&room, SAMPLE_RAISED);
	(void)snprintf(r.address, sizeof(r.address), "%s", to);
	return letter_write(&room.letter, &r, "", &m);
}

TEST(addresses_that_are_none)
{
	ASSERT_EQ(mail_to(""), -EINVAL);
	ASSERT_EQ(mail_to("anna"), -EINVAL);
	ASSERT_EQ(mail_to("a@b.example>\r\nRCPT TO:<c@d.example"), -EINVAL);
	ASSERT_EQ(mail_to("a@b.example,\r\nc"), -EINVAL);
	ASSERT_EQ(mail_to("a@b.example c@d.example"), -EINVAL);
	ASSERT_EQ(mail_to("a@b.example"), 0);
	sample_letter(&room, SAMPLE_RAISED);
	(void)snprintf(room.settings.mail.from, sizeof(room.settings.mail.from), "x\ny@z.example");
	ASSERT_EQ(letter_write(&room.letter,
			       &(struct settings_recipient){ .address = "a@b.example" }, "", &m),
		  -EINVAL);
}

static int by_door(enum delivery by, const char *address, const char *url, const char *secret)
{
	struct settings_recipient r = sample_recipient(by, HOOK_NTFY);

	sample_letter(&room, SAMPLE_RAISED);
	(void)snprintf(r.address, sizeof(r.address), "%s", address);
	(void)snprintf(r.url, sizeof(r.url), "%s", url);
	return letter_write(&room.letter, &r, secret, &m);
}

TEST(others_that_are_none)
{
	ASSERT_EQ(by_door(DELIVERY_WEBHOOK, "", "ftp://x.example/", ""), -EINVAL);
	ASSERT_EQ(by_door(DELIVERY_WEBHOOK, "", "https://x.example/\r\nA: b", ""), -EINVAL);
	ASSERT_EQ(by_door(DELIVERY_WEBHOOK, "", "https://x.example/", "a\r\nX: y"), -EINVAL);
	ASSERT_EQ(by_door(DELIVERY_TEXT_HTTP, "anna", "https://x.example/", ""), -EINVAL);
	ASSERT_EQ(by_door(DELIVERY_COMMAND, "../siren", "", ""), -EINVAL);
	ASSERT_EQ(by_door(DELIVERY_COMMAND, "", "", ""), -EINVAL);
	ASSERT_EQ(by_door(DELIVERY_COMMAND, "si\nren", "", ""), -EINVAL);
}

/* The most that the core hands over, with the longest words: it fits a packet, by every door. */
TEST(the_largest_fits)
{
	static uint8_t packet[WIRE_REQUEST_MAX];

	for (unsigned by = 0; by < DELIVERY_MAX; by++) {
		struct settings_recipient to = sample_recipient((enum delivery)by, HOOK_JSON);

		sample_letter(&room, SAMPLE_DIGEST);
		for (unsigned i = 0; i < SAMPLE_NOTICES_MAX; i++) {
			struct event *e = &room.notices[i].event;

			room.notices[i] = room.notices[0];
			e->number = UINT64_MAX - i;
			/* what takes most room when it is encoded */
			for (unsigned k = 0; k + 2 < EVENT_TEXT_MAX; k += 2)
				memcpy(e->text + k, "\xc3\xa4", 3);
		}
		room.letter.n = SAMPLE_NOTICES_MAX;
		ASSERT_EQ(letter_write(&room.letter, &to, "key", &m), 0);
		ASSERT_TRUE(m.body_len <= SEND_BODY_MAX);
		ASSERT_TRUE(msg_send_put(packet, sizeof(packet), 1, &m) > 0);
		if (by == DELIVERY_EMAIL) {
			ASSERT_TRUE(in_body("[The rest of this message had no room"));
			ASSERT_TRUE(in_body("Journal #1260 1011121314151617\r\n"));
		}
	}
}
