// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcu-alarmd: raises alarms, drives outputs by them and by schedules, and keeps the event journal.
 */
#include "daemons/alarmd/alarmd.h"
#include "daemons/alarmd/verify.h"

static bool lockstep;
static const char *verify; /* a file */

static int set_lockstep(const char *value)
{
	(void)value;
	lockstep = true;
	return 0;
}

static int set_verify(const char *value)
{
	verify = value;
	return 0;
}

static int start(struct daemon *d)
{
	if (!verify)
		return alarmd_start(d, lockstep);
	/* one look at a file instead of a life */
	loop_stop(d->loop, verify_print(verify));
	return 0;
}

static void reload(struct daemon *d)
{
	struct alarmd *s = d->ctx;

	live_settings_reload(&s->live);
}

static const struct daemon_option options[] = {
	{ "lockstep", NULL, "decide at the ticks of a simulator that others step, and only there",
	  set_lockstep },
	{ "verify", "FILE", "check the chain of a journal that no alarmd has open, and end",
	  set_verify },
	{ 0 },
};

int main(int argc, char *argv[])
{
	static const struct daemon_spec spec = {
		.name = "rmcu-alarmd",
		.summary = "alarms, schedules and the event journal",
		.options = options,
		.start = start,
		.stop = alarmd_stop,
		.reload = reload,
	};

	return daemon_main(&spec, argc, argv);
}
