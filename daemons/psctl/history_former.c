// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/history_former.h"

#include <errno.h>
#include <strings.h>

/* The same thing measured in the same steps: one column, whatever it was called meanwhile. */
static bool is_same(const struct history_channel *a, const struct history_channel *b)
{
	return streq(a->info.id, b->info.id) && a->info.kind == b->info.kind &&
	       a->info.unit == b->info.unit && a->step == b->step;
}

/* Its newest definition, when its column is still its own; else the rows are another channel's. */
static const struct history_channel *newest(const struct history_channels *c,
					    const struct history_channel *of)
{
	const struct history_channel *holder = history_channels_of_column(c, of->column);

	return holder && is_same(holder, of) ? holder : NULL;
}

struct found {
	unsigned n;
	const struct history_channel *list[HISTORY_COLUMNS_MAX]; /* one of each column */
	const struct history_channel *lost; /* of a column that another channel has taken */
};

static void add(struct found *f, const struct history_channel *d)
{
	for (unsigned i = 0; i < f->n; i++)
		if (f->list[i] == d)
			return;
	f->list[f->n++] = d;
}

static void find(const struct history_channels *c, const char *word, struct found *ret)
{
	*ret = (struct found){ 0 };
	for (unsigned i = 0; i < c->n && *word; i++) {
		const struct history_channel *d = &c->list[i], *now;

		if (strcasecmp(d->info.name, word) != 0)
			continue;
		now = newest(c, d);
		if (now)
			add(ret, now);
		else
			ret->lost = d;
	}
}

static void add_several(struct text *why, const char *word, const struct found *f)
{
	text_printf(why, "%u channels were called '%s' once: ", f->n, word);
	for (unsigned i = 0; i < f->n; i++) {
		const struct history_channel *d = f->list[i];
		const char *unit = unit_symbol(d->info.unit);

		text_printf(why, "%s%s", i == 0 ? "" : i + 1 == f->n ? " and " : ", ", d->info.id);
		if (*unit)
			text_printf(why, " [%s]", unit);
		if (*d->info.name && strcasecmp(d->info.name, word) != 0)
			text_printf(why, " ('%s' later)", d->info.name);
	}
	text_add(why, "; say which by its id or another of its names");
}

int history_former(const struct history_channels *c, const char *word,
		   const struct history_channel **ret_channel, struct text *why)
{
	struct found f;

	find(c, word, &f);
	if (f.n == 1) {
		*ret_channel = f.list[0];
		return 0;
	}
	if (f.n > 1)
		add_several(why, word, &f);
	else if (f.lost)
		text_printf(why,
			    "'%s' was a channel (%s), but another one has its place in the "
			    "history now: nothing of it is left",
			    word, f.lost->info.id);
	return f.n > 1 || f.lost ? -EEXIST : -ENOENT;
}
