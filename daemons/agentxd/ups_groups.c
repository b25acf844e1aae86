// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * upsBattery, upsInput and upsOutput. Not known to this unit, and so without
 * an instance: minutes and charge that remain, the battery's own temperature (the sensor is in the
 * unit), frequency, current and power of the mains. It has no bypass.
 */
#include <errno.h>

#include "daemons/agentxd/ups.h"
#include "lib/base/util.h"

/* ------------------------------------------------------------------ upsBattery */

static int battery_status(const struct world *w, unsigned row, struct mib_value *v)
{
	int status = ups_battery_status(w);

	(void)row;
	return status ? mib_number(v, status) : -ENODATA;
}

/* Since it switched, or since the agent knows of it: the shorter one (RFC 1628). */
static int seconds_on_battery(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	if (ups_source(w) == POWER_FROM_UNKNOWN)
		return -ENODATA;
	if (!w->ups.on_battery)
		return mib_number(v, 0);
	return mib_number(v, MIN(MAX(w->snapshot.now.mono_us - w->ups.battery_us, 0) / USEC_PER_SEC,
				 INT32_MAX));
}

static int reading(const struct world *w, enum channel_role role, int64_t unit, struct mib_value *v)
{
	int64_t micro;

	return ups_reading(w, role, &micro) < 0 ? -ENODATA : ups_whole(v, micro, unit);
}

static int battery_volts(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return reading(w, ROLE_BATTERY_VOLTS, MICRO / 10, v);
}

static int battery_amps(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return reading(w, ROLE_BATTERY_AMPS, MICRO / 10, v);
}

static const struct mib_column battery_columns[] = {
	{ 1, MIB_INTEGER, battery_status },
	{ 2, MIB_INTEGER, seconds_on_battery },
	{ 5, MIB_INTEGER, battery_volts },
	{ 6, MIB_INTEGER, battery_amps },
};

const struct mib_group ups_battery = {
	.under = { 1, 2 },
	.n_under = 2,
	.columns = battery_columns,
	.n_columns = ARRAY_SIZE(battery_columns),
};

/* ------------------------------------------------------------------ upsInput */

static unsigned one_row(const struct world *w)
{
	(void)w;
	return 1;
}

static unsigned first_line(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	(void)w;
	ret[0] = row + 1;
	return 1;
}

static bool has_role(const struct world *w, enum channel_role role)
{
	for (unsigned i = 0; i < w->n_visible; i++)
		if (w->table.channels[w->visible[i]].role == role)
			return true;
	return false;
}

static unsigned input_rows(const struct world *w)
{
	return has_role(w, ROLE_AC_LINE) ? 1 : 0;
}

/* How often an alarm about the line was raised, since the journal began. */
static int line_bads(const struct world *w, unsigned row, struct mib_value *v)
{
	uint32_t n = 0;

	(void)row;
	if (!w->watched || !input_rows(w))
		return -ENODATA;
	for (unsigned page = 0; page < w->n_pages; page++) {
		for (unsigned i = 0; i < w->page_n[page]; i++) {
			const struct alarm *a = &w->alarms[page][i];
			int channel = world_channel(w, a->channel);

			if (channel >= 0 && a->when <= ALARM_BELOW &&
			    w->table.channels[channel].role == ROLE_AC_LINE)
				n += a->count;
		}
	}
	return mib_number(v, n);
}

static int input_lines(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return input_rows(w) ? mib_number(v, 1) : -ENODATA;
}

static const struct mib_column input_count_columns[] = {
	{ 1, MIB_COUNTER, line_bads },
	{ 2, MIB_INTEGER, input_lines },
};

const struct mib_group ups_input_counts = {
	.under = { 1, 3 },
	.n_under = 2,
	.columns = input_count_columns,
	.n_columns = ARRAY_SIZE(input_count_columns),
};

static int input_volts(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return reading(w, ROLE_AC_LINE, MICRO, v);
}

static const struct mib_column input_columns[] = {
	{ 3, MIB_INTEGER, input_volts },
};

const struct mib_group ups_input = {
	.under = { 1, 3, 3, 1 },
	.n_under = 4,
	.columns = input_columns,
	.n_columns = ARRAY_SIZE(input_columns),
	.rows = input_rows,
	.index = first_line,
};

/* ------------------------------------------------------------------ upsOutput */

static int source(const struct world *w, unsigned row, struct mib_value *v)
{
	static const int64_t numbers[] = {
		[POWER_FROM_NOTHING] = 2,
		[POWER_FROM_SUPPLY] = 3,
		[POWER_FROM_BATTERY] = 5,
	};
	enum power_source from = ups_source(w);

	(void)row;
	return from == POWER_FROM_UNKNOWN ? -ENODATA : mib_number(v, numbers[from]);
}

/* Direct current, which is known. */
static int output_frequency(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w, (void)row;
	return mib_number(v, 0);
}

static int output_lines(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w, (void)row;
	return mib_number(v, 1);
}

static const struct mib_column output_count_columns[] = {
	{ 1, MIB_INTEGER, source },
	{ 2, MIB_INTEGER, output_frequency },
	{ 3, MIB_INTEGER, output_lines },
};

const struct mib_group ups_output_counts = {
	.under = { 1, 4 },
	.n_under = 2,
	.columns = output_count_columns,
	.n_columns = ARRAY_SIZE(output_count_columns),
};

static int output_volts(const struct world *w, unsigned row, struct mib_value *v)
{
	int64_t micro;

	(void)row;
	return ups_output_volts(w, &micro) < 0 ? -ENODATA : ups_whole(v, micro, MICRO);
}

static int output_amps(const struct world *w, unsigned row, struct mib_value *v)
{
	int64_t micro;

	(void)row;
	return ups_output_amps(w, &micro) < 0 ? -ENODATA : ups_whole(v, micro, MICRO / 10);
}

static int output_watts(const struct world *w, unsigned row, struct mib_value *v)
{
	int64_t micro;

	(void)row;
	return ups_output_watts(w, &micro) < 0 ? -ENODATA : ups_whole(v, micro, MICRO);
}

/* Of the supply's rating, which is what may be drawn for long; the RFC's range ends at 200. */
static int percent_load(const struct world *w, unsigned row, struct mib_value *v)
{
	int64_t micro, rated = w->settings->device.rated_watts / 100;

	(void)row;
	if (rated <= 0 || ups_output_watts(w, &micro) < 0)
		return -ENODATA;
	return mib_number(v, MIN(MAX((micro + rated / 2) / rated, 0), 200));
}

static const struct mib_column output_columns[] = {
	{ 2, MIB_INTEGER, output_volts },
	{ 3, MIB_INTEGER, output_amps },
	{ 4, MIB_INTEGER, output_watts },
	{ 5, MIB_INTEGER, percent_load },
};

const struct mib_group ups_output = {
	.under = { 1, 4, 4, 1 },
	.n_under = 4,
	.columns = output_columns,
	.n_columns = ARRAY_SIZE(output_columns),
	.rows = one_row,
	.index = first_line,
};
