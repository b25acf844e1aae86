// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * upsTest: a quick test of the battery is the supply switched off for the time in which a change of
 * it has to be confirmed; then it comes back by itself. Whoever switches it off so makes a test of
 * it, and whoever confirms it ends it as one.
 */
#include <errno.h>
#include <stdio.h>

#include "daemons/agentxd/order.h"
#include "daemons/agentxd/ups.h"
#include "lib/base/util.h"

/* upsWellKnownTests */
enum {
	TEST_NONE_INITIATED = 1,
	TEST_ABORT = 2,
	TEST_QUICK_BATTERY = 4,
};

static const uint32_t well_known[] = { 1, 3, 6, 1, 2, 1, 33, 1, 7, 7 };

/* The output that a test switches; NULL: there can be no test. */
static const struct output_state *supply_switch(const struct world *w)
{
	struct present_status s = ups_status(w);

	return w->any ? power_output(&s, ROLE_SUPPLY_SWITCH) : NULL;
}

/*
 * RFC 1628 leaves the last test's name standing. It goes with the end of it here: NUT takes the
 * name of a test for a test that runs.
 */
static int id(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	if (!supply_switch(w))
		return -ENODATA;
	memcpy(v->arcs, well_known, sizeof(well_known));
	v->n = ARRAY_SIZE(well_known);
	v->arcs[v->n++] = w->ups.testing ? TEST_QUICK_BATTERY : TEST_NONE_INITIATED;
	return 0;
}

static int switch_supply(const struct world *w, bool off, struct order *ret)
{
	const struct channel *c = &w->table.channels[supply_switch(w)->channel];

	ret->kind = ORDER_OUTPUT;
	ret->action = power_off_state(c) == off ? OUTPUT_ON : OUTPUT_OFF;
	(void)snprintf(ret->id, sizeof(ret->id), "%s", c->id);
	return 0;
}

static int begin_test(const struct world *w, struct order *ret)
{
	struct present_status s = ups_status(w);

	/* without a confirmation it would stay off; and what is off cannot be tested with */
	if (!w->table.channels[supply_switch(w)->channel].confirm ||
	    power_supply_off(&s) != POWER_NO)
		return -EINVAL;
	return switch_supply(w, true, ret);
}

static int abort_test(const struct world *w, struct order *ret)
{
	ret->kind = ORDER_NOTHING;
	return ups_testing(w) ? switch_supply(w, false, ret) : 0;
}

static int set_id(const struct world *w, unsigned row, const struct mib_value *v, struct order *ret)
{
	(void)row;
	if (v->n != ARRAY_SIZE(well_known) + 1 ||
	    memcmp(v->arcs, well_known, sizeof(well_known)) != 0)
		return -ERANGE;
	if (v->arcs[v->n - 1] != TEST_QUICK_BATTERY && v->arcs[v->n - 1] != TEST_ABORT)
		return -ERANGE;
	if (!supply_switch(w))
		return -EINVAL;
	return v->arcs[v->n - 1] == TEST_ABORT ? abort_test(w, ret) : begin_test(w, ret);
}

/* The same lock as rmcuSetSerial: both make that a request is done once. */
static int spin_lock(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return supply_switch(w) ? mib_number(v, w->serial) : -ENODATA;
}

static int set_spin_lock(const struct world *w, unsigned row, const struct mib_value *v,
			 struct order *ret)
{
	(void)row;
	ret->kind = ORDER_SERIAL;
	if (v->number < 0)
		return -ERANGE;
	return v->number == w->serial ? 0 : -EINVAL;
}

static int result_of(const struct world *w)
{
	if (w->ups.testing)
		return UPS_TEST_IN_PROGRESS;
	return w->ups.test_result ? w->ups.test_result : UPS_TEST_NONE;
}

static int result(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return supply_switch(w) ? mib_number(v, result_of(w)) : -ENODATA;
}

static int detail(const struct world *w, unsigned row, struct mib_value *v)
{
	static const char *const texts[] = {
		[UPS_TEST_PASS] = "the battery fed the load",
		[UPS_TEST_WARNING] = "the battery fed the load and was low",
		[UPS_TEST_ERROR] = "the load was without power",
		[UPS_TEST_ABORTED] = "ended before its time",
		[UPS_TEST_IN_PROGRESS] = "the battery feeds the load",
		[UPS_TEST_NONE] = "",
	};

	(void)row;
	return supply_switch(w) ? mib_text(v, texts[result_of(w)]) : -ENODATA;
}

static bool any_test(const struct world *w)
{
	return supply_switch(w) && result_of(w) != UPS_TEST_NONE;
}

static int start_time(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return any_test(w) ? mib_number(v, w->ups.test_ticks) : -ENODATA;
}

static int elapsed(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return any_test(w) ? mib_number(v, MIN(w->ups.test_took_ticks, INT32_MAX)) : -ENODATA;
}

static const struct mib_column columns[] = {
	{ 1, MIB_NAME, id, set_id },  { 2, MIB_INTEGER, spin_lock, set_spin_lock },
	{ 3, MIB_INTEGER, result },   { 4, MIB_BYTES, detail },
	{ 5, MIB_TICKS, start_time }, { 6, MIB_INTEGER, elapsed },
};

const struct mib_group ups_test = {
	.under = { 1, 7 },
	.n_under = 2,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
};
