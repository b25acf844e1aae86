// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * A MIB as tables of columns, and the two questions of SNMP about it: the value of this name, and
 * the name that follows. Everything answers from the world, so there is no second copy of it that
 * could be older, and no net-snmp here: handler.c translates. Pure.
 *
 * A group is one table, or a set of scalars (a table with one row and the index 0). Its columns
 * stand once, with number, type, getter and, where it can be written, setter.
 */
#include <stddef.h>
#include <stdint.h>

struct order;
struct world;

/* Arcs of a name: the root, the column, and an index that is an id of the settings. */
#define MIB_NAME_MAX  96
#define MIB_INDEX_MAX 64
/* Bytes of a text: what DisplayString and SnmpAdminString bear. */
#define MIB_BYTES_MAX 255

enum mib_type {
	MIB_INTEGER,
	MIB_UNSIGNED, /* Unsigned32, Gauge32 */
	MIB_COUNTER,
	MIB_COUNTER64,
	MIB_TICKS, /* hundredths of a second */
	MIB_BYTES,
	MIB_NAME, /* OBJECT IDENTIFIER */
	MIB_TYPE_MAX,
};

struct mib_value {
	int64_t number; /* a Counter64 as its bits */
	size_t n;	/* of bytes or arcs */
	union {
		char bytes[MIB_BYTES_MAX + 1];
		uint32_t arcs[MIB_INDEX_MAX];
	};
};

struct mib_column {
	uint32_t number;
	enum mib_type type;
	/* 0, or -ENODATA: there is no instance. */
	int (*get)(const struct world *w, unsigned row, struct mib_value *ret);
	/*
	 * What has to be asked for so that it becomes this; NULL: it is read-only. 0, -ERANGE: such
	 * a value is never possible; -EINVAL: it is not just now. The type is right already.
	 */
	int (*set)(const struct world *w, unsigned row, const struct mib_value *v,
		   struct order *ret);
};

struct mib_group {
	uint32_t under[6]; /* arcs from the tree's root to the columns, e.g. 1, 2, 1, 1 */
	unsigned n_under;
	const struct mib_column *columns; /* in order */
	unsigned n_columns;
	/* Rows in the order of their indexes; NULL of scalars. */
	unsigned (*rows)(const struct world *w);
	/* The index of a row; returns its arcs. */
	unsigned (*index)(const struct world *w, unsigned row, uint32_t ret[MIB_INDEX_MAX]);
};

struct mib_tree {
	const char *label;
	uint32_t root[MIB_INDEX_MAX];
	unsigned n_root;
	const struct mib_group *const *groups; /* in order */
	unsigned n_groups;
};

/* Where a name points to. */
struct mib_place {
	const struct mib_group *group;
	const struct mib_column *column;
	unsigned row;
};

struct mib_name {
	uint32_t arcs[MIB_NAME_MAX];
	unsigned n;
};

/* < 0, 0 or > 0, as names stand in a walk. */
int mib_compare(const uint32_t *a, unsigned n_a, const uint32_t *b, unsigned n_b);

/*
 * The place of a name: 0; -ENOENT when no column has that name; -ENODATA when its table has no such
 * row. Whether there is a value in it, the getter says.
 */
int mib_find(const struct mib_tree *t, const struct world *w, const struct mib_name *name,
	     struct mib_place *ret);

/* The first name behind `name` that has a value, with it; -ENOENT at the end. */
int mib_next(const struct mib_tree *t, const struct world *w, const struct mib_name *name,
	     struct mib_name *ret_name, const struct mib_column **ret_column,
	     struct mib_value *ret_value);

/* ------------------------------------------------------------------ for getters */

/* Each returns 0, so that a getter is one line. */
int mib_number(struct mib_value *ret, int64_t number);
/* Cut between two characters where it is too long. */
int mib_text(struct mib_value *ret, const char *text);
/* TruthValue: true is 1, false is 2. */
int mib_truth(struct mib_value *ret, int truth);
/* DateAndTime in UTC; -ENODATA for 0, which is no time. */
int mib_date(struct mib_value *ret, int64_t wall_us);
/* Thousandths of millionths, half rounded away from 0; -ENODATA where Integer32 has no room. */
int mib_milli(struct mib_value *ret, int64_t micro);
/* An index that is a text without its length (IMPLIED). Returns the arcs. */
unsigned mib_index_text(uint32_t ret[MIB_INDEX_MAX], const char *text);
