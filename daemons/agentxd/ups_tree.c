// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * The tree, and its groups that say what the unit is: upsIdent and upsConfig. The settings know no
 * manufacturer, nominal output, transfer points, time of a low battery; there is no beeper.
 */
#include <errno.h>

#include "daemons/agentxd/ups.h"
#include "lib/base/util.h"
#include "lib/base/version.h"

/* ------------------------------------------------------------------ upsIdent */

static int model(const struct world *w, unsigned row, struct mib_value *v)
{
	const char *text = w->settings->device.model;

	(void)row;
	/* NUT takes a device for one of this MIB when it has a model */
	return mib_text(v, *text ? text : "DC power system");
}

static int software(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w, (void)row;
	return mib_text(v, RMCU_VERSION);
}

static int hardware(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return *w->settings->device.hardware ? mib_text(v, w->settings->device.hardware) : -ENODATA;
}

static int name(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_text(v, w->settings->site.name);
}

static const struct mib_column ident_columns[] = {
	{ 2, MIB_BYTES, model },
	{ 3, MIB_BYTES, hardware },
	{ 4, MIB_BYTES, software },
	{ 5, MIB_BYTES, name },
};

const struct mib_group ups_ident = {
	.under = { 1, 1 },
	.n_under = 2,
	.columns = ident_columns,
	.n_columns = ARRAY_SIZE(ident_columns),
};

/* ------------------------------------------------------------------ upsConfig */

static int nominal_input(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->settings->device.ac_nominal > 0 ? mib_number(v, w->settings->device.ac_nominal)
						  : -ENODATA;
}

/* Direct current, which is known. */
static int nominal_frequency(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w, (void)row;
	return mib_number(v, 0);
}

/* Volt-amperes of direct current are watts. */
static int rated_watts(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->settings->device.rated_watts > 0
		       ? ups_whole(v, w->settings->device.rated_watts, MICRO)
		       : -ENODATA;
}

static const struct mib_column config_columns[] = {
	{ 1, MIB_INTEGER, nominal_input },
	{ 4, MIB_INTEGER, nominal_frequency },
	{ 5, MIB_INTEGER, rated_watts },
	{ 6, MIB_INTEGER, rated_watts },
};

const struct mib_group ups_config = {
	.under = { 1, 9 },
	.n_under = 2,
	.columns = config_columns,
	.n_columns = ARRAY_SIZE(config_columns),
};

/* ------------------------------------------------------------------ the tree */

static const struct mib_group *const groups[] = {
	&ups_ident,	    &ups_battery, &ups_input_counts, &ups_input,
	&ups_output_counts, &ups_output,  &ups_alarm_count,  &ups_alarms,
	&ups_overload,	    &ups_test,	  &ups_control,	     &ups_config,
};

const struct mib_tree ups_tree = {
	.label = "ups",
	.root = { 1, 3, 6, 1, 2, 1, 33 },
	.n_root = 7,
	.groups = groups,
	.n_groups = ARRAY_SIZE(groups),
};
