// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * upsControl. The unit has two outputs that feed the load and no timer of its own, so of all that
 * is only this possible: the one that feeds it off, or on again, now. Interlocks, holders and the
 * confirmation hold as for everyone: what nobody confirms (rmcuOutputConfirm) is taken back.
 *
 * upsRebootWithDuration and upsAutoRestart have no instance: nothing here would bring it back after
 * a time, and what comes with the mains is not a setting.
 */
#include <errno.h>
#include <stdio.h>

#include "daemons/agentxd/order.h"
#include "daemons/agentxd/ups.h"
#include "lib/base/util.h"
#include "lib/present/battery_path.h"

/* upsShutdownType: the output; there is no UPS to be switched off behind it. */
#define TYPE_OUTPUT 1
#define NOW	    0
/* RFC 1628: that no countdown runs. Here none ever does. */
#define NO_COUNTDOWN (-1)

static const struct output_state *output(const struct world *w, enum channel_role role)
{
	struct present_status s = ups_status(w);

	return w->any ? power_output(&s, role) : NULL;
}

static int type(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return output(w, ROLE_SUPPLY_SWITCH) ? mib_number(v, TYPE_OUTPUT) : -ENODATA;
}

static int set_type(const struct world *w, unsigned row, const struct mib_value *v,
		    struct order *ret)
{
	(void)w, (void)row;
	ret->kind = ORDER_NOTHING;
	return v->number == TYPE_OUTPUT ? 0 : -ERANGE;
}

static int countdown(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return output(w, ROLE_SUPPLY_SWITCH) ? mib_number(v, NO_COUNTDOWN) : -ENODATA;
}

/* -EINVAL when there is no such output, so that there is nothing to ask of it. */
static int drive(const struct world *w, enum channel_role role, bool off, struct order *ret)
{
	const struct output_state *o = output(w, role);
	const struct channel *c = o ? &w->table.channels[o->channel] : NULL;

	if (!c)
		return -EINVAL;
	ret->kind = ORDER_OUTPUT;
	ret->action = power_off_state(c) == off ? OUTPUT_ON : OUTPUT_OFF;
	(void)snprintf(ret->id, sizeof(ret->id), "%s", c->id);
	return 0;
}

static bool battery_blocked(const struct world *w)
{
	struct present_status s = ups_status(w);
	struct battery_path path;

	battery_path_find(&s, &path);
	return !path.present || path.blocked;
}

/* 0: it is to happen now; 1: it is so already. */
static int check(const struct mib_value *v, struct order *ret)
{
	ret->kind = ORDER_NOTHING;
	if (v->number == NO_COUNTDOWN)
		return 1;
	return v->number == NOW ? 0 : -ERANGE;
}

/*
 * While both could feed the load, one of them off is no shutdown: the other takes over. So nothing
 * happens then, rather than a half of it.
 */
static int set_shutdown(const struct world *w, unsigned row, const struct mib_value *v,
			struct order *ret)
{
	int r = check(v, ret);

	(void)row;
	if (r)
		return r < 0 ? r : 0;
	switch (ups_source(w)) {
	case POWER_FROM_NOTHING:
		return 0;
	case POWER_FROM_SUPPLY:
		return battery_blocked(w) ? drive(w, ROLE_SUPPLY_SWITCH, true, ret) : -EINVAL;
	case POWER_FROM_BATTERY:
		return drive(w, ROLE_BATTERY_SWITCH, true, ret);
	case POWER_FROM_UNKNOWN:
		break;
	}
	return -EINVAL;
}

static int set_startup(const struct world *w, unsigned row, const struct mib_value *v,
		       struct order *ret)
{
	struct present_status s = ups_status(w);
	int r = check(v, ret);

	(void)row;
	if (r)
		return r < 0 ? r : 0;
	if (!w->any)
		return -EINVAL;
	if (power_supply_off(&s) == POWER_YES)
		return drive(w, ROLE_SUPPLY_SWITCH, false, ret);
	if (ups_source(w) != POWER_FROM_NOTHING)
		return 0;
	return drive(w, ROLE_BATTERY_SWITCH, false, ret);
}

static const struct mib_column columns[] = {
	{ 1, MIB_INTEGER, type, set_type },
	{ 2, MIB_INTEGER, countdown, set_shutdown },
	{ 3, MIB_INTEGER, countdown, set_startup },
};

const struct mib_group ups_control = {
	.under = { 1, 8 },
	.n_under = 2,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
};
