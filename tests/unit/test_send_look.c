// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/send/look.h"
#include "lib/base/util.h"
#include "tests/unit/test.h"

static const char body[] = "From: u@example.org\r\nSubject: x\r\n y\r\n\r\nwords\r\n.\r\n";

static struct msg_send mail(void)
{
	struct msg_send m = { .by = DELIVERY_EMAIL,
			      .server = "mail.example.org",
			      .port = 587,
			      .from = "u@example.org",
			      .to = "a@example.org,b@[192.0.2.1]",
			      .limit_ms = 1000 };

	m.body_len = sizeof(body) - 1;
	memcpy(m.body, body, m.body_len);
	return m;
}

static struct msg_send hook(void)
{
	struct msg_send m = { .by = DELIVERY_WEBHOOK,
			      .server = "https://example.org/hook",
			      .type = "application/json",
			      .n_fields = 1,
			      .fields = { { "X-Signature", "sha256=00" } },
			      .body_len = 2,
			      .body = "{}" };
	return m;
}

TEST(a_good_one_passes)
{
	struct msg_send m = mail();

	ASSERT_TRUE(!look_at(&m));
	m.by = DELIVERY_TEXT_EMAIL;
	ASSERT_TRUE(!look_at(&m));
	for (const char *const *s =
		     (const char *const[]){ "10.0.0.1", "fe80::1", "mail_1.local", NULL };
	     *s; s++) {
		(void)snprintf(m.server, sizeof(m.server), "%s", *s);
		ASSERT_TRUE(!look_at(&m));
	}
	m = hook();
	ASSERT_TRUE(!look_at(&m));
	m.by = DELIVERY_TEXT_HTTP;
	ASSERT_TRUE(!look_at(&m));
	m = (struct msg_send){
		.by = DELIVERY_TEXT_MODEM, .to = "+491701234567", .body_len = 1, .body = "x"
	};
	ASSERT_TRUE(!look_at(&m));
}

/* Each byte that has no business there, in each field that becomes part of a command. */
TEST(no_control_character_passes)
{
	for (int c = 1; c < 256; c++) {
		char with[8] = { 'a', (char)c, 'b' };
		bool control = c < ' ' || c >= 0x7f;
		struct msg_send m;

#define TRY(make, field, always)                                                                   \
	do {                                                                                       \
		m = make();                                                                        \
		(void)snprintf(m.field, sizeof(m.field), "%s", with);                              \
		if (control || (always))                                                           \
			ASSERT_TRUE(look_at(&m) != NULL);                                          \
	} while (0)
		TRY(mail, server, strchr(" @/?#<>[]\\\"'%", c));
		TRY(mail, from, c != '@');
		TRY(mail, to, c != '@');
		TRY(mail, user, false);
		TRY(mail, password, false);
		TRY(mail, ca, true);
		TRY(hook, server, true);
		TRY(hook, type, false);
		TRY(hook, fields[0].name, strchr(" :\"(),/;<=>?@[\\]{}", c));
		TRY(hook, fields[0].value, false);
#undef TRY
	}
}

TEST(a_message_is_one)
{
	static const struct {
		const char *bytes;
		size_t n;
	} none[] = {
#define ROW(s) { s, sizeof(s) - 1 }
		ROW(""),
		ROW("\r\n"),
		ROW("A: b\r\n"),
		ROW("A: b\n\nc\n"),
		ROW("A: b\r\n\r\nc"),
		ROW("A: b\r\n\r\nc\r"),
		ROW("A: b\r\n\r\nc\rd\r\n"),
		ROW("A: b\r\n\r\nc\nd\r\n"),
		ROW("A: b\r\n\r\nc\0d\r\n"),
		ROW("A: \x7f\r\n\r\n"),
		ROW("A: \0\r\n\r\n"),
		ROW("A b\r\n\r\n"),
		ROW(": b\r\n\r\n"),
		ROW(" A: b\r\n\r\n"),
		ROW("A: \xc3\xbc\r\n\r\n"),
#undef ROW
	};

	for (size_t i = 0; i < ARRAY_SIZE(none); i++) {
		struct msg_send m = mail();

		m.body_len = (uint16_t)none[i].n;
		memcpy(m.body, none[i].bytes, none[i].n);
		if (!look_at(&m))
			TEST_FAIL("row %zu passes", i);
	}
}

TEST(what_is_left_out)
{
	struct msg_send m = mail();

	m.port = 0;
	ASSERT_TRUE(look_at(&m) != NULL);
	m = mail();
	*m.to = '\0';
	ASSERT_TRUE(look_at(&m) != NULL);
	m = mail();
	(void)strcpy(m.to, "a@example.org,");
	ASSERT_TRUE(look_at(&m) != NULL);
	m = hook();
	*m.type = '\0';
	ASSERT_CONTAINS(look_at(&m), "without a type");
	m = hook();
	(void)strcpy(m.fields[0].name, "host");
	ASSERT_CONTAINS(look_at(&m), "none that may be set");
	m = (struct msg_send){
		.by = DELIVERY_TEXT_MODEM, .to = "+49\n", .body_len = 1, .body = "x"
	};
	ASSERT_TRUE(look_at(&m) != NULL);
	m.by = DELIVERY_COMMAND;
	ASSERT_TRUE(look_at(&m) != NULL);
}
