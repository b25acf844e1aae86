// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * entPhysicalTable: row 0 is the unit, each further one a sensor in it. Where RFC 6933 has a text
 * of no bytes for what is not known, that is what stands here.
 */
#include "daemons/agentxd/entity.h"

#include <errno.h>

#include "daemons/agentxd/world.h"
#include "lib/base/hash.h"
#include "lib/base/util.h"
#include "lib/base/version.h"

enum {
	CLASS_CHASSIS = 3,
	CLASS_SENSOR = 8
};

/* NULL: the unit itself. */
static const struct channel *channel(const struct world *w, unsigned row)
{
	return row ? &w->table.channels[w->visible[row - 1]] : NULL;
}

static int descr(const struct world *w, unsigned row, struct mib_value *v)
{
	if (!row)
		return mib_text(v, *w->settings->device.model ? w->settings->device.model
							      : "DC power system");
	return mib_text(v, channel(w, row)->name);
}

/* No registration of its own: RFC 6933 has { 0 0 } for that. */
static int vendor_type(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w, (void)row;
	v->arcs[0] = v->arcs[1] = 0;
	v->n = 2;
	return 0;
}

static int contained_in(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w;
	return mib_number(v, row ? ENTITY_CHASSIS : 0);
}

static int class(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w;
	return mib_number(v, row ? CLASS_SENSOR : CLASS_CHASSIS);
}

/* -1 is what RFC 6933 has for that which is contained in nothing. */
static int position(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_number(v, row ? w->visible[row - 1] + 1 : -1);
}

static int name(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, row ? channel(w, row)->id : "rmcu");
}

static int hardware(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, row ? "" : w->settings->device.hardware);
}

static int software(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w;
	return mib_text(v, row ? "" : RMCU_VERSION);
}

static int serial(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, row ? "" : w->settings->device.serial);
}

static int model(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, row ? "" : w->settings->device.model);
}

static int alias(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_text(v, row ? channel(w, row)->name : w->settings->site.name);
}

static int unknown(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w, (void)row;
	return mib_text(v, "");
}

static int replaceable(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)w;
	return mib_truth(v, row == 0);
}

static const struct mib_column columns[] = {
	{ 2, MIB_BYTES, descr },    { 3, MIB_NAME, vendor_type }, { 4, MIB_INTEGER, contained_in },
	{ 5, MIB_INTEGER, class },  { 6, MIB_INTEGER, position }, { 7, MIB_BYTES, name },
	{ 8, MIB_BYTES, hardware }, { 9, MIB_BYTES, unknown },	  { 10, MIB_BYTES, software },
	{ 11, MIB_BYTES, serial },  { 12, MIB_BYTES, unknown },	  { 13, MIB_BYTES, model },
	{ 14, MIB_BYTES, alias },   { 15, MIB_BYTES, unknown },	  { 16, MIB_INTEGER, replaceable },
	{ 18, MIB_BYTES, unknown }, { 19, MIB_BYTES, unknown },
};

static unsigned rows(const struct world *w)
{
	return 1 + w->n_visible;
}

static unsigned row_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	ret[0] = row ? ENTITY_SENSORS + w->visible[row - 1] + 1u : ENTITY_CHASSIS;
	return 1;
}

static const struct mib_group physical = {
	.under = { 1, 1, 1, 1 },
	.n_under = 4,
	.columns = columns,
	.n_columns = ARRAY_SIZE(columns),
	.rows = rows,
	.index = row_index,
};

/* entPhysicalContainsTable: each sensor is in the unit. */
static int child(const struct world *w, unsigned row, struct mib_value *v)
{
	return mib_number(v, ENTITY_SENSORS + w->visible[row] + 1);
}

static unsigned children(const struct world *w)
{
	return w->n_visible;
}

static unsigned child_index(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX])
{
	ret[0] = ENTITY_CHASSIS;
	ret[1] = ENTITY_SENSORS + w->visible[row] + 1u;
	return 2;
}

static const struct mib_column contains_columns[] = {
	{ 1, MIB_INTEGER, child },
};

static const struct mib_group contains = {
	.under = { 1, 3, 3, 1 },
	.n_under = 4,
	.columns = contains_columns,
	.n_columns = ARRAY_SIZE(contains_columns),
	.rows = children,
	.index = child_index,
};

static int last_change(const struct world *w, unsigned row, struct mib_value *v)
{
	(void)row;
	return mib_number(v, w->entity_ticks);
}

static const struct mib_column general_columns[] = {
	{ 1, MIB_TICKS, last_change },
};

static const struct mib_group general = {
	.under = { 1, 4 },
	.n_under = 2,
	.columns = general_columns,
	.n_columns = ARRAY_SIZE(general_columns),
};

static const struct mib_group *const groups[] = { &physical, &contains, &general };

const struct mib_tree entity_tree = {
	.label = "entity",
	.root = { 1, 3, 6, 1, 2, 1, 47 },
	.n_root = 7,
	.groups = groups,
	.n_groups = ARRAY_SIZE(groups),
};

/* Of what the tables show, and not of padding. */
static uint64_t hash_of(const struct world *w)
{
	uint64_t hash = HASH_FNV1A_START;

	for (unsigned i = 0; i < w->n_visible; i++) {
		const struct channel *c = &w->table.channels[w->visible[i]];

		hash = hash_fnv1a(hash, &w->visible[i], sizeof(w->visible[i]));
		hash = hash_fnv1a(hash, c->id, strlen(c->id) + 1);
		hash = hash_fnv1a(hash, c->name, strlen(c->name) + 1);
		hash = hash_fnv1a(hash, &c->kind, sizeof(c->kind));
		hash = hash_fnv1a(hash, &c->unit, sizeof(c->unit));
	}
	return hash;
}

void entity_follow(struct world *w, uint32_t ticks)
{
	uint64_t hash = hash_of(w);

	if (hash != w->entity_hash)
		w->entity_ticks = ticks;
	w->entity_hash = hash;
}
