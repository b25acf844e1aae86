// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* A small unit whose state the tests of lib/present and psctl change. */
#include <string.h>

#include "lib/present/status.h"

enum {
	AC,
	AMPS,
	VOLTS,
	SPARE,
	DC_OK,
	SUPPLY,
	TEMPERATURE,
	N_CHANNELS
};

struct fixture {
	struct channel channels[N_CHANNELS];
	struct snapshot snapshot;
	struct health health;
	struct hold holds[4];
	struct present_status status;
};

static inline void fixture_init(struct fixture *f)
{
	static const struct channel channels[N_CHANNELS] = {
		[AC] = { "ac_line", "AC Line", CHANNEL_ANALOG_IN, UNIT_VOLT, SOURCE_SIM,
			 ROLE_AC_LINE, .digits = 1, .approximate = true },
		[AMPS] = { "amps_battery", "Amps Battery", CHANNEL_ANALOG_IN, UNIT_AMPERE,
			   SOURCE_SIM, ROLE_BATTERY_AMPS, .digits = 1 },
		[VOLTS] = { "volts_battery", "Volts Battery", CHANNEL_ANALOG_IN, UNIT_VOLT,
			    SOURCE_SIM, ROLE_BATTERY_VOLTS, .digits = 2 },
		[SPARE] = { "analog_5", "", CHANNEL_ANALOG_IN, UNIT_VOLT, SOURCE_NONE },
		[DC_OK] = { "dc_ok", "DC-OK", CHANNEL_DIGITAL_IN, .role = ROLE_DC_OK,
			    .state_text = { "OPEN", "CLOSED" },
			    .colour = { COLOUR_RED, COLOUR_GREEN } },
		[SUPPLY] = { "power_supply", "Power Supply ON/OFF", CHANNEL_DIGITAL_OUT,
			     .role = ROLE_SUPPLY_SWITCH, .state_text = { "ON", "OFF" },
			     .colour = { COLOUR_GREEN, COLOUR_RED } },
		[TEMPERATURE] = { "temperature", "Temperature", CHANNEL_ANALOG_IN, UNIT_CELSIUS,
				  SOURCE_SIM, ROLE_TEMPERATURE, .digits = 1 },
	};
	const int64_t now_us = 100 * USEC_PER_SEC;

	memset(f, 0, sizeof(*f));
	memcpy(f->channels, channels, sizeof(channels));
	f->snapshot = (struct snapshot){
		.number = 7,
		.now = { .wall_us = INT64_C(1795420800000000), .mono_us = now_us },
		.rate_milli = 1000,
		.wall_sane = true,
		.n_samples = N_CHANNELS,
		.n_outputs = 1,
	};
	for (int i = 0; i < N_CHANNELS; i++)
		f->snapshot.samples[i].mono_us = now_us;
	f->snapshot.samples[AC].value = 117400000;
	f->snapshot.samples[VOLTS].value = 13618000;
	f->snapshot.samples[SPARE].quality = QUALITY_DISABLED;
	f->snapshot.samples[DC_OK].value = MICRO;
	f->snapshot.samples[TEMPERATURE].value = 31555555;
	f->snapshot.outputs[0].channel = SUPPLY;
	f->health = (struct health){ .started_wall_us = f->snapshot.now.wall_us - 90 * USEC_PER_SEC,
				     .tick_us = 100000 };
	f->status = (struct present_status){
		.version = "1.2.3",
		.site = "Hilltop",
		.model = "HU-2012",
		.generation = 0x1234,
		.instance = 0xffffffffffffffff,
		.fahrenheit = true,
		.channels = f->channels,
		.n_channels = N_CHANNELS,
		.holds = f->holds,
		.snapshot = &f->snapshot,
		.health = &f->health,
	};
}
