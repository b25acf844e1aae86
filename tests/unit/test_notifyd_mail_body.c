// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/mail_body.h"

#include "tests/unit/test.h"

static struct text out;

static const char *quoted(const char *line)
{
	text_clear(&out);
	mail_body_line(&out, line, strlen(line), false);
	return text_get(&out);
}

TEST(what_goes_as_it_is)
{
	ASSERT_TRUE(mail_body_plain("a\n\nb\n", MAIL_BODY_LINE));
	ASSERT_TRUE(mail_body_plain("", MAIL_BODY_LINE));
	ASSERT_FALSE(mail_body_plain("a\n.\n", MAIL_BODY_LINE));
	ASSERT_FALSE(mail_body_plain("From here\n", MAIL_BODY_LINE));
	ASSERT_FALSE(mail_body_plain("blank \n", MAIL_BODY_LINE));
	ASSERT_FALSE(mail_body_plain("ä\n", MAIL_BODY_LINE));
	ASSERT_FALSE(mail_body_plain("12345\n", 4));
}

TEST(quoted_printable)
{
	ASSERT_STREQ(quoted("31.6 °C = hot"), "31.6 =C2=B0C =3D hot\r\n");
	ASSERT_STREQ(quoted("."), "=2E\r\n");
	ASSERT_STREQ(quoted("From me"), "=46rom me\r\n");
	ASSERT_STREQ(quoted("end "), "end=20\r\n");
	ASSERT_STREQ(quoted(""), "\r\n");
	/* 75 characters and the = of a soft break; a dot does not begin a line */
	ASSERT_STREQ(quoted("1234567890123456789012345678901234567890123456789012345678901234567890"
			    "12345.b"),
		     "123456789012345678901234567890123456789012345678901234567890123456789012345="
		     "\r\n=2Eb\r\n");
}

TEST(what_has_no_room_is_told)
{
	text_clear(&out);
	mail_body(&out, "one\ntwo\n", "end\n", true, 15);
	ASSERT_STREQ(text_get(&out), "one\r\ntwo\r\nend\r\n");
	text_clear(&out);
	mail_body(&out,
		  "one\ntwo 4567890123456789012345678901234567890123456789012345678901234567890"
		  "\nthree\n",
		  "end\n", true, 88);
	ASSERT_STREQ(text_get(&out),
		     "one\r\n[The rest of this message had no room: the unit and its journal have "
		     "it.]\r\nend\r\n");
	ASSERT_TRUE(out.len <= 88);
}
