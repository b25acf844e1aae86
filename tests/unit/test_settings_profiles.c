// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "tests/unit/test_settings.h"

#include "lib/base/util.h"

static void load_profile(struct fixture *f, const char *name)
{
	char text[128];

	fixture_make(f);
	(void)snprintf(text, sizeof(text), "device = { profile = \"%s\"; };", name);
	fixture_write(f, "rmcu.conf", text);
	fixture_load(f);
	ASSERT_STREQ(fixture_mistakes(f), "");
	ASSERT_OK(f->r);
}

static const struct settings_channel *channel(const struct fixture *f, const char *id)
{
	int i = subject_find(&subject_channels, f->s, id);

	ASSERT_OK(i);
	return &f->s->channels[i];
}

/* S1-S6, S30: ids and names in wiring order. */
static const struct {
	const char *id, *name;
	enum channel_kind kind;
} factory[] = {
	{ "ac_line", "AC Line", CHANNEL_ANALOG_IN },
	{ "amps_supply", "Amps Power Supply", CHANNEL_ANALOG_IN },
	{ "amps_battery", "Amps Battery Mode", CHANNEL_ANALOG_IN },
	{ "volts_supply", "Volts Power Supply", CHANNEL_ANALOG_IN },
	{ "volts_battery", "Volts Battery", CHANNEL_ANALOG_IN },
	{ "analog_5", "", CHANNEL_ANALOG_IN },
	{ "analog_6", "", CHANNEL_ANALOG_IN },
	{ "alarm_in", "Alarm In", CHANNEL_DIGITAL_IN },
	{ "dc_ok", "DC-OK Power Supply", CHANNEL_DIGITAL_IN },
	{ "di_3", "", CHANNEL_DIGITAL_IN },
	{ "di_4", "", CHANNEL_DIGITAL_IN },
	{ "alarm_out", "Alarm Out", CHANNEL_DIGITAL_OUT },
	{ "power_supply", "Power Supply ON/OFF", CHANNEL_DIGITAL_OUT },
	{ "battery", "Battery ON/OFF", CHANNEL_DIGITAL_OUT },
	{ "do_4", "", CHANNEL_DIGITAL_OUT },
	{ "temperature", "Temperature", CHANNEL_ANALOG_IN },
	{ "supply_watts", "Watts Power Supply", CHANNEL_ANALOG_IN },
};

/* S24, S25, S26, S27, S157 */
static void as_the_factory_left_it(const struct fixture *f)
{
	const struct channel *psu = &channel(f, "power_supply")->info;

	ASSERT_EQ(f->s->n_channels, ARRAY_SIZE(factory));
	for (unsigned i = 0; i < f->s->n_channels; i++) {
		const struct channel *c = &f->s->channels[i].info;
		bool averaged = strncmp(c->id, "amps", 4) == 0 || strncmp(c->id, "volts", 5) == 0;

		ASSERT_STREQ(c->id, factory[i].id);
		ASSERT_STREQ(c->name, factory[i].name);
		ASSERT_EQ(c->kind, factory[i].kind);
		ASSERT_EQ(c->averaging, averaged ? 3 : 1);
		ASSERT_EQ(c->approximate, streq(c->id, "ac_line"));
		ASSERT_FALSE(c->pulse);
		ASSERT_EQ(c->pulse_ms, 500);
	}
	ASSERT_STREQ(psu->state_text[0], "ON");
	ASSERT_STREQ(psu->state_text[1], "OFF");
	ASSERT_EQ(psu->colour[0], COLOUR_GREEN);
	ASSERT_EQ(psu->colour[1], COLOUR_RED);
	ASSERT_EQ(psu->side[0], SIDE_RIGHT);
	ASSERT_EQ(psu->side[1], SIDE_LEFT);
	ASSERT_TRUE(psu->confirm && channel(f, "battery")->info.confirm);
	ASSERT_EQ(channel(f, "battery")->boot, BOOT_LAST);
	ASSERT_STREQ(channel(f, "alarm_out")->info.state_text[0], "OFF/HIGH");
	ASSERT_STREQ(channel(f, "alarm_in")->info.state_text[1], "CLOSED");
	ASSERT_EQ(channel(f, "do_4")->info.side[0], SIDE_LEFT);
	ASSERT_EQ(f->s->sampling.rate_hz, 10);
	ASSERT_EQ(f->s->device.temperature_unit, TEMPERATURE_FAHRENHEIT);
}

/* S53-S57: the guide's Table 3; what drives an output or waits is for people to say (S46, S47). */
static const struct {
	const char *id, *channel;
	enum alarm_when when;
	int64_t setpoint, recovery;
} table_3[] = {
	{ "ac_line_high", "ac_line", ALARM_ABOVE, 140000000, 135000000 },
	{ "ac_line_low", "ac_line", ALARM_BELOW, 100000000, 107000000 },
	{ "temperature_high", "temperature", ALARM_ABOVE, 65555556, 62777778 },
	{ "temperature_low", "temperature", ALARM_BELOW, 4444444, 7222222 },
	{ "amps_supply_high", "amps_supply", ALARM_ABOVE, 1000000000, 0 },
	{ "amps_supply_low", "amps_supply", ALARM_BELOW, -1000000000, 0 },
	{ "amps_battery_high", "amps_battery", ALARM_ABOVE, 1000000000, 0 },
	{ "amps_battery_low", "amps_battery", ALARM_BELOW, -1000000000, 0 },
	{ "volts_supply_high", "volts_supply", ALARM_ABOVE, 16000000, 15000000 },
	{ "volts_supply_low", "volts_supply", ALARM_BELOW, 8000000, 13000000 },
	{ "volts_battery_high", "volts_battery", ALARM_ABOVE, 15000000, 14800000 },
	{ "volts_battery_low", "volts_battery", ALARM_BELOW, 12000000, 13000000 },
	{ "alarm_in_open", "alarm_in", ALARM_INACTIVE, SETTINGS_UNSET, SETTINGS_UNSET },
	{ "dc_ok_open", "dc_ok", ALARM_INACTIVE, SETTINGS_UNSET, SETTINGS_UNSET },
};

static void alarms_as_the_factory_left_them(const struct settings *s)
{
	ASSERT_EQ(s->n_alarms, ARRAY_SIZE(table_3));
	for (unsigned i = 0; i < s->n_alarms; i++) {
		const struct settings_alarm *a = &s->alarms[i];
		bool consequence = streq(a->id, "volts_supply_low") ||
				   streq(a->id, "volts_battery_low") || streq(a->id, "dc_ok_open");

		ASSERT_STREQ(a->id, table_3[i].id);
		ASSERT_STREQ(a->channel, table_3[i].channel);
		ASSERT_EQ(a->when, table_3[i].when);
		ASSERT_EQ(a->setpoint, table_3[i].setpoint);
		ASSERT_EQ(a->recovery, table_3[i].recovery);
		ASSERT_TRUE(a->enabled && !a->latched && a->instruction[0]);
		ASSERT_STREQ(a->alarm_outputs, "");
		ASSERT_STREQ(a->cause, consequence ? "ac_line_low" : "");
		ASSERT_EQ(a->on_delay_ms, streq(a->id, "dc_ok_open") ? 500 : 0);
		ASSERT_EQ(a->off_delay_ms, 0);
	}
}

/* S31, S33, S36 */
static void schedules_as_the_factory_left_them(const struct settings *s)
{
	static const struct settings_window none = { 0 };

	ASSERT_EQ(s->n_schedules, 16);
	for (int i = 0; i < 16; i++) {
		const struct settings_schedule *schedule = &s->schedules[i];
		char id[8];

		(void)snprintf(id, sizeof(id), "s%d", i + 1);
		ASSERT_STREQ(schedule->id, id);
		ASSERT_STREQ(schedule->output, "alarm_out");
		ASSERT_FALSE(schedule->active);
		ASSERT_EQ(memcmp(&schedule->window, &none, sizeof(none)), 0);
	}
	ASSERT_EQ(memcmp(&s->logging.window, &none, sizeof(none)), 0);
}

/* Active is off: the rules guard that it becomes so, and rests so. */
static void interlocks_protect(const struct settings *s)
{
	ASSERT_EQ(s->n_interlocks, 3);
	for (unsigned i = 0; i < s->n_interlocks; i++) {
		const struct settings_interlock *lock = &s->interlocks[i];

		ASSERT_TRUE(lock->enabled && lock->forbids_on);
		ASSERT_STREQ(lock->output,
			     streq(lock->id, "supply_rest") ? "power_supply" : "battery");
		if (streq(lock->id, "battery_needed")) {
			ASSERT_EQ(lock->when, INTERLOCK_BELOW);
			ASSERT_STREQ(lock->channel, "ac_line");
			ASSERT_EQ(lock->value, 85 * MICRO);
			continue;
		}
		ASSERT_EQ(lock->when, INTERLOCK_ALWAYS);
		ASSERT_EQ(lock->min_on_s, streq(lock->id, "supply_rest") ? 10 : 2);
		ASSERT_EQ(lock->min_off_s, 0);
		ASSERT_EQ(lock->cycles_per_hour, 6);
	}
}

/* S7, S8, S9, S15, S16, S17, S18 */
static const struct {
	const char *profile;
	int64_t amps, watts, ovp_min, ovp_max, overload_max, range;
	enum source_kind source;
} models[] = {
	{ "sim", 22, 330, 14400000, 16800000, 135, 50, SOURCE_SIM },
	{ "hu-2012", 22, 330, 14400000, 16800000, 135, 50, SOURCE_IIO },
	{ "hu-5012", 50, 750, 17000000, 20500000, 125, 75, SOURCE_IIO },
	{ "hu-12012", 100, 1410, 15750000, 18750000, 115, 75, SOURCE_IIO },
	{ "rpi-ads1115", 22, 330, 14400000, 16800000, 135, 50, SOURCE_IIO },
};

TEST(all_profiles)
{
	for (size_t i = 0; i < ARRAY_SIZE(models); i++) {
		AUTO_FIXTURE struct fixture f;
		const struct settings_device *d;

		load_profile(&f, models[i].profile);
		ASSERT_EQ(settings_simulated(f.s), streq(models[i].profile, "sim"));
		as_the_factory_left_it(&f);
		alarms_as_the_factory_left_them(f.s);
		schedules_as_the_factory_left_them(f.s);
		interlocks_protect(f.s);
		d = &f.s->device;
		ASSERT_TRUE(d->model[0] != '\0');
		ASSERT_EQ(d->rated_amps, models[i].amps * 1000000);
		ASSERT_EQ(d->rated_watts, models[i].watts * 1000000);
		ASSERT_EQ(d->ovp_min_volts, models[i].ovp_min);
		ASSERT_EQ(d->ovp_max_volts, models[i].ovp_max);
		ASSERT_EQ(d->overload_min_percent, 105000000);
		ASSERT_EQ(d->overload_max_percent, models[i].overload_max * 1000000);
		ASSERT_EQ(d->overtemp_celsius, 90000000);
		ASSERT_EQ(d->lvd_open_volts, 10400000);
		ASSERT_EQ(d->lvd_close_volts, 12500000);
		ASSERT_EQ(d->charger_amps, 7200000);
		ASSERT_EQ(channel(&f, "amps_supply")->info.range_max, models[i].range * 1000000);
		ASSERT_EQ(channel(&f, "amps_battery")->info.range_max, models[i].range * 1000000);
		ASSERT_EQ(channel(&f, "ac_line")->info.range_max, 300000000);
		ASSERT_EQ(channel(&f, "volts_battery")->info.range_max, 20000000);
		ASSERT_EQ(channel(&f, "ac_line")->info.source, models[i].source);
		ASSERT_FALSE(d->pwm);
	}
}

TEST(full_scale_is_within_the_converter)
{
	static const char *const analog[] = { "ac_line",      "amps_supply",   "amps_battery",
					      "volts_supply", "volts_battery", "temperature" };

	for (size_t p = 0; p < ARRAY_SIZE(models); p++) {
		AUTO_FIXTURE struct fixture f;

		load_profile(&f, models[p].profile);
		for (size_t i = 0; i < ARRAY_SIZE(analog); i++) {
			const struct settings_channel *ch = channel(&f, analog[i]);

			if (ch->info.source != SOURCE_IIO)
				continue;
			/* 3.3 V is the most that an input of a converter at 3.3 V takes. */
			ASSERT_LE((ch->info.range_max - ch->offset) / (ch->scale / 1000), 3300);
			ASSERT_GT(ch->info.range_max, ch->info.range_min);
		}
	}
}

TEST(sim_is_wired_to_the_plant)
{
	AUTO_FIXTURE struct fixture f;

	load_profile(&f, "sim");
	ASSERT_STREQ(channel(&f, "amps_supply")->signal, "supply_amps");
	ASSERT_STREQ(channel(&f, "power_supply")->signal, "supply_off");
	ASSERT_STREQ(channel(&f, "di_3")->signal, "di3");
	ASSERT_EQ(channel(&f, "supply_watts")->derive, DERIVE_PRODUCT);
	ASSERT_EQ(channel(&f, "analog_5")->info.source, SOURCE_NONE);
	ASSERT_TRUE(settings_simulated(f.s));
}
