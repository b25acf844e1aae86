// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/base/json.h"

#include "lib/base/util.h"
#include "tests/unit/test.h"

TEST(one_line)
{
	AUTO_TEXT struct text t = TEXT_INIT;
	struct json j;

	json_begin(&j, &t, false);
	json_object(&j, NULL);
	json_string(&j, "name", "Battery");
	json_micro(&j, "volts", 13800000);
	json_array(&j, "list");
	json_int(&j, NULL, -1);
	json_uint(&j, NULL, UINT64_MAX);
	json_null(&j, NULL);
	json_object(&j, NULL);
	json_object_end(&j);
	json_array(&j, NULL);
	json_array_end(&j);
	json_array_end(&j);
	json_bool(&j, "ok", true);
	json_time(&j, "at", 0);
	json_object_end(&j);
	ASSERT_STREQ(text_get(&t), "{\"name\":\"Battery\",\"volts\":13.8,"
				   "\"list\":[-1,18446744073709551615,null,{},[]],"
				   "\"ok\":true,\"at\":\"1970-01-01T00:00:00.000Z\"}");
}

TEST(pretty)
{
	AUTO_TEXT struct text t = TEXT_INIT;
	struct json j;

	json_begin(&j, &t, true);
	json_object(&j, NULL);
	json_array(&j, "a");
	json_int(&j, NULL, 1);
	json_int(&j, NULL, 2);
	json_array_end(&j);
	json_object(&j, "empty");
	json_object_end(&j);
	json_object_end(&j);
	ASSERT_STREQ(text_get(&t), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"empty\": {}\n}");
}

static void string(struct text *t, const char *s)
{
	struct json j;

	text_clear(t);
	json_begin(&j, t, false);
	json_string(&j, NULL, s);
}

TEST(every_string_is_valid_json)
{
	AUTO_TEXT struct text t = TEXT_INIT;

	string(&t, "a\"b\\c/d");
	ASSERT_STREQ(text_get(&t), "\"a\\\"b\\\\c/d\"");
	string(&t, "\n\t\x01\x1f\x7f");
	ASSERT_STREQ(text_get(&t), "\"\\n\\t\\u0001\\u001f\\u007f\"");
	string(&t, "25 °C → Ω");
	ASSERT_STREQ(text_get(&t), "\"25 °C → Ω\"");
	/* a lone byte, an overlong slash, a cut character, a surrogate */
	string(&t, "\xff|\xc0\xaf|\xe2\x82");
	ASSERT_STREQ(text_get(&t), "\"\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd|"
				   "\xef\xbf\xbd\xef\xbf\xbd\"");
	string(&t, "\xed\xa0\x80");
	ASSERT_STREQ(text_get(&t), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST(deep_levels_keep_their_commas)
{
	AUTO_TEXT struct text t = TEXT_INIT;
	struct json j;

	json_begin(&j, &t, false);
	for (int i = 0; i < 60; i++)
		json_array(&j, NULL);
	for (int i = 0; i < 60; i++) {
		json_array_end(&j);
		if (i < 59)
			json_int(&j, NULL, i);
	}
	ASSERT_CONTAINS(text_get(&t), "[[],0],1],2],");
	ASSERT_CONTAINS(text_get(&t), ",57],58]");
}

TEST(a_key_before_what_others_write)
{
	AUTO_TEXT struct text t = TEXT_INIT;
	struct json j;

	json_begin(&j, &t, false);
	json_object(&j, NULL);
	json_key(&j, "a");
	json_object(&j, NULL);
	json_int(&j, "b", 1);
	json_object_end(&j);
	json_key(&j, "c");
	json_int(&j, NULL, 2);
	json_int(&j, "d", 3);
	json_object_end(&j);
	ASSERT_STREQ(text_get(&t), "{\"a\":{\"b\":1},\"c\":2,\"d\":3}");
}
