// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/* The local days around an instant, as this machine's time zone has them. */
#include "lib/settings/schedule.h"

/*
 * Fills in n days one after the other; ret_days[0] is the one before the day that wall_us is in. A
 * day that the zone leaves out is not among them. Looks at the zone anew (TZ, /etc/localtime),
 * which people may change. They hold until the day is over, or the wall clock steps.
 */
void zone_days(int64_t wall_us, struct local_day *ret_days, unsigned n);
