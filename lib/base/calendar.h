// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Wall time as the people around this machine write it: in its time zone (TZ, /etc/localtime).
 * Programs tell each other UTC (clock_format_utc).
 */
#include <stdint.h>

#include "lib/base/clock.h"

/* RFC 3339 with milliseconds and the zone's offset: 2026-11-23T07:47:00.000+01:00. */
void calendar_format(int64_t wall_us, char ret_text[CLOCK_RFC3339_MAX]);

/* As a person says it: "07:47"; "2026-11-23 07:47" when that is another day than `now_us`. */
#define CALENDAR_SHORT_MAX 24
void calendar_short(int64_t wall_us, int64_t now_us, char ret_text[CALENDAR_SHORT_MAX]);

/* With seconds, and always with the day: "2026-11-23 07:47:05". */
void calendar_second(int64_t wall_us, char ret_text[CALENDAR_SHORT_MAX]);

/* Seconds by which the clock on the wall was ahead of UTC then. */
int64_t calendar_east_s(int64_t wall_us);

/*
 * Reads "2026-11-23", "2026-11-23 07:47", "2026-11-23 07:47:00" in the machine's zone, also with a
 * T between; with Z or +01:00 behind the seconds it is RFC 3339. 0 or -EINVAL; *ret_wall_us is
 * untouched then.
 */
int calendar_parse(const char *text, int64_t *ret_wall_us);
