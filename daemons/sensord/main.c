// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcu-sensord: reads converters and contacts, drives outputs, publishes both on the local bus. */
#include "daemons/sensord/sensord.h"

static void reload(struct daemon *d)
{
	reload_settings(d->ctx);
}

int main(int argc, char *argv[])
{
	static const struct daemon_spec spec = {
		.name = "rmcu-sensord",
		.summary = "measures and drives a DC power system",
		.start = sensord_start,
		.stop = sensord_stop,
		.reload = reload,
	};

	return daemon_main(&spec, argc, argv);
}
