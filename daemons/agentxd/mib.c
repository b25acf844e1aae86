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

static struct mib_name column_name(const struct mib_tree *t, const struct mib_group *g,
				   const struct mib_column *c)
{
	struct mib_name name = { .n = 0 };

	add(&name, t->root, t->n_root);
	add(&name, g->under, g->n_under);
	add(&name, &c->number, 1);
	return name;
}

/* True when `name` is `under` or stands below it. */
static bool is_below(const struct mib_name *under, const struct mib_name *name)
{
	return name->n >= under->n &&
	       memcmp(under->arcs, name->arcs, under->n * sizeof(*under->arcs)) == 0;
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
static unsigned first_row(const struct mib_group *g, const struct world *w, const uint32_t *arcs,
			  unsigned n, bool or_equal)
{
	uint32_t index[MIB_INDEX_MAX];
	unsigned low = 0, high = rows(g, w);

	while (low < high) {
		unsigned middle = (low + high) / 2;
		int order = mib_compare(index, row_index(g, w, middle, index), arcs, n);

		if (order > 0 || (order == 0 && or_equal))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static int find_row(const struct mib_group *g, const struct world *w, const uint32_t *arcs,
		    unsigned n, unsigned *ret_row)
{
	uint32_t index[MIB_INDEX_MAX];
	unsigned row = first_row(g, w, arcs, n, true);

	if (row == rows(g, w) || mib_compare(index, row_index(g, w, row, index), arcs, n) != 0)
		return -ENODATA;
	*ret_row = row;
	return 0;
}

int mib_find(const struct mib_tree *t, const struct world *w, const struct mib_name *name,
	     struct mib_place *ret)
{
	for (unsigned i = 0; i < t->n_groups; i++) {
		const struct mib_group *g = t->groups[i];

		for (unsigned k = 0; k < g->n_columns; k++) {
			struct mib_name under = column_name(t, g, &g->columns[k]);

			if (!is_below(&under, name))
				continue;
			ret->group = g;
			ret->column = &g->columns[k];
			return find_row(g, w, name->arcs + under.n, name->n - under.n, &ret->row);
		}
	}
	return -ENOENT;
}

/* The first value of a column behind `name`. */
static int next_in_column(const struct mib_tree *t, const struct mib_group *g,
			  const struct mib_column *c, const struct world *w,
			  const struct mib_name *name, struct mib_name *ret_name,
			  struct mib_value *ret_value)
{
	struct mib_name under = column_name(t, g, c);
	uint32_t index[MIB_INDEX_MAX];
	unsigned row = 0, n = rows(g, w);

	if (is_below(&under, name))
		row = first_row(g, w, name->arcs + under.n, name->n - under.n, false);
	else if (mib_compare(name->arcs, name->n, under.arcs, under.n) > 0)
		return -ENOENT;
	for (; row < n; row++) {
		if (c->get(w, row, ret_value) < 0)
			continue;
		add(&under, index, row_index(g, w, row, index));
		*ret_name = under;
		return 0;
	}
	return -ENOENT;
}

int mib_next(const struct mib_tree *t, const struct world *w, const struct mib_name *name,
	     struct mib_name *ret_name, const struct mib_column **ret_column,
	     struct mib_value *ret_value)
{
	for (unsigned i = 0; i < t->n_groups; i++) {
		const struct mib_group *g = t->groups[i];

		for (unsigned k = 0; k < g->n_columns; k++) {
			if (next_in_column(t, g, &g->columns[k], w, name, ret_name, ret_value) < 0)
				continue;
			*ret_column = &g->columns[k];
			return 0;
		}
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
