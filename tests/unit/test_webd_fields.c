// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* What a body says, in both notations. */
#include "daemons/webd/fields.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

static struct fields f;
static const char *why;

static unsigned read_json(const char *body)
{
	return fields_read(&f, "application/json; charset=utf-8", body, strlen(body), &why);
}

static unsigned read_form(const char *body)
{
	return fields_read(&f, "application/x-www-form-urlencoded", body, strlen(body), &why);
}

TEST(a_flat_object)
{
	ASSERT_EQ(read_json(" {\"state\" : \"on\",\"for\":2.5,\"n\":-10,\"yes\":true,\"no\":false,"
			    "\"nothing\":null,\"e\":\"\"}\n"),
		  0);
	ASSERT_TRUE(!f.form);
	ASSERT_EQ(f.n, 6);
	ASSERT_STREQ(fields_find(&f, "state"), "on");
	ASSERT_STREQ(fields_find(&f, "for"), "2.5");
	ASSERT_STREQ(fields_find(&f, "n"), "-10");
	ASSERT_STREQ(fields_find(&f, "yes"), "true");
	ASSERT_STREQ(fields_find(&f, "no"), "false");
	ASSERT_STREQ(fields_find(&f, "e"), "");
	ASSERT_TRUE(!fields_find(&f, "nothing"));
	ASSERT_EQ(read_json("{}"), 0);
	ASSERT_EQ(f.n, 0);
}

TEST(escapes)
{
	ASSERT_EQ(read_json("{\"a\":\"\\\"\\\\\\/"
			    "\\b\\f\\n\\r\\t\\u0041\\u00fc\\u20ac\\ud83d\\ude00\"}"),
		  0);
	ASSERT_STREQ(fields_find(&f, "a"), "\"\\/\b\f\n\r\tA\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80");
}

TEST(what_is_no_flat_object)
{
	static const char *const bodies[] = {
		"[]",
		"{",
		"}",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\":1,}",
		"{,}",
		"{\"a\":1}x",
		"{\"a\":1}{}",
		"{\"a\":{}}",
		"{\"a\":[1]}",
		"{a:1}",
		"{\"a\":'b'}",
		"{\"a\":\"b}",
		"{\"a\":\"\\x\"}",
		"{\"a\":\"\\u12g4\"}",
		"{\"a\":\"\\u0000\"}",
		"{\"a\":\"\\ud800\"}",
		"{\"a\":\"\\ud800\\u0041\"}",
		"{\"a\":\"\\udc00\"}",
		"{\"a\":\"\\",
		"{\"a\":\"x\ny\"}",
		"{\"a\":01}",
		"{\"a\":-}",
		"{\"a\":1.}",
		"{\"a\":1e3}",
		"{\"a\":tru}",
		"{\"a\":truee}",
		"{\"a\":1 2}",
	};

	for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
		why = NULL;
		ASSERT_EQ(read_json(bodies[i]), 400);
		ASSERT_CONTAINS(why, "no flat JSON object");
	}
}

TEST(limits)
{
	char body[1024], value[FIELD_VALUE_MAX + 1] = "";

	ASSERT_EQ(read_json("{\"a\":1,\"a\":2}"), 400);
	ASSERT_CONTAINS(why, "twice");
	ASSERT_EQ(read_form("a=1&b=2&a=3"), 400);
	ASSERT_CONTAINS(why, "twice");
	ASSERT_EQ(read_form("a=&b=&c=&d=&e=&f=&g=&h=&i=&j="), 0);
	ASSERT_EQ(f.n, FIELDS_MAX);
	ASSERT_EQ(read_form("a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k="), 400);
	ASSERT_CONTAINS(why, "at most 10");
	memset(value, 'x', FIELD_VALUE_MAX - 1);
	(void)snprintf(body, sizeof(body), "{\"a\":\"%s\"}", value);
	ASSERT_EQ(read_json(body), 0);
	memset(value, 'x', FIELD_VALUE_MAX);
	(void)snprintf(body, sizeof(body), "{\"a\":\"%s\"}", value);
	ASSERT_EQ(read_json(body), 400);
	ASSERT_CONTAINS(why, "too long");
	(void)snprintf(body, sizeof(body), "a=%s", value);
	ASSERT_EQ(read_form(body), 400);
	ASSERT_EQ(read_form("a_name_of_24_bytes_xxxxx=1"), 400);
}

TEST(forms)
{
	ASSERT_EQ(read_form("&note=on+my%20way&&csrf=1&"), 0);
	ASSERT_TRUE(f.form);
	ASSERT_EQ(f.n, 2);
	ASSERT_STREQ(fields_find(&f, "note"), "on my way");
	ASSERT_EQ(read_form("note"), 400);
	ASSERT_EQ(read_form("note=%0"), 400);
	ASSERT_EQ(read_form("note=%00"), 400);
}

TEST(media_types)
{
	ASSERT_EQ(fields_read(&f, NULL, "", 0, &why), 0);
	ASSERT_EQ(fields_read(&f, "text/plain", "", 0, &why), 0);
	ASSERT_EQ(fields_read(&f, NULL, "{}", 2, &why), 415);
	ASSERT_EQ(fields_read(&f, "text/plain", "{}", 2, &why), 415);
	ASSERT_EQ(fields_read(&f, "application/jsonx", "{}", 2, &why), 415);
	ASSERT_EQ(fields_read(&f, "APPLICATION/JSON", "{}", 2, &why), 0);
}
