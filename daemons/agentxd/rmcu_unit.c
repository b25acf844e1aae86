// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcuUnit: who it is, and of which moment all of it is. */
#include <errno.h>

#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/world.h"
#include "lib/base/util.h"
#include "lib/base/version.h"

static int version(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w, (void)row;
	return mib_text(v, RMCU_VERSION);
}

static int model(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_text(v, w->settings->device.model);
}

static int serial(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_text(v, w->settings->device.serial);
}

static int hardware(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_text(v, w->settings->device.hardware);
}

static int site_name(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_text(v, w->settings->site.name);
}

static int location(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_text(v, w->settings->site.location);
}

static int contact(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_text(v, w->settings->site.contact);
}

static int simulated(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_truth(v, w->table.simulated);
}

static int clock_set(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->any ? mib_truth(v, w->snapshot.wall_sane) : -ENODATA;
}

static int snapshot_number(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->any ? mib_number(v, (int64_t)w->snapshot.number) : -ENODATA;
}

static int snapshot_time(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->any ? mib_date(v, w->snapshot.now.wall_us) : -ENODATA;
}

static int missed(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->any ? mib_number(v, (int64_t)w->snapshot.missed_ticks) : -ENODATA;
}

static const struct mib_column columns[] = {
	{ 1, MIB_BYTES, version },	  { 2, MIB_BYTES, model },
	{ 3, MIB_BYTES, serial },	  { 4, MIB_BYTES, hardware },
	{ 5, MIB_BYTES, site_name },	  { 6, MIB_BYTES, location },
	{ 7, MIB_BYTES, contact },	  { 8, MIB_INTEGER, simulated },
	{ 9, MIB_INTEGER, clock_set },	  { 10, MIB_COUNTER64, snapshot_number },
	{ 11, MIB_BYTES, snapshot_time }, { 12, MIB_COUNTER64, missed },
};

const struct mib_group rmcu_unit = {
	.under = { 1, 1 },
	.n_under = 2,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
};
