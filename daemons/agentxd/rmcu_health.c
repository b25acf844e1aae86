// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcuHealth: how the daemons are, and this agent. */
#include <errno.h>

#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/world.h"
#include "lib/base/util.h"

static const char *const names[WORLD_DAEMONS] = {
	[WORLD_SENSORD] = "sensord",
	[WORLD_ALARMD] = "alarmd",
	[WORLD_LOGGERD] = "loggerd",
	[WORLD_AGENTXD] = "agentxd",
};

static int name(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w;
	return mib_text(v, names[row]);
}

static int running(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_truth(v, w->daemons[row].here);
}

static int started(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct world_daemon *d = &w->daemons[row];

	return d->here ? mib_date(v, d->started_wall_us) : -ENODATA;
}

static int trouble(const struct world *w, unsigned row, struct mib_value *v)
{
	const struct world_daemon *d = &w->daemons[row];

	return d->here ? mib_text(v, d->trouble) : -ENODATA;
}

/* The counters differ in nothing but their member. */
#define COUNTER(member)                                                                            \
	static int member(const struct world *w, unsigned row, struct mib_value *v)                \
	{                                                                                          \
		const struct world_daemon *d = &w->daemons[row];                                   \
                                                                                                   \
		return d->here ? mib_number(v, (int64_t)d->member) : -ENODATA;                     \
	}
COUNTER(ticks)
COUNTER(missed_ticks)
COUNTER(published)
COUNTER(skipped)
COUNTER(dropped)
COUNTER(refused)
COUNTER(clients)
COUNTER(troubles)

static const struct mib_column columns[] = {
	{ 2, MIB_BYTES, name },
	{ 3, MIB_INTEGER, running },
	{ 4, MIB_BYTES, started },
	{ 5, MIB_COUNTER64, ticks },
	{ 6, MIB_COUNTER64, missed_ticks },
	{ 7, MIB_COUNTER64, published },
	{ 8, MIB_COUNTER64, skipped },
	{ 9, MIB_COUNTER64, dropped },
	{ 10, MIB_COUNTER64, refused },
	{ 11, MIB_UNSIGNED, clients },
	{ 12, MIB_UNSIGNED, troubles },
	{ 13, MIB_BYTES, trouble },
};

static unsigned rows(const struct world *w)
{
	(void)w;
	return WORLD_DAEMONS;
}

static unsigned row_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	(void)w;
	ret[0] = row + 1;
	return 1;
}

const struct mib_group rmcu_daemons = {
	.under = { 1, 7, 1, 1 },
	.n_under = 4,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
	.rows = rows,
	.index = row_index,
};

static int requests(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_number(v, w->counts.requests);
}

static int sets(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_number(v, w->counts.sets);
}

static int sent(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_number(v, w->counts.sent);
}

static int waiting(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_number(v, w->counts.waiting);
}

static const struct mib_column agent_columns[] = {
	{ 2, MIB_COUNTER, requests },
	{ 3, MIB_COUNTER, sets },
	{ 4, MIB_COUNTER, sent },
	{ 5, MIB_UNSIGNED, waiting },
};

const struct mib_group rmcu_agent = {
	.under = { 1, 7 },
	.n_under = 2,
	.columns = agent_columns,
	.n_columns = ARRAY_SIZE(agent_columns),
};
