// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/settingsd/settingsd.h"
#include "lib/base/parse.h"
#include "lib/base/util.h"

#include <errno.h>

/* Started by its socket, it stays while a person is likely to save again. */
#define IDLE_DEFAULT_S 30
#define IDLE_MAX_S     86400
#define IDLE_UNSET     (-1)

static int64_t idle_s = IDLE_UNSET;

static int set_idle(const char *value)
{
	int64_t s;
	int r = parse_i64(value, &s);

	if (r < 0)
		return r;
	if (s < 0 || s > IDLE_MAX_S)
		return -ERANGE;
	idle_s = s;
	return 0;
}

/* Without a socket that outlives it nobody would start it again. */
static int64_t default_idle_s(const struct daemon *d)
{
	for (unsigned i = 0; i < d->passed.n; i++)
		if (streq(d->passed.fds[i].name, "settings"))
			return IDLE_DEFAULT_S;
	return 0;
}

static int start(struct daemon *d)
{
	int64_t idle = idle_s == IDLE_UNSET ? default_idle_s(d) : idle_s;

	return settingsd_new(d, idle, (struct settingsd **)&d->ctx);
}

static void stop(struct daemon *d)
{
	d->ctx = settingsd_free(d->ctx);
}

static const struct daemon_option options[] = {
	{ "idle", "SECONDS",
	  "end after so long without clients; 0: never. Default: 30 when started by a socket, else "
	  "0",
	  set_idle },
	{ 0 },
};

int main(int argc, char *argv[])
{
	static const struct daemon_spec spec = {
		.name = "rmcu-settingsd",
		.summary = "the one writer of RMCU's settings",
		.options = options,
		.start = start,
		.stop = stop,
	};

	return daemon_main(&spec, argc, argv);
}
