// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcu-notifyd: tells people what happens, each the way and as often as the settings say. */
#include "daemons/notifyd/notifyd.h"

static bool lockstep;

static int set_lockstep(const char *value)
{
	(void)value;
	lockstep = true;
	return 0;
}

static int set_senders(const char *value)
{
	courier_programs(value);
	return 0;
}

static int start(struct daemon *d)
{
	return notifyd_start(d, lockstep);
}

static void reload(struct daemon *d)
{
	struct notifyd *s = d->ctx;

	live_settings_reload(&s->live);
}

static const struct daemon_option options[] = {
	{ "lockstep", NULL, "take every tick of a simulator that others step", set_lockstep },
	{ "senders", "FOLDER", "start the programs that deliver ourselves, from there",
	  set_senders },
	{ 0 },
};

int main(int argc, char *argv[])
{
	static const struct daemon_spec spec = {
		.name = "rmcu-notifyd",
		.summary = "tells people by e-mail, text, web request and command",
		.options = options,
		.start = start,
		.stop = notifyd_stop,
		.reload = reload,
	};

	return daemon_main(&spec, argc, argv);
}
