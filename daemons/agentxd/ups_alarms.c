// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* upsAlarm: each well-known alarm stands at most once, so its number is its row's. */
#include <errno.h>

#include "daemons/agentxd/ups.h"
#include "lib/base/util.h"

static unsigned rows(const struct world *w)
{
	unsigned n = 0;

	for (unsigned i = 1; i <= WORLD_UPS_ALARMS; i++)
		n += w->ups.alarms[i];
	return n;
}

/* The number of the alarm in this row. */
static uint32_t alarm_of(const struct world *w, unsigned row)
{
	uint32_t i = 1;

	for (; i < WORLD_UPS_ALARMS; i++)
		if (w->ups.alarms[i] && row-- == 0)
			break;
	return i;
}

static unsigned row_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	ret[0] = alarm_of(w, row);
	return 1;
}

static int present(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_number(v, rows(w));
}

static const struct mib_column count_columns[] = {
	{ 1, MIB_UNSIGNED, present },
};

const struct mib_group ups_alarm_count = {
	.under = { 1, 6 },
	.n_under = 2,
	.columns = count_columns,
	.n_columns = ARRAY_SIZE(count_columns),
};

/* upsWellKnownAlarms.N */
static int descr(const struct world *w, unsigned row, struct mib_value *v)
{
	const uint32_t arcs[] = { 1, 3, 6, 1, 2, 1, 33, 1, 6, 3, alarm_of(w, row) };

	memcpy(v->arcs, arcs, sizeof(arcs));
	v->n = ARRAY_SIZE(arcs);
	return 0;
}

static int began(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_number(v, w->ups.alarm_ticks[alarm_of(w, row)]);
}

static const struct mib_column columns[] = {
	{ 2, MIB_NAME, descr },
	{ 3, MIB_TICKS, began },
};

const struct mib_group ups_alarms = {
	.under = { 1, 6, 2, 1 },
	.n_under = 4,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
	.rows = rows,
	.index = row_index,
};

/*
 * upsAlarmOutputOverload is the name of an alarm and no object, but NUT asks for it as one, without
 * an index, and decides at its start whether there is one: so it says true or false all the time.
 */
static int overload(const struct world *w, unsigned row, struct mib_value *v)
{
	enum power_answer answer = w->any ? ups_overloaded(w) : POWER_UNKNOWN;

	(void)row;
	return answer == POWER_UNKNOWN ? -ENODATA : mib_truth(v, answer == POWER_YES);
}

static unsigned one_row(const struct world *w)
{
	(void)w;
	return 1;
}

static unsigned no_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	(void)w, (void)row, (void)ret;
	return 0;
}

static const struct mib_column overload_columns[] = {
	{ UPS_ALARM_OUTPUT_OVERLOAD, MIB_INTEGER, overload },
};

const struct mib_group ups_overload = {
	.under = { 1, 6, 3 },
	.n_under = 3,
	.columns = overload_columns,
	.n_columns = ARRAY_SIZE(overload_columns),
	.rows = one_row,
	.index = no_index,
};
