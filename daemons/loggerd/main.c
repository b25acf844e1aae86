// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcu-loggerd: keeps what is measured: the history behind the charts, and the log that people
 * download.
 */
#include "daemons/loggerd/loggerd.h"

static bool lockstep;

static int set_lockstep(const char *value)
{
	(void)value;
	lockstep = true;
	return 0;
}

static int start(struct daemon *d)
{
	return loggerd_start(d, lockstep);
}

static void reload(struct daemon *d)
{
	struct loggerd *s = d->ctx;

	live_settings_reload(&s->live);
}

static const struct daemon_option options[] = {
	{ "lockstep", NULL, "take every tick of a simulator that others step", set_lockstep },
	{ 0 },
};

int main(int argc, char *argv[])
{
	static const struct daemon_spec spec = {
		.name = "rmcu-loggerd",
		.summary = "the history of measurements, and the log",
		.options = options,
		.start = start,
		.stop = loggerd_stop,
		.reload = reload,
	};

	return daemon_main(&spec, argc, argv);
}
