// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/agentxd/mib.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/utf8.h"
#include "lib/base/util.h"

int mib_compare(const uint32_t *a, unsigned n_a, const uint32_t *b, unsigned n_b)
{
	for (unsigned i = 0; i < n_a && i < n_b; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return n_a < n_b ? -1 : n_a > n_b;
}

/* Adds arcs; what has no room makes a name that nothing is found under. */
static void add(struct mib_name *name, const uint32_t *arcs, unsigned n)
{
	n = MIN(n, MIB_NAME_MAX - name->n);
	memcpy(name->arcs + name->n, arcs, n * sizeof(*arcs));
	name->n += n;
}

/* The end of a name: what is left of it behind those arcs that are known. */
struct tail {
	const uint32_t *arcs;
	unsigned n;
};

/* True when `name` is `under` or stands below it; *ret is the rest of it. */
static bool is_below(const uint32_t *under, unsigned n_under, struct tail name, struct tail *ret)
{
	if (name.n < n_under || memcmp(under, name.arcs, n_under * sizeof(*under)) != 0)
		return false;
	*ret = (struct tail){ name.arcs + n_under, name.n - n_under };
	return true;
}

/*
 * True when something below `under` can follow `name`: *ret is the rest of the name, and without
 * arcs (NULL) for one that all of it follows.
 */
static bool is_followed(const uint32_t *under, unsigned n_under, struct tail name, struct tail *ret)
{
	if (is_below(under, n_under, name, ret))
		return true;
	*ret = (struct tail){ NULL, 0 };
	return mib_compare(name.arcs, name.n, under, n_under) < 0;
}

static unsigned rows(const struct mib_group *g, const struct world *w)
{
	return g->rows ? g->rows(w) : 1;
}

static unsigned row_index(const struct mib_group *g, const struct world *w, unsigned row,
			  uint32_t ret[MIB_INDEX_MAX])
{
	if (g->index)
		return g->index(w, row, ret);
	ret[0] = 0;
	return 1;
}

/* The first row whose index is behind `arcs`, or with `or_equal` is just that. */
static unsigned first_row(const struct mib_group *g, const struct world *w, struct tail arcs,
			  bool or_equal)
{
	uint32_t index[MIB_INDEX_MAX];
	unsigned low = 0, high = rows(g, w);

	while (low < high) {
		unsigned middle = (low + high) / 2;
		int order = mib_compare(index, row_index(g, w, middle, index), arcs.arcs, arcs.n);

		if (order > 0 || (order == 0 && or_equal))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static int find_row(const struct mib_group *g, const struct world *w, struct tail arcs,
		    unsigned *ret_row)
{
	uint32_t index[MIB_INDEX_MAX];
	unsigned row = first_row(g, w, arcs, true);

	if (row == rows(g, w) ||
	    mib_compare(index, row_index(g, w, row, index), arcs.arcs, arcs.n) != 0)
		return -ENODATA;
	*ret_row = row;
	return 0;
}

static int find_in_group(const struct mib_group *g, const struct world *w, struct tail name,
			 struct mib_place *ret)
{
	struct tail index;

	for (unsigned k = 0; k < g->n_columns; k++) {
		if (!is_below(&g->columns[k].number, 1, name, &index))
			continue;
		ret->group = g;
		ret->column = &g->columns[k];
		return find_row(g, w, index, &ret->row);
	}
	return -ENOENT;
}

int mib_find(const struct mib_tree *t, const struct world *w, const struct mib_name *name,
	     struct mib_place *ret)
{
	struct tail in_tree, in_group;
	int r = -ENOENT;

	if (!is_below(t->root, t->n_root, (struct tail){ name->arcs, name->n }, &in_tree))
		return -ENOENT;
	for (unsigned i = 0; i < t->n_groups && r == -ENOENT; i++) {
		const struct mib_group *g = t->groups[i];

		/* a table may stand below a set of scalars: then the next group has it */
		if (is_below(g->under, g->n_under, in_tree, &in_group))
			r = find_in_group(g, w, in_group, ret);
	}
	return r;
}

/* The first value of a group behind `name`. */
static int next_in_group(const struct mib_group *g, const struct world *w, struct tail name,
			 struct mib_place *ret, struct mib_value *ret_value)
{
	unsigned n = rows(g, w);
	struct tail index;

	for (unsigned k = 0; k < g->n_columns; k++) {
		const struct mib_column *c = &g->columns[k];

		if (!is_followed(&c->number, 1, name, &index))
			continue;
		for (unsigned row = index.arcs ? first_row(g, w, index, false) : 0; row < n;
		     row++) {
			if (c->get(w, row, ret_value) < 0)
				continue;
			*ret = (struct mib_place){ g, c, row };
			return 0;
		}
	}
	return -ENOENT;
}

static void name_of(const struct mib_tree *t, const struct world *w, const struct mib_place *p,
		    struct mib_name *ret)
{
	uint32_t index[MIB_INDEX_MAX];

	ret->n = 0;
	add(ret, t->root, t->n_root);
	add(ret, p->group->under, p->group->n_under);
	add(ret, &p->column->number, 1);
	add(ret, index, row_index(p->group, w, p->row, index));
}

int mib_next(const struct mib_tree *t, const struct world *w, const struct mib_name *name,
	     struct mib_name *ret_name, const struct mib_column **ret_column,
	     struct mib_value *ret_value)
{
	struct tail in_tree, in_group;
	struct mib_place p;

	if (!is_followed(t->root, t->n_root, (struct tail){ name->arcs, name->n }, &in_tree))
		return -ENOENT;
	for (unsigned i = 0; i < t->n_groups; i++) {
		const struct mib_group *g = t->groups[i];

		if (!is_followed(g->under, g->n_under, in_tree, &in_group) ||
		    next_in_group(g, w, in_group, &p, ret_value) < 0)
			continue;
		name_of(t, w, &p, ret_name);
		*ret_column = p.column;
		return 0;
	}
	return -ENOENT;
}

int mib_number(struct mib_value *ret, int64_t number)
{
	ret->number = number;
	return 0;
}

int mib_text(struct mib_value *ret, const char *text)
{
	size_t n = 0, more;

	while (text[n] && (more = utf8_length(text + n)) > 0 && n + more <= MIB_BYTES_MAX)
		n += more;
	memcpy(ret->bytes, text, n);
	ret->bytes[n] = '\0';
	ret->n = n;
	return 0;
}

int mib_truth(struct mib_value *ret, int truth)
{
	return mib_number(ret, truth ? 1 : 2);
}

int mib_date(struct mib_value *ret, int64_t wall_us)
{
	char text[CLOCK_RFC3339_MAX];
	unsigned year, month, day, hour, minute, second, tenth;

	if (wall_us <= 0)
		return -ENODATA;
	clock_format_utc(wall_us, text);
	if (sscanf(text, "%u-%u-%uT%u:%u:%u.%1u", &year, &month, &day, &hour, &minute, &second,
		   &tenth) != 7)
		return -ENODATA;
	/* RFC 2579: the year in two bytes, most significant first; then the offset from UTC */
	ret->n = 11;
	memcpy(ret->bytes,
	       (const char[11]){ (char)(year >> 8), (char)year, (char)month, (char)day, (char)hour,
				 (char)minute, (char)second, (char)tenth, '+', 0, 0 },
	       ret->n);
	return 0;
}

int mib_milli(struct mib_value *ret, int64_t micro)
{
	int64_t milli = (micro + (micro < 0 ? -500 : 500)) / 1000;

	if (milli < -INT32_MAX || milli > INT32_MAX)
		return -ENODATA;
	return mib_number(ret, milli);
}

unsigned mib_index_text(uint32_t ret[MIB_INDEX_MAX], const char *text)
{
	unsigned n = 0;

	for (; text[n] && n < MIB_INDEX_MAX; n++)
		ret[n] = (unsigned char)text[n];
	return n;
}
