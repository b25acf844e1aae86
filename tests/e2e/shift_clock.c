// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* A wall clock that is set, for LD_PRELOAD: shifted by as many seconds as $SHIFT_CLOCK_FILE says;
 * and time that passes at once, as much as $SHIFT_MONOTONIC_FILE says. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long shift_s(const char *variable)
{
	const char *name = getenv(variable);
	FILE *f = name ? fopen(name, "re") : NULL;
	long s = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%ld", &s) != 1)
		s = 0;
	(void)fclose(f);
	return s;
}

int clock_gettime(clockid_t clock, struct timespec *ts)
{
	static int (*really)(clockid_t, struct timespec *);
	int r;

	if (!really)
		really = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
	r = really ? really(clock, ts) : -1;
	if (r == 0 && clock == CLOCK_REALTIME)
		ts->tv_sec += shift_s("SHIFT_CLOCK_FILE");
	if (r == 0 && clock == CLOCK_MONOTONIC)
		ts->tv_sec += shift_s("SHIFT_MONOTONIC_FILE");
	return r;
}
