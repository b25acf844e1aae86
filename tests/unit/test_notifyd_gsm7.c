// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/notifyd/gsm7.h"

#include "tests/unit/test.h"

static struct text out;

static const char *gsm(const char *s)
{
	text_clear(&out);
	gsm7_from(&out, s);
	return text_get(&out);
}

TEST(what_it_has_stays)
{
	ASSERT_STREQ(gsm("Größe £5 @ ñ_Ω [a]"), "Größe £5 @ ñ_Ω [a]");
	ASSERT_STREQ(gsm(""), "");
}

TEST(what_it_has_not_looks_alike)
{
	ASSERT_STREQ(gsm("31.6 °C"), "31.6 C");
	ASSERT_STREQ(gsm("Ærø, Çà là, façade, Žižkov, Łódź"), "Ærø, Çà là, facade, Zizkov, Lodz");
	ASSERT_STREQ(gsm("„a“ – ‘b’ … ½ × 2²"), "\"a\" - 'b' ... 1/2 x 22");
	ASSERT_STREQ(gsm("Ω µ"), "Ω u");
	ASSERT_STREQ(gsm("Батарея 発"), "??????? ?");
	ASSERT_STREQ(gsm("`\t\xff\x80"), "'???");
}

TEST(counts)
{
	ASSERT_EQ(gsm7_count("abc"), 3);
	ASSERT_EQ(gsm7_count("äöü"), 3);
	ASSERT_EQ(gsm7_count("[€]"), 6);
	ASSERT_EQ(gsm7_count(""), 0);
}

TEST(fits)
{
	ASSERT_EQ(gsm7_fit("abc", 2), 2);
	ASSERT_EQ(gsm7_fit("äb", 1), 2);
	/* the second place of a character of the extension is missing */
	ASSERT_EQ(gsm7_fit("a[b", 2), 1);
	ASSERT_EQ(gsm7_fit("a[b", 3), 2);
	ASSERT_EQ(gsm7_fit("abc", 99), 3);
	ASSERT_EQ(gsm7_fit("abc", 0), 0);
}
