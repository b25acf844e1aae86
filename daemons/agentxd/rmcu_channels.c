// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcuChannelTable: what is measured. */
#include <errno.h>

#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/world.h"
#include "lib/base/util.h"

static const struct channel *channel(const struct world *w, unsigned row)
{
	return &w->table.channels[w->visible[row]];
}

/* The reading while it has a value, else NULL. */
static const struct sample *reading(const struct world *w, unsigned row)
{
	const struct sample *s = world_sample(w, w->visible[row]);

	return s && s->quality == QUALITY_OK ? s : NULL;
}

static int id(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, channel(w, row)->id);
}

static int name(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, channel(w, row)->name);
}

static int kind(const struct world *w, unsigned row, struct mib_value *v)
{
	return rmcu_enum(v, channel(w, row)->kind);
}

static int role(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, channel_role_to_name(channel(w, row)->role));
}

static int unit(const struct world *w, unsigned row, struct mib_value *v)
{
	return rmcu_enum(v, channel(w, row)->unit);
}

static int value(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct sample *s = reading(w, row);

	return s ? mib_milli(v, s->value) : -ENODATA;
}

static int quality(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct sample *s = world_sample(w, w->visible[row]);

	return rmcu_enum(v, s ? (int)s->quality : QUALITY_STALE);
}

static int state(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct channel *c = channel(w, row);
	const struct sample *s = reading(w, row);

	if (!s || !channel_digital(c))
		return -ENODATA;
	return mib_text(v, present_state_text(c, sample_active(s)));
}

static int age(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct sample *s = reading(w, row);
	int64_t us = s ? w->snapshot.now.mono_us - s->mono_us : 0;

	return s ? mib_number(v, MIN(MAX(us, 0) / USEC_PER_MSEC, UINT32_MAX)) : -ENODATA;
}

static int averaging(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_number(v, MAX(channel(w, row)->averaging, 1));
}

static int digits(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_number(v, channel(w, row)->digits);
}

static int range_min(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct channel *c = channel(w, row);

	return channel_digital(c) ? -ENODATA : mib_milli(v, c->range_min);
}

static int range_max(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct channel *c = channel(w, row);

	return channel_digital(c) ? -ENODATA : mib_milli(v, c->range_max);
}

static int approximate(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, channel(w, row)->approximate);
}

static const struct mib_column columns[] = {
	{ 2, MIB_BYTES, id },		{ 3, MIB_BYTES, name },
	{ 4, MIB_INTEGER, kind },	{ 5, MIB_BYTES, role },
	{ 6, MIB_INTEGER, unit },	{ 7, MIB_INTEGER, value },
	{ 8, MIB_INTEGER, quality },	{ 9, MIB_BYTES, state },
	{ 10, MIB_UNSIGNED, age },	{ 11, MIB_UNSIGNED, averaging },
	{ 12, MIB_UNSIGNED, digits },	{ 13, MIB_INTEGER, range_min },
	{ 14, MIB_INTEGER, range_max }, { 15, MIB_INTEGER, approximate },
};

static unsigned rows(const struct world *w)
{
	return w->n_visible;
}

static unsigned row_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	ret[0] = w->visible[row] + 1u;
	return 1;
}

const struct mib_group rmcu_channels = {
	.under = { 1, 2, 1, 1 },
	.n_under = 4,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
	.rows = rows,
	.index = row_index,
};
