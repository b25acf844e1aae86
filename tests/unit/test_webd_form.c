// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The body of a form, as browsers and strangers write it. */
#include "daemons/webd/form.h"

#include <string.h>

#include "tests/unit/test.h"

static const char *value(const char *body, const char *name)
{
	static char v[32];

	return form_value(body, strlen(body), name, v, sizeof(v)) ? v : NULL;
}

TEST(values)
{
	ASSERT_STREQ(value("a=1&b=2", "a"), "1");
	ASSERT_STREQ(value("a=1&b=2", "b"), "2");
	ASSERT_STREQ(value("a=&b=2", "a"), "");
	ASSERT_STREQ(value("a=x+y%20z%2B%26%3d", "a"), "x y z+&=");
	ASSERT_STREQ(value("n=%c3%96", "n"), "\xc3\x96");
	ASSERT_STREQ(value("a=1&a=2", "a"), "1");
	ASSERT_STREQ(value("a=b=c", "a"), "b=c");
	ASSERT_STREQ(value("was%3Aa.b=1", "was:a.b"), "1");
	ASSERT_STREQ(value("was:a.b=1", "was:a.b"), "1");
}

static const char *values(const char *body, const char *name)
{
	static char v[8];

	return form_values(body, strlen(body), name, v, sizeof(v)) ? v : NULL;
}

TEST(several_values)
{
	ASSERT_STREQ(values("a=&a=x&b=1&a=y", "a"), "x y");
	ASSERT_STREQ(values("a=", "a"), "");
	ASSERT_STREQ(values("a=&a=", "a"), "");
	ASSERT_STREQ(values("a=x+y", "a"), "x y");
	ASSERT_STREQ(values("b=1", "a"), "");
	ASSERT_TRUE(values("a=x&a=%", "a") == NULL);
	ASSERT_STREQ(values("a=123&a=456", "a"), "123 456");
	/* no room */
	ASSERT_TRUE(values("a=123&a=4567", "a") == NULL);
	ASSERT_TRUE(values("a=1234567&a=8", "a") == NULL);
	ASSERT_STREQ(values("a=1234567&a=", "a"), "1234567");
}

TEST(no_values)
{
	ASSERT_TRUE(value("", "a") == NULL);
	ASSERT_TRUE(value("a", "a") == NULL);
	ASSERT_TRUE(value("ab=1", "a") == NULL);
	ASSERT_TRUE(value("b=a=1", "a") == NULL);
	ASSERT_TRUE(value("a=%", "a") == NULL);
	ASSERT_TRUE(value("a=%4", "a") == NULL);
	ASSERT_TRUE(value("a=%4&b=1", "a") == NULL);
	ASSERT_TRUE(value("a=%zz", "a") == NULL);
	ASSERT_TRUE(value("a=x%00y", "a") == NULL);
	ASSERT_TRUE(value("a%=1", "a") == NULL);
	ASSERT_TRUE(value("a%00=1", "a") == NULL);
}

TEST(no_room)
{
	char v[4];

	ASSERT_TRUE(form_value("a=123", 5, "a", v, sizeof(v)));
	ASSERT_FALSE(form_value("a=1234", 6, "a", v, sizeof(v)));
	/* no further than told, whatever stands behind */
	ASSERT_TRUE(form_value("a=1234", 4, "a", v, sizeof(v)));
	ASSERT_STREQ(v, "12");
}
