// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/test_settings.h"

#include "lib/settings/settings_json.h"

TEST(values_in_their_types)
{
	AUTO_FIXTURE struct fixture f;
	struct text out = TEXT_INIT;
	struct json j;

	fixture_make(&f);
	fixture_load(&f);
	json_begin(&j, &out, false);
	settings_json(&j, NULL, f.s, NULL);
	ASSERT_TRUE(text_ok(&out));
	ASSERT_CONTAINS(text_get(&out), "\"sampling\":{\"rate_hz\":10}");
	ASSERT_CONTAINS(text_get(&out), "\"lvd_open_volts\":10.4,");
	ASSERT_CONTAINS(text_get(&out),
			"\"ac_line\":{\"name\":\"AC Line\",\"kind\":\"analog-in\",");
	ASSERT_CONTAINS(text_get(&out), "\"broken_below\":null");
	ASSERT_CONTAINS(text_get(&out), "\"logging\":{\"what\":\"both\",\"rate_min\":1,");
	text_done(&out);
}

TEST(values_with_their_origin)
{
	AUTO_FIXTURE struct fixture f;
	struct text out = TEXT_INIT;
	struct json j;

	fixture_make(&f);
	fixture_write(&f, "rmcu.conf", "\nsampling = { rate_hz = 20; };");
	fixture_load(&f);
	json_begin(&j, &out, false);
	settings_json(&j, NULL, f.s, &f.layers);
	ASSERT_CONTAINS(text_get(&out), "\"rate_hz\":{\"value\":20,\"layer\":\"main\",\"file\":\"");
	ASSERT_CONTAINS(text_get(&out), "/rmcu.conf\",\"line\":2}");
	ASSERT_CONTAINS(text_get(&out), "\"seed\":{\"value\":0,\"layer\":\"default\"}");
	text_done(&out);
}

TEST(one_value)
{
	AUTO_FIXTURE struct fixture f;
	struct text out = TEXT_INIT, why = TEXT_INIT;
	struct settings_path p;
	struct json j;

	fixture_make(&f);
	fixture_load(&f);
	ASSERT_OK(path_parse("device.charger_volts", &p, &why));
	json_begin(&j, &out, false);
	settings_json_value(&j, NULL, &p, f.s);
	ASSERT_STREQ(text_get(&out), "13.8");
	text_clear(&out);
	ASSERT_OK(path_parse("channels.nobody.name", &p, &why));
	json_begin(&j, &out, false);
	settings_json_value(&j, NULL, &p, f.s);
	ASSERT_STREQ(text_get(&out), "null");
	text_done(&out);
}

TEST(schema)
{
	struct text out = TEXT_INIT;
	struct json j;

	json_begin(&j, &out, false);
	schema_json(&j, NULL);
	ASSERT_TRUE(text_ok(&out));
	ASSERT_CONTAINS(text_get(&out), "{\"subjects\":[{\"name\":\"site\",");
	ASSERT_CONTAINS(
		text_get(&out),
		"{\"key\":\"rate_hz\",\"type\":\"integer\",\"default\":10,\"min\":1,\"max\":100,"
		"\"unit\":\"Hz\",\"access\":\"control\",\"help\":\"");
	ASSERT_CONTAINS(text_get(&out), "{\"key\":\"pwm\",\"type\":\"bool\",\"default\":false,"
					"\"board\":true,\"access\":\"");
	ASSERT_CONTAINS(text_get(&out), "\"only\":[115,230]");
	ASSERT_CONTAINS(text_get(&out), "\"choices\":[\"celsius\",\"fahrenheit\"]");
	ASSERT_CONTAINS(text_get(&out), "\"characters\":\"id\",\"reference\":\"output\"");
	ASSERT_CONTAINS(text_get(&out), "\"characters\":\"ids\",\"reference\":\"output\"");
	ASSERT_CONTAINS(text_get(&out), "\"characters\":\"id\",\"reference\":\"alarm\"");
	ASSERT_CONTAINS(text_get(&out), "{\"key\":\"to\",\"type\":\"time\",\"default\":\"00:00\","
					"\"min\":\"00:00\",\"max\":\"24:00\",\"access\":\"");
	ASSERT_CONTAINS(text_get(&out), "\"inactive\",\"bad-quality\"],");
	ASSERT_CONTAINS(text_get(&out),
			"\"name\":\"channels\",\"help\":\"Inputs and outputs, in wiring "
			"order.\",\"keyed\":true,\"most\":64");
	text_done(&out);
}
