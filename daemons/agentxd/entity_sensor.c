// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* entPhySensorTable: one row for each channel that has a name. */
#include <errno.h>

#include "daemons/agentxd/entity.h"
#include "daemons/agentxd/world.h"
#include "lib/base/util.h"

/* EntitySensorDataType */
enum {
	TYPE_OTHER = 1,
	TYPE_VOLTS_AC = 3,
	TYPE_VOLTS_DC = 4,
	TYPE_AMPERES = 5,
	TYPE_WATTS = 6,
	TYPE_HERTZ = 7,
	TYPE_CELSIUS = 8,
	TYPE_CMM = 11, /* cubic metres a minute */
	TYPE_TRUTH = 12,
};
/* EntitySensorDataScale */
enum {
	SCALE_MILLI = 8,
	SCALE_UNITS = 9,
};
enum {
	STATUS_OK = 1,
	STATUS_UNAVAILABLE = 2,
	STATUS_NONOPERATIONAL = 3,
};
/* Thousandths, as everywhere in SNMP here. */
#define PRECISION 3
/* RFC 3433: these two say that it is beyond what the object can tell. */
#define VALUE_MAX 1000000000

static const struct channel *channel(const struct world *w, unsigned row)
{
	return &w->table.channels[w->visible[row]];
}

static const struct sample *reading(const struct world *w, unsigned row)
{
	const struct sample *s = world_sample(w, w->visible[row]);

	return s && s->quality == QUALITY_OK ? s : NULL;
}

static int type(const struct world *w, unsigned row, struct mib_value *v)
{
	static const uint8_t types[UNIT_MAX] = {
		[UNIT_NONE] = TYPE_OTHER,
		[UNIT_VOLT] = TYPE_VOLTS_DC,
		[UNIT_AMPERE] = TYPE_AMPERES,
		[UNIT_WATT] = TYPE_WATTS,
		[UNIT_CELSIUS] = TYPE_CELSIUS,
		/* not percentRH: ours need not be a humidity */
		[UNIT_PERCENT] = TYPE_OTHER,
		[UNIT_HERTZ] = TYPE_HERTZ,
		[UNIT_OHM] = TYPE_OTHER,
		[UNIT_PASCAL] = TYPE_OTHER,
		[UNIT_LITRE_PER_MINUTE] = TYPE_CMM,
	};
	const struct channel *c = channel(w, row);

	if (channel_digital(c))
		return mib_number(v, TYPE_TRUTH);
	if (c->role == ROLE_AC_LINE && c->unit == UNIT_VOLT)
		return mib_number(v, TYPE_VOLTS_AC);
	return mib_number(v, types[c->unit]);
}

/* A litre a minute is a thousandth of a cubic metre a minute. */
static int scale(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct channel *c = channel(w, row);

	return mib_number(v, !channel_digital(c) && c->unit == UNIT_LITRE_PER_MINUTE ? SCALE_MILLI
										     : SCALE_UNITS);
}

static int precision(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_number(v, channel_digital(channel(w, row)) ? 0 : PRECISION);
}

static int value(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct sample *s = reading(w, row);

	if (!s)
		return -ENODATA;
	if (channel_digital(channel(w, row)))
		return mib_truth(v, sample_active(s));
	if (mib_milli(v, s->value) < 0 || v->number > VALUE_MAX || v->number < -VALUE_MAX)
		return mib_number(v, s->value < 0 ? -VALUE_MAX : VALUE_MAX);
	return 0;
}

/* What measures something impossible is broken; of what does not report, nothing is known. */
static int status(const struct world *w, unsigned row, struct mib_value *v)
{
	static const uint8_t statuses[QUALITY_MAX] = {
		[QUALITY_OK] = STATUS_OK,
		[QUALITY_STALE] = STATUS_UNAVAILABLE,
		[QUALITY_OVER_RANGE] = STATUS_NONOPERATIONAL,
		[QUALITY_UNDER_RANGE] = STATUS_NONOPERATIONAL,
		[QUALITY_BROKEN_WIRE] = STATUS_NONOPERATIONAL,
		[QUALITY_FAULT] = STATUS_NONOPERATIONAL,
		[QUALITY_DISABLED] = STATUS_UNAVAILABLE,
	};
	const struct sample *s = world_sample(w, w->visible[row]);

	return mib_number(v, s ? statuses[s->quality] : STATUS_UNAVAILABLE);
}

/* "V AC"; of a contact and an output what its two states are called. */
static int units(const struct world *w, unsigned row, struct mib_value *v)
{
	AUTO_TEXT struct text words = TEXT_INIT;
	const struct channel *c = channel(w, row);
	struct present_style style = { .fahrenheit = false };

	if (channel_digital(c))
		text_printf(&words, "%s/%s", present_state_text(c, true),
			    present_state_text(c, false));
	else
		text_add(&words, present_unit(c, &style));
	return mib_text(v, text_get(&words));
}

/* sysUpTime of the reading; 0 for one that is older than the master, as TimeStamp has it. */
static int taken(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct sample *s = reading(w, row);
	int64_t age;

	if (!s)
		return -ENODATA;
	age = MAX(w->snapshot.now.mono_us - s->mono_us, 0) / (10 * USEC_PER_MSEC);
	return mib_number(v, MAX(w->snapshot_ticks - age, 0));
}

static int rate(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->settings->sampling.rate_hz > 0
		       ? mib_number(v, 1000 / w->settings->sampling.rate_hz)
		       : -ENODATA;
}

static const struct mib_column columns[] = {
	{ 1, MIB_INTEGER, type },  { 2, MIB_INTEGER, scale },  { 3, MIB_INTEGER, precision },
	{ 4, MIB_INTEGER, value }, { 5, MIB_INTEGER, status }, { 6, MIB_BYTES, units },
	{ 7, MIB_TICKS, taken },   { 8, MIB_UNSIGNED, rate },
};

static unsigned rows(const struct world *w)
{
	return w->n_visible;
}

static unsigned row_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	ret[0] = ENTITY_SENSORS + w->visible[row] + 1u;
	return 1;
}

static const struct mib_group sensors = {
	.under = { 1, 1, 1 },
	.n_under = 3,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
	.rows = rows,
	.index = row_index,
};

static const struct mib_group *const groups[] = { &sensors };

const struct mib_tree entity_sensor_tree = {
	.label = "entitySensor",
	.root = { 1, 3, 6, 1, 2, 1, 99 },
	.n_root = 7,
	.groups = groups,
	.n_groups = ARRAY_SIZE(groups),
};
