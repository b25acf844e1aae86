// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcuOutputs: how they are driven, who holds them, and what can be asked of them. */
#include <errno.h>
#include <stdio.h>

#include "daemons/agentxd/order.h"
#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/world.h"
#include "lib/base/util.h"
#include "lib/present/state.h"

/* rmcuOutputState and rmcuOutputConfirm. */
enum {
	STATE_OFF = 1,
	STATE_ON = 2,
	STATE_PULSE = 3,
	STATE_RELEASE = 4
};
enum {
	CONFIRM_NONE = 1,
	CONFIRM_WAITING = 2,
	CONFIRM_IT = 3
};

static const struct output_state *output(const struct world *w, unsigned row)
{
	return &w->snapshot.outputs[w->outputs[row]];
}

static const struct hold *holding(const struct world *w, unsigned row)
{
	return present_hold(output(w, row), w->holds.holds, w->holds.n);
}

static int state(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct output_state *o = output(w, row);

	return mib_number(v, !o->active ? STATE_OFF : o->pulsing ? STATE_PULSE : STATE_ON);
}

static void name_output(const struct world *w, unsigned row, struct order *ret)
{
	(void)snprintf(ret->id, sizeof(ret->id), "%s",
		       w->table.channels[output(w, row)->channel].id);
}

static int set_state(const struct world *w, unsigned row, const struct mib_value *v,
		     struct order *ret)
{
	static const enum output_action actions[] = {
		[STATE_OFF] = OUTPUT_OFF,
		[STATE_ON] = OUTPUT_ON,
		[STATE_PULSE] = OUTPUT_PULSE,
		[STATE_RELEASE] = OUTPUT_RELEASE,
	};

	if (v->number < STATE_OFF || v->number > STATE_RELEASE)
		return -ERANGE;
	ret->kind = ORDER_OUTPUT;
	ret->action = actions[v->number];
	name_output(w, row, ret);
	return 0;
}

static int holder(const struct world *w, unsigned row, struct mib_value *v)
{
	return rmcu_enum(v, output(w, row)->holder);
}

static int reason(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct hold *h = holding(w, row);

	return mib_text(v, h ? h->reason : "");
}

static int by(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct hold *h = holding(w, row);

	return mib_text(v, h ? h->actor.name : "");
}

static int confirm(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_number(v, output(w, row)->unconfirmed ? CONFIRM_WAITING : CONFIRM_NONE);
}

static int set_confirm(const struct world *w, unsigned row, const struct mib_value *v,
		       struct order *ret)
{
	if (v->number < CONFIRM_NONE || v->number > CONFIRM_IT)
		return -ERANGE;
	if (v->number != CONFIRM_IT || !output(w, row)->unconfirmed)
		return -EINVAL;
	ret->kind = ORDER_CONFIRM;
	name_output(w, row, ret);
	return 0;
}

static int remaining(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct output_state *o = output(w, row);
	int64_t left_us = MAX(o->until_us - w->snapshot.now.mono_us, 0);

	if (!o->pulsing && !o->unconfirmed)
		return -ENODATA;
	return mib_number(v, MIN(left_us / USEC_PER_MSEC, PULSE_MS_MAX));
}

static int vetoed(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, output(w, row)->vetoed);
}

static int fault(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, output(w, row)->fault);
}

static const struct mib_column columns[] = {
	{ 1, MIB_INTEGER, state, set_state },
	{ 2, MIB_INTEGER, holder },
	{ 3, MIB_BYTES, reason },
	{ 4, MIB_BYTES, by },
	{ 5, MIB_INTEGER, confirm, set_confirm },
	{ 6, MIB_UNSIGNED, remaining },
	{ 7, MIB_INTEGER, vetoed },
	{ 8, MIB_INTEGER, fault },
};

static unsigned rows(const struct world *w)
{
	return w->n_outputs;
}

static unsigned row_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	ret[0] = output(w, row)->channel + 1u;
	return 1;
}

const struct mib_group rmcu_outputs = {
	.under = { 1, 6, 1, 1 },
	.n_under = 4,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
	.rows = rows,
	.index = row_index,
};

static int serial(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_number(v, w->serial);
}

static int set_serial(const struct world *w, unsigned row, const struct mib_value *v,
		      struct order *ret)
{
	(void)row;
	ret->kind = ORDER_SERIAL;
	if (v->number < 0)
		return -ERANGE;
	return v->number == w->serial ? 0 : -EINVAL;
}

static const struct mib_column serial_columns[] = {
	{ 2, MIB_INTEGER, serial, set_serial },
};

const struct mib_group rmcu_serial = {
	.under = { 1, 6 },
	.n_under = 2,
	.columns = serial_columns,
	.n_columns = ARRAY_SIZE(serial_columns),
};
