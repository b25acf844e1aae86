// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcu-sensord: reads converters and contacts, drives outputs, publishes both on the local bus. */
#include <errno.h>

#include "daemons/sensord/sensord.h"
#include "lib/base/parse.h"

static int64_t past_us;

static int set_past(const char *value)
{
	int r = parse_span_us(value, &past_us);

	if (r < 0)
		return r;
	return past_us > 0 && past_us <= SIMCLOCK_PAST_MAX_US ? 0 : -ERANGE;
}

static int start(struct daemon *d)
{
	return sensord_start(d, past_us);
}

static void reload(struct daemon *d)
{
	reload_settings(d->ctx);
}

static const struct daemon_option options[] = {
	{ "past", "SPAN",
	  "begin a new simulation so long ago, e.g. 30d, to be filled by psctl sim fill",
	  set_past },
	{ 0 },
};

int main(int argc, char *argv[])
{
	static const struct daemon_spec spec = {
		.name = "rmcu-sensord",
		.summary = "measures and drives a DC power system",
		.options = options,
		.start = start,
		.stop = sensord_stop,
		.reload = reload,
	};

	return daemon_main(&spec, argc, argv);
}
