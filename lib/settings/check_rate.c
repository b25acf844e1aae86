// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/settings/checks.h"

#include <inttypes.h>

#include "lib/base/util.h"

/*
 * What a reading costs, measured on the kernel's ti-ads1015 driver: after a change of channel it
 * waits for two conversions and a tenth, and the transfers take 0.9 ms (18 ms at 128 a second, 3.4
 * ms at 860).
 */
#define CONVERSIONS_EACH 2
#define TRANSFERS_US	 900

static int64_t channel_us(int64_t data_rate)
{
	return CONVERSIONS_EACH * USEC_PER_SEC * 11 / 10 / data_rate + TRANSFERS_US;
}

struct bus_load {
	int64_t us;
	int64_t slowest; /* conversions a second */
	unsigned channels;
};

static struct bus_load load_of(const struct settings *s, const char *bus)
{
	struct bus_load load = { .slowest = INT64_MAX };

	for (unsigned i = 0; i < s->n_channels; i++) {
		const struct settings_channel *ch = &s->channels[i];
		int k = ch->info.source == SOURCE_IIO
				? subject_find(&subject_converters, s, ch->converter)
				: -1;

		if (k < 0 || !streq(s->converters[k].bus, bus))
			continue;
		load.channels++;
		load.us += channel_us(s->converters[k].data_rate);
		load.slowest = MIN(load.slowest, s->converters[k].data_rate);
	}
	return load;
}

int64_t check_bus_us(const struct settings *s, const char *bus)
{
	return load_of(s, bus).us;
}

static bool seen_before(const struct settings *s, unsigned i)
{
	for (unsigned k = 0; k < i; k++)
		if (streq(s->converters[k].bus, s->converters[i].bus))
			return true;
	return false;
}

void check_rate(struct check *c)
{
	int64_t rate = c->s->sampling.rate_hz;

	for (unsigned i = 0; i < c->s->n_converters; i++) {
		const char *bus = c->s->converters[i].bus;
		struct bus_load load = load_of(c->s, bus);
		int64_t most;

		if (seen_before(c->s, i) || load.us * rate <= USEC_PER_SEC)
			continue;
		most = USEC_PER_SEC / load.us;
		if (most < 1)
			check_refuse(c, &subject_sampling, "", "rate_hz",
				     "bus %s cannot keep even 1 Hz: %u channels at %" PRId64
				     " conversions/s need %" PRId64 " ms; raise data_rate",
				     bus, load.channels, load.slowest, (load.us + 500) / 1000);
		else
			check_refuse(c, &subject_sampling, "", "rate_hz",
				     "%" PRId64 " is too fast for bus %s: %u channels at %" PRId64
				     " conversions/s need %" PRId64 " ms; at most %" PRId64
				     " Hz, or raise data_rate",
				     rate, bus, load.channels, load.slowest, (load.us + 500) / 1000,
				     most);
	}
}
