// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The status as OpenMetrics: values, escapes, and what is left out when it is not known. */
#include "daemons/webd/metrics.h"
#include "lib/view/view.h"
#include "tests/unit/test.h"

#include "lib/base/util.h"

static struct view v;
static struct text out;

static void unit(void)
{
	memset(&v, 0, sizeof(v));
	strcpy(v.table.version, "1.2.3");
	strcpy(v.table.site, "a \"b\" \\ c\nd");
	v.table.n_channels = v.snapshot.n_samples = 3;
	v.table.channels[0] = (struct channel){ .id = "volts", .name = "Volts", .unit = UNIT_VOLT };
	v.table.channels[1] = (struct channel){ .id = "hidden" };
	v.table.channels[2] =
		(struct channel){ .id = "siren", .name = "Siren", .kind = CHANNEL_DIGITAL_OUT };
	v.snapshot.samples[0].value = -13800001;
	v.snapshot.n_outputs = 1;
	v.snapshot.outputs[0] = (struct output_state){ .channel = 2, .active = true };
	v.any = true;
}

static const char *metrics(void)
{
	text_clear(&out);
	metrics_write(&out, true, view_status(&v), v.alarmd, v.loggerd);
	ASSERT_TRUE(text_ok(&out));
	return text_get(&out);
}

TEST(values_and_escapes)
{
	unit();
	ASSERT_CONTAINS(metrics(), "\nrmcu_channel_value{channel=\"volts\",name=\"Volts\",unit="
				   "\"volt\",role=\"none\"} -13.800001\n");
	ASSERT_CONTAINS(text_get(&out), ",site=\"a \\\"b\\\" \\\\ c\\nd\",");
	ASSERT_CONTAINS(
		text_get(&out),
		"\nrmcu_output_active{channel=\"siren\",name=\"Siren\",holder=\"none\"} 1\n");
	ASSERT_TRUE(strstr(text_get(&out), "hidden") == NULL);
	ASSERT_STREQ(text_get(&out) + out.len - 6, "# EOF\n");
}

TEST(the_older_format)
{
	unit();
	text_clear(&out);
	metrics_write(&out, false, view_status(&v), true, true);
	ASSERT_CONTAINS(text_get(&out),
			"\n# TYPE rmcu_ticks_total counter\n# HELP rmcu_ticks_total ");
	ASSERT_CONTAINS(text_get(&out), "\n# TYPE rmcu_info gauge\n");
	ASSERT_TRUE(strstr(text_get(&out), "# EOF") == NULL);
	ASSERT_TRUE(metrics_open_wanted("text/plain;q=0.5, application/openmetrics-text;q=1"));
	ASSERT_FALSE(metrics_open_wanted("*/*"));
	ASSERT_FALSE(metrics_open_wanted(NULL));
}

TEST(power_is_there_when_it_is_known)
{
	unit();
	ASSERT_CONTAINS(metrics(), "\n# HELP rmcu_mains_up 1 while there is mains.\n# TYPE");
	v.table.channels[0].role = ROLE_AC_LINE;
	v.snapshot.samples[0].value = 0;
	ASSERT_CONTAINS(metrics(), "\nrmcu_mains_up 0\n");
	v.snapshot.samples[0].value = 230 * MICRO;
	ASSERT_CONTAINS(metrics(), "\nrmcu_mains_up 1\n");
	v.snapshot.now.wall_us = INT64_C(1795424400123456);
	ASSERT_CONTAINS(metrics(), "\nrmcu_time_seconds 1795424400.123456\n");
}

TEST(no_value_without_a_good_reading)
{
	unit();
	v.snapshot.samples[0].quality = QUALITY_STALE;
	ASSERT_TRUE(strstr(metrics(), "rmcu_channel_value{channel=\"volts\"") == NULL);
	ASSERT_CONTAINS(text_get(&out), "rmcu_channel_ok{channel=\"volts\",name=\"Volts\"} 0\n");
}

TEST(what_is_not_known_is_not_there)
{
	unit();
	ASSERT_TRUE(strstr(metrics(), "rmcu_alarms_active") == NULL);
	v.alarmd = v.book.has_summary = true;
	ASSERT_CONTAINS(metrics(), "\nrmcu_alarms_active 0\n");
	v.any = false;
	ASSERT_STREQ(metrics(), "# TYPE rmcu_daemon_up gauge\n"
				"# HELP rmcu_daemon_up 1 while the daemon answers.\n"
				"rmcu_daemon_up{daemon=\"sensord\"} 0\n"
				"rmcu_daemon_up{daemon=\"alarmd\"} 1\n"
				"rmcu_daemon_up{daemon=\"loggerd\"} 0\n"
				"# EOF\n");
}
