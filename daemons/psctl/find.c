// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/find.h"

#include <errno.h>
#include <strings.h>

#include "lib/base/nearest.h"
#include "lib/base/util.h"

static bool is_meant(const struct channel *c, bool outputs)
{
	return !outputs || c->kind == CHANNEL_DIGITAL_OUT;
}

/* The channels that are called so: how many, and the last of them. */
static unsigned count_named(const struct channel *table, unsigned n, const char *word, bool outputs,
			    unsigned *ret_last)
{
	unsigned found = 0;

	for (unsigned i = 0; i < n; i++) {
		if (!is_meant(&table[i], outputs) || strcasecmp(table[i].name, word) != 0)
			continue;
		*ret_last = i;
		found++;
	}
	return found;
}

static void add_unknown(const struct channel *table, unsigned n, const char *word, bool outputs,
			struct text *why)
{
	const char *words[2 * CHANNELS_MAX], *near;
	unsigned n_words = 0;

	for (unsigned i = 0; i < n; i++) {
		if (!is_meant(&table[i], outputs))
			continue;
		words[n_words++] = table[i].id;
		if (!channel_hidden(&table[i]))
			words[n_words++] = table[i].name;
	}
	text_printf(why, "there is no %s '%s'", outputs ? "output" : "channel", word);
	near = nearest_word(word, words, n_words);
	if (near)
		text_printf(why, "; did you mean '%s'?", near);
	else
		text_add(why, "; psctl channels lists them");
}

int find_channel(const struct channel *table, unsigned n, const char *word, bool outputs,
		 struct text *why)
{
	int i = channel_find(table, n, word);
	unsigned named, last = 0;

	if (i >= 0 && is_meant(&table[i], outputs))
		return i;
	if (i >= 0) {
		text_printf(why, "'%s' is no output but %s; psctl channels lists them", word,
			    table[i].kind == CHANNEL_ANALOG_IN ? "an analog input"
							       : "a digital input");
		return -ENOENT;
	}
	named = *word ? count_named(table, n, word, outputs, &last) : 0;
	if (named == 1)
		return (int)last;
	if (named > 1)
		text_printf(why,
			    "%u channels are called '%s': say which by its id; psctl channels "
			    "lists them",
			    named, word);
	else
		add_unknown(table, n, word, outputs, why);
	return -ENOENT;
}

int find_alarm(const struct alarm *const *list, unsigned n, const char *word, struct text *why)
{
	const char *ids[ALARMS_MAX], *near;

	n = MIN(n, (unsigned)ALARMS_MAX);
	for (unsigned i = 0; i < n; i++) {
		ids[i] = list[i]->id;
		if (streq(ids[i], word))
			return (int)i;
	}
	text_printf(why, "there is no alarm '%s'", word);
	near = nearest_word(word, ids, n);
	if (near)
		text_printf(why, "; did you mean '%s'?", near);
	else
		text_add(why, "; psctl alarms --all lists them");
	return -ENOENT;
}
