// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcuAlarms: what stands. Its numbers are those of the events that raised it. */
#include <errno.h>
#include <stdio.h>

#include "daemons/agentxd/order.h"
#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/world.h"
#include "lib/base/util.h"
#include "lib/present/alarm.h"

static int active_count(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->watched ? mib_number(v, w->summary.active) : -ENODATA;
}

static int unacknowledged(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->watched ? mib_number(v, w->summary.unacknowledged) : -ENODATA;
}

static int shelved_count(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->watched ? mib_number(v, w->summary.shelved) : -ENODATA;
}

/* Of the table itself: the summary has a priority even when nothing is active. */
static int highest(const struct world *w, unsigned row, struct mib_value *v)
{
	int most = -1;

	(void)row;
	for (unsigned i = 0; i < w->n_standing; i++) {
		const struct alarm *a = world_standing(w, i);

		if (present_alarm_calls(a))
			most = MAX(most, (int)a->priority);
	}
	return w->watched && most >= 0 ? rmcu_enum(v, most) : -ENODATA;
}

static int maintenance(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->watched ? mib_truth(v, w->summary.maintenance_until_us != 0) : -ENODATA;
}

static const struct mib_column count_columns[] = {
	{ 1, MIB_UNSIGNED, active_count },  { 2, MIB_UNSIGNED, unacknowledged },
	{ 3, MIB_UNSIGNED, shelved_count }, { 4, MIB_INTEGER, highest },
	{ 5, MIB_INTEGER, maintenance },
};

const struct mib_group rmcu_alarm_counts = {
	.under = { 1, 4 },
	.n_under = 2,
	.columns = count_columns,
	.n_columns = ARRAY_SIZE(count_columns),
};

static int id(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, world_standing(w, row)->id);
}

static int channel(const struct world *w, unsigned row, struct mib_value *v)
{
	int at = world_channel(w, world_standing(w, row)->channel);

	return at < 0 ? -ENODATA : mib_number(v, at + 1);
}

static int when(const struct world *w, unsigned row, struct mib_value *v)
{
	return rmcu_enum(v, world_standing(w, row)->when);
}

static int priority(const struct world *w, unsigned row, struct mib_value *v)
{
	return rmcu_enum(v, world_standing(w, row)->priority);
}

static int active(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, world_standing(w, row)->active);
}

static int acknowledged(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, world_standing(w, row)->acknowledged);
}

static int set_acknowledged(const struct world *w, unsigned row, const struct mib_value *v,
			    struct order *ret)
{
	const struct alarm *a = world_standing(w, row);

	if (v->number != 1 && v->number != 2)
		return -ERANGE;
	ret->kind = ORDER_NOTHING;
	if (a->acknowledged)
		return v->number == 1 ? 0 : -EINVAL;
	if (v->number == 2)
		return 0;
	ret->kind = ORDER_ACKNOWLEDGE;
	(void)snprintf(ret->id, sizeof(ret->id), "%s", a->id);
	ret->occurrence = a->occurrence;
	return 0;
}

static int latched(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, world_standing(w, row)->latched);
}

static int shelved(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, world_standing(w, row)->shelved);
}

static int first_out(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, world_standing(w, row)->first_out);
}

static int consequence(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, world_standing(w, row)->consequence);
}

static int setpoint(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct alarm *a = world_standing(w, row);

	return a->when <= ALARM_FALLING ? mib_milli(v, a->setpoint) : -ENODATA;
}

static int value(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct alarm *a = world_standing(w, row);

	if (a->when == ALARM_SILENT || a->quality != QUALITY_OK)
		return -ENODATA;
	return mib_milli(v, a->value);
}

static int raised(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_date(v, world_standing(w, row)->raised.wall_us);
}

static int cleared(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct alarm *a = world_standing(w, row);

	return a->active ? -ENODATA : mib_date(v, a->cleared.wall_us);
}

static int text(const struct world *w, unsigned row, struct mib_value *v)
{
	AUTO_TEXT struct text words = TEXT_INIT;
	struct present_table table = world_present(w);

	present_alarm(&words, world_standing(w, row), &table);
	return mib_text(v, text_get(&words));
}

static int note(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, world_standing(w, row)->note);
}

static int by(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, world_standing(w, row)->by);
}

static const struct mib_column columns[] = {
	{ 2, MIB_BYTES, id },		{ 3, MIB_UNSIGNED, channel },
	{ 4, MIB_INTEGER, when },	{ 5, MIB_INTEGER, priority },
	{ 6, MIB_INTEGER, active },	{ 7, MIB_INTEGER, acknowledged, set_acknowledged },
	{ 8, MIB_INTEGER, latched },	{ 9, MIB_INTEGER, shelved },
	{ 10, MIB_INTEGER, first_out }, { 11, MIB_INTEGER, consequence },
	{ 12, MIB_INTEGER, setpoint },	{ 13, MIB_INTEGER, value },
	{ 14, MIB_BYTES, raised },	{ 15, MIB_BYTES, cleared },
	{ 16, MIB_BYTES, text },	{ 17, MIB_BYTES, note },
	{ 18, MIB_BYTES, by },
};

static unsigned rows(const struct world *w)
{
	return w->n_standing;
}

static unsigned row_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	ret[0] = (uint32_t)world_standing(w, row)->occurrence;
	return 1;
}

const struct mib_group rmcu_alarms = {
	.under = { 1, 4, 6, 1 },
	.n_under = 4,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
	.rows = rows,
	.index = row_index,
};
