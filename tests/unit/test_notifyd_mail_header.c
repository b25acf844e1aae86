// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/mail_header.h"

#include "tests/unit/test.h"

static struct text out;

static const char *words(const char *name, const char *s)
{
	text_clear(&out);
	mail_header_words(&out, name, s);
	return text_get(&out);
}

static const char *from(const char *display)
{
	text_clear(&out);
	mail_header_from(&out, "From", display, "a@b.example");
	return text_get(&out);
}

static const char *date(int64_t wall_us)
{
	text_clear(&out);
	mail_date(&out, wall_us);
	return text_get(&out);
}

TEST(plain)
{
	ASSERT_STREQ(words("Subject", "all is well"), "Subject: all is well\r\n");
	ASSERT_STREQ(words("Subject", ""), "Subject:\r\n");
	/* 78 characters at most, and no line of blanks */
	ASSERT_STREQ(
		words("Subject", "1234567890 1234567890 1234567890 1234567890 1234567890 "
				 "1234567890 12345678901 x"),
		"Subject: 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890\r\n"
		" 12345678901 x\r\n");
	ASSERT_STREQ(words("Subject", "a      b"), "Subject: a b\r\n");
}

TEST(encoded)
{
	ASSERT_STREQ(words("Subject", "ä"), "Subject: =?utf-8?B?w6Q=?=\r\n");
	/* characters are never cut apart: the 39th byte is the first half of one */
	ASSERT_STREQ(words("Subject", "12345678901234567890123456789012345678ä"),
		     "Subject: =?utf-8?B?MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg=?=\r\n"
		     " =?utf-8?B?w6Q=?=\r\n");
	ASSERT_STREQ(words("Subject", "=?utf-8?Q?x?="),
		     "Subject: =?utf-8?B?PT91dGYtOD9RP3g/PQ==?=\r\n");
}

TEST(hostile)
{
	ASSERT_STREQ(words("Subject", "a\r\nBcc: b@c\r\n\r\n"), "Subject: a??Bcc: b@c????\r\n");
	ASSERT_STREQ(words("Subject", "\x7f\x01\t\x1b"), "Subject: ?? ?\r\n");
	/* U+202E, U+2028, U+0085, no UTF-8 */
	ASSERT_STREQ(words("Subject", "a\xe2\x80\xae\xe2\x80\xa8\xc2\x85\xff"),
		     "Subject: a????\r\n");
}

TEST(names)
{
	ASSERT_STREQ(from("Hilltop"), "From: \"Hilltop\" <a@b.example>\r\n");
	ASSERT_STREQ(from("a\"b\\c, <x@y>"), "From: \"a\\\"b\\\\c, <x@y>\" <a@b.example>\r\n");
	ASSERT_STREQ(from("Süd"), "From: =?utf-8?B?U8O8ZA==?= <a@b.example>\r\n");
}

TEST(dates)
{
	setenv("TZ", "CET-1", 1);
	ASSERT_STREQ(date(INT64_C(1795687200000000)), "Thu, 26 Nov 2026 11:00:00 +0100");
	setenv("TZ", "NST3:30", 1);
	tzset();
	ASSERT_STREQ(date(INT64_C(1795687200000000)), "Thu, 26 Nov 2026 06:30:00 -0330");
	setenv("TZ", "UTC", 1);
	tzset();
	ASSERT_STREQ(date(0), "Thu, 1 Jan 1970 00:00:00 +0000");
	ASSERT_STREQ(date(INT64_C(1709164800000000)), "Thu, 29 Feb 2024 00:00:00 +0000");
	ASSERT_STREQ(date(INT64_C(951782400000000)), "Tue, 29 Feb 2000 00:00:00 +0000");
}
