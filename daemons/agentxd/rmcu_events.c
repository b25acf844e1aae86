// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcuEvents: the last of the journal, for who missed a notification. */
#include <errno.h>

#include "daemons/agentxd/rmcu.h"
#include "daemons/agentxd/world.h"
#include "lib/base/util.h"
#include "lib/present/event.h"

static int last(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return w->watched ? mib_number(v, (uint32_t)w->summary.head) : -ENODATA;
}

static const struct mib_column count_columns[] = {
	{ 1, MIB_UNSIGNED, last },
};

const struct mib_group rmcu_event_counts = {
	.under = { 1, 5 },
	.n_under = 2,
	.columns = count_columns,
	.n_columns = ARRAY_SIZE(count_columns),
};

static struct event event(const struct world *w, unsigned row)
{
	return event_list_at(&w->events, row);
}

static int when(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_date(v, event(w, row).now.wall_us);
}

static int kind(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, event_kind_to_name(event(w, row).kind));
}

static int channel(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, event(w, row).channel);
}

static int alarm(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, event(w, row).alarm);
}

static int occurrence(const struct world *w, unsigned row, struct mib_value *v)
{
	struct event e = event(w, row);
	uint64_t number = event_occurrence(&e);

	return number ? mib_number(v, (uint32_t)number) : -ENODATA;
}

static int priority(const struct world *w, unsigned row, struct mib_value *v)
{
	struct event e = event(w, row);

	return e.alarm[0] ? rmcu_enum(v, e.priority) : -ENODATA;
}

static int value(const struct world *w, unsigned row, struct mib_value *v)
{
	struct event e = event(w, row);

	return present_event_valued(&e) ? mib_milli(v, e.value) : -ENODATA;
}

static int unit(const struct world *w, unsigned row, struct mib_value *v)
{
	return rmcu_enum(v, event(w, row).unit);
}

static int holder(const struct world *w, unsigned row, struct mib_value *v)
{
	return rmcu_enum(v, event(w, row).holder);
}

static int actor(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, event(w, row).actor.name);
}

static int door(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, event(w, row).actor.door);
}

static int text(const struct world *w, unsigned row, struct mib_value *v)
{
	AUTO_TEXT struct text words = TEXT_INIT;
	struct present_table table = world_present(w);
	struct event e = event(w, row);

	present_event_words(&words, &e, &table);
	return mib_text(v, text_get(&words));
}

static const struct mib_column columns[] = {
	{ 2, MIB_BYTES, when },	   { 3, MIB_BYTES, kind },	    { 4, MIB_BYTES, channel },
	{ 5, MIB_BYTES, alarm },   { 6, MIB_UNSIGNED, occurrence }, { 7, MIB_INTEGER, priority },
	{ 8, MIB_INTEGER, value }, { 9, MIB_INTEGER, unit },	    { 10, MIB_INTEGER, holder },
	{ 11, MIB_BYTES, actor },  { 12, MIB_BYTES, door },	    { 13, MIB_BYTES, text },
};

static unsigned rows(const struct world *w)
{
	return w->events.n;
}

static unsigned row_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	ret[0] = (uint32_t)event_list_number(&w->events, row);
	return 1;
}

const struct mib_group rmcu_events = {
	.under = { 1, 5, 2, 1 },
	.n_under = 4,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
	.rows = rows,
	.index = row_index,
};
