// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* Settings and snapshots for the tests of outputs: three outputs of the simulator and two inputs.
 */
#include <stdio.h>
#include <string.h>

#include "lib/base/util.h"
#include "lib/model/snapshot.h"
#include "lib/settings/settings.h"

enum {
	CH_AC_LINE,
	CH_ALARM_OUT,	 /* a plain output */
	CH_POWER_SUPPLY, /* has to be confirmed */
	CH_DC_OK,
	CH_HORN, /* on is a pulse */
	CH_COUNT,
};

#define T0 INT64_C(1000000000) /* mono_us at which the tests begin */

static struct settings test_settings;
static struct snapshot test_snapshot;

static inline struct settings_channel *test_channel(unsigned i, const char *id, const char *name,
						    enum channel_kind kind)
{
	struct settings_channel *ch = &test_settings.channels[i];

	(void)snprintf(ch->info.id, sizeof(ch->info.id), "%s", id);
	(void)snprintf(ch->info.name, sizeof(ch->info.name), "%s", name);
	ch->info.kind = kind;
	ch->info.source = SOURCE_SIM;
	(void)strcpy(ch->info.state_text[0], "OFF");
	(void)strcpy(ch->info.state_text[1], "ON");
	ch->info.pulse_ms = 500;
	ch->confirm_s = 60;
	ch->boot = BOOT_LAST;
	return ch;
}

/* Everything anew, AC line at 115 V, DC OK active. */
static inline void test_world(void)
{
	struct settings_channel *ch;

	memset(&test_settings, 0, sizeof(test_settings));
	memset(&test_snapshot, 0, sizeof(test_snapshot));
	ch = test_channel(CH_AC_LINE, "ac_line", "AC Line", CHANNEL_ANALOG_IN);
	ch->info.unit = UNIT_VOLT;
	ch = test_channel(CH_ALARM_OUT, "alarm_out", "Alarm Out", CHANNEL_DIGITAL_OUT);
	(void)strcpy(ch->info.state_text[0], "OFF/HIGH");
	(void)strcpy(ch->info.state_text[1], "ON/LOW");
	ch = test_channel(CH_POWER_SUPPLY, "power_supply", "Power Supply ON/OFF",
			  CHANNEL_DIGITAL_OUT);
	ch->info.confirm = true;
	(void)strcpy(ch->info.state_text[0], "ON");
	(void)strcpy(ch->info.state_text[1], "OFF");
	test_channel(CH_DC_OK, "dc_ok", "DC OK", CHANNEL_DIGITAL_IN);
	ch = test_channel(CH_HORN, "horn", "Horn", CHANNEL_DIGITAL_OUT);
	ch->info.pulse = true;
	test_settings.n_channels = CH_COUNT;
	test_snapshot.n_samples = CH_COUNT;
	test_snapshot.samples[CH_AC_LINE].value = 115 * MICRO;
	test_snapshot.samples[CH_DC_OK].value = MICRO;
}

static inline struct settings_interlock *test_rule(const char *id, const char *output)
{
	struct settings_interlock *rule = &test_settings.interlocks[test_settings.n_interlocks++];

	rule->enabled = true;
	rule->forbids_on = true;
	(void)snprintf(rule->id, sizeof(rule->id), "%s", id);
	(void)snprintf(rule->output, sizeof(rule->output), "%s", output);
	return rule;
}

/* "alarm_out must not go on while AC Line is below 80 V" */
static inline struct settings_interlock *test_rule_ac(void)
{
	struct settings_interlock *rule = test_rule("while_ac_down", "alarm_out");

	(void)strcpy(rule->channel, "ac_line");
	rule->when = INTERLOCK_BELOW;
	rule->value = 80 * MICRO;
	return rule;
}

static inline struct instant test_at(int64_t after_us)
{
	return (struct instant){ .wall_us = 1700000000 * USEC_PER_SEC + after_us,
				 .mono_us = T0 + after_us };
}
